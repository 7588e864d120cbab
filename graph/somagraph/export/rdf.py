"""JSON-LD, N-Triples and RDF/XML, from triples in canonical order."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph
from pyoxigraph import RdfFormat

from somagraph.export.turtle import canonical_triples
from somagraph.readers import Triple
from somagraph.vocabulary import PREFIXES

__all__ = ["render_rdf"]


def render_rdf(triples: Iterable[Triple], rdf_format: RdfFormat) -> str:
    r"""Return triples in one RDF syntax; the same triples give the same text.

    Examples
    --------
    >>> from pyoxigraph import Literal, NamedNode, RdfFormat
    >>> from somagraph.readers import Triple
    >>> triple = Triple(NamedNode("https://example.org/x"), NamedNode("https://example.org/p"),
    ...                 Literal("y"))
    >>> render_rdf([triple], RdfFormat.N_TRIPLES)
    '<https://example.org/x> <https://example.org/p> "y" .\n'
    """
    ordered = (pyoxigraph.Triple(*triple) for triple in canonical_triples(triples))
    data = pyoxigraph.serialize(ordered, format=rdf_format, prefixes=PREFIXES)
    return (data or b"").decode()
