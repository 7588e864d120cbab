"""The page as a file: one piece, no request, the same each time, whatever the data holds."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import somagraph
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

Loader = Callable[[str], KnowledgeGraph]


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_is_one_file_that_asks_for_nothing(graph: KnowledgeGraph) -> None:
    html = render_page(graph)
    assert re.search(r"""<(?:script|link|img|iframe)[^>]*\s(?:src|href)=""", html) is None
    assert "default-src &#39;none&#39;; script-src &#39;sha256-" in html
    assert html.count("<script") == 3
    assert "innerHTML" not in html
    assert render_page(graph) == html


def files_text(path: str) -> str:
    return files("somagraph.page").joinpath(*path.split("/")).read_text("utf-8")


def test_the_page_is_below_a_megabyte(graph: KnowledgeGraph) -> None:
    assert len(render_page(graph).encode()) < 1_000_000


def test_vis_network_is_the_file_that_was_vendored() -> None:
    vendor = files("somagraph.page").joinpath("vendor")
    packed = vendor.joinpath("vis-network.min.js.gz").read_bytes()
    digest = hashlib.sha256(gzip.decompress(packed)).hexdigest()
    assert vendor.joinpath("SHA256SUMS").read_text("utf-8").split()[0] == digest


def test_the_network_has_every_entity_and_claim_with_its_own_curve(graph: KnowledgeGraph) -> None:
    network = data_of(render_page(graph))["network"]
    assert len(network["edges"]) == len(graph.claims)
    works = [e for e in graph.entities if graph.is_a(e, "soma:Work") and not graph.degrees[e]]
    assert len(network["nodes"]) == len(graph.entities) - len(works)
    assert network["options"]["physics"] == {"enabled": False}
    drawn = [
        (
            frozenset((claim.subject, claim.object)),
            edge.get("smooth", {}).get("roundness", 0.08),
        )
        for claim, edge in zip(graph.claims.values(), network["edges"], strict=True)
    ]
    assert len(set(drawn)) == len(drawn), "two parallel lines lie on each other"


def test_certainty_is_drawn_by_dash_and_width(graph: KnowledgeGraph) -> None:
    network = data_of(render_page(graph))["network"]
    lines = dict(zip(graph.claims, network["edges"], strict=True))

    def look(subject: str, relation: str, object_: str) -> tuple[Any, float]:
        edge = lines[f"soma:{subject}--soma:{relation}--soma:{object_}"]
        return edge.get("dashes", False), edge["width"]

    assert look("psoas-major", "arisesFrom", "l3-vertebra") == (False, 3.2)
    assert look("psoas-major", "mayPlayRoleIn", "anxiety") == ([10, 6], 1.1)
    assert look("constructive-rest", "reportedlyUsedFor", "anxiety") == ([2, 5], 3.2)
    assert look("tight-psoas-major", "likelyAffects", "diaphragm") == ([10, 6], 2.0)


def test_the_drawing_is_of_paths_that_are_known(graph: KnowledgeGraph) -> None:
    root = ET.fromstring(files_text("body.svg"))  # noqa: S314 - our own file
    known = {"d", "class", "data-entity", "data-pair", "data-twin", "data-line", "data-layer"}
    for path in root:
        assert path.tag.endswith("}path")
        assert set(path.attrib) <= known
        entity = path.get("data-entity")
        if entity:
            place = graph.entities[somagraph.resolve(graph, entity)].place
            assert place is not None, entity
            assert path.get("data-layer", "middle") == place.depth, entity
    outlined = {path.get("data-entity") for path in root}
    assert outlined >= {
        "soma:vagus-nerve", "soma:diaphragm", "soma:psoas-fascia", "soma:brainstem", "soma:brain",
    }  # fmt: skip
    assert render_page(graph).count("<path ") == len(root)


def chain(length: int) -> str:
    labels = "".join(f'ex:n{i} rdfs:label "thing {i}" .\n' for i in range(length))
    links = "".join(f"ex:n{i} ex:touches ex:n{i + 1} .\n" for i in range(length - 1))
    return labels + links


def test_a_large_picture_opens_on_the_body_and_knows_the_rest(load_turtle: Loader) -> None:
    large = load_turtle(chain(2000) + "ex:n0 ex:touches soma:kidney .\n")
    page = data_of(render_page(large))
    shown = {node["id"] for node in page["network"]["nodes"]}
    assert 150 < len(shown) <= 400
    assert {"soma:psoas-major", "soma:kidney", "soma:tight-psoas-major"} <= shown
    assert len(page["data"]["entities"]) > 2000
    assert len(page["data"]["claims"]) == len(large.claims)
    assert len(page["data"]["edges"]) == len(page["network"]["edges"]) < len(large.claims)


def test_a_large_picture_opens_on_the_answer_it_was_written_for(load_turtle: Loader) -> None:
    large = load_turtle(chain(2000))
    answer = somagraph.connect(large, "thing 700", "thing 702")
    shown = {node["id"] for node in data_of(render_page(large, answer))["network"]["nodes"]}
    assert {"https://example.org/n700", "https://example.org/n702"} <= shown
    assert len(shown) <= 400


def test_a_graph_without_a_body_opens_on_its_busiest_thing(tmp_path: Path) -> None:
    path = tmp_path / "star.ttl"
    prefixes = (
        "@prefix ex: <https://example.org/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    rays = "".join(f"ex:n{i} ex:touches ex:n7 .\n" for i in range(900, 910))
    path.write_text(prefixes + chain(2000) + rays, "utf-8")
    page = data_of(render_page(somagraph.load(path, bundled=False)))
    shown = {node["id"] for node in page["network"]["nodes"]}
    assert "https://example.org/n7" in shown
    assert "https://example.org/n905" in shown
    assert len(shown) == 400


def test_an_empty_graph_still_has_a_page(tmp_path: Path) -> None:
    path = tmp_path / "one.ttl"
    path.write_text(
        '<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "a" .', "utf-8"
    )
    page = data_of(render_page(somagraph.load(path, bundled=False)))
    assert [entity["label"] for entity in page["data"]["entities"]] == ["a"]
