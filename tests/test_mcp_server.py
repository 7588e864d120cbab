"""The tools for assistants, asked by the protocol's own client over real pipes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import CallToolResult, ListToolsResult, TextContent

import somagraph
from somagraph.answer import connect
from somagraph.knowledge import KnowledgeGraph
from somagraph.names import NameIndex
from somagraph.report import build_answer, build_card
from somagraph.text import render_answer
from somagraph.text_cards import render_card, render_entities
from threads import apart

#: The newest way to begin, and the way of assistants that know no other.
MODES = ["auto", "legacy"]


def with_client(work: Callable[[Client], Awaitable[Any]], mode: str = "auto", *options: str) -> Any:  # noqa: ANN401 - whatever the work returns
    """Do something with a client of a server in a process of its own."""
    command = ["-m", "somagraph", *options, "mcp"]
    server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))

    async def run() -> Any:  # noqa: ANN401 - as above
        with anyio.fail_after(120):
            async with Client(stdio_client(server), mode=mode) as client:
                return await work(client)

    return apart(anyio.run, run)


def call(*calls: tuple[str, dict[str, Any]], mode: str = "auto") -> list[CallToolResult]:
    async def work(client: Client) -> list[CallToolResult]:
        return [await client.call_tool(name, values) for name, values in calls]

    found: list[CallToolResult] = with_client(work, mode)
    return found


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture(scope="module")
def tools() -> ListToolsResult:
    async def work(client: Client) -> ListToolsResult:
        return await client.list_tools()

    found: ListToolsResult = with_client(work)
    return found


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_is_told_as_the_program_tells_it(graph: KnowledgeGraph, mode: str) -> None:
    asked = {"name": ["psoas", "anxiety"], "count": 2}
    result, tree = call(
        ("connect", asked), ("connect", {"name": ["psoas", "kidney", "L1"]}), mode=mode
    )
    answer = connect(graph, "psoas", "anxiety", count=2)
    assert not result.is_error
    assert text_of(result) == render_answer(graph, answer)
    assert result.structured_content == json.loads(json.dumps(build_answer(graph, answer)))
    step = result.structured_content["connections"][0]["steps"][0]
    assert step["sentence"] == "The psoas major may play a role in anxiety."
    assert step["sure"] == "a practitioner says it may"
    assert step["evidence"][0]["citation"] == "Crimando, P3.3"
    assert text_of(tree) == render_answer(graph, connect(graph, "psoas", "kidney", "L1"))


def test_cards_claims_and_search_are_those_of_the_program(graph: KnowledgeGraph) -> None:
    card, found, claims, none = call(
        ("show", {"name": "psoas", "limit": 3}),
        ("search", {"text": "lumbar vertebra"}),
        ("claims", {"about": ["psoas", "anxiety"]}),
        ("search", {"text": "qwertyuiop"}),
    )
    psoas = somagraph.resolve(graph, "psoas")
    note = "'psoas' is read as the psoas major."
    assert text_of(card) == render_card(graph, psoas, note=note, most=3)
    assert "more claims." in text_of(card)
    assert card.structured_content == json.loads(json.dumps(build_card(graph, psoas, most=3)))
    things = NameIndex(graph).search("lumbar vertebra")
    assert text_of(found) == render_entities(graph, things)
    assert [row["id"] for row in found.structured_content["found"]] == [one.id for one in things]
    assert text_of(claims).splitlines() == [
        "Claims between the psoas major and anxiety:",
        "",
        "  The psoas major may play a role in anxiety. [Crimando, P3.3] a practitioner says it may",
        "1 of 1 shown.",
        "",
        "This shows what sources say; it is not medical advice, and a connection does not prove "
        "a cause.",
    ]
    assert claims.structured_content["claims"][0]["evidence"][0]["modality"] == "possible"
    assert none.structured_content == {"found": []}


def test_every_text_and_every_structure_says_that_it_is_no_advice() -> None:
    results = call(
        ("connect", {"name": ["psoas", "low back pain"]}),
        ("show", {"name": "low back pain"}),
        ("claims", {"about": ["low back pain"]}),
    )
    for result in results:
        assert "it is not medical advice" in text_of(result)
        assert "it is not medical advice" in result.structured_content["disclaimer"]
        assert result.structured_content["warning_signs"]
        assert "need a doctor" in text_of(result) or "emergency" in text_of(result)


def test_the_tools_say_what_an_assistant_must_heed(tools: ListToolsResult) -> None:
    assert {tool.name for tool in tools.tools} == {"connect", "show", "search", "claims"}
    for tool in tools.tools:
        assert tool.description is not None
        assert "is not medical advice" in tool.description
        assert "with its hedge, its citation and who says it; add no certainty" in tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.output_schema is not None
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)


def test_what_is_answered_is_what_the_schema_of_the_tool_says(tools: ListToolsResult) -> None:
    schemas = {tool.name: tool.output_schema for tool in tools.tools}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("connect", {"name": ["diaphragm", "anxiety"], "max_hops": 4}),
        ("show", {"name": "Constructive Rest", "entailed": True}),
        ("search", {"text": "nerve", "limit": 5}),
        ("claims", {"about": ["diaphragm"], "relation": ["anatomical"], "limit": 4}),
    ]
    for (name, _), result in zip(asked, call(*asked), strict=True):
        schema = schemas[name]
        assert schema is not None
        jsonschema.Draft202012Validator(schema).validate(result.structured_content)


def test_what_cannot_be_asked_is_told_in_one_sentence_and_the_next_question_is_answered() -> None:
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "Nothing here is called 'psoass'; did you mean": ("show", {"name": "psoass"}),
        "The parameter 'name' is missing.": ("connect", {}),
        "The parameter 'name' has to be a list.": ("connect", {"name": "psoas"}),
        "The parameter 'name' has to be given 2 to 6 times.": ("connect", {"name": ["psoas"] * 7}),
        "The parameter 'count' has to be a whole number from 1 to 200.": (
            "connect",
            {"name": ["psoas", "anxiety"], "count": True},
        ),
        "The parameter 'advice' is not known here; there are name, entailed, limit.": (
            "show",
            {"name": "psoas", "advice": "please"},
        ),
        "The parameter 'text' is longer than 500 characters.": ("search", {"text": "x" * 501}),
        "All names mean psoas major; name two different things to connect.": (
            "connect",
            {"name": ["psoas", "psoas major"]},
        ),
        "There is no tool 'diagnose'; there are connect, show, search, claims.": ("diagnose", {}),
    }
    *refused, answered = call(*asked.values(), ("search", {"text": "psoas"}))
    for told, result in zip(asked, refused, strict=True):
        assert result.is_error, told
        assert text_of(result).startswith(told)
        assert "\n" not in text_of(result)
        assert result.structured_content is None
    assert not answered.is_error


def test_the_readme_tells_how_an_assistant_starts_it() -> None:
    readme = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", readme, re.DOTALL)
    told = json.loads(block)["mcpServers"]["somagraph"]
    command = str(Path(sys.executable).with_name(told["command"]))

    async def run() -> str:
        with anyio.fail_after(60):
            server = StdioServerParameters(command=command, args=told["args"])
            async with Client(stdio_client(server)) as client:
                return text_of(await client.call_tool("search", {"text": "psoas major"}))

    assert apart(anyio.run, run).startswith("psoas major  (muscle)  soma:psoas-major\n")


def test_a_file_of_ones_own_is_asked_as_well(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        '<https://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "a thing of mine" .',
        "utf-8",
    )

    async def work(client: Client) -> CallToolResult:
        return await client.call_tool("show", {"name": "a thing of mine"})

    result: CallToolResult = with_client(work, "auto", "--with", str(path))
    assert result.structured_content["id"] == "https://example.org/x"


def test_it_ends_when_the_assistant_leaves() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "somagraph", "mcp"],
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_no_message_is_no_end() -> None:
    ping = '{"jsonrpc": "2.0", "id": 1, "method": "ping"}'
    done = subprocess.run(
        [sys.executable, "-m", "somagraph", "mcp"],
        input=f"nonsense\n{ping}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert {"jsonrpc": "2.0", "id": 1, "result": {}} in [
        {key: told.get(key) for key in ("jsonrpc", "id", "result")}
        for told in map(json.loads, done.stdout.splitlines())
    ]
