"""JSON-LD, N-Triples and RDF/XML, from triples in canonical order."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import RdfFormat, Triple, serialize

from somagraph.export.turtle import canonical_triples
from somagraph.vocabulary import PREFIXES

__all__ = ["render_rdf"]


def render_rdf(triples: Iterable[Triple], rdf_format: RdfFormat) -> str:
    """Return triples in one RDF syntax; the same triples give the same text.

    Examples
    --------
    >>> from pyoxigraph import Literal, NamedNode, RdfFormat, Triple
    >>> triple = Triple(NamedNode("https://example.org/x"), NamedNode("https://example.org/p"),
    ...                 Literal("y"))
    >>> render_rdf([triple], RdfFormat.N_TRIPLES)
    '<https://example.org/x> <https://example.org/p> "y" .\\n'
    """
    ordered = canonical_triples(triples)
    data = serialize(ordered, format=rdf_format, prefixes=PREFIXES)
    return (data or b"").decode()
