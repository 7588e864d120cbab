"""Answers as plain text that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from somagraph import telling, unsaid
from somagraph.answer import Answer
from somagraph.knowledge import KnowledgeGraph
from somagraph.telling import ToldConnection, cited
from somagraph.text_lines import closing_lines, dispute_lines, joined, step_lines
from somagraph.walking import Path

__all__ = ["render_answer"]


def _connection_lines(
    graph: KnowledgeGraph, number: int, connection: ToldConnection
) -> Iterator[str]:
    yield f"{number:>2}  {connection.heading} \N{MIDDLE DOT} {connection.certainty}"
    for step in connection.steps:
        yield from step_lines(graph, step)
    yield from (f"    {caution}" for caution in connection.cautions)
    yield ""


def _anatomy_lines(graph: KnowledgeGraph, answer: Answer) -> Iterator[str]:
    path = answer.anatomical
    if path is None:
        yield f"By anatomy alone: {unsaid.tell_no_anatomy(graph, answer.question)}"
        return
    shown = [i for i, group in enumerate(answer.connections, 1) if _same(group.path, path)]
    if shown:
        yield f"By anatomy alone, the shortest way is that of number {shown[0]}:"
    else:
        yield "By anatomy alone, what the body has:"
    told = telling.tell_path(graph, path)
    for step in told.steps:
        yield from step_lines(graph, step)
    yield from (f"    {caution}" for caution in told.cautions)


def _same(one: Path, other: Path) -> bool:
    """Tell whether two paths rest on the same claims, whatever evidence was kept of them."""
    first, second = ({c.id for arc in path.arcs for c in arc.claims} for path in (one, other))
    return first == second


def _common_lines(graph: KnowledgeGraph, paths: tuple[Path, ...], shown: int) -> Iterator[str]:
    if not paths:
        return
    yield "In common, which is no connection:"
    for path in paths[:shown]:
        told = telling.tell_path(graph, path)
        for step in told.steps:
            yield f"    {step.sentence} [{cited(graph, step.evidence)}] {step.sure}"
        yield ""
    if len(paths) > shown:
        yield f"    ... and {len(paths) - shown} more shared causes or effects."


def _tree_lines(graph: KnowledgeGraph, answer: Answer) -> Iterator[str]:
    if answer.tree is None:
        return
    kind = "the cheapest there is" if answer.tree.exact else "a good one, not proved the cheapest"
    told = telling.tell_tree(graph, answer.tree)
    yield f" 1  {told.heading} ({kind}) \N{MIDDLE DOT} {told.certainty}"
    for step in told.steps:
        yield from step_lines(graph, step)
    yield from (f"    {caution}" for caution in told.cautions)
    yield ""


def render_answer(graph: KnowledgeGraph, answer: Answer, *, why: Sequence[str] = ()) -> str:
    """Return an answer as text: numbered connections, then what must be told with them.

    Parameters
    ----------
    graph
        The knowledge that was asked.
    answer
        What it answered.
    why
        Lines on what the answer hangs on, where that was asked for.
    """
    lines = [telling.tell_question(graph, answer.question.ends), *answer.notes, ""]
    if answer.is_empty and answer.truncated and answer.suggestion is None:
        lines += [
            "Nothing was found before the search was cut off; --seconds gives it more time.",
            "",
        ]
    elif answer.is_empty:
        lines += [
            "Nothing here connects them.",
            unsaid.tell_suggestion(graph, answer.question, answer.suggestion, options=True),
            "",
        ]
    lines += [telling.tell_denial(graph, denial) for denial in answer.denied]
    lines += [*unsaid.tell_unsaid(graph, answer), ""]
    for number, group in enumerate(answer.connections, 1):
        lines += _connection_lines(graph, number, telling.tell_group(graph, group))
    lines += _tree_lines(graph, answer)
    lines += [*dispute_lines(graph, answer.disputes), ""]
    if len(answer.question.ends) == 2:  # noqa: PLR2004 - two ends have a shortest way
        lines += [*_anatomy_lines(graph, answer), ""]
        lines += [*_common_lines(graph, answer.in_common, answer.question.count), ""]
    if answer.omitted:
        least = "at least " if answer.truncated else ""
        more = answer.question.count + min(answer.omitted, 20)
        lines += [
            f"Not shown: {least}{answer.omitted} more connections (-k {more} shows more of them)."
        ]
    elif answer.truncated and not answer.is_empty:
        lines += ["The search was cut off; more connections may exist."]
    lines += ["", *why]
    lines += closing_lines(graph, answer.warning_signs)
    return joined(lines)
