"""Asking the page, by keyboard and mouse, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from browsing import Open, ask, lit
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

pytestmark = pytest.mark.browser

Loader = Callable[[str], KnowledgeGraph]


def test_a_question_is_asked_by_keyboard_alone(html: str, open_page: Open) -> None:
    page = open_page(html)
    page.focus("#from")
    page.keyboard.type("greater ps")
    assert page.get_attribute("#from", "aria-expanded") == "true"
    options = page.locator("#from-list [role=option]")
    assert options.first.inner_text().startswith("psoas major")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#from", "aria-activedescendant") == "from-list-0"
    page.keyboard.press("Enter")
    assert page.input_value("#from") == "psoas major"
    assert page.evaluate("document.activeElement.id") == "to"
    page.keyboard.type("low back")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    told = page.inner_text("#answer")
    assert told.startswith("What connects the psoas major to low back pain?")
    assert "A large psoas major is linked to low back pain." in told
    assert "An overstretched psoas major may contribute to low back pain." in told
    assert "a practitioner says it may" in told
    assert "Needs emergency care" in told
    assert page.url.endswith("#from=soma%3Apsoas-major&to=soma%3Alow-back-pain")
    assert page.inner_text("#status").endswith("low back pain? 3 connections shown.")
    assert page.title().startswith("What connects the psoas major to low back pain?")
    assert lit(page) >= {"soma:psoas-major", "soma:large-psoas-major", "soma:low-back-pain"}


def test_escape_closes_the_suggestions_and_arrows_go_round(html: str, open_page: Open) -> None:
    page = open_page(html)
    page.focus("#search")
    page.keyboard.type("vertebra")
    count = page.locator("#search-list [role=option]").count()
    assert count > 3
    page.keyboard.press("ArrowUp")
    assert page.get_attribute("#search", "aria-activedescendant") == f"search-list-{count - 1}"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") == "search-list-0"
    page.keyboard.press("Escape")
    assert page.locator("#search-list").is_hidden()
    assert page.get_attribute("#search", "aria-expanded") == "false"


def test_a_suggestion_is_chosen_by_mouse(html: str, open_page: Open) -> None:
    page = open_page(html)
    page.fill("#search", "third lumbar")
    page.click("#search-list [role=option] >> text=L3 vertebra")
    card = page.inner_text("#card")
    assert card.startswith("L3 vertebra")
    assert "The L3 vertebra gives origin to the psoas major." in card
    assert "Gray 1918, p. 467; Crimando, P7.1] in standard textbooks" in card


def test_swap_and_through(html: str, open_page: Open) -> None:
    page = open_page(html)
    ask(page, "psoas", "anxiety")
    page.click("#swap")
    assert page.inner_text("#answer h2") == "What connects anxiety to the psoas major?"
    ask(page, "diaphragm", "femur")
    page.fill("#via", "psoas")
    page.press("#via", "Enter")
    assert "Only what leads through the psoas major." in page.inner_text("#answer")
    for row in page.locator(".connections > li").all():
        assert "psoas major" in row.inner_text()
    assert "via=soma%3Apsoas-major" in page.url
    page.click("text=Leave nothing out")
    assert "Only what leads through" not in page.inner_text("#answer")


def test_a_name_that_means_nothing_is_told_with_what_was_perhaps_meant(
    html: str, open_page: Open
) -> None:
    page = open_page(html)
    page.fill("#from", "unicorn")
    page.fill("#to", "psoas")
    page.press("#to", "Enter")
    assert page.inner_text("#card") == "Nothing here is called unicorn."
    assert page.get_attribute("#from", "aria-invalid") == "true"
    for typed, meant in (
        ("kidny", "kidney"),
        ("diafragm", "diaphragm"),
        ("lumbar", "lumbar spine"),
    ):
        page.fill("#from", typed)
        page.press("#from", "Enter")
        assert "Did you mean one of these?" in page.inner_text("#card")
        assert meant in page.locator("#card button").all_inner_texts()
    page.fill("#from", "kidny")
    page.press("#from", "Enter")
    page.click("#card button >> text=kidney")
    assert page.inner_text("#answer h2") == "What connects the kidney to the psoas major?"
    page.fill("#from", "psoas major")
    page.press("#from", "Enter")
    assert page.inner_text("#card") == "Both names mean the same thing; name two."
    assert page.inner_text("#status") == "Both names mean the same thing; name two."


def test_how_a_name_was_read_is_told(html: str, open_page: Open) -> None:
    page = open_page(html)
    ask(page, "psoas", "irritab")
    assert "'psoas' is read as the psoas major." in page.inner_text("#answer")
    assert "'irritab' is read as irritable bowel syndrome." in page.inner_text("#answer")


def test_the_busiest_of_equals_is_suggested_first(html: str, open_page: Open) -> None:
    page = open_page(html)
    page.fill("#from", "pso")
    assert page.inner_text("#from-list [role=option] >> nth=0").startswith("psoas major")


def test_what_was_chosen_is_what_is_asked_for(load_turtle: Loader, open_page: Open) -> None:
    twins = 'ex:a rdfs:label "twin" ; ex:at soma:kidney . ex:b rdfs:label "twin" ; ex:at ex:c .'
    page = open_page(render_page(load_turtle(twins + ' ex:c rdfs:label "+" .')))
    page.fill("#from", "twin")
    page.click("#from-list [role=option] >> nth=1")
    page.fill("#to", "kidney")
    page.press("#to", "Enter")
    assert "from=https%3A%2F%2Fexample.org%2Fb" in page.url
    page.click("#swap")
    assert "to=https%3A%2F%2Fexample.org%2Fb" in page.url
    page.fill("#from", "twin")
    page.press("#from", "Enter")
    assert "could be several things; choose one." in page.inner_text("#card")
    page.click("#card button >> nth=0")
    assert page.locator("#answer h2, #card p").first.is_visible()


def test_two_places_to_lead_through(html: str, open_page: Open) -> None:
    address = "from=soma:l1-vertebra&to=soma:femur&via=soma:psoas-major&via=soma:iliopsoas"
    page = open_page(html, address)
    assert page.input_value("#via") == "psoas major; iliopsoas"
    page.click("#asking")
    assert "through the psoas major and the iliopsoas" in page.inner_text("#answer")


def test_steps_open_their_evidence_and_the_weakest_is_marked(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:diaphragm&to=soma:anxiety")
    first = page.locator(".connections > li").first
    assert first.locator(".step").count() == 2
    assert "the weakest step" in first.locator(".step.weakest").inner_text()
    assert "may play a role in anxiety" in first.locator(".step.weakest").inner_text()
    first.locator(".step.weakest summary").click()
    opened = first.locator(".step.weakest").inner_text()
    assert "Facilitating Calm & Balance" in opened
    assert "Place: P3.3" in opened


def test_siblings_are_folded_and_open(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:low-back-pain")
    same = page.locator(".same").first
    assert "The same is said of a weak psoas major and a tight psoas major." in same.inner_text()
    same.locator("summary").click()
    assert "A weak psoas major may contribute to low back pain.\n[Crimando, P3.1]" in (
        same.inner_text()
    )


def test_more_connections_are_shown_on_demand(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:kidney")
    assert page.locator(".connections > li").count() == 5
    page.click("text=Show more")
    assert page.locator(".connections > li").count() == 20


def test_nothing_connects_them_and_what_would(html: str, open_page: Open) -> None:
    page = open_page(
        html, "from=soma:psoas-major&to=soma:anxiety&without=soma:crimando-psoas-article"
    )
    told = page.inner_text("#answer")
    assert "Without what these say: Crimando." in told
    assert "Nothing here connects them." in told
    assert "The smallest change that would connect them: hear Crimando as well." in told
    page.click("text=Ask it that way")
    assert "The psoas major may play a role in anxiety." in page.inner_text("#answer")
    assert "without" not in page.url


def test_the_steps_of_a_practice_stand_in_order(html: str, open_page: Open) -> None:
    page = open_page(html, "about=soma:constructive-rest")
    told = page.locator(".steps .done").all_inner_texts()
    assert [text[:2] for text in told] == ["1.", "Or", "2.", "3.", "4.", "5.", "6."]
    assert "[Crimando, P19.2]" in page.inner_text(".steps > li >> nth=0")
    # What may be done instead of a step is no step of it.
    page = open_page(html, "about=soma:constructive-rest-step-1")
    assert page.locator(".steps").count() == 0
