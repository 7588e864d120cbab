"""A served graph that is asked what cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import CONNECT, Served, check_problem, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/connect", 400, "The parameter 'name' is missing."),
        ("/connect?name=psoas", 400, "The parameter 'name' has to be given 2 to 6 times."),
        ("/connect?name=psoas&name=", 400, "The parameter 'name' is empty."),
        (
            "/connect?name=psoas&name=psoas",
            400,
            "All names mean psoas major; name two different things to connect.",
        ),
        (
            CONNECT + "&count=5",
            400,
            "The parameter 'count' is given twice.",
        ),
        (
            "/connect?name=psoas&name=anxiety&count=0",
            400,
            "The parameter 'count' has to be a whole number from 1 to 200.",
        ),
        (
            "/connect?name=psoas&name=anxiety&count=1e3",
            400,
            "The parameter 'count' has to be a whole number from 1 to 200.",
        ),
        (
            "/connect?name=psoas&name=anxiety&max_hops=99999999999999999999",
            400,
            "The parameter 'max_hops' has to be a whole number from 1 to 12.",
        ),
        (
            "/connect?name=psoas&name=anxiety&directed=yes",
            400,
            "The parameter 'directed' has to be true or false.",
        ),
        (
            "/connect?name=psoas&name=anxiety&standing=certain",
            400,
            "The parameter 'standing' has to be one of "
            "textbook, research, practice, testimony, unstated.",
        ),
        (
            "/search?text=psoas&query=psoas",
            400,
            "The parameter 'query' is not known here; there are text, limit.",
        ),
        ("/search?text=" + "x" * 501, 400, "The parameter 'text' is longer than 500 characters."),
        (
            "/connect?name=psoas&name=anxiety&without=Nobody",
            400,
            "No claim here rests on 'Nobody'; name a source or a speaker, such as Crimando, "
            "Gray 1918, OpenStax A&P 2e and Annette Dhawahirs.",
        ),
        ("/nothing", 404, "Nothing is at this address."),
        ("/entities/", 400, "The parameter 'name' is empty."),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_sentence(
    server: Served, path: str, status: int, detail: str
) -> None:
    problem = check_problem(server.get(path), status)
    if "such as" in detail:
        assert problem["detail"].startswith(detail.partition(", such as")[0])
    else:
        assert problem["detail"] == detail


def test_an_unknown_name_brings_what_may_have_been_meant(server: Served) -> None:
    for reply in (
        server.get("/connect", name=["psoass", "anxiety"]),
        server.entity("psoass"),
        server.get("/claims", about="psoass"),
    ):
        problem = check_problem(reply, 404)
        assert problem["type"] == "https://w3id.org/somagraph/problem/unknown-name"
        assert problem["detail"].startswith("Nothing here is called 'psoass'; did you mean ")
        names = [candidate["name"] for candidate in problem["candidates"]]
        assert names
        assert all(server.entity(name).status == 200 for name in names)


def test_an_ambiguous_name_brings_the_ids_to_choose_from(tmp_path: Path) -> None:
    path = tmp_path / "twice.ttl"
    path.write_text(
        '<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "same" .\n'
        '<https://example.org/b> <http://www.w3.org/2000/01/rdf-schema#label> "same" .\n',
        "utf-8",
    )
    with serving(files=(path,)) as twice:
        problem = check_problem(twice.entity("same"), 409)
        assert problem["type"] == "https://w3id.org/somagraph/problem/ambiguous-name"
        assert [candidate["name"] for candidate in problem["candidates"]] == [
            "https://example.org/a", "https://example.org/b",
        ]  # fmt: skip
        for candidate in problem["candidates"]:
            assert twice.entity(candidate["name"]).json["id"] == candidate["name"]
