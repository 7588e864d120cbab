"""The class form: what may be read as *every ... some ...*, and what may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rdflib

from somagraph.export import FORMATS
from somagraph.export.classes import is_universal
from somagraph.knowledge import KnowledgeGraph
from somagraph.vocabulary import DCTERMS, OBO, SOMA

LoadTurtle = Callable[[str], KnowledgeGraph]
Axiom = tuple[str, str, str]


def parsed(graph: KnowledgeGraph) -> rdflib.Graph:
    return rdflib.Graph().parse(data=FORMATS["classes"].render(graph), format="xml")


def axioms_of(classes: rdflib.Graph) -> set[Axiom]:
    """Return subject, relation and object of each ``subClassOf some``, in CURIEs."""
    found = set()
    for subject, restriction in classes.subject_objects(rdflib.RDFS.subClassOf):
        relation = classes.value(restriction, rdflib.OWL.onProperty)
        object_ = classes.value(restriction, rdflib.OWL.someValuesFrom)
        if relation and object_:
            found.add((subject, relation, object_))
    return {
        (
            str(s).replace(SOMA, "soma:"),
            str(r).replace(SOMA, "soma:"),
            str(o).replace(SOMA, "soma:"),
        )
        for s, r, o in found
    }


@pytest.fixture(scope="module")
def classes(graph: KnowledgeGraph) -> rdflib.Graph:
    return parsed(graph)


def test_each_certain_claim_of_anatomy_is_an_axiom_and_nothing_else_is(
    graph: KnowledgeGraph, classes: rdflib.Graph
) -> None:
    wanted = {
        (claim.subject, claim.relation, claim.object)
        for claim in graph.claims.values()
        if is_universal(graph, claim) and claim.relation != "soma:kindOf"
    }
    assert len(wanted) > 500
    assert axioms_of(classes) == wanted
    assert ("soma:psoas-major", "soma:arisesFrom", "soma:l1-vertebra") in wanted


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("soma:psoas-major--soma:mayPlayRoleIn--soma:anxiety", "is hedged"),
        ("soma:psoas-major--soma:playsRoleIn--soma:breathing", "is no anatomy"),
        ("soma:psoas-major--soma:connectedByFasciaTo--soma:diaphragm", "a practitioner says"),
        ("soma:psoas-minor--soma:arisesFrom--soma:l1-vertebra", "the muscle is often absent"),
        ("soma:kidney--soma:adjacentTo--soma:stomach", "holds on the left"),
        ("soma:left-crus--soma:arisesFrom--soma:l3-vertebra", "is disputed"),
        ("soma:kidney--soma:nearTo--soma:l1-vertebra", "is the level of the left one"),
        ("soma:blood--soma:locatedIn--soma:aorta", "is true of some blood"),
    ],
)
def test_what_is_less_than_certain_is_no_axiom(graph: KnowledgeGraph, claim: str, why: str) -> None:
    assert not is_universal(graph, graph.claims[claim]), why


CLAIM = """
soma:l1-vertebra soma:nearTo soma:anus .
soma:anus a soma:Organ ; rdfs:label "anus" .
[] a owl:Axiom ; owl:annotatedSource soma:l1-vertebra ; owl:annotatedProperty soma:nearTo ;
    owl:annotatedTarget soma:anus ; dcterms:source soma:gray-1918 ; soma:locator "p. 1" ;
    soma:standing "textbook" ; soma:modality "asserted" ; soma:directness "direct" .
"""
DENIAL = """
soma:a-denial a soma:Denial ; soma:subject soma:l1-vertebra ; soma:relation soma:nearTo ;
    soma:object soma:anus ; soma:degree "none" ; dcterms:source soma:gray-1918 ;
    soma:locator "p. 2" ; soma:standing "textbook" ; soma:modality "asserted" ;
    soma:directness "direct" .
"""


@pytest.mark.parametrize(
    ("old", "new", "held"),
    [
        ("", "", True),
        ('"textbook"', '"research"', True),
        ('"textbook"', '"practice"', False),
        ('"textbook"', '"testimony"', False),
        ('"textbook"', '"unstated"', False),
        ('"asserted"', '"likely"', False),
        ('"direct"', '"indirect"', False),
        ('"direct" .', '"direct" ; soma:onSide "left" .', False),
        ('"direct" .', '"direct" ; soma:note "usually" .', False),
        ('"direct" .', '"direct" ; soma:note "in 72.6 percent of 60" .', False),
        ('"direct" .', '"direct" ; soma:note "most works name another" .', False),
        ('"direct" .', '"direct" ; soma:note "front of the body" .', True),
        ('"direct" .\n', f'"direct" .\n{DENIAL}', False),
    ],
)
def test_every_piece_of_evidence_has_to_be_certain(
    load_turtle: LoadTurtle, old: str, new: str, held: bool
) -> None:
    graph = load_turtle(CLAIM.replace(old, new, 1) if old else CLAIM)
    claim = graph.claims["soma:l1-vertebra--soma:nearTo--soma:anus"]
    assert is_universal(graph, claim) is held


def test_an_axiom_names_each_of_its_sources(graph: KnowledgeGraph, classes: rdflib.Graph) -> None:
    claim = graph.claims["soma:psoas-major--soma:arisesFrom--soma:l1-vertebra"]
    (told,) = (
        set(map(str, classes.objects(axiom, rdflib.URIRef(f"{DCTERMS}source"))))
        for axiom, target in classes.subject_objects(rdflib.OWL.annotatedTarget)
        if classes.value(axiom, rdflib.OWL.annotatedSource) == rdflib.URIRef(f"{SOMA}psoas-major")
        and classes.value(target, rdflib.OWL.onProperty) == rdflib.URIRef(f"{SOMA}arisesFrom")
        and classes.value(target, rdflib.OWL.someValuesFrom) == rdflib.URIRef(f"{SOMA}l1-vertebra")
    )
    assert len(told) == len(claim.evidence)
    assert any(text.startswith("Gray 1918, p. 467: in standard textbooks") for text in told)


def test_names_definitions_and_kinds_are_where_obo_tools_look(classes: rdflib.Graph) -> None:
    psoas = rdflib.URIRef(f"{SOMA}psoas-major")
    assert classes.value(psoas, rdflib.RDFS.label) == rdflib.Literal("psoas major")
    assert classes.value(psoas, rdflib.URIRef(f"{OBO}IAO_0000115"))
    assert rdflib.URIRef(f"{SOMA}Muscle") in set(classes.objects(psoas, rdflib.RDFS.subClassOf))
    assert not set(classes.triples((rdflib.URIRef(f"{SOMA}gray-1918"), None, None)))


def test_relations_keep_their_logic(classes: rdflib.Graph) -> None:
    part, arises = (rdflib.URIRef(f"{SOMA}{name}") for name in ("partOf", "arisesFrom"))
    assert (part, rdflib.RDF.type, rdflib.OWL.TransitiveProperty) in classes
    assert classes.value(arises, rdflib.OWL.propertyChainAxiom)
    assert {
        node
        for node in classes.objects(None, rdflib.RDFS.subPropertyOf)
        if isinstance(node, rdflib.URIRef)
        and (node, rdflib.RDF.type, rdflib.OWL.ObjectProperty) not in classes
    } == set()
