"""The page in a real Chromium, from disk, with the network cut and watched."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import somagraph
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page
from somagraph.page.content import build_answer
from somagraph.page.layout import build_layout

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
)

Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=os.environ.get("SOMAGRAPH_CHROMIUM"), args=FLAGS.split()
        )
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a page from disk; it must ask for nothing and complain of nothing."""
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    asked: list[str] = []
    complaints: list[str] = []

    def opened(html: str) -> Page:
        path = tmp_path / "page.html"
        path.write_text(html, "utf-8")
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready=true]", timeout=30_000)
        return page

    yield opened
    context.close()
    assert {url.partition("#")[0] for url in asked} == {(tmp_path / "page.html").as_uri()}
    assert complaints == []


@pytest.mark.browser
def test_a_name_leads_to_the_card_with_its_evidence(graph: KnowledgeGraph, open_page: Open) -> None:
    page = open_page(render_page(graph))
    page.fill("#search", "third lumbar vertebra")
    page.keyboard.press("Enter")
    card = page.inner_text("#card")
    assert card.startswith("L3 vertebra")
    assert "The psoas major arises from the L3 vertebra." in card
    assert "[Gray 1918, p. 467; Crimando, P7.1] in standard textbooks" in card
    page.fill("#search", "unicorn")
    page.keyboard.press("Enter")
    assert page.inner_text("#card") == "Nothing here is called unicorn."


@pytest.mark.browser
def test_a_click_opens_the_card_and_its_links_lead_on(
    graph: KnowledgeGraph, open_page: Open
) -> None:
    page = open_page(render_page(graph))
    page.fill("#search", "Constructive Rest")
    page.keyboard.press("Enter")
    assert "safe for no one in particular" in page.inner_text("#card")
    # The chosen one stands in the middle of the picture; another choice, then a click on it.
    box = page.locator("#picture canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.inner_text("#card h2") == "Constructive Rest"
    page.get_by_role("button", name="go to anxiety").first.click()
    assert page.inner_text("#card h2") == "anxiety"
    page.get_by_role("button", name="Show all").click()


@pytest.mark.browser
def test_an_answer_is_told_beside_the_picture(graph: KnowledgeGraph, open_page: Open) -> None:
    answer = somagraph.connect(graph, "psoas", "low back pain")
    page = open_page(render_page(graph, answer))
    told = page.inner_text("#answer")
    assert "may contribute to low back pain." in told
    assert "a practitioner says it may" in told
    assert "The same is said of" in told
    assert "Needs emergency care" in told
    assert "not medical advice" in page.inner_text("footer")


@pytest.mark.browser
def test_the_legend_tells_certainty_in_words(graph: KnowledgeGraph, open_page: Open) -> None:
    page = open_page(render_page(graph))
    legend = page.inner_text("#legend")
    for words in ("in standard textbooks", "a practitioner says", "clients are said to report"):
        assert words in legend


HOSTILE = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "</script><script>window.hit = 1</script>",
    "<!--<script>",
    "{{ 7 * 7 }} ${7 * 7} {% raw %}",
    "javascript:window.hit=1",
    "\u2028\u2029 \u202e reversed",
    "__proto__",
    "x" * 20_000,
]


@pytest.mark.browser
def test_hostile_text_stays_text(
    load_turtle: Callable[[str], KnowledgeGraph], open_page: Open
) -> None:
    def literal(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    triples = "".join(
        f"ex:h{i} rdfs:label {literal(text)} ; skos:definition {literal(text)} ;"
        f" soma:adjacentTo soma:kidney .\n"
        for i, text in enumerate(HOSTILE)
    )
    page = open_page(render_page(load_turtle(triples)))
    for text in HOSTILE[:6]:
        page.fill("#search", text)
        page.keyboard.press("Enter")
        assert page.inner_text("#card h2") == text
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.querySelectorAll('#panel img, #panel script').length") == 0


def test_the_page_is_one_file_that_asks_for_nothing(graph: KnowledgeGraph) -> None:
    html = render_page(graph)
    assert re.search(r"""<(?:script|link|img|iframe)[^>]*\s(?:src|href)=""", html) is None
    assert "default-src &#39;none&#39;; script-src &#39;sha256-" in html
    assert html.count("<script") == 3
    assert render_page(graph) == html


def test_no_two_entities_stand_in_one_place(graph: KnowledgeGraph) -> None:
    places = build_layout(graph)
    assert len(set(places.values())) == len(places) == len(graph.entities)


def test_the_head_is_up_and_the_left_side_is_on_the_right(graph: KnowledgeGraph) -> None:
    places = build_layout(graph)

    def at(name: str) -> tuple[float, float]:
        return places[somagraph.resolve(graph, name)]

    assert at("brainstem")[1] < at("diaphragm")[1] < at("sacrum")[1] < at("patella")[1]
    assert at("descending colon")[0] > 0 > at("ascending colon")[0]


def test_vis_network_is_the_file_that_was_vendored() -> None:
    vendor = files("somagraph.page").joinpath("vendor")
    digest = hashlib.sha256(vendor.joinpath("vis-network.min.js").read_bytes()).hexdigest()
    assert vendor.joinpath("SHA256SUMS").read_text("utf-8").split()[0] == digest


def compared(answer: dict[str, Any]) -> dict[str, Any]:
    """Keep the words: what lights up in the picture is the page's own."""

    def words(connection: dict[str, Any] | None) -> dict[str, Any] | None:
        kept = ("heading", "cautions", "steps")
        return connection and {key: connection[key] for key in kept}

    connections = [words(connection) for connection in answer["connections"]]
    return {**answer, "connections": connections, "anatomical": words(answer["anatomical"])}


def article_pairs(graph: KnowledgeGraph) -> list[tuple[str, str]]:
    return sorted(
        {
            (claim.subject, claim.object)
            for claim in graph.claims.values()
            if any(e.source == "soma:crimando-psoas-article" for e in claim.evidence)
        }
    )


@pytest.mark.browser
@pytest.mark.parametrize("part", range(4))
def test_the_page_answers_as_python_does(graph: KnowledgeGraph, open_page: Open, part: int) -> None:
    """Every pair that an article claim names, and 2,000 seeded others: same words, same order."""
    shown = sorted(e for e in graph.entities if graph.degrees[e])
    random = Random(2026)
    seeded = [tuple(random.sample(shown, 2)) for _ in range(2000)]
    pairs = [*article_pairs(graph), *seeded][part::4]
    page = open_page(render_page(graph))
    told = page.evaluate(
        "(pairs) => pairs.map(([one, other]) => somagraph.tell(one, other, 5))", pairs
    )
    for (one, other), theirs in zip(pairs, told, strict=True):
        ours = build_answer(graph, somagraph.connect(graph, one, other))
        assert compared(theirs) == compared(ours), (one, other)


@pytest.mark.browser
def test_the_page_ranks_paths_at_the_same_cost(graph: KnowledgeGraph, open_page: Open) -> None:
    page = open_page(render_page(graph))
    for one, other in (("soma:kidney", "soma:femur"), ("soma:diaphragm", "soma:anxiety")):
        told = page.evaluate(
            "([one, other]) => somagraph.connect(one, other, 12).groups.map("
            "(g) => [g.path.entities, g.path.cost, g.path.hops])",
            [one, other],
        )
        ours = somagraph.connect(graph, one, other, count=12).connections
        assert told == [[list(g.path.entities), g.path.cost, g.path.hops] for g in ours]


@pytest.mark.browser
def test_a_question_is_asked_by_keyboard_and_stands_in_the_address(
    graph: KnowledgeGraph, open_page: Open
) -> None:
    page = open_page(render_page(graph))
    page.focus("#from")
    page.keyboard.type("psoas")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("low back pain")
    page.keyboard.press("Enter")
    told = page.inner_text("#answer")
    assert told.startswith("What connects the psoas major to low back pain?")
    assert "may contribute to low back pain." in told
    assert "Needs emergency care" in told
    assert page.url.endswith("#from=soma%3Apsoas-major&to=soma%3Alow-back-pain")
    page.click("#swap")
    assert page.inner_text("#answer h2") == "What connects low back pain to the psoas major?"
    page.fill("#to", "unicorn")
    page.keyboard.press("Enter")
    assert "Nothing here is called unicorn." in page.inner_text("#card")


@pytest.mark.browser
def test_names_mean_the_same_in_the_page(graph: KnowledgeGraph, open_page: Open) -> None:
    page = open_page(render_page(graph))
    for name in ("psoas", "L3", "third lumbar vertebra", "rest and digest", "IBS", "kidneys",
                 "Constructive Rest", "breath capacity", "the vagus", "soma:femur"):  # fmt: skip
        found = page.evaluate("(name) => somagraph.find(name)", name)
        assert found == [somagraph.resolve(graph, name)]


@pytest.mark.browser
def test_an_address_opens_on_its_question(graph: KnowledgeGraph, open_page: Open) -> None:
    page = open_page(render_page(graph))
    page.goto(page.url + "#from=soma:psoas-major&to=soma:anxiety")
    page.reload()
    page.wait_for_selector("body[data-ready=true]")
    assert page.inner_text("#answer h2") == "What connects the psoas major to anxiety?"
    assert page.input_value("#to") == "anxiety"


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_body_is_drawn_behind_the_picture(
    graph: KnowledgeGraph, open_page: Open, theme: str
) -> None:
    page = open_page(render_page(graph))
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.reload()
    page.wait_for_selector("body[data-ready=true]")
    inked = page.evaluate(
        """() => {
          const canvas = document.querySelector("#picture canvas");
          const { width, height } = canvas;
          const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
          return data.filter((value, i) => i % 4 === 3 && value > 0).length / (width * height);
        }"""
    )
    assert inked > 0.02
