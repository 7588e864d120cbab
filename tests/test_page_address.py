"""The page's address: what it keeps, and going back and on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from browsing import Open, ask, lit, pixels_of
from somagraph.cli import main
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

pytestmark = pytest.mark.browser

Loader = Callable[[str], KnowledgeGraph]


def test_choosing_a_connection_lights_it_up_and_keeps_it_in_the_address(
    html: str, open_page: Open
) -> None:
    page = open_page(html)
    ask(page, "psoas", "kidney")
    assert lit(page) == {
        "soma:psoas-major", "soma:kidney", "soma:kidney--soma:liesInFrontOf--soma:psoas-major",
    }  # fmt: skip
    before = pixels_of(page)
    page.click(".connections > li:nth-child(4) .pick")
    assert "soma:iliohypogastric-nerve" in lit(page)
    assert pixels_of(page) != before
    assert page.url.endswith("&show=4")
    assert page.locator(".pick[aria-current=true]").count() == 1
    page.click(".body-alone .pick")
    assert page.url.endswith("&show=anatomy")
    again = open_page(html, page.url.partition("#")[2])
    assert again.inner_text("#answer h2") == "What connects the psoas major to the kidney?"
    assert lit(again) == lit(page)


def test_what_a_step_follows_from_is_lit_as_well(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:pelvic-floor&to=soma:diaphragm")
    assert "It follows from: The coccyx is part of the vertebral column." in page.inner_text(
        "#answer"
    )
    assert {"soma:coccyx", "soma:coccyx--soma:partOf--soma:vertebral-column"} <= lit(page)


def test_the_choice_beyond_the_first_five_is_kept(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:kidney")
    page.click("text=Show more")
    page.click(".connections > li:nth-child(12) .pick")
    again = open_page(html, page.url.partition("#")[2])
    assert again.locator(".connections > li").count() == 12
    assert lit(again) == lit(page)


def test_filters_alone_stand_in_the_address(html: str, open_page: Open) -> None:
    page = open_page(html, "no-family=causal&without=soma:gray-1918")
    families = page.locator("#families label", has_text="what leads to what").locator("input")
    assert not families.is_checked()
    assert page.url.endswith("without=soma:gray-1918")
    page.click("#reset")
    assert families.is_checked()
    assert "#" not in page.url
    page.go_back()
    page.wait_for_function("location.hash.includes('causal')")
    assert not families.is_checked()


def test_an_address_of_unknown_things_says_so(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:nonsense")
    assert "The address names what is not here: soma:nonsense." in page.inner_text("#card")
    page = open_page(html, "from=soma:psoas-major&to=soma:anxiety&without=Stop+your+medication")
    assert "medication" not in page.inner_text("body")


def test_a_card_in_the_address_is_no_trap_for_going_back(html: str, open_page: Open) -> None:
    page = open_page(html)
    page.evaluate("location.hash = '#about=soma:kidney'")
    page.wait_for_selector("#card h2")
    page.go_back()
    page.wait_for_selector("#start:not([hidden])")


def test_more_steps_and_no_options_are_asked_for_as_suggested(
    load_turtle: Loader, open_page: Open
) -> None:
    labels = "".join(f'ex:n{i} rdfs:label "link {i}" .\n' for i in range(10))
    steps = "".join(f"ex:n{i} ex:leadsOn ex:n{i + 1} .\n" for i in range(8))
    page = open_page(render_page(load_turtle(labels + steps)))
    ask(page, "link 0", "link 8")
    assert "allow 8 steps" in page.inner_text("#answer")
    page.click("text=Ask it that way")
    assert page.locator(".connections > li").count() == 1
    assert "Of up to 8 steps." in page.inner_text("#answer")
    assert "hops=8" in page.url
    page.click("#legend > summary")
    page.locator("#kinds label", has_text="nerve").first.locator("input").uncheck()
    assert page.locator(".connections > li").count() == 1
    page.click("#families label:has-text('what it does')")
    assert "allow every relation" in page.inner_text("#answer")
    page.click("text=Ask it that way")
    assert page.locator(".connections > li").count() == 1


def test_going_back_leads_to_the_question_before(html: str, open_page: Open) -> None:
    page = open_page(html)
    ask(page, "psoas", "kidney")
    ask(page, "psoas", "anxiety")
    page.go_back()
    page.wait_for_function("document.querySelector('#to').value === 'kidney'")
    assert page.inner_text("#answer h2") == "What connects the psoas major to the kidney?"


def test_what_was_chosen_stays_chosen_and_going_back_undoes_a_tick(
    html: str, open_page: Open
) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:kidney")
    page.click(".connections > li:nth-child(4) .pick")
    before = lit(page)
    page.click("text=Choose whom to hear")
    page.locator("#sources label", has_text="Marlysa Sullivan").locator("input").uncheck()
    assert lit(page) == before
    assert page.url.endswith("&show=2&without=soma%3Amarlysa-sullivan")
    page.go_back()
    page.wait_for_function("() => !location.hash.includes('sullivan')")
    assert "A tight psoas major affects the kidney." in page.inner_text(".connections")
    assert lit(page) == before


def test_a_page_written_for_an_answer_goes_on_from_its_question(
    tmp_path: Path, open_page: Open
) -> None:
    path = tmp_path / "written.html"
    asked = ["connect", "psoas", "fight-or-flight", "-k", "2", "--html", str(path)]
    assert CliRunner().invoke(main, asked).exit_code == 0
    page = open_page(path.read_text("utf-8"))
    assert page.input_value("#from") == "psoas major"
    assert page.input_value("#to") == "fight-or-flight"
    assert page.locator(".connections > li").count() == 2
    page.click("#swap")
    page.press("#to", "Enter")
    page.wait_for_function("document.querySelector('#answer h2').innerText.endsWith('major?')")
