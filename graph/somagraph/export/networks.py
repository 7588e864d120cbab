"""GraphML, GEXF and Cytoscape JSON: the network with plain values on nodes and edges.

Each attribute has one type, absent values are left out rather than written as None, booleans are
lower-case, and every edge has an id of its own, which stands in ``edge_id`` too.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from somagraph import wording
from somagraph.export.xmltext import xml_document, xml_text
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["build_plain_network", "render_cytoscape", "render_gexf", "render_graphml"]

_SEPARATOR: Final = " | "


def build_plain_network(graph: KnowledgeGraph) -> nx.MultiDiGraph[EntityId]:
    """Return the network of claims with texts, numbers and booleans only.

    Several pieces of evidence stand in one attribute, parted by `` | ``, the most certain first.
    """
    import networkx as nx  # noqa: PLC0415 - the command line reads the names of formats at once

    network: nx.MultiDiGraph[EntityId] = nx.MultiDiGraph(name="somagraph")
    for entity in graph.entities.values():
        kind = graph.kinds.get(entity.kind)
        values: dict[str, str | float | bool] = {
            "label": xml_text(entity.label),
            "kind": entity.kind,
            "kind_label": xml_text(kind.label) if kind else "",
            "definition": xml_text(entity.definition),
            "synonyms": xml_text(_SEPARATOR.join((*entity.usual_names, *entity.synonyms))),
            "mappings": xml_text(_SEPARATOR.join(curie for _, curie in entity.mappings)),
            "state_of": entity.bearer or "",
            "is_bridge": graph.is_bridge(entity.id),
        }
        if entity.place:
            values |= {"x": entity.place.x, "y": entity.place.y}
            values |= {"depth": xml_text(entity.place.depth), "side": xml_text(entity.place.side)}
        network.add_node(entity.id, **values)
    disputed = {claim for dispute in graph.disputes for claim in dispute.claims}
    for claim in graph.claims.values():
        relation = graph.relations[claim.relation]
        evidence = claim.evidence
        cites = [wording.cite(e, graph.sources, graph.entities) for e in evidence]
        subject, object_ = graph.entities[claim.subject], graph.entities[claim.object]
        network.add_edge(
            claim.subject,
            claim.object,
            key=claim.id,
            edge_id=xml_text(claim.id),
            relation=relation.id,
            label=xml_text(relation.label),
            family=relation.family.value,
            symmetric=relation.symmetric,
            sentence=xml_text(wording.state_relation(subject, relation, object_, forward=True)),
            sure=wording.how_sure(evidence[0]),
            standing=_SEPARATOR.join(e.standing for e in evidence),
            modality=_SEPARATOR.join(e.modality for e in evidence),
            directness=_SEPARATOR.join(e.directness for e in evidence),
            evidence_source=xml_text(_SEPARATOR.join(e.source for e in evidence)),
            locator=xml_text(_SEPARATOR.join(e.locator for e in evidence)),
            speaker=xml_text(_SEPARATOR.join(e.speaker for e in evidence)),
            citation=xml_text(_SEPARATOR.join(cites)),
            note=xml_text(_SEPARATOR.join(e.note for e in evidence)),
            disputed=claim.id in disputed,
            cost=graph.network.edges[claim.subject, claim.object, claim.id]["cost"],
        )
    return network


def render_graphml(graph: KnowledgeGraph) -> str:
    """Return the network as GraphML; an edge's id is the id of its claim."""
    from networkx.readwrite import graphml  # noqa: PLC0415 - as above

    # The writer that picks lxml where it is installed would give other bytes there.
    writer = graphml.GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(build_plain_network(graph))
    booleans = {key.get("id") for key in writer.xml if key.get("attr.type") == "boolean"}
    for element in writer.xml.iter():
        if element.get("key") in booleans and element.text:
            element.text = element.text.lower()
    return xml_document(str(writer))


def render_gexf(graph: KnowledgeGraph) -> str:
    """Return the network as GEXF 1.2, without the date of writing."""
    from networkx.readwrite import gexf  # noqa: PLC0415 - as above

    writer = gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(build_plain_network(graph))
    for element in writer.xml.iter():
        if element.tag.endswith("meta"):
            element.attrib.pop("lastmodifieddate", None)
    ET.indent(writer.xml)
    stream = io.BytesIO()
    ET.ElementTree(writer.xml).write(stream, encoding="utf-8", xml_declaration=True)
    return xml_document(stream.getvalue().decode())


def render_cytoscape(graph: KnowledgeGraph) -> str:
    """Return the network as Cytoscape JSON."""
    import networkx as nx  # noqa: PLC0415 - as above

    data = nx.cytoscape_data(build_plain_network(graph))
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
