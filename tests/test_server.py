"""The API of a served graph: the answers of the command line, described, known again and packed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

import somagraph
from serving import Served, serving
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page
from somagraph.page.answers import build_answer
from somagraph.schemas import build_standalone
from somagraph.service import OPERATIONS


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    # As long as the command line may search.
    with serving("--seconds", "20") as served:
        yield served


@pytest.fixture(scope="module")
def description(server: Served) -> dict[str, Any]:
    told: dict[str, Any] = server.get("/openapi.json").json
    return told


def on_the_command_line(*arguments: str) -> Any:  # noqa: ANN401 - whatever is printed
    command = [sys.executable, "-m", "somagraph", *arguments, "--json"]
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)


def check(description: dict[str, Any], path: str, reply: Any) -> None:  # noqa: ANN401 - as above
    """Hold what was answered against the schema that the description names for it."""
    answers = description["paths"][path]["get"]["responses"]["200"]["content"]
    schema = answers["application/json"]["schema"]
    jsonschema.Draft202012Validator({**description, **schema}).validate(reply)


@pytest.mark.parametrize(
    ("asked", "arguments"),
    [
        ({"name": ["psoas", "anxiety"]}, ["psoas", "anxiety"]),
        ({"name": ["psoas", "kidney", "diaphragm"]}, ["psoas", "kidney", "diaphragm"]),
        ({"name": ["left kidney", "psoas"], "count": 2}, ["left kidney", "psoas", "-k", "2"]),
        (
            {
                "name": ["psoas", "low back pain"],
                "count": 3,
                "max_hops": 4,
                "avoid": "diaphragm",
                "without": "Sullivan",
                "standing": ["practice", "textbook"],
                "relation": ["causal", "anatomical"],
                "asserted_only": "true",
                "indirect": "false",
            },
            [
                *("psoas", "low back pain", "-k", "3", "--max-hops", "4", "--avoid", "diaphragm"),
                *("--without", "Sullivan", "--standing", "practice", "--standing", "textbook"),
                *("--relation", "causal", "--relation", "anatomical", "--asserted-only"),
                "--no-indirect",
            ],
        ),
        ({"name": ["eye pad", "femur"], "max_hops": 1}, ["eye pad", "femur", "--max-hops", "1"]),
    ],
)
def test_connect_answers_as_the_command_line(
    server: Served, description: dict[str, Any], asked: dict[str, Any], arguments: list[str]
) -> None:
    reply = server.get("/connect", **asked)
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.json == on_the_command_line("connect", *arguments)
    check(description, "/connect", reply.json)


@pytest.mark.parametrize(
    "name", ["psoas", "soma:anxiety", "https://w3id.org/somagraph/kidney", "Constructive Rest"]
)
def test_a_card_is_that_of_the_command_line(
    server: Served, description: dict[str, Any], name: str
) -> None:
    card = server.entity(name, entailed="true").json
    assert card == on_the_command_line("show", name, "--entailed")
    check(description, "/entities/{name}", card)
    assert server.entity(name).json == on_the_command_line("show", name)


def test_a_long_card_says_what_it_leaves_out(server: Served, description: dict[str, Any]) -> None:
    whole = server.entity("psoas").json
    short = server.entity("psoas", limit=3).json
    check(description, "/entities/{name}", short)
    assert short == whole | {"claims": whole["claims"][:3], "omitted": len(whole["claims"]) - 3}


def test_search_finds_what_the_command_line_finds(
    server: Served, description: dict[str, Any]
) -> None:
    found = server.get("/search", text="lumbar vertebra").json
    assert found == on_the_command_line("search", "lumbar vertebra")
    check(description, "/search", found)
    assert server.get("/search", text="lumbar vertebra", limit=2).json == found[:2]
    assert server.get("/search", text="qwertyuiop").json == []


def test_claims_have_their_evidence_and_what_stands_beside_them(
    server: Served, description: dict[str, Any]
) -> None:
    told = server.get("/claims", about=["psoas", "anxiety"]).json
    check(description, "/claims", told)
    assert [claim["sentence"] for claim in told["claims"]] == [
        "The psoas major may play a role in anxiety."
    ]
    piece = told["claims"][0]["evidence"][0]
    assert (piece["locator"], piece["standing"], piece["modality"]) == (
        "P3.3", "practice", "possible",
    )  # fmt: skip
    assert told["disclaimer"].startswith("This shows what sources say; it is not medical advice")
    every = server.get("/claims", about="psoas", limit=500).json
    check(description, "/claims", every)
    assert every["claims"] == server.entity("psoas").json["claims"]
    second = server.get("/claims", about="psoas", limit=5, offset=5).json
    assert second["claims"] == every["claims"][5:10]
    assert second["total"] == every["total"] == len(every["claims"])
    practice = server.get("/claims", about="psoas", standing="practice", relation="causal").json
    assert practice["claims"]
    for claim in practice["claims"]:
        assert "practice" in {piece["standing"] for piece in claim["evidence"]}


def test_claims_about_pain_bring_the_warning_signs(server: Served) -> None:
    told = server.get("/claims", about="low back pain").json
    assert "emergency" in {sign["urgency"] for sign in told["warning_signs"]}


def test_the_description_is_valid_and_tells_every_parameter(description: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(description).validate()
    assert set(description["paths"]) == {"/connect", "/entities/{name}", "/search", "/claims"}
    for path in description["paths"].values():
        operation = path["get"]
        told = {parameter["name"] for parameter in operation["parameters"]}
        asked = OPERATIONS[operation["operationId"]].parameters
        assert told == {parameter.name for parameter in asked}
        assert "not medical advice" in operation["description"]


def test_the_schema_of_the_description_is_that_of_the_file(server: Served) -> None:
    text = (Path(somagraph.__file__).parent / "connect.schema.json").read_text("utf-8")
    answer = server.get("/connect", name=["psoas", "kidney"]).json
    jsonschema.Draft202012Validator(json.loads(text)).validate(answer)
    jsonschema.Draft202012Validator(build_standalone("connection_answer")).validate(answer)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(build_standalone("connection_answer")).validate(
            answer | {"sure": True}
        )


def test_what_is_known_is_not_sent_again(server: Served) -> None:
    for path in ("/", "/openapi.json", "/connect?name=psoas&name=anxiety", "/entities/psoas"):
        first = server.get(path)
        tag = first.headers["etag"]
        again = server.get(path, {"If-None-Match": f'"other", {tag}'})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert server.get(path, {"If-None-Match": '"other"'}).body == first.body


def test_answers_are_packed_for_those_who_can_unpack_them(server: Served) -> None:
    plain = server.get("/entities/psoas")
    packed = server.get("/entities/psoas", {"Accept-Encoding": "br, gzip;q=0.5"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    assert len(packed.body) < len(plain.body) / 4
    assert packed.json == plain.json
    assert packed.headers["etag"] == plain.headers["etag"]
    refused = server.get("/entities/psoas", {"Accept-Encoding": "gzip;q=0"})
    assert refused.body == plain.body


def test_a_small_graph_is_served_as_the_page_that_is_written(
    server: Served, graph: KnowledgeGraph
) -> None:
    page = server.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert page.body.decode() == render_page(graph)


def test_the_page_is_given_the_very_answer_of_the_program(
    server: Served, graph: KnowledgeGraph
) -> None:
    for one, other in (("psoas", "anxiety"), ("psoas", "low back pain"), ("eye pad", "femur")):
        told = server.get("/page/connect", name=[one, other], count=7).json
        # How long it may take is no part of what it says.
        answer = somagraph.connect(graph, one, other, count=7, seconds=5)
        assert told["answer"] == json.loads(json.dumps(build_answer(graph, answer)))
        here = {entity["id"] for entity in told["part"]["entities"]}
        named = [e for one in told["answer"]["connections"] for e in one["entities"]]
        assert here.issuperset(named)


def test_head_has_the_headers_alone(server: Served) -> None:
    got, head = (server.get("/search?text=psoas", method=method) for method in ("GET", "HEAD"))
    assert head.body == b""
    assert head.headers["content-length"] == got.headers["content-length"]


def test_the_addresses_of_the_readme_answer(server: Served) -> None:
    readme = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
    addresses = re.findall(r"^\| `(/\S+)` \|", readme, re.MULTILINE)
    assert len(addresses) == 5
    for address in addresses:
        assert server.get(address).status == 200, address
