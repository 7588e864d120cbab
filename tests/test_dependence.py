from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from somagraph.answer import connect
from somagraph.cli import main
from somagraph.dependence import find_dependence
from somagraph.knowledge import KnowledgeGraph
from somagraph.text_compare import dependence_lines

ARTICLE, SULLIVAN = "soma:crimando-psoas-article", "soma:marlysa-sullivan"


def test_a_claim_without_which_nothing_connects_is_a_bridge(graph: KnowledgeGraph) -> None:
    answer = connect(graph, "Constructive Rest", "soma:five-to-twenty-minutes")
    dependence = find_dependence(graph, answer)
    assert [claim.id for claim in dependence.bridges] == [
        "soma:constructive-rest--soma:hasDuration--soma:five-to-twenty-minutes"
    ]
    lines = dependence_lines(graph, answer, dependence)
    assert lines[1].startswith("    Without this claim nothing connects the ends: Constructive ")
    assert "    Without Crimando nothing connects the ends." in lines


def without_claims(graph: KnowledgeGraph, left_out: str) -> KnowledgeGraph:
    return KnowledgeGraph(
        kinds=graph.kinds,
        relations=graph.relations,
        entities=graph.entities,
        claims={i: claim for i, claim in graph.claims.items() if i != left_out},
        sources=graph.sources,
        denials=graph.denials,
        disputes=graph.disputes,
        warning_signs=graph.warning_signs,
    )


@pytest.mark.parametrize("ends", [("eye pad", "anxiety"), ("psoas", "anxiety")])
def test_bridges_are_what_a_graph_without_them_lacks(
    graph: KnowledgeGraph, ends: tuple[str, str]
) -> None:
    answer = connect(graph, *ends)
    bridges = {claim.id for claim in find_dependence(graph, answer).bridges}
    walked = {claim.id for arc in answer.connections[0].path.arcs for claim in arc.claims}
    assert walked
    for left_out in walked:
        smaller = without_claims(graph, left_out)
        assert connect(smaller, *ends).is_empty is (left_out in bridges)


@pytest.mark.parametrize(
    ("ends", "voice", "fallen", "connected"),
    [
        (("psoas", "anxiety"), ARTICLE, (1,), False),
        (("Constructive Rest", "anxiety"), SULLIVAN, (1,), True),
        (("psoas", "L3"), ARTICLE, (), True),
    ],
)
def test_each_source_and_speaker_is_left_out(
    graph: KnowledgeGraph,
    ends: tuple[str, str],
    voice: str,
    fallen: tuple[int, ...],
    connected: bool,
) -> None:
    answer = connect(graph, *ends, count=1)
    losses = {loss.voice: loss for loss in find_dependence(graph, answer).losses}
    assert (losses[voice].fallen, losses[voice].connected) == (fallen, connected)
    # Asking without it gives what was foretold.
    again = connect(graph, *ends, count=1, without=[voice])
    assert again.is_empty is not connected
    best = losses[voice].best
    if best:
        assert best.path.entities == again.connections[0].path.entities


def test_two_sources_for_one_claim_hold_it_up(graph: KnowledgeGraph) -> None:
    answer = connect(graph, "aorta", "aortic hiatus", count=1)
    dependence = find_dependence(graph, answer)
    assert {loss.voice for loss in dependence.losses} >= {
        "soma:gray-1918", "soma:openstax-anatomy-physiology-2e",
    }  # fmt: skip
    assert all(loss.fallen == () for loss in dependence.losses)
    assert "    Without Gray 1918 all of them stand." in dependence_lines(graph, answer, dependence)


def test_three_ends_hang_on_their_tree(graph: KnowledgeGraph) -> None:
    ends = ("psoas", "diaphragm", "anxiety")
    answer = connect(graph, *ends)
    dependence = find_dependence(graph, answer)
    (loss,) = [loss for loss in dependence.losses if loss.voice == ARTICLE]
    again = connect(graph, *ends, without=[ARTICLE])
    assert (loss.fallen, loss.connected, loss.tree) == ((1,), not again.is_empty, again.tree)
    assert loss.tree is not None
    (line,) = [told for told in dependence_lines(graph, answer, dependence) if "Crimando" in told]
    assert "the connection shown falls; the best is then, " in line


def test_an_empty_answer_hangs_on_nothing(graph: KnowledgeGraph) -> None:
    answer = connect(graph, "IBS", "anxiety")
    dependence = find_dependence(graph, answer)
    assert (dependence.bridges, dependence.losses) == ((), ())
    assert dependence_lines(graph, answer, dependence) == ()


def test_why_on_the_command_line() -> None:
    result = CliRunner().invoke(main, ["connect", "psoas", "anxiety", "--why"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    at = lines.index("What this answer hangs on:")
    assert "    Without Crimando nothing connects the ends." in lines[at:]
    assert lines[-1].startswith("This shows what sources say; it is not medical advice")


def test_why_as_json_follows_the_schema() -> None:
    result = CliRunner().invoke(main, ["connect", "psoas", "kidney", "--why", "--json"])
    told = json.loads(result.stdout)
    path = Path(__file__).parent.parent / "graph" / "somagraph" / "connect.schema.json"
    jsonschema.validate(told, json.loads(path.read_text("utf-8")))
    assert {loss["voice"] for loss in told["why"]["losses"]} >= {ARTICLE, "soma:gray-1918"}
