"""Answers and cards as plain text that can be read aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from somagraph import telling, unsaid, wording
from somagraph.answer import (
    Answer,
    find_card_signs,
    find_disputes,
    find_warning_signs,
)
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Dispute, Entity, EntityId, Family, Path
from somagraph.telling import ToldConnection, ToldStep, cited, tell_claim

__all__ = ["render_answer", "render_card", "render_entities", "render_reach", "safe_for_terminal"]

_UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs"}


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


def _joined(lines: Iterable[str]) -> str:
    text = safe_for_terminal("\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _step_lines(graph: KnowledgeGraph, step: ToldStep) -> Iterator[str]:
    citation = cited(graph, step.evidence)
    yield f"    {step.sentence}"
    yield f"      [{citation}] {step.sure}" if citation else f"      ({step.sure})"
    notes = dict.fromkeys(e.note for e in step.evidence if e.note)
    if notes:
        yield f"      Qualified: {'; '.join(notes)}."
    if step.entailed:
        yield "      No source states this step itself; it follows from:"
        yield from (f"      - {premise}" for premise in step.premises)
    if step.folded:
        phrases = [graph.entities[entity].phrase for entity in step.folded]
        yield f"      (The same is said of {wording.listed(phrases)}.)"


def _connection_lines(
    graph: KnowledgeGraph, number: int, connection: ToldConnection
) -> Iterator[str]:
    yield f"{number:>2}  {connection.heading} \N{MIDDLE DOT} {connection.certainty}"
    for step in connection.steps:
        yield from _step_lines(graph, step)
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
        yield from _step_lines(graph, step)
    yield from (f"    {caution}" for caution in told.cautions)


def _same(one: Path, other: Path) -> bool:
    """Tell whether two paths walk the same claims, whatever evidence was kept of them."""
    ids = [[claim.id for arc in path.arcs for claim in arc.claims] for path in (one, other)]
    return ids[0] == ids[1] and one.entities == other.entities


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
        yield from _step_lines(graph, step)
    yield from (f"    {caution}" for caution in told.cautions)
    yield ""


def _dispute_lines(graph: KnowledgeGraph, disputes: Iterable[Dispute]) -> Iterator[str]:
    for dispute in disputes:
        about, *sides = telling.tell_dispute(graph, dispute)
        yield about
        yield from (f"    - {side}" for side in sides)


def render_answer(graph: KnowledgeGraph, answer: Answer) -> str:
    """Return an answer as text: numbered connections, then what must be told with them."""
    lines = [telling.tell_question(graph, answer.question.ends), *answer.notes, ""]
    if answer.is_empty:
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
    lines += [*_dispute_lines(graph, answer.disputes), ""]
    if len(answer.question.ends) == 2:  # noqa: PLR2004 - two ends have a shortest way
        lines += [*_anatomy_lines(graph, answer), ""]
        lines += [*_common_lines(graph, answer.in_common, answer.question.count), ""]
    if answer.omitted:
        least = "at least " if answer.truncated else ""
        more = answer.question.count + min(answer.omitted, 20)
        lines += [
            f"Not shown: {least}{answer.omitted} more connections (-k {more} shows more of them)."
        ]
    elif answer.truncated:
        lines += ["The search was cut off; more connections may exist."]
    lines += _closing(graph, answer)
    return _joined(lines)


def _closing(graph: KnowledgeGraph, answer: Answer) -> list[str]:
    signs = telling.tell_signs(graph, answer.warning_signs)
    return ["", *signs, *([""] if signs else []), wording.DISCLAIMER]


def _claims_lines(
    graph: KnowledgeGraph, claims: Iterable[Claim], entity: EntityId
) -> Iterator[str]:
    for claim in claims:
        sentence = tell_claim(graph, claim, forward=claim.subject == entity)
        best = claim.evidence[0]
        yield f"  {sentence} [{cited(graph, claim.evidence)}] {wording.how_sure(best)}"
        if notes := dict.fromkeys(e.note for e in claim.evidence if e.note):
            yield f"    Qualified: {'; '.join(notes)}."
        step = graph.entities[claim.object]
        if step.order and claim.subject == entity:
            yield f"    {step.definition}"


def _card_head(graph: KnowledgeGraph, entity: Entity) -> Iterator[str]:
    kind = graph.kinds.get(entity.kind)
    yield f"{entity.label}{f' ({kind.label})' if kind else ''}  {entity.id}"
    if entity.definition:
        source = graph.sources.get(entity.definition_source)
        place = f"{source.citation}, {entity.definition_locator}".rstrip(", ") if source else ""
        yield f"{entity.definition}{f' [our words; see {place}]' if place else ''}"
    names = [*entity.usual_names, *entity.synonyms]
    if names:
        yield f"Also called: {', '.join(names)}"
    if entity.mappings:
        told = (f"{curie} ({match.removesuffix('Match')})" for match, curie in entity.mappings)
        yield f"In other vocabularies: {', '.join(told)}"
    if entity.bearer:
        yield wording.state_bearing(entity, graph.entities[entity.bearer])
    states = [graph.entities[state].label for state in graph.states_of(entity.id)]
    if states:
        yield f"States: {', '.join(states)}"


def render_card(graph: KnowledgeGraph, identifier: EntityId, *, note: str = "") -> str:
    """Return the card of one entity: its names, and all claims in both directions."""
    entity = graph.entities[identifier]
    claims = graph.claims_about(identifier)

    def order(claim: Claim) -> tuple[str, int, str]:
        other = claim.object if claim.subject == identifier else claim.subject
        return (claim.relation, graph.entities[other].order, graph.entities[other].label)

    said = sorted((c for c in claims if c.subject == identifier), key=order)
    about = sorted((c for c in claims if c.object == identifier), key=order)
    lines = [*([note] if note else []), *_card_head(graph, entity), ""]
    if said:
        lines += ["What is said of it:", *_claims_lines(graph, said, identifier), ""]
    if about:
        lines += ["What is said of other things with it:"]
        lines += [*_claims_lines(graph, about, identifier), ""]
    lines += unsaid.card_unsaid(graph, identifier)
    denials = [d for d in graph.denials if identifier in (d.subject, d.object)]
    lines += [telling.tell_denial(graph, denial) for denial in denials]
    used = {claim.id for claim in claims}
    lines += _dispute_lines(graph, (d for d in graph.disputes if used & set(d.claims)))
    if graph.is_a(identifier, "soma:Practice"):
        lines += ["", telling.PRACTICE_NOTE]
    signs = telling.tell_signs(graph, find_card_signs(graph, identifier))
    lines += ["", *signs, *([""] if signs else []), wording.DISCLAIMER]
    return _joined(lines)


def render_entities(graph: KnowledgeGraph, entities: Iterable[Entity]) -> str:
    """Return a list of entities, one a line: label, kind, id."""
    lines = []
    for entity in entities:
        kind = graph.kinds.get(entity.kind)
        lines.append(f"{entity.label}  ({kind.label if kind else 'no kind stated'})  {entity.id}")
    return _joined(lines)


#: Stands above every list of what leads where.
_REACH_NOTE: Final = "To lead to a thing is to raise it or to lower it; the sentences say which."


def _is_practical(graph: KnowledgeGraph, path: Path) -> bool:
    return any(
        graph.relations[claim.relation].family is Family.PRACTICAL
        for arc in path.arcs
        for claim in arc.claims
    )


def render_reach(
    graph: KnowledgeGraph, start: EntityId, paths: Sequence[Path], *, backward: bool, note: str = ""
) -> str:
    """Return what an entity is said to lead to, or the other way round, nearest first."""
    phrase = graph.entities[start].phrase
    question = (
        f"What is said to lead to {phrase}, or to be used for it?"
        if backward
        else f"What is {phrase} said to lead to, or to be used for?"
    )
    lines = [question, *([note] if note else []), _REACH_NOTE, ""]
    passed = {start}
    used = [path for path in paths if _is_practical(graph, path)]
    led = [path for path in paths if path not in used]
    headings = (
        ("Said to lead to it:", "Used for it, or leading there by way of a practice:")
        if backward
        else (
            "Said to lead to, or to play a part in:",
            "What it is used for, or leads to by way of a practice:",
        )
    )
    for heading, group in zip(headings, (led, used), strict=True):
        lines += [heading, ""] if group else []
        for path in group:
            told = telling.tell_path(graph, path)
            lines.append(f"{graph.entities[path.entities[-1]].label}: {told.heading}")
            for step in told.steps:
                lines += _step_lines(graph, step)
            lines += (f"    {caution}" for caution in told.cautions)
            passed |= set(path.entities)
        lines.append("")
    if len(passed) == 1:
        lines.append("Nothing here is said of that.")
    denials = [d for d in graph.denials if {d.subject, d.object} <= passed]
    lines += ["", *(telling.tell_denial(graph, denial) for denial in denials)]
    lines += _dispute_lines(graph, find_disputes(graph, [arc for p in paths for arc in p.arcs]))
    signs = telling.tell_signs(graph, find_warning_signs(graph, passed))
    lines += ["", *signs, *([""] if signs else []), wording.DISCLAIMER]
    return _joined(lines)
