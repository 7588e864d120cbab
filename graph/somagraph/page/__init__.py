"""The page: one self-contained HTML file that works from disk with no network.

pyvis builds the network of nodes, edges and options; the template, the styles and the script beside
this file are ours. Data reaches the page as JSON that no parser can take for markup, and the
Content-Security-Policy lets nothing run but the scripts shipped here, told by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from importlib.resources import files
from typing import Any, Final

from jinja2 import DictLoader, Environment
from pyvis.network import Network

from somagraph import telling, wording
from somagraph.answer import Answer, find_card_signs
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Entity, Family
from somagraph.page.layout import build_layout
from somagraph.telling import ToldStep

__all__ = ["render_page"]

_Json = dict[str, Any]

#: Colour and shape of the nodes, by the first of these kinds that fits; never by colour alone.
_LOOKS: Final = (
    ("soma:MuscularStructure", "muscle", "#c0564b", "dot"),
    ("soma:SkeletalStructure", "bone and disc", "#8a7f6a", "square"),
    ("soma:ConnectiveStructure", "fascia, ligament, joint", "#7d8f4e", "triangle"),
    ("soma:Organ", "organ", "#a05f9a", "hexagon"),
    ("soma:NeuralStructure", "nerve", "#c79a1e", "diamond"),
    ("soma:Vessel", "vessel", "#3f7fb5", "triangleDown"),
    ("soma:AnatomicalEntity", "region, system, fluid", "#6b7785", "dot"),
    ("soma:State", "state of a structure", "#d98841", "star"),
    ("soma:NervousState", "nervous state", "#2f8f83", "diamond"),
    ("soma:MentalState", "state of mind", "#5f8fd0", "dot"),
    ("soma:Function", "function or movement", "#4d9e6a", "triangle"),
    ("soma:Condition", "complaint or strain", "#9c3f5f", "square"),
    ("soma:Practice", "practice", "#4a6fa5", "hexagon"),
)
_OTHER: Final = ("", "other", "#999999", "dot")

#: How certainty is drawn: by dash and width, told in words in the legend.
_LINES: Final = {
    "textbook": ("in standard textbooks", False, 2.5),
    "research": ("a study reports", False, 2),
    "practice": ("a practitioner says", [9, 4], 2),
    "testimony": ("clients are said to report", [2, 5], 1.5),
    "unstated": ("no source given", [1, 8], 1),
}
_HEDGED_DASH: Final = [4, 4]

_OPTIONS: Final = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": {"enabled": False}, "multiselect": False},
    "nodes": {"size": 10, "font": {"size": 17, "face": "system-ui, sans-serif"}},
    "edges": {"arrows": {"to": {"enabled": True, "scaleFactor": 0.4}}, "selectionWidth": 1},
}


def _look(graph: KnowledgeGraph, entity: Entity) -> tuple[str, str, str, str]:
    return next((look for look in _LOOKS if graph.is_a(entity.id, look[0])), _OTHER)


def _claim(graph: KnowledgeGraph, claim: Claim) -> _Json:
    best = claim.evidence[0]
    return {
        "id": claim.id,
        "subject": claim.subject,
        "object": claim.object,
        "label": graph.relations[claim.relation].label,
        "sentence": telling.tell_claim(graph, claim),
        "citation": telling.cited(graph, claim.evidence),
        "sure": wording.how_sure(best),
        "notes": [e.note for e in claim.evidence if e.note],
        "disputed": [dispute.about for dispute, _ in graph.sides_against(claim.id)],
    }


def _card(graph: KnowledgeGraph, entity: Entity) -> _Json:
    kind = graph.kinds.get(entity.kind)
    source = graph.sources.get(entity.definition_source)
    practice = graph.is_a(entity.id, "soma:Practice")
    denied = [d for d in graph.denials if entity.id in (d.subject, d.object)]
    return {
        "id": entity.id,
        "label": entity.label,
        "kind": kind.label if kind else "",
        "look": _look(graph, entity)[1],
        "names": [*entity.usual_names, *entity.synonyms],
        "definition": entity.definition,
        "see": f"{source.citation}, {entity.definition_locator}" if source else "",
        "bearer": entity.bearer or "",
        "denied": [telling.tell_denial(graph, denial) for denial in denied],
        "note": telling.PRACTICE_NOTE if practice else "",
        "signs": list(telling.tell_signs(graph, find_card_signs(graph, entity.id))),
    }


def _step(graph: KnowledgeGraph, step: ToldStep) -> _Json:
    same = wording.listed([graph.entities[entity].phrase for entity in step.folded])
    notes = list(dict.fromkeys(e.note for e in step.evidence if e.note))
    return {
        "sentence": step.sentence,
        "citation": telling.cited(graph, step.evidence),
        "sure": step.sure,
        "details": [
            *([f"Qualified: {'; '.join(notes)}."] if notes else []),
            *([f"The same is said of {same}."] if same else []),
            *(f"It follows from: {premise}" for premise in step.premises),
        ],
    }


def _answer(graph: KnowledgeGraph, answer: Answer) -> _Json:
    told = [telling.tell_group(graph, group) for group in answer.connections]
    if answer.tree:
        told = [telling.tell_tree(graph, answer.tree)]
    phrases = [graph.entities[end].phrase for end in answer.question.ends]
    return {
        "question": f"What connects {wording.listed(phrases)}?",
        "empty": answer.is_empty,
        "denied": [telling.tell_denial(graph, denial) for denial in answer.denied],
        "signs": list(telling.tell_signs(graph, answer.warning_signs)),
        "common": [
            [_step(graph, step) for step in telling.tell_path(graph, path).steps]
            for path in answer.in_common[: answer.question.count]
        ],
        "connections": [
            {
                "heading": f"{connection.heading} \N{MIDDLE DOT} {connection.certainty}",
                "cautions": list(connection.cautions),
                "entities": sorted({e for a in connection.arcs for e in (a.source, a.target)}),
                "claims": [claim.id for arc in connection.arcs for claim in arc.claims],
                "steps": [_step(graph, step) for step in connection.steps],
            }
            for connection in told
        ],
    }


def _shown(graph: KnowledgeGraph) -> list[Entity]:
    """Return what the page shows: all but works that are only cited."""
    return [
        entity
        for entity in graph.entities.values()
        if graph.degrees[entity.id] or not graph.is_a(entity.id, "soma:Work")
    ]


def _build_network(graph: KnowledgeGraph) -> Network:
    """Return the pyvis network: every entity in its place, every claim with its line."""
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    places = build_layout(graph)
    for entity in _shown(graph):
        _, _, color, shape = _look(graph, entity)
        x, y = places[entity.id]
        network.add_node(entity.id, label=entity.label, color=color, shape=shape, x=x, y=y)
    beside: Counter[frozenset[str]] = Counter()
    for claim in graph.claims.values():
        pair = frozenset((claim.subject, claim.object))
        _, dashes, width = _LINES[claim.evidence[0].standing]
        hedged = graph.relations[claim.relation].modality != "asserted"
        network.add_edge(
            claim.subject,
            claim.object,
            id=claim.id,
            dashes=_HEDGED_DASH if hedged else dashes,
            width=width,
            # Without physics parallel lines lie on each other: each gets a curve of its own.
            smooth={"enabled": True, "type": "curvedCW", "roundness": 0.08 + 0.12 * beside[pair]},
        )
        beside[pair] += 1
    return network


def _asset(*path: str) -> str:
    return files("somagraph.page").joinpath(*path).read_text(encoding="utf-8")


def _policy_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def render_page(graph: KnowledgeGraph, answer: Answer | None = None) -> str:
    """Return the page of a graph, opened on an answer if one is given.

    The same graph gives the same page, byte for byte.
    """
    scripts = [_asset("vendor", "vis-network.min.js"), _asset("page.js")]
    style = _asset("page.css")
    network = _build_network(graph)
    looks = [look for look in (*_LOOKS, _OTHER) if look]
    data = {
        "cards": [_card(graph, entity) for entity in _shown(graph)],
        "claims": [_claim(graph, claim) for claim in graph.claims.values()],
        "families": [family.value for family in Family],
        "looks": [{"label": label, "color": c, "shape": s} for _, label, c, s in looks],
        "lines": [{"label": told, "dashes": d, "width": w} for told, d, w in _LINES.values()],
        "answer": _answer(graph, answer) if answer else None,
    }
    environment = Environment(
        loader=DictLoader({"page.html": _asset("page.html")}), autoescape=True
    )
    environment.globals |= {
        "data": data,
        "scripts": scripts,
        "style": style,
        "disclaimer": wording.DISCLAIMER,
        "policy": "; ".join(
            (
                "default-src 'none'",
                f"script-src {' '.join(map(_policy_hash, scripts))}",
                f"style-src {_policy_hash(style)}",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
    }
    # pyvis hands options over as text once `set_options` was used.
    environment.filters["fromjson"] = json.loads
    network.templateEnv, network.path = environment, "page.html"
    return str(network.generate_html()) + "\n"
