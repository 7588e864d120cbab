"""The `KnowledgeGraph`: entities and claims, and the networks that can be walked.

Two networks hold the same claims. `KnowledgeGraph.network` is the ``networkx.MultiDiGraph`` of
claims as their sources state them. `KnowledgeGraph.arcs` makes each claim walkable in both
directions at its cost; `KnowledgeGraph.walk_network` is that as a ``networkx.DiGraph``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from somagraph import costs, extraction
from somagraph.dataset import Dataset
from somagraph.model import (
    Arc,
    Claim,
    Denial,
    Directness,
    Dispute,
    Entity,
    EntityId,
    Evidence,
    Family,
    Filters,
    Frontier,
    Kind,
    Modality,
    Relation,
    Source,
    Standing,
    WarningSign,
)

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "ROLE_ALONE",
    "ROLE_BEARER",
    "ROLE_FREE",
    "ROLE_UPPER",
    "KnowledgeGraph",
    "build_graph",
    "roles_conflict",
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

_ANATOMY_STANDINGS: Final = frozenset({Standing.TEXTBOOK, Standing.RESEARCH, Standing.UNSTATED})


@dataclass(frozen=True, eq=False)
class KnowledgeGraph:
    """Entities, claims and records of one dataset.

    Examples
    --------
    >>> import somagraph
    >>> graph = somagraph.load()
    >>> graph.entities["soma:psoas-major"].label
    'psoas major'
    """

    dataset: Dataset
    kinds: Mapping[str, Kind]
    relations: Mapping[str, Relation]
    entities: Mapping[EntityId, Entity]
    #: By id, in the order of ids.
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    denials: tuple[Denial, ...]
    disputes: tuple[Dispute, ...]
    warning_signs: tuple[WarningSign, ...]
    _arcs: dict[str, Frontier] = field(default_factory=dict, repr=False)

    @cached_property
    def degrees(self) -> Mapping[EntityId, int]:
        """Entity to the number of claims that touch it."""
        degrees = dict.fromkeys(self.entities, 0)
        for claim in self.claims.values():
            degrees[claim.subject] += 1
            degrees[claim.object] += 1
        return degrees

    def half_hub_cost(self, entity: EntityId) -> int:
        """Return half the hub penalty of an entity, in thousandths."""
        return costs.half_hub_cost(self.degrees[entity])

    def site_of(self, entity: EntityId) -> EntityId:
        """Return the structure of a state, or the entity itself."""
        return self.entities[entity].bearer or entity

    def is_bridge(self, entity: EntityId) -> bool:
        """Tell whether a path may lead through an entity (not through a person or a book)."""
        kind = self.kinds.get(self.entities[entity].kind)
        return kind is None or kind.bridge

    def is_a(self, entity: EntityId, kind: str) -> bool:
        """Tell whether an entity is of a kind or of one below it."""
        own = self.kinds.get(self.entities[entity].kind)
        return own is not None and kind in own.ancestors

    @cached_property
    def _touching(self) -> Mapping[EntityId, tuple[Claim, ...]]:
        touching: dict[EntityId, list[Claim]] = {entity: [] for entity in self.entities}
        for claim in self.claims.values():
            touching[claim.subject].append(claim)
            touching[claim.object].append(claim)
        return {entity: tuple(claims) for entity, claims in touching.items()}

    def claims_about(self, entity: EntityId) -> tuple[Claim, ...]:
        """Return the claims that name an entity, by id."""
        return self._touching[entity]

    def claims_between(self, one: EntityId, other: EntityId) -> tuple[Claim, ...]:
        """Return the claims that join two entities in either direction, by id."""
        return tuple(c for c in self._touching[one] if other in (c.subject, c.object))

    def states_of(self, entity: EntityId) -> tuple[EntityId, ...]:
        """Return the states that an entity bears, by id."""
        return self._states.get(entity, ())

    @cached_property
    def _states(self) -> Mapping[EntityId, tuple[EntityId, ...]]:
        states: dict[EntityId, tuple[EntityId, ...]] = {}
        for entity in self.entities.values():
            if entity.bearer in self.entities:
                states[entity.bearer] = (*states.get(entity.bearer, ()), entity.id)
        return states

    def sides_against(self, claim: str) -> tuple[tuple[Dispute, tuple[str, ...]], ...]:
        """Return each dispute that a claim is part of, with the ids of the other claims."""
        return tuple(
            (dispute, tuple(c for c in dispute.claims if c != claim and c in self.claims))
            for dispute in self.disputes
            if claim in dispute.claims
        )

    @cached_property
    def network(self) -> nx.MultiDiGraph[EntityId]:
        """The claims as a ``networkx.MultiDiGraph``, subject to object, keyed by claim id.

        Each edge carries ``claim``, ``evidence``, ``relation`` and ``cost`` (thousandths); each
        node carries ``entity``, ``label`` and ``kind``. What sources deny is no edge.
        """
        import networkx as nx  # noqa: PLC0415 - a question does not need it

        network: nx.MultiDiGraph[EntityId] = nx.MultiDiGraph()
        for entity in self.entities.values():
            network.add_node(entity.id, entity=entity, label=entity.label, kind=entity.kind)
        for claim in self.claims.values():
            network.add_edge(
                claim.subject,
                claim.object,
                key=claim.id,
                claim=claim,
                evidence=claim.evidence,
                relation=claim.relation,
                cost=self._claim_arc(claim, forward=True).cost,
            )
        return network

    def walk_network(self, **filters: object) -> nx.DiGraph[EntityId]:
        """Return what `connect` walks, as a ``networkx.DiGraph``.

        Each claim stands in both directions; of parallel claims the cheapest stays, ties by id.
        Edges carry ``cost`` (thousandths), ``hops`` and ``arc``.

        Parameters
        ----------
        **filters
            As for `arcs`.
        """
        import networkx as nx  # noqa: PLC0415 - a question does not need it

        network: nx.DiGraph[EntityId] = nx.DiGraph()
        network.add_nodes_from(self.entities)
        for source, arcs in self.arcs(**filters).items():  # type: ignore[arg-type] # passed on
            for arc in arcs:
                network.add_edge(source, arc.target, cost=arc.cost, hops=arc.hops, arc=arc)
        return network

    def arcs(
        self,
        *,
        relations: frozenset[str] = frozenset(),
        standings: frozenset[Standing] = frozenset(),
        avoid: frozenset[EntityId] = frozenset(),
        asserted_only: bool = False,
        directed: bool = False,
        indirect: bool = True,
        anatomical_only: bool = False,
    ) -> Frontier:
        """Return the arcs that leave each entity: one, the cheapest, for each target.

        Parameters
        ----------
        relations
            Keep claims of these relations (or ones below them) or families only; empty for all.
        standings
            Keep evidence of these standings only; empty for all.
        avoid
            Entities that nothing may lead through or to.
        asserted_only
            Leave out what is only entailed.
        directed
            Walk claims from subject to object only; symmetric ones go both ways.
        indirect
            Keep evidence whose source calls the link indirect.
        anatomical_only
            Keep anatomical relations that do not rest on practice or testimony alone.
        """
        filters = Filters(
            relations=relations,
            standings=standings,
            avoid=avoid,
            asserted_only=asserted_only,
            directed=directed,
            indirect=indirect,
            anatomical_only=anatomical_only,
        )
        key = repr(sorted((k, sorted(v) if isinstance(v, frozenset) else v)  # type: ignore[type-var]
                          for k, v in filters.items()))
        if key not in self._arcs:
            self._arcs[key] = self._build_arcs(filters)
        return self._arcs[key]

    def _build_arcs(self, filters: Filters) -> Frontier:
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
        avoid = filters["avoid"]
        kept: dict[str, Claim] = {}
        for claim in self.claims.values():
            if claim.subject in avoid or claim.object in avoid:
                continue
            if (narrowed := self.narrowed(claim, filters)) is not None:
                kept[claim.id] = narrowed
                yield from self.claim_arcs(narrowed, directed=filters["directed"])
        for entity in self.entities.values():
            if entity.bearer in self.entities and not avoid & {entity.id, entity.bearer}:
                yield from self._bearer_arcs(entity.id, entity.bearer)
        if not filters["asserted_only"]:
            for premises in self._inherited(kept):
                yield from self._entailed_arcs(premises, directed=filters["directed"])

    def narrowed(self, claim: Claim, filters: Filters) -> Claim | None:
        """Return a claim with the evidence that the filters keep, or None if none is kept."""
        relation = self.relations[claim.relation]
        wanted = filters["relations"]
        if wanted and wanted.isdisjoint((*relation.ancestors, relation.family)):
            return None
        anatomical = filters["anatomical_only"]
        if anatomical and relation.family is not Family.ANATOMICAL:
            return None

        def keeps(evidence: Evidence) -> bool:
            return (
                (not filters["standings"] or evidence.standing in filters["standings"])
                and (filters["indirect"] or evidence.directness is Directness.DIRECT)
                and (not anatomical or evidence.standing in _ANATOMY_STANDINGS)
            )

        evidence = tuple(filter(keeps, claim.evidence))
        return replace(claim, evidence=evidence) if evidence else None

    def claim_arcs(self, claim: Claim, *, directed: bool = False) -> Iterator[Arc]:
        """Yield the arcs of one claim: forward, and backward unless only forward is walked."""
        yield self._claim_arc(claim, forward=True)
        if not directed or self.relations[claim.relation].symmetric:
            yield self._claim_arc(claim, forward=False)

    def _claim_arc(self, claim: Claim, *, forward: bool) -> Arc:
        relation = self.relations[claim.relation]
        at_subject, at_object = _roles(relation)
        backward = costs.surcharge(relation.family, forward=forward or relation.symmetric)
        return Arc(
            source=claim.subject if forward else claim.object,
            target=claim.object if forward else claim.subject,
            claim=claim,
            forward=forward,
            step_cost=costs.STEP_COST,
            evidence_cost=costs.best_evidence_cost(claim.evidence) + backward,
            hub_cost=self.half_hub_cost(claim.subject) + self.half_hub_cost(claim.object),
            hops=1,
            source_role=at_subject if forward else at_object,
            target_role=at_object if forward else at_subject,
            direction=_direction(relation) * (1 if forward else -1),
        )

    def _bearer_arcs(self, state: EntityId, bearer: EntityId) -> Iterator[Arc]:
        hub = self.half_hub_cost(state) + self.half_hub_cost(bearer)
        at_bearer = ROLE_BEARER | ROLE_FREE
        yield Arc(state, bearer, None, True, 0, 0, hub, 0, ROLE_FREE, at_bearer)
        yield Arc(bearer, state, None, False, 0, 0, hub, 0, at_bearer, ROLE_FREE)

    def _inherited(self, kept: Mapping[str, Claim]) -> Iterator[tuple[Claim, ...]]:
        """Yield the premises of what a narrower entity inherits: kind-of claims, then a claim."""
        wider: dict[EntityId, list[Claim]] = {}
        said: dict[EntityId, list[Claim]] = {}
        for claim in kept.values():
            if claim.relation == extraction.KIND_OF:
                wider.setdefault(claim.subject, []).append(claim)
            elif _is_inheritable(claim, self.relations[claim.relation]):
                said.setdefault(claim.subject, []).append(claim)
        for start in wider:
            waiting: list[tuple[Claim, ...]] = [(claim,) for claim in wider[start]]
            seen = {start}
            while waiting:
                chain = waiting.pop(0)
                top = chain[-1].object
                if top in seen:
                    continue
                seen.add(top)
                yield from ((*chain, claim) for claim in said.get(top, ()) if claim.object != start)
                waiting.extend((*chain, claim) for claim in wider.get(top, ()))

    def _entailed_arcs(self, premises: tuple[Claim, ...], *, directed: bool) -> Iterator[Arc]:
        """Yield both directions of an entailed arc: it costs what its premises cost."""
        first, last = premises[0], premises[-1]
        for arc in self.claim_arcs(last, directed=directed):
            climb = [self._claim_arc(claim, forward=arc.forward) for claim in premises[:-1]]
            yield replace(
                arc,
                source=first.subject if arc.forward else arc.source,
                target=arc.target if arc.forward else first.subject,
                step_cost=arc.step_cost + sum(a.step_cost for a in climb),
                evidence_cost=arc.evidence_cost + sum(a.evidence_cost for a in climb),
                hub_cost=arc.hub_cost + sum(a.hub_cost for a in climb),
                hops=len(premises),
                # At the narrower end the arc goes up, which is no role; the far end keeps its own.
                source_role=0 if arc.forward else arc.source_role,
                target_role=arc.target_role if arc.forward else 0,
                premises=premises,
            )


def _arc_order(arc: Arc) -> tuple[int, int, tuple[str, ...]]:
    return (arc.cost, arc.hops, tuple(claim.id for claim in arc.claims))


def _roles(relation: Relation) -> tuple[int, int]:
    """Return the roles of a claim at its subject and at its object."""
    alone = ROLE_ALONE if relation.stands_alone else 0
    return (
        alone | (ROLE_UPPER if relation.upper_end == "subject" else 0),
        alone | (ROLE_UPPER if relation.upper_end == "object" else 0),
    )


def _direction(relation: Relation) -> int:
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
    """
    both = one | other
    return bool(one & other & (ROLE_UPPER | ROLE_BEARER)) or bool(
        both & ROLE_ALONE and not both & ROLE_FREE
    )


def _is_inheritable(claim: Claim, relation: Relation) -> bool:
    """Tell whether what is said of a kind holds of its sub-kinds: no hedge, no hearsay."""
    return not (relation.upper_end or relation.stands_alone) and any(
        evidence.modality is Modality.ASSERTED
        and evidence.standing is not Standing.TESTIMONY
        and evidence.directness is Directness.DIRECT
        for evidence in claim.evidence
    )


def build_graph(dataset: Dataset) -> KnowledgeGraph:
    """Make the knowledge graph of a dataset.

    Raises
    ------
    InvalidOntologyError
        Never for what `somagraph validate` reports; such parts are left out.
    """
    kinds = extraction.read_kinds(dataset)
    relations = extraction.read_relations(dataset)
    entities = extraction.read_entities(dataset, kinds)
    sources = extraction.read_sources(dataset)

    def known(ids: Iterable[str]) -> bool:
        return all(identifier in entities for identifier in ids)

    return KnowledgeGraph(
        dataset=dataset,
        kinds=kinds,
        relations=relations,
        entities=entities,
        claims=extraction.read_claims(dataset, entities, relations),
        sources=sources,
        denials=tuple(
            denial
            for denial in extraction.read_denials(dataset)
            if known((denial.subject, denial.object)) and denial.relation in relations
        ),
        disputes=extraction.read_disputes(dataset),
        warning_signs=extraction.read_warning_signs(dataset, sources),
    )
