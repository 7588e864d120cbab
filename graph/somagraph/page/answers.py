"""Answers in words, as the page's own search would tell them, with what each of them lights up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from somagraph import telling, unsaid, wording
from somagraph.answer import Answer, Question
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId, Family, Standing
from somagraph.telling import ToldStep
from somagraph.walking import Arc, Filters, Path

__all__ = ["build_answer"]

_Json = dict[str, Any]


def _step(graph: KnowledgeGraph, step: ToldStep, arc: Arc, siblings: Iterable[Arc] = ()) -> _Json:
    same = wording.listed([graph.entities[entity].phrase for entity in step.folded])
    notes = wording.qualifiers(step.evidence)
    claims = [claim.id for claim in arc.claims]
    folded = dict.fromkeys(claim.id for sibling in siblings for claim in sibling.claims)
    return {
        "sentence": step.sentence,
        "forward": arc.forward,
        "citation": telling.cited(graph, step.evidence),
        "sure": step.sure,
        "details": [
            *([f"Qualified: {'; '.join(notes)}."] if notes else []),
            *(f"It follows from: {premise}" for premise in step.premises),
        ],
        "same": f"The same is said of {same}." if same else "",
        "claims": claims,
        "folded": [claim for claim in folded if same and claim not in claims],
    }


def _steps(
    graph: KnowledgeGraph, told: telling.ToldConnection, siblings: Sequence[Path] = ()
) -> list[_Json]:
    walked = [
        index for index, arc in enumerate(told.arcs) if arc.claim is not None or len(told.arcs) == 1
    ]
    return [
        _step(graph, step, told.arcs[index], [path.arcs[index] for path in siblings])
        for step, index in zip(told.steps, walked, strict=True)
    ]


def _connection(
    graph: KnowledgeGraph, told: telling.ToldConnection, siblings: Sequence[Path] = ()
) -> _Json:
    """Return a connection in words, with what lights up: that of its siblings as well."""
    shown = [*told.arcs, *(arc for path in siblings for arc in path.arcs)]
    ends = [end for arc in shown for end in (arc.source, arc.target)]
    return {
        "heading": told.heading,
        "certainty": told.certainty,
        "weakest": told.weakest,
        "cautions": list(told.cautions),
        # In the order of the way.
        "entities": list(dict.fromkeys(ends)),
        "claims": sorted({claim.id for arc in shown for claim in arc.claims}),
        "steps": _steps(graph, told, siblings),
    }


def _narrowed(graph: KnowledgeGraph, question: Question) -> Iterator[str]:
    """Yield what a question leaves out, in words."""
    filters = question.filters

    def named(entities: Iterable[EntityId]) -> str:
        return wording.listed([graph.entities[entity].phrase for entity in sorted(entities)])

    if question.via:
        yield f"Only what leads through {named(question.via)}."
    if filters.avoid:
        yield f"Nothing that leads through {named(filters.avoid)}."
    if filters.relations:
        told = [
            graph.relations[name].label if name in graph.relations else name
            for name in sorted(filters.relations)
        ]
        yield f"Only claims of these relations: {', '.join(told)}."
    if filters.standings:
        words = [wording.STANDING_WORDS[standing] for standing in sorted(filters.standings)]
        yield f"Only what is said this way: {'; '.join(words)}."
    if filters.without:
        voices = [unsaid.tell_voice(graph, voice) for voice in sorted(filters.without)]
        yield f"Without what these say: {'; '.join(voices)}."
    switches = {
        "Without links that their source calls indirect.": not filters.indirect,
        "Without steps that are only entailed.": filters.asserted_only,
        "Claims are read from subject to object only.": filters.directed,
        f"Of up to {question.max_hops} steps.": question.max_hops != Question(()).max_hops,
    }
    yield from (told for told, is_on in switches.items() if is_on)


def _asked(graph: KnowledgeGraph, question: Question) -> _Json:
    """Return the question as the page asks it; without filters where the page has none for it."""
    filters = question.filters
    families = frozenset(family.value for family in Family)
    plain = Question(
        question.ends,
        filters=Filters(
            relations=filters.relations & families,
            standings=filters.standings,
            without=filters.without,
            indirect=filters.indirect,
        ),
        count=question.count,
        max_hops=question.max_hops,
        via=question.via,
        # How long the search could take is nothing that was asked.
        seconds=question.seconds,
    )
    can_ask = question == plain and len(question.ends) == 2  # noqa: PLR2004 - the page has two fields
    return {
        "ends": list(question.ends),
        "via": sorted(question.via),
        "count": question.count,
        "maxHops": question.max_hops,
        "filters": None
        if not can_ask
        else {
            "families": sorted(families - filters.relations) if filters.relations else [],
            "standings": sorted(set(Standing) - filters.standings) if filters.standings else [],
            "without": sorted(filters.without),
            "indirect": filters.indirect,
        },
        "narrowed": list(_narrowed(graph, question)),
    }


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def build_answer(graph: KnowledgeGraph, answer: Answer) -> _Json:
    """Return an answer in words, as the page's own search would tell it."""
    told = [
        _connection(graph, telling.tell_group(graph, group), group.also)
        for group in answer.connections
    ]
    if answer.tree:
        told = [_connection(graph, telling.tell_tree(graph, answer.tree))]
    suggestion = answer.suggestion
    common = answer.in_common[: answer.question.count]
    question = answer.question
    return {
        "asked": _asked(graph, question),
        "question": telling.tell_question(graph, question.ends),
        "empty": answer.is_empty,
        "suggestion": unsaid.tell_suggestion(graph, question, suggestion)
        if answer.is_empty
        else "",
        "change": {"change": suggestion.change, "value": suggestion.value} if suggestion else None,
        "denied": [telling.tell_denial(graph, denial) for denial in answer.denied],
        "unsaid": list(unsaid.tell_unsaid(graph, answer)),
        "disputed": [list(telling.tell_dispute(graph, dispute)) for dispute in answer.disputes],
        "connections": told,
        "anatomical": _connection(graph, telling.tell_path(graph, answer.anatomical))
        if answer.anatomical
        else None,
        "noAnatomy": ""
        if answer.anatomical
        else _capitalized(unsaid.tell_no_anatomy(graph, question)),
        "common": [_steps(graph, telling.tell_path(graph, path)) for path in common],
        "signs": list(telling.tell_signs(graph, answer.warning_signs)),
        "omitted": answer.omitted,
        "truncated": answer.truncated,
    }
