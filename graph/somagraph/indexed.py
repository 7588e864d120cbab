"""A `KnowledgeGraph` that lies in one piece of memory and makes values as they are asked for.

A question looks at a few hundred of the entities and claims of a graph; nothing else is unpacked,
so that a million of them are asked as quickly as a thousand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from somagraph import codec
from somagraph.arcs import ArcBuilder
from somagraph.container import Container
from somagraph.errors import LineFault
from somagraph.frontier import ArcTable, ClaimRows, Numbering
from somagraph.knowledge import KnowledgeGraph
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
from somagraph.walking import NO_FILTERS, Filters

if TYPE_CHECKING:
    from somagraph.columns import ClaimNumbers, EntityColumns
    from somagraph.dataset import Dataset

__all__ = ["READY", "IndexedGraph"]

_Value = TypeVar("_Value")

#: The filters that every question asks with, whose arcs lie ready: what their columns are called.
READY: Final = {NO_FILTERS: "all", Filters(anatomical_only=True): "anatomy"}


class _Made(Sequence[_Value], Generic[_Value]):
    """Values by number, each made once, when it is asked for."""

    def __init__(self, size: int, make: Callable[[int], _Value]) -> None:
        self._size, self._make = size, make
        self._made: dict[int, _Value] = {}

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, number: int) -> _Value:  # type: ignore[override] # slices are not asked for
        made = self._made.get(number)
        if made is None:
            if not 0 <= number < self._size:
                raise IndexError(number)
            made = self._made[number] = self._make(number)
        return made


class _ById(Mapping[EntityId, _Value], Generic[_Value]):
    """What entities have, by id."""

    def __init__(
        self, ids: Sequence[str], number_of: Callable[[str], int], values: Sequence[_Value]
    ) -> None:
        self._ids, self._number_of, self._values = ids, number_of, values

    def __getitem__(self, identifier: EntityId) -> _Value:
        number = self._number_of(identifier) if isinstance(identifier, str) else -1
        if number < 0:
            raise KeyError(identifier)
        return self._values[number]

    def __iter__(self) -> Iterator[EntityId]:
        return map(EntityId, self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class _Claims(Mapping[str, Claim]):
    """Claims by id."""

    def __init__(self, claims: Sequence[Claim], find: Callable[[str], int]) -> None:
        self._claims, self._find = claims, find

    def __getitem__(self, identifier: str) -> Claim:
        number = self._find(identifier)
        if number < 0:
            raise KeyError(identifier)
        return self._claims[number]

    def __iter__(self) -> Iterator[str]:
        return (claim.id for claim in self._claims)

    def __len__(self) -> int:
        return len(self._claims)


class IndexedGraph(KnowledgeGraph):
    """The graph in what `somagraph.packing.pack_dataset` made.

    Parameters
    ----------
    memory
        The columns, of a file or of memory.
    read_dataset
        Reads the triples that they were made of.
    """

    def __init__(self, memory: memoryview, read_dataset: Callable[[], Dataset]) -> None:
        self._packed = packed = Container(memory)
        self._read_dataset = read_dataset
        self._frontiers = {}
        self._ids = packed.texts("ids")
        self._numbers: dict[str, int] = {}
        columns = ("subjects", "relations", "objects", "evidence")
        self._claim_columns = [packed.column(f"claims.{name}") for name in columns]
        self._all_claims = _Made(len(self._claim_columns[0]), self._make_claim)
        self.entities = _ById(self._ids, self._number_of, _Made(len(self._ids), self._make_entity))
        self.claims = _Claims(self._all_claims, self._find_claim)
        self.arc_builder = ArcBuilder(self.entities, self.relations, self.half_hub_cost)

    def _values(self, name: str, read: Callable[[list[Any]], _Value]) -> list[_Value]:
        return list(map(read, json.loads(self._packed.texts(name)[0])))

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:  # type: ignore[override] # made when it is asked for
        """The classes of entities, by id."""
        return {kind.id: kind for kind in self._values("kinds", codec.read_kind)}

    @cached_property
    def relations(self) -> Mapping[str, Relation]:  # type: ignore[override] # as above
        """The relations, by id."""
        return {relation.id: relation for relation in self.relation_list}

    @cached_property
    def sources(self) -> Mapping[str, Source]:  # type: ignore[override] # as above
        """The cited works and the files, by id."""
        return {source.id: source for source in self._values("sources", codec.read_source)}

    @cached_property
    def denials(self) -> tuple[Denial, ...]:  # type: ignore[override] # as above
        """What sources say is not so, by id."""
        return tuple(self._values("denials", codec.read_denial))

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:  # type: ignore[override] # as above
        """The claims that do not agree, by id."""
        return tuple(self._values("disputes", codec.read_dispute))

    @cached_property
    def warning_signs(self) -> tuple[WarningSign, ...]:  # type: ignore[override] # as above
        """The signs that need a doctor, the most pressing first."""
        return tuple(self._values("signs", codec.read_sign))

    @cached_property
    def mappings(self) -> tuple[Match, ...]:  # type: ignore[override] # as above
        """What other vocabularies call the entities, with the reasons."""
        return tuple(self._values("mappings", lambda fields: Match(*fields)))

    @cached_property
    def faults(self) -> tuple[LineFault, ...]:  # type: ignore[override] # as above
        """The lines of the files that could not be read."""
        return tuple(LineFault(*fault) for fault in self._packed.values["faults"])

    def _number_of(self, identifier: str) -> int:
        """Return the number of an entity, or -1."""
        number = self._numbers.get(identifier)
        if number is None:
            number = self._ids.place_of(identifier)
            # What is not here is not kept in mind: there is no end of it.
            if number >= 0:
                self._numbers[identifier] = number
        return number

    def _make_entity(self, number: int) -> Entity:
        identifier = self._ids[number]
        said = self._packed.texts("entities")[number]
        if self._packed.column("told")[number]:
            return codec.read_entity(identifier, json.loads(said))
        file = self._packed.values["files"][self._packed.column("files")[number]]
        return codec.read_entity(identifier, [said, said, False, ""])._replace(file=file)

    def _make_claim(self, number: int) -> Claim:
        subject, relation, object_, evidence = (column[number] for column in self._claim_columns)
        ends = EntityId(self._ids[subject]), EntityId(self._ids[object_])
        verb = self.relation_list[relation].id
        identifier = f"{ends[0]}--{verb}--{ends[1]}"
        return Claim(identifier, ends[0], verb, ends[1], self.evidence_sets[evidence])

    def _find_claim(self, identifier: str) -> int:
        """Return the number of a claim, or -1."""
        parts = identifier.split("--")
        for first in range(1, len(parts) - 1):
            subject = self._number_of("--".join(parts[:first]))
            if subject < 0:
                continue
            for number in self._touching_numbers(subject):
                if (
                    self._claim_columns[0][number] == subject
                    and self._all_claims[number].id == identifier
                ):
                    return number
        return -1

    def _touching_numbers(self, entity: int) -> memoryview:
        starts = self._packed.column("touching@")
        return self._packed.column("touching")[starts[entity] : starts[entity + 1]]

    @cached_property
    def degrees(self) -> Mapping[EntityId, int]:
        """Entity to the number of claims that touch it."""
        return _ById(self._ids, self._number_of, self._packed.column("degrees"))

    def half_hub_cost(self, entity: EntityId) -> int:
        """Return half the hub penalty of an entity, in thousandths."""
        return self.numbering.hubs[self._number_of(entity)]

    @cached_property
    def numbering(self) -> Numbering:
        """The entities by number, in the order of ids."""
        return Numbering(
            ids=self._ids,  # type: ignore[arg-type] # texts of ids
            number_of=self._number_of,
            sites=self._packed.column("sites"),
            bridges=self._packed.column("bridges"),
            hubs=self._packed.column("hubs"),
        )

    def is_bridge(self, entity: EntityId) -> bool:
        """Tell whether a path may lead through an entity (not through a person or a book)."""
        return bool(self.numbering.bridges[self._number_of(entity)])

    @cached_property
    def claim_list(self) -> Sequence[Claim]:
        """The claims by number, in the order of subject, relation and object."""
        return self._all_claims

    @cached_property
    def relation_list(self) -> Sequence[Relation]:
        """The relations by number, in the order of ids."""
        return self._values("relations", codec.read_relation)

    @cached_property
    def evidence_sets(self) -> Sequence[tuple[Evidence, ...]]:
        """The different sets of evidence that claims have, by number."""
        texts = self._packed.texts("evidence")
        return _Made(
            len(texts), lambda number: tuple(map(codec.read_evidence, json.loads(texts[number])))
        )

    @cached_property
    def claim_numbers(self) -> ClaimNumbers:
        """The claims as numbers of their entities, relations and evidence."""
        from somagraph.columns import ClaimNumbers, from_memory  # noqa: PLC0415 - numpy is not at hand at once

        return ClaimNumbers(*map(from_memory, self._claim_columns))

    @cached_property
    def entity_columns(self) -> EntityColumns:
        """What arcs need to know of the entities."""
        from somagraph.columns import EntityColumns, from_memory  # noqa: PLC0415 - as above

        names = ("hubs", "paired", "bearers", "classes")
        hubs, paired, bearers, classes = (from_memory(self._packed.column(n)) for n in names)
        return EntityColumns(hubs, paired == 1, bearers, classes == 1)

    def claims_about(self, entity: EntityId) -> tuple[Claim, ...]:
        """Return the claims that name an entity, by id."""
        numbers = self._touching_numbers(self._number_of(entity))
        return tuple(sorted((self._all_claims[n] for n in numbers), key=lambda claim: claim.id))

    def claims_between(self, one: EntityId, other: EntityId) -> tuple[Claim, ...]:
        """Return the claims that join two entities in either direction, by id."""
        ends = {self._number_of(one), self._number_of(other)}
        subjects, _, objects, _ = self._claim_columns
        fewer = min(ends, key=self._packed.column("degrees").__getitem__)
        found = [
            self._all_claims[number]
            for number in self._touching_numbers(fewer)
            if {subjects[number], objects[number]} == ends
        ]
        return tuple(sorted(found, key=lambda claim: claim.id))

    @cached_property
    def _states(self) -> Mapping[EntityId, tuple[EntityId, ...]]:
        states: dict[EntityId, tuple[EntityId, ...]] = {}
        for state, bearer in enumerate(self._packed.column("bearers")):
            if bearer >= 0:
                borne = EntityId(self._ids[bearer])
                states[borne] = (*states.get(borne, ()), EntityId(self._ids[state]))
        return states

    def named(self, table: str, name: str) -> tuple[EntityId, ...]:
        """Return the entities that have a name, by id."""
        place = self._packed.texts("names").place_of(f"{table} {name}")
        if place < 0:
            return ()
        starts = self._packed.column("named@")
        numbers = self._packed.column("named")[starts[place] : starts[place + 1]]
        return tuple(EntityId(self._ids[number]) for number in sorted(set(numbers)))

    def spellings(self, beginning: str = "") -> Iterator[str]:
        """Yield the names in use that begin with a text, as names are compared."""
        names = self._packed.texts("names")
        for table in ("label", "synonym", "usual"):
            start = f"{table} {beginning}"
            for place in range(names.place_from(start), len(names)):
                if not (name := names[place]).startswith(start):
                    break
                yield name.partition(" ")[2]

    def _arc_table(self, filters: Filters) -> ArcTable:
        name = READY.get(filters)
        if name is None:
            return super()._arc_table(filters)
        column = self._packed.column
        fields = {
            field: column(f"{name}.{field}")
            for field in ArcTable._fields
            if field not in {"codes", "claims"}
        }
        rows = ClaimRows(column(f"{name}.lasts"), column(f"{name}.parents"))
        return ArcTable(codes=column(f"{name}.codes"), claims=rows, **fields)
