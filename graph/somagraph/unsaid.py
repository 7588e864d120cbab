"""What no source says, and what would be needed to say more: told as plainly as what is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from somagraph import wording
from somagraph.answer import Answer
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId, Relation, Standing
from somagraph.question import MOST_HOPS, Question, Suggestion

__all__ = [
    "card_unsaid",
    "is_of_the_body",
    "is_relief",
    "tell_no_anatomy",
    "tell_suggestion",
    "tell_unsaid",
    "tell_voice",
]

_RELIEF: Final = frozenset({"soma:relieves", "soma:substantiallyRelieves"})
_REFERENCE: Final = frozenset({Standing.RESEARCH, Standing.TEXTBOOK})

#: What could change, in words, and the option of the command line that does it.
_CHANGES: Final = {
    "indirect": ("allow links that their source calls indirect", "no --no-indirect"),
    "asserted_only": ("allow steps that are only entailed", "no --asserted-only"),
    "max_hops": ("allow {0} steps", "--max-hops {0}"),
    "side": ("ask for both sides of the body", ""),
    "directed": ("read claims both ways", "no --directed"),
    "via": ("do not ask for {0} on the way", "--via"),
    "avoid": ("allow {0} on the way", "--avoid"),
    "without": ("hear {0} as well", "--without"),
    "standing": ("allow every kind of source", "no --standing"),
    "relation": ("allow every relation", "no --relation"),
    "filters": ("no single one does, but the bare question, without any option, would", ""),
}


def is_of_the_body(graph: KnowledgeGraph, entity: EntityId) -> bool:
    """Tell whether an entity is a structure of the body, or a state of one."""
    return graph.is_a(graph.site_of(entity), "soma:AnatomicalEntity")


def is_relief(relation: Relation) -> bool:
    """Tell whether a claim of a relation says that something relieves something."""
    return not _RELIEF.isdisjoint(relation.ancestors)


def _unsaid_relief(graph: KnowledgeGraph, practice: EntityId, complaint: EntityId) -> Iterator[str]:
    if not (graph.is_a(practice, "soma:Practice") and graph.is_a(complaint, "soma:Condition")):
        return
    claims = graph.claims_between(practice, complaint)
    if not any(c.subject == practice and is_relief(graph.relations[c.relation]) for c in claims):
        subject, object_ = graph.entities[practice], graph.entities[complaint]
        verb = "relieve" if subject.plural else "relieves"
        yield f"No source here says that {subject.phrase} {verb} {object_.phrase}."


def _joined_at_once(graph: KnowledgeGraph, one: EntityId, other: EntityId) -> bool:
    """Tell whether a reference work joins two things, or their sites, in any one claim."""
    return any(
        evidence.standing in _REFERENCE
        for start in {one, graph.site_of(one)}
        for end in {other, graph.site_of(other)}
        for claim in graph.claims_between(start, end)
        for evidence in claim.evidence
    )


def tell_unsaid(graph: KnowledgeGraph, answer: Answer) -> tuple[str, ...]:
    """Tell what somebody who asks for two things may think is said, and no source here says.

    Whatever the question leaves out, it is told only where the whole graph does not say it.
    """
    if len(answer.question.ends) != 2:  # noqa: PLR2004 - of two ends only
        return ()
    one, other = answer.question.ends
    unsaid = [*_unsaid_relief(graph, one, other), *_unsaid_relief(graph, other, one)]
    within = is_of_the_body(graph, one) and is_of_the_body(graph, other)
    longer = answer.anatomical is not None and answer.anatomical.hops > 1
    if within and longer and not _joined_at_once(graph, one, other):
        unsaid.append("No reference work here joins the two in one step.")
    return tuple(unsaid)


def card_unsaid(graph: KnowledgeGraph, entity: EntityId) -> tuple[str, ...]:
    """Tell what the card of an entity may be searched for, and no source here says."""
    if not graph.is_a(entity, "soma:Condition"):
        return ()
    relieved = any(
        claim.object == entity and is_relief(graph.relations[claim.relation])
        for claim in graph.claims_about(entity)
    )
    return () if relieved else ("No source here says what relieves it.",)


def tell_no_anatomy(graph: KnowledgeGraph, question: Question) -> str:
    """Tell why no way by anatomy alone leads from one end to the other."""
    outside = [
        graph.entities[end]
        for end in question.ends
        if graph.entities[end].kind and not is_of_the_body(graph, end)
    ]
    if outside:
        verb = "is" if len(outside) == 1 and not outside[0].plural else "are"
        phrases = wording.listed([entity.phrase for entity in outside])
        return f"no path; {phrases} {verb} not part of the body."
    left_out = " once those sources are left out" if question.filters.without else ""
    return f"no claim of a reference work, or chain of them, joins the two{left_out}."


def _subject_of(graph: KnowledgeGraph, question: Question, suggestion: Suggestion) -> str:
    """Return what a suggestion is about: its value, or the name of what it takes back."""
    before: dict[str, frozenset[str]] = {
        "via": frozenset(question.via),
        "avoid": frozenset(question.filters.avoid),
        "without": question.filters.without,
    }
    if suggestion.change not in before or not isinstance(suggestion.value, list):
        return str(suggestion.value)
    taken = min(before[suggestion.change].difference(suggestion.value))
    if suggestion.change == "without":
        return tell_voice(graph, taken)
    return graph.entities[EntityId(taken)].phrase


def tell_voice(graph: KnowledgeGraph, voice: str) -> str:
    """Return what a source or a speaker is called."""
    source = graph.sources.get(voice)
    return source.citation if source else graph.entities[EntityId(voice)].label


def tell_suggestion(
    graph: KnowledgeGraph,
    question: Question,
    suggestion: Suggestion | None,
    *,
    options: bool = False,
) -> str:
    """Tell the smallest change that would connect the ends, with its option if that is wanted.

    Examples
    --------
    >>> import somagraph
    >>> graph = somagraph.load()
    >>> question = Question((EntityId("soma:psoas-major"), EntityId("soma:kidney")))
    >>> tell_suggestion(graph, question, Suggestion("max_hops", 7), options=True)
    'The smallest change that would connect them: allow 7 steps (--max-hops 7).'
    """
    if suggestion is None and len(question.ends) > 2:  # noqa: PLR2004 - a tree has no bound of steps
        return "No change of the question would connect them: no chain of claims here does."
    if suggestion is None:
        most = max(MOST_HOPS, question.max_hops)
        return f"No change of the question would connect them in up to {most} steps."
    subject = _subject_of(graph, question, suggestion)
    words, option = (text.format(subject) for text in _CHANGES[suggestion.change])
    named = f" ({option})" if options and option else ""
    return f"The smallest change that would connect them: {words}{named}."
