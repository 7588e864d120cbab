"""Our triples as pyoxigraph's, and back: for what pyoxigraph writes and names."""

from __future__ import annotations

import pyoxigraph

from somagraph.triples import BlankNode, Literal, NamedNode, Term, Triple

__all__ = ["from_oxigraph", "to_oxigraph"]


def _to_term(term: Term) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    if isinstance(term, NamedNode):
        return pyoxigraph.NamedNode(term.value)
    if isinstance(term, BlankNode):
        return pyoxigraph.BlankNode(term.value)
    if term.language:
        direction = pyoxigraph.BaseDirection(term.direction) if term.direction else None
        return pyoxigraph.Literal(term.value, language=term.language, direction=direction)
    datatype = pyoxigraph.NamedNode(term.datatype) if term.datatype else None
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
