"""What the page of a large graph asks its server for: the part that an answer or a card needs.

The page holds what its picture opens on. For a card it gets the claims about the thing and all that
the card tells of them; for an answer the answer itself, in words, with the claims behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from somagraph.answer import Answer
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, EntityId
from somagraph.page.answers import build_answer
from somagraph.page.content import build_part
from somagraph.page.layout import Layout
from somagraph.vocabulary import KIND_OF
from somagraph.walking import Arc

__all__ = ["build_served_answer", "build_served_card"]

_Json = dict[str, Any]

_STEP: Final = "soma:hasStep"
_ALTERNATIVE: Final = "soma:hasAlternative"

#: Claims that one card is given; more would be too many to read, and to send.
_MOST: Final = 2_000

_NOWHERE: Final = Layout({}, ())


def _said_of(graph: KnowledgeGraph, entity: EntityId, relation: str) -> Iterator[Claim]:
    for claim in graph.claims_about(entity):
        if claim.subject == entity and claim.relation == relation:
            yield claim


def _wider(graph: KnowledgeGraph, entities: Iterable[EntityId]) -> Iterator[Claim]:
    """Yield the claims that lead from entities to their wider kinds, which have warning signs."""
    seen = set(entities) if graph.warning_signs else set()
    waiting = sorted(seen)
    while waiting:
        for claim in _said_of(graph, waiting.pop(), KIND_OF):
            yield claim
            if claim.object not in seen:
                seen.add(claim.object)
                waiting.append(claim.object)


def _part(graph: KnowledgeGraph, entities: Iterable[EntityId], claims: Iterable[Claim]) -> _Json:
    """Return some entities and claims, with the ends of the claims and what bears them."""
    by_id = {claim.id: graph.claims[claim.id] for claim in claims}
    named = {*entities, *(end for claim in by_id.values() for end in claim.ends)}
    for claim in list(_wider(graph, named)):
        by_id[claim.id] = claim
        named.update(claim.ends)
    named |= {graph.site_of(entity) for entity in named} & graph.entities.keys()
    return build_part(
        graph,
        _NOWHERE,
        (graph.entities[entity] for entity in sorted(named)),
        (claim for _, claim in sorted(by_id.items())),
    )


def build_served_card(graph: KnowledgeGraph, entity: EntityId, note: str = "") -> _Json:
    """Return what the page needs for the card of an entity.

    Parameters
    ----------
    graph
        The knowledge that was asked.
    entity
        Whose card it is.
    note
        How its name was read, where that was a choice.
    """
    about = graph.claims_about(entity)
    claims = [*about[:_MOST]]
    for step in list(_said_of(graph, entity, _STEP)):
        claims += [step, *_said_of(graph, step.object, _ALTERNATIVE)]
    return {
        "id": entity,
        "note": note,
        "omitted": len(about[_MOST:]),
        "part": _part(graph, {entity, *graph.states_of(entity)}, claims),
    }


def _arcs_of(answer: Answer) -> Iterator[Arc]:
    yield from answer.arcs
    for group in answer.connections:
        for path in group.also:
            yield from path.arcs
    for path in answer.in_common:
        yield from path.arcs
    if answer.anatomical:
        yield from answer.anatomical.arcs


def build_served_answer(graph: KnowledgeGraph, answer: Answer) -> _Json:
    """Return an answer in words, with what the page needs to show it."""
    arcs = list(_arcs_of(answer))
    question = answer.question
    ends = {end for arc in arcs for end in (arc.source, arc.target)}
    claims = [claim for arc in arcs for claim in arc.claims]
    return {
        "answer": build_answer(graph, answer),
        "part": _part(graph, {*question.ends, *question.via, *ends}, claims),
    }
