"""Which format a file has: its content says so, its ending only where the content may be several.

A file is named by people and by browsers; ``.owl`` holds any syntax, and ``.ttl`` what it likes.
"""

from __future__ import annotations

import re
from typing import Final

from somagraph.errors import UnreadableFileError

__all__ = ["ENDINGS", "format_of"]

#: File ending to the format that it promises.
ENDINGS: Final = {
    ".ttl": "Turtle",
    ".nt": "N-Triples",
    ".nq": "N-Quads",
    ".trig": "TriG",
    ".rdf": "RDF/XML",
    ".xml": "RDF/XML",
    ".jsonld": "JSON-LD",
    ".json": "JSON-LD",
    ".obo": "OBO",
}

# Every repetition here is possessive where it could be retried, so that no file can make a search
# take long.
_XML_MARGIN: Final = rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+"

#: What people mistake for an ontology, or save as one by accident.
_NOT_READ: Final = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb"\x89PNG", "a PNG picture, no ontology"),
        (rb"\xff\xd8\xff", "a JPEG picture, no ontology"),
        (rb"GIF8[79]a", "a GIF picture, no ontology"),
        (rb"%PDF-", "a PDF document, no ontology"),
        (rb"PK\x03\x04", "a ZIP archive or an office document; unpack the ontology first"),
        (rb"\x1f\x8b", "packed twice with gzip; unpack it once"),
        (rb"\xff\xfe|\xfe\xff|[^\0]\0[^\0]\0|\0[^\0]\0[^\0]", "UTF-16 text; save it as UTF-8"),
        (rb"(?=[^\0]*\0)", "binary data, no ontology"),
        (_XML_MARGIN + rb"<(?i:!doctype\s++html|html)\b", "a web page (HTML), no ontology"),
        (
            _XML_MARGIN + rb"<(?:!DOCTYPE\s++)?Ontology\b",
            "OWL/XML, which is not read; save it as RDF/XML or Turtle",
        ),
        (
            rb"(?:\s++|#[^\n]*+\n)*+(?:Prefix|Ontology)\s*+(?:\(|:\s)",
            "OWL functional or Manchester syntax, which is not read; save it as RDF/XML or Turtle",
        ),
    )
)

_XML: Final = re.compile(
    rb"\s*+<(?:\?xml\b|!--|!DOCTYPE\b|(?:[\w.-]++:)?RDF[\s>]|[\w.-]++(?::[\w.-]++)?\s++xmlns)"
)
#: Neither ``{ "`` nor ``[ {`` begins any Turtle.
_JSON: Final = re.compile(rb'\s*+(?:\{\s*+["}]|\[\s*+\{)')
_TURTLE: Final = re.compile(
    rb"(?:\s++|#[^\n]*+\n)*+(?:@prefix\b|@base\b|(?i:prefix|base)\s|<[^<>\s:]*+:[^<>\s]*+>\s|_:)"
)
_QUAD: Final = re.compile(
    rb"(?:\s++|#[^\n]*+\n)*+(?:<[^>\n]*+>|_:\S++)[ \t]++<[^>\n]*+>[ \t]++"
    rb'(?:<[^>\n]*+>|_:\S++|"(?:[^"\\\n]|\\.)*+"(?:@[\w-]++|\^\^<[^>\n]*+>)?)'
    rb"[ \t]++(?:<[^>\n]*+>|_:\S++)[ \t]*+\."
)
_OBO_STANZA: Final = re.compile(rb"^\[(?:Term|Instance)\]", re.MULTILINE)
_OBO_START: Final = re.compile(
    rb"(?:\s++|![^\n]*+\n)*+(?:\[(?:Term|Typedef|Instance)\]|format-version[ \t]*+:"
    rb"|(?:data-version|version|date|saved-by|auto-generated-by|import|ontology|subsetdef|synonymtypedef"
    rb"|default-namespace|default-relationship-id-prefix|namespace-id-rule|idspace|id-mapping"
    rb"|remark|owl-axioms|treat-xrefs-as-[a-z-]++)[ \t]*+:[ \t])"
)
_JSON_TOKEN: Final = re.compile(rb'"((?:[^"\\]|\\.)*+)(?:"\s*+(:?)|\\?\Z)|[\[\]{}]', re.DOTALL)


def _top_keys(head: bytes) -> set[bytes]:
    """Return the keys of the outermost JSON object, as far as the head goes."""
    keys, depth = set(), 0
    for token in _JSON_TOKEN.finditer(head):
        if token[0] in b"{[":
            depth += 1
        elif token[0] in b"]}":
            depth -= 1
        elif depth == 1 and token[2]:
            keys.add(token[1])
    return keys


def format_of(head: bytes, ending: str, name: str) -> str:
    """Return the name of a format.

    Parameters
    ----------
    head
        The first bytes of the file, without a byte order mark.
    ending
        In small letters, with its dot; it need not be known.
    name
        What messages call the file.

    Raises
    ------
    UnreadableFileError
        If the content shows that this is something else; the message says what.

    Examples
    --------
    >>> format_of(b"format-version: 1.4", ".ttl", "uberon.ttl")
    'OBO'
    >>> format_of(b"<http://x.org/a> a <http://x.org/b> .", ".ttl", "small.ttl")
    'Turtle'
    """
    if _OBO_START.match(head) or (ending == ".obo" and _OBO_STANZA.search(head)):
        return "OBO"
    for pattern, what in _NOT_READ:
        if pattern.match(head):
            raise UnreadableFileError(name, f"this is {what}")
    promised = ENDINGS.get(ending)
    if _XML.match(head):
        return "RDF/XML"
    if _JSON.match(head):
        keys = _top_keys(head)
        return "OBO Graphs" if b"graphs" in keys and b"@graph" not in keys else "JSON-LD"
    if promised in {"Turtle", "N-Triples", "N-Quads", "TriG"}:
        return promised
    if promised and not _TURTLE.match(head):
        return promised
    return "N-Quads" if _QUAD.match(head) else "TriG"
