"""What the verbs of the command line share: errors, options, and where results go."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from somagraph import load
from somagraph.errors import SomagraphError, UnreadableFileError, UnwritableFileError
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import SIDES, Standing
from somagraph.text_lines import escaped_json, on_one_line, safe_for_terminal

__all__ = [
    "MISUSE",
    "NOTHING",
    "SOME",
    "Group",
    "complete_name",
    "deliver",
    "echo_json",
    "filter_options",
    "json_option",
    "load_graph",
    "read_standard_input",
]

#: How many lines that could not be read are told before an answer.
_TOLD_FAULTS: Final = 5

#: Exit statuses beside 0: no answer, and a question that cannot be asked.
NOTHING: Final = 1
MISUSE: Final = 2

#: A time that is more than none.
SOME: Final = click.FloatRange(min=0, min_open=True, max=86_400)

#: The longest query that is taken from standard input, in bytes.
_LONGEST_INPUT: Final = 10_000_000

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Group(click.Group):
    """Tells every error of ours in one sentence on stderr, exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run a verb; tell what goes wrong in one sentence."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except SomagraphError as problem:
            click.echo(f"Error: {on_one_line(str(problem))}", err=True)
            ctx.exit(MISUSE)
        except MemoryError:
            click.echo("Error: there is not enough memory for this.", err=True)
            ctx.exit(MISUSE)
        except OSError as problem:
            if problem.errno == errno.EPIPE:
                raise
            # What is left in the buffer cannot be written either; nobody shall try again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            click.echo(f"Error: the output cannot be written: {problem.strerror}.", err=True)
            ctx.exit(MISUSE)
        return result


class _Progress:
    """A bar on a terminal for what takes long; nothing elsewhere."""

    def __init__(self, stages: int) -> None:
        self._stages = stages
        self._bar: Any = None

    def tell(self, what: str) -> None:
        """Show what is done next."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = click.progressbar(length=self._stages, file=sys.stderr, width=24)
            self._bar.__enter__()
        self._bar.label = safe_for_terminal(what)
        self._bar.update(1)

    def end(self) -> None:
        """Leave the line."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


def load_graph(files: Sequence[str]) -> KnowledgeGraph:
    """Load the graph and the files added to it; tell what in them could not be read."""
    progress = _Progress(len(files) + 1)
    try:
        graph = load(*files, tell=progress.tell)
    finally:
        progress.end()
    for fault in graph.faults[:_TOLD_FAULTS]:
        click.echo(safe_for_terminal(f"Left out: {fault}"), err=True)
    if (more := len(graph.faults) - _TOLD_FAULTS) > 0:
        click.echo(f"Left out: {more} more lines; `somagraph validate` tells each.", err=True)
    return graph


def read_standard_input() -> str:
    """Return what standard input holds, as text.

    Raises
    ------
    UnreadableFileError
        If it is closed, is no UTF-8, or goes on too long.
    """
    name = "standard input"
    if sys.stdin is None:
        raise UnreadableFileError(name, "it is closed")
    try:
        data = sys.stdin.buffer.read(_LONGEST_INPUT + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UnreadableFileError(name, "this is not UTF-8 text") from None
    if len(data) > _LONGEST_INPUT:
        raise UnreadableFileError(name, f"it is longer than {_LONGEST_INPUT // 1_000_000} MB")
    return text


def complete_name(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[str]:
    """Return the labels that begin with what was typed, for the shell."""
    names = sorted(entity.label for entity in load().entities.values())
    return [name for name in names if name.startswith(incomplete)]


def echo_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(escaped_json(json.dumps(value, ensure_ascii=False, indent=2)))


def deliver(
    text: str, output: str | None, *, read: Sequence[str] = (), holds_input: bool = False
) -> None:
    """Print a text, or write it to a file.

    Parameters
    ----------
    text
        What it is.
    output
        The file; standard output where there is none, or ``-``.
    read
        Files that were read beside those of ``--with``.
    holds_input
        Whether the text holds all that was read, so that it may take its place.

    Raises
    ------
    UnwritableFileError
        If it cannot be written, or would take the place of a file that was read and is not in it.
    """
    if output in {None, "-"}:
        sys.stdout.flush()
        # A terminal obeys some signs; a file or another program shall have the text as it is.
        shown = safe_for_terminal(text) if sys.stdout.isatty() else text
        sys.stdout.buffer.write(shown.encode(errors="replace"))
    else:
        from somagraph.files import write_whole  # noqa: PLC0415 - wanted only here

        path = Path(str(output))
        if not holds_input and _is_read(path, read):
            raise UnwritableFileError(
                str(path), "it is one of the files that are read; name another"
            )
        write_whole(path, text)
        click.echo(f"Wrote {on_one_line(str(output))}.", err=True)


def _is_read(path: Path, read: Sequence[str]) -> bool:
    files = (*read, *(click.get_current_context().find_root().obj or ()))
    try:
        return any(path.resolve() == Path(file).resolve() for file in files)
    except (OSError, ValueError, RuntimeError):
        return False


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def filter_options(command: _Command) -> _Command:
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
        click.option(
            "--side",
            type=click.Choice(SIDES),
            help="Leave out what is said of the other side of the body only.",
        ),
        click.option("--asserted-only", is_flag=True, help="Leave out steps only entailed."),
        click.option("--directed", is_flag=True, help="Read claims from subject to object only."),
        click.option(
            "--indirect/--no-indirect",
            default=True,
            help="Keep, or leave out, links that their source calls indirect.",
        ),
        click.option(
            "--seconds",
            type=SOME,
            default=20.0,
            show_default=True,
            help="Time that a search may take; the best found by then is the answer.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command
