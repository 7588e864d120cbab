"""OBO Graphs JSON: entities as classes, claims as edges, the form that OBO tools show.

An edge here reads as *every ... some ...*, which the source does not say in so many words; that is
why this form is an export and not the source.
"""

from __future__ import annotations

import json
from typing import Any

from somagraph import wording
from somagraph.knowledge import KnowledgeGraph
from somagraph.vocabulary import KIND_OF, SKOS, SOMA, iri_of

__all__ = ["render_obographs"]


def render_obographs(graph: KnowledgeGraph) -> str:
    """Return the graph as one OBO Graphs document."""
    nodes: list[dict[str, Any]] = []
    for entity in graph.entities.values():
        meta: dict[str, Any] = {}
        if entity.definition:
            meta["definition"] = {"val": entity.definition}
        names = (*entity.usual_names, *entity.synonyms)
        if names:
            meta["synonyms"] = [{"pred": "hasExactSynonym", "val": name} for name in names]
        if entity.mappings:
            meta["basicPropertyValues"] = [
                {"pred": SKOS + match, "val": iri_of(curie)} for match, curie in entity.mappings
            ]
        nodes.append({"id": entity.iri, "lbl": entity.label, "type": "CLASS", "meta": meta})
    used = sorted({claim.relation for claim in graph.claims.values()} - {KIND_OF})
    nodes.extend(
        {"id": graph.relations[r].iri, "lbl": graph.relations[r].label, "type": "PROPERTY"}
        for r in used
    )
    edges = [
        {
            "sub": graph.entities[claim.subject].iri,
            "pred": "is_a" if claim.relation == KIND_OF else graph.relations[claim.relation].iri,
            "obj": graph.entities[claim.object].iri,
            "meta": {
                "basicPropertyValues": [
                    {
                        "pred": SOMA + "evidence",
                        "val": f"{wording.cite(e, graph.sources, graph.entities)}: "
                        f"{wording.how_sure(e)}",
                    }
                    for e in claim.evidence
                ]
            },
        }
        for claim in graph.claims.values()
    ]
    document = {"graphs": [{"id": SOMA + "graph", "nodes": nodes, "edges": edges}]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
