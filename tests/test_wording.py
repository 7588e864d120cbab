"""Sentences that keep every can and may."""

from __future__ import annotations

import pytest

from somagraph import wording
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Directness, EntityId, Evidence, Modality, Standing


def evidence(
    standing: Standing = Standing.TEXTBOOK,
    modality: Modality = Modality.ASSERTED,
    directness: Directness = Directness.DIRECT,
    speaker: str = "",
) -> Evidence:
    return Evidence("soma:gray-1918", "p. 467", speaker, standing, modality, directness)


def sentence(graph: KnowledgeGraph, claim: str, *, forward: bool = True) -> str:
    said = graph.claims[claim]
    return wording.state_relation(
        graph.entities[said.subject],
        graph.relations[said.relation],
        graph.entities[said.object],
        forward=forward,
    )


@pytest.mark.parametrize(
    ("standing", "modality", "words"),
    [
        (Standing.TEXTBOOK, Modality.ASSERTED, "in standard textbooks"),
        (Standing.TEXTBOOK, Modality.POSSIBLE, "in standard textbooks, may"),
        (Standing.RESEARCH, Modality.ASSERTED, "a study reports"),
        (Standing.RESEARCH, Modality.LIKELY, "a study reports, likely"),
        (Standing.PRACTICE, Modality.ASSERTED, "a practitioner says"),
        (Standing.PRACTICE, Modality.LIKELY, "a practitioner says it is likely"),
        (Standing.PRACTICE, Modality.POSSIBLE, "a practitioner says it may"),
        (Standing.TESTIMONY, Modality.ASSERTED, "clients are said to report"),
        (Standing.UNSTATED, Modality.ASSERTED, "no source given"),
    ],
)
def test_how_sure_is_told_without_codes(standing: Standing, modality: Modality, words: str) -> None:
    assert wording.how_sure(evidence(standing, modality)) == words
    indirect = wording.how_sure(evidence(standing, modality, Directness.INDIRECT))
    assert indirect == f"{words}; the source calls this link indirect"


def test_a_claim_reads_both_ways(graph: KnowledgeGraph) -> None:
    claim = "soma:psoas-major--soma:arisesFrom--soma:t12-vertebra"
    vertebra = graph.entities[EntityId("soma:t12-vertebra")].phrase
    assert sentence(graph, claim) == f"The psoas major arises from {vertebra}."
    turned = sentence(graph, claim, forward=False)
    assert turned == f"{vertebra[:1].upper()}{vertebra[1:]} gives origin to the psoas major."


def test_several_things_lie_and_do_not_ly(graph: KnowledgeGraph) -> None:
    claim = "soma:pelvic-splanchnic-nerves--soma:liesInFrontOf--soma:sacrum"
    assert sentence(graph, claim) == "The pelvic splanchnic nerves lie in front of the sacrum."


@pytest.mark.parametrize(
    ("label", "several"),
    [
        ("is part of", "are part of"),
        ("has as a step", "have as a step"),
        ("was introduced by", "were introduced by"),
        ("does", "do"),
        ("lies beside", "lie beside"),
        ("ties", "tie"),
        ("carries", "carry"),
        ("supplies", "supply"),
        ("passes behind", "pass behind"),
        ("reaches", "reach"),
        ("crosses", "cross"),
        ("causes", "cause"),
        ("moves", "move"),
        ("may limit", "may limit"),
        ("cannot always use", "cannot always use"),
        ("physically links", "physically link"),
        ("substantially relieves", "substantially relieve"),
        ("press", "press"),
        ("", ""),
    ],
)
def test_a_verb_follows_a_plural(label: str, several: str) -> None:
    assert wording.plural_verb(label) == several


def test_no_sentence_loses_its_hedge(graph: KnowledgeGraph) -> None:
    for claim in graph.claims.values():
        modality = graph.relations[claim.relation].modality
        for forward in (True, False):
            told = sentence(graph, claim.id, forward=forward)
            assert told.endswith(".")
            assert told[0].isupper() or not told[0].isalpha()
            if modality is Modality.POSSIBLE:
                assert any(f" {word} " in told for word in ("may", "can"))
            if modality is Modality.LIKELY:
                assert " likely " in told


def test_a_denial_cannot_be_read_as_a_claim(graph: KnowledgeGraph) -> None:
    for denial in graph.denials:
        told = wording.state_denial(denial, graph.entities, graph.relations)
        assert told.startswith("Denied: that ")
        assert "; the source says " in told or told.endswith("; the study did not find it so.")


def test_a_state_is_told_as_a_state_of_its_bearer(graph: KnowledgeGraph) -> None:
    tight = graph.entities[EntityId("soma:tight-psoas-major")]
    psoas = graph.entities[EntityId("soma:psoas-major")]
    assert (
        wording.state_bearing(tight, psoas) == "A tight psoas major is a state of the psoas major."
    )


def test_a_kind_is_told_without_its_article(graph: KnowledgeGraph) -> None:
    for claim in graph.claims.values():
        if claim.relation == "soma:kindOf":
            told = sentence(graph, claim.id)
            assert "kind of the " not in told
            assert "kind of a " not in told


def test_a_citation_names_speaker_work_and_place(graph: KnowledgeGraph) -> None:
    def cite(piece: Evidence) -> str:
        return wording.cite(piece, graph.sources, graph.entities)

    speaker = "soma:marlysa-sullivan"
    assert cite(evidence()) == "Gray 1918, p. 467"
    name = graph.entities[EntityId(speaker)].label
    assert cite(evidence(speaker=speaker)) == f"{name} in Gray 1918, p. 467"
    alone = Evidence(
        "soma:gray-1918", "", "", Standing.TEXTBOOK, Modality.ASSERTED, Directness.DIRECT
    )
    assert cite(alone) == "Gray 1918"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["L1"], "L1"),
        (["L1", "L2"], "L1 and L2"),
        (["L1", "L2", "L3"], "L1, L2 and L3"),
    ],
)
def test_words_are_listed_as_in_speech(words: list[str], text: str) -> None:
    assert wording.listed(words) == text


def test_the_disclaimer_says_that_it_is_no_advice() -> None:
    assert "not medical advice" in wording.DISCLAIMER


def test_the_least_certain_evidence_ranks_last() -> None:
    pieces = [
        evidence(standing, modality, directness)
        for modality in Modality
        for directness in Directness
        for standing in Standing
    ]
    ranks = [wording.evidence_rank(piece) for piece in pieces]
    assert ranks == sorted(set(ranks))
