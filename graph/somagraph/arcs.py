"""Claims made walkable: an arc for each direction, at its cost, with the roles it plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from somagraph import costs
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
from somagraph.terms import KIND_OF
from somagraph.walking import Arc, Filters, Frontier

__all__ = [
    "ROLE_ALONE",
    "ROLE_BEARER",
    "ROLE_FREE",
    "ROLE_SIDED",
    "ROLE_UPPER",
    "ArcBuilder",
    "arrived_role",
    "direction_of",
    "is_inheritable",
    "is_plain",
    "roles_conflict",
    "roles_of",
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

_SIDE_ROLES: Final = {"left": ROLE_LEFT, "right": ROLE_RIGHT}

_ANATOMY_STANDINGS: Final = frozenset({Standing.TEXTBOOK, Standing.RESEARCH})


@dataclass(frozen=True, slots=True)
class ArcBuilder:
    """What arcs are made of."""

    entities: Mapping[EntityId, Entity]
    relations: Mapping[str, Relation]
    claims: Mapping[str, Claim]
    #: Entity to half its hub penalty, in thousandths.
    half_hub: Callable[[EntityId], int]

    def build(self, filters: Filters) -> Frontier:
        """Return the arcs that leave each entity: one, the cheapest, for each target."""
        best: dict[tuple[EntityId, EntityId], Arc] = {}
        for arc in self._all_arcs(filters):
            pair = (arc.source, arc.target)
            if pair not in best or _arc_order(arc) < _arc_order(best[pair]):
                best[pair] = arc
        leaving: dict[EntityId, list[Arc]] = {entity: [] for entity in self.entities}
        for _, arc in sorted(best.items()):
            leaving[arc.source].append(arc)
        return {entity: tuple(arcs) for entity, arcs in leaving.items()}

    def _all_arcs(self, filters: Filters) -> Iterator[Arc]:
        avoid = filters.avoid
        kept: dict[str, Claim] = {}
        for claim in self.claims.values():
            if claim.subject in avoid or claim.object in avoid:
                continue
            if (narrowed := self.narrowed(claim, filters)) is not None:
                kept[claim.id] = narrowed
                yield from self.claim_arcs(narrowed, directed=filters.directed)
        for entity in self.entities.values():
            bearer = entity.bearer
            if bearer and bearer in self.entities and not avoid & {entity.id, bearer}:
                yield from self._bearer_arcs(entity.id, bearer)
        if not filters.asserted_only:
            yield from self.entailed(kept, directed=filters.directed)

    def entailed(
        self, kept: Mapping[str, Claim] | None = None, *, directed: bool = False
    ) -> Iterator[Arc]:
        """Yield what follows from some claims, or from all: both directions of each conclusion."""
        claims = self.claims if kept is None else kept
        for premises in self._inherited(claims):
            yield from self._entailed_arcs(premises, -1, directed=directed)
        for premises in self._carried_on(claims):
            yield from self._entailed_arcs(premises, 0, directed=directed)

    def narrowed(self, claim: Claim, filters: Filters) -> Claim | None:
        """Return a claim with the evidence that the filters keep, or None if none is kept."""
        relation = self.relations[claim.relation]
        if claim.id in filters.without:
            return None
        wanted = filters.relations
        if wanted and wanted.isdisjoint((*relation.ancestors, relation.family)):
            return None
        anatomical = filters.anatomical_only
        if anatomical and relation.family is not Family.ANATOMICAL:
            return None

        def keeps(evidence: Evidence) -> bool:
            return (
                (not filters.standings or evidence.standing in filters.standings)
                and filters.without.isdisjoint((evidence.source, evidence.speaker))
                and (not filters.side or evidence.side in ("", filters.side))
                and (filters.indirect or evidence.directness is Directness.DIRECT)
                and (not anatomical or evidence.standing in _ANATOMY_STANDINGS)
            )

        evidence = tuple(filter(keeps, claim.evidence))
        return replace(claim, evidence=evidence) if evidence else None

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
        side = _SIDE_ROLES.get(claim.side, 0)
        at_subject |= side * subject_paired
        at_object |= side * object_paired
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

    def is_pair(self, entity: EntityId) -> bool:
        """Tell whether an entity, or the structure whose state it is, is one of a pair."""
        place = self.entities[self.entities[entity].bearer or entity].place
        return place is not None and place.side == "pair"

    def _bearer_arcs(self, state: EntityId, bearer: EntityId) -> Iterator[Arc]:
        hub = self.half_hub(state) + self.half_hub(bearer)
        at_bearer = ROLE_BEARER | ROLE_FREE
        yield Arc(state, bearer, None, True, 0, 0, hub, 0, ROLE_FREE, at_bearer)
        yield Arc(bearer, state, None, False, 0, 0, hub, 0, at_bearer, ROLE_FREE)

    def _inherited(self, kept: Mapping[str, Claim]) -> Iterator[tuple[Claim, ...]]:
        """Yield the premises of what a narrower entity inherits: kind-of claims, then a claim."""
        wider: dict[EntityId, list[Claim]] = {}
        said: dict[EntityId, list[Claim]] = {}
        for claim in kept.values():
            if claim.relation == KIND_OF:
                wider.setdefault(claim.subject, []).append(claim)
            elif is_inheritable(claim, self.relations[claim.relation]):
                said.setdefault(claim.subject, []).append(claim)
        for start, above in wider.items():
            waiting: list[tuple[Claim, ...]] = [(claim,) for claim in above]
            seen = {start}
            while waiting:
                chain = waiting.pop(0)
                top = chain[-1].object
                if top in seen:
                    continue
                seen.add(top)
                yield from ((*chain, claim) for claim in said.get(top, ()) if claim.object != start)
                waiting.extend((*chain, claim) for claim in wider.get(top, ()))

    def _carried_on(self, kept: Mapping[str, Claim]) -> Iterator[tuple[Claim, ...]]:
        """Yield the premises of what holds of a whole because it holds of a part, and the like."""
        over: dict[tuple[EntityId, str], list[Claim]] = {}
        for claim in kept.values():
            over.setdefault((claim.subject, claim.relation), []).append(claim)
        for lead in kept.values():
            relations = self.relations[lead.relation].over
            waiting: list[tuple[Claim, ...]] = [(lead,)] if relations and is_plain(lead) else []
            seen = {lead.subject, lead.object}
            while waiting:
                chain = waiting.pop(0)
                for relation in relations:
                    for claim in over.get((chain[-1].object, relation), ()):
                        if claim.object not in seen and is_plain(claim):
                            seen.add(claim.object)
                            waiting.append((*chain, claim))
                            yield (*chain, claim)

    def _entailed_arcs(
        self, premises: tuple[Claim, ...], lead: int, *, directed: bool
    ) -> Iterator[Arc]:
        """Yield both directions of an entailed arc: it costs what its premises cost.

        It says what the claim at `lead` says, of the first premise's subject and of the last one's
        object; it goes up where the premises beside that claim do.
        """
        start, end = premises[0].subject, premises[-1].object
        beside = premises[:-1] if lead else premises[1:]
        up = roles_of(self.relations[beside[-1].relation])[1] & ROLE_UPPER
        for arc in self.claim_arcs(premises[lead], directed=directed):
            others = [self.claim_arc(claim, forward=arc.forward) for claim in beside]
            # At the narrower end the arc goes up, which is no role; the far end keeps its own.
            at_start, at_end = (
                (0, arc.target_role if arc.forward else arc.source_role)
                if lead
                else (arc.source_role if arc.forward else arc.target_role, up)
            )
            yield replace(
                arc,
                source=start if arc.forward else end,
                target=end if arc.forward else start,
                step_cost=arc.step_cost + sum(a.step_cost for a in others),
                evidence_cost=arc.evidence_cost + sum(a.evidence_cost for a in others),
                hub_cost=arc.hub_cost + sum(a.hub_cost for a in others),
                hops=len(premises),
                source_role=at_start if arc.forward else at_end,
                target_role=at_end if arc.forward else at_start,
                premises=premises,
                keeps_side=self.is_pair(start)
                and self.is_pair(end)
                and not any(claim.side for claim in premises),
            )


def _arc_order(arc: Arc) -> tuple[bool, int, int, tuple[str, ...]]:
    """Order parallel arcs: what leads on before what stands alone, then by cost, then by ids."""
    alone = bool((arc.source_role | arc.target_role) & ROLE_ALONE)
    return (alone, arc.cost, arc.hops, tuple(claim.id for claim in arc.claims))


def roles_of(relation: Relation) -> tuple[int, int]:
    """Return the roles of a claim at its subject and at its object."""
    alone = ROLE_ALONE if relation.stands_alone else 0
    at_object = ROLE_ALONE if relation.stands_alone or relation.leads_no_further else 0
    return (
        alone | (ROLE_UPPER if relation.upper_end == "subject" else 0),
        at_object | (ROLE_UPPER if relation.upper_end == "object" else 0),
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
    """
    both = one | other
    return (
        bool(one & other & (ROLE_UPPER | ROLE_BEARER))
        or bool(both & ROLE_ALONE and not both & ROLE_FREE)
        or both & ROLE_SIDED == ROLE_SIDED
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


def is_inheritable(claim: Claim, relation: Relation) -> bool:
    """Tell whether what is said of a kind holds of its sub-kinds: no hedge, no hearsay."""
    return not (relation.upper_end or relation.stands_alone) and is_plain(claim)


def is_plain(claim: Claim) -> bool:
    """Tell whether other claims may follow from a claim: no hedge, no hearsay, no indirect link."""
    return any(
        evidence.modality is Modality.ASSERTED
        and evidence.standing is not Standing.TESTIMONY
        and evidence.directness is Directness.DIRECT
        for evidence in claim.evidence
    )
