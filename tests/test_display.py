from __future__ import annotations

import sys
from html import unescape
from types import ModuleType

import pytest

import somagraph
from somagraph import display
from somagraph.answer import Answer
from somagraph.knowledge import KnowledgeGraph

BEFORE = (
    '<iframe sandbox="allow-scripts allow-downloads allow-modals allow-popups '
    'allow-popups-to-escape-sandbox" '
    'title="somagraph" width="100%" height="640" style="border:0" srcdoc="'
)
AFTER = '"></iframe>'


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Answer | None]:
    """Stand in for the page, and keep what it is asked to show."""
    asked: list[Answer | None] = []

    def render_page(graph: KnowledgeGraph, answer: Answer | None = None) -> str:
        asked.append(answer)
        return f"<p title=\"a 'b'\">{len(graph.claims)} &amp; </p>"

    page = ModuleType("somagraph.page")
    page.render_page = render_page  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "somagraph.page", page)
    return asked


def test_a_graph_shows_the_page_in_a_closed_frame(
    graph: KnowledgeGraph, shown: list[Answer | None]
) -> None:
    count = len(graph.claims)
    page = f"&lt;p title=&quot;a &#x27;b&#x27;&quot;&gt;{count} &amp;amp; &lt;/p&gt;"
    assert graph._repr_html_() == BEFORE + page + AFTER
    assert unescape(page) == f"<p title=\"a 'b'\">{count} &amp; </p>"
    assert shown == [None]


def test_the_frame_is_no_part_of_the_notebook() -> None:
    assert "allow-same-origin" not in BEFORE
    assert "allow-top-navigation" not in BEFORE


def test_an_answer_shows_the_page_with_itself(
    graph: KnowledgeGraph, shown: list[Answer | None]
) -> None:
    answer = somagraph.connect(graph, "psoas", "anxiety")
    html = answer._repr_html_()
    assert html is not None
    assert html.startswith(BEFORE + "&lt;p")
    assert shown == [answer]


def test_the_last_renderer_counts(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_registered", [])
    display.register(lambda *_: "first")
    display.register(lambda *_: "second")
    assert graph._repr_html_() == f"{BEFORE}second{AFTER}"


def test_without_a_renderer_a_notebook_shows_the_text(
    graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "_registered", [])
    assert graph._repr_html_() is None
    assert (
        repr(graph) == f"KnowledgeGraph({len(graph.entities)} entities, {len(graph.claims)} claims)"
    )


def test_the_text_beside_an_answer_does_not_hold_the_graph(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "anxiety")
    assert answer.graph is graph
    assert "KnowledgeGraph" not in repr(answer)


def test_equal_answers_of_two_loads_are_equal(graph: KnowledgeGraph) -> None:
    again = somagraph.load()
    one, other = (somagraph.connect(g, "psoas", "anxiety") for g in (graph, again))
    assert one == other
    assert hash(one) == hash(other)
