"""JSON-LD, N-Triples and RDF/XML, from triples in canonical order."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph
from pyoxigraph import RdfFormat

from somagraph.export.oxigraph import to_oxigraph
from somagraph.export.turtle import canonical_triples
from somagraph.export.xmltext import can_be_element, xml_document, xml_text
from somagraph.triples import Literal, Triple
from somagraph.vocabulary import PREFIXES

__all__ = ["render_rdf"]


def render_rdf(triples: Iterable[Triple], rdf_format: RdfFormat) -> str:
    r"""Return triples in one RDF syntax; the same triples give the same text.

    Examples
    --------
    >>> from pyoxigraph import RdfFormat
    >>> from somagraph.triples import Literal, NamedNode, Triple
    >>> triple = Triple(NamedNode("https://example.org/x"), NamedNode("https://example.org/p"),
    ...                 Literal("y"))
    >>> render_rdf([triple], RdfFormat.N_TRIPLES)
    '<https://example.org/x> <https://example.org/p> "y" .\n'
    """
    if rdf_format == RdfFormat.RDF_XML:
        triples = (_for_xml(triple) for triple in triples if can_be_element(triple.predicate))
    ordered = map(to_oxigraph, canonical_triples(triples))
    data = pyoxigraph.serialize(ordered, format=rdf_format, prefixes=PREFIXES)
    text = (data or b"").decode()
    if rdf_format == RdfFormat.RDF_XML:
        return xml_document(re.sub(r"(?<=<rdf:RDF ).*(?=>)", _sorted_words, text, count=1))
    return text


def _sorted_words(found: re.Match[str]) -> str:
    """Order the declared prefixes, which come in another order on each run."""
    return " ".join(sorted(found[0].split()))


def _for_xml(triple: Triple) -> Triple:
    """Replace what XML cannot carry."""
    literal = triple.object
    if not isinstance(literal, Literal) or (text := xml_text(literal.value)) == literal.value:
        return triple
    return triple._replace(object=literal._replace(value=text))
