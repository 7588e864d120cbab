"""An answer becomes what is told of it: sentences, citations, headings, cautions.

The terminal, the JSON and the page all tell an answer from these values, so that a hedge that
stands in one of them stands in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from somagraph import wording
from somagraph.arrange import Group
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import (
    Claim,
    Denial,
    Dispute,
    EntityId,
    Evidence,
    Modality,
    Relation,
    Standing,
    WarningSign,
)
from somagraph.trees import Tree
from somagraph.vocabulary import KIND_OF
from somagraph.walking import Arc, Path

__all__ = [
    "PRACTICE_NOTE",
    "ToldConnection",
    "ToldStep",
    "cited",
    "is_mistaking",
    "sign_heading",
    "tell_arcs",
    "tell_claim",
    "tell_group",
    "tell_question",
    "tell_signs",
]

#: Stands on the card of every practice.
PRACTICE_NOTE = (
    "Its source names nobody who should avoid it; that makes it safe for no one in particular."
)

_COMPONENT = "soma:hasComponent"
#: The most hedged form; the surer ones stand below it.
_MISTAKEN = "soma:mayBeMistakenFor"
_REFERENCE = frozenset({Standing.RESEARCH, Standing.TEXTBOOK})


class ToldStep(NamedTuple):
    """One step as people read it."""

    subject: EntityId
    #: Id and label of the relation.
    relation: tuple[str, str]
    object: EntityId
    forward: bool
    sentence: str
    evidence: tuple[Evidence, ...]
    #: How sure its best evidence is, in plain words.
    sure: str
    #: The claims it follows from, told as sentences, if it is entailed.
    premises: tuple[str, ...] = ()
    #: The entities of which the same is said.
    folded: tuple[EntityId, ...] = ()

    @property
    def entailed(self) -> bool:
        """Whether no source states the step itself."""
        return bool(self.premises)


class ToldConnection(NamedTuple):
    """One connection as people read it."""

    arcs: tuple[Arc, ...]
    steps: tuple[ToldStep, ...]
    #: Index of the least certain step.
    weakest: int
    #: ``in one step``, or how many steps and that they were joined here.
    heading: str
    #: One line on how sure it is: as sure as its weakest step.
    certainty: str
    #: What must be told with it.
    cautions: tuple[str, ...]


def tell_claim(graph: KnowledgeGraph, claim: Claim, *, forward: bool = True) -> str:
    """Return a claim as one sentence."""
    return wording.state_relation(
        graph.entities[claim.subject],
        graph.relations[claim.relation],
        graph.entities[claim.object],
        forward=forward,
    )


def cited(graph: KnowledgeGraph, evidence: Sequence[Evidence]) -> str:
    """Return all citations of a claim, for one pair of brackets."""
    found = (wording.cite(piece, graph.sources, graph.entities) for piece in evidence)
    return "; ".join(dict.fromkeys(found))


def _tell_arc(graph: KnowledgeGraph, arc: Arc, folded: tuple[EntityId, ...]) -> ToldStep:
    if arc.claim is None:
        state, bearer = (arc.source, arc.target) if arc.forward else (arc.target, arc.source)
        sentence = wording.state_bearing(graph.entities[state], graph.entities[bearer])
        relation = ("soma:bearer", "is a state of")
        return ToldStep(state, relation, bearer, arc.forward, sentence, (), "by its own name")
    claim = arc.claim
    relation_value = graph.relations[claim.relation]
    subject, object_ = (arc.source, arc.target) if arc.forward else (arc.target, arc.source)
    sentence = wording.state_relation(
        graph.entities[subject], relation_value, graph.entities[object_], forward=arc.forward
    )
    worst = max(arc.claims, key=lambda c: wording.evidence_rank(c.evidence[0]))
    return ToldStep(
        subject=subject,
        relation=(relation_value.id, relation_value.label),
        object=object_,
        forward=arc.forward,
        sentence=sentence,
        evidence=tuple(dict.fromkeys(e for c in arc.claims for e in c.evidence)),
        sure=wording.how_sure(worst.evidence[0]),
        premises=tuple(
            f"{tell_claim(graph, c)} [{cited(graph, c.evidence)}]" for c in arc.premises
        ),
        folded=folded,
    )


def tell_arcs(
    graph: KnowledgeGraph,
    arcs: Sequence[Arc],
    *,
    position: int | None = None,
    folded: tuple[EntityId, ...] = (),
) -> tuple[ToldStep, ...]:
    """Tell arcs as steps; a state's free link is part of the step beside it."""
    told = []
    for index, arc in enumerate(arcs):
        if arc.claim is not None or len(arcs) == 1:
            beside = position in (index, index + 1)
            told.append(_tell_arc(graph, arc, folded if beside else ()))
    return tuple(told)


def _heading(hops: int) -> str:
    if hops == 0:
        return "a state and its bearer"
    return "in one step" if hops == 1 else f"{hops} steps, joined here"


def _rank(arc: Arc) -> tuple[int, int, int]:
    """Return how little certain an arc is: as little as the worst of its claims."""
    ranks = (wording.evidence_rank(claim.evidence[0]) for claim in arc.claims)
    return max(ranks, default=(0, 0, 0))


def _certainty(steps: Sequence[ToldStep], weakest: int) -> str:
    sure = steps[weakest].sure
    if len(steps) == 1:
        return sure
    if len({step.sure for step in steps}) == 1:
        return f"all steps alike: {sure}"
    return f"weakest: step {weakest + 1}, {sure}"


def is_mistaking(relation: Relation) -> bool:
    """Tell whether a claim of a relation says that a thing is taken for another."""
    return _MISTAKEN in relation.ancestors


def _is_hedged(claim: Claim) -> bool:
    best = claim.evidence[0]
    return best.modality is not Modality.ASSERTED or best.standing is Standing.TESTIMONY


def _kind_cautions(graph: KnowledgeGraph, arcs: Sequence[Arc]) -> Iterator[str]:
    """Yield of which of a kind and its sub-kind the claims beside a kind-of claim speak.

    What is said of a kind without a hedge holds of its sub-kinds; nothing holds the other way.
    """
    for arc in arcs:
        kind = arc.claim
        if kind is None or arc.premises or kind.relation != KIND_OF:
            continue
        beside = [other for other in arcs if other is not arc and other.claim is not None]
        narrower, wider = graph.entities[kind.subject].phrase, graph.entities[kind.object].phrase
        at_wider = [other for other in beside if kind.object in (other.source, other.target)]
        if any(_is_hedged(claim) for other in at_wider for claim in other.claims):
            yield f"This is said of {wider}, not of {narrower} in particular."
        if any(kind.subject in (other.source, other.target) for other in beside):
            yield f"This is said of {narrower}, not of {wider} in general."


def _class_cautions(graph: KnowledgeGraph, arcs: Sequence[Arc]) -> Iterator[str]:
    """Yield where two steps need some member of a class, which need not be the same one."""
    for one, other in pairwise(arcs):
        shared = graph.entities[one.target]
        both = all(arc.claim and arc.claim.relation != KIND_OF for arc in (one, other))
        if both and not shared.kind and one.forward and not other.forward:
            yield f"Both need some {shared.label}; it need not be the same one."


def _cautions(graph: KnowledgeGraph, arcs: Sequence[Arc], *, joined: bool) -> tuple[str, ...]:
    claims = [claim for arc in arcs for claim in arc.claims]
    cautions = []
    if joined:
        cautions.append("No source cited states the whole.")
    if any(claim.relation == _COMPONENT for claim in claims) and len(claims) > 1:
        cautions.append("What is said of the combination is not said of each part of it.")
    ends = {(arc.source if index == 0 else arc.target, arc) for index, arc in enumerate(arcs)}
    for end, arc in sorted(ends, key=lambda pair: pair[0]):
        bearer = graph.entities[end].bearer
        if arc.claim is None and bearer and len(arcs) > 1:
            told = graph.entities[bearer].phrase
            cautions.append(f"This is said of {told} as such, not of this state of it.")
    cautions += [*_kind_cautions(graph, arcs), *_class_cautions(graph, arcs)]
    if any(is_mistaking(graph.relations[claim.relation]) for claim in claims):
        cautions.append("No source here says how to tell the two apart.")
    if claims and not any(e.standing in _REFERENCE for c in claims for e in c.evidence):
        cautions.append("No study is cited here.")
    return tuple(cautions)


def _tell(
    graph: KnowledgeGraph, arcs: Sequence[Arc], steps: tuple[ToldStep, ...], hops: int
) -> ToldConnection:
    content = [arc for arc in arcs if arc.claim is not None] or list(arcs)
    ranks = [_rank(arc) for arc in content]
    weakest = ranks.index(max(ranks))
    return ToldConnection(
        arcs=tuple(arcs),
        steps=steps,
        weakest=weakest,
        heading=_heading(hops),
        certainty=_certainty(steps, weakest),
        cautions=_cautions(graph, arcs, joined=hops > 1),
    )


def tell_path(graph: KnowledgeGraph, path: Path) -> ToldConnection:
    """Tell one path."""
    return tell_group(graph, Group(path))


def tell_group(graph: KnowledgeGraph, group: Group) -> ToldConnection:
    """Tell one connection with the siblings that are folded into it."""
    arcs = group.path.arcs
    steps = tell_arcs(graph, arcs, position=group.position, folded=group.folded)
    return _tell(graph, arcs, steps, group.path.hops)


def tell_tree(graph: KnowledgeGraph, tree: Tree) -> ToldConnection:
    """Tell the tree that joins several ends."""
    steps = tell_arcs(graph, tree.arcs)
    return _tell(graph, tree.arcs, steps, sum(arc.hops for arc in tree.arcs))


def tell_denial(graph: KnowledgeGraph, denial: Denial) -> str:
    """Tell a denial with its citation."""
    sentence = wording.state_denial(denial, graph.entities, graph.relations)
    note = f" ({denial.evidence[0].note})" if denial.evidence[0].note else ""
    return f"{sentence}{note} [{cited(graph, denial.evidence)}]"


def tell_dispute(graph: KnowledgeGraph, dispute: Dispute) -> tuple[str, ...]:
    """Tell what a dispute is about, then each side with its citations."""
    sides = [graph.claims[c] for c in dispute.claims if c in graph.claims]
    told = (f"{tell_claim(graph, claim)} [{cited(graph, claim.evidence)}]" for claim in sides)
    denied = (tell_denial(graph, d) for d in graph.denials if d.id in dispute.denials)
    return (f"Sources disagree: see both. {dispute.about}", *told, *denied)


def tell_question(graph: KnowledgeGraph, ends: Sequence[EntityId]) -> str:
    """Return the question for what connects two ends or more."""
    phrases = [graph.entities[end].phrase for end in ends]
    first = " to ".join(phrases) if len(phrases) == 2 else wording.listed(phrases)  # noqa: PLR2004
    return f"What connects {first}?"


_URGENCY = {
    "emergency": "Needs emergency care",
    "urgent": "Needs a doctor urgently",
    "see-a-doctor": "Needs a doctor",
}


def sign_heading(graph: KnowledgeGraph, sign: WarningSign) -> str:
    """Return how urgent a sign is, and with which complaints."""
    known = [graph.entities[c].label for c in sign.complaints if c in graph.entities]
    return f"{_URGENCY.get(sign.urgency, sign.urgency)}: {' or '.join(known)}"


def tell_signs(graph: KnowledgeGraph, signs: Sequence[WarningSign]) -> tuple[str, ...]:
    """Tell warning signs, one line for each complaint and urgency."""
    told: dict[str, list[str]] = {}
    sources: dict[str, list[str]] = {}
    for sign in signs:
        heading = sign_heading(graph, sign)
        told.setdefault(heading, []).append(sign.sign)
        if sign.source not in sources.setdefault(heading, []):
            sources[heading].append(sign.source)
    return tuple(
        f"{heading} with {'; '.join(group)}. [{'; '.join(sources[heading])}]"
        for heading, group in told.items()
    )
