"""The command line: each verb parses, calls one function, and prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from somagraph.cli_options import (
    MISUSE,
    NOTHING,
    Group,
    complete_name,
    deliver,
    echo_json,
    filter_options,
    json_option,
    load_graph,
)
from somagraph.cli_serving import register
from somagraph.errors import ClaimTableError, UnreadableFileError, UnwritableFileError
from somagraph.export import FORMATS
from somagraph.text_lines import safe_for_terminal

# A verb imports what it needs when it is called: a question is answered at once.
# ruff: noqa: PLC0415

__all__ = ["main"]


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="somagraph", prog_name="somagraph")
@click.option(
    "--with",
    "files",
    multiple=True,
    metavar="FILE",
    help="Add a graph: Turtle, RDF/XML, OWL, JSON-LD, OBO ..., packed or not. Repeatable.",
)
@click.pass_context
def main(context: click.Context, files: tuple[str, ...]) -> None:
    """Ask an anatomy knowledge graph what connects X to Y.

    Answers say who claims each step, where, and how sure. They are not medical advice.
    """
    context.obj = files


register(main)


@main.command()
@click.argument(
    "names", nargs=-1, required=True, metavar="X Y [Z ...]", shell_complete=complete_name
)
@filter_options
@json_option
@click.option("--html", "page", metavar="FILE", help="Write the page with this answer as well.")
@click.option("--why", is_flag=True, help="Tell what the answer hangs on: claims and sources.")
@click.pass_context
def connect(
    context: click.Context,
    /,
    names: tuple[str, ...],
    *,
    as_json: bool,
    page: str | None,
    why: bool,
    **options: Any,  # noqa: ANN401 - the filters above, by the names that `connect` gives them
) -> None:
    """Tell what connects two or more things: names, CURIEs or IRIs."""
    from somagraph.answer import connect as ask
    from somagraph.text import render_answer

    graph = load_graph(context.obj)
    answer = ask(graph, *names, **options)
    if page:
        from somagraph.page import render_page

        deliver(render_page(graph, answer), page)
    dependence = None
    if why:
        from somagraph.dependence import find_dependence

        dependence = find_dependence(graph, answer)
    if as_json:
        from somagraph.report import build_answer

        echo_json(build_answer(graph, answer, dependence))
    else:
        why_lines: Sequence[str] = ()
        if dependence:
            from somagraph.text_compare import dependence_lines

            why_lines = dependence_lines(graph, answer, dependence)
        click.echo(render_answer(graph, answer, why=why_lines), nl=False)
    if answer.is_empty:
        context.exit(NOTHING)


@main.command()
@click.argument("names", nargs=-1, required=True, metavar="A B to C", shell_complete=complete_name)
@filter_options
@json_option
@click.pass_context
def compare(
    context: click.Context,
    /,
    names: tuple[str, ...],
    *,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - as above
) -> None:
    """Tell how two things connect to a third: the steps they share, and those of one alone.

    The word "to" may be left out.
    """
    from somagraph.compare import compare as set_side_by_side
    from somagraph.text_compare import render_comparison

    named = [name for name in names if name != "to"]
    if len(named) != 3:  # noqa: PLR2004 - two, and what they connect to
        message = "Name the two to compare and what they connect to: compare A B to C."
        raise click.UsageError(message)
    graph = load_graph(context.obj)
    one, other, target = named
    comparison = set_side_by_side(graph, one, other, target, **options)
    if as_json:
        from somagraph.report import build_comparison

        echo_json(build_comparison(graph, comparison))
    else:
        click.echo(render_comparison(graph, comparison), nl=False)
    if comparison.is_empty:
        context.exit(NOTHING)


@main.command()
@click.argument("name", shell_complete=complete_name)
@click.option("--entailed", is_flag=True, help="Tell what follows from the claims as well.")
@json_option
@click.pass_obj
def show(files: tuple[str, ...], name: str, *, entailed: bool, as_json: bool) -> None:
    """Show the card of one thing: its names, and all that is claimed of it."""
    from somagraph.names import NameIndex
    from somagraph.text_cards import render_card

    graph = load_graph(files)
    found = NameIndex(graph).resolve(name, sided=True)
    if as_json:
        from somagraph.report import build_card

        echo_json(build_card(graph, found.entity, entailed=entailed))
    else:
        told = render_card(graph, found.entity, note=found.note, entailed=entailed)
        click.echo(told, nl=False)


@main.command()
@click.argument("text", nargs=-1, required=True)
@json_option
@click.pass_context
def search(context: click.Context, text: tuple[str, ...], *, as_json: bool) -> None:
    """List the things whose names or definition hold a text."""
    from somagraph.names import NameIndex
    from somagraph.text_cards import render_entities

    graph = load_graph(context.obj)
    found = NameIndex(graph).search(" ".join(text))
    if as_json:
        echo_json([{"id": e.id, "label": e.label, "kind": e.kind} for e in found])
    elif found:
        click.echo(render_entities(graph, found), nl=False)
    else:
        click.echo("Nothing here holds all of these words.", err=True)
    if not found:
        context.exit(NOTHING)


@main.command()
@click.argument("name", shell_complete=complete_name)
@click.option("--backward", is_flag=True, help="What is said to lead to it, or be used for it.")
@click.option(
    "--max-hops",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help="Steps that it may take.",
)
@json_option
@click.pass_context
def reach(
    context: click.Context, name: str, *, backward: bool, max_hops: int, as_json: bool
) -> None:
    """Tell what a thing is said to lead to, with the steps in between."""
    from somagraph.names import NameIndex
    from somagraph.paths import find_reach
    from somagraph.text_cards import render_reach

    graph = load_graph(context.obj)
    found = NameIndex(graph).resolve(name, sided=True)
    paths = find_reach(graph, found.entity, backward=backward, max_hops=max_hops)
    if as_json:
        from somagraph.report import build_reach

        echo_json(build_reach(graph, found.entity, paths))
    else:
        told = render_reach(graph, found.entity, paths, backward=backward, note=found.note)
        click.echo(told, nl=False)
    if not paths:
        context.exit(NOTHING)


@main.command()
@click.option(
    "-o", "--output", default="somagraph.html", show_default=True, help="The file to write."
)
@click.option("--open/--no-open", "opened", default=True, help="Open it in the browser.")
@click.pass_obj
def explore(files: tuple[str, ...], output: str, *, opened: bool) -> None:
    """Write the interactive page, one file that needs no network, and open it."""
    import webbrowser

    from somagraph.page import render_page

    deliver(render_page(load_graph(files)), output)
    if opened and output != "-":
        webbrowser.open(Path(output).resolve().as_uri())


@main.command()
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("-o", "--output", help="The file to write; standard output without it.")
@click.pass_obj
def export(files: tuple[str, ...], name: str, output: str | None) -> None:
    """Write the graph in a format of other tools."""
    deliver(FORMATS[name].render(load_graph(files)), output)


@main.command()
@click.argument("table", metavar="TABLE")
@click.option("-o", "--output", help="The Turtle file to write; standard output without it.")
@click.pass_obj
def add(files: tuple[str, ...], table: str, output: str | None) -> None:
    """Turn a table of claims (TSV) into a graph for --with.

    The first row names the columns: subject, relation, object, source, locator, speaker, standing,
    modality, directness, and, if wanted, note and side.
    """
    from somagraph.claim_table import read_claim_table
    from somagraph.export.turtle import render_turtle

    if output and Path(output).resolve() in {Path(file).resolve() for file in (table, *files)}:
        raise UnwritableFileError(output, "it is one of the files that are read; name another")
    try:
        added = read_claim_table(load_graph(files), Path(table))
    except ClaimTableError as problem:
        for fault in problem.faults:
            click.echo(safe_for_terminal(str(fault)), err=True)
        raise
    for note in added.notes:
        click.echo(safe_for_terminal(note), err=True)
    deliver(render_turtle(added.triples), output)


@main.command()
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
    from somagraph.checks import find_problems
    from somagraph.checks_mappings import check_mappings
    from somagraph.dataset import read_bundled, read_files

    dataset, unreadable = read_bundled(), []
    for file in (*context.obj, *files):
        try:
            dataset = read_files([file], base=dataset)
        except UnreadableFileError as problem:
            unreadable.append(str(problem))
    problems = [*unreadable, *map(str, find_problems(dataset))]
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


@main.command()
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
    from somagraph.query import run_query

    text = sys.stdin.read() if sparql == "-" else sparql
    result = run_query(load_graph(files).dataset, text)
    form = form or ("table" if sys.stdout.isatty() else "csv")
    told = {"table": result.to_table, "csv": result.to_csv, "json": result.to_json}[form]()
    click.echo(safe_for_terminal(told) if form == "table" else told, nl=False)
