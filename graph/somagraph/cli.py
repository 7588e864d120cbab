"""The command line: each verb parses, calls one function, and prints; here are those that ask."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from somagraph.cli_data import add, cache, export, query, validate
from somagraph.cli_options import (
    NOTHING,
    Group,
    complete_name,
    deliver,
    echo_json,
    filter_options,
    json_option,
    load_graph,
)
from somagraph.cli_remote import asking, comparing, endpoint_options, keep_endpoints, push
from somagraph.cli_serving import register

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
@endpoint_options
@click.pass_context
def main(context: click.Context, /, files: tuple[str, ...], **remote: Any) -> None:  # noqa: ANN401 - as below
    """Ask an anatomy knowledge graph what connects X to Y.

    Answers say who claims each step, where, and how sure. They are not medical advice.
    """
    context.obj = files
    keep_endpoints(context, **remote)


main.add_command(push)


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
    from somagraph.text import render_answer

    with asking(context, whole=why) as ask:
        answer = ask(*names, **options)
    graph = answer.graph
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
    one, other, target = named
    with comparing(context, (one, other, target), options) as graph:
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


for verb in (export, add, validate, cache, query):
    main.add_command(verb)
