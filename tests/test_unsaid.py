from __future__ import annotations

from collections.abc import Callable

import pytest

import somagraph
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId
from somagraph.report import build_answer, build_card
from somagraph.text_cards import render_card
from somagraph.unsaid import card_unsaid, is_of_the_body, tell_unsaid

Loader = Callable[[str], KnowledgeGraph]

ONE_STEP = "No reference work here joins the two in one step."
APART = "No source here says how to tell the two apart."
RELIEVES = "No source here says what relieves it."


def unsaid(graph: KnowledgeGraph, *names: str, **options: list[str]) -> tuple[str, ...]:
    return tell_unsaid(graph, somagraph.connect(graph, *names, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (
            "Constructive Rest",
            "anxiety",
            "No source here says that Constructive Rest relieves anxiety.",
        ),
        (
            "anxiety",
            "releasing the psoas",
            "No source here says that releasing the psoas major relieves anxiety.",
        ),
        (
            "longer exhalations",
            "low back pain",
            "No source here says that longer exhalations relieve low back pain.",
        ),
    ],
)
def test_that_a_practice_relieves_a_complaint_is_unsaid(
    graph: KnowledgeGraph, one: str, other: str, sentence: str
) -> None:
    assert unsaid(graph, one, other) == (sentence,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("psoas", "anxiety"),
        ("Constructive Rest", "psoas"),
        ("Constructive Rest", "rest and digest"),
    ],
)
def test_of_other_pairs_no_relief_is_asked(graph: KnowledgeGraph, one: str, other: str) -> None:
    assert unsaid(graph, one, other) == ()


def test_of_three_ends_nothing_is_told(graph: KnowledgeGraph) -> None:
    assert unsaid(graph, "Constructive Rest", "anxiety", "psoas") == ()


EASES = "ex:eases a owl:ObjectProperty ; rdfs:label 'eases' ; rdfs:subPropertyOf soma:relieves .\n"


@pytest.mark.parametrize("relation", ["soma:relieves", "soma:substantiallyRelieves", "ex:eases"])
def test_where_a_source_says_it_nothing_is_unsaid(load_turtle: Loader, relation: str) -> None:
    graph = load_turtle(f"{EASES} soma:constructive-rest {relation} soma:anxiety .")
    assert unsaid(graph, "Constructive Rest", "anxiety") == ()
    # What is left out of the answer is said here all the same.
    assert unsaid(graph, "Constructive Rest", "anxiety", without=["added.ttl"]) == ()
    assert card_unsaid(graph, EntityId("soma:anxiety")) == ()
    assert card_unsaid(graph, EntityId("soma:stress")) == (RELIEVES,)


def test_relief_the_other_way_round_is_none(load_turtle: Loader) -> None:
    graph = load_turtle("soma:anxiety soma:relieves soma:constructive-rest .")
    assert len(unsaid(graph, "Constructive Rest", "anxiety")) == 1
    assert card_unsaid(graph, EntityId("soma:anxiety")) == (RELIEVES,)


def test_what_is_unsaid_stands_after_the_denials_and_before_the_connections(
    load_turtle: Loader,
) -> None:
    graph = load_turtle(
        "soma:my-denial a soma:Denial ; soma:subject soma:constructive-rest ;\n"
        "    soma:relation soma:relieves ; soma:object soma:anxiety ; soma:degree 'none' ;\n"
        "    dcterms:source soma:gray-1918 ; soma:standing 'textbook' .\n"
    )
    answer = somagraph.connect(graph, "Constructive Rest", "anxiety")
    lines = somagraph.render_answer(graph, answer).splitlines()
    assert lines[2].startswith("Denied: that Constructive Rest relieves anxiety;")
    assert lines[3] == "No source here says that Constructive Rest relieves anxiety."
    assert lines[5].startswith(" 1  in one step")
    assert build_answer(graph, answer)["unsaid"] == [lines[3]]


def test_two_structures_that_anatomy_joins_by_a_chain_only(graph: KnowledgeGraph) -> None:
    assert unsaid(graph, "femur", "kidney") == (ONE_STEP,)
    # Each is a state of a structure, so it counts as the structure does.
    assert unsaid(graph, "patella", "tight psoas") == (ONE_STEP,)


def test_a_work_that_joins_them_by_what_one_does_joins_them(load_turtle: Loader) -> None:
    graph = load_turtle(
        "soma:femur soma:stabilizes soma:kidney .\n"
        "[] a owl:Axiom ; owl:annotatedSource soma:femur ; owl:annotatedTarget soma:kidney ;\n"
        "    owl:annotatedProperty soma:stabilizes ; dcterms:source soma:gray-1918 ;\n"
        "    soma:locator 'p. 1' ; soma:standing 'textbook' .\n"
    )
    answer = somagraph.connect(graph, "femur", "kidney")
    assert answer.anatomical is not None
    assert answer.anatomical.hops > 1
    assert graph.relations["soma:stabilizes"].family == "functional"
    assert tell_unsaid(graph, answer) == ()


@pytest.mark.parametrize(
    ("one", "other", "options"),
    [
        ("psoas", "L3", {}),
        ("tight psoas", "kidney", {}),
        # The way asked for is longer, but a work does join the two in one step.
        ("psoas", "L3", {"via": ["iliacus"]}),
        ("psoas", "L3", {"without": ["Gray 1918", "TeachMeAnatomy 2025"]}),
        # No way by anatomy at all: that is told where anatomy is told.
        ("psoas", "anxiety", {}),
        ("weak psoas", "tight psoas", {}),
    ],
)
def test_where_anatomy_joins_them_at_once_or_never_it_is_not_told(
    graph: KnowledgeGraph, one: str, other: str, options: dict[str, list[str]]
) -> None:
    assert ONE_STEP not in unsaid(graph, one, other, **options)


def test_what_is_of_the_body(graph: KnowledgeGraph) -> None:
    found = [
        is_of_the_body(graph, EntityId(f"soma:{name}"))
        for name in ("psoas-major", "tight-psoas-major", "anxiety", "constructive-rest")
    ]
    assert found == [True, True, False, False]


@pytest.mark.parametrize("names", [("weak psoas", "tight psoas"), ("tight psoas", "weak psoas")])
def test_what_is_mistaken_for_another_carries_a_caution(
    graph: KnowledgeGraph, names: tuple[str, str]
) -> None:
    told = build_answer(graph, somagraph.connect(graph, *names))["connections"][0]
    assert told["cautions"] == [APART, "No study is cited here."]


def test_the_surer_forms_of_mistaken_carry_it_too(load_turtle: Loader) -> None:
    for relation in ("soma:mistakenFor", "soma:likelyMistakenFor"):
        graph = load_turtle(
            f"soma:kidney {relation} soma:thymus . soma:thymus rdfs:label 'thymus' ."
        )
        told = build_answer(graph, somagraph.connect(graph, "kidney", "thymus"))["connections"]
        assert APART in told[0]["cautions"]
    plain = build_answer(graph, somagraph.connect(graph, "psoas", "anxiety"))["connections"][0]
    assert APART not in plain["cautions"]


def test_the_card_of_a_complaint_says_that_nothing_is_said_to_relieve_it(
    load_turtle: Loader,
) -> None:
    graph = load_turtle(
        "soma:my-denial a soma:Denial ; soma:subject soma:constructive-rest ;\n"
        "    soma:relation soma:relieves ; soma:object soma:anxiety ; soma:degree 'none' ;\n"
        "    dcterms:source soma:gray-1918 ; soma:standing 'textbook' .\n"
    )
    anxiety = EntityId("soma:anxiety")
    text = render_card(graph, anxiety)
    assert f"\n\n{RELIEVES}\n" in text
    assert "Denied: that Constructive Rest relieves anxiety;" in text
    assert build_card(graph, anxiety)["unsaid"] == [RELIEVES]


@pytest.mark.parametrize("name", ["psoas", "Constructive Rest", "rest and digest"])
def test_other_cards_tell_nothing_of_the_kind(graph: KnowledgeGraph, name: str) -> None:
    entity = somagraph.resolve(graph, name)
    assert build_card(graph, entity)["unsaid"] == []
    assert "No source here says" not in render_card(graph, entity)
