"""The page around its answers: windows, themes, focus, quiz, where to start."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import somagraph
from browsing import Open, ask, pixels_of
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

pytestmark = pytest.mark.browser

Loader = Callable[[str], KnowledgeGraph]


def test_a_resized_window_shows_the_same(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:kidney")
    before = page.evaluate("somagraph.scale()")
    page.set_viewport_size({"width": 800, "height": 700})
    page.wait_for_timeout(300)
    page.set_viewport_size({"width": 1400, "height": 900})
    page.wait_for_timeout(300)
    assert page.evaluate("somagraph.scale()") == pytest.approx(before, rel=0.02)


def test_things_without_a_place_look_the_same_each_time(
    load_turtle: Loader, open_page: Open
) -> None:
    labels = "".join(f'ex:n{i} rdfs:label "thing {i}" .\n' for i in range(2000))
    links = "".join(f"ex:n{i} ex:touches ex:n{i + 1}, ex:n{i + 2} .\n" for i in range(1990))
    page = open_page(render_page(load_turtle(labels + links + "ex:n5 ex:nears ex:n6 .\n")))
    pictures = []
    for name in ("thing 1500", "thing 1200", "thing 1500"):
        page.fill("#search", name)
        page.press("#search", "Enter")
        page.locator("#search").blur()
        pictures.append(pixels_of(page))
    assert pictures[0] == pictures[2]
    page.fill("#search", "thing 5")
    page.press("#search", "Enter")
    near, touch = (f"https://example.org/n5--https://example.org/{r}--https://example.org/n6"
                   for r in ("nears", "touches"))  # fmt: skip
    places = [page.evaluate("(id) => somagraph.middleOf(id)", claim) for claim in (near, touch)]
    assert abs(places[0][1] - places[1][1]) > 8, "parallel lines lie on each other"


def test_focus_is_not_lost(html: str, open_page: Open) -> None:
    page = open_page(html)
    focused = "document.activeElement.closest('#answer, #card, #quiz') !== null"
    page.locator("#examples button").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(focused)
    page.goto(page.url.partition("#")[0] + "#from=soma:psoas-major&to=soma:kidney")
    page.wait_for_function("document.querySelector('#to').value === 'kidney'")
    page.locator("text=Show more").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "pick"
    page.goto(page.url.partition("#")[0] + "#about=soma:kidney")
    page.wait_for_selector("#card h2")
    page.locator("#card .family a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(focused)


def test_the_quiz_gives_way_to_a_question(html: str, open_page: Open) -> None:
    page = open_page(html)
    page.click("#quizzing")
    assert page.inner_text("#status").endswith("?")
    ask(page, "psoas", "kidney")
    assert page.locator("#quiz").is_hidden()
    page.click("#quizzing")
    assert page.locator("#answer").is_hidden()
    page.click("text=Show the answer")
    page.click("text=End the quiz")
    assert page.locator("#start").is_visible()
    assert page.evaluate("document.activeElement.id") == "quizzing"


def test_the_quiz_asks_what_textbooks_agree_on(
    html: str, open_page: Open, graph: KnowledgeGraph
) -> None:
    page = open_page(html)
    page.click("#quizzing")
    disputed = {claim for dispute in graph.disputes for claim in dispute.claims}
    asked = set()
    for _ in range(12):
        asked.add(page.inner_text("#quiz h2") + page.inner_text("#quiz .ask"))
        page.click("text=Show the answer")
        told = page.inner_text("#quiz")
        assert "[" in told
        assert "Crimando" not in told
        assert "So say the sources here; others may say more." in told
        for claim in page.evaluate("() => [...somagraph.shown().claims]"):
            assert claim not in disputed
            assert any(e.standing == "textbook" for e in graph.claims[claim].evidence)
        page.click("text=Knew it")
    assert len(asked) == 12
    assert "12 of 12 known" in page.inner_text("#quiz")
    page.click("text=End the quiz")
    assert page.locator("#quiz").is_hidden()


def test_light_and_dark_follow_the_system_and_the_button(html: str, open_page: Open) -> None:
    page = open_page(html, color_scheme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    pictured = pixels_of(page)
    page.click("#theme")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    assert pixels_of(page) != pictured
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024), (1280, 720), (2560, 1440)])
def test_nothing_runs_out_of_the_window(
    html: str, open_page: Open, width: int, height: int
) -> None:
    page = open_page(
        html,
        "from=soma:psoas-major&to=soma:low-back-pain",
        viewport={"width": width, "height": height},
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#picture canvas").is_visible()
    assert page.locator("#answer h2").is_visible()
    assert page.locator("footer").is_visible()


def test_examples_are_questions_to_click(html: str, open_page: Open) -> None:
    page = open_page(html)
    examples = page.locator("#examples button").all_inner_texts()
    assert "What connects the psoas to low back pain?" in examples
    assert len(examples) == 8
    page.click("#more-questions summary >> nth=0")
    every = page.locator("#start .examples button").all_inner_texts()
    assert len(every) >= 40
    for words in examples:
        page.click(f"#examples >> text={words}")
        assert page.locator("#start").is_hidden()
        assert page.locator("#answer h2, #card h2").first.is_visible()
        page.click("#reset")


def test_a_page_of_other_things_has_no_body_and_no_examples(
    tmp_path: object, open_page: Open
) -> None:
    path = tmp_path / "other.ttl"  # type: ignore[operator] # a path
    path.write_text(
        "@prefix ex: <https://example.org/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'ex:a rdfs:label "alpha" ; ex:touches ex:b . ex:b rdfs:label "beta" .\n',
        "utf-8",
    )
    page = open_page(render_page(somagraph.load(path, bundled=False)))
    assert page.locator("#start").is_hidden()
    ask(page, "alpha", "beta")
    assert "Alpha touches beta." in page.inner_text("#answer")
    assert "no source given" in page.inner_text("#answer")
