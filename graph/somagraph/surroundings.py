"""What must be told beside connections: warning signs, denials, disputes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Denial, Dispute, EntityId, WarningSign
from somagraph.question import Question
from somagraph.vocabulary import KIND_OF
from somagraph.walking import Arc

__all__ = [
    "Beside",
    "find_beside",
    "find_card_signs",
    "find_denials",
    "find_disputes",
    "find_warning_signs",
]


class Beside(NamedTuple):
    """What must be told beside a list of claims."""

    denied: tuple[Denial, ...]
    disputes: tuple[Dispute, ...]
    warning_signs: tuple[WarningSign, ...]


def find_warning_signs(
    graph: KnowledgeGraph, entities: Iterable[EntityId]
) -> tuple[WarningSign, ...]:
    """Return the warning signs of the complaints among some entities, wider kinds included."""
    concerned = set(entities)
    waiting = list(concerned)
    while waiting:
        entity = waiting.pop()
        for claim in graph.claims_about(entity):
            wider = claim.object
            is_wider = claim.relation == KIND_OF and claim.subject == entity
            if is_wider and wider not in concerned:
                concerned.add(wider)
                waiting.append(wider)
    return tuple(sign for sign in graph.warning_signs if concerned & set(sign.complaints))


def find_card_signs(graph: KnowledgeGraph, entity: EntityId) -> tuple[WarningSign, ...]:
    """Return the warning signs of what the card of an entity names."""
    touching = graph.claims_about(entity)
    named = {end for claim in touching for end in (claim.subject, claim.object)}
    return find_warning_signs(graph, {entity, *named})


def find_denials(
    graph: KnowledgeGraph, question: Question, shown: frozenset[EntityId]
) -> tuple[Denial, ...]:
    """Return what sources deny between the ends, or between an end and something shown."""
    ends = {e for end in question.ends for e in (end, *graph.states_of(end))}
    ends |= {b for end in question.ends if (b := graph.entities[end].bearer)}
    around = ends | shown
    return tuple(
        denial
        for denial in graph.denials
        if {denial.subject, denial.object} <= around and {denial.subject, denial.object} & ends
    )


def find_disputes(graph: KnowledgeGraph, arcs: Iterable[Arc]) -> tuple[Dispute, ...]:
    """Return the disputes that the claims under some arcs are part of."""
    used = {claim.id for arc in arcs for claim in arc.claims}
    return tuple(dispute for dispute in graph.disputes if used & set(dispute.claims))


def find_beside(
    graph: KnowledgeGraph, about: Sequence[EntityId], claims: Sequence[Claim]
) -> Beside:
    """Return what must be told beside claims about one entity, or between two."""
    used = {claim.id for claim in claims}
    named = {end for claim in claims for end in (claim.subject, claim.object)}
    return Beside(
        tuple(d for d in graph.denials if set(about) <= {d.subject, d.object}),
        tuple(dispute for dispute in graph.disputes if used & set(dispute.claims)),
        find_warning_signs(graph, {*about, *named}),
    )
