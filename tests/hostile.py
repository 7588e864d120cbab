"""Files that somebody made to do harm, each by a name that says how; large ones are made here."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["FILES", "HostileFile", "hostile_files"]

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_HEAD = (
    f"@prefix ex: <https://example.org/> . @prefix rdfs: <{_RDFS}> . @prefix owl: <{_OWL}> .\n"
    f"@prefix xsd: <{_XSD}> . @prefix soma: <https://w3id.org/somagraph/> .\n"
)
_DEEP = 100_000


class HostileFile(NamedTuple):
    """One file, and what is to come of it."""

    name: str
    content: bytes
    #: A part of the one sentence that refuses it; empty where it is to be read.
    refused: str = ""


def _turtle(name: str, text: str, refused: str = "") -> HostileFile:
    return HostileFile(f"{name}.ttl", (_HEAD + text).encode(), refused)


def _xml(name: str, inside: str, doctype: str = "", refused: str = "") -> HostileFile:
    text = f'<?xml version="1.0"?>\n{doctype}\n<rdf:RDF xmlns:rdf="{_RDF}" xmlns:rdfs="{_RDFS}">'
    return HostileFile(f"{name}.rdf", f"{text}\n{inside}\n</rdf:RDF>\n".encode(), refused)


def _labelled(label: str) -> str:
    return (
        f'<rdf:Description rdf:about="https://example.org/a"><rdfs:label>{label}</rdfs:label>'
        "</rdf:Description>"
    )


def _json(name: str, text: str, refused: str = "") -> HostileFile:
    return HostileFile(f"{name}.jsonld", text.encode(), refused)


_CLASS = "ex:a a owl:Class ; rdfs:label "
_PLAIN = _HEAD + _CLASS + '"a" .\n'


def _of_the_wrong_kind() -> Iterator[HostileFile]:
    whole = _PLAIN.encode()
    yield HostileFile("empty.ttl", b"", "the file is empty")
    yield HostileFile("blank.obo", b"\n \n", "the file is empty")
    yield HostileFile("truncated.ttl", whole[:-4], "line 3: this is not Turtle")
    yield HostileFile(
        "error-page.ttl",
        b"<!DOCTYPE html>\n<html><head><title>404</title></head></html>",
        "a web page (HTML)",
    )
    yield HostileFile("picture.owl", b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG picture")
    yield HostileFile("disguised.ttl", gzip.compress(whole))
    yield HostileFile("cut.ttl.gz", gzip.compress(whole)[:-9], "gzip packing was cut off")
    yield HostileFile("twice.ttl.gz", gzip.compress(gzip.compress(whole)), "packed twice")
    yield HostileFile("bomb.ttl.gz", _bomb(300_000_000), "unpacks to more than 200 times its size")
    yield HostileFile("bomb-line.ttl.gz", _bomb(300_000_000, b"#" * 1_000_000), "MB of memory")


def _bomb(size: int, block: bytes = b"#\n" * 500_000) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(block) for _ in range(size // len(block))), packer.flush()])


def _of_encodings() -> Iterator[HostileFile]:
    text = _PLAIN.replace('"a"', '"Gelenk für Ärzte"')
    yield HostileFile("latin-1.ttl", text.encode("latin-1"), "line 3: this is not UTF-8 text")
    yield HostileFile("utf-16.ttl", text.encode("utf-16"), "UTF-16 text; save it as UTF-8")
    yield HostileFile("utf-16.obo", "[Term]\nid: X:1\n".encode("utf-16-be"), "UTF-16 text")
    yield HostileFile("bom.ttl", text.encode("utf-8-sig"))
    yield HostileFile("carriage-returns.obo", b"[Term]\rid: X:1\rname: one\r")
    yield HostileFile("nul.ttl", text.replace("Gelenk", "\0").encode(), "binary data")
    yield HostileFile("nul-far.ttl", (text + "#" * 70_000 + "\0\n").encode())
    for name, wrong in (
        ("invalid", b"\xff"),
        ("overlong", b"\xc0\xaf"),
        ("surrogate", b"\xed\xa0\x80"),
        ("beyond", b"\xf5\x80\x80\x80"),
    ):
        content = text.encode().replace("ü".encode(), wrong)
        yield HostileFile(f"{name}-utf-8.ttl", content, "line 3: this is not UTF-8 text")
    yield _turtle("escaped-surrogate", _CLASS + '"\\uD800" .', "line 3: this is not Turtle")
    yield _turtle("controls", _CLASS + '"a\\u0007\\u001b[31m\\u202eb\\u2066c\\u0000" .')
    xml = '<?xml version="1.0" encoding="{}"?>' + _xml("", _labelled("Ä")).content.decode()[21:]
    yield HostileFile("declared.rdf", xml.format("ISO-8859-1").encode("latin-1"), "not UTF-8")
    yield HostileFile("declared-utf-16.rdf", xml.format("UTF-16").encode("utf-16"), "UTF-16")
    yield HostileFile("unheard-of.rdf", xml.format("x-nonsense").encode(), "encoding")


def _of_size() -> Iterator[HostileFile]:
    yield _turtle("long-literal", _CLASS + f'"{"x" * 10_000_000}" .')
    yield _turtle("long-iri", f"<https://example.org/{'x' * 1_000_000}> a owl:Class .")
    yield _turtle(
        "prefixes",
        "".join(f"@prefix p{n}: <https://e.org/{n}/> .\n" for n in range(20_000))
        + _CLASS
        + '"a" .',
    )
    yield _turtle("labels", _CLASS + ", ".join(f'"label {n}"' for n in range(50_000)) + " .")
    yield _turtle(
        "hub",
        "ex:hub a owl:Class .\n"
        + "".join(f"ex:n{n} a owl:Class ; rdfs:subClassOf ex:hub .\n" for n in range(50_000)),
    )
    yield _turtle(
        "hub-of-parts",
        "ex:hub a soma:Muscle .\n"
        + "".join(f"ex:n{n} a soma:Muscle ; soma:partOf ex:hub .\n" for n in range(50_000)),
    )
    yield _turtle(
        "chain-of-parts",
        "".join(f"ex:n{n} a soma:Muscle ; soma:partOf ex:n{n + 1} .\n" for n in range(20_000)),
    )
    yield HostileFile("long-line.obo", b"[Term]\nid: X:1\nname: " + b"x" * 10_000_000 + b"\n")
    yield HostileFile("many-faults.obo", b"[Term]\nid: X:1\nname: one\n" + b"broken\n" * 200_000)


def _of_depth() -> Iterator[HostileFile]:
    yield _turtle("nested-lists", "ex:a ex:b " + "(" * _DEEP + ")" * _DEEP + " .")
    yield _turtle("nested-nodes", "ex:a ex:b " + "[ ex:b " * _DEEP + "1" + " ]" * _DEEP + " .")
    yield _json(
        "nested-arrays",
        '{"@id": "https://e.org/a", "https://e.org/b": ' + "[" * _DEEP + "]" * _DEEP + "}",
        "nested",
    )
    yield _json("nested-objects", '{"https://e.org/b": ' * _DEEP + "1" + "}" * _DEEP, "nested")
    yield HostileFile("nested.json", b'{"graphs": ' + b"[" * _DEEP + b"]" * _DEEP + b"}", "nested")
    nested = "<rdf:Description><rdfs:seeAlso>" * _DEEP + "</rdfs:seeAlso></rdf:Description>" * _DEEP
    yield _xml("nested-elements", nested, refused="nested more than 1,000 deep")
    literal = '<rdf:Description rdf:about="https://e.org/a"><rdfs:label rdf:parseType="Literal">'
    yield _xml(
        "nested-literal",
        literal + "<b>" * _DEEP + "</b>" * _DEEP + "</rdfs:label></rdf:Description>",
        refused="nested more than 1,000 deep",
    )
    yield _xml(
        "deep-literal", literal + "<b>" * 900 + "</b>" * 900 + "</rdfs:label></rdf:Description>"
    )
    yield _turtle(
        "chain-of-classes",
        "".join(f"ex:n{n} a owl:Class ; rdfs:subClassOf ex:n{n + 1} .\n" for n in range(20_000)),
    )


def _of_circles() -> Iterator[HostileFile]:
    ring = "".join(
        f"ex:n{n} a owl:Class ; rdfs:subClassOf ex:n{(n + 1) % 500} ; "
        f"owl:equivalentClass ex:n{(n + 7) % 500} .\n"
        for n in range(500)
    )
    yield _turtle("circle-of-classes", ring)
    yield _turtle(
        "circle-of-parts",
        "".join(f"ex:n{n} a soma:Muscle ; soma:partOf ex:n{(n + 1) % 500} .\n" for n in range(500)),
    )
    yield _turtle(
        "circle-of-relations",
        "ex:p a owl:ObjectProperty ; rdfs:subPropertyOf ex:q . ex:q a owl:ObjectProperty ; "
        "rdfs:subPropertyOf ex:p ; owl:inverseOf ex:p ; "
        "owl:propertyChainAxiom ( ex:q ex:p ) . ex:a ex:p ex:b . ex:b ex:q ex:a .",
    )
    rdf = f"@prefix rdf: <{_RDF}> .\n"
    yield _turtle(
        "circle-of-a-list",
        rdf + "ex:p a owl:ObjectProperty ; owl:propertyChainAxiom _:l . "
        "_:l rdf:first ex:p ; rdf:rest _:m . _:m rdf:first ex:p ; rdf:rest _:l . "
        "ex:c a owl:Class ; owl:equivalentClass [ owl:intersectionOf _:l ] . ex:a ex:p ex:b .",
    )
    yield _turtle(
        "restriction-of-itself",
        "ex:c a owl:Class ; rdfs:subClassOf _:r . _:r a owl:Restriction ; "
        "owl:onProperty ex:p ; owl:someValuesFrom _:r .",
    )


def _of_values() -> Iterator[HostileFile]:
    yield _turtle(
        "decimal-bomb",
        'ex:a a owl:Class ; ex:n "1e1000000000"^^xsd:decimal, 1E999999999 , '
        + "9" * 1_000_000
        + " .",
    )
    yield _turtle(
        "duration-bomb", 'ex:a a owl:Class ; ex:n "P' + "9" * 100_000 + 'Y"^^xsd:duration .'
    )
    yield _turtle("spaced-iri", "<https://e.org/a b> a owl:Class .", "line 3: this is not Turtle")
    yield _turtle("quoted-iri", '<https://e.org/a"b> a owl:Class .', "line 3: this is not Turtle")
    yield _turtle("relative-iri", "<a> a owl:Class .", "line 3: this is not Turtle")
    yield _turtle(
        "imports",
        "<https://e.org/> a owl:Ontology ; "
        "owl:imports <http://127.0.0.1:9/x.owl>, <file:///etc/passwd> . ex:a a owl:Class .",
    )
    yield _turtle("prototype", _CLASS + '"__proto__", "constructor" ; ex:__proto__ ex:a .')


def _of_xml() -> Iterator[HostileFile]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield _xml(
        "laughs",
        _labelled("&l9;"),
        f'<!DOCTYPE rdf:RDF [<!ENTITY l0 "ha">{laughs}]>',
        "its entities unfold to more",
    )
    yield _xml(
        "quadratic",
        _labelled("&a;" * 100_000),
        f'<!DOCTYPE rdf:RDF [<!ENTITY a "{"x" * 100_000}">]>',
        "its entities unfold to more",
    )
    yield _xml(
        "quadratic-small",
        _labelled("&a;" * 200_000),
        f'<!DOCTYPE rdf:RDF [<!ENTITY a "{"x" * 9_000}">]>',
        "limit on input",
    )
    yield _xml(
        "recursive",
        _labelled("&a;"),
        '<!DOCTYPE rdf:RDF [<!ENTITY a "&b;"><!ENTITY b "&a;">]>',
        "this is not RDF/XML",
    )
    yield _xml(
        "external-file",
        _labelled("&a;"),
        '<!DOCTYPE rdf:RDF [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "stands for another file",
    )
    yield _xml(
        "external-address",
        _labelled("&a;"),
        '<!DOCTYPE rdf:RDF [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>',
        "stands for another file",
    )
    yield _xml(
        "parameter",
        _labelled("a"),
        '<!DOCTYPE rdf:RDF [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;]>',
        "stands for another file",
    )
    yield _xml(
        "parameter-inside",
        _labelled("a"),
        '<!DOCTYPE rdf:RDF [<!ENTITY % a "b">]>',
        "parameter entities",
    )
    yield _xml(
        "external-dtd", _labelled("a"), '<!DOCTYPE rdf:RDF SYSTEM "http://127.0.0.1:9/a.dtd">'
    )
    yield _xml(
        "xinclude",
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
        + _labelled("a"),
        refused="XML namespaces are required",
    )
    yield _xml(
        "namespace-entities",
        _labelled("&ex;a")
        + '<rdf:Description rdf:about="&ex;b"><rdfs:seeAlso rdf:resource="&owl;Thing"/>'
        "</rdf:Description>",
        f'<!DOCTYPE rdf:RDF [\n<!ENTITY ex "https://example.org/" >\n<!ENTITY owl "{_OWL}" >\n]>',
    )


def _of_json() -> Iterator[HostileFile]:
    said = '"@id": "https://e.org/a", "https://e.org/b": "c"}'
    for name, context in (
        ("remote", '"http://127.0.0.1:9/context.jsonld"'),
        ("file", '"file:///etc/passwd"'),
        ("chained", '[{"a": "https://e.org/a"}, "http://127.0.0.1:9/c"]'),
        ("imported", '{"@version": 1.1, "@import": "http://127.0.0.1:9/c"}'),
    ):
        yield _json(
            f"{name}-context", f'{{"@context": {context}, {said}', "its context is another document"
        )
    scoped = (
        '{"@context": {"@version": 1.1, "k": {"@id": "https://e.org/k", '
        '"@context": "http://127.0.0.1:9/c"}}, "k": {"https://e.org/x": "y"}, '
    )
    yield _json("scoped-context", scoped + said, "its context is another document")
    yield _json(
        "half", '{"@id": "https://e.org/a", "https://e.org/b": "c"', "line 1: this is not JSON-LD"
    )


def hostile_files() -> Iterator[HostileFile]:
    """Yield each, made when it is asked for."""
    for makes in FILES.values():
        yield from makes()


FILES = {
    "wrong kind": _of_the_wrong_kind,
    "encodings": _of_encodings,
    "size": _of_size,
    "depth": _of_depth,
    "circles": _of_circles,
    "values": _of_values,
    "XML": _of_xml,
    "JSON": _of_json,
}
