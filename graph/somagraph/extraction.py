"""A dataset becomes entities and pieces of evidence: the reading of our own shape.

What the bundled ontology says in its own terms is read as it stands. From any other file, labelled
resources become entities; `somagraph.claims` reads what is said of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from somagraph import costs
from somagraph.columns import Flags, Ints, to_numbers
from somagraph.dataset import Dataset
from somagraph.mappings import MATCHES
from somagraph.model import (
    Directness,
    Entity,
    EntityId,
    Evidence,
    Kind,
    Modality,
    Place,
    Standing,
)
from somagraph.terms import read_grade
from somagraph.triples import TRUE, NamedNode, Node, is_iri, key_of
from somagraph.vocabulary import (
    DCTERMS,
    OBO,
    OBO_IN_OWL,
    OWL,
    RDF,
    RDFS,
    SKOS,
    SOMA,
    curie_of,
    iri_of,
    local_name,
    soma,
)

__all__ = [
    "DEFINING",
    "NAMING",
    "claim_id",
    "find_entities",
    "read_entities",
    "read_entity",
    "read_evidence",
    "sort_evidence",
]

_TYPE: Final = RDF + "type"
_LABEL: Final = RDFS + "label"
_PREFERRED: Final = SKOS + "prefLabel"

#: What other names of a thing stand under, and what its definition.
NAMING: Final = (_LABEL, SKOS + "altLabel", OBO_IN_OWL + "hasExactSynonym")
DEFINING: Final = (SKOS + "definition", OBO + "IAO_0000115")

_NO_ENTITY_TYPES: Final = frozenset(
    {
        OWL + "AnnotationProperty",
        OWL + "Axiom",
        OWL + "DatatypeProperty",
        OWL + "ObjectProperty",
        OWL + "Ontology",
        OWL + "Restriction",
        RDF + "Property",
        RDFS + "Datatype",
        SKOS + "ConceptScheme",
    }
    | {soma(name) for name in ("Denial", "Dispute", "WarningSign", "SentenceWithoutClaim")}
)


def claim_id(subject: str, relation: str, object_: str) -> str:
    """Return the id of a claim.

    Examples
    --------
    >>> claim_id("soma:psoas-major", "soma:arisesFrom", "soma:l1-vertebra")
    'soma:psoas-major--soma:arisesFrom--soma:l1-vertebra'
    """
    return f"{subject}--{relation}--{object_}"


def _label_of(dataset: Dataset, node: Node) -> str:
    return dataset.text(node, _PREFERRED) or dataset.text(node, _LABEL)


def _number(dataset: Dataset, node: Node, name: str) -> float | None:
    try:
        number = float(dataset.text(node, soma(name)))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def read_entity(dataset: Dataset, node: NamedNode, kinds: Mapping[str, Kind]) -> Entity:
    """Return the entity that a node is."""
    label = _label_of(dataset, node) or local_name(node.value)
    said = dataset.by_subject[node]
    types = [curie_of(iri) for iri in dataset.iris(node, _TYPE)]
    names = {name for predicate in NAMING for name in dataset.texts(node, predicate)} - {label}
    entity = Entity(
        id=EntityId(curie_of(node.value)),
        iri=node.value,
        label=label,
        phrase=label,
        plural=False,
        kind=next((t for t in types if t in kinds), ""),
        synonyms=tuple(sorted(names)),
        definition=next(filter(None, (dataset.text(node, one) for one in DEFINING)), ""),
        definition_source=curie_of(dataset.iri(node, DCTERMS + "source")),
        mappings=tuple(
            (match, curie_of(iri))
            for match in MATCHES
            if SKOS + match in said
            for iri in dataset.iris(node, SKOS + match)
        ),
        file=dataset.file_of[node],
    )
    if any(predicate.startswith(SOMA) for predicate in said):
        return _with_our_terms(dataset, node, entity)
    return entity


def _with_our_terms(dataset: Dataset, node: NamedNode, entity: Entity) -> Entity:
    """Return an entity with what only our own vocabulary says of it."""
    bearer = dataset.iri(node, soma("bearer"))
    x, y = _number(dataset, node, "x"), _number(dataset, node, "y")
    depth = dataset.text(node, soma("depth")) or "middle"
    side = dataset.text(node, soma("side")) or "midline"
    return entity._replace(
        phrase=dataset.text(node, soma("phrase")) or entity.label,
        plural=TRUE in dataset.objects(node, soma("isPlural")),
        usual_names=tuple(dataset.texts(node, soma("usualName"))),
        definition_locator=dataset.text(node, soma("locator")),
        bearer=EntityId(curie_of(bearer)) if bearer else None,
        place=None if x is None or y is None else Place(x, y, depth, side),
        order=int(_number(dataset, node, "order") or 0),
    )


def find_entities(dataset: Dataset, kinds: Mapping[str, Kind]) -> Ints:
    """Return the numbers (see `Dataset.columns`) of the terms that are entities.

    They are what is of a kind of ours, and what has a label and is no class, property or record of
    ours; obsolete terms are left out.
    """
    columns = dataset.columns
    keys, size = columns.keys, len(columns.keys)

    def typed(classes: Iterable[str]) -> Flags:
        rows = columns.with_predicate(_TYPE)
        rows = rows[np.isin(columns.objects[rows], [columns.number(iri) for iri in classes])]
        return marked(rows)

    def marked(rows: Ints) -> Flags:
        found = np.zeros(size, bool)
        found[columns.subjects[rows]] = True
        return found

    literal = np.fromiter((key.startswith('"') for key in keys), bool, size)
    labels = np.concatenate([columns.with_predicate(iri) for iri in (_LABEL, _PREFERRED)])
    obsolete = columns.with_predicate(OWL + "deprecated")
    obsolete = obsolete[columns.objects[obsolete] == columns.number(key_of(TRUE))]
    labelled = marked(labels[literal[columns.objects[labels]]]) & ~typed(_NO_ENTITY_TYPES)
    kind_iris = [iri_of(kind) for kind in kinds]
    of_a_kind = typed(kind_iris)
    found = np.flatnonzero((of_a_kind | labelled) & ~marked(obsolete))
    # A class in our namespace is a term, but a thing of ours stays one, whatever a file calls it.
    classes = typed([OWL + "Class"]) & ~of_a_kind
    are_kinds = {columns.number(iri) for iri in kind_iris}
    return to_numbers(
        number
        for number in found.tolist()
        if is_iri(key := keys[number])
        and number not in are_kinds
        and not (key.startswith(SOMA) and classes[number])
    )


def read_entities(dataset: Dataset, kinds: Mapping[str, Kind]) -> dict[EntityId, Entity]:
    """Return every entity by id, in the order of ids; obsolete terms are left out."""
    keys = dataset.columns.keys
    numbers = find_entities(dataset, kinds).tolist()
    found = (read_entity(dataset, NamedNode(keys[number]), kinds) for number in numbers)
    return {entity.id: entity for entity in sorted(found, key=lambda entity: entity.id)}


def read_evidence(dataset: Dataset, node: Node, modality: Modality) -> Evidence:
    """Return the evidence that a node holds; a missing grade is the most cautious or the given."""
    side = dataset.text(node, soma("onSide"))
    note = dataset.text(node, soma("note"))
    return Evidence(
        source=curie_of(dataset.iri(node, DCTERMS + "source")),
        locator=dataset.text(node, soma("locator")),
        speaker=curie_of(dataset.iri(node, soma("speaker"))),
        standing=read_grade(Standing, dataset.text(node, soma("standing")), Standing.UNSTATED),
        modality=read_grade(Modality, dataset.text(node, soma("modality")), modality),
        directness=read_grade(
            Directness, dataset.text(node, soma("directness")), Directness.DIRECT
        ),
        # What is said of one side only is told wherever qualifiers are.
        note="; ".join(filter(None, (f"on the {side}" if side else "", note))),
        side=side,
    )


def sort_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return pieces of evidence without repetition, the most certain first."""
    return tuple(
        sorted(
            set(evidence),
            key=lambda e: (costs.evidence_cost(e), e.source, e.locator, e.speaker, e.note),
        )
    )
