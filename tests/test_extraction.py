"""What a loaded file says becomes entities and claims, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import somagraph
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import (
    Claim,
    Directness,
    EntityId,
    Evidence,
    Family,
    Modality,
    Standing,
)

Loader = Callable[[str], KnowledgeGraph]

EX = "https://example.org/"


def added_claims(graph: KnowledgeGraph, bundled: KnowledgeGraph) -> dict[str, Claim]:
    return {key: claim for key, claim in graph.claims.items() if key not in bundled.claims}


def triples(claims: dict[str, Claim]) -> set[tuple[str, str, str]]:
    return {(c.subject, c.relation, c.object) for c in claims.values()}


def test_a_property_between_labelled_things_is_a_claim_of_the_file(
    graph: KnowledgeGraph, load_turtle: Loader
) -> None:
    added = load_turtle(
        """
        ex:hamstrings rdfs:label "hamstrings" ; ex:liesBehind ex:femur ; ex:touches ex:unlabelled .
        ex:femur rdfs:label "thigh bone" ; rdfs:seeAlso ex:hamstrings .
        ex:unlabelled ex:touches ex:femur .
        """
    )
    name = f"{EX}hamstrings--{EX}liesBehind--{EX}femur"
    only_file = Evidence(
        source="file:added.ttl",
        locator="",
        speaker="",
        standing=Standing.UNSTATED,
        modality=Modality.ASSERTED,
        directness=Directness.DIRECT,
    )
    claims = added_claims(added, graph)
    assert set(claims) == {name}
    assert claims[name].evidence == (only_file,)
    assert added.sources["file:added.ttl"].citation == "added.ttl"
    assert added.relations[f"{EX}liesBehind"].label == "lies behind"
    assert added.entities.keys() - graph.entities.keys() == {f"{EX}hamstrings", f"{EX}femur"}
    assert added.entities[EntityId(f"{EX}femur")].file == "added.ttl"


def test_subclass_of_some_is_a_claim_and_subclass_of_a_kind(
    graph: KnowledgeGraph, load_turtle: Loader
) -> None:
    added = load_turtle(
        """
        ex:biceps a owl:Class ; rdfs:label "biceps" ; rdfs:subClassOf ex:muscle ,
            [ a owl:Restriction ; owl:onProperty ex:flexes ; owl:someValuesFrom ex:elbow ] ,
            [ a owl:Restriction ; owl:onProperty ex:flexes ; owl:allValuesFrom ex:knee ] .
        ex:muscle a owl:Class ; rdfs:label "muscle" .
        ex:elbow a owl:Class ; rdfs:label "elbow" .
        ex:knee a owl:Class ; rdfs:label "knee" .
        ex:flexes a owl:ObjectProperty ; rdfs:label "bends" .
        """
    )
    assert triples(added_claims(added, graph)) == {
        (f"{EX}biceps", f"{EX}flexes", f"{EX}elbow"),
        (f"{EX}biceps", "soma:kindOf", f"{EX}muscle"),
    }
    assert added.relations[f"{EX}flexes"].label == "bends"
    assert f"{EX}flexes" not in added.entities


def test_an_obo_file_gives_the_claims_of_its_terms(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "small.obo"
    path.write_text(
        "[Term]\nid: UBERON:1\nname: toe\nrelationship: part_of UBERON:2\n\n"
        "[Term]\nid: UBERON:2\nname: foot\nis_a: UBERON:3\nis_a: UBERON:4\n\n"
        "[Term]\nid: UBERON:3\nname: limb part\n\n"
        "[Term]\nid: UBERON:4\nname: old part\nis_obsolete: true\n\n"
        "[Typedef]\nid: part_of\nname: part of\nxref: BFO:0000050\n"
    )
    added = somagraph.load(path)
    labels = {added.entities[key].label for key in added.entities.keys() - graph.entities.keys()}
    assert labels == {"toe", "foot", "limb part"}
    assert triples(added_claims(added, graph)) == {
        ("UBERON:1", "BFO:0000050", "UBERON:2"),
        ("UBERON:2", "soma:kindOf", "UBERON:3"),
    }


def test_obsolete_terms_and_schema_are_no_entities(
    graph: KnowledgeGraph, load_turtle: Loader
) -> None:
    added = load_turtle(
        """
        ex:old a owl:Class ; rdfs:label "old" ; owl:deprecated true ; ex:touches ex:new .
        ex:new a owl:Class ; rdfs:label "new" ; ex:touches ex:old .
        ex:touches a owl:ObjectProperty ; rdfs:label "touches" .
        ex:note a owl:AnnotationProperty ; rdfs:label "note" .
        ex:ontology a owl:Ontology ; rdfs:label "ontology" .
        ex:scheme a skos:ConceptScheme ; rdfs:label "scheme" .
        [] rdfs:label "nobody" ; ex:touches ex:new .
        """
    )
    assert added.entities.keys() - graph.entities.keys() == {f"{EX}new"}
    assert added_claims(added, graph) == {}


def test_what_describes_or_maps_is_no_claim(graph: KnowledgeGraph, load_turtle: Loader) -> None:
    added = load_turtle(
        """
        ex:a rdfs:label "a" ; skos:broader ex:b ; skos:exactMatch ex:b ; dcterms:source ex:b ;
            owl:sameAs ex:b ; ex:touches ex:a .
        ex:b rdfs:label "b" .
        """
    )
    assert added_claims(added, graph) == {}
    assert added.entities[EntityId(f"{EX}a")].mappings == (("exactMatch", f"{EX}b"),)


def test_an_added_file_can_state_its_evidence(graph: KnowledgeGraph, load_turtle: Loader) -> None:
    added = load_turtle(
        """
        soma:psoas-major soma:mayAffect soma:kidney .
        [] a owl:Axiom ; owl:annotatedSource soma:psoas-major ;
            owl:annotatedProperty soma:mayAffect ; owl:annotatedTarget soma:kidney ;
            dcterms:source soma:gray-1918 ; soma:locator "p. 1" ; soma:standing "textbook" ;
            soma:modality "likely" ; soma:directness "indirect" ; soma:note "now and then" ;
            soma:speaker soma:lynn-crimando .
        """
    )
    (claim,) = added_claims(added, graph).values()
    assert claim.evidence == (
        Evidence(
            source="soma:gray-1918",
            locator="p. 1",
            speaker="soma:lynn-crimando",
            standing=Standing.TEXTBOOK,
            modality=Modality.LIKELY,
            directness=Directness.INDIRECT,
            note="now and then",
        ),
    )


def test_an_unknown_grade_is_read_with_caution(graph: KnowledgeGraph, load_turtle: Loader) -> None:
    added = load_turtle(
        """
        soma:psoas-major soma:mayAffect soma:kidney .
        [] a owl:Axiom ; owl:annotatedSource soma:psoas-major ;
            owl:annotatedProperty soma:mayAffect ; owl:annotatedTarget soma:kidney ;
            soma:standing "gospel" ; soma:modality "certain" ; soma:directness "sideways" .
        """
    )
    (claim,) = added_claims(added, graph).values()
    (evidence,) = claim.evidence
    assert (evidence.standing, evidence.modality) == (Standing.UNSTATED, Modality.POSSIBLE)
    assert evidence.directness is Directness.DIRECT


@pytest.mark.parametrize("value", ["NaN", "INF", "1e999", "first", ""])
def test_a_place_or_number_that_is_none_is_left_out(load_turtle: Loader, value: str) -> None:
    added = load_turtle(
        f'ex:a rdfs:label "a" ; soma:x "{value}" ; soma:y 0.5 ; soma:order "{value}" .'
    )
    entity = added.entities[EntityId(f"{EX}a")]
    assert (entity.place, entity.order) == (None, 0)


def test_the_same_claim_in_two_files_keeps_both_as_sources(tmp_path: Path) -> None:
    text = (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        '<a:x> rdfs:label "x" ; <a:touches> <a:y> . <a:y> rdfs:label "y" .'
    )
    for name in ("two.ttl", "one.ttl"):
        (tmp_path / name).write_text(text)
    graph = somagraph.load(tmp_path / "two.ttl", tmp_path / "one.ttl", bundled=False)
    (claim,) = graph.claims.values()
    assert [e.source for e in claim.evidence] == ["file:one.ttl", "file:two.ttl"]


def test_the_psoas_is_read_as_the_ontology_has_it(graph: KnowledgeGraph) -> None:
    psoas = graph.entities[EntityId("soma:psoas-major")]
    assert (psoas.label, psoas.phrase, psoas.kind) == (
        "psoas major",
        "the psoas major",
        "soma:Muscle",
    )
    assert ("exactMatch", "UBERON:0001298") in psoas.mappings
    assert psoas.usual_names == ("psoas", "psoas muscle")
    assert "soma:AnatomicalStructure" in graph.kinds["soma:Muscle"].ancestors
    tight = graph.entities[EntityId("soma:tight-psoas-major")]
    assert (tight.kind, tight.bearer) == ("soma:State", "soma:psoas-major")


def test_the_psoas_arises_where_the_sources_say(graph: KnowledgeGraph) -> None:
    origins = {
        c.object
        for c in graph.claims_about(EntityId("soma:psoas-major"))
        if c.relation == "soma:arisesFrom"
    }
    assert {"soma:t12-vertebra", *(f"soma:l{n}-vertebra" for n in range(1, 6))} <= origins


def test_the_terms_of_the_schema_are_no_entities(graph: KnowledgeGraph) -> None:
    assert all(entity.kind in graph.kinds for entity in graph.entities.values())
    assert {"soma:Entity", "soma:Denial", "soma:kindOf"}.isdisjoint(graph.entities)


def test_a_relation_carries_its_hedge_and_inverse(graph: KnowledgeGraph) -> None:
    relation = graph.relations["soma:mayContributeTo"]
    assert (relation.label, relation.inverse_label) == (
        "may contribute to",
        "may be contributed to by",
    )
    assert (relation.family, relation.modality) == (Family.CAUSAL, Modality.POSSIBLE)
    assert graph.relations["soma:adjacentTo"].symmetric
    assert graph.relations["soma:partOf"].upper_end == "object"


def test_every_bundled_claim_has_evidence_from_a_cited_work(graph: KnowledgeGraph) -> None:
    for claim in graph.claims.values():
        assert claim.evidence
        for evidence in claim.evidence:
            assert graph.sources[evidence.source].reference
            assert evidence.locator
            assert evidence.modality is graph.relations[claim.relation].modality


def test_a_claim_is_never_about_a_class_a_work_or_itself(graph: KnowledgeGraph) -> None:
    for claim in graph.claims.values():
        assert claim.subject != claim.object
        assert {claim.subject, claim.object} <= graph.entities.keys()
        assert {claim.subject, claim.object}.isdisjoint(graph.kinds)
        assert claim.relation not in {"rdf:type", "dcterms:source", "soma:bearer"}
