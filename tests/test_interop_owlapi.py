"""What the OWL API, on which Protégé and ROBOT stand, makes of the exports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, RdfFormat

from owl_tools import OwlApi, with_more
from somagraph.vocabulary import OWL, RDF, SOMA

pytestmark = pytest.mark.interop

ABOUT = tuple(f"{OWL}annotated{name}" for name in ("Source", "Property", "Target"))


@pytest.mark.parametrize("name", ["turtle", "rdfxml", "ntriples", "classes"])
def test_the_profile_is_owl_2_dl(owl_api: OwlApi, exports: dict[str, Path], name: str) -> None:
    assert owl_api.violations(exports[name]) == []


WRONG = {
    # No property may be both transitive and asymmetric: circles of parts are `validate`'s.
    "partOf": f"<{SOMA}partOf> <{RDF}type> <{OWL}AsymmetricProperty> .",
    "undeclared": f'<{SOMA}psoas-major> <{SOMA}undeclared> "x" .',
    "Muscle": f"<{SOMA}Muscle> <{RDF}type> <http://www.w3.org/2000/01/rdf-schema#Datatype> .",
    "locator": f"<{SOMA}locator> <{RDF}type> <{OWL}ObjectProperty> .",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_leaves_the_profile_is_seen(
    owl_api: OwlApi, exports: dict[str, Path], tmp_path: Path, name: str
) -> None:
    path = with_more(exports["ntriples"], WRONG[name] + "\n", tmp_path / "wrong.ttl")
    assert any(name in told for told in owl_api.violations(path))


def canonical(triples: Iterable[pyoxigraph.Triple]) -> set[str]:
    """Return triples with canonical blank nodes, so that two graphs can be compared."""
    dataset = Dataset(pyoxigraph.Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad.triple) for quad in dataset}


def annotated_claims(
    triples: Iterable[pyoxigraph.Triple],
) -> dict[tuple[str, ...], set[frozenset[Any]]]:
    """Return each claim with its pieces of evidence, each of them the set of all its fields."""
    nodes: dict[BlankNode, list[tuple[str, Any]]] = {}
    for subject, predicate, object_ in triples:
        if isinstance(subject, BlankNode):
            nodes.setdefault(subject, []).append((predicate.value, object_))
    claims: dict[tuple[str, ...], set[frozenset[Any]]] = {}
    for said in nodes.values():
        about = tuple(value.value for name in ABOUT for key, value in said if key == name)
        if len(about) == len(ABOUT):
            evidence = frozenset(pair for pair in said if pair[0] not in (*ABOUT, f"{RDF}type"))
            claims.setdefault(about, set()).add(evidence)
    return claims


def read(path: Path) -> list[pyoxigraph.Triple]:
    return [quad.triple for quad in pyoxigraph.parse(path=path, format=RdfFormat.TURTLE)]


@pytest.mark.parametrize(
    ("export", "name"), [*(("turtle", name) for name in OwlApi.FORMATS), ("rdfxml", "RDFXML")]
)
def test_all_claims_survive_load_and_save_with_all_their_evidence(
    owl_api: OwlApi, exports: dict[str, Path], tmp_path: Path, export: str, name: str
) -> None:
    saved = owl_api.save_as(exports[export], name, tmp_path / "saved")
    again = read(owl_api.save_as(saved, "Turtle", tmp_path / "again.ttl"))
    ours = read(exports["ntriples"])
    wanted = annotated_claims(ours)
    assert sum(map(len, wanted.values())) > len(wanted) > 1000
    assert annotated_claims(again) == wanted
    # So does everything else; what comes to it are declarations.
    before, after = canonical(ours), canonical(again)
    assert before - after == set()
    assert {line.split()[1] for line in after - before} == {f"<{RDF}type>"}


def test_evidence_that_is_lost_is_noticed(
    owl_api: OwlApi, exports: dict[str, Path], tmp_path: Path
) -> None:
    """A piece of evidence in the older form of RDF is one that the OWL API does not keep."""
    lines = exports["ntriples"].read_text("utf-8").splitlines(keepends=True)
    axiom = next(line.split()[0] for line in lines if f"<{OWL}Axiom>" in line)
    older = {
        f"<{OWL}Axiom>": f"<{RDF}Statement>",
        f"<{OWL}annotatedSource>": f"<{RDF}subject>",
        f"<{OWL}annotatedProperty>": f"<{RDF}predicate>",
        f"<{OWL}annotatedTarget>": f"<{RDF}object>",
    }
    changed = []
    for line in lines:
        new = line
        if line.startswith(f"{axiom} "):
            for ours, theirs in older.items():
                new = new.replace(ours, theirs)
        changed.append(new)
    assert changed != lines
    path = tmp_path / "older.ttl"
    path.write_text("".join(changed), "utf-8")
    again = annotated_claims(read(owl_api.save_as(path, "Turtle", tmp_path / "again.ttl")))
    wanted = annotated_claims(read(exports["ntriples"]))
    lost = [about for about, evidence in wanted.items() if again.get(about) != evidence]
    assert len(lost) == 1


def test_the_sources_of_class_axioms_survive(
    owl_api: OwlApi, exports: dict[str, Path], tmp_path: Path
) -> None:
    saved = owl_api.save_as(exports["classes"], "FunctionalSyntax", tmp_path / "classes.ofn")
    axioms = [
        line
        for line in saved.read_text("utf-8").splitlines()
        if "ObjectSomeValuesFrom" in line and "SubClassOf" in line
    ]
    assert len(axioms) > 500
    (psoas,) = (line for line in axioms if "psoas-major" in line and "l1-vertebra" in line)
    assert "Gray 1918" in psoas
    assert all("Annotation(" in line for line in axioms)
