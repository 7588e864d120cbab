"""What a path costs at the least: the two searches that narrow down the search for paths.

Both are Dijkstra's (1959), over columns of numbers (see `somagraph.frontier`). `Ball` heeds no rule
but that nothing leads through a person or a book; two of them, one around either end, meet where
the cheapest path is (Pohl 1971). `costs_left` heeds the rules between any two arcs that meet, and
goes from the target back.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Container, Mapping, Sequence
from heapq import heappop, heappush, heapreplace
from typing import Final, NamedTuple

from somagraph.arcs import ROLE_SIDED, roles_conflict
from somagraph.frontier import Code, Frontier

__all__ = ["ENDLESS", "Ball", "Left", "Near", "Rules", "costs_left", "hops_around"]

ENDLESS: Final = sys.maxsize


class Rules:
    """Which arc may follow which, as tables of small numbers.

    An arrival is how a path came to an entity: the role of the last arc there, without the side of
    the body, and the direction that the path has taken so far. Number 0 is the start.
    """

    def __init__(self, codes: Sequence[Code]) -> None:
        roles = sorted({code.target_role & ~ROLE_SIDED for code in codes})
        ways = sorted({0, *(code.direction for code in codes)})
        arrivals = [(-1, 0), *((role, way) for role in roles for way in ways)]
        numbers = {arrival: number for number, arrival in enumerate(arrivals)}
        self.codes = codes
        self.count = len(arrivals)
        #: Bit of the role of each arrival (see `ArcTable.arrivals`).
        self._bits = [0, *(1 << roles.index(role) for role, _ in arrivals[1:])]
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
        #: Whether a code is that of a free link, which stands at an end of a path only.
        self.free = [code.hops == 0 for code in codes]
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


class Ball:
    """The entities around one end of a path, nearest first, whatever the arcs that lead to them.

    Parameters
    ----------
    frontier
        What may be walked.
    center, other
        The end, and the other end, beyond which nothing is looked for.
    outward
        Whether arcs are walked as they lead, else against it.
    """

    def __init__(self, frontier: Frontier, center: int, other: int, *, outward: bool) -> None:
        table = frontier.table
        if outward:
            self._starts, self._ends, self._costs = table.starts, table.targets, table.costs
        else:
            self._starts = table.entering_starts
            self._ends, self._costs = table.entering_sources, table.entering_costs
        self._bridges = frontier.numbering.bridges
        self._center, self._other = center, other
        #: Distance of each entity that is known to be nearest, in thousandths.
        self.settled: dict[int, int] = {}
        # Distance, entity, and the place of the arc that leads there; the next arc of an entity is
        # noted only when the one before it is taken, so that a hub is not unrolled.
        self._heap: list[tuple[int, int, int, int]] = [(0, center, -1, -1)]
        #: No entity that is not settled is nearer than this; `ENDLESS` where all are settled.
        self.radius = 0

    @property
    def size(self) -> int:
        """How many arcs wait to be looked at."""
        return len(self._heap)

    def settle(self, met: Mapping[int, int], least: int) -> int:
        """Settle the next entity; return the least cost of a way through it to one that was met.

        Parameters
        ----------
        met
            Distance from the other end of each entity that is settled there.
        least
            What is returned if no way is cheaper.
        """
        heap, settled, ends, costs = self._heap, self.settled, self._ends, self._costs
        distance, entity, place, last = heap[0]
        before = distance - costs[place] if place >= 0 else 0
        for spot in range(place + 1, last):
            if ends[spot] not in settled:
                heapreplace(heap, (before + costs[spot], ends[spot], spot, last))
                break
        else:
            heappop(heap)
        if entity not in settled:
            settled[entity] = distance
            if entity in met and distance + met[entity] < least:
                least = distance + met[entity]
            if entity == self._other:
                least = min(least, distance)
            elif entity == self._center or self._bridges[entity]:
                first, last = self._starts[entity], self._starts[entity + 1]
                for spot in range(first, last):
                    if ends[spot] not in settled:
                        heappush(heap, (distance + costs[spot], ends[spot], spot, last))
                        break
                # Only what is cheap enough, and of that only what was met, is looked at closer.
                last = bisect_left(costs, least - distance, first, last)
                around = list(ends[first:last]) if met else []
                for end in met.keys() & around:
                    least = min(least, distance + costs[first + around.index(end)] + met[end])
        self.radius = heap[0][0] if heap else ENDLESS
        return least


class Near(NamedTuple):
    """What is known of how far entities are from the source."""

    settled: Mapping[int, int]
    #: How far all others are at the least; `ENDLESS` where none of them counts.
    radius: int


class Left(NamedTuple):
    """What is left to the target, at the least."""

    #: By arrival: the number of the entity times `Rules.count`, and the number of the arrival.
    least: dict[int, int]
    #: Whether something was left out because of the limit.
    is_limited: bool


def costs_left(  # noqa: C901, PLR0913, PLR0917 - one loop, run thousands of times an answer
    frontier: Frontier, rules: Rules, near: Near, ends: tuple[int, int], limit: int, stop: Stop
) -> Left:
    """Return the least cost that is left from each arrival to the target.

    Parameters
    ----------
    frontier, rules
        What may be walked, and how.
    near
        The surroundings of the source: what is too far from it is not looked at.
    ends
        Source and target.
    limit
        What a whole path may cost at most.
    stop
        Tells whether to give up.
    """
    table, count, (source, target) = frontier.table, rules.count, ends
    starts, arrivals, bridges = table.entering_starts, table.arrivals, frontier.numbering.bridges
    sources, costs, codes = table.entering_sources, table.entering_costs, table.entering_codes
    distance, radius, free, after_start = near.settled, near.radius, rules.free, rules.after[0]
    settled: dict[int, int] = {}
    best = {target * count + n: 0 for n in rules.present(arrivals[target])}
    heap = [(0, state) for state in sorted(best)]
    is_limited = False
    while heap and not stop():
        done, state = heappop(heap)
        if state in settled:
            continue
        settled[state] = done
        entity, arrival = divmod(state, count)
        first, last = starts[entity], starts[entity + 1]
        arcs = zip(sources[first:last], costs[first:last], codes[first:last], strict=True)
        for earlier, cost, code in arcs:
            farther = done + cost
            if farther > limit:
                is_limited = True
                break
            if earlier == source:
                if after_start[code] == arrival and farther < best.get(source * count, ENDLESS):
                    best[source * count] = farther
                    heappush(heap, (farther, source * count))
                continue
            away = distance.get(earlier, radius)
            if farther + away > limit:
                is_limited = is_limited or away < ENDLESS
                continue
            if earlier == target or not bridges[earlier] or (free[code] and entity != target):
                continue
            for number in rules.before(arrival, code, arrivals[earlier]):
                reached = earlier * count + number
                if farther < best.get(reached, ENDLESS):
                    best[reached] = farther
                    heappush(heap, (farther, reached))
    return Left(settled, is_limited)


def hops_around(  # noqa: PLR0913 - one for each way to look around
    frontier: Frontier,
    rules: Rules,
    center: int,
    most: int,
    *,
    outward: bool,
    within: Container[int] | None = None,
    room: int = ENDLESS,
) -> dict[int, int]:
    """Return the least number of hops between an entity and those around it, up to a number.

    Parameters
    ----------
    frontier, rules
        What may be walked, and how.
    center
        The entity.
    most
        How many hops it may be.
    outward
        Whether arcs are walked as they lead, else against it.
    within
        The entities to keep to, if not all.
    room
        How many entities are looked for; where there are more, not all are found.
    """
    table, hops_of = frontier.table, [code.hops for code in rules.codes]
    if outward:
        starts, ends, codes = table.starts, table.targets, table.code_numbers
    else:
        starts, ends = table.entering_starts, table.entering_sources
        codes = table.entering_codes
    found: dict[int, int] = {}
    # Hops are few, so each number of them has a list of its own.
    waiting: list[list[int]] = [[] for _ in range(most + 1)]
    waiting[0] = [center]
    for hops, reached in enumerate(waiting):
        for entity in reached:
            if entity in found:
                continue
            if len(found) >= room:
                return found
            found[entity] = hops
            first, last = starts[entity], starts[entity + 1]
            for end, code in zip(ends[first:last], codes[first:last], strict=True):
                more = hops + hops_of[code]
                if more <= most and end not in found and (within is None or end in within):
                    waiting[more].append(end)
    return found


#: Whether a search should give up.
Stop = Callable[[], bool]
