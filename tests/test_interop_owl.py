"""What HermiT, a reasoner for OWL 2 DL, finds in the exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from owl_tools import disjoint_siblings, reason, with_more
from somagraph.arcs import is_plain
from somagraph.export.classes import is_universal
from somagraph.knowledge import KnowledgeGraph
from somagraph.vocabulary import KIND_OF, OWL, RDF, RDFS, SOMA

pytestmark = pytest.mark.interop


def test_hermit_finds_no_contradiction(exports: dict[str, Path]) -> None:
    world = reason(exports["rdfxml"])
    assert list(world.inconsistent_classes()) == []
    assert world[f"{SOMA}psoas-major"] in world[f"{SOMA}Muscle"].instances()


def test_hermit_finds_one_that_was_put_in(exports: dict[str, Path], tmp_path: Path) -> None:
    import owlready2  # noqa: PLC0415 - only this tier has it

    wrong = (
        f"<{SOMA}Muscle> <{OWL}disjointWith> <{SOMA}Bone> .\n"
        f"<{SOMA}psoas-major> <{RDF}type> <{SOMA}Bone> .\n"
    )
    path = with_more(exports["ntriples"], wrong, tmp_path / "wrong.nt")
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason(path)


def test_no_claim_makes_a_thing_two_kinds_at_once(
    graph: KnowledgeGraph, exports: dict[str, Path], tmp_path: Path
) -> None:
    """Domains and ranges agree with what things are: held against kinds that share no member."""
    strict = with_more(exports["ntriples"], disjoint_siblings(graph), tmp_path / "strict.nt")
    assert list(reason(strict).inconsistent_classes()) == []


@pytest.mark.parametrize(
    "claim",
    [
        "psoas-major suppliedBy anxiety",
        "kidney arisesFrom l1-vertebra",
        "anxiety innervatedBy vagus-nerve",
    ],
)
def test_a_claim_that_makes_a_thing_two_kinds_is_found(
    graph: KnowledgeGraph, exports: dict[str, Path], tmp_path: Path, claim: str
) -> None:
    import owlready2  # noqa: PLC0415 - only this tier has it

    wrong = " ".join(f"<{SOMA}{name}>" for name in claim.split()) + " .\n"
    more = disjoint_siblings(graph) + wrong
    path = with_more(exports["ntriples"], more, tmp_path / "wrong.nt")
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason(path)


def test_hermit_entails_what_is_told_as_entailed(
    graph: KnowledgeGraph, exports: dict[str, Path]
) -> None:
    world = reason(exports["rdfxml"], values=True)
    told = {
        (arc.source, arc.claim.relation, arc.target)
        for arc in graph.entailed()
        if arc.forward and arc.claim is not None and arc.claim is arc.premises[0]
    }
    assert len(told) > 200

    def iri(curie: str) -> str:
        return curie.replace("soma:", SOMA)

    def found(subject: str, relation: str, target: str) -> bool:
        """Tell whether HermiT has it; what a narrower relation says, it does not say again."""
        one, other = world[iri(subject)], world[iri(target)]
        return any(
            other in world[iri(verb.id)][one]
            for verb in graph.relations.values()
            if relation in verb.ancestors and verb.id.startswith("soma:")
        )

    assert [triple for triple in sorted(told) if not found(*triple)] == []
    # It draws no conclusion of these relations that we do not draw, but for the wider relations.
    own = {name for _, name, _ in told}
    stated = {(c.subject, c.relation, c.object) for c in graph.claims.values()}
    drawn = {
        (f"soma:{one.name}", name, f"soma:{other.name}")
        for name in own
        for one, other in world[iri(name)].get_relations()
    }
    narrower = {
        (c.subject, wider, c.object)
        for c in graph.claims.values()
        for wider in graph.relations[c.relation].ancestors
    } | {
        (subject, wider, target)
        for subject, relation, target in told
        for wider in graph.relations[relation].ancestors
    }
    # OWL knows no hearsay and no indirect link: from those we conclude nothing.
    doubtful = {(c.subject, c.relation) for c in graph.claims.values() if not is_plain(c.evidence)}
    more = {
        (subject, relation, target)
        for subject, relation, target in drawn - stated - told - narrower
        if subject != target and (subject, relation) not in doubtful
    }
    assert more == set()


# The classes


def test_every_class_of_the_classes_can_have_a_member(
    graph: KnowledgeGraph, exports: dict[str, Path], tmp_path: Path
) -> None:
    assert list(reason(exports["classes"]).inconsistent_classes()) == []
    more = disjoint_siblings(graph)
    strict = with_more(exports["classes-ntriples"], more, tmp_path / "strict.nt")
    assert list(reason(strict).inconsistent_classes()) == []


def test_a_class_that_can_have_no_member_is_found(
    graph: KnowledgeGraph, exports: dict[str, Path], tmp_path: Path
) -> None:
    chimera = f"<{SOMA}chimera>"
    wrong = f"{chimera} <{RDF}type> <{OWL}Class> .\n" + "".join(
        f"{chimera} <{RDFS}subClassOf> <{SOMA}{name}> .\n" for name in ("psoas-major", "femur")
    )
    more = disjoint_siblings(graph) + wrong
    path = with_more(exports["classes-ntriples"], more, tmp_path / "wrong.nt")
    assert f"{SOMA}chimera" in {found.iri for found in reason(path).inconsistent_classes()}


def test_hermit_draws_the_classes_below_a_question(
    graph: KnowledgeGraph, exports: dict[str, Path], tmp_path: Path
) -> None:
    """What arises from a part of the spine arises from the spine, for each class that says so."""
    ends = {"lumbar-spine"}
    while (
        more := {
            claim.subject.removeprefix("soma:")
            for claim in graph.claims.values()
            if claim.relation in ("soma:partOf", KIND_OF)
            and claim.object.removeprefix("soma:") in ends
            and is_universal(graph, claim)
        }
        - ends
    ):
        ends |= more
    wanted = {
        claim.subject.removeprefix("soma:")
        for claim in graph.claims.values()
        if claim.relation == "soma:arisesFrom"
        and claim.object.removeprefix("soma:") in ends
        and is_universal(graph, claim)
    }
    assert "psoas-major" in wanted
    asked, some = f"<{SOMA}asked>", "_:some"
    question = (
        f"{asked} <{RDF}type> <{OWL}Class> .\n"
        f"{asked} <{OWL}equivalentClass> {some} .\n"
        f"{some} <{RDF}type> <{OWL}Restriction> .\n"
        f"{some} <{OWL}onProperty> <{SOMA}arisesFrom> .\n"
        f"{some} <{OWL}someValuesFrom> <{SOMA}lumbar-spine> .\n"
    )
    path = with_more(exports["classes-ntriples"], question, tmp_path / "question.nt")
    found = {below.name for below in reason(path)[f"{SOMA}asked"].descendants(include_self=False)}
    assert found == wanted
