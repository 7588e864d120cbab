"""Files of every format that people have, and files that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from somagraph.errors import UnreadableFileError
from somagraph.readers import READERS, Triple, read_triples
from somagraph.readers.obo import read_obo
from somagraph.readers.rdf import read_rdf
from somagraph.vocabulary import OBO, OWL, RDF, RDFS, SKOS

LABEL = NamedNode(RDFS + "label")
SAID = Triple(NamedNode("http://example.org/psoas"), LABEL, Literal("psoas", language="en"))

TURTLE = f'<http://example.org/psoas> <{RDFS}label> "psoas"@en .\n'
RDF_XML = f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="{RDF}" xmlns:rdfs="{RDFS}">
  <rdf:Description rdf:about="http://example.org/psoas">
    <rdfs:label xml:lang="en">psoas</rdfs:label>
  </rdf:Description>
</rdf:RDF>
"""
JSON_LD = f"""{{
  "@id": "http://example.org/psoas",
  "{RDFS}label": {{"@value": "psoas", "@language": "en"}}
}}
"""
NAMED_GRAPH = TURTLE.replace(" .", " <http://example.org/g> .")
TRIG = f"<http://example.org/g> {{ {TURTLE} }}"

OBO_FILE = r"""format-version: 1.2
ontology: small

[Term]
id: UBERON:0001298
name: psoas major muscle
def: "A muscle of the \"loin\"." [FMA:1, Wikipedia:Psoas]
synonym: "psoas magnus" EXACT []
synonym: "psoas" BROAD []
is_a: UBERON:0001630 {source="FMA"} ! muscle organ
relationship: part_of UBERON:0001271 ! pelvic girdle region
relationship: part_of
relationship
this line is broken
is_a: !!!
is_a: http://bad<iri>

[Term]
id: UBERON:0001630 ! muscle organ
name: muscle organ

[Term]
id: http://bad<iri>
name: nameless

[Term]
name: without an id

[Term]
id: UBERON:0000001
name: an old term
is_obsolete: true

[Typedef]
id: part_of
name: part of
xref: BFO:0000050

[Instance]
id: X:1
name: not read
"""


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problem(path: Path) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_triples(path, path.name)
    return caught.value


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", TURTLE),
        ("a.TTL", TURTLE),
        ("a.nt", TURTLE),
        ("a.nq", NAMED_GRAPH),
        ("a.trig", TRIG),
        ("a.rdf", RDF_XML),
        ("a.xml", RDF_XML),
        ("a.jsonld", JSON_LD),
        ("a.json", JSON_LD),
        ("a.owl", RDF_XML),
        ("a.owl", TURTLE),
        ("a.owl", JSON_LD),
        ("a", TURTLE),
        ("a.txt", RDF_XML),
        ("marked.ttl", "\N{BYTE ORDER MARK}" + TURTLE),
        ("marked.rdf", "\N{BYTE ORDER MARK}" + RDF_XML),
        ("marked.owl", "\N{BYTE ORDER MARK}" + RDF_XML),
        ("windows.ttl", TURTLE.replace("\n", "\r\n")),
    ],
)
def test_each_format_says_the_same(tmp_path: Path, name: str, content: str) -> None:
    assert read_triples(written(tmp_path, name, content), name) == [SAID]


def test_each_ending_is_tried_above() -> None:
    tried = {".ttl", ".nt", ".nq", ".trig", ".rdf", ".xml", ".jsonld", ".json", ".obo"}
    assert set(READERS) == tried


@pytest.mark.parametrize("name", ["small.obo", "small.owl", "small"])
def test_obo_is_read_but_for_its_malformed_lines(tmp_path: Path, name: str) -> None:
    triples = read_triples(written(tmp_path, name, OBO_FILE), name)
    psoas, muscle, region = (
        NamedNode(f"{OBO}UBERON_{number}") for number in ("0001298", "0001630", "0001271")
    )
    kind, a_class = NamedNode(RDF + "type"), NamedNode(OWL + "Class")
    below = NamedNode(RDFS + "subClassOf")
    old, part_of = NamedNode(f"{OBO}UBERON_0000001"), NamedNode(f"{OBO}BFO_0000050")
    (restriction,) = {t.subject for t in triples if isinstance(t.subject, BlankNode)}
    assert set(triples) == {
        Triple(psoas, kind, a_class),
        Triple(psoas, LABEL, Literal("psoas major muscle")),
        Triple(psoas, NamedNode(SKOS + "definition"), Literal('A muscle of the "loin".')),
        Triple(psoas, NamedNode(SKOS + "altLabel"), Literal("psoas magnus")),
        Triple(psoas, below, muscle),
        Triple(psoas, below, restriction),
        Triple(restriction, kind, NamedNode(OWL + "Restriction")),
        Triple(restriction, NamedNode(OWL + "onProperty"), part_of),
        Triple(restriction, NamedNode(OWL + "someValuesFrom"), region),
        Triple(muscle, kind, a_class),
        Triple(muscle, LABEL, Literal("muscle organ")),
        Triple(old, kind, a_class),
        Triple(old, LABEL, Literal("an old term")),
        Triple(old, NamedNode(OWL + "deprecated"), Literal(value=True)),
        Triple(part_of, kind, NamedNode(OWL + "ObjectProperty")),
        Triple(part_of, LABEL, Literal("part of")),
    }


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", '_:x <http://example.org/p> "1" .')
    first, second = read_triples(path, "a"), read_triples(path, "b")
    assert first[0].subject != second[0].subject
    assert read_triples(path, "a") == first


@pytest.mark.parametrize(("name", "text"), [("a.json", '{"name": 1}'), ("a.ttl", "# nothing\n")])
def test_a_file_without_a_statement_is_said_to_hold_none(
    tmp_path: Path, name: str, text: str
) -> None:
    with pytest.raises(UnreadableFileError, match="it holds no statements"):
        read_triples(written(tmp_path, name, text), name)


@pytest.mark.parametrize("name", ["none.ttl", "none.obo", "\0.ttl"])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    reasons = {"there is no such file", "this is no file name"}
    assert problem(tmp_path / name).reason in reasons


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert problem(tmp_path).reason == "this is a folder; name a file in it"


@pytest.mark.parametrize("content", ["", " \n\t\n"])
def test_an_empty_file_is_told(tmp_path: Path, content: str) -> None:
    error = problem(written(tmp_path, "nothing.ttl", content))
    assert str(error) == "nothing.ttl: the file is empty."


def test_broken_turtle_is_told_with_its_line(tmp_path: Path) -> None:
    error = problem(written(tmp_path, "broken.ttl", TURTLE + TURTLE + "<oops\n"))
    assert (error.file, error.line) == ("broken.ttl", 3)
    assert str(error).startswith("broken.ttl, line 3: this is not Turtle (")


def test_text_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    latin = OBO_FILE.replace("psoas magnus", "psoas é").encode("latin-1")
    assert str(problem(written(tmp_path, "l.obo", latin))) == (
        "l.obo, line 8: this is not UTF-8 text."
    )
    error = problem(written(tmp_path, "l.ttl", TURTLE.encode() + b'<a:b> <a:b> "\xe9" .'))
    assert error.line == 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.obo", "just some text", "this is not OBO (it holds no [Term])"),
        (
            "a.ttl",
            "<a:b> <a:b> <<( <a:b> <a:b> 1 )>> .",
            "RDF 1.2 triple terms are not supported",
        ),
        (
            "a.rdf",
            RDF_XML.replace('"?>', '" encoding="gbk"?>', 1),
            "its encoding is not supported; use UTF-8",
        ),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, name: str, content: str, reason: str) -> None:
    assert problem(written(tmp_path, name, content)).reason == reason


@pytest.mark.parametrize(
    ("name", "content", "syntax"),
    [
        ("a.rdf", RDF_XML.removesuffix("</rdf:RDF>\n"), "RDF/XML"),
        ("a.owl", '<?xml version="1.0"?><Ontology><Declaration/></Ontology>', "RDF/XML"),
        ("a.owl", "Prefix(:=<http://x/>)\nOntology(<http://x/>)", "Turtle"),
        ("a.jsonld", "{", "JSON-LD"),
        ("a.jsonld", '{"@context": "https://example.org/c", "name": "x"}', "JSON-LD"),
        ("a.nt", "<relative> <a:b> <a:b> .", "N-Triples"),
        ("a.trig", "{", "TriG"),
        ("a.nq", "}", "N-Quads"),
    ],
)
def test_a_broken_format_is_told_by_its_name(
    tmp_path: Path, name: str, content: str, syntax: str
) -> None:
    assert problem(written(tmp_path, name, content)).reason.startswith(f"this is not {syntax} (")


@given(st.one_of(st.text(max_size=80).map(str.encode), st.binary(max_size=40)))
def test_no_content_breaks_a_reader(content: bytes) -> None:
    for read in READERS.values():
        try:
            read(content, "file")
        except UnreadableFileError as error:
            assert error.file == "file"


@given(st.lists(st.sampled_from([*OBO_FILE.splitlines(), "id: http://[", "name:", "[", ":"])))
def test_no_mix_of_lines_breaks_the_obo_reader(lines: list[str]) -> None:
    try:
        read_obo("\n".join(lines).encode(), "mixed.obo")
    except UnreadableFileError as error:
        assert error.reason == "this is not OBO (it holds no [Term])"


def test_named_graphs_are_read_as_one() -> None:
    text = b"<a:g> { <a:b> <a:b> 1 } <a:h> { <a:b> <a:b> 2 }"
    values = [t.object.value for t in read_rdf(text, "g.trig", RdfFormat.TRIG)]
    assert values == ["1", "2"]
