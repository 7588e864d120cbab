"""A question in, an `Answer` out: ranked connections with evidence and the weakest step.

`connect` resolves the names, searches, arranges, and gathers what must be told beside the
connections: what sources deny, where they disagree, what the two have in common, the warning signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from somagraph import arrange, display
from somagraph.arrange import Group
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import SIDES, Denial, Dispute, EntityId, WarningSign
from somagraph.names import NameIndex
from somagraph.question import (
    MOST_HOPS,
    Question,
    Suggestion,
    check_question,
    find_relaxations,
    read_relations,
    read_side,
    read_standing,
    read_without,
)
from somagraph.search import Search, find_one_step, find_paths
from somagraph.surroundings import find_denials, find_disputes, find_warning_signs
from somagraph.walking import Arc, Filters, Path

if TYPE_CHECKING:
    from somagraph.trees import Tree

__all__ = [
    "Answer",
    "Question",
    "Suggestion",
    "ask",
    "connect",
    "is_connected",
]


class Answer(NamedTuple):
    """What connects the ends, and all that must be told with it."""

    #: What was asked.
    graph: KnowledgeGraph
    question: Question
    connections: tuple[Group, ...]
    #: The cheapest connection by textbook anatomy alone.
    anatomical: Path | None
    #: Shared causes and effects of two ends; no connection.
    in_common: tuple[Path, ...]
    #: For three and more ends.
    tree: Tree | None
    denied: tuple[Denial, ...]
    disputes: tuple[Dispute, ...]
    warning_signs: tuple[WarningSign, ...]
    #: How many connections were found and not shown.
    omitted: int
    #: Whether the search stopped before all were found.
    truncated: bool
    suggestion: Suggestion | None
    #: How names were read, where that was a choice.
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing connects the ends."""
        return not self.connections and self.tree is None

    @property
    def arcs(self) -> tuple[Arc, ...]:
        """Every arc that the answer shows as a connection."""
        shown = [arc for group in self.connections for arc in group.path.arcs]
        return (*shown, *(self.tree.arcs if self.tree else ()))

    @property
    def entities(self) -> frozenset[EntityId]:
        """The ends and every entity on a shown connection."""
        passed = {end for arc in self.arcs for end in (arc.source, arc.target)}
        folded = {entity for group in self.connections for entity in group.folded}
        return frozenset({*self.question.ends, *passed, *folded})

    def __eq__(self, other: object) -> bool:
        """Tell whether two answers say the same, whatever graphs they are of."""
        return isinstance(other, Answer) and self[1:] == other[1:]

    def __ne__(self, other: object) -> bool:
        """Tell whether two answers do not say the same."""
        return not self == other

    def __hash__(self) -> int:
        """Return the same for answers that say the same."""
        return hash(self[1:])

    def __repr__(self) -> str:
        """Return all but the graph."""
        told = zip(self._fields[1:], self[1:], strict=True)
        return f"Answer({', '.join(f'{name}={value!r}' for name, value in told)})"

    def _repr_html_(self) -> str | None:
        """Return the page with this answer, for a notebook."""
        return display.show(self.graph, self)


def _search_for(question: Question) -> Search:
    """Return what a search for the connections of a question may do."""
    return Search(question.max_hops, question.via, seconds=question.seconds)


def _find_anatomical(graph: KnowledgeGraph, question: Question) -> Path | None:
    # What the body has stays what it is, whichever standings and relations were asked for; but it
    # must not rest on a source that was turned off.
    asked = question.filters
    filters = Filters(
        anatomical_only=True, avoid=asked.avoid, without=asked.without, side=asked.side
    )
    search = _search_for(question)
    frontier = graph.arcs(filters)
    paths = find_paths(graph, frontier, question.ends[0], question.ends[-1], search)
    return next((p for p in paths if any(arc.claims for arc in p.arcs)), None)


def _find_groups(
    graph: KnowledgeGraph, question: Question, far: Search
) -> tuple[list[Group], bool]:
    """Return all groups that were found, in rank order, and whether there may be more."""
    one, other = question.ends
    frontier = graph.arcs(question.filters)
    near = find_one_step(graph, frontier, one, other)
    one_step = [path for path in near if question.via.issubset(path.entities)]
    expanded = arrange.expand_one_step(graph, question.filters, one_step)
    wanted = question.candidates
    longer = (p for p in find_paths(graph, frontier, one, other, far) if p.hops > 1)
    candidates = list(islice(longer, wanted + 1))
    more = far.cut_off or len(candidates) > wanted
    plain = arrange.without_spelled_out(candidates[:wanted])
    return arrange.fold(graph, [*expanded, *plain]), more


def _choose(graph: KnowledgeGraph, groups: list[Group], count: int) -> list[Group]:
    """Choose what is shown; the best claimed connection is always among it."""
    chosen = arrange.diversify(groups, count)
    claimed = next((g for g in groups if not arrange.is_anatomical(graph, g.path)), None)
    if claimed and claimed not in chosen and count > 1:
        chosen[-1] = claimed
    return sorted(chosen, key=lambda group: arrange.rank_key(group.path))


def is_connected(graph: KnowledgeGraph, question: Question) -> bool:
    """Tell whether anything connects the ends of a question."""
    frontier = graph.arcs(question.filters)
    if len(question.ends) > 2:  # noqa: PLR2004 - a tree has more than two ends
        return _find_tree(graph, question, _search_for(question)) is not None
    search = _search_for(question)
    one, other = question.ends
    return next(find_paths(graph, frontier, one, other, search), None) is not None


def _find_tree(graph: KnowledgeGraph, question: Question, search: Search) -> Tree | None:
    from somagraph.trees import find_tree  # noqa: PLC0415 - most questions have two ends

    return find_tree(graph, graph.arcs(question.filters), question.tree_ends, search)


def _suggest(graph: KnowledgeGraph, question: Question) -> Suggestion | None:
    # Where the most steps do not help, fewer need not be tried.
    most = question._replace(max_hops=max(MOST_HOPS, question.max_hops))
    farther = is_connected(graph, most)
    return next(
        (
            suggestion
            for suggestion, changed in find_relaxations(question)
            if (farther or suggestion.change != "max_hops") and is_connected(graph, changed)
        ),
        None,
    )


def _ask_two(graph: KnowledgeGraph, question: Question) -> Answer:
    far = _search_for(question)
    groups, more = _find_groups(graph, question, far)
    chosen = _choose(graph, groups, question.count) if groups else []
    anatomical = _find_anatomical(graph, question)
    common = arrange.find_in_common(graph, graph.arcs(question.filters), *question.ends)
    answer = Answer(
        graph=graph,
        question=question,
        connections=tuple(chosen),
        anatomical=anatomical,
        in_common=tuple(common),
        tree=None,
        denied=(),
        disputes=(),
        warning_signs=(),
        omitted=len(groups) - len(chosen),
        truncated=more,
        # What time was too short for, no other question makes up for.
        suggestion=None if chosen or far.is_late else _suggest(graph, question),
    )
    extra = tuple(arc for path in (anatomical,) if path for arc in path.arcs)
    return _with_surroundings(graph, answer, extra)


def _ask_many(graph: KnowledgeGraph, question: Question) -> Answer:
    search = _search_for(question)
    tree = _find_tree(graph, question, search)
    answer = Answer(
        graph=graph,
        question=question,
        connections=(),
        anatomical=None,
        in_common=(),
        tree=tree,
        denied=(),
        disputes=(),
        warning_signs=(),
        omitted=0,
        truncated=search.cut_off,
        suggestion=None if tree or search.is_late else _suggest(graph, question),
    )
    return _with_surroundings(graph, answer)


def _with_surroundings(
    graph: KnowledgeGraph, answer: Answer, extra: tuple[Arc, ...] = ()
) -> Answer:
    told = answer.entities | {e for path in answer.in_common for e in path.entities}
    beside = [path for group in answer.connections for path in group.also]
    extra = (*extra, *(arc for path in (*beside, *answer.in_common) for arc in path.arcs))
    return answer._replace(
        denied=find_denials(graph, answer.question, answer.entities),
        disputes=find_disputes(graph, (*answer.arcs, *extra)),
        warning_signs=find_warning_signs(graph, told),
    )


def ask(graph: KnowledgeGraph, question: Question) -> Answer:
    """Answer a question whose names are resolved."""
    return (_ask_two if len(question.ends) == 2 else _ask_many)(graph, question)  # noqa: PLR2004 - as above


def connect(  # noqa: PLR0913 - one option of the question each
    graph: KnowledgeGraph,
    *names: str,
    count: int = 5,
    max_hops: int = 6,
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    relations: Iterable[str] = (),
    standings: Iterable[str] = (),
    without: Iterable[str] = (),
    side: str | None = None,
    asserted_only: bool = False,
    directed: bool = False,
    indirect: bool = True,
    seconds: float | None = None,
) -> Answer:
    """Answer what connects two or more entities.

    Parameters
    ----------
    graph
        The knowledge to ask.
    *names
        Two or more names, CURIEs or IRIs.
    count
        How many connections to show; claims in one step come first.
    max_hops
        Steps that a connection of two ends may have.
    via, avoid
        Names that it must, or must not, lead through.
    relations
        Labels or ids of relations, or families, to keep to.
    standings
        Keep evidence of these standings only (``textbook``, ``practice`` ...).
    without
        Sources and speakers whose evidence is left out: ids, citations or names.
    side
        ``left`` or ``right``: leave out what sources say of the other side of the body only. A name
        such as ``left kidney`` says so as well.
    asserted_only
        Leave out steps that are only entailed.
    directed
        Read claims only from subject to object.
    indirect
        Keep links that their own source calls indirect.
    seconds
        How long each search may take; what was found by then is the answer, and told to be cut off.

    Raises
    ------
    NameResolutionError
        If a name means nothing here, or several things.
    QuestionError
        If fewer than two different entities are named, an option names what is not known, or
        the options exclude each other.

    Examples
    --------
    >>> import somagraph
    >>> answer = somagraph.connect(somagraph.load(), "psoas", "anxiety")
    >>> answer.connections[0].path.arcs[-1].claim.evidence[0].locator
    'P3.3'
    """
    index = NameIndex(graph)
    notes: list[str] = []

    sides = {side} if side else set()

    def resolve(name: str, *, sided: bool = True) -> EntityId:
        resolved = index.resolve(name, sided=sided)
        sides.update({resolved.side} - {""})
        if resolved.note and resolved.note not in notes:
            notes.append(resolved.note)
        return resolved.entity

    ends = tuple(dict.fromkeys(map(resolve, names)))
    through = frozenset(map(resolve, via))
    kept_side = read_side(sides)
    if kept_side:
        other = next(name for name in SIDES if name != kept_side)
        notes.append(f"What sources say of the {other} side of the body only is left out.")
    question = Question(
        ends=ends,
        filters=Filters(
            relations=read_relations(graph, relations),
            standings=frozenset(read_standing(name) for name in standings),
            avoid=frozenset(resolve(name, sided=False) for name in avoid),
            without=read_without(graph, without),
            side=kept_side,
            asserted_only=asserted_only,
            directed=directed,
            indirect=indirect,
        ),
        count=count,
        max_hops=max_hops,
        via=through,
        seconds=seconds,
    )
    check_question(graph, question, names)
    return ask(graph, question)._replace(notes=tuple(notes))
