"""The page: one self-contained HTML file that works from disk with no network.

pyvis builds the network of nodes, edges and options; the template, the styles, the drawing and the
scripts beside this file are ours. Data reaches the page as JSON that no parser can take for markup,
and the Content-Security-Policy lets nothing run but the scripts shipped here, told by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from jinja2 import DictLoader, Environment
from pyvis.network import Network

from somagraph import wording
from somagraph.answer import Answer
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Entity, EntityId
from somagraph.page.bundle import build_bundle, read_asset, read_packed
from somagraph.page.content import build_content, build_part, shown_entities
from somagraph.page.layout import Layout, build_layout
from somagraph.page.looks import LOOKS, legend_lines, line_of, look_index

__all__ = ["render_page"]

#: Up to this many entities the picture shows all; beyond, it opens on a part and the rest is data.
_MOST_SHOWN: Final = 1500
#: How many entities the part holds.
_PART: Final = 400

_SMOOTH: Final[dict[str, Any]] = {"enabled": True, "type": "curvedCW", "roundness": 0.08}

_OPTIONS: Final = {
    "physics": {"enabled": False},
    "interaction": {
        "hover": True,
        "keyboard": {"enabled": False},
        "multiselect": False,
        "dragNodes": False,
        "selectable": False,
        "zoomSpeed": 0.7,
    },
    "nodes": {"size": 10, "borderWidth": 0, "font": {"size": 0}},
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}},
        "smooth": _SMOOTH,
        "hoverWidth": 0,
        "chosen": False,
    },
}


def _opening_part(graph: KnowledgeGraph, answer: Answer | None) -> set[EntityId]:
    """Return what a large picture opens on: an answer, the body or the busiest entity."""

    def by_weight(entities: Iterable[EntityId]) -> list[EntityId]:
        return sorted(entities, key=lambda entity: (-graph.degrees[entity], entity))

    placed = by_weight(entity.id for entity in graph.entities.values() if entity.place)
    start = sorted(answer.entities) if answer else placed[:_PART] or by_weight(graph.entities)[:1]
    part: set[EntityId] = set(start)
    waiting = deque(start)
    while waiting and len(part) < _PART:
        here = waiting.popleft()
        ends = {end for claim in graph.claims_about(here) for end in (claim.subject, claim.object)}
        for end in by_weight(ends - part):
            if len(part) < _PART:
                part.add(end)
                waiting.append(end)
    return part


def _pictured(graph: KnowledgeGraph, answer: Answer | None) -> list[Entity]:
    entities = shown_entities(graph)
    if len(entities) <= _MOST_SHOWN:
        return entities
    part = _opening_part(graph, answer)
    return [entity for entity in entities if entity.id in part]


def _build_network(
    graph: KnowledgeGraph, entities: list[Entity], claims: list[Claim], layout: Layout
) -> Network:
    """Return the pyvis network: every entity in its place, every claim with its line."""
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    for entity in entities:
        look = LOOKS[look_index(graph, entity)]
        spot = layout.spots[entity.id]
        network.add_node(
            entity.id, label=entity.label, color=look.light, shape=look.shape, x=spot.x, y=spot.y
        )
    beside: Counter[frozenset[str]] = Counter()
    for claim in claims:
        pair = frozenset((claim.subject, claim.object))
        dashes, width = line_of(claim)
        # Without physics parallel lines lie on each other: each gets a curve of its own.
        bend = _SMOOTH | {"roundness": round(_SMOOTH["roundness"] + 0.12 * beside[pair], 2)}
        own = {"smooth": bend} if beside[pair] else {}
        # The page names edges by their claims, which stand in the same order.
        network.add_edge(claim.subject, claim.object, dashes=dashes or False, width=width, **own)
        beside[pair] += 1
    # The page writes names itself, and the options say how arrows look.
    for node in network.nodes:
        del node["label"]
    for edge in network.edges:
        # The ends are those of its claim.
        del edge["arrows"], edge["from"], edge["to"]
        if not edge["dashes"]:
            del edge["dashes"]
    return network


def _scope(graph: KnowledgeGraph) -> dict[str, Any]:
    """Return what a page tells of a graph that it does not hold."""
    return {
        "entities": len(graph.entities),
        "claims": len(graph.claims),
        "kinds": {kind.id: kind.label for kind in graph.kinds.values()},
    }


def _policy_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _drawing() -> str:
    """Return the paths of the drawing, without the comments and the frame of the file."""
    return "".join(re.findall(r"<path[^>]*/>", read_asset("body.svg")))


def render_page(
    graph: KnowledgeGraph, answer: Answer | None = None, *, served: bool = False
) -> str:
    """Return the page of a graph.

    The same graph gives the same page, byte for byte.

    Parameters
    ----------
    graph
        The knowledge to show.
    answer
        What the page opens on, if it is to open on an answer.
    served
        Whether the page holds no more than the picture opens on, and asks the server that it comes
        from for the rest; else it holds everything and asks nobody.
    """
    if served:
        entities = [graph.entities[one] for one in sorted(_opening_part(graph, answer))]
    else:
        entities = _pictured(graph, answer)
    inside = {entity.id for entity in entities}
    layout = build_layout(graph, entities)
    if served:
        about = {claim.id: claim for entity in inside for claim in graph.claims_about(entity)}
        claims = [about[claim] for claim in sorted(about) if inside.issuperset(about[claim].ends)]
        part, numbers = build_part(graph, layout, entities, claims), None
    else:
        pictured = [
            (number, claim)
            for number, claim in enumerate(graph.claims.values())
            if inside.issuperset(claim.ends)
        ]
        claims = [claim for _, claim in pictured]
        is_whole = len(pictured) == len(graph.claims)
        part, numbers = None, None if is_whole else [number for number, _ in pictured]
    network = _build_network(graph, entities, claims, layout)
    data = build_content(graph, layout, answer, part) | {
        "edges": numbers,
        "headings": [asdict(heading) for heading in layout.headings],
        "looks": [look._asdict() for look in LOOKS],
        "lines": legend_lines(),
        "disclaimer": wording.DISCLAIMER,
    }
    if served:
        data["served"] = _scope(graph)
    drawer, packed_drawer = read_packed("vendor/vis-network.min.js.gz")
    script = build_bundle("view/page.js")
    style = read_asset("page.css")
    environment = Environment(
        loader=DictLoader({"page.html": read_asset("page.html")}), autoescape=True
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
    environment.globals |= {
        "data": data,
        "packed_drawer": packed_drawer,
        "script": script,
        "style": style,
        "drawing": _drawing(),
        "disclaimer": wording.DISCLAIMER,
        "policy": "; ".join(
            (
                "default-src 'none'",
                f"script-src {_policy_hash(drawer)} {_policy_hash(script)}",
                f"style-src {_policy_hash(style)}",
                "img-src data:",
                *(["connect-src 'self'"] if served else []),
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
    }
    # pyvis hands options over as text once `set_options` was used.
    environment.filters["fromjson"] = json.loads
    network.templateEnv, network.path = environment, "page.html"
    return str(network.generate_html()) + "\n"
