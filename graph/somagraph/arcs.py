"""Claims made walkable: an arc for each direction, at its cost, with the roles it plays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from somagraph import costs
from somagraph.frontier import Code
from somagraph.model import (
    Claim,
    Directness,
    Entity,
    EntityId,
    Evidence,
    Family,
    Modality,
    Relation,
    Standing,
)
from somagraph.vocabulary import KIND_OF
from somagraph.walking import Arc, Filters

__all__ = [
    "ROLE_ALONE",
    "ROLE_BEARER",
    "ROLE_FREE",
    "ROLE_KIND",
    "ROLE_OF_CLASS",
    "ROLE_SIDED",
    "ROLE_SOME",
    "ROLE_UPPER",
    "SIDE_ROLES",
    "ArcBuilder",
    "arrived_role",
    "direction_of",
    "is_plain",
    "kept_evidence",
    "roles_conflict",
    "roles_of",
    "side_of",
]

# What an arc is at one of its ends, as bits; `roles_conflict` says which may not meet.
#: The end is the whole, or the wider kind: up and down again would join mere fellow members.
ROLE_UPPER: Final = 1
#: The end bears a state: one state of a structure says nothing of another.
ROLE_BEARER: Final = 2
#: The claim leads nowhere beyond itself: what is mistaken for a thing does not do what it does.
ROLE_ALONE: Final = 4
#: The arc is the free link of a state, which counts as part of the step beside it.
ROLE_FREE: Final = 8
#: Of a pair, the left or the right one is meant: what holds there says nothing of the other.
ROLE_LEFT: Final = 16
ROLE_RIGHT: Final = 32
ROLE_SIDED: Final = ROLE_LEFT | ROLE_RIGHT
#: The end is a class of which the claim needs some member only, or one with narrower kinds below it
#: there: what has some of a class says nothing of each kind of it.
ROLE_SOME: Final = 64
ROLE_KIND: Final = 128
ROLE_OF_CLASS: Final = ROLE_SOME | ROLE_KIND

SIDE_ROLES: Final = {"left": ROLE_LEFT, "right": ROLE_RIGHT}

_ANATOMY_STANDINGS: Final = frozenset({Standing.TEXTBOOK, Standing.RESEARCH})


class ArcBuilder(NamedTuple):
    """What arcs are made of."""

    entities: Mapping[EntityId, Entity]
    relations: Mapping[str, Relation]
    #: Entity to half its hub penalty, in thousandths.
    half_hub: Callable[[EntityId], int]

    def narrowed(self, claim: Claim, filters: Filters) -> Claim | None:
        """Return a claim with the evidence that the filters keep, or None if none is kept."""
        if claim.id in filters.without:
            return None
        evidence = kept_evidence(self.relations[claim.relation], claim.evidence, filters)
        if len(evidence) == len(claim.evidence):
            return claim
        return claim._replace(evidence=evidence) if evidence else None

    def claim_arcs(self, claim: Claim, *, directed: bool = False) -> Iterator[Arc]:
        """Yield the arcs of one claim: forward, and backward unless only forward is walked."""
        yield self.claim_arc(claim, forward=True)
        if not directed or self.relations[claim.relation].symmetric:
            yield self.claim_arc(claim, forward=False)

    def claim_arc(self, claim: Claim, *, forward: bool) -> Arc:
        """Return the arc of one claim in one direction."""
        relation = self.relations[claim.relation]
        at_subject, at_object = roles_of(relation)
        subject_paired, object_paired = map(self.is_pair, (claim.subject, claim.object))
        side = SIDE_ROLES.get(claim.side, 0)
        at_subject |= side * subject_paired
        at_object |= side * object_paired
        if claim.relation != KIND_OF and self.is_class(claim.object):
            at_object |= ROLE_SOME
        backward = costs.surcharge(relation.family, forward=forward or relation.symmetric)
        return Arc(
            source=claim.subject if forward else claim.object,
            target=claim.object if forward else claim.subject,
            claim=claim,
            forward=forward,
            step_cost=costs.STEP_COST,
            evidence_cost=costs.best_evidence_cost(claim.evidence) + backward,
            hub_cost=self.half_hub(claim.subject) + self.half_hub(claim.object),
            hops=1,
            source_role=at_subject if forward else at_object,
            target_role=at_object if forward else at_subject,
            direction=direction_of(relation) * (1 if forward else -1),
            keeps_side=not side and subject_paired and object_paired,
        )

    def is_class(self, entity: EntityId) -> bool:
        """Tell whether an entity is a class of a loaded file, and no thing of a kind of ours."""
        return not self.entities[entity].kind

    def is_pair(self, entity: EntityId) -> bool:
        """Tell whether an entity, or the structure whose state it is, is one of a pair."""
        place = self.entities[self.entities[entity].bearer or entity].place
        return place is not None and place.side == "pair"

    def make_arc(
        self, source: EntityId, target: EntityId, claims: tuple[Claim, ...], code: Code
    ) -> Arc:
        """Return the arc of a code between two entities that rests on some claims.

        An entailed arc costs what its premises cost. It says what the claim that leads says, of the
        first premise's subject and of the last one's object.
        """
        if not claims:
            hub = self.half_hub(source) + self.half_hub(target)
            roles = (code.source_role, code.target_role)
            return Arc(source, target, None, code.forward, 0, 0, hub, 0, *roles)
        arcs = [self.claim_arc(claim, forward=code.forward) for claim in claims]
        lead = arcs[-1 if code.lead_last else 0]
        if len(arcs) == 1:
            return lead
        return lead._replace(
            source=source,
            target=target,
            step_cost=sum(arc.step_cost for arc in arcs),
            evidence_cost=sum(arc.evidence_cost for arc in arcs),
            hub_cost=sum(arc.hub_cost for arc in arcs),
            hops=len(arcs),
            source_role=code.source_role,
            target_role=code.target_role,
            premises=claims,
            keeps_side=code.keeps_side,
        )


def kept_evidence(
    relation: Relation, evidence: tuple[Evidence, ...], filters: Filters
) -> tuple[Evidence, ...]:
    """Return the evidence of a claim of a relation that the filters keep; may be empty."""
    wanted, anatomical = filters.relations, filters.anatomical_only
    if not relation.walked:
        return ()
    if wanted and wanted.isdisjoint((*relation.ancestors, relation.family)):
        return ()
    if anatomical and relation.family is not Family.ANATOMICAL:
        return ()
    return tuple(
        piece
        for piece in evidence
        if (not filters.standings or piece.standing in filters.standings)
        and filters.without.isdisjoint((piece.source, piece.speaker))
        and (not filters.side or piece.side in ("", filters.side))
        and (filters.indirect or piece.directness is Directness.DIRECT)
        and (not anatomical or piece.standing in _ANATOMY_STANDINGS)
    )


def roles_of(relation: Relation) -> tuple[int, int]:
    """Return the roles of a claim at its subject and at its object."""
    alone = ROLE_ALONE if relation.stands_alone else 0
    at_object = ROLE_ALONE if relation.stands_alone or relation.leads_no_further else 0
    return (
        alone | (ROLE_UPPER if relation.upper_end == "subject" else 0),
        at_object
        | (ROLE_UPPER if relation.upper_end == "object" else 0)
        | (ROLE_KIND if relation.id == KIND_OF else 0),
    )


def direction_of(relation: Relation) -> int:
    """Return 1 for a relation that leads onward, 0 for one that is the same both ways round."""
    still = relation.symmetric or relation.upper_end or relation.family is Family.ANATOMICAL
    return 0 if still else 1


def roles_conflict(one: int, other: int) -> bool:
    """Tell whether two arcs that meet at an entity between the ends may not be joined there.

    Examples
    --------
    >>> roles_conflict(ROLE_UPPER, ROLE_UPPER), roles_conflict(ROLE_UPPER, 0)
    (True, False)
    >>> roles_conflict(ROLE_ALONE, 0), roles_conflict(ROLE_ALONE, ROLE_FREE)
    (True, False)
    >>> roles_conflict(ROLE_LEFT, ROLE_RIGHT), roles_conflict(ROLE_LEFT, ROLE_LEFT)
    (True, False)
    >>> roles_conflict(ROLE_SOME, ROLE_KIND), roles_conflict(ROLE_SOME, ROLE_SOME)
    (True, False)
    """
    both = one | other
    return (
        bool(one & other & (ROLE_UPPER | ROLE_BEARER))
        or bool(both & ROLE_ALONE and not both & ROLE_FREE)
        or both & ROLE_SIDED == ROLE_SIDED
        or both & ROLE_OF_CLASS == ROLE_OF_CLASS
    )


def arrived_role(role: int, arc: Arc) -> int:
    """Return the role of an arc at its target, with the side that a path has kept to.

    Parameters
    ----------
    role
        The role in which the path came to the arc's source; -1 where it starts there.
    arc
        The arc that it walks.
    """
    return arc.target_role | (role & ROLE_SIDED if arc.keeps_side and role > 0 else 0)


def side_of(evidence: Iterable[Evidence]) -> str:
    """Return ``left`` or ``right`` where all evidence is of that side only, else an empty text."""
    sides = {piece.side for piece in evidence}
    return sides.pop() if len(sides) == 1 else ""


def is_plain(evidence: Iterable[Evidence]) -> bool:
    """Tell whether other claims may follow from one: no hedge, no hearsay, no indirect link."""
    return any(
        piece.modality is Modality.ASSERTED
        and piece.standing is not Standing.TESTIMONY
        and piece.directness is Directness.DIRECT
        for piece in evidence
    )
