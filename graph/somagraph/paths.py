"""Ranked connections: the loopless paths between two entities, cheapest first.

The search is best-first over partial paths with a lower bound: the cost that is left from each
entity to the target is computed once by Dijkstra's algorithm backwards (Dijkstra 1959), for each
way of having come there, so partial paths are taken up in the order of the whole cost that they can
still reach (Hart, Nilsson and Raphael 1968) and dead ends are hardly entered. Paths of equal cost
come in the order of their entities' ids.

Before answers are arranged, `find_paths` yields what ``networkx.shortest_simple_paths`` yields on
`KnowledgeGraph.walk_network` with ``weight="cost"``, less the paths that `is_vetoed` rejects.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from somagraph.arcs import ROLE_SIDED, arrived_role, roles_conflict
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId, Family
from somagraph.walking import Arc, Filters, Frontier, Path

__all__ = ["Search", "find_paths", "find_reach", "is_vetoed", "make_path"]

#: Partial paths looked at before a search is cut off, and said to be.
BUDGET: Final = 20_000

#: How many entities of one site (a structure and its states) a path may hold, side by side.
_MOST_OF_A_SITE: Final = 2


@dataclass(slots=True)
class Search:
    """What a search may do, and whether it was cut off."""

    #: Steps that a path may have; a state's link to its bearer is free.
    max_hops: int = 6
    #: Entities that a path must lead through.
    via: frozenset[EntityId] = frozenset()
    #: Partial paths to look at.
    budget: int = BUDGET
    #: Set by the search: more paths may exist than were found.
    cut_off: bool = False


class _Arrival(NamedTuple):
    """How a path came to an entity: all that decides which arcs may follow."""

    entity: EntityId
    #: The role of the last arc there; -1 where the path starts.
    role: int
    #: The direction that the path has taken so far, 0 while it has taken none.
    direction: int


def _follow(graph: KnowledgeGraph, arrival: _Arrival, arc: Arc, end: EntityId) -> _Arrival | None:
    """Return the arrival after one more arc, or None if a path may not lead that way."""
    if arrival.role >= 0 and (
        roles_conflict(arrival.role, arc.source_role)
        or not graph.is_bridge(arrival.entity)
        or (arc.claim is None and arc.target != end)
    ):
        return None
    if arc.direction * arrival.direction < 0:
        return None
    role = arrived_role(arrival.role, arc)
    return _Arrival(arc.target, role, arc.direction or arrival.direction)


def _is_one_visit(graph: KnowledgeGraph, entities: tuple[EntityId, ...]) -> bool:
    """Tell whether a path leaves each structure for good: its states count as the structure."""
    sites = [graph.site_of(entity) for entity in entities]
    beside = Counter(one for one, other in pairwise(sites) if one == other)
    return all(
        count == 1 or (count == _MOST_OF_A_SITE and beside[site] == 1)
        for site, count in Counter(sites).items()
    )


def is_vetoed(graph: KnowledgeGraph, arcs: tuple[Arc, ...]) -> bool:
    """Tell whether a row of arcs is no connection, though each of them is a claim.

    It is none if it

    - goes up to a whole or a wider kind and down again,
    - comes to the left one of a pair and goes on from the right one,
    - turns: walks some causal, functional or practical claims onward and others back, so that its
      ends have a cause or an effect in common and no more,
    - leads through a person, a book or a prop,
    - goes on from a claim that stands alone (mistaken for, needed instead of),
    - comes back to a structure by way of another of its states, or uses a state's free link
      anywhere but at an end.
    """
    arrival = _Arrival(arcs[0].source, -1, 0)
    for arc in arcs:
        following = _follow(graph, arrival, arc, arcs[-1].target)
        if following is None:
            return True
        arrival = following
    return not _is_one_visit(graph, (arcs[0].source, *(arc.target for arc in arcs)))


def make_path(graph: KnowledgeGraph, arcs: tuple[Arc, ...]) -> Path:
    """Return the path over some arcs, its ends relieved of their hub halves."""
    ends = graph.half_hub_cost(arcs[0].source) + graph.half_hub_cost(arcs[-1].target)
    return Path(arcs, ends)


def _sideless(arrival: _Arrival) -> _Arrival:
    """Return an arrival without the side of the body that the path has kept to."""
    return arrival._replace(role=arrival.role & ~ROLE_SIDED)


class _Backward:
    """The arcs read backwards from a target: what is left from each arrival, at the least.

    It is `_follow` turned round, and looks only at pairs of arcs. It heeds no sides of the body: a
    lower bound stays one, and there are three times fewer arrivals.
    """

    def __init__(
        self, graph: KnowledgeGraph, frontier: Frontier, source: EntityId, target: EntityId
    ) -> None:
        self._graph, self._source, self._target = graph, source, target
        self._entering: dict[tuple[EntityId, int], list[Arc]] = {}
        self._roles: dict[EntityId, set[int]] = {}
        for arcs in frontier.values():
            for arc in arcs:
                role = arc.target_role & ~ROLE_SIDED
                self._entering.setdefault((arc.target, role), []).append(arc)
                self._roles.setdefault(arc.target, set()).add(role)

    def left(self, weight: Callable[[Arc], int], most: int | None = None) -> dict[_Arrival, int]:
        """Return the least weight from each arrival to the target, up to `most`."""
        settled: dict[_Arrival, int] = {}
        heap = [
            (0, _Arrival(self._target, role, direction))
            for role in self._roles.get(self._target, ())
            for direction in (-1, 0, 1)
        ]
        heapq.heapify(heap)
        while heap:
            done, here = heapq.heappop(heap)
            if here in settled or (most is not None and done > most):
                continue
            settled[here] = done
            for arc in self._entering.get((here.entity, here.role), ()):
                for arrival in self._before(arc, here.direction):
                    if arrival not in settled:
                        heapq.heappush(heap, (done + weight(arc), arrival))
        return settled

    def _before(self, arc: Arc, direction: int) -> Iterator[_Arrival]:
        """Yield the arrivals from which an arc may be walked so that a path has a direction."""
        if arc.source == self._target or (arc.direction and arc.direction != direction):
            return
        directions = (0, arc.direction) if arc.direction else (direction,)
        if arc.source == self._source:
            if 0 in directions:
                yield _Arrival(arc.source, -1, 0)
        elif self._graph.is_bridge(arc.source) and (arc.claim or arc.target == self._target):
            for role in self._roles.get(arc.source, ()):
                if not roles_conflict(role, arc.source_role & ~ROLE_SIDED):
                    for taken in directions:
                        yield _Arrival(arc.source, role, taken)


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
        Its bounds; ``cut_off`` is set where the budget ends it.
    """
    start = _Arrival(source, -1, 0)
    backward = _Backward(graph, frontier, source, target)
    hops_left = backward.left(lambda arc: arc.hops, search.max_hops)
    if start not in hops_left:
        return
    cost_left = backward.left(lambda arc: arc.cost)
    # A structure and its states are one visit, so nothing lies between two of them.
    beside = graph.site_of(source) == graph.site_of(target)
    looked_at = 0
    heap: list[tuple[int, tuple[EntityId, ...], int, int, tuple[Arc, ...], _Arrival]] = [
        (cost_left[start], (source,), 0, 0, (), start)
    ]
    while heap:
        _, entities, cost, hops, arcs, here = heapq.heappop(heap)
        if here.entity == target:
            if search.via.issubset(entities):
                yield make_path(graph, arcs)
            continue
        looked_at += 1
        if looked_at > search.budget:
            search.cut_off = True
            return
        for arc, arrival in _onward(graph, frontier, here, target):
            ahead = _sideless(arrival)
            if ahead not in hops_left or (beside and arc.target != target):
                continue
            if hops + arc.hops + hops_left[ahead] > search.max_hops:
                continue
            longer = (*entities, arc.target)
            if arc.target in entities or not _is_one_visit(graph, longer):
                continue
            reached = cost + arc.cost
            estimate = reached + cost_left[ahead]
            step = (estimate, longer, reached, hops + arc.hops, (*arcs, arc), arrival)
            heapq.heappush(heap, step)


def _onward(
    graph: KnowledgeGraph, frontier: Frontier, here: _Arrival, end: EntityId
) -> Iterator[tuple[Arc, _Arrival]]:
    """Yield the arcs that may follow an arrival, each with the arrival it leads to."""
    for arc in frontier[here.entity]:
        arrival = _follow(graph, here, arc, end)
        if arrival is not None:
            yield arc, arrival


def find_reach(
    graph: KnowledgeGraph, start: EntityId, *, backward: bool = False, max_hops: int = 3
) -> list[Path]:
    """Return the cheapest path to everything an entity is said to lead to, nearest first.

    Only causal and practical claims are walked, all of them onward, or all of them back; persons,
    works and props are left out.

    Parameters
    ----------
    graph
        The knowledge to ask.
    start
        Where to begin; its states belong to it.
    backward
        Ask what is said to lead to it, or to be used for it.
    max_hops
        Steps that a path may have.

    Returns
    -------
    list of Path
        By hops, cost and ids; may be empty.
    """
    frontier = graph.arcs(Filters(relations=frozenset({Family.CAUSAL, Family.PRACTICAL})))
    wanted = -1 if backward else 1
    heap: list[tuple[int, int, tuple[EntityId, ...], tuple[Arc, ...], _Arrival]] = [
        (0, 0, (start,), (), _Arrival(start, -1, 0))
    ]
    best: dict[EntityId, Path] = {}
    seen: set[_Arrival] = set()
    while heap:
        hops, cost, entities, arcs, here = heapq.heappop(heap)
        if here in seen:
            continue
        seen.add(here)
        if hops and here.entity not in best and graph.is_bridge(here.entity):
            best[here.entity] = make_path(graph, arcs)
        for arc in frontier[here.entity]:
            is_state_of_start = arc.claim is None and not arcs and not arc.forward
            if not is_state_of_start and arc.direction != wanted:
                continue
            arrival = _follow(graph, here, arc, arc.target)
            longer = (*entities, arc.target)
            if arrival is None or arc.target in entities or hops + arc.hops > max_hops:
                continue
            if _is_one_visit(graph, longer):
                step = (hops + arc.hops, cost + arc.cost, longer, (*arcs, arc), arrival)
                heapq.heappush(heap, step)
    return sorted(best.values(), key=lambda path: (path.hops, path.cost, path.entities))
