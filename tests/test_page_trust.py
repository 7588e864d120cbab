"""The page under hostile data, in a sandbox, for everybody, and with very much in it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import somagraph
from browsing import Open, ask, wait_until_ready
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

pytestmark = pytest.mark.browser

HOSTILE = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "</script><script>window.hit = 1</script>",
    "<!--<script>",
    "{{ 7 * 7 }} ${7 * 7} {% raw %}",
    "javascript:window.hit=1",
    "__proto__",
    "constructor",
    '" onmouseover="window.hit = 1',
    "\u2028\u2029 \u202e reversed \u2066 isolated",
    "\x01\x1b[31m control \ufffe\uffff",
    "x" * 100_000,
    "</style><style>@import 'http://127.0.0.1:9/x.css'; * { background: url(//127.0.0.1:9/x) }",
    "<svg onload=window.hit=1><a xlink:href='javascript:window.hit=1'>x</a></svg>",
    "<% 7*7 %> #{7*7} [[7*7]] {{constructor.constructor('window.hit=1')()}}",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
]


def literal(text: str) -> str:
    escaped = "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or c in '"\\' else c for c in text)
    return f'"{escaped}"'


@pytest.fixture
def hostile_html(load_turtle: Callable[[str], KnowledgeGraph]) -> str:
    triples = "".join(
        f"ex:h{i} rdfs:label {literal(text)} ; skos:definition {literal(text)} ;"
        f" skos:altLabel {literal('also ' + text)} ;"
        f" skos:exactMatch <javascript:window.hit=1> ; soma:adjacentTo soma:kidney .\n"
        for i, text in enumerate(HOSTILE)
    )
    return render_page(load_turtle(triples))


def test_hostile_text_stays_text_everywhere(hostile_html: str, open_page: Open) -> None:
    page = open_page(hostile_html)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for i, text in enumerate(HOSTILE):
        page.goto(page.url.partition("#")[0] + f"#about=https%3A%2F%2Fexample.org%2Fh{i}")
        page.wait_for_function("(i) => location.hash.includes(`h${i}`)", arg=str(i))
        page.wait_for_selector("#card h2")
        shown = page.inner_text("#card h2")
        if i < 7:
            assert shown == text
        assert not set("\u202e\u2066\x01\x1b") & set(shown)
    for text in HOSTILE[:9]:
        ask(page, text, "kidney")
        assert "lies beside the kidney." in page.inner_text("#answer")
    page.click(".take >> text=Copy as text")
    page.click("#tabular")
    page.click("#reset")
    table = page.inner_text("#table")
    assert not set("\u202e\u2066\x01\x1b") & set(table)
    page.click("#quizzing")
    assert page.evaluate("window.hit") is None
    made = "document.querySelectorAll('main img, main script, main iframe, [onmouseover]').length"
    assert page.evaluate(made) == 0
    links = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol)")
    assert set(links) <= {"file:", "http:", "https:"}
    assert {address.partition(":")[0] for address in asked} <= {"file", "data", "blob"}


def test_pictures_of_hostile_text_are_well_formed(hostile_html: str, open_page: Open) -> None:
    page = open_page(hostile_html, "about=soma:kidney")
    with page.expect_download() as download:
        page.click(".take >> text=SVG")
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - only here

    ET.parse(download.value.path())  # noqa: S314 - made by the page under test


def test_an_address_is_no_way_in(graph: KnowledgeGraph, open_page: Open) -> None:
    html = render_page(graph)
    for address in (
        "from=<script>&to=soma:kidney", "about=__proto__", "from=soma:kidney&to=soma:kidney",
        "show=99&from=soma:psoas-major&to=soma:kidney", "%E0%A4%A", "about=soma:kidney&show=x",
        "without=nobody&no-family=nothing&no-standing=x", "from=soma:kidney&to=soma:femur&via=x",
    ):  # fmt: skip
        page = open_page(html, address)
        assert page.locator("#picture canvas").is_visible()


def test_the_policy_stops_what_would_ask_the_network(
    graph: KnowledgeGraph, browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(render_page(graph), "utf-8")
    page = browser.new_page()
    sent: list[str] = []
    page.on("requestfinished", lambda request: sent.append(request.url))
    page.on("requestfailed", lambda request: sent.append(str(request.failure)))
    page.goto(path.as_uri())
    wait_until_ready(page)
    outcome = page.evaluate(
        """async () => {
          const image = new Promise((done) => {
            const made = new Image();
            made.onload = made.onerror = (event) => done(event.type);
            made.src = "http://127.0.0.1:9/picture.png";
          });
          const script = new Promise((done) => {
            const made = document.createElement("script");
            made.textContent = "window.hit = 1";
            document.body.append(made);
            done(String(window.hit));
          });
          const got = fetch("http://127.0.0.1:9/").then(() => "sent", (problem) => problem.name);
          return Promise.all([image, script, got]);
        }"""
    )
    assert outcome == ["error", "undefined", "TypeError"]
    assert sent == [path.as_uri(), "csp"]
    page.close()


THEMES = ["light", "dark"]


def violations(page: Page) -> list[str]:
    found = Axe().run(page)
    return [
        f"{v['id']}: {node['html'][:120]}"
        for v in found.response["violations"]
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_that_keeps_people_out(
    graph: KnowledgeGraph, open_page: Open, theme: str
) -> None:
    html = render_page(graph)
    page = open_page(html, color_scheme=theme)
    assert violations(page) == []
    page.click("#legend summary:has-text('According to')")
    page.fill("#search", "vert")
    assert violations(page) == []
    page.keyboard.press("Escape")
    for pair in (
        ("psoas", "low back pain"),
        ("psoas lengthening pose", "psoas"),
        ("L1", "anxiety"),
    ):
        page.fill("#from", pair[0])
        page.fill("#to", pair[1])
        page.press("#to", "Enter")
        assert violations(page) == []
    page = open_page(html, "about=soma:psoas-major", color_scheme=theme)
    assert violations(page) == []
    page.click("#tabular")
    assert violations(page) == []
    page.click("#quizzing")
    page.click("text=Show the answer")
    assert violations(page) == []
    phone = {"width": 390, "height": 844}
    page = open_page(
        html, "from=soma:psoas-major&to=soma:kidney", color_scheme=theme, viewport=phone
    )
    assert violations(page) == []


def test_nothing_moves_by_itself(graph: KnowledgeGraph, open_page: Open) -> None:
    page = open_page(render_page(graph), reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every((e) => "
        "getComputedStyle(e).transitionDuration === '0s' && "
        "getComputedStyle(e).animationName === 'none')"
    )


def test_a_notebook_shows_graph_and_answer_in_a_sandbox(
    graph: KnowledgeGraph, open_page: Open
) -> None:
    answer = somagraph.connect(graph, "psoas", "anxiety")
    for shown in (graph, answer):
        frame_html = shown._repr_html_()
        assert frame_html is not None
        page = open_page(
            f'<!doctype html><meta charset="utf-8"><body data-ready="true">{frame_html}</body>'
        )
        frame = page.frames[1]
        frame.wait_for_selector("body[data-ready=true]")
        frame.fill("#from", "psoas")
        frame.fill("#to", "kidney")
        frame.press("#to", "Enter")
        assert frame.inner_text("#answer h2") == "What connects the psoas major to the kidney?"
        frame.click(".connections > li:nth-child(2) .pick")
        frame.click("#card a, #reset")
        assert frame.evaluate("window.origin") == "null"
    assert escape("What connects the psoas major to anxiety?") in str(answer._repr_html_())


def test_twenty_thousand_things_open_and_are_reached_by_search(
    load_turtle: Callable[[str], KnowledgeGraph], open_page: Open
) -> None:
    count = 20_000
    labels = "".join(f'ex:n{i} rdfs:label "thing {i}" .\n' for i in range(count))
    links = "".join(f"ex:n{i} ex:touches ex:n{i // 3} .\n" for i in range(1, count))
    hub = "".join(f"ex:n{i} ex:names ex:n9 .\n" for i in range(100, 1100))
    page = open_page(render_page(load_turtle(labels + links + hub)))
    page.fill("#search", "thing 15000")
    page.press("#search", "Enter")
    assert page.inner_text("#card h2") == "thing 15000"
    spots = dict(page.evaluate("() => somagraph.spots()"))
    assert spots.keys() == {"https://example.org/n15000", "https://example.org/n5000"}
    ask(page, "thing 15000", "thing 1666")
    assert "Thing 15000 touches thing 5000." in page.inner_text("#answer")
    assert len(page.evaluate("() => somagraph.spots()")) == 3
    page.fill("#search", "thing 9")
    page.press("#search", "Enter")
    assert page.locator("#card .family > ul > li").count() == 120
    page.click("#card .action:has-text('more')")
    assert page.locator("#card .family > ul > li").count() == 240
    page.click("#reset")
    assert len(page.evaluate("() => somagraph.spots()")) <= 400
    wait_until_ready(page)
