"""All arcs of some claims at once: what they say, and what follows from them, each at its cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from somagraph.arcs import (
    ROLE_ALONE,
    ROLE_BEARER,
    ROLE_FREE,
    ROLE_KIND,
    ROLE_SIDED,
    ROLE_SOME,
    ROLE_UPPER,
)
from somagraph.chains import Chains, Deriver, packed
from somagraph.columns import ClaimColumns, EntityColumns, Flags, Ints, starts_of
from somagraph.frontier import HOPS_SHIFT, TARGET_SHIFT, ArcTable, Code, encode
from somagraph.model import Relation

__all__ = ["derive_arcs", "derive_entailed"]

_FORWARD: Final = Code(0, 0, -1, 0, forward=True, keeps_side=False, lead_last=False)


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
    bits = source_role | target_role << TARGET_SHIFT | direction + 1 << 16
    return bits | forward << 18 | keeps_side << 19 | lead_last << 20 | hops << HOPS_SHIFT


def _both_ways(deriver: Deriver, chains: Chains, *, lead_last: bool, directed: bool) -> list[_Arcs]:
    """Return the arcs of rows of claims, there and, unless only forward is walked, back."""
    claims, rules, paired = deriver.claims, deriver.rules, deriver.entities.paired
    relation = claims.relations[chains.leads]
    single = chains.hops == 1
    side = claims.sides[chains.leads]
    at_start = rules.at_subject[relation] | side * paired[claims.subjects[chains.leads]]
    at_end = rules.at_object[relation] | side * paired[claims.objects[chains.leads]]
    some = ROLE_SOME * (~rules.is_kind[relation] & deriver.entities.classes[chains.ends])
    at_end |= some
    if lead_last:
        at_start = np.where(single, at_start, 0)
    else:
        # What is carried on goes up where the claims that carry it do.
        upper = rules.at_object[claims.relations[chains.lasts]] & ROLE_UPPER
        kind = ROLE_KIND * rules.is_kind[relation]
        at_end = np.where(single, at_end, upper | kind | some)
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
        made[-1] = _Arcs._make(column[kept].astype(np.int32) for column in made[-1])
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


def _cheapest(arcs: _Arcs, entities: int) -> Ints:
    """Return one arc for each pair: what leads on before what stands alone, then the cheapest."""
    pairs = arcs.sources.astype(np.int64) * entities + arcs.targets
    order = np.argsort(pairs, kind="stable").astype(np.int32)
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
    return order[~repeated]


def derive_arcs(  # noqa: PLR0913 - one for each way to ask for less
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
    deriver = Deriver(claims, relations, entities)
    single = deriver.single(np.arange(len(claims.numbers)))
    parts = [
        *_both_ways(deriver, single, lead_last=False, directed=directed),
        *_free_links(entities, avoided),
    ]
    if not asserted_only:
        parts += _entailed(deriver, directed=directed)
    columns = [list(part) for part in parts]
    del parts
    return _table_of(_Arcs._make(_joined_up(columns)), deriver)


def _entailed(deriver: Deriver, *, directed: bool) -> list[_Arcs]:
    """Return the arcs of all that follows."""
    return [
        *_both_ways(deriver, deriver.inherited(), lead_last=True, directed=directed),
        *_both_ways(deriver, deriver.carried_on(), lead_last=False, directed=directed),
    ]


def _joined_up(parts: Sequence[list[Ints]]) -> Iterator[Ints]:
    """Yield the columns of several parts, each joined; the parts are used up, to save memory."""
    for _ in _Arcs._fields:
        yield np.concatenate([part.pop(0) for part in parts])


def _table_of(arcs: _Arcs, deriver: Deriver) -> ArcTable:
    """Return the table of the cheapest arcs; each column is let go of when it was used."""
    count = len(deriver.entities.hubs)
    chosen = _cheapest(arcs, count)
    # A search meets the cheapest arc of an entity first, and need not look at those it cannot pay.
    chosen = chosen[_sorted_by(arcs.sources[chosen], arcs.costs[chosen], arcs.targets[chosen])]
    sources, targets, costs = arcs.sources[chosen], arcs.targets[chosen], arcs.costs[chosen]
    rows, all_codes = arcs.rows[chosen], arcs.codes[chosen]
    del arcs, chosen
    arrivals = np.zeros(count, np.int32)
    _, roles = np.unique(all_codes >> TARGET_SHIFT & 255 & ~ROLE_SIDED, return_inverse=True)
    np.bitwise_or.at(arrivals, targets, (1 << roles).astype(np.int32))
    dearest = _dearest(costs, all_codes >> HOPS_SHIFT)
    codes, numbers = np.unique(all_codes, return_inverse=True)
    code_numbers = numbers.astype(np.uint16)
    del roles, all_codes, numbers
    entering = _sorted_by(targets, costs, sources).astype(np.int32)
    return ArcTable(
        codes=codes.tolist(),
        starts=packed(starts_of(sources, count)),
        sources=packed(sources),
        targets=packed(targets),
        costs=packed(costs),
        code_numbers=code_numbers.data,
        rows=packed(rows),
        entering_starts=packed(starts_of(targets, count)),
        entering_sources=packed(sources[entering]),
        entering_costs=packed(costs[entering]),
        entering_codes=code_numbers[entering].data,
        arrivals=packed(arrivals),
        dearest=packed(dearest),
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


def _dearest(costs: Ints, hops: Ints) -> Ints:
    """Return what one hop costs at the most, and two free links."""
    free = hops == 0
    dearest = np.ceil(costs[~free] / hops[~free]).max(initial=0)
    return np.array([dearest, 2 * costs[free].max(initial=0)], np.int64)


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
    deriver = Deriver(claims, relations, entities)
    parts = [list(part) for part in _entailed(deriver, directed=False)]
    arcs = _Arcs._make(_joined_up(parts))
    wanted = (arcs.codes & encode(_FORWARD)) > 0
    if start is not None:
        wanted &= arcs.sources == start
    rows = deriver.rows()
    columns = (arcs.sources, arcs.targets, arcs.rows, arcs.codes)
    return [
        (source, target, rows.premises(row), code)
        for source, target, row, code in zip(*(c[wanted].tolist() for c in columns), strict=True)
    ]
