"""What other programs make of the exports; this tier needs Debian packages."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from somagraph.export import FORMATS
from somagraph.knowledge import KnowledgeGraph

pytestmark = pytest.mark.interop

RAPTOR_NAMES = {"turtle": "turtle", "ntriples": "ntriples", "rdfxml": "rdfxml"}


@pytest.mark.parametrize("name", RAPTOR_NAMES)
def test_raptor_reads_every_triple(graph: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"graph{FORMATS[name].ending}"
    path.write_text(FORMATS[name].render(graph), "utf-8")
    done = subprocess.run(
        ["rapper", "-q", "-i", RAPTOR_NAMES[name], "-o", "ntriples", path],  # noqa: S607 - Debian's
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert len(set(done.stdout.splitlines())) == len(set(graph.dataset))


@pytest.mark.parametrize("name", ["graphml", "gexf", "rdfxml"])
def test_xml_is_well_formed(graph: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    path = tmp_path / "graph.xml"
    path.write_text(FORMATS[name].render(graph), "utf-8")
    subprocess.run(["xmllint", "--noout", "--nonet", path], check=True)  # noqa: S607 - Debian's
