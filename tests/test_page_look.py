"""Looking around in the page: legend, cards, table, picture."""

from __future__ import annotations

import re

import pytest

from browsing import Open, ask, lit, pixels_of
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId

pytestmark = pytest.mark.browser


def test_a_card_of_many_claims_shows_what_is_open_on_it(html: str, open_page: Open) -> None:
    page = open_page(html, "about=soma:psoas-major")
    assert "soma:l3-vertebra" not in lit(page)
    assert "soma:anxiety" in lit(page)
    page.click(".family[data-family=anatomical] > summary")
    page.wait_for_function("() => somagraph.shown().entities.includes('soma:l3-vertebra')")
    page.click(".family[data-family=causal] > summary")
    page.wait_for_function("() => !somagraph.shown().entities.includes('soma:anxiety')")


def test_browser_shortcuts_pass_through_the_picture(html: str, open_page: Open) -> None:
    page = open_page(html)
    page.focus("#picture")
    taken = page.evaluate(
        """() => [["+", "ctrlKey"], ["0", "metaKey"], ["ArrowLeft", "altKey"], ["+", ""]].map(
          ([key, held]) => !document.querySelector("#picture").dispatchEvent(new KeyboardEvent(
            "keydown", { key, bubbles: true, cancelable: true, [held]: true })))"""
    )
    assert taken == [False, False, False, True]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "closer"


def test_hovering_names_what_is_there(html: str, open_page: Open) -> None:
    page = open_page(html)
    before = pixels_of(page)
    page.mouse.move(*page.evaluate("() => somagraph.toScreen(-330, 1640)"))
    page.wait_for_selector("#picture.pointing")
    assert pixels_of(page) != before


def test_according_to_turns_a_source_off_and_computes_anew(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:kidney&no-standing=research")
    assert "The psoas major lies behind the kidney." in page.inner_text(
        ".connections > li >> nth=0"
    )
    page.click("#legend > summary")
    page.click("text=According to")
    before = page.inner_text(".connections > li >> nth=0")
    assert "Gray 1918, p. 1217]" in before
    page.locator("#sources label", has_text="Gray 1918").locator("input").first.uncheck()
    assert "Gray 1918" not in page.inner_text(".connections")
    assert "Without what these say: Gray 1918." in page.inner_text("#answer")
    page.locator("#sources label", has_text="anatomy.app, Kidneys").locator("input").uncheck()
    assert "is connected by fascia" in page.inner_text(".connections > li >> nth=0")
    page.locator("#sources label", has_text="Marlysa Sullivan").locator("input").uncheck()
    assert "fascia" not in page.inner_text(".connections > li >> nth=0")
    assert "Sullivan" not in page.inner_text(".connections")
    assert "not medical advice" in page.inner_text("footer")


def test_no_filter_removes_the_warning_signs(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:low-back-pain")
    page.click("#legend > summary")
    page.click("text=According to")
    for box in page.locator("#legend input").all():
        box.uncheck()
    assert "Nothing here connects them." in page.inner_text("#answer")
    assert "Needs emergency care" in page.inner_text("#answer")
    assert "Some signs need a doctor" in page.inner_text("#answer")
    assert "not medical advice" in page.inner_text("footer")


def test_a_card_says_what_answers_leave_out(html: str, open_page: Open) -> None:
    page = open_page(html, "about=soma:kidney&without=soma:gray-1918")
    assert "The card has everything, also what answers leave out." in page.inner_text("#card")
    assert "Without what these say: Gray 1918." in page.inner_text("#card")


def test_the_mark_of_a_dispute_is_not_covered_by_its_words(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:hip-flexion")
    claim = "soma:psoas-major--soma:hasAction--soma:hip-flexion"
    x, y = page.evaluate("(id) => somagraph.middleOf(id)", claim)
    page.mouse.click(x, y)
    opened = page.locator(".connections > li >> nth=0").locator(".evidence[open]")
    assert opened.count() == 1
    assert page.evaluate("(id) => somagraph.line(id).arrows.middle.type", claim) == "bar"
    assert page.evaluate("([x, y]) => somagraph.isWritten(x, y)", [x, y]) is False


def test_the_legend_filters_picture_and_answers(html: str, open_page: Open) -> None:
    page = open_page(html)
    before = pixels_of(page)
    kinds = page.locator("#kinds label", has_text="nerve").first
    assert re.search(r"\d+$", kinds.inner_text())
    kinds.locator("input").uncheck()
    assert pixels_of(page) != before
    kinds.locator("input").check()
    assert pixels_of(page) == before
    page.locator("#layers label", has_text="deep").locator("input").uncheck()
    assert pixels_of(page) != before
    page.click("text=Start again")
    assert pixels_of(page) == before
    page.locator("#families label", has_text="what leads to what").locator("input").uncheck()
    page.locator("#standings label", has_text="clients").locator("input").uncheck()
    ask(page, "psoas", "anxiety")
    told = page.inner_text("#answer")
    assert "may play a role in anxiety" not in told
    assert "Only claims of what the body has, what it does, what is done." in told
    assert "no-family=causal" in page.url
    assert "no-standing=testimony" in page.url


def test_the_legend_tells_certainty_in_words(html: str, open_page: Open) -> None:
    legend = open_page(html).inner_text("#legend")
    for words in (
        "in standard textbooks", "a study reports", "a practitioner says",
        "clients are said to report", "says it is likely", "says it may",
        "the source calls this link indirect", "sources disagree: see both",
        "What a source denies is no line", "Places are schematic, not measured",
        "Grades are editorial, not probabilities",
    ):  # fmt: skip
        assert words in legend


def test_denials_disputes_and_what_is_not_said_are_told(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-lengthening-pose&to=soma:overdrive-muscle-tension")
    assert "the source says it does little" in page.inner_text(".denial")
    page = open_page(html, "from=soma:psoas-major&to=soma:spinal-flexion")
    assert "Sources disagree: see both." in page.inner_text("#answer .dispute >> nth=0")
    page = open_page(html, "from=soma:constructive-rest&to=soma:anxiety")
    told = page.inner_text("#answer")
    assert "No source here says that Constructive Rest relieves anxiety." in told
    assert "clients are said to report" in told


@pytest.mark.parametrize(
    ("about", "told", "address"),
    [
        ("psoas-major", "UBERON:0001298 (exact)", "http://purl.obolibrary.org/obo/UBERON_0001298"),
        ("l1-vertebra", "TA2:1068 (broad)", "https://ta2viewer.openanatomy.org/?id=1068"),
        ("anxiety", "MESH:D001007 (close)", "http://id.nlm.nih.gov/mesh/D001007"),
    ],
)
def test_a_card_leads_to_other_vocabularies(
    html: str, open_page: Open, about: str, told: str, address: str
) -> None:
    page = open_page(html, f"about=soma:{about}")
    assert told in page.inner_text("#card")
    link = page.locator("#card a", has_text=told.partition(" ")[0])
    assert link.get_attribute("href") == address


def test_a_card_has_it_all(graph: KnowledgeGraph, html: str, open_page: Open) -> None:
    page = open_page(html, "about=soma:psoas-major")
    card = page.inner_text("#card")
    for words in (
        "psoas major\n\nmuscle", "Our words; see Gray 1918", "Also called: psoas", "States:",
        "In the body",
    ):  # fmt: skip
        assert words in card
    touching = len(graph.claims_about(EntityId("soma:psoas-major")))
    assert f"Claims ({touching})" in card
    page.locator("#card a", has_text="tight psoas major").first.click()
    assert page.inner_text("#card h2").endswith("tight psoas major")
    assert "about=soma%3A" in page.url
    page.click("text=What connects it to")
    assert page.evaluate("document.activeElement.id") == "to"
    assert page.input_value("#from").endswith("tight psoas major")


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("anxiety", "No source here says what relieves it."),
        ("anxiety", "Anxiety is a reason clients give for using Constructive Rest."),
        ("constructive-rest", "1. Lie down face up, the lower legs apart on a chair."),
        ("constructive-rest", "safe for no one in particular"),
        ("stretching-psoas", "is often done where the need is said to be strengthening"),
        ("low-back-pain", "Needs emergency care"),
    ],
)
def test_cards_answer_what_people_come_to_ask(
    html: str, open_page: Open, about: str, words: str
) -> None:
    assert words in open_page(html, f"about=soma:{about}").inner_text("#card").replace("\n", " ")


def test_a_dot_an_outline_a_line_and_a_twin_can_be_clicked(html: str, open_page: Open) -> None:
    page = open_page(html)

    def click(x: float, y: float) -> None:
        at = page.evaluate("([x, y]) => somagraph.toScreen(x, y)", [x, y])
        page.mouse.click(*at)

    spots = page.evaluate("() => Object.fromEntries(somagraph.spots())")
    click(*spots["soma:patella"])
    assert page.inner_text("#card h2") == "patella"
    page.click("#reset")
    x, y = spots["soma:rib-12"]
    click(-x, y)
    assert page.inner_text("#card h2") == "twelfth rib"
    page.click("#reset")
    click(-330, 1640)
    assert page.inner_text("#card h2") == "rectus femoris"
    ask(page, "psoas", "kidney")
    line = page.evaluate("() => somagraph.middleOf([...somagraph.shown().claims][0])")
    page.mouse.click(*line)
    opened = page.locator(".connections > li >> nth=0").locator(".evidence[open]")
    assert "Place: p. 1217" in opened.inner_text()
    # What is dimmed is not in the way; what is left out of the answer is told on a card.
    click(-330, 1640)
    assert page.inner_text("#answer h2") == "What connects the psoas major to the kidney?"


def test_the_picture_is_walked_by_keys(html: str, open_page: Open) -> None:
    page = open_page(html)
    before = pixels_of(page)
    page.focus("#picture")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    told = page.inner_text("#status")
    assert "," in told
    page.keyboard.press("Enter")
    assert page.inner_text("#card h2") == told.rpartition(",")[0]
    page.click("#reset")
    page.focus("#picture")
    page.keyboard.press("+")
    assert pixels_of(page) != before
    page.keyboard.press("0")
    page.evaluate("document.activeElement.blur()")
    assert pixels_of(page) == before


def test_the_table_shows_what_the_picture_shows(
    html: str, open_page: Open, graph: KnowledgeGraph
) -> None:
    page = open_page(html)
    page.click("#tabular")
    assert page.get_attribute("#tabular", "aria-pressed") == "true"
    assert f"All that is not left out: {len(graph.claims)} claims" in page.inner_text("caption")
    ask(page, "psoas", "anxiety")
    assert page.locator("#table tbody tr").count() == 1
    row = page.inner_text("#table tbody tr")
    assert "The psoas major may play a role in anxiety." in row
    assert "a practitioner says it may" in row
    assert "Crimando, P3.3" in row
    page.click("#table a")
    assert page.inner_text("#card h2") == "psoas major"
    assert page.inner_text("caption").startswith("About the psoas major: ")
    page.click("#reset")
    page.locator("#kinds label", has_text="muscle").first.locator("input").uncheck()
    muscles = {e for e in graph.entities if graph.is_a(e, "soma:MuscularStructure")}
    left = [c for c in graph.claims.values() if not muscles & {c.subject, c.object}]
    assert page.inner_text("caption") == f"All that is not left out: {len(left)} claims"
    shown = page.locator("#table tbody tr").count()
    while page.locator("#table .action").is_visible():
        page.click("#table .action")
    assert page.locator("#table tbody tr").count() == len(left) > shown
    page.click("#tabular")
    assert page.locator("#table").is_hidden()


def test_the_picture_is_still_and_the_same_each_time(html: str, open_page: Open) -> None:
    page = open_page(html)
    before = pixels_of(page)
    page.wait_for_timeout(400)
    assert pixels_of(page) == before
    assert pixels_of(open_page(html)) == before
