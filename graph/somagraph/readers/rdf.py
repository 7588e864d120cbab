"""RDF in any of its syntaxes, read by pyoxigraph: no network, no other file, exact lines."""

from __future__ import annotations

import codecs
from typing import NamedTuple
from xml.parsers import expat

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from somagraph.errors import UnreadableFileError

__all__ = ["Node", "Term", "Triple", "read_rdf"]

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal


class Triple(NamedTuple):
    """One statement; pyoxigraph's own triple may hold triples in turn, which ours may not."""

    subject: Node
    predicate: NamedNode
    object: Term


def _check_whole(data: bytes, name: str) -> None:
    """Refuse XML that was cut off, which the RDF parser takes for the end."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as problem:
        reason = f"this is not RDF/XML ({expat.ErrorString(problem.code)})"
        raise UnreadableFileError(name, reason, line=problem.lineno) from None
    except (LookupError, ValueError):
        raise UnreadableFileError(name, "its encoding is not supported; use UTF-8") from None


def read_rdf(data: bytes, name: str, rdf_format: RdfFormat) -> list[Triple]:
    """Read RDF of one syntax; named graphs are read as one.

    Raises
    ------
    UnreadableFileError
        With the line, if the text is not of that syntax or holds RDF 1.2 triple terms.
    """
    text = data.removeprefix(codecs.BOM_UTF8)
    if rdf_format == RdfFormat.RDF_XML:
        _check_whole(text, name)
    try:
        quads = list(parse(text, format=rdf_format, rename_blank_nodes=True))
    except SyntaxError as problem:
        reason = f"this is not {rdf_format.name} ({problem.msg})"
        raise UnreadableFileError(name, reason, line=problem.lineno) from None
    except (ValueError, OSError) as problem:
        raise UnreadableFileError(name, f"this is not {rdf_format.name} ({problem})") from None
    triples = []
    for quad in quads:
        subject, object_ = quad.subject, quad.object
        if not isinstance(subject, Node) or not isinstance(object_, Term):
            raise UnreadableFileError(name, "RDF 1.2 triple terms are not supported")
        triples.append(Triple(subject, quad.predicate, object_))
    return triples
