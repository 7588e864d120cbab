"""Several files as one body of triples, each with the name people know it by."""

from __future__ import annotations

from pathlib import Path

import rdflib

import somagraph
from somagraph.building import build_graph
from somagraph.dataset import (
    BUNDLED_FILES,
    Dataset,
    LoadedFile,
    from_rdflib,
    read_bundled,
    read_files,
)
from somagraph.triples import NamedNode
from somagraph.vocabulary import OWL, SOMA

ADDED = """@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a rdfs:label "a" ; ex:touches ex:b .
ex:b rdfs:label "b"@de, "the b"@en .
"""


def added(folder: Path, name: str = "my notes.ttl") -> Path:
    path = folder / name
    path.write_text(ADDED, encoding="utf-8")
    return path


def test_the_bundled_files_come_in_reading_order() -> None:
    dataset = read_bundled()
    assert tuple(file.name for file in dataset.files) == BUNDLED_FILES
    assert all(file.bundled and file.triples for file in dataset.files)


def test_an_added_file_is_kept_apart_by_its_name(tmp_path: Path) -> None:
    dataset = read_files([added(tmp_path)], base=read_bundled())
    *_, last = dataset.files
    assert (last.name, last.bundled, len(last.triples)) == ("my notes.ttl", False, 4)
    assert last.graph_iri == f"{SOMA}file/my%20notes.ttl"
    assert len(dataset.files) == len(BUNDLED_FILES) + 1


def test_without_a_base_only_the_named_files_are_read(tmp_path: Path) -> None:
    graph = somagraph.load(added(tmp_path), bundled=False)
    assert list(graph.entities) == ["https://example.org/a", "https://example.org/b"]


def test_an_english_label_goes_before_others(tmp_path: Path) -> None:
    graph = somagraph.load(added(tmp_path), bundled=False)
    entity = graph.entities[somagraph.EntityId("https://example.org/b")]
    assert (entity.label, entity.synonyms) == ("the b", ("b",))


def test_rdflib_sees_a_named_graph_for_each_file_and_their_union(tmp_path: Path) -> None:
    rdf = read_files([added(tmp_path, "one.ttl"), added(tmp_path, "two.ttl")]).rdf
    graphs = {g.identifier: len(g) for g in rdf.graphs() if len(g)}
    one, two = (rdflib.URIRef(f"{SOMA}file/{name}.ttl") for name in ("one", "two"))
    assert graphs[one] == graphs[two] == 4
    assert len(set(rdf.triples((None, None, None)))) == 4


def test_rdflib_gets_literals_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "literals.ttl"
    path.write_text("<a:b> <a:b> 01, 1.50, 1e0, true, '2026-1-1'^^<a:date>, 'x'@en-gb .")
    merged = read_files([path]).merged()
    assert {literal.n3() for literal in merged.objects()} == {
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"1e0"^^<http://www.w3.org/2001/XMLSchema#double>',
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '"2026-1-1"^^<a:date>',
        '"x"@en-gb',
    }


def test_nothing_of_this_machine_gets_into_the_data(tmp_path: Path) -> None:
    graph = somagraph.load(added(tmp_path))
    machine = str(tmp_path)
    for part in (
        graph.dataset.files[-1],
        graph.entities,
        graph.claims,
        graph.sources,
        graph.relations,
    ):
        assert machine not in repr(part)
    assert machine not in repr(list(graph.dataset.rdf.quads()))


def test_the_packaged_files_are_one_ontology() -> None:
    header = [
        {t.subject.value for t in file.triples if t.object == NamedNode(OWL + "Ontology")}
        for file in read_bundled().files
    ]
    assert header == [{f"{SOMA}ontology"}] * len(BUNDLED_FILES)


def test_what_rdflib_read_makes_the_same_graph() -> None:
    bundled = read_bundled()
    again = Dataset(
        LoadedFile(file.name, from_rdflib(Dataset([file]).merged(), file.name).triples, True)
        for file in bundled.files
    )
    one, other = build_graph(bundled), build_graph(again)
    assert dict(one.claims) == dict(other.claims)
    assert dict(one.entities) == dict(other.entities)
