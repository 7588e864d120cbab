"""What other vocabularies call our entities: each mapping justified, and held against names."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from somagraph.checks import Problem, find_problems
from somagraph.checks_mappings import check_mappings, is_called
from somagraph.dataset import Dataset, read_bundled, read_files
from somagraph.export import FORMATS
from somagraph.knowledge import KnowledgeGraph
from somagraph.mappings import MATCHES, Mapping, read_mappings
from somagraph.model import EntityId
from somagraph.text_cards import render_card
from somagraph.vocabulary import OBO, iri_of, vocabulary_of

Loader = Callable[[str], KnowledgeGraph]

#: What SEMAPV has for `mapping_justification`, as the SSSOM schema lists it.
JUSTIFICATION = re.compile(
    "semapv:(MappingReview|ManualMappingCuration|LogicalReasoning|LexicalMatching|"
    "CompositeMatching|UnspecifiedMatching|SemanticSimilarityThresholdMatching|"
    "LexicalSimilarityThresholdMatching|MappingChaining|MappingInversion|StructuralMatching|"
    "InstanceBasedMatching|BackgroundKnowledgeBasedMatching)"
)

#: The slots of a mapping that we use, in the order of the SSSOM schema.
COLUMNS = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "comment",
]

#: Ids of the form that each vocabulary has.
FORMS = {
    "FMA": r"[0-9]{4,6}",
    "MESH": r"D[0-9]{6,9}",
    "SCTID": r"[0-9]{6,18}",
    "TA2": r"[0-9]{1,4}",
    "UBERON": r"[0-9]{7}",
}

PREFIXES = """
@prefix soma: <https://w3id.org/somagraph/> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
"""

TINY = """format-version: 1.2

[Term]
id: TINY:0000001
name: knee cap
synonym: "patella" EXACT []
synonym: "shield" RELATED []

[Term]
id: TINY:0000002
name: loin muscle
is_obsolete: true

[Term]
id: TINY:0000003
name: linden tree
"""


@pytest.fixture(scope="module")
def bundled() -> Dataset:
    return read_bundled()


@pytest.fixture(scope="module")
def mappings(bundled: Dataset) -> tuple[Mapping, ...]:
    return read_mappings(bundled)


def reference(folder: Path, text: str = TINY, name: str = "tiny.obo") -> Dataset:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_files([path])


def mapped(subject: str, match: str, object_: str, more: str = "") -> str:
    return f"""
        {subject} skos:{match} {object_} .
        [] a owl:Axiom ; owl:annotatedSource {subject} ; owl:annotatedProperty skos:{match} ;
            owl:annotatedTarget {object_} ; sssom:mapping_justification semapv:LexicalMatching
            {more} .
    """


def with_mappings(folder: Path, text: str) -> Dataset:
    path = folder / "added.ttl"
    path.write_text(PREFIXES + text, "utf-8")
    return read_files([path], base=read_bundled())


# The shipped mappings


def test_every_mapping_is_justified_and_of_an_entity(
    graph: KnowledgeGraph, mappings: tuple[Mapping, ...]
) -> None:
    assert len(mappings) > 300
    for mapping in mappings:
        assert mapping.file == "mappings.ttl"
        assert mapping.subject in graph.entities
        assert mapping.justified
        assert JUSTIFICATION.fullmatch(mapping.justification)
        assert re.fullmatch(FORMS[vocabulary_of(mapping.object)], mapping.object.partition(":")[2])
        assert mapping.object_label or mapping.comment


def test_what_is_matched_by_its_name_has_that_name(
    graph: KnowledgeGraph, mappings: tuple[Mapping, ...]
) -> None:
    for mapping in mappings:
        if mapping.justification == "semapv:LexicalMatching":
            entity = graph.entities[EntityId(mapping.subject)]
            names = [entity.label, *entity.synonyms, *entity.usual_names]
            names += [f"{name} muscle" for name in names if entity.kind == "soma:Muscle"]
            assert mapping.match == "exactMatch"
            # UBERON is matched by its synonyms too; those are held against the file itself.
            assert (
                is_called(names, [mapping.object_label])
                or vocabulary_of(mapping.object) == "UBERON"
            )


def test_what_is_matched_by_hand_says_why(mappings: tuple[Mapping, ...]) -> None:
    by_hand = [m for m in mappings if m.justification == "semapv:ManualMappingCuration"]
    assert {m.match for m in by_hand} == {"exactMatch", "closeMatch", "broadMatch"}
    assert all(mapping.comment for mapping in by_hand)


def test_a_chained_match_goes_by_way_of_an_exact_one(mappings: tuple[Mapping, ...]) -> None:
    exact = {(m.subject, m.object) for m in mappings if m.match == "exactMatch"}
    for mapping in mappings:
        if mapping.justification == "semapv:MappingChaining":
            assert (mapping.subject, mapping.comment.split()[0]) in exact


def test_no_two_entities_are_exactly_the_same_thing(mappings: tuple[Mapping, ...]) -> None:
    exact = Counter(m.object for m in mappings if m.match == "exactMatch")
    assert [object_ for object_, count in exact.items() if count > 1] == []
    per_vocabulary = Counter(
        (m.subject, vocabulary_of(m.object)) for m in mappings if m.match == "exactMatch"
    )
    assert set(per_vocabulary.values()) == {1}


def test_anxiety_is_told_as_close_only(mappings: tuple[Mapping, ...]) -> None:
    assert {m.match for m in mappings if m.subject == "soma:anxiety"} == {"closeMatch"}


def test_mappings_are_neither_claims_nor_relations(graph: KnowledgeGraph) -> None:
    assert not any(name.startswith(("skos:", "sssom:")) for name in graph.relations)
    assert all(claim.object in graph.entities for claim in graph.claims.values())


# Reading


def test_a_mapping_without_a_reason_is_unspecified(load_turtle: Loader) -> None:
    graph = load_turtle('ex:a rdfs:label "a" ; skos:narrowMatch <http://example.com/terms#b> .')
    (found,) = (m for m in read_mappings(graph.dataset) if m.file == "added.ttl")
    assert (found.justification, found.justified) == ("semapv:UnspecifiedMatching", False)
    assert (found.match, vocabulary_of(found.object)) == (
        "narrowMatch",
        "http://example.com/terms#",
    )


def test_mappings_come_with_the_most_exact_first(mappings: tuple[Mapping, ...]) -> None:
    order = [(m.subject, MATCHES.index(m.match), m.object) for m in mappings]
    assert order == sorted(order)


# validate


def test_our_entities_are_not_mapped_without_a_reason(tmp_path: Path) -> None:
    found = find_problems(with_mappings(tmp_path, "soma:kidney skos:closeMatch obo:TINY_1 ."))
    assert found == (
        Problem("added.ttl", "soma:kidney", "skos:closeMatch TINY:1 has no justification"),
    )


def test_a_mapping_needs_its_entity(tmp_path: Path) -> None:
    (problem,) = find_problems(
        with_mappings(tmp_path, mapped("soma:nothing", "closeMatch", "obo:TINY_1"))
    )
    assert problem.message == "soma:nothing is no entity (in soma:nothing skos:closeMatch TINY:1)"


def test_a_reason_needs_its_mapping_and_a_known_word(tmp_path: Path) -> None:
    axiom = mapped("soma:kidney", "closeMatch", "obo:TINY_1").replace("Lexical", "Guessed")
    dataset = with_mappings(tmp_path, axiom.replace("soma:kidney skos:closeMatch obo:TINY_1 .", ""))
    assert [problem.message for problem in find_problems(dataset)] == [
        "a reason for skos:closeMatch TINY:1, which is stated nowhere",
        "a mapping needs one reason of SEMAPV (sssom:mapping_justification)",
    ]


def test_an_id_is_there_and_means_what_the_entity_is_called(tmp_path: Path) -> None:
    added = (
        mapped("soma:patella", "exactMatch", "obo:TINY_0000001")
        + mapped("soma:psoas-major", "exactMatch", "obo:TINY_0000002")
        + mapped("soma:kidney", "exactMatch", "obo:TINY_0000003")
        + mapped("soma:ureter", "closeMatch", "obo:TINY_0000003")
        + mapped("soma:tibia", "closeMatch", "obo:TINY_0000003", '; sssom:object_label "shin"')
        + mapped("soma:femur", "broadMatch", "obo:TINY_0000004")
    )
    found = check_mappings(with_mappings(tmp_path, added), reference(tmp_path))
    assert found.checked == 6
    assert list(map(str, found.problems)) == [
        "added.ttl: soma:femur: TINY:0000004 is in no file given",
        "added.ttl: soma:kidney: TINY:0000003 is called 'linden tree'; "
        "no name here is one of these",
        "added.ttl: soma:psoas-major: TINY:0000002 is obsolete",
        "added.ttl: soma:tibia: TINY:0000003 is called 'linden tree', not 'shin'",
    ]


def test_a_related_synonym_is_no_name(tmp_path: Path) -> None:
    label = mapped(
        "soma:patella", "closeMatch", "obo:TINY_0000001", '; sssom:object_label "shield"'
    )
    (problem,) = check_mappings(with_mappings(tmp_path, label), reference(tmp_path)).problems
    assert problem.message == "TINY:0000001 is called 'knee cap', 'patella', not 'shield'"


def test_what_the_file_does_not_hold_is_told_as_unchecked(
    bundled: Dataset, mappings: tuple[Mapping, ...], tmp_path: Path
) -> None:
    found = check_mappings(bundled, reference(tmp_path))
    assert (found.problems, found.checked) == ((), 0)
    assert sum(found.unchecked.values()) == len(mappings)
    assert str(found).startswith("0 mappings checked; not checked, as no file given holds their")
    assert list(found.unchecked) == ["FMA", "MESH", "SCTID", "TA2", "UBERON"]


def test_several_files_are_read_as_one(bundled: Dataset, tmp_path: Path) -> None:
    one = tmp_path / "one.obo"
    one.write_text("[Term]\nid: UBERON:0001298\nname: psoas major\n", "utf-8")
    two = tmp_path / "two.ttl"
    two.write_text(
        PREFIXES + "@prefix oboInOwl: <http://www.geneontology.org/formats/oboInOwl#> .\n"
        'obo:UBERON_0001372 rdfs:label "minor" ; oboInOwl:hasExactSynonym "psoas minor" .\n',
        "utf-8",
    )
    found = check_mappings(bundled, read_files([one, two]))
    lacking = [problem.entity for problem in found.problems]
    assert "soma:iliacus" in lacking
    assert not {"soma:psoas-major", "soma:psoas-minor"} & set(lacking)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Poupart's ligament", "poupart ligament", True),
        ("Head of femur", "head of the femur", True),
        ("sacro-iliac joint", "Sacroiliac joint", True),
        ("tractus iliopubicus", "Tractus īliopubicus", True),
        ("psoas", "psoas muscle", False),
        ("L1 vertebra", "L2 vertebra", False),
        ("", "", True),
    ],
)
def test_names_are_compared_by_their_words(one: str, other: str, *, same: bool) -> None:
    assert is_called([one], [other]) is same
    assert not is_called([one], [])


# SSSOM and the card


def sssom_of(graph: KnowledgeGraph) -> tuple[list[str], list[dict[str, str]]]:
    """Return the header without its hash signs, and the rows."""
    lines = FORMATS["sssom"].render(graph).splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    table = [line for line in lines if not line.startswith("#")]
    return head, list(csv.DictReader(io.StringIO("\n".join(table)), delimiter="\t"))


def test_the_sssom_header_names_set_licence_version_and_prefixes(graph: KnowledgeGraph) -> None:
    head, rows = sssom_of(graph)
    slots = dict(line.split(": ", 1) for line in head if not line.startswith(" ") and ": " in line)
    assert slots["mapping_set_id"] == "https://w3id.org/somagraph/mappings"
    assert slots["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert re.fullmatch(r'"[0-9]+\.[0-9]+\.[0-9]+.*"', slots["mapping_set_version"])
    prefixes = dict(line.strip().split(": ") for line in head if line.startswith("  "))
    used = {row[slot].partition(":")[0] for row in rows for slot in COLUMNS if slot.endswith("_id")}
    assert prefixes.keys() == used | {"semapv"}
    assert prefixes["UBERON"] == f"{OBO}UBERON_"
    for row in rows:
        prefix, _, local = row["object_id"].partition(":")
        assert iri_of(row["object_id"]) == prefixes[prefix] + local


def test_the_sssom_table_keeps_the_rules_of_the_schema(
    graph: KnowledgeGraph, mappings: tuple[Mapping, ...]
) -> None:
    _, rows = sssom_of(graph)
    assert list(rows[0]) == COLUMNS
    assert len(rows) == len(mappings)
    required = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    for row in rows:
        assert all(row[slot] for slot in required)
        assert JUSTIFICATION.fullmatch(row["mapping_justification"])
        assert row["predicate_id"].removeprefix("skos:") in MATCHES
        assert row["subject_label"] == graph.entities[EntityId(row["subject_id"])].label


def test_sssom_names_no_prefix_for_a_full_iri(load_turtle: Loader) -> None:
    graph = load_turtle(
        'ex:a rdfs:label "a" ; skos:closeMatch <https://example.org/b> , '
        "<http://purl.obolibrary.org/obo/TINY_7> ."
    )
    head, rows = sssom_of(graph)
    prefixes = {line.split(":")[0].strip() for line in head if line.startswith("  ")}
    assert "TINY" in prefixes
    assert not {"http", "https", "ex"} & prefixes
    assert [row["mapping_justification"] for row in rows if row["subject_label"] == "a"] == [
        "semapv:UnspecifiedMatching",
        "semapv:UnspecifiedMatching",
    ]


def test_a_card_tells_how_exact_a_mapping_is_and_where_it_leads(graph: KnowledgeGraph) -> None:
    card = render_card(graph, EntityId("soma:psoas-major")).splitlines()
    assert f"  exact: UBERON:0001298 psoas major <{OBO}UBERON_0001298>" in card
    told = render_card(graph, EntityId("soma:l1-vertebra"))
    assert "  broad: TA2:1068 Lumbar vertebra <https://ta2viewer.openanatomy.org/?id=1068>" in told
