from __future__ import annotations

from collections.abc import Callable

import pytest

import somagraph
from somagraph.errors import QuestionError
from somagraph.knowledge import KnowledgeGraph
from somagraph.question import read_without
from somagraph.report import build_answer

ARTICLE = "soma:crimando-psoas-article"
SULLIVAN = "soma:marlysa-sullivan"
GRAY = "soma:gray-1918"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("soma:gray-1918", GRAY),
        ("gray-1918", GRAY),
        ("Gray 1918", GRAY),
        (" gray 1918 ", GRAY),
        ("Crimando", ARTICLE),
        ("Facilitating Calm & Balance: Understanding the Multi-Functional Psoas Muscle", ARTICLE),
        ("soma:marlysa-sullivan", SULLIVAN),
        ("Marlysa Sullivan", SULLIVAN),
        ("sullivan", SULLIVAN),
    ],
)
def test_sources_and_speakers_by_every_name(graph: KnowledgeGraph, name: str, meant: str) -> None:
    assert read_without(graph, [name]) == {meant}


@pytest.mark.parametrize(
    "name",
    [
        "nobody",
        "",
        # It is a work that is cited, but for warning signs only: no option removes those.
        "soma:nhs-inform-back-problems",
        # She is a person here, but no evidence is in her words.
        "soma:mabel-todd",
    ],
)
def test_what_no_claim_rests_on_is_refused(graph: KnowledgeGraph, name: str) -> None:
    with pytest.raises(QuestionError) as refused:
        read_without(graph, ["Gray 1918", name])
    assert str(refused.value) == (
        f"No claim here rests on {name!r}; name a source or a speaker, such as Gray 1918, "
        "OpenStax Anatomy & Physiology 2e, Crimando and Bessel van der Kolk."
    )


ANN_SULLIVAN = """
ex:ann a soma:Person ; rdfs:label "Ann Sullivan" .
ex:thymus rdfs:label "thymus" ; soma:adjacentTo soma:kidney .
[] a owl:Axiom ; owl:annotatedSource ex:thymus ; owl:annotatedTarget soma:kidney ;
    owl:annotatedProperty soma:adjacentTo ; dcterms:source ex:book ; soma:speaker ex:ann ;
    soma:standing "practice" .
"""


def test_a_last_name_must_be_the_only_one(load_turtle: Callable[[str], KnowledgeGraph]) -> None:
    graph = load_turtle(ANN_SULLIVAN)
    assert read_without(graph, ["Ann Sullivan"]) == {"https://example.org/ann"}
    with pytest.raises(QuestionError, match="No claim here rests on 'Sullivan'"):
        read_without(graph, ["Sullivan"])


def test_an_added_file_can_be_left_out_by_its_name(
    load_turtle: Callable[[str], KnowledgeGraph],
) -> None:
    graph = load_turtle('ex:thymus rdfs:label "thymus" ; soma:adjacentTo soma:kidney .')
    assert not somagraph.connect(graph, "thymus", "kidney").is_empty
    assert somagraph.connect(graph, "thymus", "kidney", without=["added.ttl"]).is_empty


def used(graph: KnowledgeGraph, **options: list[str]) -> set[tuple[str, str]]:
    answer = somagraph.connect(graph, "psoas", "L3", count=20, **options)  # type: ignore[arg-type]
    path = answer.anatomical
    arcs = (*answer.arcs, *(path.arcs if path else ()))
    return {(e.source, e.speaker) for arc in arcs for c in arc.claims for e in c.evidence}


def test_nothing_that_is_left_out_is_cited(graph: KnowledgeGraph) -> None:
    assert {GRAY, ARTICLE} <= {source for source, _ in used(graph)}
    assert GRAY not in {source for source, _ in used(graph, without=["Gray 1918"])}
    both = used(graph, without=["Gray 1918", "Crimando"])
    assert both
    assert not {GRAY, ARTICLE} & {source for source, _ in both}


def test_a_claim_keeps_the_evidence_of_others(graph: KnowledgeGraph) -> None:
    def citations(**options: list[str]) -> list[str]:
        answer = somagraph.connect(graph, "L3", "psoas", relations=["arises from"], **options)  # type: ignore[arg-type]
        steps = build_answer(graph, answer)["connections"][0]["steps"]
        return [piece["citation"] for piece in steps[0]["evidence"]]

    assert citations() == ["Ellis, Clinical Anatomy, p. 150", "Gray 1918, p. 467", "Crimando, P7.1"]
    assert citations(without=["gray-1918", "ellis-clinical-anatomy"]) == ["Crimando, P7.1"]


def test_a_speaker_is_left_out_and_the_author_stays(graph: KnowledgeGraph) -> None:
    told = somagraph.connect(graph, "Constructive Rest", "anxiety", max_hops=1)
    assert [group.path.hops for group in told.connections] == [1]
    assert not told.in_common
    left = somagraph.connect(graph, "Constructive Rest", "anxiety", without=["Sullivan"])
    assert all(group.path.hops > 1 for group in left.connections)
    locators = {e.locator for arc in left.arcs for c in arc.claims for e in c.evidence}
    assert "P3.3" in locators
    assert "P17.5" not in locators


def test_anatomy_does_not_rest_on_what_was_left_out(graph: KnowledgeGraph) -> None:
    def anatomy(**options: list[str]) -> str:
        answer = somagraph.connect(graph, "psoas", "hip joint", count=1, **options)  # type: ignore[arg-type]
        text = somagraph.render_answer(graph, answer)
        return text[text.index("By anatomy alone") :]

    assert "The psoas major passes in front of the hip joint." in anatomy()
    assert "Gray 1918" in anatomy(standings=["practice"])
    other = anatomy(without=["Gray 1918"])
    assert "The psoas major passes in front of the hip joint." in other
    assert "Gray 1918" not in other


def test_where_no_work_is_left_the_words_do_not_deny_what_it_says(graph: KnowledgeGraph) -> None:
    works = sorted({e.source for c in graph.claims.values() for e in c.evidence} - {ARTICLE})
    answer = somagraph.connect(graph, "psoas", "L3", without=works)
    assert answer.anatomical is None
    assert (
        "By anatomy alone: no claim of a reference work, or chain of them, joins the two "
        "once those sources are left out.\n"
    ) in somagraph.render_answer(graph, answer)


def test_what_is_denied_disputed_or_warned_of_stays(graph: KnowledgeGraph) -> None:
    pose = ("psoas-lengthening yoga pose", "fight or flight muscle tension")
    denied = somagraph.connect(graph, *pose, without=["Crimando"]).denied
    assert [denial.id for denial in denied] == ["soma:denial-lengthening-relieves"]
    spine = somagraph.connect(graph, "psoas", "extension of the spine", without=["Gray 1918"])
    assert "soma:dispute-psoas-spine" in {dispute.id for dispute in spine.disputes}
    assert "Gray 1918, p. 468" in somagraph.render_answer(graph, spine)
    pain = ("psoas", "low back pain")
    without = somagraph.connect(
        graph, *pain, without=["Crimando", "Sullivan"], max_hops=1, standings=["practice"]
    )
    assert without.is_empty
    assert without.warning_signs
    assert without.warning_signs == somagraph.connect(graph, *pain).warning_signs


def test_one_source_fewer_is_suggested(graph: KnowledgeGraph) -> None:
    answer = somagraph.connect(graph, "psoas", "anxiety", without=["Gray 1918", "Crimando"])
    assert answer.is_empty
    told = build_answer(graph, answer)["suggestion"]
    assert told == {"change": "without", "value": [GRAY]}
    assert (
        "The smallest change that would connect them: hear Crimando as well (--without).\n"
    ) in somagraph.render_answer(graph, answer)
