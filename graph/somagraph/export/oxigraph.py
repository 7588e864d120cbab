"""Our triples as pyoxigraph's, and back: for what pyoxigraph writes and names."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

import pyoxigraph

from somagraph.triples import BlankNode, Literal, NamedNode, Term, Triple

__all__ = ["from_oxigraph", "to_oxigraph", "writable_iri"]

_LASTS: Final = "".join(
    chr(plane << 16 | end) for plane in range(1, 15) for end in (0xFFFE, 0xFFFF)
)
#: What a prefixed name of Turtle may hold, and no IRI (RFC 3987).
_NOT_IN_IRIS: Final = re.compile(f"[\U000e0000-\U000e0fff{_LASTS}]")


def writable_iri(iri: str) -> str:
    """Return an IRI that every format can hold; what none may hold is percent-encoded.

    Examples
    --------
    >>> writable_iri("https://example.org/a\U000e01ef"), writable_iri("https://example.org/ä")
    ('https://example.org/a%F3%A0%87%AF', 'https://example.org/ä')
    """
    return _NOT_IN_IRIS.sub(lambda sign: quote(sign[0]), iri)


def _to_term(term: Term) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    if isinstance(term, NamedNode):
        return pyoxigraph.NamedNode(writable_iri(term.value))
    if isinstance(term, BlankNode):
        return pyoxigraph.BlankNode(term.value)
    if term.language:
        direction = pyoxigraph.BaseDirection(term.direction) if term.direction else None
        return pyoxigraph.Literal(term.value, language=term.language, direction=direction)
    datatype = pyoxigraph.NamedNode(writable_iri(term.datatype)) if term.datatype else None
    return pyoxigraph.Literal(term.value, datatype=datatype)


def to_oxigraph(triple: Triple) -> pyoxigraph.Triple:
    """Return a triple of ours as one of pyoxigraph."""
    return pyoxigraph.Triple(*map(_to_term, triple))  # type: ignore[arg-type] # each in its place


def _from_term(term: object) -> Term:
    if isinstance(term, pyoxigraph.NamedNode):
        return NamedNode(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BlankNode(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        message = f"no term of RDF 1.1: {term}"
        raise TypeError(message)
    if term.language:
        direction = str(term.direction.value) if term.direction else ""
        return Literal(term.value, term.language, direction=direction)
    datatype = term.datatype.value
    plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
    return Literal(term.value, datatype="" if plain else datatype)


def from_oxigraph(triple: pyoxigraph.Triple) -> Triple:
    """Return a triple of pyoxigraph as one of ours.

    Raises
    ------
    TypeError
        If it holds a triple in turn.
    """
    return Triple(*map(_from_term, (triple.subject, triple.predicate, triple.object)))  # type: ignore[arg-type] # as above
