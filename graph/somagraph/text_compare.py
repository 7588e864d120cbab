"""What an answer hangs on, and two answers side by side, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from somagraph import telling, unsaid, wording
from somagraph.answer import Answer
from somagraph.compare import Comparison
from somagraph.dependence import Dependence, Loss
from somagraph.knowledge import KnowledgeGraph
from somagraph.surroundings import find_disputes
from somagraph.telling import ToldConnection, cited
from somagraph.text_lines import closing_lines, dispute_lines, joined, step_lines
from somagraph.walking import Arc

__all__ = ["dependence_lines", "render_comparison"]

_NO_ONE_CLAIM = "No single claim: without any one of them, something still connects the ends."


def _numbers(numbers: Sequence[int], *, all_of: int) -> str:
    if len(numbers) == all_of:
        return "the connection shown falls" if all_of == 1 else "all connections shown fall"
    listed = wording.listed([str(number) for number in numbers])
    return f"number {listed} falls" if len(numbers) == 1 else f"numbers {listed} fall"


def _sentences(told: ToldConnection) -> str:
    return " ".join(step.sentence for step in told.steps)


def _loss_line(graph: KnowledgeGraph, loss: Loss, shown: int) -> str:
    name = unsaid.tell_voice(graph, loss.voice)
    if not loss.connected:
        return f"Without {name} nothing connects the ends."
    if not loss.fallen:
        return f"Without {name} all of them stand."
    line = f"Without {name} {_numbers(loss.fallen, all_of=shown)}"
    told = None
    if loss.best:
        told = telling.tell_group(graph, loss.best)
    elif loss.tree:
        told = telling.tell_tree(graph, loss.tree)
    if told is None:
        return f"{line}."
    return f"{line}; the best is then, {told.certainty}: {_sentences(told)}"


def dependence_lines(
    graph: KnowledgeGraph, answer: Answer, dependence: Dependence
) -> tuple[str, ...]:
    """Return what an answer hangs on: single claims first, then sources and speakers."""
    if answer.is_empty:
        return ()
    bridges = [
        f"    Without this claim nothing connects the ends: "
        f"{telling.tell_claim(graph, claim)} [{cited(graph, claim.evidence)}]"
        for claim in dependence.bridges
    ]
    shown = len(answer.connections) or 1
    losses = [f"    {_loss_line(graph, loss, shown)}" for loss in dependence.losses]
    return ("What this answer hangs on:", *(bridges or [f"    {_NO_ONE_CLAIM}"]), *losses)


def _step_list(graph: KnowledgeGraph, heading: str, arcs: Iterable[Arc]) -> Iterator[str]:
    told = telling.tell_arcs(graph, tuple(arcs))
    if told:
        yield heading
    for step in told:
        yield from step_lines(graph, step)
    if told:
        yield ""


def _answer_line(graph: KnowledgeGraph, answer: Answer) -> str:
    one, other = (graph.entities[end].phrase for end in answer.question.ends)
    if answer.is_empty:
        return f"{one} to {other}: nothing here connects them."
    best = telling.tell_group(graph, answer.connections[0])
    number = len(answer.connections)
    shown = f"{number} connection{'s' * (number > 1)} compared"
    middle = "\N{MIDDLE DOT}"
    return f"{one} to {other}: {shown}; the best {best.heading} {middle} {best.certainty}"


def render_comparison(graph: KnowledgeGraph, comparison: Comparison) -> str:
    """Return two answers side by side: what they share, then what only one of them has."""
    phrases = [graph.entities[end].phrase for end in comparison.ends]
    lines = [f"How do {phrases[0]} and {phrases[1]} connect to {phrases[2]}?"]
    lines += dict.fromkeys(note for answer in comparison.answers for note in answer.notes)
    lines.append("")
    for index, answer in enumerate(comparison.answers):
        lines.append(wording.capitalized(_answer_line(graph, answer)))
        if numbers := comparison.through(index):
            told = wording.listed([str(number) for number in numbers])
            leads = f"number {told} leads" if len(numbers) == 1 else f"numbers {told} lead"
            lines.append(f"    Of these, {leads} through {phrases[1 - index]}.")
    lines.append("")
    if not comparison.shared and not any(a.is_empty for a in comparison.answers):
        lines += ["No step is in both.", ""]
    lines += _step_list(graph, "In both:", comparison.shared)
    for index, arcs in enumerate(comparison.only):
        lines += _step_list(graph, f"Only from {phrases[index]}:", arcs)
    answers = comparison.answers
    denied = dict.fromkeys(d for answer in answers for d in answer.denied)
    lines += [telling.tell_denial(graph, denial) for denial in denied]
    arcs = (*comparison.shared, *(arc for arcs in comparison.only for arc in arcs))
    lines += [*dispute_lines(graph, find_disputes(graph, arcs)), ""]
    lines += ["Several steps of one connection were joined here; no source cited states the whole."]
    signs = dict.fromkeys(sign for answer in answers for sign in answer.warning_signs)
    lines += closing_lines(graph, tuple(signs))
    return joined(lines)
