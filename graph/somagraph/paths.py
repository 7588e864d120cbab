"""What a path is, and what is none: the rules of joining claims.

The search for the ranked connections of two entities stands in `somagraph.search`.
"""

from __future__ import annotations

import heapq
from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

from somagraph.arcs import arrived_role, roles_conflict
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId, Family
from somagraph.walking import Arc, Filters, Path

__all__ = ["find_reach", "is_vetoed", "make_path"]

#: How many entities of one site (a structure and its states) a path may hold, side by side.
_MOST_OF_A_SITE: Final = 2


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
    - goes from what has some of a class to one kind of that class, or the other way,
    - uses one claim twice, so that its ends are merely two things that inherit it,
    - leads through a person, a book or a prop,
    - goes on from a claim that stands alone (mistaken for, needed instead of),
    - comes back to a structure by way of another of its states, or uses a state's free link
      anywhere but at an end.
    """
    said = [arc.claim.id for arc in arcs if arc.claim is not None]
    if len(set(said)) < len(said):
        return True
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
