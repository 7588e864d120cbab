"""Answers over real engines: Oxigraph, two of them as shards, and Virtuoso."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import somagraph
from engines import oxigraph, virtuoso
from somagraph.answer import Answer
from somagraph.building import build_graph
from somagraph.dataset import read_bundled, read_files
from somagraph.endpoint.connecting import connect
from somagraph.errors import EndpointError, UnknownNameError
from somagraph.knowledge import KnowledgeGraph
from somagraph.report import build_answer

pytestmark = pytest.mark.interop

FILES = "https://w3id.org/somagraph/file/"

#: What the bundled ontology has not: classes with restrictions and intersections, references,
#: plurals, capitals, quotes, a state, a person, and things that are one with bundled ones.
CLASSES = """
@prefix ex: <http://purl.obolibrary.org/obo/EX_> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix soma: <https://w3id.org/somagraph/> .
@prefix oboInOwl: <http://www.geneontology.org/formats/oboInOwl#> .
ex:part a owl:TransitiveProperty ; rdfs:label "part of" .
ex:beside a owl:SymmetricProperty ; rdfs:label "adjacent to" .
ex:drains rdfs:label "drains" ; owl:propertyChainAxiom ( ex:drains ex:part ) .
ex:01 a owl:Class ; rdfs:label "Fascia of Psoas"@en ; rdfs:subClassOf
  [ a owl:Restriction ; owl:onProperty ex:beside ; owl:someValuesFrom obo:UBERON_0001298 ] ,
  [ a owl:Restriction ; owl:onProperty ex:part ; owl:someValuesFrom ex:02 ] .
ex:02 a owl:Class ; rdfs:label "iliac \\"sheath\\""@en ; skos:altLabel "sheath {iliaca}" ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ex:03
    [ a owl:Restriction ; owl:onProperty ex:beside ; owl:someValuesFrom ex:05 ] ) ] .
ex:03 a owl:Class ; rdfs:label "fascia"@en ; oboInOwl:hasExactSynonym "fasciae" ;
  rdfs:subClassOf _:r .
_:r a owl:Restriction ; owl:onProperty ex:part ; owl:someValuesFrom ex:04 .
[] a owl:Axiom ; owl:annotatedSource ex:03 ; owl:annotatedProperty rdfs:subClassOf ;
  owl:annotatedTarget _:r ; oboInOwl:hasDbXref "FMA:12345" .
ex:04 a owl:Class ; rdfs:label "body" .
ex:05 a owl:Class ; rdfs:label "lumbar node" ; rdfs:subClassOf
  [ a owl:Restriction ; owl:onProperty ex:drains ; owl:someValuesFrom ex:06 ] .
ex:06 a owl:Class ; rdfs:label "kidney capsule" ; rdfs:subClassOf
  [ a owl:Restriction ; owl:onProperty ex:part ; owl:someValuesFrom obo:UBERON_0002113 ] .
ex:07 a owl:Class ; rdfs:label "obsolete thing" ; owl:deprecated true ; ex:beside ex:01 .
ex:08 a soma:Person ; rdfs:label "Somebody" ; ex:beside ex:01 , ex:06 .
obo:UBERON_0001298 a owl:Class ; rdfs:label "psoas muscle" ; ex:beside ex:05 .
obo:UBERON_0002113 a owl:Class ; rdfs:label "kidney of it" .
"""

QUESTIONS = [
    ("all.nt", ("psoas", "anxiety"), {}),
    ("all.nt", ("left kidney", "psoas"), {"count": 3}),
    ("all.nt", ("diaphragm", "soma:low-back-pain"), {"max_hops": 4, "standings": ["textbook"]}),
    ("all.nt", ("psoas", "kidney", "liver"), {}),
    ("all.nt", ("femur", "anxiety"), {"max_hops": 1}),
    ("classes.nt", ("fascia of psoas", "kidney"), {}),
    ("classes.nt", ("EX:01", "kidney capsules"), {"max_hops": 12}),
    ("classes.nt", ('iliac "sheath"', "anxiety"), {"count": 2}),
    ("classes.nt", ("sheath {iliaca}", "Kidney Capsule"), {"asserted_only": True}),
    ("classes.nt", ("fascia of psoas", "kidney capsule", "psoas"), {}),
]


def told(answer: Answer) -> str:
    return somagraph.render_answer(answer.graph, answer) + json.dumps(
        build_answer(answer.graph, answer), indent=1
    )


@pytest.fixture(scope="module")
def files(exports: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The N-Triples that the engines hold, by their names."""
    import pyoxigraph  # noqa: PLC0415 - beside its use

    folder = tmp_path_factory.mktemp("endpoint")
    whole = folder / "all.nt"
    whole.write_bytes(exports["ntriples"].read_bytes())
    classes = folder / "classes.nt"
    parsed = pyoxigraph.parse(input=CLASSES.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    written = pyoxigraph.serialize(
        [quad.triple for quad in parsed], format=pyoxigraph.RdfFormat.N_TRIPLES
    )
    classes.write_bytes(written or b"")
    return {path.name: path for path in (whole, classes)}


@pytest.fixture(scope="module")
def over_files(files: dict[str, Path]) -> dict[str, KnowledgeGraph]:
    return {
        name: build_graph(read_files([path], base=read_bundled())) for name, path in files.items()
    }


def shards_of(path: Path, folder: Path, count: int = 2) -> list[Path]:
    """Part N-Triples: what hangs on one blank node stays together, all else is anywhere."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    lines = path.read_text("utf-8").splitlines(keepends=True)
    nodes = [[w for w in line.split(maxsplit=3)[:3] if w.startswith("_:")] for line in lines]
    for beside in nodes:
        for one, other in pairwise(beside):
            parent[root(one)] = root(other)
    parts: list[list[str]] = [[] for _ in range(count)]
    for line, beside in zip(lines, nodes, strict=True):
        key = root(beside[0]) if beside else line
        parts[zlib.crc32(key.encode()) % count].append(line)
    found = []
    for number, part in enumerate(parts):
        shard = folder / f"{number}-{path.name}"
        shard.write_text("".join(part), "utf-8")
        found.append(shard)
    return found


@pytest.fixture(scope="module")
def engines(
    files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, list[str]]]:
    """Name of an engine to its addresses."""
    folder = tmp_path_factory.mktemp("engines")
    graphs = {FILES + name: path for name, path in files.items()}
    parts = {name: shards_of(path, folder) for name, path in files.items()}
    first, second = (
        {FILES + name: shards[place] for name, shards in parts.items()} for place in range(2)
    )
    with (
        oxigraph(folder / "whole", graphs) as whole,
        oxigraph(folder / "first", first) as one,
        oxigraph(folder / "second", second) as other,
        virtuoso(folder / "virtuoso", graphs) as open_link,
    ):
        yield {
            "oxigraph": [f"{whole}/query"],
            "shards": [f"{one}/query", f"{other}/query"],
            "virtuoso": [f"{open_link}/sparql"],
        }


@pytest.mark.parametrize("engine", ["oxigraph", "shards", "virtuoso"])
@pytest.mark.parametrize("place", range(len(QUESTIONS)))
def test_an_answer_is_that_over_files_byte_for_byte(
    engines: dict[str, list[str]],
    over_files: dict[str, KnowledgeGraph],
    engine: str,
    place: int,
) -> None:
    file, names, options = QUESTIONS[place]
    wanted = somagraph.connect(over_files[file], *names, **options)  # type: ignore[arg-type]
    found = connect(engines[engine], *names, graph=FILES + file, **options)
    assert told(found) == told(wanted)


def test_shards_hold_different_things(engines: dict[str, list[str]]) -> None:
    """No shard by itself gives the answer that both give."""
    names, graph = ("fascia of psoas", "kidney capsule"), FILES + "classes.nt"
    both = told(connect(engines["shards"], *names, graph=graph))
    for shard in engines["shards"]:
        try:
            alone = told(connect(shard, *names, graph=graph))
        except UnknownNameError:
            continue
        assert alone != both


@pytest.mark.parametrize("engine", ["oxigraph", "virtuoso"])
def test_the_command_line_says_the_same(
    engines: dict[str, list[str]], files: dict[str, Path], engine: str
) -> None:
    program = [sys.executable, "-m", "somagraph"]
    where = ["--endpoint", engines[engine][0], "--graph", FILES + "classes.nt"]
    for asked in (
        ["connect", "fascia of psoas", "kidney capsule", "--why"],
        ["compare", "EX:03", "lumbar node", "to", "kidney"],
    ):
        over, wanted = (
            subprocess.run([*program, *options, *asked], capture_output=True, check=False)
            for options in (where, ["--with", str(files["classes.nt"])])
        )
        assert over.stdout == wanted.stdout
        assert (over.returncode, over.stderr) == (wanted.returncode, b"") == (0, b"")


@pytest.mark.parametrize("engine", ["oxigraph", "shards", "virtuoso"])
def test_names_are_found_however_they_are_written(
    engines: dict[str, list[str]], engine: str
) -> None:
    graph = FILES + "classes.nt"
    for name in ("FASCIA OF PSOAS", "Fascia-of-Psoas", "http://purl.obolibrary.org/obo/EX_01"):
        answer = connect(engines[engine], name, "lumbar nodes", graph=graph)
        assert answer.question.ends == ("EX:01", "EX:05")
    with pytest.raises(UnknownNameError) as unknown:
        connect(engines[engine], "capsule", "EX:01", graph=graph)
    assert "kidney capsule" in unknown.value.candidates
    with pytest.raises(UnknownNameError):
        connect(engines[engine], '" } } DROP ALL #', "EX:01", graph=graph)
    assert connect(engines[engine], "fascia", "EX:01", graph=graph).question.ends[0] == "EX:03"


@pytest.mark.parametrize("engine", ["oxigraph", "virtuoso"])
def test_an_empty_graph_is_told(engines: dict[str, list[str]], engine: str) -> None:
    with pytest.raises(EndpointError, match="holds nothing"):
        connect(engines[engine], "fascia", "kidney", graph="https://example.org/no-such-graph")


# Graphs go into engines


def push(*options: str, environment: dict[str, str] | None = None) -> str:
    import os  # noqa: PLC0415 - beside its use

    done = subprocess.run(
        [sys.executable, "-m", "somagraph", *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("iri", ["https://example.org/mine", ""])
def test_a_graph_is_pushed_to_oxigraph_and_asked_there(
    files: dict[str, Path], over_files: dict[str, KnowledgeGraph], tmp_path: Path, iri: str
) -> None:
    named = ["--graph", iri] if iri else []
    with oxigraph(tmp_path / "store", writable=True) as address:
        said = push("--with", str(files["classes.nt"]), "push", f"{address}/store", *named)
        where = f"the graph {iri}" if iri else "the default graph"
        assert f" triples went into {where} at {address}/store." in said
        for names in (("psoas", "anxiety"), ("fascia of psoas", "kidney")):
            wanted = somagraph.connect(over_files["classes.nt"], *names)
            found = connect(f"{address}/query", *names, graph=iri)
            name = iri or f"{address}/query"
            assert told(found).replace(name, "classes.nt") == told(wanted)
        assert "triples" in push("push", f"{address}/store", *named, "--replace")
        with pytest.raises(UnknownNameError):
            connect(f"{address}/query", "fascia of psoas", "kidney", graph=iri)
        assert "it takes no graphs there (HTTP 4" in push("push", f"{address}/query")


def test_a_graph_is_pushed_to_virtuoso_with_digest(
    over_files: dict[str, KnowledgeGraph], tmp_path: Path
) -> None:
    graph = "https://example.org/mine"
    who = {"SOMAGRAPH_ENDPOINT_USER": "dba", "SOMAGRAPH_ENDPOINT_PASSWORD": "dba"}
    with virtuoso(tmp_path / "virtuoso") as address:
        to = ("push", f"{address}/sparql-graph-crud-auth", "--graph", graph)
        assert "it asks who you are" in push(*to)
        wrong = push(*to, environment={**who, "SOMAGRAPH_ENDPOINT_PASSWORD": "hidden"})
        assert wrong.endswith("it does not accept these credentials.\n")
        assert "hidden" not in wrong
        assert "triples went into" in push(*to, environment=who)
        wanted = somagraph.connect(over_files["all.nt"], "psoas", "anxiety")
        found = connect(f"{address}/sparql", "psoas", "anxiety", graph=graph)
        assert told(found) == told(wanted)
