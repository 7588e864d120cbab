"""The page as people use it, by keyboard and mouse, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

import somagraph
from browsing import Open, ask
from somagraph.knowledge import KnowledgeGraph
from somagraph.page import render_page

pytestmark = pytest.mark.browser

Loader = Callable[[str], KnowledgeGraph]


@pytest.fixture(scope="module")
def html(graph: KnowledgeGraph) -> str:
    return render_page(graph)


def pixels_of(page: Page) -> bytes:
    """Return what the picture shows."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return page.locator("#picture canvas").screenshot()


def lit(page: Page) -> set[str]:
    """Return the ids of what the picture has lit up, of entities and claims."""
    found = page.evaluate("() => [...(somagraph.shown().entities), ...somagraph.shown().claims]")
    return set(found)


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
    assert "An overstretched psoas major may contribute to low back pain." in told
    assert "a practitioner says it may" in told
    assert "Needs emergency care" in told
    assert page.url.endswith("#from=soma%3Apsoas-major&to=soma%3Alow-back-pain")
    assert page.inner_text("#status").endswith("low back pain? 1 connection shown.")
    assert page.title().startswith("What connects the psoas major to low back pain?")
    assert lit(page) >= {"soma:psoas-major", "soma:tight-psoas-major", "soma:low-back-pain"}


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
    assert "[Gray 1918, p. 467; Crimando, P7.1] in standard textbooks" in card


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
    ask(page, "psoas", "anx")
    assert "'psoas' is read as the psoas major." in page.inner_text("#answer")
    assert "'anx' is read as anxiety." in page.inner_text("#answer")


def test_the_busiest_of_equals_is_suggested_first(html: str, open_page: Open) -> None:
    page = open_page(html)
    page.fill("#from", "pso")
    assert page.inner_text("#from-list [role=option] >> nth=0").startswith("psoas major")


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
    assert "soma:ilioinguinal-nerve" in lit(page)
    assert pixels_of(page) != before
    assert page.url.endswith("&show=4")
    assert page.locator(".pick[aria-current=true]").count() == 1
    page.click(".body-alone .pick")
    assert page.url.endswith("&show=anatomy")
    again = open_page(html, page.url.partition("#")[2])
    assert again.inner_text("#answer h2") == "What connects the psoas major to the kidney?"
    assert lit(again) == lit(page)


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


def test_a_card_of_many_claims_shows_what_is_open_on_it(html: str, open_page: Open) -> None:
    page = open_page(html, "about=soma:psoas-major")
    assert "soma:l3-vertebra" not in lit(page)
    assert "soma:anxiety" in lit(page)
    page.click(".family[data-family=anatomical] > summary")
    page.wait_for_function("() => somagraph.shown().entities.includes('soma:l3-vertebra')")
    page.click(".family[data-family=causal] > summary")
    page.wait_for_function("() => !somagraph.shown().entities.includes('soma:anxiety')")


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


def test_going_back_leads_to_the_question_before(html: str, open_page: Open) -> None:
    page = open_page(html)
    ask(page, "psoas", "kidney")
    ask(page, "psoas", "anxiety")
    page.go_back()
    page.wait_for_function("document.querySelector('#to').value === 'kidney'")
    assert page.inner_text("#answer h2") == "What connects the psoas major to the kidney?"


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


def test_according_to_turns_a_source_off_and_computes_anew(html: str, open_page: Open) -> None:
    page = open_page(html, "from=soma:psoas-major&to=soma:kidney")
    assert "The psoas major lies behind the kidney." in page.inner_text(
        ".connections > li >> nth=0"
    )
    page.click("#legend > summary")
    page.click("text=According to")
    page.locator("#sources label", has_text="Gray 1918").locator("input").uncheck()
    assert "is connected by fascia" in page.inner_text(".connections > li >> nth=0")
    assert "Without what these say: Gray 1918." in page.inner_text("#answer")
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


def test_a_card_has_it_all(html: str, open_page: Open) -> None:
    page = open_page(html, "about=soma:psoas-major")
    card = page.inner_text("#card")
    for words in (
        "psoas major\n\nmuscle", "Our words; see Gray 1918", "Also called: psoas", "States:",
        "Claims (110)", "In the body",
    ):  # fmt: skip
        assert words in card
    link = page.locator("#card a", has_text="UBERON:0001298")
    assert link.get_attribute("href") == "http://purl.obolibrary.org/obo/UBERON_0001298"
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


def test_the_steps_of_a_practice_stand_in_order(html: str, open_page: Open) -> None:
    page = open_page(html, "about=soma:constructive-rest")
    told = page.locator(".steps .done").all_inner_texts()
    assert [text[:2] for text in told] == ["1.", "Or", "2.", "3.", "4.", "5.", "6."]
    assert "Step 1" in page.inner_text(".steps li >> nth=0") or "includes" in page.inner_text(
        ".steps"
    )
    # What may be done instead of a step is no step of it.
    page = open_page(html, "about=soma:constructive-rest-step-1")
    assert page.locator(".steps").count() == 0


def test_a_dot_an_outline_a_line_and_a_twin_can_be_clicked(html: str, open_page: Open) -> None:
    page = open_page(html)

    def click(x: float, y: float) -> None:
        at = page.evaluate("([x, y]) => somagraph.toScreen(x, y)", [x, y])
        page.mouse.click(*at)

    spots = page.evaluate("() => Object.fromEntries(somagraph.spots())")
    click(*spots["soma:kidney"])
    assert page.inner_text("#card h2") == "kidney"
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
    page.click("#table .action")
    assert page.locator("#table tbody tr").count() == len(left) > shown
    page.click("#tabular")
    assert page.locator("#table").is_hidden()


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


def test_the_picture_is_still_and_the_same_each_time(html: str, open_page: Open) -> None:
    page = open_page(html)
    before = pixels_of(page)
    page.wait_for_timeout(400)
    assert pixels_of(page) == before
    assert pixels_of(open_page(html)) == before


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
