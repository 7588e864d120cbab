"""Ranked connections: the loopless paths between two entities, cheapest first.

Three searches, each over columns of numbers (see `somagraph.frontier`), narrow one another down:

1. From both ends at once (Dijkstra 1959 from either side, after Pohl 1971), heeding no rule of
   `somagraph.paths` but persons and free links: what the cheapest path costs at the least, and how
   far from the source entities are.
2. From the target back, heeding the rules between any two arcs that meet: the cost that is left at
   the least from each way of having come to an entity. Nothing is looked at that is too far from
   the source to be on a path within the limit of the round.
3. From the source on, partial paths in the order of the whole cost that they can still reach (Hart,
   Nilsson and Raphael 1968). Each partial path stands for all paths that begin with it, which is
   Lawler's way (1972) to part the paths that are left after each that is found (Yen 1971).

A round has a limit of cost; where it holds too few paths, the next one has a higher limit. Paths of
equal cost come in the order of their entities' ids.

Before answers are arranged, `find_paths` yields what ``networkx.shortest_simple_paths`` yields on
`KnowledgeGraph.walk_network` with ``weight="cost"``, less the paths that `is_vetoed` rejects.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from itertools import islice
from typing import Final, NamedTuple

from somagraph.arcs import ROLE_SIDED
from somagraph.bounds import ENDLESS, Ball, Near, Rules, costs_left, hops_around
from somagraph.costs import STEP_COST
from somagraph.frontier import Frontier
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId
from somagraph.paths import is_vetoed, make_path
from somagraph.walking import Path

__all__ = ["Search", "find_one_step", "find_paths", "find_rows"]

#: Partial paths looked at before a search is cut off, and said to be.
BUDGET: Final = 20_000

#: How far above the least cost the limit of the first round lies, in thousandths: in a graph of few
#: entities, farther.
_FIRST_MARGIN: Final = 1_000
_WIDE_MARGIN: Final = 3_500
_FEW_ENTITIES: Final = 1_500

#: A round that looked at fewer arrivals costs little; the next one may be much larger.
_SMALL_ROUND: Final = 150
#: After a round that looked at more, it pays to find out what is near enough by hops at all.
_LARGE_ROUND: Final = 500
#: That is done only where so many entities, or so small a part of all, are near enough.
_FEW_OF: Final = 4

#: Surroundings of the source that are always opened, and the most that a path by hops may need.
_MOST_NEAR: Final = 3_000

#: Entities looked at between two looks at the clock.
_TICK: Final = 256


class Search:
    """What a search may do, and whether it was cut off.

    Parameters
    ----------
    max_hops
        Steps that a path may have; a state's link to its bearer is free.
    via
        Entities that a path must lead through.
    budget
        Partial paths to look at.
    seconds
        Time that it may take, if there is a limit.
    """

    __slots__ = ("_deadline", "_ticks", "budget", "cut_off", "is_late", "max_hops", "via")

    def __init__(
        self,
        max_hops: int = 6,
        via: frozenset[EntityId] = frozenset(),
        budget: int = BUDGET,
        seconds: float | None = None,
    ) -> None:
        self.max_hops, self.via, self.budget = max_hops, via, budget
        #: Set by the search: more paths may exist than were found.
        self.cut_off = False
        #: Whether that was because the time was over.
        self.is_late = False
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._ticks = 0

    def is_over(self) -> bool:
        """Tell, and note, whether the time is over; looks at the clock now and then."""
        self._ticks += 1
        if self._deadline is None or self._ticks % _TICK:
            return self.cut_off
        if time.monotonic() > self._deadline:
            self.cut_off = self.is_late = True
        return self.cut_off


class _Partial(NamedTuple):
    """A path that has begun; the least whole cost first, then the ids."""

    estimate: int
    entities: tuple[int, ...]
    cost: int
    hops: int
    arcs: tuple[int, ...]
    #: How it came to its last entity (see `somagraph.bounds.Rules`), and the side that it kept to.
    arrival: int
    side: int


class _Round:
    """The search for paths up to a limit of cost."""

    def __init__(
        self, frontier: Frontier, near: Near, ends: tuple[int, int], limit: int, search: Search
    ) -> None:
        self._frontier, self._search, self._limit = frontier, search, limit
        self._source, self._target = ends
        self._rules = rules = frontier.cached(Rules)
        stop = search.is_over
        self._left, self.is_limited = costs_left(frontier, rules, near, ends, limit, stop)
        # Every hop costs a step at the least, so that a low limit leaves no room for too many.
        most = search.max_hops
        self._hops_left = None
        if limit >= (most + 1) * STEP_COST:
            entities = {state // rules.count for state in self._left}
            self._hops_left = hops_around(
                frontier, rules, self._target, most, outward=False, within=entities
            )

    @property
    def size(self) -> int:
        """How many arrivals it looks at."""
        return len(self._left)

    def paths(self) -> Iterator[tuple[int, ...]]:
        """Yield the arcs of each path, the cheapest first."""
        start = self._source * self._rules.count
        if start not in self._left:
            return
        heap = [_Partial(self._left[start], (self._source,), 0, 0, (), 0, 0)]
        looked_at = 0
        while heap:
            partial = heappop(heap)
            if partial.entities[-1] == self._target:
                yield partial.arcs
                continue
            looked_at += 1
            if looked_at > self._search.budget:
                self._search.cut_off = True
            if self._search.is_over():
                return
            for longer in self._longer(partial):
                heappush(heap, longer)

    def _longer(self, partial: _Partial) -> Iterator[_Partial]:
        """Yield a partial path with one more arc each."""
        table, rules, here = self._frontier.table, self._rules, partial.entities[-1]
        codes, after, room = rules.codes, rules.after[partial.arrival], self._limit - partial.cost
        is_start = not partial.arrival
        if not is_start and not self._frontier.numbering.bridges[here]:
            return
        for arc in self._frontier.leaving(here):
            cost = table.costs[arc]
            if cost > room:
                break
            number, end = table.code_numbers[arc], table.targets[arc]
            arrival = after[number]
            rest = self._left.get(end * rules.count + arrival, ENDLESS) if arrival >= 0 else ENDLESS
            if cost + rest > room:
                continue
            code = codes[number]
            hops = partial.hops + code.hops
            if not self._has_room(hops, end):
                continue
            if not is_start and (
                (rules.free[number] and end != self._target)
                or (partial.side | code.source_role) & ROLE_SIDED == ROLE_SIDED
            ):
                continue
            if self._says_more(partial.arcs, arc) and self._is_one_visit(partial.entities, end):
                kept = partial.side if code.keeps_side and not is_start else 0
                yield _Partial(
                    partial.cost + cost + rest,
                    (*partial.entities, end),
                    partial.cost + cost,
                    hops,
                    (*partial.arcs, arc),
                    arrival,
                    code.target_role & ROLE_SIDED | kept,
                )

    def _says_more(self, arcs: tuple[int, ...], arc: int) -> bool:
        """Tell whether an arc says a claim that no arc before it says."""
        lead = self._frontier.lead(arc)
        return lead < 0 or all(self._frontier.lead(one) != lead for one in arcs)

    def _has_room(self, hops: int, entity: int) -> bool:
        """Tell whether a path may still reach the target in the hops that it may have."""
        if self._hops_left is None:
            return True
        return hops + self._hops_left.get(entity, ENDLESS) <= self._search.max_hops

    def _is_one_visit(self, entities: tuple[int, ...], end: int) -> bool:
        """Tell whether a path may go on to an entity: a structure and its states are one visit."""
        if end in entities:
            return False
        sites = self._frontier.numbering.sites
        # Nothing lies between two states of one structure, or between it and its state.
        if end != self._target and sites[self._source] == sites[self._target]:
            return False
        visits = [place for place, entity in enumerate(entities) if sites[entity] == sites[end]]
        return not visits or visits == [len(entities) - 1]


def _least_cost(near: Ball, far: Ball, search: Search) -> int:
    """Return what a path costs at the least, or `ENDLESS` if nothing leads from end to end."""
    least = ENDLESS
    while near.radius + far.radius < least:
        # The side that has more to look at waits.
        ball, other = (near, far) if near.size <= far.size else (far, near)
        least = ball.settle(other.settled, least)
        if search.is_over():
            return ENDLESS
    return least


def find_rows(
    frontier: Frontier, source: int, target: int, search: Search
) -> Iterator[tuple[int, ...]]:
    """Yield the paths between two entities, all of them by number: the arcs of each, in order.

    Parameters
    ----------
    frontier
        What may be walked, from `KnowledgeGraph.arcs`.
    source, target
        The two ends, not the same.
    search
        Its bounds but ``via``; ``cut_off`` is set where the budget or the time ends it.
    """
    ends = (source, target)
    near = Ball(frontier, source, target, outward=True)
    far = Ball(frontier, target, source, outward=False)
    least = _least_cost(near, far, search)
    if least == ENDLESS:
        return
    margin = _WIDE_MARGIN if len(frontier) < _FEW_ENTITIES else _FIRST_MARGIN
    # No path of so many hops costs more.
    most = search.max_hops * frontier.table.dearest[0] + frontier.table.dearest[1]
    # Around a hub there is no end of what is near.
    room = _MOST_NEAR + 4 * (len(near.settled) + len(far.settled))
    found, is_limited = 0, True
    region, is_looked_for = None, False
    while is_limited and not search.cut_off:
        limit = min(least + margin, most)
        while near.radius <= limit // 2 and len(near.settled) < room and not search.is_over():
            near.settle({}, ENDLESS)
        known = Near(near.settled, near.radius)
        if region is not None:
            known = Near({one: known.settled.get(one, known.radius) for one in region}, ENDLESS)
        this_round = _Round(frontier, known, ends, limit, search)
        for row in islice(this_round.paths(), found, None):
            found += 1
            yield row
        is_limited = this_round.is_limited and limit < most
        margin = margin * 3 if this_round.size < _SMALL_ROUND else margin * 3 // 2
        if not is_looked_for and this_round.size > _LARGE_ROUND:
            is_looked_for, region = True, _near_by_hops(frontier, *ends, search.max_hops)
            if region is not None:
                # So few entities are left that all of them are looked at at once.
                margin = most


def _near_by_hops(
    frontier: Frontier, source: int, target: int, most: int
) -> AbstractSet[int] | None:
    """Return the entities that a path of so many hops may lead through, if that spares much.

    Each lies in its first half, near the source, or in its second, near the target.
    """
    rules, half = frontier.cached(Rules), (most + 1) // 2
    room = min(_MOST_NEAR, len(frontier) // _FEW_OF)
    first = hops_around(frontier, rules, source, half, outward=True, room=room)
    second = hops_around(frontier, rules, target, most - half, outward=False, room=room)
    return None if room in (len(first), len(second)) else first.keys() | second.keys()


def find_paths(
    graph: KnowledgeGraph, frontier: Frontier, source: EntityId, target: EntityId, search: Search
) -> Iterator[Path]:
    """Yield the paths between two entities that are not vetoed, cheapest first.

    Parameters
    ----------
    graph
        Whose entities they are.
    frontier, source, target, search
        As `find_rows` has them; the ends by their ids.
    """
    number_of, table = frontier.numbering.number_of, frontier.table
    start, through = number_of(source), set(map(number_of, search.via))
    for row in find_rows(frontier, start, number_of(target), search):
        if through <= {start, *(table.targets[arc] for arc in row)}:
            yield make_path(graph, tuple(map(frontier.arc, row)))


def find_one_step(
    graph: KnowledgeGraph, frontier: Frontier, source: EntityId, target: EntityId
) -> list[Path]:
    """Return the paths of one step, or of none, between two entities: what claims say of them.

    Either end may be reached by the free link between a structure and its state.
    """
    start, end = map(frontier.numbering.number_of, (source, target))
    table = frontier.table
    starts: list[tuple[int, tuple[int, ...]]] = [(start, ())]
    starts += [(table.targets[arc], (arc,)) for arc in frontier.free_links(start)]
    ends: list[tuple[int, tuple[int, ...]]] = [(end, ())]
    ends += [
        (table.targets[arc], (frontier.between(table.targets[arc], end),))
        for arc in frontier.free_links(end)
    ]
    rows = [before for entity, before in starts if entity == end]
    for one, before in starts:
        for other, after in ends:
            if one != other and (arc := frontier.between(one, other)) >= 0:
                rows.append((*before, arc, *after))
    paths = []
    for row in dict.fromkeys(rows):
        arcs = tuple(map(frontier.arc, row))
        entities = [source, *(arc.target for arc in arcs)]
        is_path = entities[-1] == target and len(set(entities)) == len(entities)
        if is_path and sum(arc.hops for arc in arcs) <= 1 and not is_vetoed(graph, arcs):
            paths.append(make_path(graph, arcs))
    return sorted(paths, key=lambda path: (path.cost, path.entities))
