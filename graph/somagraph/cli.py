"""The command line: each verb parses, calls one function, and prints."""

from __future__ import annotations

import errno
import json
import os
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from somagraph import __version__, load
from somagraph.answer import connect as ask
from somagraph.errors import (
    ClaimTableError,
    SomagraphError,
    UnreadableFileError,
    UnwritableFileError,
)
from somagraph.export import FORMATS
from somagraph.files import write_whole
from somagraph.model import Standing
from somagraph.names import NameIndex
from somagraph.text import (
    render_answer,
    render_card,
    render_entities,
    render_reach,
    safe_for_terminal,
)

__all__ = ["main"]

#: Exit statuses beside 0: no answer, and a question that cannot be asked.
_NOTHING, _MISUSE = 1, 2

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Group(click.Group):
    """Tells every error of ours in one sentence on stderr, exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except SomagraphError as problem:
            click.echo(f"Error: {safe_for_terminal(str(problem))}", err=True)
            ctx.exit(_MISUSE)
        except OSError as problem:
            if problem.errno == errno.EPIPE:
                raise
            # What is left in the buffer cannot be written either; nobody shall try again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            click.echo(f"Error: the output cannot be written: {problem.strerror}.", err=True)
            ctx.exit(_MISUSE)
        return result


def _complete_name(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    names = sorted(entity.label for entity in load().entities.values())
    return [name for name in names if name.startswith(incomplete)]


def _echo_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _deliver(text: str, output: str | None) -> None:
    """Print a text, or write it to a file."""
    if output in {None, "-"}:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
    else:
        write_whole(Path(str(output)), text)
        click.echo(f"Wrote {output}.", err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="somagraph")
@click.option(
    "--with",
    "files",
    multiple=True,
    metavar="FILE",
    help="Add a graph: Turtle, N-Triples, RDF/XML, OWL, JSON-LD or OBO. Repeatable.",
)
@click.pass_context
def main(context: click.Context, files: tuple[str, ...]) -> None:
    """Ask an anatomy knowledge graph what connects X to Y.

    Answers say who claims each step, where, and how sure. They are not medical advice.
    """
    context.obj = files


_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _filters(command: _Command) -> _Command:
    """Add the options that narrow a question."""
    options: tuple[Callable[[_Command], _Command], ...] = (
        click.option(
            "-k",
            "count",
            type=click.IntRange(1, 200),
            default=5,
            show_default=True,
            help="Connections to show.",
        ),
        click.option(
            "--max-hops",
            type=click.IntRange(1, 20),
            default=6,
            show_default=True,
            help="Steps that a connection may have.",
        ),
        click.option("--via", multiple=True, metavar="NAME", help="It must lead through this."),
        click.option("--avoid", multiple=True, metavar="NAME", help="It must not lead there."),
        click.option(
            "--relation",
            "relations",
            multiple=True,
            metavar="RELATION",
            help="Keep to this relation or family (anatomical, functional, causal, practical).",
        ),
        click.option(
            "--standing",
            "standings",
            multiple=True,
            type=click.Choice([standing.value for standing in Standing]),
            help="Keep to sources of this standing.",
        ),
        click.option(
            "--without",
            multiple=True,
            metavar="NAME",
            help="Leave out what this source or speaker says.",
        ),
        click.option("--asserted-only", is_flag=True, help="Leave out steps only entailed."),
        click.option("--directed", is_flag=True, help="Read claims from subject to object only."),
        click.option(
            "--indirect/--no-indirect",
            default=True,
            help="Keep, or leave out, links that their source calls indirect.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument(
    "names", nargs=-1, required=True, metavar="X Y [Z ...]", shell_complete=_complete_name
)
@_filters
@_json_option
@click.option("--html", "page", metavar="FILE", help="Write the page with this answer as well.")
@click.pass_context
def connect(
    context: click.Context,
    /,
    names: tuple[str, ...],
    *,
    as_json: bool,
    page: str | None,
    **options: Any,  # noqa: ANN401 - the filters above, by the names that `connect` gives them
) -> None:
    """Tell what connects two or more things: names, CURIEs or IRIs."""
    graph = load(*context.obj)
    answer = ask(graph, *names, **options)
    if page:
        from somagraph.page import render_page  # noqa: PLC0415 - pyvis is wanted only here

        _deliver(render_page(graph, answer), page)
    if as_json:
        from somagraph.report import build_answer  # noqa: PLC0415 - only for JSON

        _echo_json(build_answer(graph, answer))
    else:
        click.echo(render_answer(graph, answer), nl=False)
    if answer.is_empty:
        context.exit(_NOTHING)


@main.command()
@click.argument("name", shell_complete=_complete_name)
@_json_option
@click.pass_obj
def show(files: tuple[str, ...], name: str, *, as_json: bool) -> None:
    """Show the card of one thing: its names, and all that is claimed of it."""
    graph = load(*files)
    found = NameIndex(graph).resolve(name)
    if as_json:
        from somagraph.report import build_card  # noqa: PLC0415 - only for JSON

        _echo_json(build_card(graph, found.entity))
    else:
        click.echo(render_card(graph, found.entity, note=found.note), nl=False)


@main.command()
@click.argument("text", nargs=-1, required=True)
@_json_option
@click.pass_context
def search(context: click.Context, text: tuple[str, ...], *, as_json: bool) -> None:
    """List the things whose names or definition hold a text."""
    graph = load(*context.obj)
    found = NameIndex(graph).search(" ".join(text))
    if as_json:
        _echo_json([{"id": e.id, "label": e.label, "kind": e.kind} for e in found])
    elif found:
        click.echo(render_entities(graph, found), nl=False)
    else:
        click.echo("Nothing here holds all of these words.", err=True)
    if not found:
        context.exit(_NOTHING)


@main.command()
@click.argument("name", shell_complete=_complete_name)
@click.option("--backward", is_flag=True, help="What is said to lead to it, or be used for it.")
@click.option(
    "--max-hops",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help="Steps that it may take.",
)
@_json_option
@click.pass_context
def reach(
    context: click.Context, name: str, *, backward: bool, max_hops: int, as_json: bool
) -> None:
    """Tell what a thing is said to lead to, with the steps in between."""
    from somagraph.paths import find_reach  # noqa: PLC0415 - only here

    graph = load(*context.obj)
    found = NameIndex(graph).resolve(name)
    paths = find_reach(graph, found.entity, backward=backward, max_hops=max_hops)
    if as_json:
        from somagraph.report import build_reach  # noqa: PLC0415 - only for JSON

        _echo_json(build_reach(graph, found.entity, paths))
    else:
        told = render_reach(graph, found.entity, paths, backward=backward, note=found.note)
        click.echo(told, nl=False)
    if not paths:
        context.exit(_NOTHING)


@main.command()
@click.option(
    "-o", "--output", default="somagraph.html", show_default=True, help="The file to write."
)
@click.option("--open/--no-open", "opened", default=True, help="Open it in the browser.")
@click.pass_obj
def explore(files: tuple[str, ...], output: str, *, opened: bool) -> None:
    """Write the interactive page, one file that needs no network, and open it."""
    from somagraph.page import render_page  # noqa: PLC0415 - pyvis is wanted only here

    _deliver(render_page(load(*files)), output)
    if opened and output != "-":
        webbrowser.open(Path(output).resolve().as_uri())


@main.command()
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("-o", "--output", help="The file to write; standard output without it.")
@click.pass_obj
def export(files: tuple[str, ...], name: str, output: str | None) -> None:
    """Write the graph in a format of other tools."""
    _deliver(FORMATS[name].render(load(*files)), output)


@main.command()
@click.argument("table", metavar="TABLE")
@click.option("-o", "--output", help="The Turtle file to write; standard output without it.")
@click.pass_obj
def add(files: tuple[str, ...], table: str, output: str | None) -> None:
    """Turn a table of claims (TSV) into a graph for --with.

    The first row names the columns: subject, relation, object, source, locator, speaker, standing,
    modality, directness, and, if wanted, note.
    """
    from somagraph.claim_table import read_claim_table  # noqa: PLC0415 - pyshacl is wanted only here
    from somagraph.export.turtle import render_turtle  # noqa: PLC0415 - as above

    if output and Path(output).resolve() in {Path(file).resolve() for file in (table, *files)}:
        raise UnwritableFileError(output, "it is one of the files that are read; name another")
    try:
        added = read_claim_table(load(*files), Path(table))
    except ClaimTableError as problem:
        for fault in problem.faults:
            click.echo(safe_for_terminal(str(fault)), err=True)
        raise
    for note in added.notes:
        click.echo(safe_for_terminal(note), err=True)
    _deliver(render_turtle(added.triples), output)


@main.command()
@click.argument("files", nargs=-1, metavar="[FILE ...]")
@click.pass_context
def validate(context: click.Context, files: tuple[str, ...]) -> None:
    """Tell every problem of the ontology, and of FILEs added to it, in one run."""
    from somagraph.checks import find_problems  # noqa: PLC0415 - pyshacl is wanted only here
    from somagraph.dataset import read_bundled, read_files  # noqa: PLC0415 - as above

    dataset, unreadable = read_bundled(), []
    for file in (*context.obj, *files):
        try:
            dataset = read_files([file], base=dataset)
        except UnreadableFileError as problem:
            unreadable.append(str(problem))
    problems = [*unreadable, *map(str, find_problems(dataset))]
    for told in problems:
        click.echo(safe_for_terminal(told))
    click.echo(f"{len(problems) or 'No'} problem{'s' * (len(problems) != 1)} found.", err=True)
    if problems:
        context.exit(_MISUSE if unreadable else _NOTHING)


@main.command()
@click.argument("sparql")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    help="How to print it; a table on a terminal, else csv.",
)
@click.pass_obj
def query(files: tuple[str, ...], sparql: str, form: str | None) -> None:
    """Run a SPARQL query that only reads; - takes it from standard input."""
    from somagraph.query import run_query  # noqa: PLC0415 - rdflib is wanted only here

    text = sys.stdin.read() if sparql == "-" else sparql
    result = run_query(load(*files).dataset, text)
    form = form or ("table" if sys.stdout.isatty() else "csv")
    told = {"table": result.to_table, "csv": result.to_csv, "json": result.to_json}[form]()
    click.echo(safe_for_terminal(told) if form == "table" else told, nl=False)
