"""The graph in the formats of other tools; ``FORMATS`` names them all.

Each writer is a function from the graph to a text, the same text on every machine. What sources
deny is an edge of none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from somagraph.knowledge import KnowledgeGraph

__all__ = ["FORMATS", "Format"]

# Each writer is imported when it is asked for: the names of all formats stand in the help of the
# command line, which nobody should have to wait for.
# ruff: noqa: PLC0415


class Format(NamedTuple):
    """A format that the graph can be written in."""

    #: The usual ending of its files.
    ending: str
    render: Callable[[KnowledgeGraph], str]


def _turtle(graph: KnowledgeGraph) -> str:
    from somagraph.export.turtle import render_turtle

    return render_turtle(graph.dataset)


def _rdf(name: str) -> Callable[[KnowledgeGraph], str]:
    def render(graph: KnowledgeGraph) -> str:
        from pyoxigraph import RdfFormat

        from somagraph.export.rdf import render_rdf

        return render_rdf(graph.dataset, getattr(RdfFormat, name))

    return render


def _network(name: str) -> Callable[[KnowledgeGraph], str]:
    def render(graph: KnowledgeGraph) -> str:
        from somagraph.export import networks

        writers = {
            "graphml": networks.render_graphml,
            "gexf": networks.render_gexf,
            "cytoscape": networks.render_cytoscape,
        }
        return writers[name](graph)

    return render


def _obographs(graph: KnowledgeGraph) -> str:
    from somagraph.export.obographs import render_obographs

    return render_obographs(graph)


def _classes(graph: KnowledgeGraph) -> str:
    from somagraph.export.classes import render_classes

    return render_classes(graph)


def _csv(graph: KnowledgeGraph) -> str:
    from somagraph.export.tables import render_csv

    return render_csv(graph)


def _sssom(graph: KnowledgeGraph) -> str:
    from somagraph.export.tables import render_sssom

    return render_sssom(graph)


FORMATS: Final = {
    "turtle": Format(".ttl", _turtle),
    "graphml": Format(".graphml", _network("graphml")),
    "jsonld": Format(".jsonld", _rdf("JSON_LD")),
    "ntriples": Format(".nt", _rdf("N_TRIPLES")),
    "rdfxml": Format(".rdf", _rdf("RDF_XML")),
    "gexf": Format(".gexf", _network("gexf")),
    "cytoscape": Format(".cyjs", _network("cytoscape")),
    "obographs": Format(".json", _obographs),
    "classes": Format(".owl", _classes),
    "csv": Format(".csv", _csv),
    "sssom": Format(".sssom.tsv", _sssom),
}
