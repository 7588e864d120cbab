"""Codes become the plain words that people read; claims become sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from somagraph.model import (
    Denial,
    Directness,
    Entity,
    EntityId,
    Evidence,
    Modality,
    Relation,
    Source,
    Standing,
)
from somagraph.vocabulary import KIND_OF

__all__ = [
    "DISCLAIMER",
    "INDIRECT_WORDS",
    "STANDING_WORDS",
    "capitalized",
    "cite",
    "how_sure",
    "listed",
    "match_word",
    "qualifiers",
    "state_bearing",
    "state_denial",
    "state_relation",
]

#: Stands under every answer, page, print and copied text.
DISCLAIMER: Final = (
    "This shows what sources say; it is not medical advice, "
    "and a connection does not prove a cause."
)

STANDING_WORDS: Final = {
    Standing.TEXTBOOK: "in standard textbooks",
    Standing.RESEARCH: "a study reports",
    Standing.PRACTICE: "a practitioner says",
    Standing.TESTIMONY: "clients are said to report",
    Standing.UNSTATED: "no source given",
}

#: A practitioner's standing, worded by how strongly it is said.
_PRACTICE_WORDS: Final = {
    Modality.ASSERTED: "a practitioner says",
    Modality.LIKELY: "a practitioner says it is likely",
    Modality.POSSIBLE: "a practitioner says it may",
}

_HEDGE_WORDS: Final = {
    Modality.ASSERTED: "",
    Modality.LIKELY: ", likely",
    Modality.POSSIBLE: ", may",
}

INDIRECT_WORDS: Final = "the source calls this link indirect"

_IE_VERBS: Final = {"dies", "lies", "ties"}
_VERBS: Final = {"is": "are", "has": "have", "does": "do", "was": "were"}


def how_sure(evidence: Evidence) -> str:
    """Return in plain words what kind of source says it and how strongly.

    Examples
    --------
    >>> how_sure(Evidence("s", "P3.3", "", Standing.PRACTICE, Modality.POSSIBLE,
    ...                   Directness.INDIRECT))
    'a practitioner says it may; the source calls this link indirect'
    """
    if evidence.standing is Standing.PRACTICE:
        words = _PRACTICE_WORDS[evidence.modality]
    else:
        words = STANDING_WORDS[evidence.standing] + _HEDGE_WORDS[evidence.modality]
    indirect = evidence.directness is Directness.INDIRECT
    return f"{words}; {INDIRECT_WORDS}" if indirect else words


def plural_verb(label: str) -> str:
    """Return a relation's label for a plural subject.

    Examples
    --------
    >>> plural_verb("is innervated by"), plural_verb("attaches to"), plural_verb("may limit")
    ('are innervated by', 'attach to', 'may limit')
    >>> plural_verb("arises from"), plural_verb("plays a role in"), plural_verb("carries")
    ('arise from', 'play a role in', 'carry')
    >>> plural_verb("lies beside"), plural_verb("physically links")
    ('lie beside', 'physically link')
    """
    verb, space, rest = label.partition(" ")
    if verb.endswith("ly") and rest:
        return verb + space + plural_verb(rest)
    if verb in _VERBS:
        verb = _VERBS[verb]
    elif verb.endswith("ies") and verb not in _IE_VERBS:
        verb = verb[:-3] + "y"
    elif verb.endswith(("ches", "shes", "sses", "xes")):
        verb = verb[:-2]
    elif verb.endswith("s") and not verb.endswith("ss"):
        verb = verb[:-1]
    return verb + space + rest


def capitalized(text: str) -> str:
    """Return a text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def state_relation(subject: Entity, relation: Relation, object_: Entity, *, forward: bool) -> str:
    """Return a claim as one sentence, read from subject to object or, turned, the other way.

    A relation without an inverse label is read forwards either way, and so is what a class of a
    loaded file has: what has some of another thing does not make that one have some of it.
    """
    first, last, verb = subject, object_, relation.label
    is_of_class = relation.id != KIND_OF and not (subject.kind and object_.kind)
    if not forward and not is_of_class and (relation.symmetric or relation.inverse_label):
        first, last = object_, subject
        verb = relation.label if relation.symmetric else relation.inverse_label
    verb = plural_verb(verb) if first.plural else verb
    phrase = re.sub("^(?:an?|the) ", "", last.phrase) if verb.endswith("kind of") else last.phrase
    return f"{capitalized(first.phrase)} {verb} {phrase}."


def state_bearing(state: Entity, bearer: Entity) -> str:
    """Return the free link between a state and its bearer as a sentence."""
    verb = "are" if state.plural else "is"
    return f"{capitalized(state.phrase)} {verb} a state of {bearer.phrase}."


def state_denial(
    denial: Denial, entities: Mapping[EntityId, Entity], relations: Mapping[str, Relation]
) -> str:
    """Return a denial as one sentence that cannot be read as a claim."""
    relation = relations[denial.relation]
    sentence = state_relation(
        entities[denial.subject], relation, entities[denial.object], forward=True
    )
    told = sentence[:1].lower() + sentence[1:].rstrip(".")
    if entities[denial.subject].phrase[:1].isupper():
        told = sentence.rstrip(".")
    return f"Denied: that {told}; {_how_denied(denial)}."


def _how_denied(denial: Denial) -> str:
    """Return how strongly a source denies; what a study did not find is no more than that."""
    best = denial.evidence[0]
    if denial.degree == "little":
        return "the source says it does little"
    if best.modality is Modality.LIKELY:
        return "the source says that this is likely not so"
    if best.modality is Modality.POSSIBLE:
        return "the source says that this may not be so"
    if best.standing is Standing.RESEARCH:
        return "the study did not find it so"
    return "the source says that this is not so"


def cite(
    evidence: Evidence, sources: Mapping[str, Source], entities: Mapping[EntityId, Entity]
) -> str:
    """Return the citation for brackets: speaker, source and place.

    Examples
    --------
    >>> from somagraph.model import Source
    >>> cite(Evidence("g", "p. 467", "", Standing.TEXTBOOK, Modality.ASSERTED, Directness.DIRECT),
    ...      {"g": Source("g", "Gray 1918")}, {})
    'Gray 1918, p. 467'
    """
    source = sources.get(evidence.source)
    work = source.citation if source else evidence.source
    place = f"{work}, {evidence.locator}" if evidence.locator else work
    speaker = entities.get(EntityId(evidence.speaker))
    return f"{speaker.label} in {place}" if speaker else place


def qualifiers(evidence: Iterable[Evidence]) -> list[str]:
    """Return the qualifiers of some evidence, each once.

    Examples
    --------
    >>> piece = Evidence("g", "", "", Standing.TEXTBOOK, Modality.ASSERTED, Directness.DIRECT)
    >>> notes = ("on the left", "on the left; its upper part")
    >>> qualifiers(piece._replace(note=note) for note in notes)
    ['on the left', 'its upper part']
    """
    parts = (part for piece in evidence for part in piece.note.split("; ") if part)
    return list(dict.fromkeys(parts))


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["L1", "L2", "L3"])
    'L1, L2 and L3'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def evidence_rank(evidence: Evidence) -> tuple[int, int, int]:
    """Order evidence by how little certain it is, for telling the weakest of several."""
    return (
        list(Modality).index(evidence.modality),
        int(evidence.directness is Directness.INDIRECT),
        list(Standing).index(evidence.standing),
    )


def match_word(match: str) -> str:
    """Return the word for a match.

    Examples
    --------
    >>> match_word("broadMatch")
    'broad'
    """
    return match.removesuffix("Match")
