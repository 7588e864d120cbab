"""Things of several files that are one, and those that are kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest

import somagraph
from somagraph.building import build_graph
from somagraph.dataset import read_bundled, read_files
from somagraph.knowledge import KnowledgeGraph
from somagraph.text_cards import render_card

PSOAS = "http://purl.obolibrary.org/obo/UBERON_0001298"

OBO = """format-version: 1.2

[Term]
id: UBERON:0001298
name: psoas major muscle
synonym: "great loin muscle" EXACT []
xref: FMA:18060
relationship: attached_to X:7 ! knob

[Term]
id: X:7
name: knob
xref: Y:1

[Term]
id: X:8
name: anxiety
"""

HEAD = (
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix x: <http://purl.obolibrary.org/obo/X_> .\n"
    "@prefix y: <http://purl.obolibrary.org/obo/Y_> .\n"
    "@prefix z: <http://purl.obolibrary.org/obo/Z_> .\n"
    "@prefix has: <http://www.geneontology.org/formats/oboInOwl#> .\n"
)


def load(folder: Path, *texts: str, bundled: bool = False) -> KnowledgeGraph:
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"file{number}.{'obo' if text.startswith('format-version') else 'ttl'}"
        path.write_text(text if path.suffix == ".obo" else HEAD + text, "utf-8")
        paths.append(path)
    return build_graph(read_files(paths, base=read_bundled() if bundled else None))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return load(tmp_path_factory.mktemp("merged"), OBO, bundled=True)


def test_a_mapped_term_is_the_thing_it_is_mapped_to(both: KnowledgeGraph) -> None:
    psoas = both.entities[somagraph.EntityId("soma:psoas-major")]
    assert "UBERON:0001298" not in both.entities
    assert {"psoas major muscle", "great loin muscle", "psoas magnus"} <= set(psoas.synonyms)
    assert psoas.label == "psoas major"
    assert psoas.merged == (
        (
            "UBERON:0001298",
            "soma:psoas-major is mapped exactly to UBERON:0001298 (mappings.ttl); "
            "soma:psoas-major is mapped exactly to FMA:18060 (mappings.ttl); "
            "UBERON:0001298 refers to FMA:18060 (file0.obo)",
        ),
    )


def test_all_its_names_and_ids_lead_to_it(both: KnowledgeGraph) -> None:
    for name in ("great loin muscle", "UBERON:0001298", PSOAS, "psoas major muscle", "FMA:18060"):
        assert somagraph.resolve(both, name) == "soma:psoas-major"


def test_the_card_tells_why(both: KnowledgeGraph) -> None:
    card = render_card(both, somagraph.EntityId("soma:psoas-major"))
    assert "Read as one with UBERON:0001298: soma:psoas-major is mapped exactly to " in card
    assert "The psoas major is attached to knob. [file0.obo] no source given" in card


def test_an_answer_joins_what_both_say(both: KnowledgeGraph) -> None:
    answer = somagraph.connect(both, "knob", "lesser trochanter")
    first = answer.connections[0].path
    assert first.entities[1] == "soma:psoas-major"
    told = somagraph.render_answer(both, answer)
    assert "[file0.obo] no source given" in told


def test_a_name_alone_makes_nothing_one(both: KnowledgeGraph) -> None:
    assert {"X:8", "soma:anxiety"} <= set(both.entities)
    with pytest.raises(somagraph.SomagraphError, match=r"could be X:8 \(anxiety\), soma:anxiety"):
        somagraph.resolve(both, "anxiety")


NAMED = (
    'x:1 rdfs:label "one" . x:2 rdfs:label "two" . y:1 rdfs:label "uno" . '
    'y:2 rdfs:label "due" . z:1 rdfs:label "eins" .\n'
)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("", "X:1 X:2 Y:1 Y:2 Z:1"),
        ("x:1 skos:exactMatch y:1 .", "X:1 X:2 Y:2 Z:1"),
        ("y:1 skos:exactMatch x:1 .", "X:1 X:2 Y:2 Z:1"),
        ("x:1 owl:equivalentClass y:1 .", "X:1 X:2 Y:2 Z:1"),
        ('x:1 has:hasDbXref "Y:1" .', "X:1 X:2 Y:2 Z:1"),
        ("x:1 skos:closeMatch y:1 .", "X:1 X:2 Y:1 Y:2 Z:1"),
        ("x:1 owl:equivalentClass z:9 . y:1 owl:equivalentClass z:9 .", "X:1 X:2 Y:2 Z:1"),
        ("x:1 owl:equivalentClass z:9 . y:1 skos:exactMatch z:9 .", "X:1 X:2 Y:2 Z:1"),
        # One vocabulary keeps its own things apart, unless it says itself that they are one.
        ("x:1 skos:exactMatch x:2 .", "X:1 X:2 Y:1 Y:2 Z:1"),
        ("x:1 owl:equivalentClass x:2 .", "X:1 Y:1 Y:2 Z:1"),
        # Two partners in one vocabulary: neither is certain.
        ("x:1 skos:exactMatch y:1, y:2 .", "X:1 X:2 Y:1 Y:2 Z:1"),
        ("x:1 skos:exactMatch y:1 . x:2 skos:exactMatch y:1 .", "X:1 X:2 Y:1 Y:2 Z:1"),
        # What is surer decides.
        ('x:1 skos:exactMatch y:1 ; has:hasDbXref "Y:2" .', "X:1 X:2 Y:2 Z:1"),
        # Two statements meet at an id that no file defines; two references alone do not suffice.
        ('x:1 skos:exactMatch z:9 . y:1 has:hasDbXref "Z:9" .', "X:1 X:2 Y:2 Z:1"),
        ('x:1 has:hasDbXref "Z:9" . y:1 has:hasDbXref "Z:9" .', "X:1 X:2 Y:1 Y:2 Z:1"),
        # Three in a row.
        ("x:1 skos:exactMatch y:1 . y:1 skos:exactMatch z:1 .", "X:1 X:2 Y:2"),
        (
            "x:1 skos:exactMatch z:1 . z:1 skos:exactMatch y:1 . x:2 skos:exactMatch y:1 .",
            "X:1 X:2 Y:1 Y:2 Z:1",
        ),
    ],
)
def test_what_becomes_one(tmp_path: Path, said: str, left: str) -> None:
    assert " ".join(load(tmp_path, NAMED + said).entities) == left
    # In whatever order it is said.
    assert " ".join(load(tmp_path, said, NAMED).entities if said else left.split()) == left


def test_claims_of_both_are_claims_of_the_one(tmp_path: Path) -> None:
    said = (
        "x:1 skos:exactMatch y:1 . x:2 owl:equivalentClass y:2 . "
        "x:1 x:joins x:2 . y:1 x:joins y:2 . y:1 x:joins x:1 ."
    )
    graph = load(tmp_path, NAMED, said)
    assert list(graph.claims) == ["X:1--obo:X_joins--X:2"]


def test_a_file_that_calls_our_things_classes_takes_nothing_away(tmp_path: Path) -> None:
    graph = load(
        tmp_path,
        "@prefix soma: <https://w3id.org/somagraph/> .\n"
        'soma:psoas-major a owl:Class ; rdfs:label "psoas major" ; rdfs:subClassOf '
        "[ a owl:Restriction ; owl:onProperty x:near ; owl:someValuesFrom soma:kidney ] .",
        bundled=True,
    )
    assert graph.entities[somagraph.EntityId("soma:psoas-major")].kind == "soma:Muscle"
    assert "soma:psoas-major--obo:X_near--soma:kidney" in graph.claims


def test_names_stand_under_whatever_property_a_file_uses(tmp_path: Path) -> None:
    graph = load(
        tmp_path,
        'x:1 a owl:Class ; rdfs:label "one" ; has:hasExactSynonym "first" ; '
        '<http://purl.obolibrary.org/obo/IAO_0000115> "The first of all." .',
    )
    assert somagraph.resolve(graph, "first") == "X:1"
    assert graph.entities[somagraph.EntityId("X:1")].definition == "The first of all."


@pytest.mark.parametrize("name", ["UBERON_0001298", "uberon:0001298", "uberon_0001298"])
def test_an_id_may_be_typed_as_files_write_it(both: KnowledgeGraph, name: str) -> None:
    assert somagraph.resolve(both, name) == "soma:psoas-major"


def test_a_file_of_obsolete_terms_is_told_of(tmp_path: Path) -> None:
    graph = load(tmp_path, 'x:1 a owl:Class ; rdfs:label "one" ; owl:deprecated true .')
    assert [str(fault) for fault in graph.faults] == [
        "file0.ttl: nothing in it can be asked for: no term has a label and is not obsolete"
    ]


def test_what_a_class_has_is_read_as_it_is_stated(tmp_path: Path) -> None:
    graph = load(
        tmp_path,
        'x:1 rdfs:label "one" . x:2 rdfs:label "two" . x:1 rdfs:subClassOf '
        "[ a owl:Restriction ; owl:onProperty <http://purl.obolibrary.org/obo/BFO_0000050> ; "
        "owl:someValuesFrom x:2 ] .",
        bundled=True,
    )
    told = somagraph.render_answer(graph, somagraph.connect(graph, "X:2", "X:1"))
    assert "    One is part of two.\n" in told
    assert "has" not in told.split("sources say")[0].split("By anatomy")[0]


def test_a_relation_without_a_name_is_called_as_the_file_calls_it(tmp_path: Path) -> None:
    graph = load(
        tmp_path,
        "format-version: 1.2\n\n[Term]\nid: X:1\nname: one\nrelationship: grows_out_of X:2\n\n"
        "[Term]\nid: X:2\nname: two\n\n[Typedef]\nid: grows_out_of\nxref: RO:9999999\n",
    )
    told = somagraph.render_answer(graph, somagraph.connect(graph, "one", "two"))
    assert "One grows out of two. [" in told or "One grows out of two.\n" in told


def test_what_two_classes_have_some_of_need_not_be_the_same(tmp_path: Path) -> None:
    graph = load(
        tmp_path,
        "format-version: 1.2\n\n[Term]\nid: X:1\nname: one\nrelationship: attached_to X:3\n\n"
        "[Term]\nid: X:2\nname: two\nrelationship: attached_to X:3\n\n"
        "[Term]\nid: X:3\nname: third bone\n",
    )
    told = somagraph.render_answer(graph, somagraph.connect(graph, "one", "two"))
    assert "    Both need some third bone; it need not be the same one.\n" in told
