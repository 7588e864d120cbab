"""The graph in the formats of other tools, read back by those tools."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat
from rdflib.compare import isomorphic

import somagraph
from somagraph.dataset import Dataset
from somagraph.export import FORMATS
from somagraph.export.networks import build_plain_network
from somagraph.export.rdf import render_rdf
from somagraph.export.turtle import canonical_triples, render_turtle
from somagraph.knowledge import KnowledgeGraph
from somagraph.query import run_query
from somagraph.readers import read_triples
from somagraph.triples import BlankNode, Literal, NamedNode, Triple
from somagraph.vocabulary import OBO, OWL, PREFIXES, RDF, RDFS, SKOS, SOMA, iri_of

Loader = Callable[[str], KnowledgeGraph]

#: Format to the name by which rdflib reads it.
RDF_FORMATS = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}

UGLY = "a\x01b\x0cc\ufffed < & > \" ' ]]> \r\n\t\N{BONE}\x7f\x85\u2028"
CARRIED = UGLY.translate(dict.fromkeys((0x1, 0xC, 0xFFFE), "\N{REPLACEMENT CHARACTER}"))


@pytest.fixture(scope="module")
def rendered(graph: KnowledgeGraph) -> dict[str, str]:
    return {name: form.render(graph) for name, form in FORMATS.items()}


@pytest.fixture
def ugly(load_turtle: Loader) -> KnowledgeGraph:
    """Return a graph with names and notes that break careless writers."""
    text = "".join(f"\\u{ord(c):04X}" if ord(c) < 0x10000 else c for c in UGLY)
    return load_turtle(
        f'ex:a rdfs:label "{text}" ; ex:touches ex:b ; soma:x 0.5 ; soma:y 0.5 ; '
        f'soma:depth "{text}" ; soma:side "{text}" ; skos:definition "{text}" . '
        f'ex:b rdfs:label "b" ; skos:altLabel "{text}" ; soma:x 1 ; soma:y 0 . '
        f'ex:touches rdfs:label "{text}" .'
    )


def read_back(text: str, rdf_format: RdfFormat) -> list[Triple]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"again.{rdf_format.file_extension}"
        path.write_text(text, "utf-8", newline="")
        return list(read_triples(path, path.name).triples)


def canonical(graph: rdflib.Graph) -> list[str]:
    """Return the triples of an rdflib graph with the names of blank nodes made equal."""
    text = graph.serialize(format="nt", encoding="utf-8")
    return list(map(str, canonical_triples(read_back(text.decode(), RdfFormat.N_TRIPLES))))


def rdflib_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    return Dataset((somagraph.dataset.LoadedFile("x", tuple(triples), bundled=False),)).merged()


def text_values(values: dict[str, object]) -> dict[str, object]:
    """Return what is there of a row of values: readers differ in what they do with nothing."""
    return {key: value for key, value in values.items() if value not in ("", None)}


# Every format


def test_the_formats_are_those_that_are_promised() -> None:
    assert set(FORMATS) == {
        "turtle",
        "graphml",
        "jsonld",
        "ntriples",
        "rdfxml",
        "gexf",
        "cytoscape",
        "obographs",
        "classes",
        "csv",
        "sssom",
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_one_line_feed_and_fits_utf8(
    rendered: dict[str, str], name: str
) -> None:
    text = rendered[name]
    assert text.encode().decode() == text
    assert "\r" not in text
    if name != "jsonld":
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


@pytest.mark.parametrize("linked", [True, False])
def test_signs_that_only_turtle_lets_into_an_iri_are_written_percent_encoded(
    load_turtle: Loader, tmp_path: Path, linked: bool
) -> None:
    odd = "ex:ä\U000e01efb"
    below = "[ a owl:Restriction ]" if linked else "ex:c"
    graph = load_turtle(f'{odd} a owl:Class ; rdfs:label "odd" ; rdfs:subClassOf {below} .')
    for name, ending in {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf"}.items():
        path = tmp_path / f"written.{ending}"
        path.write_text(FORMATS[name].render(graph), "utf-8")
        (found,) = {t.subject for t in read_triples(path, name).triples if "odd" in t.object[:1]}
        assert found == "https://example.org/ä%F3%A0%87%AFb"
    assert all(form.render(graph) for form in FORMATS.values())


PROGRAM = """
import hashlib, somagraph
from somagraph.export import FORMATS
graph = somagraph.load()
for name, form in FORMATS.items():
    print(name, hashlib.sha256(form.render(graph).encode()).hexdigest())
"""


def test_every_format_is_the_same_on_every_run() -> None:
    def run(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    first = run("0")
    assert [line.split()[0] for line in first.splitlines()] == list(FORMATS)
    assert {run(seed) for seed in ("1", "31", "random")} == {first}


@pytest.mark.parametrize("name", ["graphml", "gexf", "cytoscape", "obographs", "csv"])
def test_what_is_denied_is_an_edge_of_no_format(
    graph: KnowledgeGraph, rendered: dict[str, str], name: str
) -> None:
    text = rendered[name]
    # What another source says all the same is an edge of that source's.
    denials = [
        denial
        for denial in graph.denials
        if f"{denial.subject}--{denial.relation}--{denial.object}" not in graph.claims
    ]
    assert len(denials) > 5
    for denial in denials:
        subject, object_ = (graph.entities[end] for end in (denial.subject, denial.object))
        relation = graph.relations[denial.relation]
        identifier = f"{denial.subject}--{denial.relation}--{denial.object}"
        assert not re.search(rf"{re.escape(identifier)}(?![\w-])", text)
        if name == "obographs":
            edges = {
                (e["sub"], e["pred"], e["obj"]) for e in json.loads(text)["graphs"][0]["edges"]
            }
            assert (subject.iri, relation.iri, object_.iri) not in edges
            assert (subject.iri, "is_a", object_.iri) not in edges
        else:
            words = re.escape(f"{subject.label} {relation.label} {object_.label}")
            assert not re.search(rf"{words}(?!\s?\w)", text.lower())


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml"])
def test_what_is_denied_is_a_triple_of_no_format(rendered: dict[str, str], name: str) -> None:
    soma = rdflib.Namespace(SOMA)
    triples = rdflib.Graph().parse(data=rendered[name], format=RDF_FORMATS[name])
    assert (soma["psoas-lengthening-pose"], soma.substantiallyRelieves, None) not in triples
    assert (soma["constructive-rest"], soma.kindOf, soma["yoga-pose"]) not in triples
    assert not set(triples.objects(soma["psoas-lengthening-pose"], soma.substantiallyRelieves))
    assert (None, rdflib.RDF.type, soma.Denial) in triples


# RDF


@pytest.mark.parametrize("name", RDF_FORMATS)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_rdflib_reads_every_triple_back(
    graph: KnowledgeGraph, rendered: dict[str, str], name: str
) -> None:
    read = rdflib.Graph().parse(data=rendered[name], format=RDF_FORMATS[name])
    assert canonical(read) == list(map(str, canonical_triples(graph.dataset)))


def test_turtle_in_and_out_is_isomorphic(graph: KnowledgeGraph) -> None:
    (warnings,) = (file for file in graph.dataset.files if file.name == "warnings.ttl")
    (schema,) = (file for file in graph.dataset.files if file.name == "schema.ttl")
    for file in (warnings, schema):
        text = render_turtle(file.triples)
        assert isomorphic(rdflib.Graph().parse(data=text), rdflib_graph(file.triples))


@pytest.mark.parametrize("name", somagraph.dataset.BUNDLED_FILES)
def test_the_packaged_files_are_as_the_writer_writes_them(graph: KnowledgeGraph, name: str) -> None:
    (file,) = (file for file in graph.dataset.files if file.name == name)
    packaged = Path(str(somagraph.dataset.files("somagraph.ontology") / name))
    assert render_turtle(file.triples) == packaged.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_what_is_written_reads_back_to_the_same_text(
    rendered: dict[str, str], tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"again{FORMATS[name].ending}"
    path.write_text(rendered[name], encoding="utf-8", newline="")
    again = somagraph.load(path, bundled=False)
    assert FORMATS[name].render(again) == rendered[name]


def test_a_graph_read_from_turtle_makes_the_same_claims(
    graph: KnowledgeGraph, rendered: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "again.ttl"
    path.write_text(rendered["turtle"], encoding="utf-8", newline="")
    again = somagraph.load(path, bundled=False)
    assert again.claims == graph.claims
    assert again.relations == graph.relations
    assert again.denials == graph.denials
    assert again.entities.keys() == graph.entities.keys()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?bone WHERE { soma:psoas-major soma:arisesFrom ?bone }",
        """
        SELECT ?object ?place ?standing WHERE {
            [] a owl:Axiom ; owl:annotatedSource soma:tight-psoas-major ;
                owl:annotatedTarget ?object ; soma:locator ?place ; soma:standing ?standing .
        }
        """,
        """
        SELECT ?kind (COUNT(?thing) AS ?n) WHERE {
            ?thing a ?kind . ?kind rdfs:subClassOf+ soma:AnatomicalStructure
        } GROUP BY ?kind ORDER BY ?kind
        """,
        """
        SELECT ?subject ?relation ?object WHERE {
            ?record a soma:Denial ; soma:subject ?subject ; soma:relation ?relation ;
                soma:object ?object
        }
        """,
        "SELECT ?match WHERE { soma:psoas-minor skos:exactMatch ?match }",
    ],
)
def test_sparql_over_the_turtle_gives_the_same_rows(
    graph: KnowledgeGraph, rendered: dict[str, str], query: str
) -> None:
    exported = rdflib.Graph().parse(data=rendered["turtle"])
    rows = {tuple(map(str, row)) for row in exported.query(query, initNs=PREFIXES)}  # type: ignore[union-attr]
    assert rows == set(run_query(graph.dataset, query).rows)
    assert rows


NAMES = st.sampled_from(
    [
        f"{SOMA}psoas-major",
        f"{SOMA}a.b",
        f"{SOMA}-x",
        SOMA,
        f"{SOMA}file/a%20b",
        f"{OBO}UBERON_1",
        f"{RDF}type",
        f"{RDF}first",
        f"{RDF}rest",
        f"{RDF}nil",
        f"{RDFS}label",
        f"{OWL}annotatedSource",
        f"{OWL}Axiom",
        f"{SKOS}3d",
        "https://example.org/é?a=b&c#d(e)",
        "urn:x",
    ]
).map(NamedNode)
VERBS = NAMES.filter(lambda name: name.value != SOMA and not name.value.endswith((")", "3d")))
BLANKS = st.sampled_from("abcd").map(BlankNode)
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.sampled_from([UGLY, "\\", "\\u0041", '"""', "a\nb", "'", "@en", "^^", "", " "]),
)
LANGUAGE_OR_PLAIN = st.one_of(
    TEXTS.map(Literal),
    st.builds(
        lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(["en", "de-at"])
    ),
)
LITERALS = st.one_of(
    LANGUAGE_OR_PLAIN,
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        st.one_of(
            TEXTS,
            st.sampled_from(["true", "1", "+1", "-0", "1.", ".5", "1.0", "1e3", "NaN", "01", "x"]),
        ),
        st.sampled_from(
            [
                *(PREFIXES["xsd"] + name for name in ("boolean", "integer", "decimal", "double")),
                "https://example.org/type",
            ]
        ),
    ),
)
TERMS = st.one_of(NAMES, BLANKS, LANGUAGE_OR_PLAIN)
TRIPLES = st.builds(
    Triple,
    st.one_of(NAMES, BLANKS),
    VERBS,
    st.one_of(NAMES, BLANKS, LITERALS),
)
GRAPHS = st.lists(TRIPLES, min_size=1, max_size=12)


def names_apart(triples: Iterable[Triple]) -> list[Triple]:
    """Return triples with other names for their blank nodes."""

    def other(node: object) -> object:
        return BlankNode(f"z{node.value}") if isinstance(node, BlankNode) else node

    return [Triple(*map(other, triple)) for triple in triples]  # type: ignore[arg-type]


@given(GRAPHS)
@settings(max_examples=150, deadline=None)
def test_any_turtle_reads_back_as_it_was(triples: list[Triple]) -> None:
    text = render_turtle(triples)
    again = read_back(text, RdfFormat.TURTLE)
    assert canonical_triples(again) == canonical_triples(triples)
    assert render_turtle(again) == text


@given(GRAPHS, st.randoms(use_true_random=False))
@settings(max_examples=75, deadline=None)
def test_any_turtle_is_the_same_in_whatever_order_it_comes(
    triples: list[Triple], random: object
) -> None:
    shuffled = names_apart(triples)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert render_turtle([*shuffled, *shuffled]) == render_turtle(triples)
    for rdf_format in (RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD):
        assert render_rdf(shuffled, rdf_format) == render_rdf(triples, rdf_format)


# rdflib rewrites numbers as it reads them, so they are left out here.
@given(st.lists(st.builds(Triple, st.one_of(NAMES, BLANKS), VERBS, TERMS), min_size=1, max_size=12))
@settings(max_examples=75, deadline=None)
def test_rdflib_reads_any_turtle_too(triples: list[Triple]) -> None:
    read = rdflib.Graph().parse(data=render_turtle(triples).encode(), format="turtle")
    assert isomorphic(read, rdflib_graph(triples))


@given(GRAPHS, st.sampled_from([RdfFormat.N_TRIPLES, RdfFormat.JSON_LD]))
@settings(max_examples=75, deadline=None)
def test_any_triples_and_json_read_back(triples: list[Triple], rdf_format: RdfFormat) -> None:
    again = read_back(render_rdf(triples, rdf_format), rdf_format)
    assert canonical_triples(again) == canonical_triples(triples)


def test_a_long_list_is_written_and_read_back() -> None:
    text = f"<urn:x> <urn:p> ({' '.join(map(str, range(1500)))}) ."
    triples = read_back(text, RdfFormat.TURTLE)
    written = render_turtle(triples)
    again = read_back(written, RdfFormat.TURTLE)
    assert canonical_triples(again) == canonical_triples(triples)
    assert len(rdflib.Graph().parse(data=written)) == len(triples)


def test_a_literal_keeps_its_direction() -> None:
    text = '<urn:x> <urn:p> "x"@en--rtl .'
    (triple,) = read_back(text, RdfFormat.TURTLE)
    assert render_turtle([triple]) == '\n<urn:x>\n    <urn:p> "x"@en--rtl .\n'.lstrip()


def test_turtle_is_laid_out_for_people(load_turtle: Loader) -> None:
    graph = load_turtle(
        """
        soma:b soma:affects soma:c , soma:a ; rdfs:label "b"@en ; a soma:Organ ; soma:x 0.5 .
        [] a owl:Axiom ; owl:annotatedSource soma:b ; owl:annotatedProperty soma:affects ;
            owl:annotatedTarget soma:c ; soma:locator "p. 2" .
        [] a owl:Axiom ; owl:annotatedSource soma:b ; owl:annotatedProperty soma:affects ;
            owl:annotatedTarget soma:a ; soma:locator "p. 1" .
        soma:a rdfs:seeAlso [ rdfs:label "in place" ] .
        """
    )
    assert render_turtle(graph.dataset.files[-1].triples) == (
        "@prefix soma: <https://w3id.org/somagraph/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "\n"
        "soma:a\n"
        "    rdfs:seeAlso [\n"
        '        rdfs:label "in place"\n'
        "    ] .\n"
        "\n"
        "soma:b\n"
        "    a soma:Organ ;\n"
        '    rdfs:label "b"@en ;\n'
        "    soma:affects soma:a,\n"
        "        soma:c ;\n"
        "    soma:x 0.5 .\n"
        "\n"
        "[]\n"
        "    a owl:Axiom ;\n"
        "    owl:annotatedProperty soma:affects ;\n"
        "    owl:annotatedSource soma:b ;\n"
        "    owl:annotatedTarget soma:a ;\n"
        '    soma:locator "p. 1" .\n'
        "\n"
        "[]\n"
        "    a owl:Axiom ;\n"
        "    owl:annotatedProperty soma:affects ;\n"
        "    owl:annotatedSource soma:b ;\n"
        "    owl:annotatedTarget soma:c ;\n"
        '    soma:locator "p. 2" .\n'
    )


def test_rdf_xml_stays_well_formed(ugly: KnowledgeGraph) -> None:
    text = FORMATS["rdfxml"].render(ugly)
    read = rdflib.Graph().parse(data=text, format="xml")
    label = read.value(rdflib.URIRef("https://example.org/a"), rdflib.RDFS.label)
    assert str(label) == CARRIED


# GraphML and GEXF


def graphml_keys(text: str) -> dict[str, tuple[str, str, str]]:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    return {
        key.attrib["id"]: (key.attrib["for"], key.attrib["attr.name"], key.attrib["attr.type"])
        for key in ET.fromstring(text).iter(f"{space}key")  # noqa: S314 - of our own making
    }


def test_networkx_reads_the_graphml_back(graph: KnowledgeGraph, rendered: dict[str, str]) -> None:
    read = nx.parse_graphml(rendered["graphml"], force_multigraph=True)
    plain = build_plain_network(graph)
    assert read.is_directed()
    assert {n: text_values(v) for n, v in read.nodes(data=True)} == {
        n: text_values(v) for n, v in plain.nodes(data=True)
    }
    edges = {(u, v, k): text_values(d) for u, v, k, d in read.edges(keys=True, data=True)}
    assert edges == {(u, v, k): text_values(d) for u, v, k, d in plain.edges(keys=True, data=True)}
    assert set(read) == set(graph.entities)
    assert {key for _, _, key in edges} == set(graph.claims)


def test_igraph_reads_the_graphml_back(
    graph: KnowledgeGraph, rendered: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "graph.graphml"
    path.write_text(rendered["graphml"], encoding="utf-8")
    read = igraph.Graph.Read_GraphML(str(path))
    plain = build_plain_network(graph)
    assert read.is_directed()
    # igraph fills in what a node has not: an empty text, or a number that is none.
    assert {
        vertex["id"]: {
            key: value
            for key, value in text_values(vertex.attributes()).items()
            if key != "id" and not (isinstance(value, float) and math.isnan(value))
        }
        for vertex in read.vs
    } == {n: text_values(v) for n, v in plain.nodes(data=True)}
    ids = read.vs["id"]
    assert {
        (ids[edge.source], ids[edge.target], edge["edge_id"]): {
            key: value for key, value in text_values(edge.attributes()).items() if key != "id"
        }
        for edge in read.es
    } == {(u, v, k): text_values(d) for u, v, k, d in plain.edges(keys=True, data=True)}


def test_graphml_edges_have_ids_of_their_own(
    graph: KnowledgeGraph, rendered: dict[str, str]
) -> None:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    document = ET.fromstring(rendered["graphml"])  # noqa: S314 - of our own making
    (edge_id,) = (
        key
        for key, (of, name, _) in graphml_keys(rendered["graphml"]).items()
        if (of, name) == ("edge", "edge_id")
    )
    edges = list(document.iter(f"{space}edge"))
    ids = [edge.attrib["id"] for edge in edges]
    repeated = [
        data.text for e in edges for data in e.iter(f"{space}data") if data.get("key") == edge_id
    ]
    nodes = {node.attrib["id"] for node in document.iter(f"{space}node")}
    assert ids == repeated
    assert sorted(ids) == sorted(graph.claims)
    assert len(set(ids)) == len(ids)
    assert nodes.isdisjoint(ids)


def test_graphml_attributes_have_one_type_and_no_none(rendered: dict[str, str]) -> None:
    text = rendered["graphml"]
    keys = graphml_keys(text)
    assert len({(of, name) for of, name, _ in keys.values()}) == len(keys)
    assert len({name for _, name, _ in keys.values()}) == len(keys) - 1  # "label" is of both
    booleans = {key for key, (_, _, kind) in keys.items() if kind == "boolean"}
    data = [
        (element.get("key"), element.text)
        for element in ET.fromstring(text).iter()  # noqa: S314 - of our own making
        if element.tag.endswith("}data")
    ]
    assert {value for key, value in data if key in booleans} == {"true", "false"}
    assert "None" not in {value for _, value in data}
    assert {keys[key][1] for key in booleans} == {"disputed", "is_bridge", "symmetric"}


def test_a_row_of_the_network_says_what_the_claim_says(graph: KnowledgeGraph) -> None:
    plain = build_plain_network(graph)
    claim = "soma:psoas-minor--soma:arisesFrom--soma:l1-vertebra"
    row = plain.edges["soma:psoas-minor", "soma:l1-vertebra", claim]
    bone = graph.entities[graph.claims[claim].object].phrase
    arc = graph.arc_builder.claim_arc(graph.claims[claim], forward=True)
    assert row == {
        "edge_id": claim,
        "relation": "soma:arisesFrom",
        "label": "arises from",
        "family": "anatomical",
        "symmetric": False,
        "sentence": f"The psoas minor arises from {bone}.",
        "sure": "in standard textbooks",
        "standing": "textbook",
        "modality": "asserted",
        "directness": "direct",
        "evidence_source": "soma:gray-1918",
        "locator": "p. 467",
        "speaker": "",
        "citation": "Gray 1918, p. 467",
        "note": "often absent",
        "cost": arc.cost,
        "disputed": False,
    }


def test_graphml_stays_well_formed(ugly: KnowledgeGraph, tmp_path: Path) -> None:
    text = FORMATS["graphml"].render(ugly)
    read = nx.parse_graphml(text, force_multigraph=True)
    node = read.nodes["https://example.org/a"]
    assert {node[key] for key in ("label", "depth", "side", "definition")} == {CARRIED}
    path = tmp_path / "ugly.graphml"
    path.write_text(text, encoding="utf-8", newline="")
    vertex = igraph.Graph.Read_GraphML(str(path)).vs.find(id="https://example.org/a")
    assert vertex["label"] == CARRIED


def test_gexf_stays_well_formed(ugly: KnowledgeGraph) -> None:
    read = nx.read_gexf(io.BytesIO(FORMATS["gexf"].render(ugly).encode()))
    assert read.nodes["https://example.org/a"]["definition"] == CARRIED


def test_networkx_reads_the_gexf_back(graph: KnowledgeGraph, rendered: dict[str, str]) -> None:
    read = nx.read_gexf(io.BytesIO(rendered["gexf"].encode()))
    plain = build_plain_network(graph)
    assert {n: text_values(v) for n, v in read.nodes(data=True)} == {
        n: text_values(v) for n, v in plain.nodes(data=True)
    }
    edges = {(u, v, k): text_values(d) for u, v, k, d in read.edges(keys=True, data=True)}
    for values in edges.values():
        values.pop("id")
    assert edges == {(u, v, k): text_values(d) for u, v, k, d in plain.edges(keys=True, data=True)}


def test_gexf_tells_no_date(rendered: dict[str, str]) -> None:
    meta = ET.fromstring(rendered["gexf"])[0]  # noqa: S314 - of our own making
    assert meta.tag.endswith("}meta")
    assert meta.attrib == {}
    assert [child.tag.rpartition("}")[2] for child in meta] == ["creator"]


# Other shapes


def test_cytoscape_json_holds_every_entity_and_claim(
    graph: KnowledgeGraph, rendered: dict[str, str]
) -> None:
    document = json.loads(rendered["cytoscape"])
    elements = document["elements"]
    assert (document["directed"], document["multigraph"]) == (True, True)
    labels = {node["data"]["id"]: node["data"]["label"] for node in elements["nodes"]}
    assert labels == {entity.id: entity.label for entity in graph.entities.values()}
    edges = {
        edge["data"]["edge_id"]: (
            edge["data"]["source"],
            edge["data"]["relation"],
            edge["data"]["target"],
            edge["data"]["evidence_source"],
        )
        for edge in elements["edges"]
    }
    assert edges == {
        claim.id: (
            claim.subject,
            claim.relation,
            claim.object,
            " | ".join(e.source for e in claim.evidence),
        )
        for claim in graph.claims.values()
    }


def test_obographs_shows_entities_as_classes_and_claims_as_edges(
    graph: KnowledgeGraph, rendered: dict[str, str]
) -> None:
    (document,) = json.loads(rendered["obographs"])["graphs"]
    assert set(document) == {"id", "nodes", "edges"}
    classes = {n["id"]: n["lbl"] for n in document["nodes"] if n["type"] == "CLASS"}
    properties = {n["id"]: n["lbl"] for n in document["nodes"] if n["type"] == "PROPERTY"}
    assert classes == {e.iri: e.label for e in graph.entities.values()}
    used = {c.relation for c in graph.claims.values()} - {"soma:kindOf"}
    assert properties == {graph.relations[r].iri: graph.relations[r].label for r in used}
    assert len(document["edges"]) == len(graph.claims)
    assert {(e["sub"], e["pred"], e["obj"]) for e in document["edges"]} == {
        (
            iri_of(c.subject),
            "is_a" if c.relation == "soma:kindOf" else iri_of(c.relation),
            iri_of(c.object),
        )
        for c in graph.claims.values()
    }
    (minor,) = (n for n in document["nodes"] if n["id"] == f"{SOMA}psoas-minor")
    assert {"pred": "hasExactSynonym", "val": "psoas parvus"} in minor["meta"]["synonyms"]
    mapped = {"pred": f"{SKOS}exactMatch", "val": f"{OBO}UBERON_0001372"}
    assert mapped in minor["meta"]["basicPropertyValues"]


def test_csv_has_a_row_for_each_piece_of_evidence(
    graph: KnowledgeGraph, rendered: dict[str, str]
) -> None:
    rows = list(csv.DictReader(io.StringIO(rendered["csv"], newline="")))
    assert [(r["claim"], r["source"], r["locator"], r["note"]) for r in rows] == [
        (c.id, e.source, e.locator, e.note) for c in graph.claims.values() for e in c.evidence
    ]
    minor = "soma:psoas-minor--soma:arisesFrom--soma:l1-vertebra"
    (row,) = (r for r in rows if r["claim"] == minor)
    assert row == {
        "claim": minor,
        "subject": "soma:psoas-minor",
        "subject_label": "psoas minor",
        "relation": "soma:arisesFrom",
        "relation_label": "arises from",
        "object": "soma:l1-vertebra",
        "object_label": "L1 vertebra",
        "family": "anatomical",
        "source": "soma:gray-1918",
        "citation": "Gray 1918, p. 467",
        "locator": "p. 467",
        "speaker": "",
        "standing": "textbook",
        "modality": "asserted",
        "directness": "direct",
        "note": "often absent",
    }


def test_csv_quotes_what_needs_it(ugly: KnowledgeGraph) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"].render(ugly), newline="")))
    (row,) = (r for r in rows if r["subject"] == "https://example.org/a")
    assert row["subject_label"] == UGLY
    assert (row["source"], row["citation"], row["standing"]) == (
        "file:added.ttl",
        "added.ttl",
        "unstated",
    )


def test_an_exported_graph_can_be_read_by_pyoxigraph(rendered: dict[str, str]) -> None:
    quads = pyoxigraph.parse(rendered["turtle"], format=RdfFormat.TURTLE)
    assert sum(1 for _ in quads) == len(rendered["ntriples"].splitlines())


def test_an_edge_says_whether_sources_disagree_on_it(graph: KnowledgeGraph) -> None:
    network = build_plain_network(graph)
    marked = {key for *_, key, told in network.edges(keys=True, data="disputed") if told}
    assert marked == {claim for dispute in graph.disputes for claim in dispute.claims}
    assert "soma:psoas-major--soma:hasAction--soma:spinal-flexion" in marked
