"""What follows from claims, and on which side of the body it holds."""

from __future__ import annotations

from itertools import pairwise

import pyoxigraph
import pytest
from hypothesis import given, settings

from small_graphs import graphs
from somagraph import wording
from somagraph.answer import connect
from somagraph.building import build_graph
from somagraph.dataset import read_bundled
from somagraph.errors import QuestionError, UnknownNameError
from somagraph.export.oxigraph import to_oxigraph
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId, Modality, Standing
from somagraph.names import NameIndex
from somagraph.report import build_card
from somagraph.search import Search, find_paths
from somagraph.telling import tell_arcs
from somagraph.text import render_answer
from somagraph.text_cards import render_card
from somagraph.walking import Arc, Filters

PSOAS, KIDNEY = EntityId("soma:psoas-major"), EntityId("soma:kidney")
CHAIN = "http://www.w3.org/2002/07/owl#propertyChainAxiom"
TRANSITIVE = "http://www.w3.org/2002/07/owl#TransitiveProperty"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SOMA = "https://w3id.org/somagraph/"


def curie(node: object) -> str:
    assert isinstance(node, pyoxigraph.NamedNode)
    return node.value.replace(SOMA, "soma:")


def declared_chains() -> set[tuple[str, str, str]]:
    """The chains (first, second, conclusion) that the ontology declares, read from its triples."""
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(*to_oxigraph(triple)) for triple in read_bundled())
    query = (
        f"SELECT ?r ?a ?b {{ {{ ?r <{CHAIN}> ?list . ?list <{RDF}first> ?a ; <{RDF}rest> ?rest . "
        f"?rest <{RDF}first> ?b }} UNION {{ ?r a <{TRANSITIVE}> BIND(?r AS ?a) BIND(?r AS ?b) }} }}"
    )
    rows = store.query(query)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return {(curie(row["a"]), curie(row["b"]), curie(row["r"])) for row in rows}


def test_every_entailed_arc_follows_by_the_declared_axioms(graph: KnowledgeGraph) -> None:
    chains = declared_chains()
    assert ("soma:arisesFrom", "soma:partOf", "soma:arisesFrom") in chains
    assert ("soma:partOf", "soma:partOf", "soma:partOf") in chains
    checked = 0
    for arc in graph.entailed():
        if not arc.forward:
            continue
        relations = [claim.relation for claim in arc.premises]
        assert all(one.object == other.subject for one, other in pairwise(arc.premises))
        assert (arc.premises[0].subject, arc.premises[-1].object) == (arc.source, arc.target)
        assert arc.claim is not None
        if arc.claim is arc.premises[0]:
            over = {(arc.claim.relation, r, arc.claim.relation) for r in relations[1:]}
            assert over <= chains
            checked += 1
        else:
            assert set(relations[:-1]) == {"soma:kindOf"}
    assert checked > 200


def test_no_entailed_arc_is_surer_than_its_weakest_premise(graph: KnowledgeGraph) -> None:
    for arc in graph.entailed():
        worst = max(wording.evidence_rank(claim.evidence[0]) for claim in arc.premises)
        (step,) = tell_arcs(graph, (arc,))
        assert step.entailed
        assert step.sure in {
            wording.how_sure(claim.evidence[0])
            for claim in arc.premises
            if wording.evidence_rank(claim.evidence[0]) == worst
        }
        assert arc.evidence_cost >= max(
            graph.arc_builder.claim_arc(claim, forward=arc.forward).evidence_cost
            for claim in arc.premises
        )
        assert all(
            any(
                piece.modality is Modality.ASSERTED and piece.standing is not Standing.TESTIMONY
                for piece in claim.evidence
            )
            for claim in arc.premises
        )


def test_a_step_that_follows_is_told_with_its_claims(graph: KnowledgeGraph) -> None:
    text = render_answer(graph, connect(graph, "rectus femoris", "lower limb", count=10))
    assert "      No source states this step itself; it follows from:" in text
    plain = connect(graph, "rectus femoris", "lower limb", count=10, asserted_only=True)
    assert not any(arc.premises for arc in plain.arcs)


def test_a_card_tells_what_follows_only_if_asked(graph: KnowledgeGraph) -> None:
    card = render_card(graph, PSOAS, entailed=True)
    assert (
        "  The psoas major attaches to the femur. a practitioner says\n"
        "    - The psoas major attaches to the lesser trochanter. [Crimando, P7.3]\n"
        "    - The lesser trochanter is part of the femur. ["
    ) in card
    assert "What follows" not in render_card(graph, PSOAS)
    told = build_card(graph, PSOAS, entailed=True)["entailed"]
    assert all(step["entailed"] and len(step["premises"]) > 1 for step in told)
    assert "entailed" not in build_card(graph, PSOAS)
    nothing = render_card(graph, EntityId("soma:eye-pad"), entailed=True)
    assert "Nothing follows of it that is not stated." in nothing


def _one_sided(graph: KnowledgeGraph, arcs: tuple[Arc, ...]) -> bool:
    """Tell whether each run of paired structures on a path can lie on one side of a body."""
    sides: set[str] = set()
    for arc in arcs:
        premises = [claim.side for claim in arc.premises or ((arc.claim,) if arc.claim else ())]
        pairs = [graph.arc_builder.is_pair(end) for end in (arc.source, arc.target)]
        if not pairs[0]:
            sides = set()
        lead = arc.claim.side if arc.claim else ""
        here = {lead} - {""}
        if pairs[0]:
            sides |= here
        if len(sides) > 1:
            return False
        carries = all(pairs) and not any(premises) and arc.claim is not None
        sides = (sides if carries else set()) | (here if pairs[1] else set())
    return True


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_no_path_changes_its_side_on_the_way(graph: KnowledgeGraph) -> None:
    source, target = list(graph.entities)[:2]
    for path in find_paths(graph, graph.arcs(), source, target, Search()):
        assert _one_sided(graph, path.arcs)


TWO_SIDES = """
@prefix soma: <https://w3id.org/somagraph/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
soma:one a soma:Organ ; rdfs:label "one" ; soma:adjacentTo soma:gland ; soma:x 0.5 ; soma:y 0.5 .
soma:gland a soma:Organ ; rdfs:label "gland" ; soma:adjacentTo soma:duct ;
    soma:x 0.6 ; soma:y 0.5 ; soma:side "pair" .
soma:duct a soma:Organ ; rdfs:label "duct" ; soma:adjacentTo soma:other ;
    soma:x 0.6 ; soma:y 0.5 ; soma:side "pair" .
soma:other a soma:Organ ; rdfs:label "other" ; soma:x 0.5 ; soma:y 0.5 .
[] a owl:Axiom ; owl:annotatedSource soma:one ; owl:annotatedProperty soma:adjacentTo ;
    owl:annotatedTarget soma:gland ; dcterms:source soma:gray-1918 ; soma:locator "1" ;
    soma:standing "textbook" ; soma:modality "asserted" ; soma:directness "direct" ;
    soma:onSide "left" ; soma:note "above" .
[] a owl:Axiom ; owl:annotatedSource soma:gland ; owl:annotatedProperty soma:adjacentTo ;
    owl:annotatedTarget soma:duct ; dcterms:source soma:gray-1918 ; soma:locator "2" ;
    soma:standing "textbook" ; soma:modality "asserted" ; soma:directness "direct" .
[] a owl:Axiom ; owl:annotatedSource soma:duct ; owl:annotatedProperty soma:adjacentTo ;
    owl:annotatedTarget soma:other ; dcterms:source soma:gray-1918 ; soma:locator "3" ;
    soma:standing "textbook" ; soma:modality "asserted" ; soma:directness "direct" ;
    soma:onSide "right" .
"""


@pytest.fixture(scope="module")
def two_sides(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    from somagraph.dataset import read_files  # noqa: PLC0415 - only here

    path = tmp_path_factory.mktemp("sides") / "sides.ttl"
    path.write_text(TWO_SIDES, "utf-8")
    return build_graph(read_files([path], base=read_bundled()))


def test_left_and_right_are_not_joined_through_a_pair(two_sides: KnowledgeGraph) -> None:
    answer = connect(two_sides, "soma:one", "soma:other")
    assert answer.is_empty
    one_step = render_answer(two_sides, connect(two_sides, "soma:one", "soma:gland"))
    assert "      Qualified: on the left; above." in one_step


def test_a_name_may_say_the_side(two_sides: KnowledgeGraph) -> None:
    left = connect(two_sides, "soma:one", "left duct")
    assert left.question.filters.side == "left"
    assert [group.path.hops for group in left.connections] == [2]
    assert left.notes == (
        "'left duct' is read as duct, which stands for both here.",
        "What sources say of the right side of the body only is left out.",
    )
    right = connect(two_sides, "soma:one", "duct (right)")
    assert right.is_empty
    assert right.suggestion is not None
    assert right.suggestion.change == "side"
    assert "ask for both sides of the body." in render_answer(two_sides, right)
    assert connect(two_sides, "soma:one", "duct", side="right").is_empty
    with pytest.raises(QuestionError, match="keeps to one side"):
        connect(two_sides, "left gland", "right duct")
    with pytest.raises(QuestionError, match="has no side 'up'"):
        connect(two_sides, "soma:one", "duct", side="up")


def test_only_a_pair_has_sides(graph: KnowledgeGraph) -> None:
    names = NameIndex(graph)
    assert names.resolve("left kidney", sided=True).entity == KIDNEY
    assert names.resolve("left crus").entity == "soma:left-crus"
    for name, sided in (("left sacrum", True), ("left kidney", False), ("left", True)):
        with pytest.raises(UnknownNameError):
            names.resolve(name, sided=sided)


def test_a_filter_keeps_to_its_side(two_sides: KnowledgeGraph) -> None:
    for side, wanted in (("left", True), ("right", False)):
        arcs = two_sides.arcs(Filters(side=side))[EntityId("soma:one")]
        assert any(arc.target == "soma:gland" for arc in arcs) is wanted
