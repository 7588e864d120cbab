"""The lines that answers, cards and comparisons are made of."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from somagraph import telling, wording
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Dispute, WarningSign
from somagraph.telling import ToldStep, cited

__all__ = [
    "closing_lines",
    "dispute_lines",
    "escaped_json",
    "joined",
    "on_one_line",
    "safe_for_terminal",
    "step_lines",
]

_UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def safe_for_terminal(text: str) -> str:
    r"""Return a text without control, bidi or escape characters; line feeds stay.

    Examples
    --------
    >>> safe_for_terminal("a\x1b[31mb\u202e")
    'a[31mb'
    """
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in _UNSAFE_CATEGORIES
    )


def on_one_line(text: str) -> str:
    r"""Return a text that is safe for a terminal, on one line.

    Examples
    --------
    >>> on_one_line("a\nb\x1b[31m")
    'a b[31m'
    """
    return " ".join(safe_for_terminal(text).split("\n"))


def escaped_json(text: str) -> str:
    r"""Return JSON with escapes for the signs that a terminal would obey; it says the same.

    Examples
    --------
    >>> print(escaped_json('["a\u202eb\x9b"]'))
    ["a\u202eb\u009b"]
    """
    unsafe = (c != "\n" and unicodedata.category(c) in _UNSAFE_CATEGORIES for c in text)
    return "".join(json.dumps(c)[1:-1] if bad else c for c, bad in zip(text, unsafe, strict=True))


def joined(lines: Iterable[str]) -> str:
    """Return lines as one text, safe to print, with one empty line at most between two."""
    # A line feed within a line is one of the data, which shall not look like a line of ours.
    text = "\n".join(map(on_one_line, lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def step_lines(graph: KnowledgeGraph, step: ToldStep) -> Iterator[str]:
    """Yield a step with its citation, its qualifiers and, if it is entailed, its premises."""
    citation = cited(graph, step.evidence)
    yield f"    {step.sentence}"
    yield f"      [{citation}] {step.sure}" if citation else f"      ({step.sure})"
    notes = wording.qualifiers(step.evidence)
    if notes:
        yield f"      Qualified: {'; '.join(notes)}."
    if step.entailed:
        yield "      No source states this step itself; it follows from:"
        yield from (f"      - {premise}" for premise in step.premises)
    if step.folded:
        phrases = [graph.entities[entity].phrase for entity in step.folded]
        yield f"      (The same is said of {wording.listed(phrases)}.)"


def dispute_lines(graph: KnowledgeGraph, disputes: Iterable[Dispute]) -> Iterator[str]:
    """Yield what each dispute is about and all its sides."""
    for dispute in disputes:
        about, *sides = telling.tell_dispute(graph, dispute)
        yield about
        yield from (f"    - {side}" for side in sides)


def closing_lines(graph: KnowledgeGraph, signs: Sequence[WarningSign]) -> list[str]:
    """Return what ends every text: warning signs, and that it is no advice."""
    told = telling.tell_signs(graph, signs)
    return ["", *told, *([""] if told else []), wording.DISCLAIMER]
