"""A question over endpoints: the same answer as over files, of as much as it needs.

What is near the ends is fetched, whole frontiers at a time and the smaller one first, until nothing
that is not here could change the answer (see `somagraph.endpoint.limits` for why that is so). Then
the very same program answers over what is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from somagraph.answer import Answer
from somagraph.answer import connect as ask_graph
from somagraph.building import build_graph
from somagraph.endpoint.client import Budget, Client
from somagraph.endpoint.finality import (
    entities_of,
    members_of,
    open_for_path,
    open_for_tree,
    wanted_by,
)
from somagraph.endpoint.limits import Ground
from somagraph.endpoint.local import Local
from somagraph.endpoint.names import find_named
from somagraph.endpoint.neighbourhood import Neighbourhood
from somagraph.endpoint.transport import DEFAULT_SECONDS
from somagraph.errors import EndpointError
from somagraph.indexed import IndexedGraph
from somagraph.model import EntityId
from somagraph.question import Question
from somagraph.vocabulary import curie_of, iri_of

__all__ = ["Remote", "connect"]

#: A frontier so small is opened before anything is reckoned: that costs less than reckoning.
_SMALL: Final = 1500
#: How many things are opened at the most.
_MOST_OPENED: Final = 40_000

_MAX_HOPS: Final = int(Question(()).max_hops)


class _Reach:
    """What was reached from one end, frontier by frontier."""

    def __init__(self, near: Neighbourhood, start: Iterable[str]) -> None:
        self._near = near
        self.frontier = near.at_once(start)
        self.reached = set(self.frontier)
        #: Steps from the end to the nearest thing that is not opened.
        self.hops = 0

    def step(self) -> None:
        """Open the whole frontier; what is beside it is the next one."""
        near = self._near
        near.open(self.frontier)
        whole = near.at_once(self.frontier)
        self.reached |= whole
        ways = (thing for thing in whole if self.hops == 0 or thing not in near.ends_here)
        beside = {other for thing in ways for other in near.around(thing)}
        self.frontier = near.at_once(beside) - self.reached - near.ends_here
        self.reached |= beside
        self.hops += 1


class Remote:
    """A graph on endpoints, together with what is here.

    Parameters
    ----------
    endpoints
        Their addresses: shards of one graph.
    graph
        IRI of the graph in them; empty for their default graph.
    files
        What is added here.
    seconds
        How long one answer of an endpoint may take.
    budget
        What may be asked of them altogether.

    Raises
    ------
    EndpointError
        If one of them is away, or is none.
    """

    def __init__(
        self,
        endpoints: Sequence[str],
        graph: str = "",
        *,
        files: Sequence[Path] = (),
        seconds: float = DEFAULT_SECONDS,
        budget: Budget | None = None,
    ) -> None:
        self._client = Client(endpoints, graph, seconds=seconds, budget=budget)
        self._local = Local(list(files))
        self._near = Neighbourhood(self._client, self._local)
        self._names: dict[str, set[str]] = {}

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def build(self, *, whole: bool = False) -> IndexedGraph:
        """Return the graph of all that is here by now (see `Neighbourhood.dataset`)."""
        return build_graph(self._near.dataset(whole=whole))

    def connect(self, *names: str, whole: bool = False, **options: Any) -> Answer:  # noqa: ANN401 - as `somagraph.answer.connect` has them
        """Answer what connects two or more things; parameters as `somagraph.answer.connect`.

        Parameters
        ----------
        *names
            Of the ends.
        whole
            Whether everything within the steps that a connection may have is wanted, so that the
            same question with less may be asked of the answer's graph.
        **options
            Of the question.

        Raises
        ------
        EndpointError
            If an endpoint is away or answers what is no answer.
        NameResolutionError, QuestionError
            As over files.
        """
        more = [*options.get("via", ()), *options.get("avoid", ())]
        groups = self._find([*names, *more])
        if self._client.is_spent:
            raise EndpointError(self._client.address, "the names alone take more than may be asked")
        ends = groups[: len(names)]
        if any(len(self._apart(group)) != 1 for group in groups):
            # Which one is meant, or that it is unknown, is told as over files.
            question = ask_graph(self.build(whole=True), *names, **options).question
            ends = [{iri_of(end)} for end in question.ends]
        self._grow(ends, options.get("max_hops", _MAX_HOPS))
        while True:
            graph = self.build(whole=bool(options.get("without")))
            answer = ask_graph(graph, *names, **options)
            missing, is_stuck = self._missing(graph, answer, whole=whole)
            if not missing or self._is_over:
                is_partial = is_stuck or bool(missing) or self._client.is_spent
                return self._told(answer) if is_partial else answer
            self._near.open(missing)

    @property
    def _is_over(self) -> bool:
        return self._client.is_spent or len(self._near.opened) > _MOST_OPENED

    def _find(self, texts: Sequence[str]) -> list[set[str]]:
        fresh = [text for text in dict.fromkeys(texts) if text not in self._names]
        found = find_named(self._client, self._near, self._local, fresh)
        self._names.update(zip(fresh, found, strict=True))
        return [self._names[text] for text in texts]

    def _apart(self, things: set[str]) -> set[frozenset[str]]:
        return {frozenset(self._near.same_as([thing])) for thing in things}

    def _grow(self, ends: Sequence[set[str]], max_hops: int) -> None:
        """Open what is around the ends until they meet, and on where that is little work."""
        sides = [_Reach(self._near, end) for end in ends]
        for side in sides:
            side.step()
        while not self._is_over:
            growing = [side for side in sides if side.frontier]
            if len(growing) < len(sides):
                return
            depths = sorted(side.hops for side in sides)
            if len(sides) == 2 and sum(depths) > max_hops:  # noqa: PLR2004 - a path has two ends
                return
            smallest = min(growing, key=lambda side: len(side.frontier))
            if len(smallest.frontier) > _SMALL and _is_joined([s.reached for s in sides]):
                return
            if len(sides) > 2 and _is_joined([s.reached for s in sides]):  # noqa: PLR2004 - as above
                return
            smallest.step()

    def _missing(
        self, graph: IndexedGraph, answer: Answer, *, whole: bool
    ) -> tuple[set[str], bool]:
        """Return what must be opened to go on, and whether something cannot be opened."""
        question = answer.question
        wanted = wanted_by(graph, answer, whole=whole)
        number_of = graph.numbering.number_of
        opened = self._opened(graph)
        missing = {entity for entity in wanted.support if number_of(entity) not in opened}
        capped = self._capped(graph)
        unable = {number_of(entity) for entity in capped}
        is_path = len(question.ends) == 2  # noqa: PLR2004 - a path has two ends
        ends = [number_of(end) for end in (question.ends if is_path else question.tree_ends)]
        for filters, limit in wanted.searches:
            if missing - capped:
                break
            ground = Ground(
                graph.narrowed_columns(filters),
                graph.entity_columns,
                graph.numbering.bridges,
                opened,
            )
            around = [ground.distances(end, limit) for end in ends]
            hubs = [graph.numbering.hubs[end] for end in ends]
            if is_path:
                numbers = open_for_path(limit, around, sum(hubs), unable)
            else:
                numbers = open_for_tree(wanted.tree_cost, around, ends, sum(hubs))
            missing |= {graph.numbering.ids[number] for number in numbers}
        stuck = missing & capped
        found = {iri for entity in missing - stuck for iri in members_of(graph, entity)}
        found -= self._near.opened
        # What is wanted and cannot be had by opening more is told as well.
        return found, bool(stuck) or (bool(missing) and not found)

    def _opened(self, graph: IndexedGraph) -> set[int]:
        """Return the numbers of the entities all of whose members are opened, and whole."""
        near = self._near.opened - self._client.capped
        found = set()
        number_of = graph.numbering.number_of
        for iri in near:
            if not self._near.may_be_several(iri):
                # Most things are one with nothing else; there are thousands of them.
                found.add(number_of(EntityId(curie_of(iri))))
                continue
            for entity in entities_of(graph, iri):
                number = number_of(entity)
                if number not in found and near.issuperset(members_of(graph, entity)):
                    found.add(number)
        return found - {-1}

    def _capped(self, graph: IndexedGraph) -> set[EntityId]:
        return {entity for iri in self._client.capped for entity in entities_of(graph, iri)}

    def _told(self, answer: Answer) -> Answer:
        """Return an answer that says that it is one of a part of what there is."""
        if self._client.is_spent:
            why = "so much was asked of the endpoint as a question may"
        else:
            why = "some things there are joined to more than it gives at once"
        note = f"This is a partial answer: {why}. There may be other connections."
        return answer._replace(truncated=True, notes=(*answer.notes, note))


def _is_joined(sets: Sequence[set[str]]) -> bool:
    """Tell whether some sets hang together."""
    waiting, *rest = map(set, sets)
    while rest:
        beside = [one for one in rest if one & waiting]
        if not beside:
            return False
        waiting = waiting.union(*beside)
        rest = [one for one in rest if one not in beside]
    return True


def connect(
    endpoints: str | Sequence[str],
    *names: str,
    graph: str = "",
    files: Sequence[Path] = (),
    seconds_per_answer: float = DEFAULT_SECONDS,
    **options: Any,  # noqa: ANN401 - as `somagraph.answer.connect` has them
) -> Answer:
    """Answer what connects two or more things over SPARQL endpoints.

    Parameters
    ----------
    endpoints
        One address, or several that are shards of one graph.
    *names
        Two or more names, CURIEs or IRIs.
    graph
        IRI of the graph that is asked; the default graph of the endpoint without it.
    files
        Files of yours that are added.
    seconds_per_answer
        How long one answer of an endpoint may take.
    **options
        As `somagraph.answer.connect` has them.

    Raises
    ------
    EndpointError
        If an endpoint is away or answers what is no answer.
    NameResolutionError, QuestionError
        As over files.
    """
    several = [endpoints] if isinstance(endpoints, str) else list(endpoints)
    remote = Remote(several, graph, files=files, seconds=seconds_per_answer)
    try:
        return remote.connect(*names, **options)
    finally:
        remote.close()
