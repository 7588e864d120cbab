"""Files of every format that people have, and files that cannot be read."""

from __future__ import annotations

import gzip
import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somagraph.errors import UnreadableFileError
from somagraph.readers import READERS, read_triples, source
from somagraph.triples import BlankNode, Literal, NamedNode, Triple
from somagraph.vocabulary import OBO, OWL, RDF, RDFS

PSOAS = f"{OBO}UBERON_0001298"
KIND = Triple(NamedNode(PSOAS), NamedNode(RDF + "type"), NamedNode(OWL + "Class"))
SAID = Triple(NamedNode(PSOAS), NamedNode(RDFS + "label"), Literal("psoas"))

N_TRIPLES = f'<{PSOAS}> <{RDF}type> <{OWL}Class> .\n<{PSOAS}> <{RDFS}label> "psoas" .\n'
N_QUADS = N_TRIPLES.replace(" .", " <http://example.org/g> .")
TRIG = f"<http://example.org/g> {{ {N_TRIPLES} }}"
TURTLE = f'@prefix rdfs: <{RDFS}> .\n<{PSOAS}> a <{OWL}Class> ; rdfs:label "psoas" .\n'
RDF_XML = f"""<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [ <!ENTITY obo "{OBO}"> <!ENTITY uberon "&obo;UBERON_"> ]>
<rdf:RDF xmlns:rdf="{RDF}" xmlns:rdfs="{RDFS}" xmlns:owl="{OWL}">
  <owl:Class rdf:about="&uberon;0001298">
    <rdfs:label>psoas</rdfs:label>
  </owl:Class>
</rdf:RDF>
"""
JSON_LD = json.dumps({"@id": PSOAS, "@type": OWL + "Class", RDFS + "label": "psoas"})
OBO_TEXT = "format-version: 1.4\n\n[Term]\nid: UBERON:0001298\nname: psoas\n"
OBO_GRAPHS = json.dumps(
    {"graphs": [{"nodes": [{"id": "UBERON:0001298", "lbl": "psoas", "type": "CLASS"}]}]}
)
CONTENTS = {
    ".ttl": TURTLE,
    ".nt": N_TRIPLES,
    ".nq": N_QUADS,
    ".trig": TRIG,
    ".rdf": RDF_XML,
    ".jsonld": JSON_LD,
    ".obo": OBO_TEXT,
    ".json": OBO_GRAPHS,
}
HTML = "<!-- saved --><!DOCTYPE html>\n<html><body>Not found</body></html>"


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problem(path: Path) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        read_triples(path, path.name)
    return caught.value


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
@pytest.mark.parametrize("change", [str.encode, lambda text: b"\xef\xbb\xbf" + text.encode()])
def test_each_format_says_the_same(
    tmp_path: Path, content: str, change: Callable[[str], bytes]
) -> None:
    (ending,) = (ending for ending, text in CONTENTS.items() if text == content)
    for name in ("a" + ending, "A" + ending.upper()):
        for text in (change(content), change(content.replace("\n", "\r\n"))):
            assert set(read_triples(written(tmp_path, name, text), name).triples) == {KIND, SAID}


@pytest.mark.parametrize("ending", ["", ".owl", ".txt", ".xml"])
@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_a_name_that_tells_nothing_is_no_matter(tmp_path: Path, content: str, ending: str) -> None:
    path = written(tmp_path, "a" + ending, content)
    assert set(read_triples(path, "a").triples) == {KIND, SAID}


@pytest.mark.parametrize("ending", [*CONTENTS, ".xml"])
@pytest.mark.parametrize("content", [OBO_TEXT, RDF_XML, JSON_LD, OBO_GRAPHS])
def test_a_wrong_name_is_no_matter(tmp_path: Path, content: str, ending: str) -> None:
    path = written(tmp_path, "a" + ending, content)
    assert set(read_triples(path, "a").triples) == {KIND, SAID}


@pytest.mark.parametrize("ending", [".rdf", ".json", ".obo"])
@pytest.mark.parametrize("content", [TURTLE, N_TRIPLES, N_QUADS, "# turtle\n\n" + TURTLE, TRIG])
def test_turtle_under_another_name_is_read(tmp_path: Path, content: str, ending: str) -> None:
    path = written(tmp_path, "a" + ending, content)
    assert set(read_triples(path, "a").triples) == {KIND, SAID}


@pytest.mark.parametrize(
    "start",
    [
        "! made by hand\n\nontology: uberon\n",
        "data-version: 2024\nformat-version: 1.2\n",
        "format-version:1.2\n",
        "[Typedef]\nid: part_of\n",
        "\n\n! a comment\n",
    ],
)
def test_obo_is_known_by_any_of_its_headers(tmp_path: Path, start: str) -> None:
    text = start + OBO_TEXT.removeprefix("format-version: 1.4\n")
    assert {KIND, SAID} <= set(read_triples(written(tmp_path, "a.ttl", text), "a").triples)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"@context": {}, "graphs": [{"nodes": [{"id": "X:1", "lbl": "x"}]}]}', 1),
        ('{"@id": "http://x.org/a", "http://x.org/p": [{"@value": "\\"graphs\\": {"}]}', 1),
        ('{"@graph": [{"@id": "http://x.org/a", "http://x.org/p": 1}], "graphs": 2}', 1),
    ],
)
def test_json_is_told_apart_by_its_outermost_keys(tmp_path: Path, text: str, count: int) -> None:
    assert len(read_triples(written(tmp_path, "a.json", text), "a").triples) == count


@pytest.mark.parametrize("ending", [".gz", ""])
@pytest.mark.parametrize(("plain", "content"), CONTENTS.items())
def test_each_format_is_read_packed(tmp_path: Path, plain: str, content: str, ending: str) -> None:
    packed = gzip.compress(content.encode(), mtime=0)
    path = written(tmp_path, "a" + plain + ending, packed)
    assert set(read_triples(path, "a").triples) == {KIND, SAID}


def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=(OBO_TEXT,))
    writer.start()
    assert set(read_triples(pipe, "pipe").triples) == {KIND, SAID}
    writer.join()


def test_a_long_file_is_read_whole(tmp_path: Path) -> None:
    lines = [f'<http://x.org/{n}> <http://x.org/p> "Köln {n}" .\n' for n in range(9000)]
    path = written(tmp_path, "a.nt.gz", gzip.compress("".join(lines).encode(), mtime=0))
    assert [t.subject for t in read_triples(path, "a").triples] == [
        f"http://x.org/{n}" for n in range(9000)
    ]


def test_literals_keep_language_direction_and_datatype(tmp_path: Path) -> None:
    text = '<a:b> <a:b> "x"@en, "y"@ar--rtl, 1, "say \\"z\\"", true .'
    triples = read_triples(written(tmp_path, "a.ttl", text), "a").triples
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert [triple.object for triple in triples] == [
        Literal("x", "en"),
        Literal("y", "ar", direction="rtl"),
        Literal("1", datatype=xsd + "integer"),
        Literal('say "z"'),
        Literal("true", datatype=xsd + "boolean"),
    ]


def test_named_graphs_are_read_as_one(tmp_path: Path) -> None:
    text = "<a:g> { <a:b> <a:b> 1 } <a:h> { <a:b> <a:b> 2 }"
    triples = read_triples(written(tmp_path, "a.trig", text), "a").triples
    assert [triple.object.value for triple in triples] == ["1", "2"]


BLANKS = {
    "a.ttl": '_:z <a:p> [ <a:p> "1" ] , _:z , [ <a:p> "2" ] .',
    "a.rdf": f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:a="a:"><a:C><a:p><a:C/></a:p></a:C></rdf:RDF>',
    "a.jsonld": '[{"a:p": [{"a:p": 1}, {"a:p": 2}]}, {"@id": "_:z", "a:p": 3}]',
    "a.obo": "[Term]\nid: X:1\nrelationship: p X:2\nintersection_of: X:3\nintersection_of: p X:2",
}


@pytest.mark.parametrize(("name", "text"), BLANKS.items())
def test_blank_nodes_are_named_by_file_and_order(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path, name, text)
    first, other = read_triples(path, "a").triples, read_triples(path, "b").triples
    assert read_triples(path, "a").triples == first
    blanks = list(dict.fromkeys(t for triple in first for t in triple if isinstance(t, BlankNode)))
    assert sorted(int(blank.rpartition("n")[2]) for blank in blanks) == list(range(len(blanks)))
    assert len(blanks) > 1
    assert not set(blanks) & {term for triple in other for term in triple}


def test_a_reading_can_be_sent_to_another_process(tmp_path: Path) -> None:
    reading = read_triples(written(tmp_path, "a.obo", OBO_TEXT + "broken\n"), "a")
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", '{"name": 1}'), ("a.ttl", "# nothing\n"), ("b.json", "{}")]
)
def test_a_file_without_a_statement_is_said_to_hold_none(
    tmp_path: Path, name: str, text: str
) -> None:
    assert problem(written(tmp_path, name, text)).reason == "it holds no statements"


@pytest.mark.parametrize("name", ["none.ttl", "none.obo", "\0.ttl", "x" * 999])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    reasons = {"there is no such file", "this is no file name", "File name too long"}
    assert problem(tmp_path / name).reason in reasons


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert problem(tmp_path).reason == "this is a folder; name a file in it"


@pytest.mark.parametrize(
    "content", [b"", b" \n\t\n", b"\xef\xbb\xbf\n", gzip.compress(b" \n", mtime=0)]
)
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    error = problem(written(tmp_path, "nothing.ttl", content))
    assert str(error) == "nothing.ttl: the file is empty."


def test_broken_turtle_is_told_with_its_line(tmp_path: Path) -> None:
    error = problem(written(tmp_path, "broken.ttl", TURTLE + "<oops\n"))
    assert (error.file, error.line) == ("broken.ttl", 3)
    assert str(error).startswith("broken.ttl, line 3: this is not Turtle (")


@pytest.mark.parametrize(("ending", "text"), CONTENTS.items())
def test_text_that_is_not_utf8_is_told_with_its_line(
    tmp_path: Path, ending: str, text: str
) -> None:
    latin = text.replace("psoas", "psoas é").encode("latin-1")
    line = latin[: latin.index(b"\xe9")].count(b"\n") + 1
    error = problem(written(tmp_path, "l" + ending, latin))
    assert str(error) == f"l{ending}, line {line}: this is not UTF-8 text."


def test_text_that_stops_within_a_character_is_not_utf8(tmp_path: Path) -> None:
    assert problem(written(tmp_path, "a.ttl", TURTLE.encode() + b"# \xc3")).line == 3


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (HTML, "a web page (HTML), no ontology"),
        ("\n<HTML lang='en'>", "a web page (HTML), no ontology"),
        ('<?xml version="1.0"?>\n<html/>', "a web page (HTML), no ontology"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a PNG picture, no ontology"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture, no ontology"),
        (b"%PDF-1.7", "a PDF document, no ontology"),
        (b"PK\x03\x04", "a ZIP archive or an office document; unpack the ontology first"),
        (b"abc\0\1", "binary data, no ontology"),
        (TURTLE.encode("utf-16"), "UTF-16 text; save it as UTF-8"),
        (TURTLE.encode("utf-16-be"), "UTF-16 text; save it as UTF-8"),
        (
            gzip.compress(gzip.compress(b"x", mtime=0), mtime=0),
            "packed twice with gzip; unpack it once",
        ),
        (
            '<?xml version="1.0"?><Ontology><Declaration/></Ontology>',
            "OWL/XML, which is not read; save it as RDF/XML or Turtle",
        ),
        (
            "Prefix(:=<http://x/>)\nOntology(<http://x/>)",
            "OWL functional or Manchester syntax, which is not read; save it as RDF/XML or Turtle",
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.owl", "a.ttl", "a.obo", "a.json", "a.xlsx"])
def test_what_is_no_ontology_is_told(
    tmp_path: Path, name: str, content: str | bytes, what: str
) -> None:
    assert problem(written(tmp_path, name, content)).reason == f"this is {what}"


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
        (
            "a.jsonld",
            '{"@context": "https://example.org/c", "name": "x"}',
            "its context is another document, and none is fetched",
        ),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, name: str, content: str, reason: str) -> None:
    assert problem(written(tmp_path, name, content)).reason == reason


@pytest.mark.parametrize(
    ("name", "content", "syntax"),
    [
        ("a.rdf", RDF_XML.removesuffix("</rdf:RDF>\n"), "RDF/XML"),
        ("a.ttl", RDF_XML[:-20], "RDF/XML"),
        ("a.xml", "just some text", "RDF/XML"),
        ("a.owl", "just some text", "TriG"),
        ("a.jsonld", "{", "JSON-LD"),
        ("a.jsonld", JSON_LD[:-5], "JSON-LD"),
        ("a.nt", "<relative> <a:b> <a:b> .", "N-Triples"),
        ("a.trig", "{", "TriG"),
        ("a.nq", "}", "N-Quads"),
    ],
)
def test_a_broken_format_is_told_by_its_name(
    tmp_path: Path, name: str, content: str, syntax: str
) -> None:
    assert problem(written(tmp_path, name, content)).reason.startswith(f"this is not {syntax} (")


def test_a_message_repeats_little_of_the_file(tmp_path: Path) -> None:
    message = str(problem(written(tmp_path, "a.ttl", "<a:b> \x1b[31m" + "x" * 9999)))
    assert message.isprintable()
    assert len(message) < 250
    message = str(problem(written(tmp_path, "a.ttl", "<a:b> " + "x" * 9999 + " .")))
    assert len(message) < 250


def test_an_ending_that_nobody_knows_is_told(tmp_path: Path) -> None:
    reason = problem(written(tmp_path, "a.docx", "some text")).reason
    assert reason.startswith(".docx is no ending that is read here, and this is not TriG (")


def test_what_was_cut_off_is_refused(tmp_path: Path) -> None:
    for end in range(1, len(RDF_XML) - 1, 7):
        problem(written(tmp_path, "a.rdf", RDF_XML[:end]))
    packed = gzip.compress(os.urandom(300).hex().join(["# ", "\n" + TURTLE]).encode())
    for end in range(20, len(packed) - 1, 9):
        reason = problem(written(tmp_path, "a.ttl.gz", packed[:end])).reason
        assert reason == "its gzip packing was cut off"


def test_a_damaged_packing_is_told(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(TURTLE.encode(), mtime=0))
    for content in (packed[:-8] + b"\0" * 8, packed + b"more", packed[:10] + b"\xff" * 9):
        reason = problem(written(tmp_path, "a.ttl.gz", bytes(content))).reason
        assert reason == "its gzip packing is damaged"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"_HARMLESS": 400_000}, "it unpacks to more than 200 times its size"),
        (
            {"_HARMLESS": 400_000, "MOST_BYTES": 2_000_000},
            "it unpacks to more than 2 MB",
        ),
    ],
)
def test_a_packing_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: dict[str, int], reason: str
) -> None:
    for name, value in limits.items():
        monkeypatch.setattr(source, name, value)
    monkeypatch.setattr(source, "_MOST_TIMES", 200 if len(limits) == 1 else 2000)
    bomb = written(tmp_path, "a.ttl.gz", gzip.compress(b"#\n" * 2_000_000, mtime=0))
    assert problem(bomb).reason == reason
    innocent = written(tmp_path, "b.ttl.gz", gzip.compress(TURTLE.encode(), mtime=0))
    assert len(read_triples(innocent, "b").triples) == 2


def test_entities_that_unfold_without_end_are_refused(tmp_path: Path) -> None:
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">\n' if n else '<!ENTITY e0 "lololololo">\n'
        for n in range(12)
    )
    text = RDF_XML.replace('<!ENTITY obo "', entities + '<!ENTITY obo "', 1)
    error = problem(written(tmp_path, "a.owl", text))
    assert error.reason == "its entities unfold to more than 10,000 characters"
    assert error.line == 5


def test_no_other_file_is_opened(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", "secret")
    entity = f'<!ENTITY obo "{OBO}"> <!ENTITY x SYSTEM "{secret.as_uri()}">'
    text = RDF_XML.replace(f'<!ENTITY obo "{OBO}">', entity).replace(">psoas<", ">&x;<")
    try:
        triples = list(read_triples(written(tmp_path, "a.rdf", text), "a").triples)
    except UnreadableFileError:
        triples = []
    assert "secret" not in str(triples)


ENDINGS = [*CONTENTS, ".xml", ".owl", "", ".txt", ".gz"]
PIECES = st.sampled_from(
    [*CONTENTS.values(), HTML, *OBO_TEXT.splitlines(), '{"graphs":', "[", "{", "]", "}", '"']
)


@given(
    st.one_of(
        st.text(max_size=80).map(str.encode),
        st.binary(max_size=40),
        st.lists(st.one_of(PIECES, st.text(max_size=9)), max_size=4).map(
            lambda pieces: "\n".join(pieces).encode()
        ),
    ),
    st.booleans(),
)
def test_no_content_breaks_a_reader(content: bytes, packed: bool) -> None:
    with TemporaryDirectory() as folder:
        for ending in ENDINGS:
            text = gzip.compress(content, mtime=0) if packed else content
            path = written(Path(folder), "a" + ending, text)
            try:
                assert len(read_triples(path, "file").triples)
            except UnreadableFileError as error:
                assert error.file == "file"


@given(st.sampled_from(list(READERS)), st.binary(max_size=60) | PIECES.map(str.encode))
def test_no_format_breaks_on_the_content_of_another(name: str, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = written(Path(folder), "a", content)
        with path.open("rb") as file:
            try:
                READERS[name](source.Source(file, "file"))
            except UnreadableFileError as error:
                assert error.file == "file"
