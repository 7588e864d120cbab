"""Ranked paths become a readable list: one-step claims first, folded, diverse.

Each function takes paths and returns paths or groups of them; nothing is searched here but the
parallel claims of one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from somagraph import costs
from somagraph.frontier import Frontier
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId, Family, Standing
from somagraph.paths import make_path
from somagraph.walking import Arc, Filters, Path

__all__ = [
    "Group",
    "diversify",
    "expand_one_step",
    "find_in_common",
    "fold",
    "is_anatomical",
    "rank_key",
    "without_spelled_out",
]


class Group(NamedTuple):
    """A path and its siblings, which differ from it in one entity only."""

    path: Path
    #: The siblings, in rank order.
    also: tuple[Path, ...] = ()

    @property
    def position(self) -> int | None:
        """Where along the path the siblings differ, or None."""
        return _difference(self.path.entities, self.also[0].entities) if self.also else None

    @property
    def folded(self) -> tuple[EntityId, ...]:
        """The entities that the siblings have in that place."""
        position = self.position
        return () if position is None else tuple(p.entities[position] for p in self.also)


def rank_key(path: Path) -> tuple[bool, int, tuple[EntityId, ...], tuple[str, ...]]:
    """Order paths: one step before several, then by cost, then by ids."""
    claims = tuple(claim.id for arc in path.arcs for claim in arc.claims)
    return (path.hops > 1, path.cost, path.entities, claims)


def is_anatomical(graph: KnowledgeGraph, path: Path) -> bool:
    """Tell whether all claims of a path are of the anatomical family and from reference works."""
    return all(
        graph.relations[claim.relation].family is Family.ANATOMICAL
        and costs.best_evidence_cost(claim.evidence) < costs.STANDING_COST[Standing.PRACTICE]
        for arc in path.arcs
        for claim in arc.claims
    )


def expand_one_step(graph: KnowledgeGraph, filters: Filters, paths: Iterable[Path]) -> list[Path]:
    """Give every parallel claim of a one-step path a path of its own, in rank order."""
    expanded = []
    for path in paths:
        spot = next((i for i, arc in enumerate(path.arcs) if arc.claim is not None), None)
        if spot is None:
            expanded.append(path)
            continue
        one = path.arcs[spot]
        for claim in graph.claims_between(one.source, one.target):
            narrowed = graph.arc_builder.narrowed(claim, filters)
            if narrowed is None:
                continue
            for arc in graph.arc_builder.claim_arcs(narrowed, directed=filters.directed):
                if arc.source == one.source:
                    arcs = (*path.arcs[:spot], arc, *path.arcs[spot + 1 :])
                    expanded.append(make_path(graph, arcs))
    return sorted(expanded, key=rank_key)


def _spelled_out(path: Path) -> tuple[EntityId, ...]:
    """Return the entities of a path with its entailed arcs opened."""
    entities = [path.arcs[0].source]
    for arc in path.arcs:
        between = [claim.object for claim in arc.premises[:-1]]
        entities.extend(between if arc.forward else reversed(between))
        entities.append(arc.target)
    return tuple(entities)


def without_spelled_out(paths: Sequence[Path]) -> list[Path]:
    """Drop a path that only spells out the premises of another one's entailed arc."""
    entailed = {_spelled_out(p) for p in paths if any(arc.premises for arc in p.arcs)}
    return [p for p in paths if any(a.premises for a in p.arcs) or p.entities not in entailed]


def _siblings(graph: KnowledgeGraph, one: EntityId, other: EntityId) -> bool:
    """Tell whether two entities are of one kind, and states of one bearer if they are states."""
    first, second = graph.entities[one], graph.entities[other]
    return first.kind == second.kind and first.bearer == second.bearer


def _difference(one: Sequence[EntityId], other: Sequence[EntityId]) -> int | None:
    if len(one) != len(other):
        return None
    spot = None
    for i, entity in enumerate(one):
        if entity != other[i]:
            if spot is not None:
                return None
            spot = i
    return spot


def _said(arc: Arc) -> tuple[object, ...]:
    """Return what a step says but for its ends: the relations, the direction, how sure."""
    return (
        arc.forward,
        arc.evidence_cost,
        tuple(
            (claim.relation, *((e.source, e.locator, e.speaker, e.note) for e in claim.evidence))
            for claim in arc.claims
        ),
    )


def fold(graph: KnowledgeGraph, paths: Iterable[Path]) -> list[Group]:
    """Fold paths that say the same of siblings (L1 ... L5) into groups, in the order given."""
    groups: list[Group] = []
    #: The entities of each group's path, and what its steps say, where that was looked at.
    ways: list[tuple[EntityId, ...]] = []
    told: dict[int, list[tuple[object, ...]]] = {}
    for path in paths:
        entities = path.entities
        for i, group in enumerate(groups):
            spot = _difference(ways[i], entities)
            if spot is None or group.position not in (None, spot):
                continue
            if any(entities[spot] == p.entities[spot] for p in group.also):
                continue
            said = told.get(i)
            if said is None:
                said = told[i] = [_said(arc) for arc in group.path.arcs]
            if said == [_said(arc) for arc in path.arcs] and _siblings(
                graph, ways[i][spot], entities[spot]
            ):
                groups[i] = Group(group.path, (*group.also, path))
                break
        else:
            groups.append(Group(path))
            ways.append(entities)
    return groups


def diversify(groups: Sequence[Group], count: int) -> list[Group]:
    """Choose what is shown: each choice leads through something that no earlier one did.

    Where that leaves room, the cheapest of the others fill it. The order stays that of the ranks.
    """
    chosen: list[Group] = []
    passed: set[EntityId] = set()
    for group in groups:
        between = set(group.path.entities[1:-1])
        if len(chosen) < count and (group.path.hops <= 1 or between - passed):
            chosen.append(group)
            passed |= between
    others = (group for group in groups if group not in chosen)
    chosen.extend(group for group, _ in zip(others, range(count - len(chosen)), strict=False))
    return sorted(chosen, key=lambda group: rank_key(group.path))


def find_in_common(
    graph: KnowledgeGraph, frontier: Frontier, one: EntityId, other: EntityId
) -> list[Path]:
    """Return what two entities have in common: a shared cause or a shared effect, cheapest first.

    Such a pair of claims is no connection (see `somagraph.paths.is_vetoed`); it is told apart.
    """
    if graph.site_of(one) == graph.site_of(other):
        return []
    best: dict[EntityId, Path] = {}
    ends = {one, other, *graph.states_of(one), *graph.states_of(other)}
    from_one, from_other = _reaching(frontier, one), _reaching(frontier, other)
    for middle in from_one.keys() & from_other.keys():
        entity = frontier.numbering.ids[middle]
        if entity in ends or not graph.is_bridge(entity):
            continue
        for first in from_one[middle]:
            for last in from_other[middle]:
                back = _turned(frontier, last)
                if not back or _directions(frontier, first) * _directions(frontier, back) >= 0:
                    continue
                path = make_path(graph, tuple(map(frontier.arc, (*first, *back))))
                if entity not in best or rank_key(path) < rank_key(best[entity]):
                    best[entity] = path
    return sorted(best.values(), key=rank_key)


def _reaching(frontier: Frontier, start: EntityId) -> dict[int, list[tuple[int, ...]]]:
    """Return each entity in one step from another or, by the free link, from one of its states.

    Returns
    -------
    dict
        Number of the entity to the numbers of the arcs of each way there.
    """
    table, number = frontier.table, frontier.numbering.number_of(start)
    ways: dict[int, list[tuple[int, ...]]] = {}
    begun: list[tuple[int, tuple[int, ...]]] = [(number, ())]
    begun += [
        (table.targets[arc], (arc,))
        for arc in frontier.free_links(number)
        if not frontier.code(arc).forward  # from the bearer to its state
    ]
    for entity, before in begun:
        for arc in frontier.leaving(entity):
            if frontier.code(arc).hops == 1 and table.targets[arc] != number:
                ways.setdefault(table.targets[arc], []).append((*before, arc))
    return ways


def _directions(frontier: Frontier, arcs: tuple[int, ...]) -> int:
    """Return the direction of the one claim among some arcs."""
    return sum(frontier.code(arc).direction for arc in arcs)


def _turned(frontier: Frontier, arcs: tuple[int, ...]) -> tuple[int, ...]:
    """Return the arcs that lead back, or none if one of them is walked one way only."""
    table = frontier.table
    back = [frontier.between(table.targets[arc], table.sources[arc]) for arc in reversed(arcs)]
    return () if min(back) < 0 else tuple(back)
