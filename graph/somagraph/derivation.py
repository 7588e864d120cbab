"""All arcs of some claims at once: what they say, and what follows from them.

Claims stand in columns of numbers, one entry a claim, and are joined as a database joins tables, so
that a million of them take seconds. What follows is derived in rounds, each a step longer than the
one before; of several ways to the same conclusion the shortest stays, then the first by ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from somagraph import costs
from somagraph.arcs import (
    ROLE_ALONE,
    ROLE_BEARER,
    ROLE_FREE,
    ROLE_SIDED,
    ROLE_UPPER,
    direction_of,
    roles_of,
)
from somagraph.columns import ClaimColumns, EntityColumns, Flags, Ints, joined
from somagraph.frontier import HOPS_SHIFT, TARGET_SHIFT, ArcTable, ClaimRows, Code, encode
from somagraph.model import Relation
from somagraph.vocabulary import KIND_OF

__all__ = ["derive_arcs", "derive_entailed"]

_NOTHING: Final = np.empty(0, np.int64)
_FORWARD: Final = Code(0, 0, -1, 0, forward=True, keeps_side=False, lead_last=False)


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


class _Chains(NamedTuple):
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

    def at(self, rows: Ints | Flags) -> _Chains:
        """Return some of them."""
        return _Chains._make(column[rows] for column in self)


def _first_of_each(keys: Ints) -> Ints:
    """Return the places where a key is met first, in order."""
    _, first = np.unique(keys, return_index=True)
    return np.sort(first)


class _Deriver:
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

    def single(self, places: Ints) -> _Chains:
        """Return rows of one claim each."""
        claims = self.claims
        ones = np.ones(len(places), np.int64)
        return _Chains(
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

    def longer(self, chains: _Chains, places: Ints, *, lead_last: bool) -> _Chains:
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
            _packed(np.concatenate([numbers, *(numbers[places] for places in self.row_claims)])),
            _packed(np.concatenate([none, *self.row_parents])),
        )

    def _key(self, one: Ints, other: Ints) -> Ints:
        return one * max(len(self.entities.hubs), len(self.claims.numbers)) + other

    def inherited(self) -> _Chains:
        """Return what narrower entities inherit: kind-of claims, then a claim of the wider one."""
        claims = self.claims
        kinds = np.flatnonzero(self.rules.is_kind[claims.relations])
        said = np.flatnonzero(self.rules.inherited[claims.relations] & claims.plain)
        said = said[np.argsort(claims.subjects[said], kind="stable")]
        reached = self.single(kinds)
        seen = self._key(reached.starts, reached.ends)
        found = []
        while len(reached.rows):
            left, right = joined(reached.ends, claims.subjects[said])
            conclusions = self.longer(reached.at(left), said[right], lead_last=True)
            found.append(conclusions.at(conclusions.ends != conclusions.starts))
            left, right = joined(reached.ends, claims.subjects[kinds])
            ends = claims.objects[kinds[right]]
            keys = self._key(reached.starts[left], ends)
            new = np.flatnonzero((ends != reached.starts[left]) & ~np.isin(keys, seen))
            new = new[_first_of_each(keys[new])]
            seen = np.concatenate([seen, keys[new]])
            reached = self.longer(reached.at(left[new]), kinds[right[new]], lead_last=True)
        return _concatenated(found)

    def carried_on(self) -> _Chains:
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

    def _carried(self, leading: Ints, carriers: Ints) -> list[_Chains]:
        claims = self.claims
        on = np.flatnonzero(claims.plain & np.isin(claims.relations, carriers))
        chains = self.single(np.flatnonzero(claims.plain & np.isin(claims.relations, leading)))
        seen = np.concatenate(
            [self._key(chains.leads, chains.starts), self._key(chains.leads, chains.ends)]
        )
        found = []
        while len(chains.rows):
            left, right = joined(chains.ends, claims.subjects[on])
            keys = self._key(chains.leads[left], claims.objects[on[right]])
            new = np.flatnonzero(~np.isin(keys, seen))
            new = new[_first_of_each(keys[new])]
            seen = np.concatenate([seen, keys[new]])
            chains = self.longer(chains.at(left[new]), on[right[new]], lead_last=False)
            found.append(chains)
        return found


def _concatenated(parts: Sequence[_Chains]) -> _Chains:
    if not parts:
        return _Chains._make([_NOTHING] * 9 + [_NOTHING > 0])
    return _Chains._make(np.concatenate(columns) for columns in zip(*parts, strict=True))


class _Arcs(NamedTuple):
    """Arcs, one entry each."""

    sources: Ints
    targets: Ints
    costs: Ints
    rows: Ints
    firsts: Ints
    lasts: Ints
    codes: Ints


def _encoded(  # noqa: PLR0913 - one for each part of a code
    source_role: Ints,
    target_role: Ints,
    direction: Ints,
    hops: Ints,
    *,
    forward: bool,
    keeps_side: Flags,
    lead_last: bool,
) -> Ints:
    """Return codes as numbers, from columns of their parts (see `Code`)."""
    bits = source_role | target_role << TARGET_SHIFT | direction + 1 << 12
    return bits | forward << 14 | keeps_side << 15 | lead_last << 16 | hops << HOPS_SHIFT


def _both_ways(
    deriver: _Deriver, chains: _Chains, *, lead_last: bool, directed: bool
) -> list[_Arcs]:
    """Return the arcs of rows of claims, there and, unless only forward is walked, back."""
    claims, rules, paired = deriver.claims, deriver.rules, deriver.entities.paired
    relation = claims.relations[chains.leads]
    single = chains.hops == 1
    side = claims.sides[chains.leads]
    at_start = rules.at_subject[relation] | side * paired[claims.subjects[chains.leads]]
    at_end = rules.at_object[relation] | side * paired[claims.objects[chains.leads]]
    if lead_last:
        at_start = np.where(single, at_start, 0)
    else:
        # What is carried on goes up where the claims that carry it do.
        upper = rules.at_object[claims.relations[chains.lasts]] & ROLE_UPPER
        at_end = np.where(single, at_end, upper)
    keeps = paired[chains.starts] & paired[chains.ends] & ~chains.sided
    made = []
    for forward in (True, False):
        kept = np.full(len(relation), forward or not directed) | rules.symmetric[relation]
        here, there = (at_start, at_end) if forward else (at_end, at_start)
        codes = _encoded(
            here,
            there,
            rules.direction[relation] * (1 if forward else -1),
            chains.hops,
            forward=forward,
            keeps_side=keeps,
            lead_last=lead_last,
        )
        made.append(
            _Arcs(
                chains.starts if forward else chains.ends,
                chains.ends if forward else chains.starts,
                chains.there if forward else chains.back,
                chains.rows,
                claims.numbers[chains.firsts],
                claims.numbers[chains.lasts],
                codes,
            )
        )
        made[-1] = _Arcs._make(column[kept] for column in made[-1])
    return made


def _free_links(entities: EntityColumns, avoided: Sequence[int]) -> list[_Arcs]:
    """Return the links between states and their bearers, both ways."""
    states = np.flatnonzero(entities.bearers >= 0)
    bearers = entities.bearers[states]
    kept = ~(np.isin(states, avoided) | np.isin(bearers, avoided))
    states, bearers = states[kept], bearers[kept]
    cost = entities.hubs[states] + entities.hubs[bearers]
    none = np.full(len(states), -1, np.int64)
    at_bearer = ROLE_BEARER | ROLE_FREE
    up = Code(ROLE_FREE, at_bearer, 0, 0, forward=True, keeps_side=False, lead_last=False)
    down = Code(at_bearer, ROLE_FREE, 0, 0, forward=False, keeps_side=False, lead_last=False)
    return [
        _Arcs(source, target, cost, none, none, none, np.full(len(states), encode(code), np.int64))
        for source, target, code in ((states, bearers, up), (bearers, states, down))
    ]


def _cheapest(arcs: _Arcs, entities: int) -> _Arcs:
    """Return one arc for each pair: what leads on before what stands alone, then the cheapest."""
    pairs = arcs.sources * entities + arcs.targets
    order = np.argsort(pairs, kind="stable")
    pairs = pairs[order]
    repeated = np.zeros(len(pairs), bool)
    repeated[1:] = pairs[1:] == pairs[:-1]
    if repeated.any():
        doubtful = repeated.copy()
        doubtful[:-1] |= repeated[1:]
        several = order[doubtful]
        code = arcs.codes[several]
        alone = (code | code >> TARGET_SHIFT) & ROLE_ALONE
        keys = (
            arcs.lasts[several],
            arcs.firsts[several],
            code >> HOPS_SHIFT,
            arcs.costs[several],
            alone,
            pairs[doubtful],
        )
        order[doubtful] = several[np.lexsort(keys)]
    return _Arcs(*(column[order[~repeated]] for column in arcs))


def derive_arcs(
    claims: ClaimColumns,
    relations: Sequence[Relation],
    entities: EntityColumns,
    *,
    avoided: Sequence[int] = (),
    directed: bool = False,
    asserted_only: bool = False,
) -> ArcTable:
    """Return every arc that may be walked: one, the cheapest, for each pair of entities.

    Parameters
    ----------
    claims
        What a filter leaves of the claims.
    relations
        All relations, in the order of the numbers that claims give.
    entities
        All entities.
    avoided
        Numbers of entities that no free link may lead to; claims about them are left out before.
    directed
        Walk claims from subject to object only; symmetric ones go both ways.
    asserted_only
        Leave out what only follows.
    """
    deriver = _Deriver(claims, relations, entities)
    single = deriver.single(np.arange(len(claims.numbers)))
    parts = [
        *_both_ways(deriver, single, lead_last=False, directed=directed),
        *_free_links(entities, avoided),
    ]
    if not asserted_only:
        parts += _entailed(deriver, directed=directed)
    return _table_of(_cheapest(_joined_up(parts), len(entities.hubs)), deriver)


def _entailed(deriver: _Deriver, *, directed: bool) -> list[_Arcs]:
    """Return the arcs of all that follows."""
    return [
        *_both_ways(deriver, deriver.inherited(), lead_last=True, directed=directed),
        *_both_ways(deriver, deriver.carried_on(), lead_last=False, directed=directed),
    ]


def _joined_up(parts: Sequence[_Arcs]) -> _Arcs:
    return _Arcs(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _table_of(arcs: _Arcs, deriver: _Deriver) -> ArcTable:
    count = len(deriver.entities.hubs)
    # A search meets the cheapest arc of an entity first, and need not look at those it cannot pay.
    order = _sorted_by(arcs.sources, arcs.costs, arcs.targets)
    arcs = _Arcs(*(column[order] for column in arcs))
    codes, code_numbers = np.unique(arcs.codes, return_inverse=True)
    arrivals = np.zeros(count, np.int64)
    roles = arcs.codes >> TARGET_SHIFT & 63 & ~ROLE_SIDED
    np.bitwise_or.at(arrivals, arcs.targets, 1 << roles)
    entering = _sorted_by(arcs.targets, arcs.costs, arcs.sources)
    return ArcTable(
        codes=codes.tolist(),
        starts=_starts(arcs.sources, count),
        sources=_packed(arcs.sources),
        targets=_packed(arcs.targets),
        costs=_packed(arcs.costs),
        code_numbers=_short(code_numbers),
        rows=_packed(arcs.rows),
        entering_starts=_starts(arcs.targets, count),
        entering_sources=_packed(arcs.sources[entering]),
        entering_costs=_packed(arcs.costs[entering]),
        entering_codes=_short(code_numbers[entering]),
        arrivals=_packed(arrivals),
        dearest=_packed(_dearest(arcs)),
        claims=deriver.rows(),
    )


def _sorted_by(*columns: Ints) -> Ints:
    """Return the order of rows by several columns of numbers from 0 on, the first one first."""
    bits = [int(column.max(initial=0)).bit_length() for column in columns]
    if sum(bits) >= 63:  # noqa: PLR2004 - of the 64 bits of a number, one is its sign
        return np.lexsort(tuple(reversed(columns)))
    key = columns[0].astype(np.int64)
    for column, width in zip(columns[1:], bits[1:], strict=True):
        key <<= width
        key |= column
    return np.argsort(key)


def _dearest(arcs: _Arcs) -> Ints:
    """Return what one hop costs at the most, and two free links."""
    hops = arcs.codes >> HOPS_SHIFT
    free = hops == 0
    dearest = np.ceil(arcs.costs[~free] / hops[~free]).max(initial=0)
    return np.array([dearest, 2 * arcs.costs[free].max(initial=0)], np.int64)


def _short(column: Ints) -> memoryview:
    return np.ascontiguousarray(column, np.uint16).data


def _packed(column: Ints) -> memoryview:
    return np.ascontiguousarray(column, np.int32).data


def _starts(keys: Ints, count: int) -> memoryview:
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
    return _packed(starts)


def derive_entailed(
    claims: ClaimColumns,
    relations: Sequence[Relation],
    entities: EntityColumns,
    start: int | None = None,
) -> list[tuple[int, int, tuple[int, ...], int]]:
    """Return all that follows of one entity as its subject, or of all of them.

    Returns
    -------
    list of tuple
        Numbers of the subject and of the object, numbers of the premises in order, and the code of
        the arc (see `somagraph.frontier`); several where there are several ways.
    """
    deriver = _Deriver(claims, relations, entities)
    arcs = _joined_up(_entailed(deriver, directed=False))
    wanted = (arcs.codes & encode(_FORWARD)) > 0
    if start is not None:
        wanted &= arcs.sources == start
    rows = deriver.rows()
    columns = (arcs.sources, arcs.targets, arcs.rows, arcs.codes)
    return [
        (source, target, rows.premises(row), code)
        for source, target, row, code in zip(*(c[wanted].tolist() for c in columns), strict=True)
    ]
