"""Measure the page side by side with the one that pyvis itself writes; prints ratios of medians.

Run it in an environment that has the project and its development requirements installed, with a
Chromium. No test depends on a figure of this.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, sync_playwright
from pyvis.network import Network

import somagraph
from bench import tell
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

_ROUNDS = 5

#: What a person waits for on pyvis' page: the bar that stands in front of it is full.
_STOCK_READY = "document.getElementById('text')?.innerHTML === '100%'"
_OUR_READY = "document.body.dataset.ready === 'true'"


def make_graph(folder: Path, count: int) -> KnowledgeGraph:
    """Return a seeded graph of as many entities, some with very many claims."""
    random = Random(11)  # noqa: S311 - a graph to measure, the same each time
    path = folder / f"{count}.ttl"
    lines = [
        "@prefix ex: <https://example.org/> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
        *(f'ex:n{i} rdfs:label "thing {i}" .' for i in range(count)),
    ]
    lines += [
        f"ex:n{i} ex:touches ex:n{int(i * random.random() ** 3)} ."
        for i in range(1, count)
        for _ in range(2)
    ]
    path.write_text("\n".join(lines), "utf-8")
    return somagraph.load(path, bundled=False)


def stock_page(graph: KnowledgeGraph) -> str:
    """Return the page that pyvis writes of the same entities and claims."""
    network = Network(directed=True, cdn_resources="in_line")
    for entity in graph.entities.values():
        network.add_node(entity.id, label=entity.label)
    for claim in graph.claims.values():
        network.add_edge(claim.subject, claim.object, title=graph.relations[claim.relation].label)
    return str(network.generate_html())


def open_until(browser: Browser, page_path: Path, ready: str) -> float:
    """Return the seconds until a page, opened from disk without a network, can be used."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    start = time.perf_counter()
    page.goto(page_path.as_uri(), wait_until="commit")
    page.wait_for_function(ready, timeout=300_000)
    taken = time.perf_counter() - start
    context.close()
    return taken


def compare_writing(folder: Path, count: int) -> None:
    """Write the page of many entities once each: pyvis takes its time."""
    graph = make_graph(folder, count)
    taken = []
    for render in (render_page, stock_page):
        start = time.perf_counter()
        size = len(render(graph).encode())
        taken.append(time.perf_counter() - start)
        print(f"  {render.__name__}: {size / 1e6:.2f} MB")
    tell(f"write the page of {count} entities", *taken, "pyvis")


def compare_opening(folder: Path, count: int) -> None:
    """Open the page of a graph until it can be used."""
    graph = make_graph(folder, count)
    ours, theirs = folder / "ours.html", folder / "theirs.html"
    ours.write_text(render_page(graph), "utf-8")
    theirs.write_text(stock_page(graph), "utf-8")
    path = os.environ.get("SOMAGRAPH_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        pairs = [
            (open_until(browser, ours, _OUR_READY), open_until(browser, theirs, _STOCK_READY))
            for _ in range(_ROUNDS)
        ]
        browser.close()
    ours_taken, theirs_taken = (statistics.median(column) for column in zip(*pairs, strict=True))
    tell(f"open the page of {count} entities", ours_taken, theirs_taken, "pyvis")


def main() -> int:
    """Run both comparisons; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        compare_opening(Path(folder), 200)
        compare_writing(Path(folder), 20_000)
    return 0


if __name__ == "__main__":
    sys.exit(main())
