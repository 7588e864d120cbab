"""What stands beside the claims: sources, denials, disputes, warning signs."""

from __future__ import annotations

from collections.abc import Callable

from somagraph.dataset import BUNDLED_FILES
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId, Standing

Loader = Callable[[str], KnowledgeGraph]


def test_the_article_denies_two_things(graph: KnowledgeGraph) -> None:
    article = "soma:crimando-psoas-article"
    denials = [d for d in graph.denials if d.evidence[0].source == article]
    said = {(d.subject, d.relation, d.object, d.degree) for d in denials}
    assert said == {
        ("soma:constructive-rest", "soma:kindOf", "soma:yoga-pose", "none"),
        (
            "soma:psoas-lengthening-pose",
            "soma:substantiallyRelieves",
            "soma:overdrive-muscle-tension",
            "little",
        ),
    }
    places = {(e.source, e.locator, e.standing) for d in denials for e in d.evidence}
    assert places == {
        ("soma:crimando-psoas-article", "P16.2", Standing.PRACTICE),
        ("soma:crimando-psoas-article", "P13.1", Standing.PRACTICE),
    }


def test_what_is_denied_is_walked_only_where_another_source_says_it(graph: KnowledgeGraph) -> None:
    """And then the two stand in one dispute."""
    walked = 0
    for denial in graph.denials:
        relation = graph.relations[denial.relation]
        said = [
            claim
            for claim in graph.claims_between(denial.subject, denial.object)
            if {denial.relation, *relation.ancestors}
            & set(graph.relations[claim.relation].ancestors)
        ]
        walked += len(said)
        for claim in said:
            affirmed = {(e.source, e.speaker) for e in claim.evidence}
            assert affirmed - {(e.source, e.speaker) for e in denial.evidence} or (
                denial.id == "soma:denial-yoga-anxiety-disorder"
            )
            assert any(
                claim.id in dispute.claims and denial.id in dispute.denials
                for dispute in graph.disputes
            ), (claim.id, denial.id)
    assert walked
    plain = [d for d in graph.denials if not any(d.id in x.denials for x in graph.disputes)]
    for denial in plain:
        assert graph.network.get_edge_data(denial.subject, denial.object) is None


def test_a_denial_of_something_unknown_is_left_out(
    graph: KnowledgeGraph, load_turtle: Loader
) -> None:
    added = load_turtle(
        """
        ex:one a soma:Denial ; soma:subject soma:kidney ; soma:relation soma:affects ;
            soma:object ex:nobody ; soma:degree "none" .
        ex:two a soma:Denial ; soma:subject soma:kidney ; soma:relation ex:unknown ;
            soma:object soma:anxiety ; soma:degree "none" .
        """
    )
    assert added.denials == graph.denials


def test_each_side_of_a_dispute_is_a_claim(graph: KnowledgeGraph) -> None:
    assert graph.disputes
    for dispute in graph.disputes:
        assert dispute.about
        assert len(dispute.claims) + len(dispute.denials) >= 2
        assert set(dispute.claims) <= graph.claims.keys()
        assert set(dispute.denials) <= {denial.id for denial in graph.denials}


def test_a_claim_knows_the_claims_against_it(graph: KnowledgeGraph) -> None:
    through = "soma:obturator-nerve--soma:passesThrough--soma:psoas-major"
    behind = "soma:obturator-nerve--soma:passesBehind--soma:psoas-major"
    ((dispute, others),) = graph.sides_against(through)
    assert dispute.id == "soma:dispute-obturator-nerve-course"
    assert others == (behind,)
    assert graph.sides_against("soma:psoas-major--soma:arisesFrom--soma:t12-vertebra") == ()


def test_warning_signs_come_the_most_pressing_first(graph: KnowledgeGraph) -> None:
    order = ["emergency", "urgent", "see-a-doctor"]
    ranks = [order.index(sign.urgency) for sign in graph.warning_signs]
    assert ranks == sorted(ranks)
    assert ranks
    assert all(sign.sign and sign.source for sign in graph.warning_signs)


def test_low_back_pain_has_signs_that_need_a_doctor(graph: KnowledgeGraph) -> None:
    pains = {complaint for sign in graph.warning_signs for complaint in sign.complaints}
    assert EntityId("soma:low-back-pain") in pains
    assert pains <= graph.entities.keys()


def test_each_file_is_a_source_that_is_cited_by_its_name(load_turtle: Loader) -> None:
    sources = load_turtle('ex:a rdfs:label "a" .').sources
    files = {key: source.citation for key, source in sources.items() if key.startswith("file:")}
    assert files == {f"file:{name}": name for name in (*BUNDLED_FILES, "added.ttl")}
    assert sources["soma:gray-1918"].citation == "Gray 1918"
    assert sources["soma:gray-1918"].reference
