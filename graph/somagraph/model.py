"""The frozen values that every stage passes on: the glossary of the project.

An *entity* is something named, a *relation* is a verb read from subject to object, a *claim* says
one relation of two entities and carries its *evidence*. What is walked is in `somagraph.walking`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple, NewType

__all__ = [
    "SIDES",
    "Claim",
    "Denial",
    "Directness",
    "Dispute",
    "Entity",
    "EntityId",
    "Evidence",
    "Family",
    "Kind",
    "Mapping",
    "Modality",
    "Place",
    "Relation",
    "Source",
    "Standing",
    "WarningSign",
]

#: The sides of the body.
SIDES: Final = ("left", "right")

#: The CURIE (or IRI, where no prefix fits) of an entity that is known to exist.
EntityId = NewType("EntityId", str)


class Standing(StrEnum):
    """What kind of source stands behind a claim. It follows the source, not the topic."""

    TEXTBOOK = "textbook"
    RESEARCH = "research"
    PRACTICE = "practice"
    TESTIMONY = "testimony"
    UNSTATED = "unstated"


class Modality(StrEnum):
    """How strongly the source says it."""

    ASSERTED = "asserted"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Directness(StrEnum):
    """Whether the source itself calls the link indirect."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class Family(StrEnum):
    """The four families of relations."""

    ANATOMICAL = "anatomical"
    FUNCTIONAL = "functional"
    CAUSAL = "causal"
    PRACTICAL = "practical"


class Place(NamedTuple):
    """A schematic place in the frontal view of the body; never measured."""

    #: 0 is the viewer's left (the body's right), 1 the viewer's right; 0.5 is the midline.
    x: float
    #: 0 is the top of the head, 1 the soles.
    y: float
    #: ``front``, ``middle`` or ``deep``.
    depth: str
    #: ``pair`` (drawn once, on the body's left), ``midline``, ``left`` or ``right``.
    side: str


class Kind(NamedTuple):
    """A class of entities, such as Muscle or NervousState."""

    #: CURIE of the class.
    id: str
    #: For people: ``muscle``.
    label: str
    #: CURIEs of all its superclasses, itself included, sorted.
    ancestors: tuple[str, ...]
    #: False where an entity of this kind (a person, a book) may only end a path.
    bridge: bool


class Entity(NamedTuple):
    """Something named: a structure, a state, a complaint, a practice, a person."""

    #: CURIE, or the IRI where no prefix fits.
    id: EntityId
    #: The full IRI.
    iri: str
    #: The preferred label.
    label: str
    #: How it reads inside a sentence: ``the psoas major``, ``low back pain``.
    phrase: str
    #: Whether the phrase takes a plural verb.
    plural: bool
    #: CURIE of its kind; empty where a loaded file states none.
    kind: str
    #: Other names, sorted.
    synonyms: tuple[str, ...] = ()
    #: Short names that mean this entity first, though they fit others too (``psoas``).
    usual_names: tuple[str, ...] = ()
    #: One sentence in our own words; empty where a loaded file has none.
    definition: str = ""
    #: Id of the source of the definition, then the place in it.
    definition_source: str = ""
    definition_locator: str = ""
    #: Matches in other vocabularies: (relation such as ``exactMatch``, CURIE), most exact first.
    mappings: tuple[tuple[str, str], ...] = ()
    #: For a state: the id of the structure whose state it is.
    bearer: EntityId | None = None
    #: Where it is drawn, if it has a place in the body.
    place: Place | None = None
    #: For a step of a practice: its number in the order of doing, else 0.
    order: int = 0
    #: Name of the file that defines it.
    file: str = ""
    #: What other files say of the same thing is said of it too: their ids, and why it is the same.
    merged: tuple[tuple[str, str], ...] = ()


class Relation(NamedTuple):
    """A verb, read from subject to object."""

    #: CURIE.
    id: str
    iri: str
    #: ``arises from``.
    label: str
    #: For reading backwards: ``gives origin to``.
    inverse_label: str
    family: Family
    #: The hedge that the relation itself carries.
    modality: Modality = Modality.ASSERTED
    symmetric: bool = False
    #: True where a claim leads nowhere beyond itself (mistaken for, needed instead of).
    stands_alone: bool = False
    #: True where nothing follows on the object: what concerns a thing does not do what it does.
    leads_no_further: bool = False
    #: ``object`` where the object is the whole or the wider kind (part of), ``subject`` where the
    #: subject is (has step), empty for every other relation.
    upper_end: str = ""
    #: CURIEs of the classes that subject and object must have; empty for any.
    domain: str = ""
    range: str = ""
    #: CURIEs of all its super-relations, itself included, sorted.
    ancestors: tuple[str, ...] = ()
    #: CURIEs of relations that it carries on over: what arises from a part of a thing arises from
    #: the thing. Its own, where it is transitive.
    over: tuple[str, ...] = ()
    #: False where it joins anything to anything, or says that nothing is joined: never a step.
    walked: bool = True


class Source(NamedTuple):
    """A work (or a loaded file) that claims are cited to."""

    id: str
    #: Short form for brackets: ``Gray 1918``.
    citation: str
    #: The full reference.
    reference: str = ""


class Evidence(NamedTuple):
    """Who says it, where, and how sure."""

    #: Id of the source.
    source: str
    #: The place in it: ``P10.2``, ``p. 467``.
    locator: str
    #: Id of the person whom the source quotes or paraphrases; empty for its author.
    speaker: str
    standing: Standing
    modality: Modality
    directness: Directness
    #: A qualifier of the source in our words: ``often``, ``inner lip only``.
    note: str = ""
    #: ``left`` or ``right`` where the source says it of one side of the body only.
    side: str = ""


class Claim(NamedTuple):
    """Subject, relation, object, and at least one piece of evidence."""

    #: ``subject--relation--object`` in CURIEs: unique, readable, the same on every machine.
    id: str
    subject: EntityId
    relation: str
    object: EntityId
    #: The most certain first; ties by source and locator.
    evidence: tuple[Evidence, ...]

    @property
    def ends(self) -> tuple[EntityId, EntityId]:
        """Its subject and its object."""
        return self.subject, self.object

    @property
    def side(self) -> str:
        """``left`` or ``right`` where all evidence is of that side only, else empty."""
        sides = {piece.side for piece in self.evidence}
        return sides.pop() if len(sides) == 1 else ""


class Denial(NamedTuple):
    """What a source says is not so, or hardly so. Never walked, never an edge."""

    id: str
    subject: EntityId
    relation: str
    object: EntityId
    #: ``none`` (it does not) or ``little`` (it does little).
    degree: str
    evidence: tuple[Evidence, ...]


class Dispute(NamedTuple):
    """Claims that do not agree; an answer that uses one tells of the others."""

    id: str
    about: str
    #: Ids of the claims on all sides, sorted.
    claims: tuple[str, ...]
    #: Ids of the denials that stand against them, sorted.
    denials: tuple[str, ...] = ()


class WarningSign(NamedTuple):
    """A sign that needs a doctor, from a public guideline."""

    #: Ids of the complaints it belongs to, sorted.
    complaints: tuple[EntityId, ...]
    sign: str
    #: ``emergency``, ``urgent`` or ``see-a-doctor``.
    urgency: str
    #: Who publishes it, title and date, for the citation.
    source: str


class Mapping(NamedTuple):
    """One entity, matched with one thing of another vocabulary."""

    #: CURIE of the entity.
    subject: str
    #: ``exactMatch``, ``closeMatch`` ...
    match: str
    #: CURIE of the other thing, or its IRI where no prefix fits.
    object: str
    #: What the other vocabulary calls it; empty where that was not looked up.
    object_label: str
    #: CURIE of the reason in SEMAPV, ``semapv:UnspecifiedMatching`` where none is stated.
    justification: str
    comment: str
    #: Whether a justification stands in the file.
    justified: bool
    #: Name of the file that maps it.
    file: str
