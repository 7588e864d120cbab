"""What an answer rests on, and what could still change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from somagraph.answer import Answer
from somagraph.costs import STEP_COST
from somagraph.endpoint.limits import ENDLESS, Distances, Limit, find_open
from somagraph.indexed import IndexedGraph
from somagraph.model import EntityId
from somagraph.question import MOST_HOPS, Question
from somagraph.search import Search, find_paths
from somagraph.vocabulary import curie_of, iri_of
from somagraph.walking import NO_FILTERS, Filters, Path

__all__ = ["Wanted", "entities_of", "members_of", "open_for_path", "open_for_tree", "wanted_by"]


class Wanted(NamedTuple):
    """What an answer rests on, and what could still change it."""

    #: Filters of each search, and beyond which limit nothing can.
    searches: list[tuple[Filters, Limit]]
    #: What it shows or considered: all of it must be opened.
    support: set[EntityId]
    #: What a tree costs, if it is one.
    tree_cost: int | None = None


def entities_of(graph: IndexedGraph, iri: str) -> tuple[EntityId, ...]:
    """Return the entity that an IRI means, by itself or as one of several that are one."""
    identifier = EntityId(curie_of(iri))
    if identifier in graph.entities:
        return (identifier,)
    return tuple(
        entity
        for entity in graph.named("id", identifier)
        if identifier in {one for one, _ in graph.entities[entity].merged}
    )


def members_of(graph: IndexedGraph, entity: EntityId) -> set[str]:
    """Return the IRIs of all that is one with an entity."""
    return {iri_of(entity), *(iri_of(one) for one, _ in graph.entities[entity].merged)}


def _ends_of(paths: Iterable[Path]) -> Iterator[EntityId]:
    for path in paths:
        yield from path.entities
        for arc in path.arcs:
            for claim in arc.claims:
                yield from (claim.subject, claim.object)


def wanted_by(graph: IndexedGraph, answer: Answer, *, whole: bool) -> Wanted:
    """Return what an answer rests on, and beyond which cost and steps nothing changes it."""
    question = answer.question
    if len(question.ends) != 2:  # noqa: PLR2004 - two ends
        arcs = answer.tree.arcs if answer.tree else ()
        support = {e for a in arcs for c in a.claims for e in (c.subject, c.object)}
        support |= {e for a in arcs for e in (a.source, a.target)} | set(question.tree_ends)
        limit = Limit(ENDLESS, ENDLESS)
        cost = answer.tree.cost if answer.tree else None
        return Wanted([(question.filters, limit)], support, cost)
    shown = [path for group in answer.connections for path in (group.path, *group.also)]
    support = set(_ends_of([*shown, *answer.in_common])) | set(question.ends)
    paths, cost = _candidates(graph, question, question.filters, question.candidates + 1)
    support |= set(_ends_of(paths))
    asked = question.filters
    anatomy = Filters(
        anatomical_only=True, avoid=asked.avoid, without=asked.without, side=asked.side
    )
    best = answer.anatomical
    limits = [
        (asked, Limit(ENDLESS if whole else cost, question.max_hops)),
        (anatomy, Limit(best.cost if best and not whole else ENDLESS, question.max_hops)),
    ]
    support |= set(_ends_of([best] if best else []))
    if answer.is_empty:
        most = max(MOST_HOPS, question.max_hops)
        suggested = answer.suggestion
        if suggested and suggested.change == "max_hops":
            limits = [(asked, Limit(ENDLESS, int(str(suggested.value)))), *limits[1:]]
        else:
            limits = [(NO_FILTERS, Limit(ENDLESS, most)), *limits[1:]]
    return Wanted(limits, support)


def _candidates(
    graph: IndexedGraph, question: Question, filters: Filters, count: int
) -> tuple[list[Path], int]:
    """Return the paths that an answer chooses from, and the cost of the last; endless if fewer."""
    search = Search(question.max_hops, question.via, seconds=question.seconds)
    paths: list[Path] = []
    longer = 0
    one, other = question.ends
    for path in find_paths(graph, graph.arcs(filters), one, other, search):
        paths.append(path)
        longer += path.hops > 1
        if longer == count:
            return paths, path.cost
    if search.cut_off and paths:
        return paths, paths[-1].cost
    return paths, ENDLESS


def open_for_tree(
    cost: int | None, around: Sequence[Distances], ends: Sequence[int], hubs: int
) -> set[int]:
    """Return what must be opened before no tree that is not known can be cheaper."""
    if any(distances.cost == ENDLESS for distances in around):
        return set()
    wanted = min(distances.cost for distances in around) + STEP_COST
    if cost is not None:
        # How far two balls have to reach to be done; as soon as one pair is, so are all.
        far = []
        for (one, there), (other, _) in combinations(zip(around, ends, strict=True), 2):
            apart = min(other.costs.get(there, ENDLESS), one.cost + other.cost)
            if apart + one.cost + other.cost > 2 * (cost + hubs):
                return set()
            far.append(cost + hubs - apart // 2)
        wanted = max(wanted, min(far))
    smallest = min(
        around, key=lambda distances: (distances.cost > wanted, len(distances.rim_costs))
    )
    return {entity for entity, far in smallest.rim_costs.items() if far <= wanted}


def open_for_path(
    limit: Limit, around: Sequence[Distances], hubs: int, capped: set[int]
) -> set[int]:
    """Return the smaller of the two sides that may still be opened; none if either is done.

    Parameters
    ----------
    limit
        What a path may cost, and its steps.
    around
        What is known around the two ends.
    hubs
        The hub halves of both ends together.
    capped
        What cannot be opened, whatever is done; where nothing else is left, it is returned.
    """
    one, other = around
    sides = find_open(limit, one, other, hubs)
    if not all(sides):
        return set()
    able = [side - capped for side in sides if side - capped]
    return min(able, key=len) if able else set().union(*sides)
