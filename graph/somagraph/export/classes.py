"""OWL for OBO tools: each entity a class, each certain anatomical claim *every ... some ...*.

``A arises from B`` becomes ``A subClassOf (arises from some B)``: every A, without exception. Few
sources say as much, so a claim becomes an axiom only if

- its relation is anatomical: what hurts, helps or moves something is never a matter of every one;
- a textbook or a study states it: what a practitioner or a client says, or what a file states
  without evidence, is not enough;
- none of its evidence is hedged, is called indirect by its source, holds on one side of the body
  only, or has a note that counts (*usually*, *in 72 percent*), tells left from right, or names
  others who say otherwise;
- no source denies it, and it is on no side of a dispute;
- its subject is no fluid and no messenger substance: only some blood is in the aorta.

``is a kind of`` becomes ``A subClassOf B``. An axiom reads in the direction that is stated, even
where the relation is symmetric. Things named together, as the lumbar arteries are, make one class,
and what is said of them is said of the group. Persons, works and other things that no path may lead
through are no classes. Names and definitions are in the properties that OBO tools look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Final, cast

from pyoxigraph import RdfFormat

from somagraph import wording
from somagraph.export.rdf import render_rdf
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Directness, Entity, Evidence, Family, Modality, Standing
from somagraph.triples import BlankNode, Literal, NamedNode, Node, Term, Triple
from somagraph.vocabulary import (
    DCTERMS,
    KIND_OF,
    OBO,
    OBO_IN_OWL,
    OWL,
    RDF,
    RDFS,
    SKOS,
    SOMA,
    iri_of,
)

__all__ = ["is_universal", "render_classes"]

_A: Final = RDF + "type"
_LABEL: Final = RDFS + "label"
_BELOW: Final = RDFS + "subClassOf"
_PROPERTY: Final = OWL + "ObjectProperty"
_DEFINITION: Final = f"{OBO}IAO_0000115"
_SYNONYM: Final = f"{OBO_IN_OWL}hasExactSynonym"
_SOURCE: Final = f"{DCTERMS}source"
_TITLE: Final = f"{DCTERMS}title"
_ABOUT: Final = f"{DCTERMS}description"
_LICENSE: Final = f"{DCTERMS}license"
#: Annotation properties that are used, with the labels that OBO tools know them by.
_ANNOTATIONS: Final = {
    _DEFINITION: "definition",
    _SYNONYM: "has_exact_synonym",
    _SOURCE: "source",
    _TITLE: "title",
    _ABOUT: "description",
    _LICENSE: "license",
}
#: What the schema says of a relation that is logic, not wording.
_LOGIC: Final = (OWL, RDF, RDFS)
_CITED: Final = {Standing.TEXTBOOK, Standing.RESEARCH}
#: Kinds of which a claim is true for a portion at a time, not for all there is.
_PORTIONS: Final = ("soma:BodyFluid", "soma:Hormone")
#: A note with one of these says that not every one is so, or that not everyone says so.
_COUNTED: Final = re.compile(
    r"%|\b(?:percent|per cent|usual|usually|often|sometimes|perhaps|may|might|rare|rarely|"
    r"occasional|occasionally|frequent|frequently|commonly|typical|typically|variable|varies|"
    r"absent|when present|now and then|some people|most people|left|right|not accepted|"
    r"this (?:source|account)|(?:other|most|not all) (?:works|sources|accounts))\b",
    re.IGNORECASE,
)


def _is_certain(evidence: Evidence) -> bool:
    return (
        evidence.modality is Modality.ASSERTED
        and evidence.directness is Directness.DIRECT
        and not evidence.side
        and not _COUNTED.search(evidence.note)
    )


def is_universal(graph: KnowledgeGraph, claim: Claim) -> bool:
    """Tell whether a claim may be read as *every ... some ...*."""
    relation = graph.relations[claim.relation]
    denied = {(denial.subject, denial.relation, denial.object) for denial in graph.denials}
    return (
        relation.family is Family.ANATOMICAL
        and relation.modality is Modality.ASSERTED
        and any(evidence.standing in _CITED for evidence in claim.evidence)
        and all(map(_is_certain, claim.evidence))
        and not graph.sides_against(claim.id)
        and not any(graph.is_a(claim.subject, kind) for kind in _PORTIONS)
        and not any((claim.subject, r, claim.object) in denied for r in relation.ancestors)
    )


def _triple(subject: Node, predicate: str, value: Term | str) -> Triple:
    term = NamedNode(value) if type(value) is str else cast("Term", value)
    return Triple(subject, NamedNode(predicate), term)


def _header() -> Iterator[Triple]:
    ontology = NamedNode(f"{SOMA}classes")
    yield _triple(ontology, _A, f"{OWL}Ontology")
    yield _triple(ontology, _TITLE, Literal("somagraph anatomy as classes"))
    about = (
        "What textbooks and studies state of the body without a hedge, as class axioms, made from "
        "the claims of somagraph. What is hedged, disputed, one-sided or said by practitioners is "
        "left out. Not medical advice."
    )
    yield _triple(ontology, _ABOUT, Literal(about))
    yield _triple(ontology, _LICENSE, "https://creativecommons.org/licenses/by/4.0/")
    for iri, label in _ANNOTATIONS.items():
        yield _triple(NamedNode(iri), _A, f"{OWL}AnnotationProperty")
        yield _triple(NamedNode(iri), _LABEL, Literal(label))


def _entities(graph: KnowledgeGraph, entities: list[Entity]) -> Iterator[Triple]:
    """Yield a class for each entity, below the class of its kind."""
    matches: set[str] = set()
    for entity in entities:
        node = NamedNode(entity.iri)
        yield _triple(node, _A, f"{OWL}Class")
        yield _triple(node, _LABEL, Literal(entity.label))
        if entity.definition:
            yield _triple(node, _DEFINITION, Literal(entity.definition))
        for name in sorted({*entity.usual_names, *entity.synonyms}):
            yield _triple(node, _SYNONYM, Literal(name))
        for match, curie in entity.mappings:
            yield _triple(node, SKOS + match, iri_of(curie))
            matches.add(SKOS + match)
        if entity.kind in graph.kinds:
            yield _triple(node, _BELOW, iri_of(entity.kind))
    for match in sorted(matches):
        yield _triple(NamedNode(match), _A, f"{OWL}AnnotationProperty")


def _kinds(graph: KnowledgeGraph, entities: list[Entity]) -> Iterator[Triple]:
    """Yield the kinds of the entities, with all that is above them."""
    own = {entity.kind for entity in entities} & set(graph.kinds)
    for kind in sorted(set().union(*(graph.kinds[kind].ancestors for kind in own))):
        node = NamedNode(iri_of(kind))
        yield _triple(node, _A, f"{OWL}Class")
        if label := graph.dataset.text(node, _LABEL):
            yield _triple(node, _LABEL, Literal(label))
        for above in graph.dataset.iris(node, _BELOW):
            yield _triple(node, _BELOW, above)
            yield _triple(NamedNode(above), _A, f"{OWL}Class")


def _properties(graph: KnowledgeGraph, used: set[str]) -> Iterator[Triple]:
    """Yield what the schema says of the relations in use, and of those it names beside them."""
    waiting: list[Node] = [NamedNode(iri) for iri in sorted(used)]
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        if isinstance(node, NamedNode):
            yield _triple(node, _A, _PROPERTY)
        for predicate, values in graph.dataset.by_subject.get(node, {}).items():
            if not predicate.startswith(_LOGIC):
                continue
            for value in values:
                yield _triple(node, predicate, value)
                if not isinstance(value, NamedNode | BlankNode) or value in seen:
                    continue
                if predicate in (f"{RDFS}domain", f"{RDFS}range"):
                    yield _triple(value, _A, f"{OWL}Class")
                elif isinstance(value, BlankNode) or _PROPERTY in graph.dataset.iris(value, _A):
                    seen.add(value)
                    waiting.append(value)


def _axioms(graph: KnowledgeGraph, claims: list[Claim]) -> Iterator[Triple]:
    """Yield each claim as a class axiom that names its sources."""
    numbers = count()
    for claim in claims:
        subject, object_ = (
            NamedNode(graph.entities[end].iri) for end in (claim.subject, claim.object)
        )
        target: NamedNode | BlankNode = object_
        if claim.relation != KIND_OF:
            target = BlankNode(f"some{next(numbers)}")
            yield _triple(target, _A, f"{OWL}Restriction")
            yield _triple(target, f"{OWL}onProperty", graph.relations[claim.relation].iri)
            yield _triple(target, f"{OWL}someValuesFrom", object_)
        yield _triple(subject, _BELOW, target)
        axiom = BlankNode(f"axiom{next(numbers)}")
        yield _triple(axiom, _A, f"{OWL}Axiom")
        yield _triple(axiom, f"{OWL}annotatedSource", subject)
        yield _triple(axiom, f"{OWL}annotatedProperty", _BELOW)
        yield _triple(axiom, f"{OWL}annotatedTarget", target)
        for evidence in claim.evidence:
            cited = wording.cite(evidence, graph.sources, graph.entities)
            yield _triple(axiom, _SOURCE, Literal(f"{cited}: {wording.how_sure(evidence)}"))


def render_classes(graph: KnowledgeGraph) -> str:
    """Return the classes and axioms as RDF/XML, which OBO tools read as ``.owl``."""
    claims = [claim for claim in graph.claims.values() if is_universal(graph, claim)]
    used = {graph.relations[claim.relation].iri for claim in claims if claim.relation != KIND_OF}
    entities = [entity for entity in graph.entities.values() if graph.is_bridge(entity.id)]
    triples = [
        *_header(),
        *_entities(graph, entities),
        *_kinds(graph, entities),
        *_properties(graph, used),
        *_axioms(graph, claims),
    ]
    return render_rdf(triples, RdfFormat.RDF_XML)
