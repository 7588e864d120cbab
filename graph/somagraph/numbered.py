"""Claims and entities that were made by hand, as the columns that arcs are derived from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from somagraph.columns import ClaimNumbers, EntityColumns, to_numbers
from somagraph.frontier import Numbering
from somagraph.model import Claim, Entity, EntityId, Evidence, Relation

__all__ = ["number_claims", "number_entities"]


def number_claims(
    claims: Sequence[Claim],
    numbering: Numbering,
    relations: Sequence[Relation],
    evidence_sets: Sequence[tuple[Evidence, ...]],
) -> ClaimNumbers:
    """Return claims as the numbers of their entities, relations and evidence."""
    number_of = numbering.number_of
    relation_numbers = {relation.id: number for number, relation in enumerate(relations)}
    evidence = {pieces: number for number, pieces in enumerate(evidence_sets)}
    return ClaimNumbers(
        to_numbers(number_of(claim.subject) for claim in claims),
        to_numbers(relation_numbers[claim.relation] for claim in claims),
        to_numbers(number_of(claim.object) for claim in claims),
        to_numbers(evidence[claim.evidence] for claim in claims),
    )


def number_entities(
    entities: Mapping[EntityId, Entity],
    numbering: Numbering,
    is_pair: Callable[[EntityId], bool],
) -> EntityColumns:
    """Return what arcs need to know of entities."""
    bearers = (entities[identifier].bearer for identifier in numbering.ids)
    return EntityColumns(
        hubs=to_numbers(numbering.hubs),
        paired=to_numbers(map(is_pair, numbering.ids)) == 1,
        bearers=to_numbers(numbering.number_of(b) if b else -1 for b in bearers),
        classes=to_numbers(not entities[one].kind for one in numbering.ids) == 1,
    )
