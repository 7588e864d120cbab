"""What other programs can ask: values held against their parameters, and who imports what."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import somagraph
from somagraph.errors import ParameterError
from somagraph.service import NO_ADVICE, OPERATIONS, read_query, read_values
from threads import apart

CONNECT = OPERATIONS["connect"].parameters
PACKAGE = Path(somagraph.__file__).parent


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_only_the_servers_know_their_libraries() -> None:
    homes = {"starlette": "server/", "uvicorn": "server/", "h11": "server/"}
    homes |= {"mcp": "mcp_server.py", "mcp_types": "mcp_server.py", "anyio": "mcp_server.py"}
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE).as_posix()
        for library in apart(imported, path) & homes.keys():
            assert place.startswith(homes[library]), (place, library)


def test_what_is_told_of_the_questions_adds_no_certainty() -> None:
    assert "is not medical advice" in NO_ADVICE
    assert "does not prove a cause" in NO_ADVICE
    words = " ".join(
        text
        for operation in OPERATIONS.values()
        for text in (operation.told, *(parameter.told for parameter in operation.parameters))
    )
    for sure in ("prove", "treat", "cure", "diagnos", "fact", "true that", "evidence-based"):
        assert sure not in words.casefold(), sure


def test_values_are_read_as_they_are_meant() -> None:
    pairs = [("name", "psoas"), ("name", "kidney"), ("count", "007"), ("directed", "false")]
    assert read_query(CONNECT, pairs) == {
        "name": ["psoas", "kidney"], "count": 7, "directed": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": ["a", 1]}, "The parameter 'name' has to be a text."),
        ({"name": {"a": "b"}}, "The parameter 'name' has to be a list."),
        ({"name": ["a", "b"], "count": 1.5}, "has to be a whole number from 1 to 200."),
        ({"name": ["a", "b"], "count": "5"}, "has to be a whole number from 1 to 200."),
        ({"name": ["a", "b"], "indirect": "no"}, "The parameter 'indirect' has to be true or"),
        (
            {"name": ["a", "b"], "side": "both"},
            "The parameter 'side' has to be one of left, right.",
        ),
        ({"name": ["a", "b"], "via": ["x"] * 11}, "'via' has to be given 0 to 10 times."),
        ({"x" * 300: 1}, "The parameter 'xxx"),
    ],
)
def test_what_cannot_be_meant_is_refused(values: dict[str, Any], told: str) -> None:
    with pytest.raises(ParameterError) as problem:
        read_values(CONNECT, values)
    assert told in str(problem.value)
    assert len(str(problem.value)) < 300


def test_the_schemas_of_parameters_are_schemas_and_say_the_same() -> None:
    for operation in OPERATIONS.values():
        for parameter in operation.parameters:
            jsonschema.Draft202012Validator.check_schema(parameter.schema)
            usual = parameter.schema.get("default")
            if usual is not None:
                others = {
                    one.name: ["a", "b"][: one.schema.get("maxItems", 2)]
                    if one.schema["type"] == "array"
                    else "a"
                    for one in operation.parameters
                    if one.required
                }
                read_values(operation.parameters, {**others, parameter.name: usual})
