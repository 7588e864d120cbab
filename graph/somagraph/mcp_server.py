"""A server for assistants: the Model Context Protocol over standard input and output.

The tools are the questions of `somagraph.service`. Each answers twice: as text that can be passed
on, with every hedge and citation in it, and as the values that the schema of the tool describes.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from typing import Any, Final

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.server.stdio import stdio_server

import somagraph
from somagraph.errors import SomagraphError
from somagraph.knowledge import KnowledgeGraph
from somagraph.schemas import build_standalone
from somagraph.service import NO_ADVICE, OPERATIONS, Operation, read_values

__all__ = ["build_server", "run"]

_INSTRUCTIONS: Final = (
    "An anatomy knowledge graph: what sources say connects one thing in the body to another, who "
    f"says it, where, and how sure. {NO_ADVICE}"
)

#: Questions that are worked on at once.
_THREADS: Final = 2

#: The schema of what each tool answers.
_ANSWERS: Final = {"connect": "connection_answer", "show": "card", "claims": "claims"}


def _input_schema(operation: Operation) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            parameter.name: {**parameter.schema, "description": parameter.told}
            for parameter in operation.parameters
        },
        "required": [one.name for one in operation.parameters if one.required],
    }


def _output_schema(name: str) -> dict[str, Any]:
    if name in _ANSWERS:
        return build_standalone(_ANSWERS[name])
    # What a tool answers is an object, where the command line prints a list.
    found = build_standalone("found")
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["found"],
        "properties": {"found": {key: found[key] for key in ("type", "items", "description")}},
        "$defs": found["$defs"],
    }


def _tool(operation: Operation) -> types.Tool:
    return types.Tool(
        name=operation.name,
        description=f"{operation.told} {NO_ADVICE}",
        input_schema=_input_schema(operation),
        output_schema=_output_schema(operation.name),
        annotations=types.ToolAnnotations(
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def _answer(
    graph: KnowledgeGraph, name: str, values: Mapping[str, Any], seconds: float
) -> types.CallToolResult:
    """Return what a tool answers; where it cannot, why."""
    try:
        if name not in OPERATIONS:
            message = f"There is no tool {name[:80]!r}; there are {', '.join(OPERATIONS)}."
            raise SomagraphError(message)  # noqa: TRY301 - told below with the others
        operation = OPERATIONS[name]
        told = operation.answer(graph, read_values(operation.parameters, values), seconds)
    except SomagraphError as problem:
        text = types.TextContent(type="text", text=str(problem))
        return types.CallToolResult(content=[text], is_error=True)
    values = told.values if name in _ANSWERS else {"found": told.values}
    text = types.TextContent(type="text", text=told.render())
    return types.CallToolResult(content=[text], structured_content=values)


def build_server(graph: KnowledgeGraph, *, seconds: float) -> Server[Any]:
    """Return the server of a graph.

    Parameters
    ----------
    graph
        The knowledge to ask.
    seconds
        What each search may take.
    """
    few = anyio.CapacityLimiter(_THREADS)

    async def list_tools(
        _context: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=list(map(_tool, OPERATIONS.values())))

    async def call_tool(
        _context: ServerRequestContext[Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        values = params.arguments or {}
        # In a thread, so that the assistant is heard meanwhile.
        return await anyio.to_thread.run_sync(
            _answer, graph, params.name, values, seconds, limiter=few
        )

    return Server(
        "somagraph",
        version=somagraph.__version__,
        title="somagraph",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def run(graph: KnowledgeGraph, *, seconds: float) -> None:
    """Answer an assistant until it leaves.

    Parameters
    ----------
    graph, seconds
        As `build_server` has them.
    """
    server = build_server(graph, seconds=seconds)

    async def answer() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    # One question makes no circles; a server that answers many has to look for them now and then.
    gc.enable()
    anyio.run(answer)
