"""The values of the model as lists that JSON can hold, and back."""

from __future__ import annotations

from typing import Any

from somagraph.model import (
    Denial,
    Directness,
    Dispute,
    Entity,
    EntityId,
    Evidence,
    Family,
    Kind,
    Modality,
    Place,
    Relation,
    Source,
    Standing,
    WarningSign,
)
from somagraph.vocabulary import iri_of

__all__ = [
    "read_denial",
    "read_dispute",
    "read_entity",
    "read_evidence",
    "read_kind",
    "read_relation",
    "read_sign",
    "read_source",
    "write_entity",
]

# A named tuple is written by JSON as the list of its fields; what is read needs its types again.


def read_evidence(fields: list[Any]) -> Evidence:
    """Return a piece of evidence from its fields."""
    source, locator, speaker, standing, modality, directness, note, side = fields
    grades = (Standing(standing), Modality(modality), Directness(directness))
    return Evidence(source, locator, speaker, *grades, note, side)


def read_kind(fields: list[Any]) -> Kind:
    """Return a kind from its fields."""
    identifier, label, ancestors, bridge = fields
    return Kind(identifier, label, tuple(ancestors), bridge)


def read_relation(fields: list[Any]) -> Relation:
    """Return a relation from its fields."""
    relation = Relation(*fields)
    return relation._replace(
        family=Family(relation.family),
        modality=Modality(relation.modality),
        ancestors=tuple(relation.ancestors),
        over=tuple(relation.over),
    )


def read_source(fields: list[Any]) -> Source:
    """Return a source from its fields."""
    return Source(*fields)


def read_denial(fields: list[Any]) -> Denial:
    """Return a denial from its fields."""
    identifier, subject, relation, object_, degree, evidence = fields
    pieces = tuple(map(read_evidence, evidence))
    return Denial(identifier, subject, relation, object_, degree, pieces)


def read_dispute(fields: list[Any]) -> Dispute:
    """Return a dispute from its fields."""
    identifier, about, claims, denials = fields
    return Dispute(identifier, about, tuple(claims), tuple(denials))


def read_sign(fields: list[Any]) -> WarningSign:
    """Return a warning sign from its fields."""
    complaints, *rest = fields
    return WarningSign(tuple(complaints), *rest)


def write_entity(entity: Entity) -> list[Any]:
    """Return the fields of an entity but those that its id tells."""
    return list(entity[2:])


def read_entity(identifier: str, fields: list[Any]) -> Entity:
    """Return an entity from its id and the fields that `write_entity` gave."""
    entity = Entity(EntityId(identifier), iri_of(identifier), *fields)
    return entity._replace(
        synonyms=tuple(entity.synonyms),
        usual_names=tuple(entity.usual_names),
        mappings=tuple((match, curie) for match, curie in entity.mappings),
        place=Place(*entity.place) if entity.place else None,
        merged=tuple((other, why) for other, why in entity.merged),
    )
