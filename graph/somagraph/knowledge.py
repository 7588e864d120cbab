"""The `KnowledgeGraph`: entities and claims, and the networks that can be walked.

Two networks hold the same claims. `KnowledgeGraph.network` is the ``networkx.MultiDiGraph`` of
claims as their sources state them. `KnowledgeGraph.arcs` makes each claim walkable in both
directions at its cost; `KnowledgeGraph.walk_network` is that as a ``networkx.DiGraph``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from somagraph import costs, display, extraction, records, terms
from somagraph.arcs import ArcBuilder
from somagraph.dataset import Dataset
from somagraph.model import (
    Claim,
    Denial,
    Dispute,
    Entity,
    EntityId,
    Kind,
    Relation,
    Source,
    WarningSign,
)
from somagraph.walking import NO_FILTERS, Arc, Filters, Frontier

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["KnowledgeGraph", "build_graph"]


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
    _arcs: dict[Filters, Frontier] = field(default_factory=dict, repr=False)

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

    @cached_property
    def arc_builder(self) -> ArcBuilder:
        """What makes arcs of this graph's claims."""
        return ArcBuilder(self.entities, self.relations, self.claims, self.half_hub_cost)

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
            if entity.bearer and entity.bearer in self.entities:
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
                cost=self.arc_builder.claim_arc(claim, forward=True).cost,
            )
        return network

    def walk_network(self, filters: Filters = NO_FILTERS) -> nx.DiGraph[EntityId]:
        """Return what `connect` walks, as a ``networkx.DiGraph``.

        Each claim stands in both directions; of parallel claims the cheapest stays, ties by id.
        Edges carry ``cost`` (thousandths), ``hops`` and ``arc``.
        """
        import networkx as nx  # noqa: PLC0415 - a question does not need it

        network: nx.DiGraph[EntityId] = nx.DiGraph()
        network.add_nodes_from(self.entities)
        for source, arcs in self.arcs(filters).items():
            for arc in arcs:
                network.add_edge(source, arc.target, cost=arc.cost, hops=arc.hops, arc=arc)
        return network

    def arcs(self, filters: Filters = NO_FILTERS) -> Frontier:
        """Return the arcs that leave each entity: one, the cheapest, for each target."""
        if filters not in self._arcs:
            self._arcs[filters] = self.arc_builder.build(filters)
        return self._arcs[filters]

    def entailed_from(self, entity: EntityId) -> tuple[Arc, ...]:
        """Return what follows of an entity, as its subject, that no claim states; by id.

        Of several ways to the same conclusion the cheapest stays.
        """
        stated = {(c.relation, c.object) for c in self._touching[entity] if c.subject == entity}
        best: dict[tuple[str, EntityId], Arc] = {}
        for arc in self.arc_builder.entailed():
            if arc.source != entity or not arc.forward or arc.claim is None:
                continue
            key = (arc.claim.relation, arc.target)
            if key not in stated and (key not in best or arc.cost < best[key].cost):
                best[key] = arc
        return tuple(arc for _, arc in sorted(best.items()))

    def __repr__(self) -> str:
        """Return how much it holds; a notebook keeps this line beside the page."""
        return f"KnowledgeGraph({len(self.entities)} entities, {len(self.claims)} claims)"

    def _repr_html_(self) -> str | None:
        """Return the interactive page, for a notebook."""
        return display.show(self)


def build_graph(dataset: Dataset) -> KnowledgeGraph:
    """Make the knowledge graph of a dataset; what `somagraph validate` reports is left out."""
    kinds = terms.read_kinds(dataset)
    relations = terms.read_relations(dataset)
    read = extraction.read_entities(dataset, kinds)
    entities = {
        entity.id: entity if entity.bearer in read else replace(entity, bearer=None)
        for entity in read.values()
    }
    sources = records.read_sources(dataset)

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
            for denial in records.read_denials(dataset)
            if known((denial.subject, denial.object)) and denial.relation in relations
        ),
        disputes=records.read_disputes(dataset),
        warning_signs=records.read_warning_signs(dataset, sources),
    )
