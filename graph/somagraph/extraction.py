"""A dataset becomes entities, relations, claims and records: the reading of our own shape.

What the bundled ontology says in its own terms is read as it stands. From any other file, labelled
resources become entities and the properties between them claims whose evidence is that file alone,
standing ``unstated``; of OWL, ``subClassOf`` between named classes reads as *is a kind of*, and
``subClassOf some`` as a claim.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final

from somagraph import costs
from somagraph.dataset import Dataset
from somagraph.mappings import MATCHES
from somagraph.model import (
    Claim,
    Directness,
    Entity,
    EntityId,
    Evidence,
    Kind,
    Modality,
    Place,
    Relation,
    Standing,
)
from somagraph.terms import read_grade
from somagraph.triples import TRUE, BlankNode, NamedNode, Node
from somagraph.vocabulary import (
    DCTERMS,
    OWL,
    RDF,
    RDFS,
    SKOS,
    SOMA,
    curie_of,
    local_name,
    soma,
)

__all__ = [
    "claim_id",
    "read_claims",
    "read_entities",
    "read_evidence",
]

_TYPE: Final = RDF + "type"
_LABEL: Final = RDFS + "label"
_SUBCLASS: Final = RDFS + "subClassOf"
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


def _is_entity(dataset: Dataset, node: Node, kinds: dict[str, Kind]) -> bool:
    if not isinstance(node, NamedNode) or curie_of(node.value) in kinds:
        return False
    if TRUE in dataset.objects(node, OWL + "deprecated"):
        return False
    types = dataset.iris(node, _TYPE)
    if node.value.startswith(SOMA) and OWL + "Class" in types:
        return False
    if any(curie_of(iri) in kinds for iri in types):
        return True
    return _NO_ENTITY_TYPES.isdisjoint(types) and bool(_label_of(dataset, node))


def _label_of(dataset: Dataset, node: Node) -> str:
    return dataset.text(node, SKOS + "prefLabel") or dataset.text(node, _LABEL)


def _number(dataset: Dataset, node: Node, name: str) -> float | None:
    try:
        number = float(dataset.text(node, soma(name)))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _read_entity(dataset: Dataset, node: NamedNode, kinds: dict[str, Kind]) -> Entity:
    label = _label_of(dataset, node) or local_name(node.value)
    types = [curie_of(iri) for iri in dataset.iris(node, _TYPE)]
    bearer = dataset.iri(node, soma("bearer"))
    x, y = _number(dataset, node, "x"), _number(dataset, node, "y")
    return Entity(
        id=EntityId(curie_of(node.value)),
        iri=node.value,
        label=label,
        phrase=dataset.text(node, soma("phrase")) or label,
        plural=TRUE in dataset.objects(node, soma("isPlural")),
        kind=next((t for t in types if t in kinds), ""),
        synonyms=tuple(
            sorted(
                {*dataset.texts(node, SKOS + "altLabel"), *dataset.texts(node, _LABEL)} - {label}
            )
        ),
        usual_names=tuple(dataset.texts(node, soma("usualName"))),
        definition=dataset.text(node, SKOS + "definition"),
        definition_source=curie_of(dataset.iri(node, DCTERMS + "source")),
        definition_locator=dataset.text(node, soma("locator")),
        mappings=tuple(
            (match, curie_of(iri)) for match in MATCHES for iri in dataset.iris(node, SKOS + match)
        ),
        bearer=EntityId(curie_of(bearer)) if bearer else None,
        place=None
        if x is None or y is None
        else Place(
            x,
            y,
            dataset.text(node, soma("depth")) or "middle",
            dataset.text(node, soma("side")) or "midline",
        ),
        order=int(_number(dataset, node, "order") or 0),
        file=dataset.file_of[node],
    )


def read_entities(dataset: Dataset, kinds: dict[str, Kind]) -> dict[EntityId, Entity]:
    """Return every entity by id, in the order of ids; obsolete terms are left out."""
    found = (
        _read_entity(dataset, node, kinds)
        for node in dataset.by_subject
        if isinstance(node, NamedNode) and _is_entity(dataset, node, kinds)
    )
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


def _sorted_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(
        sorted(
            set(evidence),
            key=lambda e: (costs.evidence_cost(e), e.source, e.locator, e.speaker, e.note),
        )
    )


def _read_axioms(dataset: Dataset) -> dict[tuple[str, str, str], list[Node]]:
    """Return the evidence nodes of each triple of IRIs."""
    axioms: dict[tuple[str, str, str], list[Node]] = {}
    for node in dataset.by_subject:
        key = tuple(
            dataset.iri(node, OWL + name)
            for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
        )
        if all(key):
            axioms.setdefault(key, []).append(node)  # type: ignore[arg-type] # always three
    return axioms


def _content_triples(dataset: Dataset) -> Iterator[tuple[str, str, str, str]]:
    """Yield subject, property, object IRIs and the file of everything that may be a claim."""
    for file in dataset.files:
        for subject, predicate, object_ in file.triples:
            if not isinstance(subject, NamedNode):
                continue
            if isinstance(object_, NamedNode):
                name = soma("kindOf") if predicate.value == _SUBCLASS else predicate.value
                yield subject.value, name, object_.value, file.name
            elif predicate.value == _SUBCLASS and isinstance(object_, BlankNode):
                relation = dataset.iri(object_, OWL + "onProperty")
                for filler in dataset.iris(object_, OWL + "someValuesFrom"):
                    yield subject.value, relation, filler, file.name


def read_claims(
    dataset: Dataset, entities: dict[EntityId, Entity], relations: dict[str, Relation]
) -> dict[str, Claim]:
    """Return every claim by id, in the order of ids.

    A triple whose ends are not both entities is no claim; `somagraph validate` reports it.
    """
    axioms = _read_axioms(dataset)
    found: dict[str, tuple[EntityId, str, EntityId, list[Evidence]]] = {}
    for subject_iri, relation_iri, object_iri, file in _content_triples(dataset):
        subject, object_ = EntityId(curie_of(subject_iri)), EntityId(curie_of(object_iri))
        relation = relations.get(curie_of(relation_iri))
        if relation is None or subject == object_:
            continue
        if subject not in entities or object_ not in entities:
            continue
        nodes = axioms.get((subject_iri, relation_iri, object_iri), [])
        evidence = [read_evidence(dataset, node, relation.modality) for node in nodes] or [
            Evidence(
                f"file:{file}", "", "", Standing.UNSTATED, relation.modality, Directness.DIRECT
            )
        ]
        identifier = claim_id(subject, relation.id, object_)
        entry = found.setdefault(identifier, (subject, relation.id, object_, []))
        entry[3].extend(evidence)
    return {
        identifier: Claim(identifier, subject, relation, object_, _sorted_evidence(evidence))
        for identifier, (subject, relation, object_, evidence) in sorted(found.items())
    }
