"""What several tests share: the shipped graph, loaded once, and small graphs made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import somagraph
from browsing import browser, open_page
from owl_tools import exports, owl_api
from somagraph.building import build_graph
from somagraph.dataset import read_bundled, read_files
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

__all__ = ["browser", "exports", "open_page", "owl_api"]


@pytest.fixture(scope="session")
def graph() -> KnowledgeGraph:
    return somagraph.load()


@pytest.fixture
def load_turtle(tmp_path: Path) -> Callable[[str], KnowledgeGraph]:
    """Load Turtle on top of the bundled graph; our prefixes need no declaration."""

    def load(text: str) -> KnowledgeGraph:
        path = tmp_path / "added.ttl"
        prefixes = (
            "@prefix soma: <https://w3id.org/somagraph/> .\n"
            "@prefix ex: <https://example.org/> .\n"
            "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
            "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
            "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        )
        path.write_text(prefixes + text, encoding="utf-8")
        return build_graph(read_files([path], base=read_bundled()))

    return load


@pytest.fixture(scope="session")
def html(graph: KnowledgeGraph) -> str:
    """The page of the shipped graph."""
    return render_page(graph)
