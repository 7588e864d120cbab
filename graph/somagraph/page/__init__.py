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

from somagraph import wording
from somagraph.answer import Answer
from somagraph.knowledge import KnowledgeGraph
from somagraph.page.content import build_content, look_of, shown_entities
from somagraph.page.layout import HEADINGS, HEIGHTS, WIDTH, build_layout

__all__ = ["render_page"]

#: How certainty is drawn: by dash and width, told in words in the legend.
_LINES: Final = {
    "textbook": ("in standard textbooks", False, 2.5),
    "research": ("a study reports", False, 2),
    "practice": ("a practitioner says", [9, 4], 2),
    "testimony": ("clients are said to report", [2, 5], 1.5),
    "unstated": ("no source given", [1, 8], 1),
}
_HEDGED_DASH: Final = [4, 4]

#: In the order in which they build on each other.
_SCRIPTS: Final = ("search.js", "answer.js", "names.js", "body.js", "page.js")

_SMOOTH: Final[dict[str, Any]] = {"enabled": True, "type": "curvedCW", "roundness": 0.08}

_OPTIONS: Final = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": {"enabled": False}, "multiselect": False},
    "nodes": {"size": 10, "font": {"size": 17, "face": "system-ui, sans-serif"}},
    "edges": {"arrows": {"to": {"enabled": True, "scaleFactor": 0.4}}, "smooth": _SMOOTH},
}


def _build_network(graph: KnowledgeGraph) -> Network:
    """Return the pyvis network: every entity in its place, every claim with its line."""
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    places = build_layout(graph)
    for entity in shown_entities(graph):
        _, _, color, shape = look_of(graph, entity)
        x, y = places[entity.id]
        network.add_node(entity.id, label=entity.label, color=color, shape=shape, x=x, y=y)
    beside: Counter[frozenset[str]] = Counter()
    for claim in graph.claims.values():
        pair = frozenset((claim.subject, claim.object))
        _, dashes, width = _LINES[claim.evidence[0].standing]
        hedged = graph.relations[claim.relation].modality != "asserted"
        # Without physics parallel lines lie on each other: each gets a curve of its own.
        bend = _SMOOTH | {"roundness": round(_SMOOTH["roundness"] + 0.12 * beside[pair], 2)}
        own = {"smooth": bend} if beside[pair] else {}
        line = _HEDGED_DASH if hedged else dashes
        # The page names edges by their claims, which stand in the same order.
        network.add_edge(claim.subject, claim.object, dashes=line, width=width, **own)
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
    # One script for the policy's hash; the files share one scope, each building on those before.
    own = "\n".join(_asset(name) for name in _SCRIPTS)
    scripts = [_asset("vendor", "vis-network.min.js"), f"(() => {{\n{own}}})();\n"]
    style = _asset("page.css")
    network = _build_network(graph)
    data = build_content(graph, answer) | {
        "layout": {"width": WIDTH, "heights": HEIGHTS, "headings": HEADINGS},
        "lines": [{"label": told, "dashes": d, "width": w} for told, d, w in _LINES.values()],
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
