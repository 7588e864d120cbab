"""The graph in the formats of other tools; ``FORMATS`` names them all.

Each writer is a function from the graph to a text, the same text on every machine. What sources
deny is an edge of none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import RdfFormat

from somagraph.export.classes import render_classes
from somagraph.export.networks import render_cytoscape, render_gexf, render_graphml
from somagraph.export.obographs import render_obographs
from somagraph.export.rdf import render_rdf
from somagraph.export.tables import render_csv, render_sssom
from somagraph.export.turtle import render_turtle
from somagraph.knowledge import KnowledgeGraph

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that the graph can be written in."""

    #: The usual ending of its files.
    ending: str
    render: Callable[[KnowledgeGraph], str]


def _rdf(rdf_format: RdfFormat) -> Callable[[KnowledgeGraph], str]:
    return lambda graph: render_rdf(graph.dataset, rdf_format)


FORMATS: Final = {
    "turtle": Format(".ttl", lambda g: render_turtle(g.dataset)),
    "graphml": Format(".graphml", render_graphml),
    "jsonld": Format(".jsonld", _rdf(RdfFormat.JSON_LD)),
    "ntriples": Format(".nt", _rdf(RdfFormat.N_TRIPLES)),
    "rdfxml": Format(".rdf", _rdf(RdfFormat.RDF_XML)),
    "gexf": Format(".gexf", render_gexf),
    "cytoscape": Format(".cyjs", render_cytoscape),
    "obographs": Format(".json", render_obographs),
    "classes": Format(".owl", render_classes),
    "csv": Format(".csv", render_csv),
    "sssom": Format(".sssom.tsv", render_sssom),
}
