"""Cards, lists and reach as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from somagraph import telling, unsaid, wording
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Entity, EntityId, Family
from somagraph.surroundings import (
    find_beside,
    find_card_signs,
    find_disputes,
    find_warning_signs,
)
from somagraph.telling import cited, tell_claim
from somagraph.text_lines import closing_lines, dispute_lines, joined, step_lines
from somagraph.vocabulary import iri_of
from somagraph.walking import Path

__all__ = ["render_card", "render_claims", "render_entities", "render_reach"]


def _claims_lines(
    graph: KnowledgeGraph, claims: Iterable[Claim], entity: EntityId
) -> Iterator[str]:
    for claim in claims:
        sentence = tell_claim(graph, claim, forward=claim.subject == entity)
        best = claim.evidence[0]
        yield f"  {sentence} [{cited(graph, claim.evidence)}] {wording.how_sure(best)}"
        if notes := wording.qualifiers(claim.evidence):
            yield f"    Qualified: {'; '.join(notes)}."
        step = graph.entities[claim.object]
        if step.order and claim.subject == entity:
            yield f"    {step.definition}"


def _mapping_lines(graph: KnowledgeGraph, entity: EntityId) -> Iterator[str]:
    for mapping in graph.mappings:
        if mapping.subject == entity:
            name = f" {mapping.object_label}" if mapping.object_label else ""
            iri = iri_of(mapping.object)
            link = f" <{iri}>" if iri != mapping.object else ""
            yield f"  {wording.match_word(mapping.match)}: {mapping.object}{name}{link}"


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
    for other, why in entity.merged:
        yield f"Read as one with {other}: {why}"
    if entity.mappings:
        yield "In other vocabularies:"
        yield from _mapping_lines(graph, entity.id)
    if entity.bearer:
        yield wording.state_bearing(entity, graph.entities[entity.bearer])
    states = [graph.entities[state].label for state in graph.states_of(entity.id)]
    if states:
        yield f"States: {', '.join(states)}"


def _entailed_lines(graph: KnowledgeGraph, entity: EntityId) -> Iterator[str]:
    arcs = graph.entailed_from(entity)
    if not arcs:
        yield "Nothing follows of it that is not stated."
        return
    yield "What follows, though no source states it itself:"
    for step in telling.tell_arcs(graph, arcs):
        yield f"  {step.sentence} {step.sure}"
        yield from (f"    - {premise}" for premise in step.premises)


def render_card(
    graph: KnowledgeGraph,
    identifier: EntityId,
    *,
    note: str = "",
    entailed: bool = False,
    most: int | None = None,
) -> str:
    """Return the card of one entity: its names, and all claims in both directions.

    Parameters
    ----------
    graph
        The knowledge to show.
    identifier
        The entity.
    note
        How its name was read, where that was a choice.
    entailed
        Whether to tell as well what follows from the claims.
    most
        How many claims to tell, if there is a limit; how many are left out is told.
    """
    entity = graph.entities[identifier]
    every = graph.claims_about(identifier)
    claims = every[:most]

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
    if len(claims) < len(every):
        lines += [f"Not shown: {len(every) - len(claims)} more claims.", ""]
    if entailed:
        lines += [*_entailed_lines(graph, identifier), ""]
    lines += unsaid.card_unsaid(graph, identifier)
    denials = [d for d in graph.denials if identifier in (d.subject, d.object)]
    lines += [telling.tell_denial(graph, denial) for denial in denials]
    used = {claim.id for claim in claims}
    lines += dispute_lines(graph, (d for d in graph.disputes if used & set(d.claims)))
    if graph.is_a(identifier, "soma:Practice"):
        lines += ["", telling.PRACTICE_NOTE]
    lines += closing_lines(graph, find_card_signs(graph, identifier))
    return joined(lines)


def render_claims(
    graph: KnowledgeGraph, about: Sequence[EntityId], claims: Sequence[Claim], *, total: int
) -> str:
    """Return claims about one entity, or between two: what `report.build_claims` has, as text."""
    phrases = [graph.entities[entity].phrase for entity in about]
    lines = [f"Claims {'about' if len(about) == 1 else 'between'} {wording.listed(phrases)}:", ""]
    for claim in claims:
        citation = cited(graph, claim.evidence)
        sure = wording.how_sure(claim.evidence[0])
        lines.append(f"  {tell_claim(graph, claim)} [{citation}] {sure}")
        if notes := wording.qualifiers(claim.evidence):
            lines.append(f"    Qualified: {'; '.join(notes)}.")
    lines.append(f"{len(claims)} of {total} shown." if total else "No such claim is here.")
    beside = find_beside(graph, about, claims)
    lines += ["", *(telling.tell_denial(graph, denial) for denial in beside.denied)]
    lines += dispute_lines(graph, beside.disputes)
    lines += closing_lines(graph, beside.warning_signs)
    return joined(lines)


def render_entities(graph: KnowledgeGraph, entities: Iterable[Entity]) -> str:
    """Return a list of entities, one a line: label, kind, id."""
    lines = []
    for entity in entities:
        kind = graph.kinds.get(entity.kind)
        lines.append(f"{entity.label}  ({kind.label if kind else 'no kind stated'})  {entity.id}")
    return joined(lines)


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
                lines += step_lines(graph, step)
            lines += (f"    {caution}" for caution in told.cautions)
            passed |= set(path.entities)
        lines.append("")
    if len(passed) == 1:
        lines.append("Nothing here is said of that.")
    denials = [d for d in graph.denials if {d.subject, d.object} <= passed]
    lines += ["", *(telling.tell_denial(graph, denial) for denial in denials)]
    lines += dispute_lines(graph, find_disputes(graph, [arc for p in paths for arc in p.arcs]))
    lines += closing_lines(graph, find_warning_signs(graph, passed))
    return joined(lines)
