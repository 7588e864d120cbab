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

import sys
import time
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import Final

from somagraph.arcs import ROLE_SIDED, roles_conflict
from somagraph.costs import STEP_COST
from somagraph.frontier import Code, Frontier
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId
from somagraph.paths import make_path
from somagraph.walking import Path

__all__ = ["Search", "find_paths"]

#: Partial paths looked at before a search is cut off, and said to be.
BUDGET: Final = 20_000

#: How far above the least cost the limit of the first round lies, in thousandths: where few
#: entities were looked at so far, farther. How many times farther that of each next round lies.
_FIRST_MARGIN: Final = 400
_WIDE_MARGIN: Final = 2_500
_FEW_ENTITIES: Final = 2_000
_WIDENED: Final = 3

#: Paths of fewer hops are looked for among all that is near enough by hops, whatever its cost.
_FEW_HOPS: Final = 3

_ENDLESS: Final = sys.maxsize

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

    __slots__ = ("_deadline", "_ticks", "budget", "cut_off", "max_hops", "via")

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
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._ticks = 0

    def is_over(self) -> bool:
        """Tell, and note, whether the time is over; looks at the clock now and then."""
        self._ticks += 1
        if self._deadline is None or self._ticks % _TICK:
            return self.cut_off
        self.cut_off = self.cut_off or time.monotonic() > self._deadline
        return self.cut_off


class _Rules:
    """Which arc may follow which, as tables of small numbers.

    An arrival is how a path came to an entity: the role of the last arc there, without the side of
    the body, and the direction that the path has taken so far. Number 0 is the start.
    """

    def __init__(self, codes: tuple[Code, ...]) -> None:
        roles = sorted({code.target_role & ~ROLE_SIDED for code in codes})
        ways = sorted({0, *(code.direction for code in codes)})
        arrivals = [(-1, 0), *((role, way) for role in roles for way in ways)]
        numbers = {arrival: number for number, arrival in enumerate(arrivals)}
        self.count = len(arrivals)
        #: Bit of the role of each arrival (see `ArcTable.arrivals`).
        self._bits = [0, *(1 << role for role, _ in arrivals[1:])]
        #: Arrival, then code, to the arrival that follows, or -1.
        self.after = [
            [
                -1
                if way * code.direction < 0
                or (role >= 0 and roles_conflict(role, code.source_role & ~ROLE_SIDED))
                else numbers[code.target_role & ~ROLE_SIDED, code.direction or way]
                for code in codes
            ]
            for role, way in arrivals
        ]
        self._before: dict[tuple[int, int, int], tuple[int, ...]] = {}

    def present(self, roles: int) -> tuple[int, ...]:
        """Return the arrivals but the start that have one of some roles, given as bits."""
        return tuple(number for number, bit in enumerate(self._bits) if roles & bit)

    def before(self, arrival: int, code: int, roles: int) -> tuple[int, ...]:
        """Return the arrivals, with one of some roles, that an arc of a code makes another of."""
        key = (arrival, code, roles)
        found = self._before.get(key)
        if found is None:
            found = tuple(n for n in self.present(roles) if self.after[n][code] == arrival)
            self._before[key] = found
        return found


class _Ball:
    """The entities around one end, nearest first, whatever the arcs that lead to them."""

    def __init__(self, frontier: Frontier, center: int, other: int, *, outward: bool) -> None:
        table = frontier.table
        self._starts = table.starts if outward else table.entering_starts
        self._arcs = None if outward else table.entering
        self._ends = table.targets if outward else table.sources
        self._costs = table.costs
        self._bridges = frontier.numbering.bridges
        self._center, self._other = center, other
        self.settled: dict[int, int] = {}
        # Distance, entity, and the place of the next arc of the entity that it was reached from.
        self._heap: list[tuple[int, int, int, int]] = [(0, center, -1, -1)]

    @property
    def radius(self) -> int:
        """No entity that is not settled yet is nearer than this."""
        return self._heap[0][0] if self._heap else -1

    def settle(self, met: dict[int, int], least: int) -> int:
        """Settle the next entity; return the least cost of a way through it to one that was met.

        Parameters
        ----------
        met
            Distance of each entity from the other end, as far as it is settled.
        least
            What is returned if there is none cheaper.
        """
        distance, entity, place, last = heappop(self._heap)
        if place >= 0:
            self._push(distance - self._cost(place), place + 1, last)
        if entity in self.settled:
            return least
        self.settled[entity] = distance
        if entity in met:
            least = min(least, distance + met[entity])
        if entity == self._other:
            return min(least, distance)
        if entity != self._center and not self._bridges[entity]:
            return least
        first, last = self._starts[entity], self._starts[entity + 1]
        self._push(distance, first, last)
        return self._meet(distance, first, last, met, least)

    def _meet(self, distance: int, first: int, last: int, met: dict[int, int], least: int) -> int:
        arcs = range(first, last) if self._arcs is None else self._arcs[first:last]
        ends, costs = self._ends, self._costs
        for arc in arcs:
            reached = distance + costs[arc]
            if reached >= least:
                break
            rest = met.get(ends[arc])
            if rest is not None and reached + rest < least:
                least = reached + rest
        return least

    def _cost(self, place: int) -> int:
        return self._costs[place if self._arcs is None else self._arcs[place]]

    def _push(self, distance: int, place: int, last: int) -> None:
        """Note the next arc of an entity that leads anywhere new."""
        while place < last:
            arc = place if self._arcs is None else self._arcs[place]
            end = self._ends[arc]
            if end not in self.settled:
                heappush(self._heap, (distance + self._costs[arc], end, place, last))
                return
            place += 1


class _Between:
    """The search between two entities."""

    def __init__(self, frontier: Frontier, source: int, target: int, search: Search) -> None:
        self._frontier, self._table, self._search = frontier, frontier.table, search
        self._numbering = frontier.numbering
        self._source, self._target = source, target
        self._rules = frontier.cached(_Rules)
        self._near = _Ball(frontier, source, target, outward=True)
        self._far = _Ball(frontier, target, source, outward=False)
        #: Set where a round left something out because of its limit.
        self.is_limited = True

    def least_cost(self) -> int:
        """Return what a path costs at the least, or -1 if nothing leads from end to end."""
        near, far, search = self._near, self._far, self._search
        least = _ENDLESS
        while (near.radius >= 0) and (far.radius >= 0) and near.radius + far.radius < least:
            if search.is_over():
                return -1
            ball, other = (near, far) if near.radius <= far.radius else (far, near)
            least = ball.settle(other.settled, least)
        return least if least < _ENDLESS else -1

    def first_margin(self) -> int:
        """Return how far above the least cost the first round may look."""
        if self._search.max_hops < _FEW_HOPS:
            return _ENDLESS // 2
        looked_at = len(self._near.settled) + len(self._far.settled)
        return _WIDE_MARGIN if looked_at < _FEW_ENTITIES else _FIRST_MARGIN

    def widen(self, limit: int) -> None:
        """Let the source's surroundings reach half as far as a limit."""
        if self._search.max_hops < _FEW_HOPS:
            return
        while 0 <= self._near.radius <= limit // 2 and not self._search.is_over():
            self._near.settle({}, _ENDLESS)

    def left(
        self, limit: int, *, hops: bool = False, within: dict[int, int] | None = None
    ) -> dict[int, int]:
        """Return the least cost, or hops, from each arrival to the target.

        Parameters
        ----------
        limit
            No path may cost more, or have more hops.
        hops
            Count hops, not cost.
        within
            The arrivals to keep to, if not all.
        """
        table, rules, count = self._table, self._rules, self._rules.count
        codes, code_numbers = self._frontier.codes, table.code_numbers
        weights = [code.hops for code in codes] if hops else table.costs
        reach, radius, source = self._near.settled, self._near.radius, self._source
        best: dict[int, int] = {}
        settled: dict[int, int] = {}
        heap: list[tuple[int, int]] = []

        def note(farther: int, entity: int, arrivals: Sequence[int]) -> None:
            for number in arrivals:
                state = entity * count + number
                if farther < best.get(state, _ENDLESS) and (within is None or state in within):
                    best[state] = farther
                    heappush(heap, (farther, state))

        note(0, self._target, rules.present(table.arrivals[self._target]))
        self.is_limited = False
        while heap and not self._search.is_over():
            done, state = heappop(heap)
            if state in settled:
                continue
            settled[state] = done
            entity, arrival = divmod(state, count)
            for arc in table.entering[
                table.entering_starts[entity] : table.entering_starts[entity + 1]
            ]:
                code = code_numbers[arc]
                farther = done + weights[code if hops else arc]
                if farther > limit:
                    self.is_limited = True
                    if hops:
                        continue
                    break
                earlier = table.sources[arc]
                if earlier == source:
                    if rules.after[0][code] == arrival:
                        note(farther, source, (0,))
                    continue
                if not hops:
                    at_least = reach.get(earlier, radius)
                    if at_least < 0:
                        continue
                    if farther + at_least > limit:
                        self.is_limited = True
                        continue
                if self._may_pass(earlier, arc, entity):
                    note(farther, earlier, rules.before(arrival, code, table.arrivals[earlier]))
        return settled

    def _may_pass(self, entity: int, arc: int, end: int) -> bool:
        """Tell whether a path may come to an entity and go on by an arc to an end."""
        if entity == self._target or not self._numbering.bridges[entity]:
            return False
        return self._table.rows[arc] >= 0 or end == self._target

    def paths(self, limit: int) -> Iterator[tuple[int, ...]]:
        """Yield the arcs of each path that costs no more than a limit, the cheapest first."""
        table, rules, count = self._table, self._rules, self._rules.count
        codes, sites = self._frontier.codes, self._numbering.sites
        source, target, most = self._source, self._target, self._search.max_hops
        # Every hop costs a step at the least, so that a low limit leaves no room for too many.
        hops_left = None
        if most < _FEW_HOPS:
            hops_left = self.left(most, hops=True)
            left = self.left(limit, within=hops_left)
        else:
            left = self.left(limit)
            is_limited = self.is_limited
            if limit >= (most + 1) * STEP_COST:
                hops_left = self.left(most, hops=True, within=left)
            self.is_limited = is_limited
        if source * count not in left:
            return
        # A structure and its states are one visit, so nothing lies between two of them.
        beside = sites[source] == sites[target]
        # Whole cost at the least, entities, cost so far, hops, arcs, arrival, side of the body.
        heap: list[tuple[int, tuple[int, ...], int, int, tuple[int, ...], int, int]] = [
            (left[source * count], (source,), 0, 0, (), 0, 0)
        ]
        looked_at = 0
        while heap:
            _, entities, cost, hops, arcs, arrival, side = heappop(heap)
            here = entities[-1]
            if here == target:
                yield arcs
                continue
            looked_at += 1
            if looked_at > self._search.budget:
                self._search.cut_off = True
            if self._search.is_over():
                return
            after = rules.after[arrival]
            for arc in self._frontier.leaving(here):
                reached = cost + table.costs[arc]
                if reached > limit:
                    break
                end, number = table.targets[arc], table.code_numbers[arc]
                later = after[number]
                if later < 0:
                    continue
                rest = left.get(end * count + later)
                if rest is None or reached + rest > limit:
                    continue
                code = codes[number]
                if arrival and (
                    (side | code.source_role) & ROLE_SIDED == ROLE_SIDED
                    or not self._may_pass(here, arc, end)
                ):
                    continue
                steps = hops + code.hops
                if hops_left is not None:
                    steps_left = hops_left.get(end * count + later)
                    if steps_left is None or steps + steps_left > most:
                        continue
                if (beside and end != target) or not self._is_one_visit(entities, end):
                    continue
                kept = code.target_role & ROLE_SIDED
                if arrival and code.keeps_side:
                    kept |= side
                longer = (reached + rest, (*entities, end), reached, steps, (*arcs, arc))
                heappush(heap, (*longer, later, kept))

    def _is_one_visit(self, entities: tuple[int, ...], end: int) -> bool:
        """Tell whether a path may go on to an entity: a structure and its states are one visit."""
        if end in entities:
            return False
        sites = self._numbering.sites
        site = sites[end]
        visits = [place for place, entity in enumerate(entities) if sites[entity] == site]
        return not visits or visits == [len(entities) - 1]


def find_paths(
    graph: KnowledgeGraph, frontier: Frontier, source: EntityId, target: EntityId, search: Search
) -> Iterator[Path]:
    """Yield the paths between two entities that are not vetoed, cheapest first.

    Parameters
    ----------
    graph
        Whose entities they are.
    frontier
        What may be walked, from `KnowledgeGraph.arcs`.
    source, target
        The two ends, not the same.
    search
        Its bounds; ``cut_off`` is set where the budget or the time ends it.
    """
    number_of = frontier.numbering.number_of
    through = frozenset(map(number_of, search.via))
    between = _Between(frontier, number_of(source), number_of(target), search)
    least = between.least_cost()
    if least < 0:
        return
    found, margin = 0, between.first_margin()
    while between.is_limited and not search.cut_off:
        between.widen(least + margin)
        for number, arcs in enumerate(between.paths(least + margin)):
            if number < found:
                continue
            found = number + 1
            path = make_path(graph, tuple(map(frontier.arc, arcs)))
            if through <= {number_of(entity) for entity in path.entities}:
                yield path
        margin *= _WIDENED
