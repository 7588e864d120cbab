from __future__ import annotations

from itertools import combinations

import networkx as nx
from hypothesis import given, settings

import somagraph
from small_graphs import graphs
from somagraph.arcs import roles_conflict
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId, Standing
from somagraph.trees import find_tree
from somagraph.walking import Arc, Filters


def cheapest_by_trying_all(graph: KnowledgeGraph, ends: list[EntityId]) -> int | None:
    """The least cost of a tree over the arcs that breaks no rule, found by trying every one."""
    edges = [
        arc
        for arcs in graph.arcs().values()
        for arc in arcs
        if arc.claim is not None or {arc.source, arc.target} & set(ends)
    ]
    best = None
    for size in range(len(ends) - 1, len(graph.entities)):
        for chosen in combinations(edges, size):
            tree = nx.MultiGraph((arc.source, arc.target) for arc in chosen)
            if not set(ends) <= set(tree) or not nx.is_tree(tree):
                continue
            if any(tree.degree[e] == 1 and e not in ends for e in tree):
                continue
            if not keeps_the_rules(graph, chosen):
                continue
            cost = sum(arc.cost for arc in chosen) - sum(map(graph.half_hub_cost, ends))
            best = cost if best is None else min(best, cost)
    return best


def keeps_the_rules(graph: KnowledgeGraph, arcs: tuple[Arc, ...]) -> bool:
    at: dict[EntityId, list[tuple[int, bool]]] = {}
    for arc in arcs:
        for end, role in ((arc.source, arc.source_role), (arc.target, arc.target_role)):
            sole = not graph.is_bridge(end)
            at.setdefault(end, []).append((role, sole))
    return all(
        not roles_conflict(one, other) and not sole and not also_sole
        for roles in at.values()
        for (one, sole), (other, also_sole) in combinations(roles, 2)
    )


@settings(max_examples=150, deadline=None)
@given(graphs(most=5, claims=6))
def test_three_ends_are_joined_at_the_least_cost(graph: KnowledgeGraph) -> None:
    ends = list(graph.entities)[:3]
    tree = find_tree(graph, graph.arcs(), ends)
    assert (tree.cost if tree else None) == cheapest_by_trying_all(graph, ends)
    assert tree is None or tree.exact


@settings(max_examples=100, deadline=None)
@given(graphs(most=6, claims=7))
def test_four_ends_are_joined_at_the_least_cost(graph: KnowledgeGraph) -> None:
    ends = list(graph.entities)[:4]
    tree = find_tree(graph, graph.arcs(), ends)
    if len(ends) == 4:
        assert (tree.cost if tree else None) == cheapest_by_trying_all(graph, ends)


@settings(max_examples=150, deadline=None)
@given(graphs(most=8, claims=16))
def test_more_ends_are_joined_by_a_tree_that_keeps_the_rules(graph: KnowledgeGraph) -> None:
    ends = list(graph.entities)[:6]
    tree = find_tree(graph, graph.arcs(), ends)
    if tree is not None:
        joined = nx.MultiGraph((arc.source, arc.target) for arc in tree.arcs)
        assert nx.is_tree(joined)
        assert set(ends) <= set(joined)
        assert keeps_the_rules(graph, tree.arcs)


@settings(max_examples=60, deadline=None)
@given(graphs(most=6, claims=8))
def test_the_order_of_the_ends_does_not_matter(graph: KnowledgeGraph) -> None:
    ends = list(graph.entities)[:4]
    assert find_tree(graph, graph.arcs(), ends) == find_tree(graph, graph.arcs(), ends[::-1])


def test_beyond_four_ends_it_is_said_not_to_be_proved(graph: KnowledgeGraph) -> None:
    names = ("kidney", "femur", "diaphragm", "iliacus", "anxiety")
    tree = find_tree(graph, graph.arcs(), [EntityId(f"soma:{name}") for name in names])
    assert tree is not None
    assert not tree.exact
    joined = nx.Graph((arc.source, arc.target) for arc in tree.arcs)
    assert nx.is_tree(joined)
    assert {f"soma:{name}" for name in names} <= set(joined)


def test_a_structure_and_its_states_join_what_is_said_of_them(graph: KnowledgeGraph) -> None:
    names = ("psoas-major", "anxiety", "low-back-pain")
    practice = graph.arcs(Filters(standings=frozenset({Standing.PRACTICE})))
    tree = find_tree(graph, practice, [EntityId(f"soma:{name}") for name in names])
    assert tree is not None
    relations = sorted(claim.relation for arc in tree.arcs for claim in arc.claims)
    assert relations == ["soma:mayContributeTo", "soma:mayPlayRoleIn"]


def test_a_tree_that_time_was_too_short_for_is_not_told_to_be_none(graph: KnowledgeGraph) -> None:
    names = ("psoas", "kidney", "anxiety")
    answer = somagraph.connect(graph, *names, seconds=1e-9)
    assert (answer.tree is None, answer.truncated, answer.suggestion) == (True, True, None)
    told = somagraph.render_answer(graph, answer)
    assert "Nothing was found before the search was cut off; --seconds gives it more time." in told
    assert (
        somagraph.connect(graph, *names, seconds=60).tree == somagraph.connect(graph, *names).tree
    )


def test_paths_that_time_was_too_short_for_are_not_told_to_be_none(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "T12", "patella", seconds=1e-9)
    assert (answer.is_empty, answer.truncated, answer.suggestion) == (True, True, None)
