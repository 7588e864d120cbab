"""What the Ontology Access Kit shows of the exports for OBO tools."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from pathlib import Path

import pytest

from somagraph.export.classes import is_universal
from somagraph.knowledge import KnowledgeGraph
from somagraph.vocabulary import KIND_OF

pytestmark = pytest.mark.interop

ENTITIES = ["psoas-major", "vagus-nerve", "constructive-rest"]


def runoak(path: Path, *arguments: str) -> str:
    """Run OAK as the README has it: the ending of the file tells what it is."""
    prefix = ["--prefix", "soma=https://w3id.org/somagraph/"]
    done = subprocess.run(
        [os.environ["SOMAGRAPH_RUNOAK"], *prefix, "-i", path.name, *arguments],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def relations_of(path: Path, entity: str) -> set[tuple[str, str, str]]:
    """Return predicate, its label and the label of the object, as `relationships` lists them."""
    told = csv.DictReader(io.StringIO(runoak(path, "relationships", entity)), delimiter="\t")
    return {(row["predicate"], row["predicate_label"], row["object_label"]) for row in told}


@pytest.mark.parametrize("name", ["obographs", "classes"])
def test_it_knows_an_entity_by_its_label(exports: dict[str, Path], name: str) -> None:
    told = runoak(exports[name], "info", "psoas major")
    assert told.strip() == "soma:psoas-major ! psoas major"


@pytest.mark.parametrize("name", ENTITIES)
def test_it_shows_every_claim_of_an_entity(
    graph: KnowledgeGraph, exports: dict[str, Path], name: str
) -> None:
    wanted = {
        (claim.relation, graph.relations[claim.relation].label, graph.entities[claim.object].label)
        for claim in graph.claims.values()
        if claim.subject == f"soma:{name}" and claim.relation != KIND_OF
    }
    assert len(wanted) > 3
    shown = relations_of(exports["obographs"], f"soma:{name}")
    assert {row for row in shown if row[0] != "rdfs:subClassOf"} == wanted


@pytest.mark.parametrize("name", ENTITIES)
def test_of_the_classes_it_shows_what_holds_of_every_one(
    graph: KnowledgeGraph, exports: dict[str, Path], name: str
) -> None:
    entity = f"soma:{name}"
    wanted = {
        (claim.relation, graph.relations[claim.relation].label, graph.entities[claim.object].label)
        for claim in graph.claims.values()
        if claim.subject == entity and claim.relation != KIND_OF and is_universal(graph, claim)
    }
    kind = {graph.kinds[found.kind].label for i, found in graph.entities.items() if i == entity}
    shown = relations_of(exports["classes"], entity)
    assert {row for row in shown if row[0] != "rdfs:subClassOf"} == wanted
    assert kind <= {row[2] for row in shown if row[0] == "rdfs:subClassOf"}


def test_it_shows_what_the_psoas_arises_from_and_nothing_that_it_may_do(
    exports: dict[str, Path],
) -> None:
    shown = relations_of(exports["classes"], "soma:psoas-major")
    assert ("soma:arisesFrom", "arises from", "L1 vertebra") in shown
    assert ("soma:insertsOn", "inserts on", "lesser trochanter") in shown
    assert not [label for _, label, _ in shown if "may" in label or "likely" in label]
    assert "anxiety" not in {label for _, _, label in shown}


def test_it_finds_what_is_above_and_a_path(exports: dict[str, Path]) -> None:
    above = runoak(exports["classes"], "ancestors", "-p", "i", "soma:psoas-major")
    assert "soma:Muscle\tmuscle" in above
    assert "soma:AnatomicalEntity\tanatomical entity" in above
    told = runoak(exports["obographs"], "paths", "soma:iliacus", "--target", "soma:femur")
    assert told.strip().endswith("femur")


def test_it_says_so_where_there_is_nothing(exports: dict[str, Path]) -> None:
    assert relations_of(exports["classes"], "soma:no-such-thing") == set()
