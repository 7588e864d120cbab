"""What the Ontology Access Kit shows of the OBO Graphs export."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from pathlib import Path

import pytest

from somagraph.export import FORMATS
from somagraph.knowledge import KnowledgeGraph
from somagraph.terms import KIND_OF

pytestmark = pytest.mark.interop

SOMA = "https://w3id.org/somagraph/"


@pytest.fixture(scope="module")
def path(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("oak") / "graph.json"
    written.write_text(FORMATS["obographs"].render(graph), "utf-8")
    return written


def runoak(path: Path, *arguments: str) -> str:
    done = subprocess.run(
        [os.environ["SOMAGRAPH_RUNOAK"], "-i", f"obograph:{path}", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_it_knows_an_entity_by_its_label(path: Path) -> None:
    assert runoak(path, "info", "psoas major").strip() == f"{SOMA}psoas-major ! psoas major"


@pytest.mark.parametrize("name", ["psoas-major", "vagus-nerve", "constructive-rest"])
def test_it_shows_every_relation_of_an_entity(graph: KnowledgeGraph, path: Path, name: str) -> None:
    told = csv.DictReader(io.StringIO(runoak(path, "relationships", SOMA + name)), delimiter="\t")
    shown = {(row["predicate_label"], row["object_label"]) for row in told}
    wanted = {
        (graph.relations[claim.relation].label, graph.entities[claim.object].label)
        for claim in graph.claims.values()
        if claim.subject == f"soma:{name}" and claim.relation != KIND_OF
    }
    assert len(wanted) > 3
    assert {pair for pair in shown if pair[0]} >= wanted


def test_it_finds_a_path(path: Path) -> None:
    told = runoak(path, "paths", f"{SOMA}iliacus", "--target", f"{SOMA}femur")
    assert "iliacus|" in told
    assert told.strip().endswith("femur")
