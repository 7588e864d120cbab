"""What an answer hangs on: claims, sources and speakers without which it falls.

Each is left out by itself and the question asked again, as reviews of studies leave one study out
at a time. A claim without which nothing connects the ends is a bridge, as graph theory has it.
"""

from __future__ import annotations

from typing import NamedTuple

from somagraph.answer import Answer, ask, is_connected
from somagraph.arrange import Group
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim
from somagraph.question import Question
from somagraph.trees import Tree
from somagraph.walking import Arc

__all__ = ["Dependence", "Loss", "find_dependence"]


class Loss(NamedTuple):
    """What is left of an answer without one source or speaker."""

    #: Id of the source or the speaker.
    voice: str
    #: Numbers, from 1, of the connections shown that fall.
    fallen: tuple[int, ...]
    #: Whether anything connects the ends still.
    connected: bool
    #: The best connection that is left, where the best one falls; None where it stands, where
    #: nothing is left, and for three ends or more.
    best: Group | None
    #: The tree that is left for three ends or more.
    tree: Tree | None


class Dependence(NamedTuple):
    """What an answer hangs on."""

    #: Claims without which nothing connects the ends, by id.
    bridges: tuple[Claim, ...]
    #: For each source and speaker behind the connections shown, those first that cost most.
    losses: tuple[Loss, ...]


def _without(question: Question, left_out: str) -> Question:
    filters = question.filters
    filters = filters._replace(without=filters.without | {left_out})
    return question._replace(filters=filters)


def _shown(answer: Answer) -> tuple[tuple[Arc, ...], ...]:
    """Return the arcs of each connection shown, in order."""
    if answer.tree is not None:
        return (answer.tree.arcs,)
    return tuple(group.path.arcs for group in answer.connections)


def _falls(arcs: tuple[Arc, ...], voice: str) -> bool:
    """Tell whether some claim under the arcs rests on one source or speaker alone."""
    return any(
        all(voice in (piece.source, piece.speaker) for piece in claim.evidence)
        for arc in arcs
        for claim in arc.claims
    )


def find_dependence(graph: KnowledgeGraph, answer: Answer) -> Dependence:
    """Leave out one claim, one source, one speaker at a time, and ask again.

    Parameters
    ----------
    graph
        The knowledge that was asked.
    answer
        What it answered; an empty answer hangs on nothing.

    Examples
    --------
    >>> import somagraph
    >>> graph = somagraph.load()
    >>> answer = somagraph.connect(graph, "Constructive Rest", "back pain")
    >>> find_dependence(graph, answer).losses[0].voice
    'soma:crimando-psoas-article'
    """
    shown = _shown(answer)
    if not shown:
        return Dependence((), ())
    # A claim without which nothing connects the ends is part of every connection.
    candidates = {claim.id: claim for arc in shown[0] for claim in arc.claims}
    bridges = tuple(
        claim
        for identifier, claim in sorted(candidates.items())
        if not is_connected(graph, _without(answer.question, identifier))
    )
    evidence = [p for arcs in shown for arc in arcs for c in arc.claims for p in c.evidence]
    voices = sorted({v for piece in evidence for v in (piece.source, piece.speaker) if v})
    losses = [_lose(graph, answer, shown, voice) for voice in voices]
    losses.sort(key=lambda loss: (loss.connected, -len(loss.fallen), loss.voice))
    return Dependence(bridges, tuple(losses))


def _lose(
    graph: KnowledgeGraph, answer: Answer, shown: tuple[tuple[Arc, ...], ...], voice: str
) -> Loss:
    fallen = tuple(i for i, arcs in enumerate(shown, 1) if _falls(arcs, voice))
    if 1 not in fallen:
        return Loss(voice, fallen, connected=True, best=None, tree=None)
    left = ask(graph, _without(answer.question, voice))
    best = left.connections[0] if left.connections else None
    return Loss(voice, fallen, connected=not left.is_empty, best=best, tree=left.tree)
