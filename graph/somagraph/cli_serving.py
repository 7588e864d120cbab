"""The verbs that stay: a server for browsers and programs, and one for assistants."""

from __future__ import annotations

from importlib.util import find_spec

import click

from somagraph.cli_options import load_graph
from somagraph.errors import MissingExtraError

# A verb imports what it needs when it is called, and only then.
# ruff: noqa: PLC0415

__all__ = ["register"]

#: A longer search would outlast the connection that waits for it.
_seconds_option = click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True, max=25),
    default=5.0,
    show_default=True,
    help="Time that each search may take; the best found by then is the answer.",
)


def _require(verb: str, extra: str, *packages: str) -> None:
    """Tell which command installs what is missing."""
    if not all(map(find_spec, packages)):
        raise MissingExtraError(verb, extra)


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen at: this machine's."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port to listen at; 0 takes one that is free.",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="A further name under which the server may be asked for. Repeatable.",
)
@_seconds_option
@click.pass_obj
def serve(
    files: tuple[str, ...], host: str, port: int, names: tuple[str, ...], seconds: float
) -> None:
    """Serve the page and a JSON API, to this machine only unless told otherwise.

    The page of a large graph asks the server as it goes. /openapi.json describes the API.
    """
    _require("serve", "server", "starlette", "uvicorn")
    from somagraph.server import serve as listen

    def tell(line: str) -> None:
        click.echo(line, err=True)

    graph = load_graph(files)
    listen(graph, host=host, port=port, names=names, seconds=seconds, tell=tell)


@click.command()
@_seconds_option
@click.pass_obj
def mcp(files: tuple[str, ...], seconds: float) -> None:
    """Answer an assistant over standard input and output (Model Context Protocol)."""
    _require("mcp", "mcp", "mcp", "mcp_types")
    from somagraph.mcp_server import run

    run(load_graph(files), seconds=seconds)


def register(group: click.Group) -> None:
    """Add the verbs to the command line."""
    group.add_command(serve)
    group.add_command(mcp)
