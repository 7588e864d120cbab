"""What joins three or more ends: the cheapest tree of claims.

Up to four ends exactly, by dynamic programming over subsets of the ends (Dreyfus and Wagner 1971,
"The Steiner problem in graphs", Networks 1:195-207); beyond, by adding the nearest end to the tree
again and again (Takahashi and Matsuyama 1980, Mathematica Japonica 24:573-577), which costs at most
twice the best where nothing is vetoed. Both keep up-and-down, persons and lone claims out as
`somagraph.paths` does: each search state is an entity with the roles already taken there. A shared
cause or effect may join three ends, for that is what the question asks.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from somagraph.arcs import ROLE_ALONE, ROLE_BEARER, ROLE_OF_CLASS, ROLE_SIDED, ROLE_UPPER
from somagraph.frontier import Frontier
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId
from somagraph.search import Search
from somagraph.walking import Arc

__all__ = ["MOST_EXACT_ENDS", "Tree", "find_tree"]

#: Up to this many ends the tree is the cheapest there is.
MOST_EXACT_ENDS: Final = 4

# Three bits beside the roles of `somagraph.arcs`:
#: The entity may have this one arc only (a person, a prop).
_SOLE: Final = 256
#: Some arc meets the entity.
_TAKEN: Final = 512
#: That arc is a claim, no free link.
_CLAIM: Final = 1024

# An entity, what is taken up there, and the ends that lie inside: two parts may be joined at an
# entity only if they share nothing else, so that what is inside tells them apart.
_State = tuple[EntityId, int, frozenset[EntityId]]


class Tree(NamedTuple):
    """The claims that join several ends."""

    #: Sorted by source and target; each claim stands once.
    arcs: tuple[Arc, ...]
    #: In thousandths: the arcs, less the hub halves of the ends.
    cost: int
    #: Whether no cheaper tree exists.
    exact: bool


class _Part(NamedTuple):
    """A partial tree that hangs from one entity."""

    cost: int
    arcs: tuple[Arc, ...]


def _compatible(one: int, other: int) -> bool:
    """Tell whether two sets of arcs may meet at an entity; each is a union of roles."""
    if not (one & _TAKEN and other & _TAKEN):
        return True
    if (one | other) & _SOLE or one & other & (ROLE_UPPER | ROLE_BEARER):
        return False
    if any((one | other) & both == both for both in (ROLE_SIDED, ROLE_OF_CLASS)):
        return False
    return not ((one & ROLE_ALONE and other & _CLAIM) or (other & ROLE_ALONE and one & _CLAIM))


class _Neighbours:
    """The arcs at each entity, either way round, with the roles at both of their ends."""

    def __init__(
        self, graph: KnowledgeGraph, frontier: Frontier, ends: frozenset[EntityId]
    ) -> None:
        self._graph, self._frontier, self.ends = graph, frontier, ends
        self._at: dict[EntityId, list[tuple[int, EntityId, int, int, Arc]]] = {}

    def mark(self, arc: Arc, end: EntityId) -> int:
        """Return what an arc takes up at one of its ends."""
        role = arc.source_role if end == arc.source else arc.target_role
        sole = 0 if self._graph.is_bridge(end) else _SOLE
        return role | _TAKEN | sole | (0 if arc.claim is None else _CLAIM)

    def of(self, entity: EntityId) -> Iterable[tuple[int, EntityId, int, int, Arc]]:
        """Return the arcs at an entity: cost, other end, what is taken up here and there, arc."""
        found = self._at.get(entity)
        if found is None:
            found = self._at[entity] = []
            frontier, number = self._frontier, self._frontier.numbering.number_of(entity)
            for place in (*frontier.leaving(number), *frontier.entering(number)):
                arc = frontier.arc(place)
                if arc.claim is None and not self.ends & {arc.source, arc.target}:
                    continue
                other = arc.target if arc.source == entity else arc.source
                found.append((arc.cost, other, self.mark(arc, entity), self.mark(arc, other), arc))
        return found


def _grow(
    parts: dict[_State, _Part],
    neighbours: _Neighbours,
    search: Search,
    closed: frozenset[EntityId] = frozenset(),
) -> dict[_State, _Part]:
    """Let partial trees grow arc by arc from their roots, cheapest first (Dijkstra 1959).

    Nothing grows into a closed entity, nor beyond the time of a search.
    """
    settled: dict[_State, _Part] = {}
    heap = [
        (part.cost, _names(part.arcs), (state[0], state[1]), number, state, part)
        for number, (state, part) in enumerate(parts.items())
    ]
    heapq.heapify(heap)
    number = len(heap)
    while heap and not search.is_over():
        *_, state, part = heapq.heappop(heap)
        if state in settled:
            continue
        settled[state] = part
        entity, taken, ends = state
        inside = _entities(part)
        for cost, target, here, there, arc in neighbours.of(entity):
            reached = (target, there, ends | neighbours.ends & {target})
            if reached in settled or target in inside or target in closed:
                continue
            if not _compatible(taken, here):
                continue
            grown = _Part(part.cost + cost, (*part.arcs, arc))
            number += 1
            entry = (grown.cost, _names(grown.arcs), reached[:2], number, reached, grown)
            heapq.heappush(heap, entry)
    return settled


def _names(arcs: Sequence[Arc]) -> tuple[tuple[str, str], ...]:
    return tuple((arc.source, arc.target) for arc in arcs)


def _merge(one: dict[_State, _Part], other: dict[_State, _Part]) -> dict[_State, _Part]:
    """Join partial trees that hang from the same entity."""
    by_entity: dict[EntityId, list[tuple[int, frozenset[EntityId], _Part]]] = {}
    for (entity, taken, ends), part in other.items():
        by_entity.setdefault(entity, []).append((taken, ends, part))
    merged: dict[_State, _Part] = {}
    for (entity, taken, ends), part in one.items():
        for also_taken, also_ends, also in by_entity.get(entity, ()):
            shared = _entities(part) & _entities(also)
            if not _compatible(taken, also_taken) or shared - {entity}:
                continue
            state = (entity, taken | also_taken, ends | also_ends)
            joined = _Part(part.cost + also.cost, (*part.arcs, *also.arcs))
            if state not in merged or _order(joined) < _order(merged[state]):
                merged[state] = joined
    return merged


def _order(part: _Part) -> tuple[int, tuple[tuple[str, str], ...]]:
    return part.cost, tuple(sorted(_names(part.arcs)))


def _entities(part: _Part) -> set[EntityId]:
    return {end for arc in part.arcs for end in (arc.source, arc.target)}


def _cheapest(parts: Iterable[_Part]) -> _Part | None:
    return min(parts, key=_order, default=None)


def _exact_tree(ends: Sequence[EntityId], neighbours: _Neighbours, search: Search) -> _Part | None:
    *others, root = ends
    parts: dict[frozenset[EntityId], dict[_State, _Part]] = {
        frozenset({end}): _grow({(end, 0, frozenset({end})): _Part(0, ())}, neighbours, search)
        for end in others
    }
    for size in range(2, len(others) + 1):
        for subset in map(frozenset, combinations(others, size)):
            merged: dict[_State, _Part] = {}
            for half in _halves(subset):
                for state, part in _merge(parts[half], parts[subset - half]).items():
                    if state not in merged or _order(part) < _order(merged[state]):
                        merged[state] = part
            parts[subset] = _grow(merged, neighbours, search)
    whole = parts[frozenset(others)]
    return _cheapest(part for (entity, *_), part in whole.items() if entity == root)


def _halves(subset: frozenset[EntityId]) -> Iterable[frozenset[EntityId]]:
    """Yield one side of every way to part a set in two."""
    first, *rest = sorted(subset)
    for size in range(len(rest)):
        for chosen in combinations(rest, size):
            yield frozenset((first, *chosen))


def _approximate_tree(
    ends: Sequence[EntityId], neighbours: _Neighbours, search: Search
) -> _Part | None:
    arcs: tuple[Arc, ...] = ()
    cost = 0
    taken = {ends[0]: 0}
    waiting = set(ends[1:])
    while waiting:
        roots = {(*state, frozenset(taken)): _Part(0, ()) for state in taken.items()}
        grown = _grow(roots, neighbours, search, frozenset(taken))
        nearest = _cheapest(part for (entity, *_), part in grown.items() if entity in waiting)
        if nearest is None:
            return None
        for arc in nearest.arcs:
            for end in (arc.source, arc.target):
                taken[end] = taken.get(end, 0) | neighbours.mark(arc, end)
        arcs, cost = (*arcs, *nearest.arcs), cost + nearest.cost
        waiting -= taken.keys()
    return _Part(cost, arcs)


def find_tree(
    graph: KnowledgeGraph,
    frontier: Frontier,
    ends: Sequence[EntityId],
    search: Search | None = None,
) -> Tree | None:
    """Return the cheapest tree that joins all ends, or None if nothing does.

    Parameters
    ----------
    graph
        Whose entities they are.
    frontier
        What may be walked, from `KnowledgeGraph.arcs`.
    ends
        Three or more different entities.
    search
        Its time, if there is a limit; ``cut_off`` is set where that ends it.
    """
    search = search or Search()
    ordered = sorted(ends)
    neighbours = _Neighbours(graph, frontier, frozenset(ordered))
    exact = len(ordered) <= MOST_EXACT_ENDS
    found = (_exact_tree if exact else _approximate_tree)(ordered, neighbours, search)
    if found is None:
        return None
    arcs = tuple(sorted(found.arcs, key=lambda arc: (arc.source, arc.target)))
    return Tree(
        arcs, found.cost - sum(map(graph.half_hub_cost, ordered)), exact and not search.cut_off
    )
