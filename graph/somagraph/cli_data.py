"""The verbs for data: what goes out, what is added, what is wrong, what is kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from somagraph.cli_options import (
    MISUSE,
    NOTHING,
    SOME,
    deliver,
    load_graph,
    read_standard_input,
)
from somagraph.errors import ClaimTableError, UnreadableFileError
from somagraph.export import FORMATS
from somagraph.text_lines import escaped_json, on_one_line, safe_for_terminal

# A verb imports what it needs when it is called.
# ruff: noqa: PLC0415

#: The formats that hold all that was read.
_WHOLE: Final = frozenset({"turtle", "ntriples", "jsonld", "rdfxml"})

__all__ = ["add", "cache", "export", "query", "validate"]


@click.command()
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("-o", "--output", help="The file to write; standard output without it.")
@click.pass_obj
def export(files: tuple[str, ...], name: str, output: str | None) -> None:
    """Write the graph in a format of other tools."""
    from somagraph.export.xmltext import XML_FORMATS, tell_losses, tell_unnamed

    graph = load_graph(files)
    text = FORMATS[name].render(graph)
    deliver(text, output, holds_input=name in _WHOLE)
    losses = [tell_losses(graph, text)] if name in XML_FORMATS else []
    losses += [tell_unnamed(graph)] if name == "rdfxml" else []
    for told in filter(None, losses):
        click.echo(on_one_line(told), err=True)


@click.command()
@click.argument("table", metavar="TABLE")
@click.option("-o", "--output", help="The Turtle file to write; standard output without it.")
@click.pass_obj
def add(files: tuple[str, ...], table: str, output: str | None) -> None:
    """Turn a table of claims (TSV) into a graph for --with.

    The first row names the columns: subject, relation, object, source, locator, speaker, standing,
    modality, directness, and, if wanted, note and side.
    """
    from somagraph.checks import find_problems_confined
    from somagraph.claim_table import read_claim_table
    from somagraph.export.turtle import render_turtle

    try:
        graph = load_graph(files)
        added = read_claim_table(graph, Path(table), find_problems=find_problems_confined)
    except ClaimTableError as problem:
        for fault in problem.faults:
            click.echo(safe_for_terminal(str(fault)), err=True)
        raise
    for note in added.notes:
        click.echo(safe_for_terminal(note), err=True)
    deliver(render_turtle(added.triples), output, read=[table])


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE ...]")
@click.option(
    "--against",
    multiple=True,
    metavar="FILE",
    help="Hold the mappings against a copy of their vocabulary, such as uberon.obo. Repeatable.",
)
@click.pass_context
def validate(context: click.Context, files: tuple[str, ...], against: tuple[str, ...]) -> None:
    """Tell every problem of the ontology, and of FILEs added to it, in one run."""
    from somagraph.checks import find_problems_confined
    from somagraph.checks_mappings import check_mappings
    from somagraph.dataset import read_bundled, read_files

    dataset, unreadable = read_bundled(), []
    for file in (*context.obj, *files):
        try:
            dataset = read_files([file], base=dataset)
        except UnreadableFileError as problem:
            unreadable.append(str(problem))
    problems = [*unreadable, *map(str, find_problems_confined(dataset))]
    if against:
        held = check_mappings(dataset, read_files(against))
        problems += map(str, held.problems)
        click.echo(safe_for_terminal(str(held)), err=True)
    problems += [f"{fault}" for file in dataset.files for fault in file.faults]
    for told in problems:
        click.echo(safe_for_terminal(told))
    click.echo(f"{len(problems) or 'No'} problem{'s' * (len(problems) != 1)} found.", err=True)
    if problems:
        context.exit(MISUSE if unreadable else NOTHING)


@click.command()
@click.option("--clear", is_flag=True, help="Remove everything that is kept.")
def cache(*, clear: bool) -> None:
    """Show, or clear, what is kept so that files are not read again.

    It is kept in the folder that the system has for this, or in $SOMAGRAPH_CACHE; an empty value
    keeps nothing.
    """
    from somagraph.cache import clear_cache, find_kept, folder_of_cache

    folder = folder_of_cache()
    if folder is None:
        click.echo("Nothing is kept: there is no folder for it.")
    elif clear:
        click.echo(f"Removed {clear_cache()} files from {safe_for_terminal(str(folder))}.")
    else:
        kept = find_kept()
        click.echo(f"{safe_for_terminal(str(folder))} holds {len(kept) or 'no'} graphs.")
        for size, files in kept:
            told = ", ".join(["the packaged ontology", *files])
            click.echo(f"{size / 1e6:8.1f} MB  {safe_for_terminal(told)}")


@click.command()
@click.argument("sparql")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    help="How to print it; a table on a terminal, else csv.",
)
@click.option("--seconds", type=SOME, default=30.0, show_default=True, help="Time it may take.")
@click.option(
    "--memory",
    type=click.IntRange(10, 1_000_000),
    default=1000,
    show_default=True,
    metavar="MB",
    help="Memory it may take.",
)
@click.pass_obj
def query(
    files: tuple[str, ...], sparql: str, form: str | None, *, seconds: float, memory: int
) -> None:
    """Run a SPARQL query that only reads; - takes it from standard input."""
    from somagraph.query import run_query

    text = read_standard_input() if sparql == "-" else sparql
    result = run_query(load_graph(files).dataset, text, seconds=seconds, megabytes=memory)
    form = form or ("table" if sys.stdout.isatty() else "csv")
    if form == "json":
        told = escaped_json(result.to_json())
    elif form == "table" or sys.stdout.isatty():
        told = safe_for_terminal(result.to_table() if form == "table" else result.to_csv())
    else:
        told = result.to_csv()
    click.echo(told, nl=False)
