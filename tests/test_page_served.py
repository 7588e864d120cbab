"""The page of a large graph, served: it asks its own server, and shows what the program says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route

import somagraph
from browsing import Open, ask, wait_until_ready
from serving import Served, serving
from somagraph.knowledge import KnowledgeGraph
from somagraph.page.answers import build_answer

pytestmark = pytest.mark.browser

COUNT = 50_000


def thing(number: int) -> str:
    return f"https://example.org/n{number}"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 50,000 things: each touches another, and one is named by 3,000."""
    path = tmp_path_factory.mktemp("large") / "large.ttl"
    lines = [
        "@prefix ex: <https://example.org/> .",
        "@prefix soma: <https://w3id.org/somagraph/> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
        *(f'ex:n{i} rdfs:label "thing {i}" .' for i in range(COUNT)),
        *(f"ex:n{i} ex:touches ex:n{i // 3} ." for i in range(1, COUNT)),
        *(f"ex:n{i} ex:names ex:n9 ." for i in range(100, 3100)),
        "ex:n7 ex:touches soma:kidney .",
        'ex:twin rdfs:label "twin thing" . ex:other rdfs:label "twin thing" .',
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture(scope="module")
def whole(large: Path) -> KnowledgeGraph:
    return somagraph.load(large)


@pytest.fixture(scope="module")
def server(large: Path) -> Iterator[Served]:
    with serving("--seconds", "10", files=(large,)) as served:
        yield served


class Visit:
    """A page of the server, with what it asked for and complained of."""

    def __init__(self, browser: Browser, server: Served) -> None:
        self.server = server
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport={"width": 1400, "height": 900})
        self.page = self.context.new_page()
        self.page.on("request", self._note)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, request: Request) -> None:
        self.asked.append(request.url)

    def open(self, address: str = "") -> Page:
        self.page.goto(self.server.address + (f"#{address}" if address else ""))
        return wait_until_ready(self.page)


@pytest.fixture
def visit(browser: Browser, server: Served) -> Iterator[Visit]:
    """Visit the server; nothing else may be asked, and what is refused is all that is told."""
    made = Visit(browser, server)
    yield made
    made.context.close()
    foreign = [url for url in made.asked if not url.startswith((server.address, "blob:", "data:"))]
    assert foreign == []
    told = [line for line in made.complaints if "the server responded with a status of" not in line]
    assert told == []


def told_on(page: Page) -> str:
    return page.inner_text("#answer")


def sentences(answer: dict[str, Any]) -> list[str]:
    """Return every text of an answer that the page shows at once."""
    anatomical = [answer["anatomical"]] if answer["anatomical"] else []
    connections = [*answer["connections"], *anatomical]
    steps = [step for one in connections for step in one["steps"]]
    steps += [step for path in answer["common"] for step in path]
    return [
        answer["question"],
        *(answer["denied"] + answer["unsaid"] + answer["signs"]),
        *(one[name] for one in connections for name in ("heading", "certainty")),
        *(caution for one in connections for caution in one["cautions"]),
        *(step["sentence"] for step in steps),
        *(f"[{step['citation']}] {step['sure']}" for step in steps if step["citation"]),
        *(step["same"] for step in steps if step["same"]),
        *(detail for step in steps for detail in step["details"]),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("psoas", "anxiety"),
        ("psoas", "low back pain"),
        ("L1", "anxiety"),
        ("diaphragm", "kidney"),
        ("thing 40000", "thing 2"),
        ("thing 22", "kidney"),
        ("thing 49999", "thing 48888"),
        ("eye pad", "thing 5"),
    ],
)
def test_an_answer_is_that_of_the_program(
    visit: Visit, whole: KnowledgeGraph, one: str, other: str
) -> None:
    page = visit.open()
    ask(page, one, other)
    answer = somagraph.connect(whole, one, other, seconds=10)
    expected = build_answer(whole, answer)
    shown = told_on(page)
    for text in sentences(expected):
        assert text in shown, text
    assert page.locator(".connections > li").count() == len(expected["connections"])
    if expected["empty"]:
        assert expected["suggestion"] in shown
    # What the reader takes away is the same text.
    copied = page.evaluate(
        "async () => { let text; navigator.clipboard.writeText = async (t) => { text = t; };"
        " document.querySelector('.take button').click();"
        " await new Promise((done) => setTimeout(done, 50)); return text; }"
    )
    for text in sentences(expected):
        if text not in {"", expected["question"]}:
            assert text.rstrip() in copied, text
    assert "it is not medical advice" in copied


def test_the_page_holds_a_part_and_tells_so(visit: Visit, server: Served) -> None:
    page = visit.open()
    assert "Here: 50," in page.inner_text("#start")
    assert "the rest comes from the server" in page.inner_text("#start")
    assert len(page.evaluate("() => somagraph.spots()")) <= 400
    assert len(server.get("/").body) < 1_000_000
    assert page.locator("#quizzing").is_hidden()
    assert page.locator("#scope").is_hidden()
    assert visit.asked == [server.address]


def test_suggestions_come_from_the_server(visit: Visit) -> None:
    page = visit.open()
    page.click("#search")
    page.keyboard.type("thing 4321", delay=20)
    page.wait_for_selector("#search-list li:has-text('thing 4321')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card h2:has-text('thing 4321')")
    card = page.inner_text("#card")
    assert "Thing 4321 touches thing 1440." in card
    assert "Thing 12963 touches thing 4321." in card
    assert "[large.ttl] no source given" in card
    spots = dict(page.evaluate("() => somagraph.spots()"))
    near = [4321, 1440, 12963, 12964, 12965]
    assert spots.keys() == set(map(thing, near))


def test_suggestions_that_come_late_do_not_come_back(visit: Visit) -> None:
    page = visit.open()
    held: list[Route] = []
    page.route("**/search?*", lambda route: held.append(route))  # noqa: PLW0108 - a mark is kept on it
    page.fill("#from", "psoas")
    page.fill("#to", "anxiety")
    page.press("#to", "Enter")
    page.wait_for_selector("#answer h2")
    for route in held:
        route.continue_()
    page.wait_for_timeout(1000)
    assert len(held) == 2
    assert page.locator(".suggestions:visible").count() == 0


def test_from_card_to_card(visit: Visit) -> None:
    page = visit.open("about=soma:kidney")
    assert page.inner_text("#card h2") == "kidney"
    page.evaluate("() => document.querySelectorAll('#card details').forEach((d) => d.open = true)")
    page.click("#card a:text-is('Thing 7')")
    page.wait_for_selector("#card h2:has-text('thing 7')")
    page.go_back()
    page.wait_for_selector("#card h2:has-text('kidney')")
    page.go_forward()
    page.wait_for_selector("#card h2:has-text('thing 7')")


def card_text(page: Page) -> str:
    """Return all that a card says, what is behind its parts included."""
    page.evaluate("() => document.querySelectorAll('#card details').forEach((d) => d.open = true)")
    return page.inner_text("#card")


def test_cards_say_what_those_of_the_page_from_disk_say(
    visit: Visit, open_page: Open, html: str
) -> None:
    for name in (
        "psoas-major", "tight-psoas-major", "low-back-pain", "constructive-rest", "anxiety",
        "l3-vertebra", "vagus-nerve", "lynn-crimando",
    ):  # fmt: skip
        address = f"about=soma:{name}"
        served, from_disk = visit.open(address), open_page(html, address)
        assert card_text(served) == card_text(from_disk), name


def test_what_comes_late_is_not_shown(visit: Visit) -> None:
    page = visit.open()
    held: list[Route] = []
    page.route("**/page/connect?*anxiety*", lambda route: held.append(route))  # noqa: PLW0108 - a mark is kept on it
    page.fill("#from", "soma:psoas-major")
    page.fill("#to", "soma:anxiety")
    page.press("#to", "Enter")
    page.wait_for_function("() => document.getElementById('panel').ariaBusy === 'true'")
    while not held:
        page.wait_for_timeout(50)
    ask(page, "psoas", "kidney")
    held[0].continue_()
    page.wait_for_timeout(1000)
    assert page.inner_text("#answer h2") == "What connects the psoas major to the kidney?"
    assert "psoas-major&to=soma%3Akidney" in page.url


def test_a_card_of_very_many_claims_says_what_it_leaves_out(visit: Visit) -> None:
    page = visit.open(f"about={thing(9)}")
    assert page.inner_text("#card h2") == "thing 9"
    assert "The card leaves out 1,004 of the claims about it." in page.inner_text("#card")
    assert len(page.evaluate("() => somagraph.spots()")) <= 150


def test_the_card_of_a_complaint_has_its_warning_signs(visit: Visit) -> None:
    page = visit.open("about=soma:low-back-pain")
    assert "Needs emergency care: low back pain with a new change of feeling" in page.inner_text(
        "#card"
    )


def test_the_steps_of_a_practice_are_there_in_order(visit: Visit) -> None:
    page = visit.open("about=soma:constructive-rest")
    steps = page.locator("#card .steps > li .done").all_inner_texts()
    assert [step for step in steps if step.startswith("1. ")]
    note = "Its source names nobody who should avoid it"
    assert note in page.inner_text("#card")


def test_an_address_brings_back_question_filters_and_choice(
    visit: Visit, whole: KnowledgeGraph
) -> None:
    page = visit.open(
        "from=soma:psoas-major&to=soma:diaphragm&show=2&hops=4&without=soma:gray-1918"
        "&no-family=functional&indirect=no"
    )
    expected = build_answer(
        whole,
        somagraph.connect(
            whole,
            "soma:psoas-major",
            "soma:diaphragm",
            max_hops=4,
            without=["soma:gray-1918"],
            relations=["anatomical", "causal", "practical"],
            indirect=False,
        ),
    )
    shown = told_on(page)
    for text in sentences(expected):
        assert text in shown, text
    picked = page.locator(".connections > li:nth-child(2) .pick")
    assert picked.get_attribute("aria-current") == "true"
    assert "Without links that their source calls indirect." in shown
    assert "Without what these say:" in shown


def test_what_is_left_out_in_the_legend_is_asked_anew(visit: Visit, whole: KnowledgeGraph) -> None:
    page = visit.open("from=soma:psoas-major&to=soma:anxiety")
    assert "The psoas major may play a role in anxiety." in told_on(page)
    page.evaluate("() => { document.getElementById('legend').open = true; }")
    page.click("#standings label:has-text('a practitioner')")
    page.wait_for_function(
        "() => !document.querySelector('#answer').innerText.includes('may play a role in anxiety')"
    )
    standings = ["textbook", "research", "testimony", "unstated"]
    narrowed = somagraph.connect(
        whole, "soma:psoas-major", "soma:anxiety", standings=standings, seconds=10
    )
    for text in sentences(build_answer(whole, narrowed)):
        assert text in told_on(page), text
    page.click("text=Leave nothing out")
    page.wait_for_selector("#answer >> text=The psoas major may play a role in anxiety.")


def test_more_connections_are_asked_for(visit: Visit, whole: KnowledgeGraph) -> None:
    page = visit.open("from=soma:psoas-major&to=soma:diaphragm")
    assert page.locator(".connections > li").count() == 5
    page.click("text=Show more")
    page.wait_for_function("() => document.querySelectorAll('.connections > li').length > 5")
    answer = somagraph.connect(whole, "soma:psoas-major", "soma:diaphragm", count=20)
    for text in sentences(build_answer(whole, answer)):
        assert text in told_on(page), text


def test_what_means_nothing_or_several_things_can_be_chosen(visit: Visit) -> None:
    page = visit.open()
    page.fill("#from", "psoass")
    page.fill("#to", "anxiety")
    page.press("#to", "Enter")
    page.wait_for_selector("#card >> text=Nothing here is called 'psoass'")
    assert page.input_value("#to") == "anxiety"
    assert page.get_attribute("#from", "aria-invalid") == "true"
    page.click("#card .actions button:has-text('psoas major')")
    page.wait_for_selector("#answer >> text=The psoas major may play a role in anxiety.")
    page.fill("#search", "twin thing")
    page.press("#search", "Enter")
    page.wait_for_selector("#card >> text='twin thing' could be")
    page.click("#card .actions button:has-text('https://example.org/twin')")
    page.wait_for_selector("#card h2:has-text('twin thing')")


def test_a_name_that_was_read_is_told(visit: Visit) -> None:
    page = visit.open()
    ask(page, "psoas", "anxiety")
    assert "'psoas' is read as the psoas major." in told_on(page)


def test_a_server_that_is_gone_is_told_and_nothing_is_lost(browser: Browser, large: Path) -> None:
    with serving(files=(large,)) as server:
        visit = Visit(browser, server)
        page = visit.open()
        page.fill("#from", "psoas")
        page.fill("#to", "anxiety")
        server.process.terminate()
        server.process.wait(timeout=20)
        page.press("#to", "Enter")
        page.wait_for_selector("#card >> text=The server does not answer.")
        assert page.input_value("#from") == "psoas"
        assert page.input_value("#to") == "anxiety"
        visit.context.close()


def test_the_page_may_ask_its_own_server_and_nobody_else(visit: Visit) -> None:
    page = visit.open()
    outcome = page.evaluate(
        """async () => {
          const ask = (url) => fetch(url).then(({ ok }) => String(ok), (problem) => problem.name);
          return [await ask("search?text=psoas"), await ask("http://127.0.0.1:9/")];
        }"""
    )
    assert outcome == ["true", "TypeError"]
    visit.complaints = [line for line in visit.complaints if "Content Security Policy" not in line]
    visit.complaints = [line for line in visit.complaints if "http://127.0.0.1:9/" not in line]
    visit.asked = [url for url in visit.asked if url != "http://127.0.0.1:9/"]


def test_another_site_cannot_ask_or_frame_the_server(
    browser: Browser, server: Served, tmp_path: Path
) -> None:
    path = tmp_path / "evil.html"
    path.write_text(
        f"<iframe src='{server.address}'></iframe><img src='{server.address}connect?name=a'>",
        "utf-8",
    )
    page = browser.new_page()
    page.goto(path.as_uri())
    outcome = page.evaluate(
        """async (address) => {
          const got = (mode) => fetch(address + "search?text=psoas", { mode })
            .then((reply) => reply.type + reply.status, (problem) => problem.name);
          return [await got("cors"), await got("no-cors")];
        }""",
        server.address,
    )
    assert outcome[0] == "TypeError"
    assert outcome[1] in {"TypeError", "opaque0"}
    (frame,) = page.frames[1:]
    assert "What connects" not in frame.content()
    page.close()


def test_axe_finds_nothing_that_keeps_people_out(visit: Visit) -> None:
    for address in ("", "about=soma:kidney", "from=soma:psoas-major&to=soma:kidney"):
        page = visit.open(address)
        found = Axe().run(page)
        assert [violation["id"] for violation in found.response["violations"]] == []
