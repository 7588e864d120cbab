"""The shipped knowledge itself: the article whole, the anatomy connected, nothing overstated."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import networkx as nx
import pytest

import somagraph
from somagraph import wording
from somagraph.export.tables import render_sentences
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, Directness, EntityId, Family, Modality, Standing
from somagraph.names import NameIndex
from somagraph.walking import Filters

ARTICLE = "soma:crimando-psoas-article"

#: How many sentences each paragraph of the article has, then its captions and headings.
SENTENCES = {
    "P1": 2, "P2": 4, "P3": 3, "P4": 1, "P5": 3, "P6": 1, "P7": 4, "P8": 2, "P9": 2, "P10": 3,
    "P11": 4, "P12": 4, "P13": 2, "P14": 4, "P15": 3, "P16": 4, "P17": 5, "P18": 4, "P19": 2,
    "P20": 1, "P21": 2, "P22": 1, "P23": 1, "P24": 1, "P25": 5,
}  # fmt: skip
PLACES = [f"{p}.{i}" for p, count in SENTENCES.items() for i in range(1, count + 1)]
PLACES += ["C1", "C2", "C3", "C4", "H1", "H2", "H3", "H4"]


def article_claims(graph: KnowledgeGraph) -> list[Claim]:
    return [
        claim
        for claim in graph.claims.values()
        if any(evidence.source == ARTICLE for evidence in claim.evidence)
    ]


def test_every_sentence_has_its_claims_or_the_reason_why_it_makes_none(
    graph: KnowledgeGraph,
) -> None:
    header, *rows = (line.split("\t") for line in render_sentences(graph, ARTICLE).splitlines())
    assert header == ["sentence", "says", "claim or reason"]
    assert list(dict.fromkeys(row[0] for row in rows)) == PLACES
    says: dict[str, set[str]] = {}
    for place, kind, _ in rows:
        says.setdefault(place, set()).add(kind)
    assert all(kinds == {"none"} or "none" not in kinds for kinds in says.values())
    silent = {place for place, kinds in says.items() if kinds == {"none"}}
    assert "P17.1" in silent
    assert len(silent) < 16


def test_every_article_claim_is_found_between_the_things_it_names(graph: KnowledgeGraph) -> None:
    claims = article_claims(graph)
    assert len(claims) > 200
    for claim in claims:
        answer = somagraph.connect(graph, claim.subject, claim.object, count=30)
        used = {
            (step.id, evidence.locator)
            for group in answer.connections
            for path in (group.path, *group.also)
            for arc in path.arcs
            for step in arc.claims
            for evidence in step.evidence
            if path.hops == 1 and evidence.source == ARTICLE
        }
        wanted = {(claim.id, e.locator) for e in claim.evidence if e.source == ARTICLE}
        assert wanted <= used, claim.id


def test_the_hedge_of_a_relation_is_the_hedge_of_its_evidence(graph: KnowledgeGraph) -> None:
    for claim in graph.claims.values():
        relation = graph.relations[claim.relation]
        assert {evidence.modality for evidence in claim.evidence} == {relation.modality}
        sentence = wording.state_relation(
            graph.entities[claim.subject], relation, graph.entities[claim.object], forward=True
        )
        assert (relation.modality is Modality.POSSIBLE) == bool(re.search(r"\bmay\b", sentence))
        assert (relation.modality is Modality.LIKELY) == ("likely" in sentence)


def test_the_article_is_never_a_textbook(graph: KnowledgeGraph) -> None:
    standings = Counter(
        evidence.standing
        for claim in graph.claims.values()
        for evidence in claim.evidence
        if evidence.source == ARTICLE
    )
    assert set(standings) == {Standing.PRACTICE, Standing.TESTIMONY}
    assert standings[Standing.TESTIMONY] == 3


def test_what_clients_report_is_never_relief(graph: KnowledgeGraph) -> None:
    told = {
        claim.id
        for claim in graph.claims.values()
        if claim.evidence[0].standing is Standing.TESTIMONY
    }
    assert told == {
        f"soma:constructive-rest--soma:reportedlyUsedFor--soma:{complaint}"
        for complaint in ("stress", "anxiety", "back-pain")
    }


@pytest.mark.parametrize(
    ("place", "modality", "directness", "speaker"),
    [
        ("P3.1", "possible", "direct", ""),
        ("P3.3", "possible", "direct", ""),
        ("P8.2", "asserted", "direct", "soma:marlysa-sullivan"),
        ("P9.2", "possible", "indirect", "soma:marlysa-sullivan"),
        ("P11.3", "possible", "direct", ""),
        ("P17.2", "likely", "direct", "soma:marlysa-sullivan"),
        ("P18.2", "possible", "direct", "soma:marlysa-sullivan"),
    ],
)
def test_hedges_speakers_and_indirectness_are_kept(
    graph: KnowledgeGraph, place: str, modality: str, directness: str, speaker: str
) -> None:
    found = [
        (evidence.modality, evidence.directness, evidence.speaker)
        for claim in graph.claims.values()
        for evidence in claim.evidence
        if evidence.source == ARTICLE and evidence.locator == place
    ]
    assert found
    assert set(found) == {(Modality(modality), Directness(directness), speaker)}


def test_denials_are_records_and_no_claims(graph: KnowledgeGraph) -> None:
    article = [d for d in graph.denials if d.evidence[0].source == "soma:crimando-psoas-article"]
    told = {(d.subject, d.relation, d.object, d.degree) for d in article}
    assert told == {
        (
            "soma:psoas-lengthening-pose",
            "soma:substantiallyRelieves",
            "soma:overdrive-muscle-tension",
            "little",
        ),
        ("soma:constructive-rest", "soma:kindOf", "soma:yoga-pose", "none"),
    }
    denied = {f"{d.subject}--{d.relation}--{d.object}" for d in article}
    assert denied.isdisjoint(graph.claims)


def test_being_mistaken_for_is_no_cause(graph: KnowledgeGraph) -> None:
    for claim in article_claims(graph):
        if any(evidence.locator == "P5.2" for evidence in claim.evidence):
            assert claim.relation in {"soma:mayBeMistakenFor", "soma:concerns"}
            relation = graph.relations[claim.relation]
            assert relation.stands_alone or relation.leads_no_further


def test_the_l5_s1_disc_is_no_origin_of_the_psoas(graph: KnowledgeGraph) -> None:
    origins = {
        claim.object
        for claim in graph.claims.values()
        if claim.subject == "soma:psoas-major" and claim.relation == "soma:arisesFrom"
    }
    assert "soma:l4-l5-disc" in origins
    assert "soma:l5-s1-disc" not in origins


def test_constructive_rest_has_its_steps_in_order(graph: KnowledgeGraph) -> None:
    steps = sorted(
        graph.entities[claim.object].order
        for claim in graph.claims_about(somagraph.resolve(graph, "Constructive Rest"))
        if claim.relation == "soma:hasStep"
    )
    assert steps == [1, 2, 3, 4, 5, 6]


def test_the_body_hangs_together_by_more_than_parts(graph: KnowledgeGraph) -> None:
    """Attachment, continuity, innervation and neighbourhood join all anatomical entities."""
    wholes = {r.id for r in graph.relations.values() if r.upper_end}
    near = frozenset(
        r.id
        for r in graph.relations.values()
        if r.family is Family.ANATOMICAL and r.id not in wholes
    )
    named = {
        end
        for claim in article_claims(graph)
        for end in (claim.subject, claim.object)
        if graph.is_a(end, "soma:AnatomicalStructure")
    } - {"soma:origin-and-insertion"}
    assert len(named) > 25
    network = graph.walk_network(Filters(relations=near)).to_undirected()
    main = max(nx.connected_components(network), key=len)
    assert named <= main


def test_textbook_anatomy_joins_all_that_the_article_names_in_the_body(
    graph: KnowledgeGraph,
) -> None:
    """All but what is no one thing: groups of muscles, joints in general, the body itself."""
    general = {"core", "fight-flight-muscles", "human-body", "major-joints", "origin-and-insertion"}
    named = {
        end
        for claim in article_claims(graph)
        for end in (claim.subject, claim.object)
        if graph.is_a(end, "soma:AnatomicalEntity")
    } - {f"soma:{name}" for name in general}
    network = graph.walk_network(Filters(anatomical_only=True)).to_undirected()
    assert named <= max(nx.connected_components(network), key=len)


def test_every_textbook_claim_has_a_reference_and_a_place(graph: KnowledgeGraph) -> None:
    for claim in graph.claims.values():
        for evidence in claim.evidence:
            assert evidence.locator
            source = graph.sources[evidence.source]
            assert source.citation
            assert source.reference


def test_warning_signs_are_cited_and_dated(graph: KnowledgeGraph) -> None:
    pains = {"low-back-pain", "back-pain", "abdominal-pain", "pelvic-pain"}
    told = {c.removeprefix("soma:") for sign in graph.warning_signs for c in sign.complaints}
    assert told == pains
    assert all(re.search(r"\b(19|20)\d\d\b", sign.source) for sign in graph.warning_signs)


def test_left_and_right_crus_arise_where_gray_says(graph: KnowledgeGraph) -> None:
    def levels(crus: str) -> set[str]:
        return {
            claim.object.removeprefix("soma:")
            for claim in graph.claims.values()
            if claim.subject == f"soma:{crus}"
            and claim.relation == "soma:arisesFrom"
            and claim.object.endswith("vertebra")
        }

    assert levels("right-crus") == {"l1-vertebra", "l2-vertebra", "l3-vertebra"}
    assert levels("left-crus") == {"l1-vertebra", "l2-vertebra", "l3-vertebra"}
    third = graph.claims["soma:left-crus--soma:arisesFrom--soma:l3-vertebra"]
    assert {evidence.source for evidence in third.evidence}.isdisjoint({"soma:gray-1918"})
    assert [dispute.id for dispute, _ in graph.sides_against(third.id)] == [
        "soma:dispute-left-crus-origin"
    ]


def test_every_relation_says_how_it_reads_and_what_it_joins(graph: KnowledgeGraph) -> None:
    for relation in graph.relations.values():
        assert relation.label
        assert relation.inverse_label
        if relation.id.startswith("soma:"):
            assert relation.domain in {*graph.kinds, "soma:Entity"}
            assert relation.range in {*graph.kinds, "soma:Entity"}
            assert relation.symmetric == (relation.inverse_label == relation.label)


def test_the_likely_form_lies_between_the_two_others(graph: KnowledgeGraph) -> None:
    chain = {"soma:contributesTo", "soma:likelyContributesTo", "soma:mayContributeTo"}
    assert set(graph.relations["soma:contributesTo"].ancestors) == chain
    assert set(graph.relations["soma:likelyContributesTo"].ancestors) == chain - {
        "soma:contributesTo"
    }


def test_what_can_be_hedged_has_both_hedges(graph: KnowledgeGraph) -> None:
    hedges = {Modality.LIKELY: 0, Modality.POSSIBLE: 0}
    for relation in graph.relations.values():
        if relation.modality is Modality.LIKELY:
            weaker = {graph.relations[name].modality for name in relation.ancestors}
            assert weaker == {Modality.LIKELY, Modality.POSSIBLE}
        if relation.modality in hedges:
            hedges[relation.modality] += 1
    assert hedges[Modality.LIKELY] == hedges[Modality.POSSIBLE] > 15


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
            "tenth", "eleventh", "twelfth")  # fmt: skip
REGIONS = {"c": "cervical", "t": "thoracic", "l": "lumbar", "s": "sacral"}


def level_of(entity: str) -> tuple[str, str] | None:
    """Return a level such as ``l3`` and its name in words, for what is numbered by its id."""
    found = re.match(r"soma:([ctls])(\d+)-(?:vertebra|spinal-nerve)$", entity)
    if not found:
        return None
    region, number = found.groups()
    return f"{region}{number}", f"{ORDINALS[int(number) - 1]} {REGIONS[region]}"


def test_what_is_numbered_is_named_and_joined_by_one_pattern(graph: KnowledgeGraph) -> None:
    names = NameIndex(graph)
    levels = {entity: level for entity in graph.entities if (level := level_of(entity))}
    assert len(levels) > 25
    for entity, (level, words) in levels.items():
        if entity.endswith("-vertebra"):
            forms = [level.upper(), f"{level} vertebra", f"{words} vertebra"]
            assert f"{entity}--soma:partOf--" in " ".join(graph.claims)
        else:
            forms = [f"{level} spinal nerve", f"{words} spinal nerve", f"{level} nerve"]
            assert f"{entity}--soma:attachesTo--soma:spinal-cord" in graph.claims
        for form in forms:
            assert names.resolve(form).entity == entity, form


def test_neighbouring_vertebrae_meet_in_a_disc_between_them(graph: KnowledgeGraph) -> None:
    row = ["t12", "l1", "l2", "l3", "l4", "l5", "s1"]
    for upper, lower in pairwise(row):
        disc = f"soma:{upper}-{lower}-disc"
        ends = [
            f"soma:{level}-vertebra" if level != "s1" else "soma:sacrum" for level in (upper, lower)
        ]
        for end in ends:
            assert f"{disc}--soma:attachesTo--{end}" in graph.claims
        assert any(
            claim.relation == "soma:articulatesWith"
            for claim in graph.claims_between(*map(EntityId, ends))
        )
