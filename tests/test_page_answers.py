"""The page answers what connects X to Y as Python does: same words, costs and order."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

import somagraph
from browsing import Open
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Family, Standing
from somagraph.page import render_page
from somagraph.page.answers import build_answer

pytestmark = pytest.mark.browser

#: What Python calls each option of a question, and the page's own name for it.
FILTERS = {
    "relations": "families",
    "standings": "standings",
    "without": "without",
    "avoid": "avoid",
    "indirect": "indirect",
    "asserted_only": "assertedOnly",
    "directed": "directed",
}


def article_pairs(graph: KnowledgeGraph) -> list[tuple[str, str]]:
    return sorted(
        {
            (claim.subject, claim.object)
            for claim in graph.claims.values()
            if any(e.source == "soma:crimando-psoas-article" for e in claim.evidence)
        }
    )


def seeded_pairs(graph: KnowledgeGraph, count: int) -> list[tuple[str, str]]:
    shown = sorted(entity for entity in graph.entities if graph.degrees[entity])
    random = Random(2026)
    return [(one, other) for one, other in (random.sample(shown, 2) for _ in range(count))]


def theirs(page: Page, questions: list[tuple[str, str, dict[str, Any]]]) -> list[dict[str, Any]]:
    asked = [
        [
            one,
            other,
            {
                "count": options.get("count", 5),
                "maxHops": options.get("max_hops", 6),
                "via": options.get("via", []),
                "filters": {FILTERS[name]: v for name, v in options.items() if name in FILTERS},
            },
        ]
        for one, other, options in questions
    ]
    told: list[dict[str, Any]] = page.evaluate(
        "(asked) => asked.map(([one, other, options]) => somagraph.tell(one, other, options))",
        asked,
    )
    return [{key: value for key, value in answer.items() if key != "asked"} for answer in told]


def ours(graph: KnowledgeGraph, one: str, other: str, options: dict[str, Any]) -> dict[str, Any]:
    answer = build_answer(graph, somagraph.connect(graph, one, other, **options))
    return {key: value for key, value in answer.items() if key != "asked"}


@pytest.mark.parametrize("part", range(4))
def test_every_pair_that_the_article_names_and_2000_others(
    graph: KnowledgeGraph, open_page: Open, part: int
) -> None:
    pairs = [*article_pairs(graph), *seeded_pairs(graph, 2000)][part::4]
    page = open_page(render_page(graph))
    questions: list[tuple[str, str, dict[str, Any]]] = [(one, other, {}) for one, other in pairs]
    for question, told in zip(questions, theirs(page, questions), strict=True):
        assert told == ours(graph, *question), question


def narrowed_questions(graph: KnowledgeGraph) -> list[tuple[str, str, dict[str, Any]]]:
    """Return seeded questions with options, most of them over pairs that are close."""
    random = Random(7)
    voices = [
        "soma:gray-1918", "soma:crimando-psoas-article", "soma:openstax-anatomy-physiology-2e",
        "soma:marlysa-sullivan",
    ]  # fmt: skip
    around = [*article_pairs(graph), *seeded_pairs(graph, 200)]
    middles = sorted(entity for entity in graph.entities if graph.degrees[entity] > 8)
    questions = []
    for one, other in random.sample(around, 260):
        options: dict[str, Any] = {}
        if random.random() < 0.4:
            options["without"] = random.sample(voices, random.randint(1, 2))
        if random.random() < 0.3:
            options["standings"] = random.sample([s.value for s in Standing], 2)
        if random.random() < 0.3:
            options["relations"] = random.sample([f.value for f in Family], 2)
        others = [middle for middle in middles if middle not in (one, other)]
        if random.random() < 0.3:
            options["via"] = [random.choice(others)]
        if random.random() < 0.2:
            avoided = [middle for middle in others if middle not in options.get("via", [])]
            options["avoid"] = [random.choice(avoided)]
        switches = (("indirect", False), ("asserted_only", True), ("directed", True))
        options |= {name: value for name, value in switches if random.random() < 0.2}
        if random.random() < 0.3:
            options |= {"count": random.randint(1, 8), "max_hops": random.randint(1, 7)}
        questions.append((one, other, options))
    return questions


def test_questions_that_leave_something_out(graph: KnowledgeGraph, open_page: Open) -> None:
    questions = narrowed_questions(graph)
    told = theirs(open_page(render_page(graph)), questions)
    for question, answer in zip(questions, told, strict=True):
        assert answer == ours(graph, *question), question
    assert {bool(answer["empty"]) for answer in told} == {True, False}
    suggested = {answer["change"]["change"] for answer in told if answer["change"]}
    assert suggested >= {"without", "via", "max_hops", "filters"}


def test_costs_are_the_same(graph: KnowledgeGraph, open_page: Open) -> None:
    page = open_page(render_page(graph))
    for one, other in (("soma:kidney", "soma:femur"), ("soma:diaphragm", "soma:anxiety")):
        told = page.evaluate(
            "([one, other]) => somagraph.connect(one, other, { count: 12 }).groups.map("
            "(g) => [g.path.entities, g.path.cost, g.path.hops])",
            [one, other],
        )
        answer = somagraph.connect(graph, one, other, count=12)
        expected = [[list(g.path.entities), g.path.cost, g.path.hops] for g in answer.connections]
        assert told == expected


def test_names_mean_the_same(graph: KnowledgeGraph, open_page: Open) -> None:
    page = open_page(render_page(graph))
    for name in ("psoas", "L3", "third lumbar vertebra", "rest and digest", "IBS", "kidneys",
                 "Constructive Rest", "breath capacity", "the vagus", "soma:femur"):  # fmt: skip
        found = page.evaluate("(name) => somagraph.find(name)", name)
        assert found == [somagraph.resolve(graph, name)]


def test_claims_read_the_same(graph: KnowledgeGraph, open_page: Open) -> None:
    from somagraph.telling import tell_claim  # noqa: PLC0415 - only here

    page = open_page(render_page(graph))
    told = page.evaluate("(ids) => ids.map((id) => somagraph.state(id))", list(graph.claims))
    assert told == [tell_claim(graph, claim) for claim in graph.claims.values()]


def test_an_answer_in_the_page_is_the_one_that_was_asked_for(
    graph: KnowledgeGraph, open_page: Open
) -> None:
    answer = somagraph.connect(graph, "psoas", "low back pain")
    page = open_page(render_page(graph, answer))
    assert page.inner_text("#answer h2") == "What connects the psoas major to low back pain?"
    assert page.input_value("#from") == "psoas major"


def test_an_answer_with_options_that_the_page_has_can_be_asked_on(
    graph: KnowledgeGraph, open_page: Open
) -> None:
    options = {
        "without": ["Gray 1918", "anatomy.app, Kidneys"],
        "standings": ["textbook", "practice"],
        "count": 3,
    }
    answer = somagraph.connect(graph, "psoas", "kidney", **options)
    page = open_page(render_page(graph, answer))
    told = page.inner_text("#answer")
    assert "Without what these say: anatomy.app, Kidneys; Gray 1918." in told
    assert "Only what is said this way: in standard textbooks; a practitioner says." in told
    assert "is connected by fascia to the kidney" in page.inner_text(".connections > li >> nth=0")
    assert page.locator(".connections > li").count() == 3
    page.click("text=Show more")
    assert page.locator(".connections > li").count() == 18
    page.click("text=Leave nothing out")
    assert "lies behind the kidney" in page.inner_text(".connections > li >> nth=0")


@pytest.mark.parametrize(
    ("names", "options", "words"),
    [
        (
            ("psoas", "kidney", "anxiety"),
            {},
            "What connects the psoas major, the kidney and anxiety",
        ),
        (("psoas", "anxiety"), {"directed": True}, "Claims are read from subject to object only."),
        (("psoas", "kidney"), {"avoid": ["L1"]}, "Nothing that leads through the L1 vertebra."),
        (
            ("psoas", "kidney"),
            {"relations": ["lies beside"], "asserted_only": True},
            "Only claims of these relations: lies beside. Without steps that are only entailed.",
        ),
        (("psoas", "anxiety"), {"without": ["Crimando"]}, "Nothing here connects them."),
        (
            ("psoas", "anxiety", "lunges"),
            {"relations": ["is supplied by"]},
            "Nothing here connects them.",
        ),
    ],
)
def test_every_answer_opens_its_page_and_says_what_it_leaves_out(
    graph: KnowledgeGraph,
    open_page: Open,
    names: tuple[str, ...],
    options: dict[str, Any],
    words: str,
) -> None:
    answer = somagraph.connect(graph, *names, **options)
    page = open_page(render_page(graph, answer))
    assert words in page.inner_text("#answer")
    asked = page.inner_text("#answer h2")
    page.fill("#search", "L3 vertebra")
    page.press("#search", "Enter")
    assert page.inner_text("#card h2") == "L3 vertebra"
    page.go_back()
    page.wait_for_selector("#answer h2")
    assert page.inner_text("#answer h2") == asked
