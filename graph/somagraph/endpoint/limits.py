"""How far a path must go to leave what is known, and so when an answer is final.

Let some entities be *opened*: every claim that touches one is known, and so is everything above it.
All others are the *rim*. Let R(x) be the least cost from an end x to the rim, over opened entities
only, and H(x) the same in steps.

**No path that is not known costs less than R(one end) + R(other end)**, nor has it fewer steps than
H + H. For let P be such a path, and look at the claims that its arcs rest on, one after the other:
they make a walk from end to end. The walk meets the rim, for a walk over opened entities alone uses
claims that are all known, and what follows from them is derived as from a file. Let e be the first
entity of the rim on it, and f the last; they may be the same. The part of the walk before e lies
within what is known, so that it costs R(one end) at the least; so does the part behind f from the
other end. The two parts share no claim, and a walk costs the sum of its claims. Entities of the rim
may have more claims than are known, which makes a walk through them dearer, never cheaper: the hub
penalty grows with the number of claims.

So a search may stop as soon as R + R is dearer than the last path that the answer looks at, or
H + H longer than a path may be. Until then only those of the rim need to be opened that a path may
be cheap enough through: e with cost(e) + R(other end) within the limit.

One sort of entity needs no opening. No path leads through a person, a book or a whole body, but
what follows may rest on claims about it: *x is a kind of w* and *w has y* give *x has y*. Such
claims are walked upward only, as they are stated, and what lies above an opened entity is known. It
is part of the rim only where a walk comes to it against a claim.

For a tree of three ends or more that costs C: it holds a path between any two ends a and b, and one
from each to whatever it holds of the rim. Walked around, it is walked twice, so that
``2 C >= d(a, b) + R(a) + R(b)`` for every tree that is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush
from typing import Final, NamedTuple

import numpy as np

from somagraph.columns import ClaimColumns, EntityColumns, Ints, starts_of
from somagraph.costs import STEP_COST

__all__ = ["ENDLESS", "Distances", "Ground", "Limit", "find_open"]

ENDLESS: Final = 1 << 62


class Limit(NamedTuple):
    """What a path may cost, and how many steps it may have, to count at all."""

    cost: int
    hops: int


class Distances(NamedTuple):
    """What is known around one end."""

    #: Entities of the rim to the least cost and the least number of steps to each.
    rim_costs: Mapping[int, int]
    rim_hops: Mapping[int, int]
    #: The least cost from the end to every entity that was reached over opened ones.
    costs: Mapping[int, int]

    @property
    def cost(self) -> int:
        """The least cost to the rim."""
        return min(self.rim_costs.values(), default=ENDLESS)

    @property
    def hops(self) -> int:
        """The least number of steps to the rim."""
        return min(self.rim_hops.values(), default=ENDLESS)


class Ground:
    """What may be walked at all, at the least cost that it may have.

    Parameters
    ----------
    claims
        What a question leaves of the claims.
    entities
        All entities.
    bridges
        Whether a path may lead through each.
    opened
        The numbers of those that are opened.
    """

    def __init__(
        self,
        claims: ClaimColumns,
        entities: EntityColumns,
        bridges: Sequence[int],
        opened: Collection[int],
    ) -> None:
        hubs = entities.hubs.astype(np.int64)
        states = np.flatnonzero(entities.bearers >= 0)
        bearers = entities.bearers[states]
        own = claims.evidence + STEP_COST + hubs[claims.subjects] + hubs[claims.objects]
        free = hubs[states] + hubs[bearers]
        self._add_all(
            np.concatenate([claims.subjects, claims.objects, states, bearers]),
            np.concatenate([claims.objects, claims.subjects, bearers, states]),
            np.concatenate([own, own, free, free]),
            np.concatenate([np.ones(2 * len(own), np.int64), np.zeros(2 * len(free), np.int64)]),
            np.concatenate(
                [np.ones(len(own), bool), np.zeros(len(own), bool), np.ones(2 * len(free), bool)]
            ),
            len(hubs),
        )
        self._bridges, self._opened = bridges, opened

    def _add_all(  # noqa: PLR0913, PLR0917 - a column each
        self, sources: Ints, targets: Ints, costs: Ints, hops: Ints, forward: Ints, count: int
    ) -> None:
        order = np.argsort(sources, kind="stable")
        self._starts = starts_of(sources, count).tolist()
        self._targets, self._costs = targets[order].tolist(), costs[order].tolist()
        self._hops, self._forward = hops[order].tolist(), forward[order].tolist()

    def distances(self, end: int, limit: Limit) -> Distances:
        """Return how far the rim is from an end, in cost and in steps, where those are limited."""
        nothing: dict[int, int] = {}
        found, costs, hops = nothing, nothing, nothing
        if limit.hops < ENDLESS:
            found, hops = self._settle(end, self._hops)
            costs = dict.fromkeys(hops, 0)
        if limit.cost < ENDLESS or limit.hops == ENDLESS:
            found, costs = self._settle(end, self._costs)
            hops = hops or dict.fromkeys(costs, 0)
        return Distances(costs, hops, found)

    def _settle(self, end: int, lengths: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
        """Walk from an end over opened entities (Dijkstra 1959); return these, and the rim."""
        settled: dict[tuple[int, bool], int] = {}
        rim: dict[int, int] = {}
        found: dict[int, int] = {}
        heap = [(0, end, True)]
        while heap:
            length, entity, upward = heappop(heap)
            if (entity, upward) in settled:
                continue
            settled[entity, upward] = length
            found[entity] = min(found.get(entity, length), length)
            is_opened = entity in self._opened
            if not is_opened and (self._bridges[entity] or not upward):
                rim[entity] = min(rim.get(entity, length), length)
                continue
            for place in range(self._starts[entity], self._starts[entity + 1]):
                if not (is_opened or self._forward[place]):
                    continue
                step = (self._targets[place], bool(self._forward[place]))
                if step not in settled:
                    heappush(heap, (length + lengths[place], *step))
        return found, rim


def find_open(
    limit: Limit, one: Distances, other: Distances, ends_cost: int
) -> tuple[set[int], set[int]]:
    """Return those of the rim that a path within a limit may come to first, from either end.

    Where one of the two is empty there is no such path.

    Parameters
    ----------
    limit
        What such a path may cost, and its steps.
    one, other
        What is known around the two ends.
    ends_cost
        What a path is relieved of: the hub halves of its ends.
    """

    def within(here: Distances, there: Distances) -> set[int]:
        room, steps = limit.cost + ends_cost - there.cost, limit.hops - there.hops
        return {
            entity
            for entity, cost in here.rim_costs.items()
            if cost <= room and here.rim_hops[entity] <= steps
        }

    return within(one, other), within(other, one)
