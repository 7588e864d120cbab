from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from somagraph.cli import main
from somagraph.compare import Comparison, compare
from somagraph.errors import QuestionError, UnknownNameError
from somagraph.knowledge import KnowledgeGraph
from somagraph.text_compare import render_comparison
from somagraph.walking import Arc


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def steps(arcs: tuple[Arc, ...]) -> set[str]:
    return {claim.id for arc in arcs for claim in arc.claims}


def all_steps(comparison: Comparison, index: int) -> set[str]:
    answer = comparison.answers[index]
    paths = [p for group in answer.connections for p in (group.path, *group.also)]
    return {claim.id for path in paths for arc in path.arcs for claim in arc.claims}


def test_every_step_is_shared_or_of_one_alone(graph: KnowledgeGraph) -> None:
    comparison = compare(graph, "psoas", "iliacus", "femur")
    shared, (one, other) = steps(comparison.shared), map(steps, comparison.only)
    assert "soma:iliacus--soma:passesInFrontOf--soma:hip-joint" in other
    assert shared | one == all_steps(comparison, 0)
    assert shared | other == all_steps(comparison, 1)
    assert shared
    assert not one & other


def test_it_is_the_same_both_ways_round(graph: KnowledgeGraph) -> None:
    there = compare(graph, "psoas", "diaphragm", "anxiety")
    back = compare(graph, "diaphragm", "psoas", "anxiety")
    assert steps(there.shared) == steps(back.shared)
    assert list(map(steps, there.only)) == list(map(steps, reversed(back.only)))


def test_a_way_that_leads_through_the_other_is_told(graph: KnowledgeGraph) -> None:
    comparison = compare(graph, "diaphragm", "psoas", "anxiety", count=2)
    assert comparison.through(0) == (1, 2)
    assert comparison.through(1) == ()
    text = render_comparison(graph, comparison)
    assert "    Of these, numbers 1 and 2 lead through the psoas major." in text
    assert "    The psoas major may play a role in anxiety.\n      [Crimando, P3.3] " in text
    assert "Only from the psoas major:" not in text


def test_pain_brings_the_warning_signs_and_the_disclaimer(graph: KnowledgeGraph) -> None:
    text = render_comparison(graph, compare(graph, "psoas", "diaphragm", "low back pain"))
    assert "Needs emergency care" in text
    assert text.splitlines()[-1].startswith("This shows what sources say; it is not medical advice")


def test_one_that_nothing_connects(graph: KnowledgeGraph) -> None:
    comparison = compare(graph, "IBS", "psoas", "anxiety")
    assert not comparison.is_empty
    text = render_comparison(graph, comparison)
    assert "Irritable bowel syndrome to anxiety: nothing here connects them." in text
    assert comparison.shared == ()


def test_what_makes_no_sense_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(QuestionError, match="Both names mean psoas major"):
        compare(graph, "psoas", "psoas major", "anxiety")
    with pytest.raises(QuestionError, match="All names mean psoas major"):
        compare(graph, "psoas", "kidney", "psoas major")
    with pytest.raises(UnknownNameError):
        compare(graph, "psoas", "no such thing", "anxiety")


def test_the_verb() -> None:
    told = run("compare", "psoas", "diaphragm", "to", "anxiety")
    assert told.exit_code == 0
    assert told.stdout == run("compare", "psoas", "diaphragm", "anxiety").stdout
    assert told.stdout.startswith("How do the psoas major and the diaphragm connect to anxiety?\n")
    assert run("compare", "IBS", "chair", "anxiety", "--max-hops", "1").exit_code == 1
    refused = run("compare", "psoas", "to", "anxiety")
    assert refused.exit_code == 2
    assert "compare A B to C" in refused.stderr


def test_the_verb_as_json() -> None:
    told = json.loads(run("compare", "psoas", "diaphragm", "to", "anxiety", "--json").stdout)
    assert [end["id"] for end in told["compared"]] == ["soma:psoas-major", "soma:diaphragm"]
    assert told["target"]["id"] == "soma:anxiety"
    assert [step["sentence"] for step in told["shared"]] == [
        "The psoas major may play a role in anxiety."
    ]
    assert len(told["only"]) == len(told["answers"]) == 2
    assert told["through_the_other"][1]
