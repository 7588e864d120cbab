"""The `KnowledgeGraph`: entities and claims, and the networks that can be walked.

Two networks hold the same claims. `KnowledgeGraph.network` is the ``networkx.MultiDiGraph`` of
claims as their sources state them. `KnowledgeGraph.arcs` makes each claim walkable in both
directions at its cost; `KnowledgeGraph.walk_network` is that as a ``networkx.DiGraph``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from somagraph import costs, display
from somagraph.arcs import ArcBuilder
from somagraph.errors import LineFault
from somagraph.frontier import ArcMaker, ArcTable, Code, Frontier, Numbering, decode
from somagraph.model import (
    Claim,
    Denial,
    Dispute,
    Entity,
    EntityId,
    Evidence,
    Kind,
    Relation,
    Source,
    WarningSign,
)
from somagraph.model import Mapping as Match
from somagraph.spelling import names_of
from somagraph.walking import NO_FILTERS, Arc, Filters

if TYPE_CHECKING:
    import networkx as nx

    from somagraph.columns import ClaimColumns, ClaimNumbers, EntityColumns
    from somagraph.dataset import Dataset

__all__ = ["KnowledgeGraph"]

#: For how many different filters the arcs are kept.
_MOST_FRONTIERS: Final = 6


class KnowledgeGraph:
    """Entities, claims and records of one dataset.

    Parameters
    ----------
    kinds, relations, entities, claims, sources
        By id; entities and claims in the order of ids.
    denials, disputes, warning_signs
        What a dataset says beside its claims.
    read_dataset
        Reads the triples that all of this was made of, when somebody asks for them.

    Examples
    --------
    >>> import somagraph
    >>> graph = somagraph.load()
    >>> graph.entities["soma:psoas-major"].label
    'psoas major'
    """

    def __init__(  # noqa: PLR0913 - the parts of a dataset
        self,
        *,
        kinds: Mapping[str, Kind],
        relations: Mapping[str, Relation],
        entities: Mapping[EntityId, Entity],
        claims: Mapping[str, Claim],
        sources: Mapping[str, Source],
        denials: tuple[Denial, ...] = (),
        disputes: tuple[Dispute, ...] = (),
        warning_signs: tuple[WarningSign, ...] = (),
        faults: tuple[LineFault, ...] = (),
        read_dataset: Callable[[], Dataset] | None = None,
    ) -> None:
        self.kinds, self.relations, self.sources = kinds, relations, sources
        self.entities, self.claims = entities, claims
        self.denials, self.disputes, self.warning_signs = denials, disputes, warning_signs
        #: The lines of the files that could not be read.
        self.faults = faults
        #: What other vocabularies call the entities, with the reasons.
        self.mappings: tuple[Match, ...] = ()
        self._read_dataset = read_dataset
        self._frontiers: dict[Filters, Frontier] = {}
        self.arc_builder = ArcBuilder(entities, relations, self.half_hub_cost)

    @cached_property
    def dataset(self) -> Dataset:
        """The triples that the graph was made of."""
        if self._read_dataset is None:
            message = "this graph was not made of files"
            raise LookupError(message)
        return self._read_dataset()

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

    @cached_property
    def numbering(self) -> Numbering:
        """The entities by number, in the order of ids."""
        ids = list(self.entities)
        numbers = {identifier: number for number, identifier in enumerate(ids)}
        return Numbering(
            ids=ids,
            number_of=numbers.__getitem__,
            sites=[numbers[self.site_of(identifier)] for identifier in ids],
            bridges=[self.is_bridge(identifier) for identifier in ids],
            hubs=[self.half_hub_cost(identifier) for identifier in ids],
        )

    @cached_property
    def claim_list(self) -> Sequence[Claim]:
        """The claims by number, in the order of subject, relation and object."""
        claims = self.claims.values()
        return sorted(claims, key=lambda claim: (claim.subject, claim.relation, claim.object))

    @cached_property
    def relation_list(self) -> Sequence[Relation]:
        """The relations by number, in the order of ids."""
        return [self.relations[identifier] for identifier in sorted(self.relations)]

    @cached_property
    def evidence_sets(self) -> Sequence[tuple[Evidence, ...]]:
        """The different sets of evidence that claims have, by number."""
        return list(dict.fromkeys(claim.evidence for claim in self.claim_list))

    @cached_property
    def claim_numbers(self) -> ClaimNumbers:
        """The claims as numbers of their entities, relations and evidence."""
        from somagraph.numbered import number_claims  # noqa: PLC0415 - numpy is not at hand at once

        return number_claims(
            self.claim_list, self.numbering, self.relation_list, self.evidence_sets
        )

    @cached_property
    def entity_columns(self) -> EntityColumns:
        """What arcs need to know of the entities."""
        from somagraph.numbered import number_entities  # noqa: PLC0415 - as above

        return number_entities(self.entities, self.numbering, self.arc_builder.is_pair)

    def narrowed_columns(self, filters: Filters) -> ClaimColumns:
        """Return what filters leave of the claims."""
        from somagraph.columns import narrow  # noqa: PLC0415 - as above

        number_of = self.numbering.number_of
        avoided = [number_of(entity) for entity in filters.avoid]
        without = [self._find_claim(claim) for claim in filters.without & self.claims.keys()]
        sets, relations = self.evidence_sets, self.relation_list
        return narrow(self.claim_numbers, relations, sets, filters, avoided, without)

    def _find_claim(self, identifier: str) -> int:
        """Return the number of a claim."""
        return self.claim_list.index(self.claims[identifier])

    def named(self, table: str, name: str) -> tuple[EntityId, ...]:
        """Return the entities that have a name in a table, by id.

        The tables, and how names are compared, are those of `somagraph.spelling.names_of`.
        """
        return tuple(sorted(self._names.get(f"{table} {name}", ())))

    def spellings(self, beginning: str = "") -> Iterator[str]:
        """Yield the names in use that begin with a text, as names are compared."""
        for key in self._names:
            table, _, name = key.partition(" ")
            if table != "id" and name.startswith(beginning):
                yield name

    @cached_property
    def _names(self) -> Mapping[str, set[EntityId]]:
        names: dict[str, set[EntityId]] = {}
        for entity in self.entities.values():
            for table, name in names_of(entity):
                names.setdefault(f"{table} {name}", set()).add(entity.id)
        return names

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
        frontier = self._frontiers.pop(filters, None) or Frontier(
            self.numbering, self._arc_table(filters), self._arc_maker(filters)
        )
        self._frontiers[filters] = frontier  # the last one asked for stands last
        for old in list(self._frontiers)[:-_MOST_FRONTIERS]:
            self._frontiers.pop(old, None)
        return frontier

    def _arc_table(self, filters: Filters) -> ArcTable:
        from somagraph.derivation import derive_arcs  # noqa: PLC0415 - as above

        return derive_arcs(
            self.narrowed_columns(filters),
            self.relation_list,
            self.entity_columns,
            avoided=[self.numbering.number_of(entity) for entity in filters.avoid],
            directed=filters.directed,
            asserted_only=filters.asserted_only,
        )

    def _arc_maker(self, filters: Filters) -> ArcMaker:
        builder, claims = self.arc_builder, self.claim_list

        def make(source: EntityId, target: EntityId, numbers: tuple[int, ...], code: Code) -> Arc:
            narrowed = (builder.narrowed(claims[number], filters) for number in numbers)
            kept = tuple(claim for claim in narrowed if claim is not None)
            return builder.make_arc(source, target, kept, code)

        return make

    def entailed(self, entity: EntityId | None = None) -> tuple[Arc, ...]:
        """Return what follows of an entity as its subject, or of all: each way to each conclusion.

        What a claim states as well is among it.
        """
        from somagraph.derivation import derive_entailed  # noqa: PLC0415 - as above

        numbering = self.numbering
        start = None if entity is None else numbering.number_of(entity)
        claims, columns = self.narrowed_columns(NO_FILTERS), self.entity_columns
        make = self._arc_maker(NO_FILTERS)
        found = derive_entailed(claims, self.relation_list, columns, start)
        return tuple(
            make(numbering.ids[subject], numbering.ids[object_], premises, decode(code))
            for subject, object_, premises, code in found
        )

    def entailed_from(self, entity: EntityId) -> tuple[Arc, ...]:
        """Return what follows of an entity, as its subject, that no claim states; by id.

        Of several ways to the same conclusion the cheapest stays.
        """
        stated = {(c.relation, c.object) for c in self.claims_about(entity) if c.subject == entity}
        best: dict[tuple[str, EntityId], Arc] = {}
        for arc in self.entailed(entity):
            key = (arc.claim.relation if arc.claim else "", arc.target)
            if key not in stated and (key not in best or arc.cost < best[key].cost):
                best[key] = arc
        return tuple(arc for _, arc in sorted(best.items()))

    def __repr__(self) -> str:
        """Return how much it holds; a notebook keeps this line beside the page."""
        return f"KnowledgeGraph({len(self.entities)} entities, {len(self.claims)} claims)"

    def _repr_html_(self) -> str | None:
        """Return the interactive page, for a notebook."""
        return display.show(self)
