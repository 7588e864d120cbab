"""A graph that lies in memory answers as one that was made by hand of the same values."""

from __future__ import annotations

import pytest

import somagraph
from somagraph import outside
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId
from somagraph.walking import NO_FILTERS, Filters

QUESTIONS = [
    ("psoas", "anxiety"),
    ("psoas", "kidney"),
    ("diaphragm", "vagus nerve"),
    ("left kidney", "fight-or-flight"),
    ("psoas", "kidney", "diaphragm"),
]


@pytest.fixture(scope="module")
def by_hand(graph: KnowledgeGraph) -> KnowledgeGraph:
    return KnowledgeGraph(
        kinds=dict(graph.kinds),
        relations=dict(graph.relations),
        entities=dict(graph.entities),
        claims=dict(graph.claims),
        sources=dict(graph.sources),
        denials=graph.denials,
        disputes=graph.disputes,
        warning_signs=graph.warning_signs,
    )


@pytest.mark.parametrize("names", QUESTIONS)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"directed": True, "count": 12},
        {"asserted_only": True, "avoid": ["lumbar spine"]},
        {"standings": ["textbook"], "indirect": False},
        {"relations": ["anatomical"], "max_hops": 3},
        {"without": ["Crimando"]},
    ],
)
def test_both_answer_alike(
    graph: KnowledgeGraph, by_hand: KnowledgeGraph, names: tuple[str, ...], options: dict[str, bool]
) -> None:
    one = somagraph.render_answer(graph, somagraph.connect(graph, *names, **options))
    other = somagraph.render_answer(by_hand, somagraph.connect(by_hand, *names, **options))
    assert one == other


@pytest.mark.parametrize(
    "filters", [NO_FILTERS, Filters(anatomical_only=True), Filters(directed=True, side="left")]
)
def test_both_walk_the_same_arcs(
    graph: KnowledgeGraph, by_hand: KnowledgeGraph, filters: Filters
) -> None:
    assert dict(graph.arcs(filters)) == dict(by_hand.arcs(filters))


def test_both_know_the_same_of_each_entity(graph: KnowledgeGraph, by_hand: KnowledgeGraph) -> None:
    assert dict(graph.degrees) == dict(by_hand.degrees)
    for entity in graph.entities:
        assert graph.claims_about(entity) == by_hand.claims_about(entity)
        assert graph.states_of(entity) == by_hand.states_of(entity)
        assert graph.is_bridge(entity) == by_hand.is_bridge(entity)
        assert graph.half_hub_cost(entity) == by_hand.half_hub_cost(entity)
    for beginning in ("", "ps", "x"):
        assert sorted(set(graph.spellings(beginning))) == sorted(set(by_hand.spellings(beginning)))


def test_what_is_not_there_is_not_found(graph: KnowledgeGraph) -> None:
    for name in ("soma:nothing", "", "\ud800"):
        assert name not in graph.entities
        assert name not in graph.claims
    with pytest.raises(KeyError):
        graph.entities[EntityId("soma:nothing")]
    with pytest.raises(KeyError):
        graph.claims["soma:psoas-major--soma:arisesFrom--soma:nothing"]


def test_a_graph_by_hand_was_made_of_no_files(by_hand: KnowledgeGraph) -> None:
    with pytest.raises(LookupError, match="not made of files"):
        by_hand.dataset  # noqa: B018 - asking is enough


def test_names_of_relations_are_told_apart() -> None:
    assert not outside.UNWALKED & outside.ANATOMICAL
