"""What stands beside the claims: sources, denials, disputes, warning signs."""

from __future__ import annotations

from collections.abc import Callable

from somagraph.knowledge import KnowledgeGraph
from somagraph.model import EntityId, Standing

Loader = Callable[[str], KnowledgeGraph]


def test_the_article_denies_two_things(graph: KnowledgeGraph) -> None:
    said = {(d.subject, d.relation, d.object, d.degree) for d in graph.denials}
    assert said == {
        ("soma:constructive-rest", "soma:kindOf", "soma:yoga-pose", "none"),
        (
            "soma:psoas-lengthening-pose",
            "soma:substantiallyRelieves",
            "soma:overdrive-muscle-tension",
            "little",
        ),
    }
    places = {(e.source, e.locator, e.standing) for d in graph.denials for e in d.evidence}
    assert places == {
        ("soma:crimando-psoas-article", "P16.2", Standing.PRACTICE),
        ("soma:crimando-psoas-article", "P13.1", Standing.PRACTICE),
    }


def test_what_is_denied_is_neither_a_claim_nor_walked(graph: KnowledgeGraph) -> None:
    frontier = graph.arcs()
    for denial in graph.denials:
        assert f"{denial.subject}--{denial.relation}--{denial.object}" not in graph.claims
        assert not any(
            claim.relation == denial.relation
            for claim in graph.claims_between(denial.subject, denial.object)
        )
        assert graph.network.get_edge_data(denial.subject, denial.object) is None
        assert denial.object not in {
            arc.target for arc in frontier[denial.subject] if arc.claim and arc.hops == 1
        }


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
        assert len(dispute.claims) >= 2
        assert set(dispute.claims) <= graph.claims.keys()


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
    assert files == {
        f"file:{name}": name
        for name in ("schema.ttl", "anatomy.ttl", "article.ttl", "warnings.ttl", "added.ttl")
    }
    assert sources["soma:gray-1918"].citation == "Gray 1918"
    assert sources["soma:gray-1918"].reference
