"""What may be walked: the arcs that leave and enter each entity, in columns of numbers.

Entities are numbered in the order of their ids, arcs in the order of their sources and, of one
source, of their costs. An `Arc` is made only when somebody looks at it; a search does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from somagraph.model import EntityId
from somagraph.walking import Arc

__all__ = [
    "HOPS_SHIFT",
    "TARGET_SHIFT",
    "ArcMaker",
    "ArcTable",
    "ClaimRows",
    "Code",
    "Frontier",
    "Numbering",
    "decode",
    "encode",
]


_Made = TypeVar("_Made")

#: Where the parts of a code begin, in bits.
TARGET_SHIFT: Final = 8
HOPS_SHIFT: Final = 21


class Code(NamedTuple):
    """All of an arc that decides what may be joined to it, in few bits."""

    #: Roles (see `somagraph.arcs`), eight bits each.
    source_role: int
    target_role: int
    #: -1, 0 or 1.
    direction: int
    #: Steps that it counts as: 0 for the free link of a state.
    hops: int
    #: Whether its claims are walked from subject to object.
    forward: bool
    keeps_side: bool
    #: For an entailed arc: whether it says what its last premise says, not its first.
    lead_last: bool


def encode(code: Code) -> int:
    """Return a code as one number.

    Examples
    --------
    >>> decode(encode(Code(1, 32, -1, 3, True, False, True)))
    Code(source_role=1, target_role=32, direction=-1, hops=3, forward=True, keeps_side=False, \
lead_last=True)
    """
    bits = code.source_role | code.target_role << TARGET_SHIFT | code.direction + 1 << 16
    bits |= code.forward << 18 | code.keeps_side << 19 | code.lead_last << 20
    return bits | code.hops << HOPS_SHIFT


def decode(number: int) -> Code:
    """Undo `encode`."""
    return Code(
        source_role=number & 255,
        target_role=number >> TARGET_SHIFT & 255,
        direction=(number >> 16 & 3) - 1,
        hops=number >> HOPS_SHIFT,
        forward=bool(number >> 18 & 1),
        keeps_side=bool(number >> 19 & 1),
        lead_last=bool(number >> 20 & 1),
    )


class ClaimRows(NamedTuple):
    """Rows of claims that arcs rest on; a longer row is a shorter one and a claim."""

    #: Number of the last claim of each row.
    lasts: Sequence[int]
    #: The row before that claim, -1 where it is the first.
    parents: Sequence[int]

    def premises(self, row: int) -> tuple[int, ...]:
        """Return the numbers of the claims of a row, in order; none for a free link, -1."""
        claims = []
        while row >= 0:
            claims.append(self.lasts[row])
            row = self.parents[row]
        return tuple(reversed(claims))


class ArcTable(NamedTuple):
    """Arcs in columns, sorted by source, cost and target; one for each pair of entities."""

    #: The different codes, as numbers (see `encode`).
    codes: Sequence[int]
    #: Where the arcs of each source begin; one entry more than there are entities.
    starts: Sequence[int]
    sources: Sequence[int]
    targets: Sequence[int]
    #: In thousandths.
    costs: Sequence[int]
    #: Place in `codes`.
    code_numbers: Sequence[int]
    #: The row of claims that it rests on; -1 for a free link.
    rows: Sequence[int]
    #: The same arcs once more, sorted by target, cost and source: where those of each target begin,
    #: and what a search from the target needs of them.
    entering_starts: Sequence[int]
    entering_sources: Sequence[int]
    entering_costs: Sequence[int]
    entering_codes: Sequence[int]
    #: Of each entity, a bit for each role in which an arc enters it: of all roles without sides,
    #: by their order.
    arrivals: Sequence[int]
    #: What one hop costs at the most, and two free links.
    dearest: Sequence[int]
    claims: ClaimRows


class Numbering(NamedTuple):
    """Entities by number, and what a search asks of them."""

    #: In the order of ids.
    ids: Sequence[EntityId]
    number_of: Callable[[EntityId], int]
    #: Number of the structure of a state, else the entity's own.
    sites: Sequence[int]
    #: Whether a path may lead through it.
    bridges: Sequence[int]
    #: Half the hub penalty, in thousandths.
    hubs: Sequence[int]


#: Makes an arc of its two ends, the numbers of its claims, and its code.
ArcMaker = Callable[[EntityId, EntityId, tuple[int, ...], Code], Arc]


class Frontier(Mapping[EntityId, tuple[Arc, ...]]):
    """The arcs that leave each entity, by the ids of their targets.

    Parameters
    ----------
    numbering
        The entities.
    table
        The arcs.
    make_arc
        Makes those that are looked at.
    """

    def __init__(
        self,
        numbering: Numbering,
        table: ArcTable,
        make_arc: ArcMaker,
    ) -> None:
        self.numbering, self.table = numbering, table
        self.codes = tuple(map(decode, table.codes))
        self._make_arc = make_arc
        self._arcs: dict[int, Arc] = {}
        self._cached: dict[object, Any] = {}

    def arc(self, number: int) -> Arc:
        """Return one arc by its number."""
        made = self._arcs.get(number)
        if made is None:
            table, ids = self.table, self.numbering.ids
            source, target = ids[table.sources[number]], ids[table.targets[number]]
            code = self.codes[table.code_numbers[number]]
            made = self._make_arc(source, target, table.claims.premises(table.rows[number]), code)
            self._arcs[number] = made
        return made

    def cached(self, make: Callable[[Sequence[Code]], _Made]) -> _Made:
        """Return what a search makes of the codes, made once."""
        if make not in self._cached:
            self._cached[make] = make(self.codes)
        return self._cached[make]  # type: ignore[no-any-return] # made by it

    def code(self, arc: int) -> Code:
        """Return the code of an arc."""
        return self.codes[self.table.code_numbers[arc]]

    def lead(self, arc: int) -> int:
        """Return the number of the claim that an arc says, itself or by inference; -1 for none."""
        row, claims = self.table.rows[arc], self.table.claims
        if row < 0 or self.code(arc).lead_last:
            return claims.lasts[row] if row >= 0 else -1
        while (before := claims.parents[row]) >= 0:
            row = before
        return claims.lasts[row]

    def leaving(self, entity: int) -> range:
        """Return the numbers of the arcs that leave an entity, the cheapest first."""
        return range(self.table.starts[entity], self.table.starts[entity + 1])

    def entering(self, entity: int) -> list[int]:
        """Return the numbers of the arcs that enter an entity, the cheapest first."""
        first, last = self.table.entering_starts[entity : entity + 2]
        return [self.between(source, entity) for source in self.table.entering_sources[first:last]]

    def free_links(self, entity: int) -> list[int]:
        """Return the numbers of the arcs between an entity and its bearer or its states."""
        rows = self.table.rows
        return [arc for arc in self.leaving(entity) if rows[arc] < 0]

    def between(self, source: int, target: int) -> int:
        """Return the number of the arc from one entity to another, or -1."""
        table = self.table
        # Of a hub and something else, the other has fewer arcs to look at.
        first, last = table.entering_starts[target], table.entering_starts[target + 1]
        is_hub = last - first < len(self.leaving(source))
        if is_hub and source not in table.entering_sources[first:last]:
            return -1
        return next((a for a in self.leaving(source) if table.targets[a] == target), -1)

    def __getitem__(self, entity: EntityId) -> tuple[Arc, ...]:
        """Return the arcs that leave an entity."""
        arcs = map(self.arc, self.leaving(self.numbering.number_of(entity)))
        return tuple(sorted(arcs, key=lambda arc: arc.target))

    def __iter__(self) -> Iterator[EntityId]:
        """Yield all entities, by id."""
        return iter(self.numbering.ids)

    def __len__(self) -> int:
        """Return the number of entities."""
        return len(self.numbering.ids)
