"""Two answers side by side: the steps that they share, and those that only one of them has."""

from __future__ import annotations

from typing import Any, NamedTuple

from somagraph.answer import Answer, connect
from somagraph.errors import QuestionError
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId
from somagraph.names import NameIndex
from somagraph.walking import Arc

__all__ = ["Comparison", "compare"]


class Comparison(NamedTuple):
    """What connects each of two things to a third."""

    #: What connects the first, and the second, to the third.
    answers: tuple[Answer, Answer]
    #: Steps that both answers hold, in the order of the first.
    shared: tuple[Arc, ...]
    #: Steps that only the first, and only the second, holds.
    only: tuple[tuple[Arc, ...], tuple[Arc, ...]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing connects either of the two."""
        return all(answer.is_empty for answer in self.answers)

    @property
    def ends(self) -> tuple[EntityId, EntityId, EntityId]:
        """The two that are compared, and what they are connected to."""
        one, other = (answer.question.ends for answer in self.answers)
        return (one[0], other[0], one[1])

    def through(self, index: int) -> tuple[int, ...]:
        """Return the numbers of the connections of one that lead through the other."""
        other = self.ends[1 - index]
        sites = {other, *self.answers[index].graph.states_of(other)}
        return tuple(
            number
            for number, group in enumerate(self.answers[index].connections, 1)
            if sites & set(group.path.entities)
        )


def _steps(answer: Answer) -> dict[object, Arc]:
    """Return the steps of all connections of an answer, siblings included, once each."""
    steps: dict[object, Arc] = {}
    for group in answer.connections:
        for path in (group.path, *group.also):
            for arc in path.arcs:
                if arc.claims:
                    ends = frozenset((arc.source, arc.target))
                    key = (ends, tuple(claim.id for claim in arc.claims))
                    steps.setdefault(key, arc)
    return steps


def compare(
    graph: KnowledgeGraph,
    one: str,
    other: str,
    target: str,
    **options: Any,  # noqa: ANN401 - those of `connect`
) -> Comparison:
    """Answer how two things connect to a third, and which steps they share.

    Parameters
    ----------
    graph
        The knowledge to ask.
    one, other
        Names of the two that are compared.
    target
        The name of what both are connected to.
    **options
        The options of `connect`; they hold for both answers.

    Raises
    ------
    NameResolutionError
        If a name means nothing here, or several things.
    QuestionError
        If two of the names mean the same, or an option makes no sense.

    Examples
    --------
    >>> import somagraph
    >>> graph = somagraph.load()
    >>> found = compare(graph, "psoas", "diaphragm", "L1", count=3)
    >>> [answer.question.ends[1] for answer in found.answers]
    ['soma:l1-vertebra', 'soma:l1-vertebra']
    """
    names = NameIndex(graph)
    compared = [names.resolve(name, sided=True).entity for name in (one, other)]
    if compared[0] == compared[1]:
        label = graph.entities[compared[0]].label
        message = f"Both names mean {label}; name two different things to compare."
        raise QuestionError(message)
    answers = (
        connect(graph, one, target, **options),
        connect(graph, other, target, **options),
    )
    first, second = map(_steps, answers)
    return Comparison(
        answers=answers,
        shared=tuple(arc for key, arc in first.items() if key in second),
        only=(
            tuple(arc for key, arc in first.items() if key not in second),
            tuple(arc for key, arc in second.items() if key not in first),
        ),
    )
