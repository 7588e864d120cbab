"""A question, resolved: what is asked, what it leaves out, and how it could ask for less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from somagraph import wording
from somagraph.errors import QuestionError
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import SIDES, EntityId, Family, Standing
from somagraph.walking import NO_FILTERS, Filters

__all__ = [
    "MOST_HOPS",
    "Question",
    "Suggestion",
    "check_question",
    "find_relaxations",
    "read_relations",
    "read_side",
    "read_standing",
    "read_without",
]

#: Steps beyond which no longer connection is suggested.
MOST_HOPS: Final = 12

#: How many longer paths are looked at for each one that is shown, and beyond.
_CANDIDATES_PER_ANSWER: Final = 8
_SPARE_CANDIDATES: Final = 20

#: How many sources are named to somebody who named none that is known.
_NAMED_SOURCES: Final = 3


class Question(NamedTuple):
    """What is asked, with every name resolved."""

    ends: tuple[EntityId, ...]
    #: What it leaves out.
    filters: Filters = NO_FILTERS
    #: How many connections to show.
    count: int = 5  # type: ignore[assignment] # hides a method that nobody needs here
    #: Steps that a connection of two ends may have.
    max_hops: int = 6
    #: What a connection must lead through.
    via: frozenset[EntityId] = frozenset()
    #: How long a search may take, if there is a limit.
    seconds: float | None = None

    @property
    def candidates(self) -> int:
        """How many paths of several steps are looked at to choose from."""
        return _CANDIDATES_PER_ANSWER * self.count + _SPARE_CANDIDATES

    @property
    def tree_ends(self) -> tuple[EntityId, ...]:
        """What a tree must join: the ends, and what it must lead through."""
        return tuple(dict.fromkeys((*self.ends, *sorted(self.via))))


class Suggestion(NamedTuple):
    """The smallest change of a question that would give a connection."""

    #: The option to change, as `connect` calls it.
    change: str
    #: Its new value.
    value: int | bool | str | list[str]


def find_relaxations(question: Question) -> Iterable[tuple[Suggestion, Question]]:
    """Yield the ways to ask for less, the smallest first; last the question without any option."""
    filters = question.filters
    # A tree of three ends or more has no bound of steps.
    most = MOST_HOPS if len(question.ends) == 2 else 0  # noqa: PLR2004 - two ends

    def relaxed(**changed: object) -> Question:
        return question._replace(filters=filters._replace(**changed))  # type: ignore[arg-type] # its own fields

    if not filters.indirect:
        yield Suggestion("indirect", True), relaxed(indirect=True)
    if filters.asserted_only:
        yield Suggestion("asserted_only", False), relaxed(asserted_only=False)
    if filters.side:
        yield Suggestion("side", ""), relaxed(side="")
    for hops in range(question.max_hops + 1, most + 1):
        yield Suggestion("max_hops", hops), question._replace(max_hops=hops)
    if filters.directed:
        yield Suggestion("directed", False), relaxed(directed=False)
    yield from _fewer_places(question)
    if filters.standings:
        yield Suggestion("standing", []), relaxed(standings=frozenset())
    if filters.relations:
        yield Suggestion("relation", []), relaxed(relations=frozenset())
    bare = Question(question.ends, count=question.count, max_hops=max(most, question.max_hops))
    if bare != question:
        yield Suggestion("filters", []), bare


def _fewer_places(question: Question) -> Iterable[tuple[Suggestion, Question]]:
    """Yield the question with one place less to lead through or avoid, or one source less out."""
    for entity in sorted(question.via):
        fewer = question.via - {entity}
        yield Suggestion("via", sorted(fewer)), question._replace(via=fewer)
    for entity in sorted(question.filters.avoid):
        fewer = question.filters.avoid - {entity}
        filters = question.filters._replace(avoid=fewer)
        yield Suggestion("avoid", sorted(fewer)), question._replace(filters=filters)
    for source in sorted(question.filters.without):
        left_out = question.filters.without - {source}
        filters = question.filters._replace(without=left_out)
        yield Suggestion("without", sorted(left_out)), question._replace(filters=filters)


def read_relations(graph: KnowledgeGraph, names: Iterable[str]) -> frozenset[str]:
    """Return ids of the relations or families that were named.

    Raises
    ------
    QuestionError
        If there is no such relation.
    """
    by_name: dict[str, str] = {family.value: family.value for family in Family}
    for relation in graph.relations.values():
        plain = relation.label.removeprefix("is a ").removeprefix("is ")
        for name in (relation.id, relation.id.removeprefix("soma:"), relation.label, plain):
            by_name.setdefault(name.casefold(), relation.id)
    found = set()
    for name in names:
        key = name.casefold().strip()
        key = key if key in by_name else key.replace("_", " ")
        if key not in by_name:
            families = ", ".join(family.value for family in Family)
            message = (
                f"No relation here is called {name[:80]!r}; name one as `show` words it, "
                f"or a family ({families})."
            )
            raise QuestionError(message)
        found.add(by_name[key])
    return frozenset(found)


def read_side(sides: Iterable[str]) -> str:
    """Return the one side of the body that was named, or an empty text.

    Raises
    ------
    QuestionError
        If it is neither left nor right, or both were named.
    """
    named = sorted(set(sides))
    unknown = [side for side in named if side not in SIDES]
    if unknown:
        message = f"The body has no side {unknown[0][:80]!r}; it is left or right."
        raise QuestionError(message)
    if len(named) > 1:
        message = "A question keeps to one side of the body; name the left or the right, not both."
        raise QuestionError(message)
    return named[0] if named else ""


def read_standing(name: str) -> Standing:
    """Return a standing by its name.

    Raises
    ------
    QuestionError
        If there is none of that name.
    """
    try:
        return Standing(name.casefold().strip())
    except ValueError:
        known = ", ".join(Standing)
        message = f"No source has the standing {name[:80]!r}; it is one of {known}."
        raise QuestionError(message) from None


def _names_of(graph: KnowledgeGraph, voice: str) -> Iterator[str]:
    """Yield what a source or a speaker is called, as people know it first."""
    if source := graph.sources.get(voice):
        yield source.citation
    if entity := graph.entities.get(EntityId(voice)):
        yield entity.label
    yield voice.removeprefix("soma:")
    yield voice


def _voices_by_name(
    graph: KnowledgeGraph, sources: Iterable[str], speakers: Iterable[str]
) -> Mapping[str, set[str]]:
    """Return casefolded names to the ids of what they mean; a whole name before a last name."""
    by_name: dict[str, set[str]] = {}
    by_last_name: dict[str, set[str]] = {}
    for voice in (*sources, *speakers):
        for name in _names_of(graph, voice):
            by_name.setdefault(name.casefold(), set()).add(voice)
    for speaker in speakers:
        for last in next(_names_of(graph, speaker)).casefold().split()[-1:]:
            by_last_name.setdefault(last, set()).add(speaker)
    for last, owners in by_last_name.items():
        if len(owners) == 1:
            by_name.setdefault(last, owners)
    return by_name


def read_without(graph: KnowledgeGraph, names: Iterable[str]) -> frozenset[str]:
    """Return ids of the sources and speakers that were named.

    Each goes by its id, its citation or its label; a speaker also by a last name that no other
    speaker has.

    Raises
    ------
    QuestionError
        If no claim here rests on a source or a speaker of that name.
    """
    wanted = tuple(names)
    if not wanted:
        return frozenset()
    # Very many claims share few sets of evidence.
    sources: Counter[str] = Counter()
    heard: set[str] = set()
    for number, count in Counter(graph.claim_numbers.evidence.tolist()).items():
        for piece in graph.evidence_sets[number]:
            sources[piece.source] += count
            heard.add(piece.speaker)
    speakers = sorted(heard - {""})
    by_name = _voices_by_name(graph, sources, speakers)
    found: set[str] = set()
    for name in wanted:
        voices = by_name.get(name.casefold().strip())
        if voices is None:
            often = [source for source, _ in sources.most_common(_NAMED_SOURCES)]
            known = [next(_names_of(graph, voice)) for voice in (*often, *speakers[:1])]
            such = f", such as {wording.listed(known)}" if known else ""
            message = f"No claim here rests on {name[:80]!r}; name a source or a speaker{such}."
            raise QuestionError(message)
        found |= voices
    return frozenset(found)


def check_question(graph: KnowledgeGraph, question: Question, names: Sequence[str]) -> None:
    """Refuse a question that makes no sense.

    Raises
    ------
    QuestionError
        If it has fewer than two ends, or avoids what it asks for.
    """
    if len(question.ends) < 2:  # noqa: PLR2004 - a connection has two ends
        if len(names) > 1:
            label = graph.entities[question.ends[0]].label
            message = f"All names mean {label}; name two different things to connect."
        else:
            message = "A connection has two ends; name at least two things."
        raise QuestionError(message)
    both = question.filters.avoid & {*question.ends, *question.via}
    if both:
        label = graph.entities[min(both)].label
        message = f"{label} cannot be both asked for and avoided; drop one of the two."
        raise QuestionError(message)
    if question.count < 1 or question.max_hops < 1:
        message = "The number of connections and of steps must be at least 1."
        raise QuestionError(message)
