"""Rows of claims, and what follows from them: the joins behind every entailed arc.

Claims stand in columns of numbers, one entry a claim, and are joined as a database joins tables, so
that a million of them take seconds. What follows is derived in rounds, each a step longer than the
one before; of several ways to the same conclusion the shortest stays, then the first by ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from somagraph import costs
from somagraph.arcs import direction_of, roles_of
from somagraph.columns import ClaimColumns, EntityColumns, Flags, Ints, joined
from somagraph.frontier import ClaimRows
from somagraph.model import Relation
from somagraph.vocabulary import KIND_OF

__all__ = ["LONGEST", "Chains", "Deriver", "packed"]

#: The most claims that one conclusion is drawn from; the page has the same. A circle or a line of a
#: thousand parts would follow from each other a million times.
LONGEST: Final = 50

_NOTHING: Final = np.empty(0, np.int64)


class _Rules(NamedTuple):
    """What a relation makes of its claims, one entry a relation."""

    at_subject: Ints
    at_object: Ints
    direction: Ints
    #: Added when read from object to subject.
    backward: Ints
    symmetric: Flags
    inherited: Flags
    is_kind: Flags


def _rules_of(relations: Sequence[Relation]) -> _Rules:
    roles = [roles_of(relation) for relation in relations]
    return _Rules(
        at_subject=np.array([role for role, _ in roles], np.int64),
        at_object=np.array([role for _, role in roles], np.int64),
        direction=np.array([direction_of(relation) for relation in relations], np.int64),
        backward=np.array(
            [costs.surcharge(r.family, forward=r.symmetric) for r in relations], np.int64
        ),
        symmetric=np.array([r.symmetric for r in relations], bool),
        inherited=np.array([not (r.upper_end or r.stands_alone) for r in relations], bool),
        is_kind=np.array([r.id == KIND_OF for r in relations], bool),
    )


class Chains(NamedTuple):
    """Rows of claims, one entry a row; each ends where the next claim may be joined to it."""

    starts: Ints
    ends: Ints
    #: Number of the row in the table.
    rows: Ints
    #: The claim (its place in the columns) that leads: the first, or the last.
    leads: Ints
    #: The first and the last claim.
    firsts: Ints
    lasts: Ints
    #: Cost from start to end and back, without what the leading claim pays for being turned.
    there: Ints
    back: Ints
    hops: Ints
    sided: Flags

    def at(self, rows: Ints | Flags) -> Chains:
        """Return some of them."""
        return Chains._make(column[rows] for column in self)


class _Seen:
    """Keys that were met before, in order, so that more of them are looked up at once."""

    def __init__(self, keys: Ints) -> None:
        self._keys = np.sort(keys)

    def new(self, keys: Ints) -> Flags:
        """Return which keys were not met before."""
        if not len(self._keys):
            return np.ones(len(keys), bool)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        unmet: Flags = self._keys[places] != keys
        return unmet

    def add(self, keys: Ints) -> None:
        """Note keys as met; the sort joins two sorted runs, which is quick."""
        self._keys = np.sort(np.concatenate([self._keys, np.sort(keys)]), kind="stable")


def _first_of_each(keys: Ints) -> Ints:
    """Return the places where a key is met first, in order."""
    _, first = np.unique(keys, return_index=True)
    return np.sort(first)


class Deriver:
    """Makes arcs of the claims in some columns."""

    def __init__(
        self, claims: ClaimColumns, relations: Sequence[Relation], entities: EntityColumns
    ) -> None:
        self.claims, self.entities, self.rules = claims, entities, _rules_of(relations)
        self._relations = relations
        #: Claim and row before it of each row that is no single claim.
        self.row_claims: list[Ints] = []
        self.row_parents: list[Ints] = []
        self._rows = len(claims.numbers)
        hubs = entities.hubs
        own = claims.evidence + costs.STEP_COST + hubs[claims.subjects] + hubs[claims.objects]
        self._there, self._back = own, own + self.rules.backward[claims.relations]
        self._sided = claims.sides > 0

    def single(self, places: Ints) -> Chains:
        """Return rows of one claim each."""
        claims = self.claims
        ones = np.ones(len(places), np.int32)
        return Chains(
            claims.subjects[places],
            claims.objects[places],
            places,
            places,
            places,
            places,
            self._there[places],
            self._back[places],
            ones,
            self._sided[places],
        )

    def longer(self, chains: Chains, places: Ints, *, lead_last: bool) -> Chains:
        """Return rows with one more claim each."""
        rows = np.arange(self._rows, self._rows + len(places))
        self._rows += len(places)
        self.row_claims.append(places)
        self.row_parents.append(chains.rows)
        return chains._replace(
            ends=self.claims.objects[places],
            rows=rows,
            leads=places if lead_last else chains.leads,
            lasts=places,
            there=chains.there + self._there[places],
            back=chains.back + self._back[places],
            hops=chains.hops + 1,
            sided=chains.sided | self._sided[places],
        )

    def rows(self) -> ClaimRows:
        """Return all rows that were made so far."""
        numbers = self.claims.numbers
        none = np.full(len(numbers), -1)
        return ClaimRows(
            packed(np.concatenate([numbers, *(numbers[places] for places in self.row_claims)])),
            packed(np.concatenate([none, *self.row_parents])),
        )

    def _key(self, one: Ints, other: Ints) -> Ints:
        factor = max(len(self.entities.hubs), len(self.claims.numbers))
        return one.astype(np.int64) * factor + other

    def inherited(self) -> Chains:
        """Return what narrower entities inherit: kind-of claims, then a claim of the wider one."""
        claims = self.claims
        kinds = np.flatnonzero(self.rules.is_kind[claims.relations])
        said = np.flatnonzero(self.rules.inherited[claims.relations] & claims.plain)
        said = said[np.argsort(claims.subjects[said], kind="stable")]
        reached = self.single(kinds)
        seen = _Seen(self._key(reached.starts, reached.ends))
        found = []
        for _ in range(LONGEST - 1):
            left, right = joined(reached.ends, claims.subjects[said])
            conclusions = self.longer(reached.at(left), said[right], lead_last=True)
            found.append(conclusions.at(conclusions.ends != conclusions.starts))
            left, right = joined(reached.ends, claims.subjects[kinds])
            ends = claims.objects[kinds[right]]
            keys = self._key(reached.starts[left], ends)
            new = np.flatnonzero((ends != reached.starts[left]) & seen.new(keys))
            new = new[_first_of_each(keys[new])]
            seen.add(keys[new])
            if not len(new):
                break
            reached = self.longer(reached.at(left[new]), kinds[right[new]], lead_last=True)
        return _concatenated(found)

    def carried_on(self) -> Chains:
        """Return what holds of a whole because it holds of a part, and the like."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for number, relation in enumerate(self._relations):
            if relation.over:
                groups.setdefault(relation.over, []).append(number)
        found = []
        for over, leading in groups.items():
            carriers = [n for n, relation in enumerate(self._relations) if relation.id in over]
            found += self._carried(np.array(leading), np.array(carriers, np.int64))
        return _concatenated(found)

    def _carried(self, leading: Ints, carriers: Ints) -> list[Chains]:
        claims = self.claims
        on = np.flatnonzero(claims.plain & np.isin(claims.relations, carriers))
        chains = self.single(np.flatnonzero(claims.plain & np.isin(claims.relations, leading)))
        ends = [self._key(chains.leads, chains.starts), self._key(chains.leads, chains.ends)]
        seen = _Seen(np.concatenate(ends))
        found = []
        for _ in range(LONGEST - 1):
            left, right = joined(chains.ends, claims.subjects[on])
            keys = self._key(chains.leads[left], claims.objects[on[right]])
            new = np.flatnonzero(seen.new(keys))
            new = new[_first_of_each(keys[new])]
            seen.add(keys[new])
            if not len(new):
                break
            chains = self.longer(chains.at(left[new]), on[right[new]], lead_last=False)
            found.append(chains)
        return found


def _concatenated(parts: Sequence[Chains]) -> Chains:
    if not parts:
        return Chains._make([_NOTHING] * 9 + [_NOTHING > 0])
    return Chains._make(np.concatenate(columns) for columns in zip(*parts, strict=True))


def packed(column: Ints) -> memoryview:
    """Return a column of numbers in as few bytes as they need."""
    return np.ascontiguousarray(column, np.int32).data
