"""What the command line asks of SPARQL engines: questions there, and graphs that go there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from somagraph.cli_options import SOME, load_graph
from somagraph.knowledge import KnowledgeGraph
from somagraph.text_lines import safe_for_terminal

if TYPE_CHECKING:
    from somagraph.answer import Answer
    from somagraph.endpoint.connecting import Remote

# As in `cli`: a question without an endpoint waits for nothing of this.
# ruff: noqa: PLC0415

__all__ = ["asking", "comparing", "endpoint_options", "keep_endpoints", "push"]

#: The verbs that can be asked of an endpoint.
_REMOTE_VERBS: Final = ("compare", "connect")
_META: Final = "somagraph.endpoints"
_SECONDS: Final = 30.0
_PUSH_SECONDS: Final = 600.0

_Command = TypeVar("_Command", bound=Callable[..., Any])

#: What answers a question: names and options of it to its answer.
Ask = Callable[..., "Answer"]


class _Endpoints(NamedTuple):
    """What was said of endpoints on the command line."""

    addresses: tuple[str, ...]
    graph: str
    seconds: float


def _timeout_option(seconds: float, told: str) -> Callable[[_Command], _Command]:
    return click.option(
        "--timeout",
        type=SOME,
        default=seconds,
        show_default=True,
        metavar="SECONDS",
        help=told,
    )


def endpoint_options(command: _Command) -> _Command:
    """Add the options that name endpoints."""
    options: tuple[Callable[[_Command], _Command], ...] = (
        click.option(
            "--endpoint",
            "endpoints",
            multiple=True,
            metavar="URL",
            help="Ask a SPARQL endpoint too (connect, compare). Repeatable: shards of one graph.",
        ),
        click.option("--graph", metavar="IRI", help="The graph that is asked there."),
        _timeout_option(_SECONDS, "Time that one answer of an endpoint may take."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def keep_endpoints(
    context: click.Context, endpoints: tuple[str, ...], graph: str | None, timeout: float
) -> None:
    """Keep what was said of endpoints for the verb that follows."""
    verb = context.invoked_subcommand
    if endpoints and verb not in _REMOTE_VERBS:
        message = f"--endpoint goes with {' and '.join(_REMOTE_VERBS)}, not with {verb}."
        raise click.UsageError(message)
    if graph and not endpoints:
        message = "--graph names a graph of an endpoint; name that with --endpoint."
        raise click.UsageError(message)
    context.meta[_META] = _Endpoints(endpoints, graph or "", timeout)


@contextmanager
def _remote(context: click.Context) -> Iterator[Remote | None]:
    """Open the endpoints, if any were named."""
    named: _Endpoints = context.meta[_META]
    if not named.addresses:
        yield None
        return
    from somagraph.endpoint.connecting import Remote

    files = [Path(file) for file in context.obj]
    remote = Remote(named.addresses, named.graph, files=files, seconds=named.seconds)
    try:
        yield remote
    finally:
        remote.close()


@contextmanager
def asking(context: click.Context, *, whole: bool = False) -> Iterator[Ask]:
    """Hand out what answers questions: endpoints if any were named, else the graph of files.

    Parameters
    ----------
    context
        Of the verb.
    whole
        Whether the graph of the answer is asked again with less.
    """
    with _remote(context) as remote:
        if remote is None:
            from somagraph.answer import connect

            graph = load_graph(context.obj)
            yield lambda *names, **options: connect(graph, *names, **options)
        else:
            yield lambda *names, **options: remote.connect(*names, whole=whole, **options)


@contextmanager
def comparing(
    context: click.Context, names: tuple[str, str, str], options: dict[str, Any]
) -> Iterator[KnowledgeGraph]:
    """Hand out a graph that knows how each of two things connects to a third."""
    with _remote(context) as remote:
        if remote is None:
            yield load_graph(context.obj)
        else:
            *ones, target = names
            for one in ones:
                remote.connect(one, target, **options)
            yield remote.build()


@click.command()
@click.argument("url", metavar="URL")
@click.option("--graph", metavar="IRI", help="The graph that it goes into; else the default one.")
@click.option("--replace", is_flag=True, help="Put it in the place of what that graph holds.")
@_timeout_option(_PUSH_SECONDS, "Time that the engine may take.")
@click.pass_obj
def push(
    files: tuple[str, ...], url: str, *, graph: str | None, replace: bool, timeout: float
) -> None:
    """Load the graph into a SPARQL engine, by its Graph Store Protocol.

    Credentials come from SOMAGRAPH_ENDPOINT_USER and SOMAGRAPH_ENDPOINT_PASSWORD, from
    SOMAGRAPH_ENDPOINT_TOKEN, or from ~/.netrc.
    """
    import pyoxigraph

    from somagraph.endpoint.address import read_address
    from somagraph.endpoint.push import push as send
    from somagraph.export.oxigraph import to_oxigraph

    address, _ = read_address(url)
    triples = [to_oxigraph(triple) for triple in dict.fromkeys(load_graph(files).dataset)]
    body = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    send(url, body, graph=graph or "", replace=replace, seconds=timeout)
    where = f"the graph {graph}" if graph else "the default graph"
    told = f"{len(triples):,} triples went into {where} at {address.url}."
    click.echo(safe_for_terminal(told), err=True)
