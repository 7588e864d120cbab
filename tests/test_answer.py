from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from random import Random

import jsonschema
import pytest
from hypothesis import given, settings

import somagraph
from small_graphs import graphs
from somagraph import arrange
from somagraph.answer import Answer
from somagraph.errors import QuestionError
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Standing
from somagraph.report import build_answer, build_card, build_reach

SCHEMA = json.loads(files("somagraph").joinpath("connect.schema.json").read_text("utf-8"))


def first(answer: Answer) -> list[str]:
    path = answer.connections[0].path
    return [entity.removeprefix("soma:") for entity in path.entities]


def test_the_psoas_and_anxiety_in_one_hedged_step(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "anxiety")
    assert answer.notes == ("'psoas' is read as the psoas major.",)
    assert [group.path.hops for group in answer.connections] == [1]
    told = build_answer(graph, answer)["connections"][0]
    assert told["certainty"] == "a practitioner says it may"
    assert told["steps"][0]["sentence"] == "The psoas major may play a role in anxiety."
    assert told["steps"][0]["evidence"][0]["locator"] == "P3.3"
    assert answer.anatomical is None
    assert ["soma:constructive-rest" in path.entities for path in answer.in_common] == [True]


def test_three_states_are_folded_into_one_step(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "low back pain", standings=["practice"])
    told = build_answer(graph, answer)["connections"][0]
    states = {told["steps"][0]["subject"], *told["steps"][0]["folded"]}
    assert states == {f"soma:{s}-psoas-major" for s in ("tight", "weak", "overstretched")}
    assert answer.warning_signs


def test_one_step_claims_come_first_and_all_parallel_ones_are_told(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "kidney", count=20)
    hops = [group.path.hops for group in answer.connections]
    assert hops == sorted(hops, key=lambda count: count > 1)
    relations = [
        group.path.arcs[0].claim.relation
        for group in answer.connections
        if group.path.hops == 1 and group.path.arcs[0].claim
    ]
    assert {"soma:connectedByFasciaTo", "soma:liesInFrontOf"} <= set(relations)


def test_ranks_follow_the_cost_within_each_group(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "diaphragm", "anxiety", count=10)
    longer = [group.path.cost for group in answer.connections if group.path.hops > 1]
    assert longer == sorted(longer)
    assert len(longer) > 3


def test_vertebrae_fold(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "anterior longitudinal ligament", count=10)
    folded = [group.folded for group in answer.connections if len(group.also) > 2]
    assert folded
    assert all(graph.entities[e].kind == graph.entities[folded[0][0]].kind for e in folded[0])


def test_shown_connections_differ_in_what_they_lead_through(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "kidney", "femur")
    passed: set[str] = set()
    for group in answer.connections:
        between = set(group.path.entities[1:-1])
        assert between - passed
        passed |= between


def test_the_anatomical_connection_stands_beside_the_claimed_one(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "vagus", "psoas")
    assert answer.anatomical is not None
    for arc in answer.anatomical.arcs:
        for claim in arc.claims:
            assert graph.relations[claim.relation].family == "anatomical"
            assert claim.evidence[0].standing in {Standing.TEXTBOOK, Standing.RESEARCH}
    claimed = [g for g in answer.connections if not arrange.is_anatomical(graph, g.path)]
    evidence = claimed[0].path.arcs[0].claims[0].evidence[0]
    assert (evidence.locator, evidence.directness) == ("P15.2", "indirect")


def test_the_best_claimed_connection_is_kept_among_many_anatomical_ones(
    graph: KnowledgeGraph,
) -> None:
    answer = somagraph.connect(graph, "psoas", "L3", count=3)
    assert not all(arrange.is_anatomical(graph, group.path) for group in answer.connections)


def test_a_denial_is_told_and_walked_by_nothing(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(
        graph, "psoas-lengthening yoga pose", "fight or flight muscle tension"
    )
    assert [denial.id for denial in answer.denied] == ["soma:denial-lengthening-relieves"]
    text = somagraph.render_answer(graph, answer)
    assert "Denied: that a psoas-lengthening yoga pose substantially relieves" in text
    assert "says it does little" in text
    assert text.index("Denied:") < text.index("\n 1  ")
    assert all("Relieves" not in c.relation for arc in answer.arcs for c in arc.claims)


def test_a_denial_alone_is_no_connection(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "Constructive Rest", "yoga pose")
    assert answer.is_empty
    assert [denial.degree for denial in answer.denied] == ["none"]


def test_a_disputed_claim_brings_the_other_side(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "extension of the spine", count=1)
    assert {d.id for d in answer.disputes} >= {"soma:dispute-psoas-spine"}
    text = somagraph.render_answer(graph, answer)
    assert "Sources disagree: see both." in text
    assert "Gray 1918, p. 468" in text


def test_a_dispute_is_told_of_what_two_things_have_in_common(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "running", "extension of the spine")
    assert [path.entities[1] for path in answer.in_common] == ["soma:psoas-major"]
    assert "soma:dispute-psoas-spine" in {dispute.id for dispute in answer.disputes}


def test_siblings_with_other_citations_are_not_folded(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "L1 spinal nerve", "lumbar plexus", count=20)
    for group in answer.connections:
        cited = {
            tuple((e.source, e.locator) for arc in path.arcs for e in arc.claims[-1].evidence)
            for path in (group.path, *group.also)
        }
        assert len(cited) == 1


def test_anatomy_alone_says_what_follows_from_what(graph: KnowledgeGraph) -> None:
    text = somagraph.render_answer(
        graph,
        somagraph.connect(graph, "left crus of the diaphragm", "anterior longitudinal ligament"),
    )
    alone = text[text.index("By anatomy alone") :]
    assert "No source states this step itself; it follows from:" in alone


def test_what_is_said_of_a_combination_is_not_said_of_its_parts(graph: KnowledgeGraph) -> None:
    options = {"without": ["Komori 2018"], "max_hops": 2}
    answer = somagraph.connect(graph, "longer exhalations", "rest and digest", **options)  # type: ignore[arg-type]
    told = build_answer(graph, answer)["connections"][0]
    assert told["heading"] == "2 steps, joined here"
    assert "What is said of the combination is not said of each part of it." in told["cautions"]


def test_what_is_hedged_of_the_wider_kind_is_not_said_of_the_narrower(
    graph: KnowledgeGraph,
) -> None:
    answer = somagraph.connect(graph, "chronically tight psoas", "low back pain")
    told = build_answer(graph, answer)["connections"][0]
    assert [step["relation"]["id"] for step in told["steps"]] == [
        "soma:kindOf",
        "soma:mayContributeTo",
    ]
    assert (
        "This is said of a tight psoas major, not of a chronically tight psoas major in particular."
    ) in told["cautions"]


def test_a_chain_is_said_to_be_ours(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "diaphragm", "anxiety", count=1)
    told = build_answer(graph, answer)["connections"][0]
    assert told["heading"] == "2 steps, joined here"
    assert told["weakest"] == 1
    assert told["certainty"] == "weakest: step 2, a practitioner says it may"
    assert "No source cited states the whole." in told["cautions"]


def test_what_is_said_of_a_structure_is_not_said_of_its_state(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "tight psoas", "kidney", count=3)
    told = build_answer(graph, answer)["connections"]
    assert told[0]["steps"][0]["sentence"] == "A tight psoas major affects the kidney."
    assert (
        "This is said of the psoas major as such, not of this state of it." in (told[1]["cautions"])
    )


def test_an_entailed_step_is_marked_and_explained(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(
        graph, "chronically tight psoas", "kidney", relations=["affects", "is a kind of"]
    )
    told = build_answer(graph, answer)["connections"][0]
    assert [step["entailed"] for step in told["steps"]] == [True]
    assert told["steps"][0]["sentence"] == "A chronically tight psoas major affects the kidney."
    assert len(told["steps"][0]["premises"]) == 2
    plain = somagraph.connect(
        graph,
        "chronically tight psoas",
        "kidney",
        relations=["affects", "is a kind of"],
        asserted_only=True,
    )
    steps = build_answer(graph, plain)["connections"][0]["steps"]
    assert [step["entailed"] for step in steps] == [False, False]


def test_what_is_said_of_the_narrower_kind_is_not_said_of_the_wider(
    graph: KnowledgeGraph,
) -> None:
    for names, words in (
        (
            ("tight psoas", "breath capacity"),
            "This is said of a chronically tight psoas major, "
            "not of a tight psoas major in general.",
        ),
        (
            ("position of complete rest", "major joints"),
            "This is said of Constructive Rest, not of a position of complete rest in general.",
        ),
    ):
        told = build_answer(graph, somagraph.connect(graph, *names))["connections"][0]
        assert words in told["cautions"]
        assert not any("in particular" in caution for caution in told["cautions"])


def test_hedged_claims_are_not_inherited(graph: KnowledgeGraph) -> None:
    for arcs in graph.arcs().values():
        for arc in arcs:
            for claim in arc.premises[-1:]:
                assert graph.relations[claim.relation].modality == "asserted"
                assert claim.evidence[0].standing != Standing.TESTIMONY


@pytest.mark.parametrize(
    ("options", "change", "value"),
    [
        ({"max_hops": 1}, "max_hops", 2),
        ({"standings": ["research"]}, "standing", []),
        ({"relations": ["practical"]}, "relation", []),
    ],
)
def test_no_connection_names_the_smallest_change(
    graph: KnowledgeGraph, options: dict[str, object], change: str, value: object
) -> None:
    answer = somagraph.connect(graph, "diaphragm", "anxiety", **options)  # type: ignore[arg-type]
    assert answer.is_empty
    assert answer.suggestion is not None
    assert (answer.suggestion.change, answer.suggestion.value) == (change, value)
    assert "The smallest change that would connect them" in somagraph.render_answer(graph, answer)


def test_where_no_single_change_helps_the_bare_question_is_named(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(
        graph, "psoas", "anxiety", standings=["textbook"], relations=["functional"]
    )
    assert answer.suggestion is not None
    assert answer.suggestion.change == "filters"
    assert "the bare question, without any option, would" in somagraph.render_answer(graph, answer)


def test_an_indirect_link_can_be_left_out_and_is_then_suggested(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(
        graph, "psoas", "vagus", indirect=False, relations=["has an indirect connection to"]
    )
    assert answer.is_empty
    assert answer.suggestion is not None
    assert answer.suggestion.change == "indirect"


def test_nothing_would_connect_them(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "IBS", "anxiety")
    assert answer.is_empty
    assert answer.suggestion is None
    assert [path.entities[1] for path in answer.in_common] == ["soma:psoas-major"]
    assert "In common, which is no connection:" in somagraph.render_answer(graph, answer)


def test_via_and_avoid(graph: KnowledgeGraph) -> None:
    through = somagraph.connect(graph, "kidney", "femur", via=["iliacus"])
    assert all("soma:iliacus" in group.path.entities for group in through.connections)
    around = somagraph.connect(graph, "kidney", "femur", avoid=["psoas"])
    assert around.connections
    assert all("soma:psoas-major" not in group.path.entities for group in around.connections)


def test_standing_keeps_only_that_evidence(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "L3", standings=["practice"], count=3)
    used = {e.standing for arc in answer.arcs for c in arc.claims for e in c.evidence}
    assert used == {Standing.PRACTICE}


def test_directed_reads_claims_forward(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "anxiety", directed=True)
    assert first(answer) == ["psoas-major", "anxiety"]
    back = somagraph.connect(graph, "anxiety", "psoas", directed=True)
    assert back.is_empty
    assert back.suggestion is not None
    assert back.suggestion.change == "directed"


def test_three_ends_are_joined(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "kidney", "anxiety")
    assert answer.tree is not None
    assert answer.tree.exact
    claims = {claim.relation for arc in answer.tree.arcs for claim in arc.claims}
    assert claims == {"soma:liesInFrontOf", "soma:mayPlayRoleIn"}


@pytest.mark.parametrize(
    ("names", "options", "part"),
    [
        (["psoas"], {}, "two ends"),
        (["psoas", "psoas major"], {}, "All names mean psoas major"),
        (["psoas", "L3"], {"avoid": ["L3"]}, "asked for and avoided"),
        (["psoas", "L3"], {"relations": ["befriends"]}, "No relation here is called 'befriends'"),
        (["psoas", "L3"], {"standings": ["rumour"]}, "one of textbook"),
        (["psoas", "L3"], {"count": 0}, "at least 1"),
    ],
)
def test_impossible_questions_are_refused(
    graph: KnowledgeGraph, names: list[str], options: dict[str, object], part: str
) -> None:
    with pytest.raises(QuestionError, match=part):
        somagraph.connect(graph, *names, **options)  # type: ignore[arg-type]


QUESTIONS = [
    ["psoas", "anxiety"],
    ["psoas", "kidney"],
    ["psoas", "low back pain"],
    ["psoas-lengthening yoga pose", "fight or flight muscle tension"],
    ["psoas", "extension of the spine"],
    ["IBS", "anxiety"],
    ["chronically tight psoas", "intestines"],
    ["tight psoas", "psoas"],
    ["psoas", "kidney", "anxiety"],
    ["kidney", "femur", "diaphragm", "iliacus", "vagus"],
]


@pytest.mark.parametrize("names", QUESTIONS)
def test_the_json_keeps_its_schema(graph: KnowledgeGraph, names: list[str]) -> None:
    told = build_answer(graph, somagraph.connect(graph, *names))
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    assert json.loads(json.dumps(told)) == told


def test_every_pair_of_a_sample_tells_an_answer(graph: KnowledgeGraph) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    names = Random(3).sample(sorted(graph.entities), 60)
    for one, other in zip(names[::2], names[1::2], strict=True):
        answer = somagraph.connect(graph, one, other)
        validator.validate(build_answer(graph, answer))
        text = somagraph.render_answer(graph, answer)
        assert text.endswith("a connection does not prove a cause.\n")


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_no_answer_is_surer_than_its_weakest_step(graph: KnowledgeGraph) -> None:
    one, other = list(graph.entities)[:2]
    told = build_answer(graph, somagraph.connect(graph, one, other))
    for connection in told["connections"]:
        steps = connection["steps"]
        assert steps[connection["weakest"]]["sure"] in connection["certainty"]
        hedges = {e["modality"] for s in steps for e in s["evidence"][:1]}
        if len(steps) == 1 and hedges == {"possible"}:
            assert "may" in connection["certainty"]


def test_the_same_bytes_on_every_run() -> None:
    code = (
        "import somagraph, json\n"
        "from somagraph.report import build_answer\n"
        "g = somagraph.load()\n"
        f"for names in {QUESTIONS!r}:\n"
        "    a = somagraph.connect(g, *names)\n"
        "    print(somagraph.render_answer(g, a), json.dumps(build_answer(g, a)))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 10_000


def test_the_card_of_a_practice_says_for_whom_it_is_safe(graph: KnowledgeGraph) -> None:
    card = build_card(graph, somagraph.resolve(graph, "Constructive Rest"))
    assert "safe for no one in particular" in str(card["note"])
    assert build_card(graph, somagraph.resolve(graph, "psoas"))["note"] is None


def test_reach_as_json_carries_the_warning_signs(graph: KnowledgeGraph) -> None:
    from somagraph.paths import find_reach  # noqa: PLC0415 - beside its use

    start = somagraph.resolve(graph, "tight psoas")
    told = build_reach(graph, start, find_reach(graph, start))
    assert {sign["complaints"][0] for sign in told["warning_signs"]} >= {"soma:back-pain"}
