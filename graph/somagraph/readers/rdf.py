"""RDF in any of its syntaxes, read by pyoxigraph: no network, no other file, exact lines."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from somagraph.errors import UnreadableFileError

__all__ = ["Triple", "read_rdf"]


def read_rdf(data: bytes, name: str, rdf_format: RdfFormat) -> list[Triple]:
    """Read RDF of one syntax; named graphs are read as one.

    Raises
    ------
    UnreadableFileError
        With the line, if the text is not of that syntax or holds RDF 1.2 triple terms.
    """
    try:
        quads = list(parse(data, format=rdf_format, rename_blank_nodes=True))
    except SyntaxError as problem:
        reason = f"this is not {rdf_format.name} ({problem.msg})"
        raise UnreadableFileError(name, reason, line=problem.lineno) from None
    except (ValueError, OSError) as problem:
        raise UnreadableFileError(name, f"this is not {rdf_format.name} ({problem})") from None
    triples = []
    for quad in quads:
        if not isinstance(quad.subject, NamedNode | BlankNode) or not isinstance(
            quad.object, NamedNode | BlankNode | Literal
        ):
            raise UnreadableFileError(name, "RDF 1.2 triple terms are not supported")
        triples.append(quad.triple)
    return triples
