"""The checks of others on what a user has: the installed wheel, its command and its exports."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from owl_tools import reason
from somagraph.vocabulary import SOMA

pytestmark = pytest.mark.interop

ROOT = Path(__file__).resolve().parent.parent
SHAPES = "from importlib.resources import files; print(files('somagraph.ontology') / 'shapes.ttl')"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and what it needs, nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, ROOT], check=True)
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    constraints = ROOT / "scripts" / "constraints.txt"
    wheel = next(folder.glob("somagraph-*.whl"))
    subprocess.run([*pip, "--python", environment, "install", "-c", constraints, wheel], check=True)
    return environment / ("Scripts" if os.name == "nt" else "bin")


def run(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_shapes_hold_of_the_export_and_see_what_is_broken(
    installed: Path, tmp_path: Path
) -> None:
    shapes = run(tmp_path, installed / "python", "-c", SHAPES).stdout.strip()
    assert "site-packages" in shapes
    assert (
        run(tmp_path, installed / "somagraph", "export", "turtle", "-o", "graph.ttl").stdout == ""
    )
    check = [installed / "pyshacl", "-s", shapes, "-sf", "turtle", "-df", "turtle"]
    done = run(tmp_path, *check, "graph.ttl")
    assert (done.returncode, done.stdout.splitlines()[1]) == (0, "Conforms: True"), done.stderr
    whole = (tmp_path / "graph.ttl").read_text("utf-8")
    start = whole.index("    skos:definition", whole.index("\nsoma:psoas-major\n"))
    broken = whole[:start] + whole[whole.index("\n", start) + 1 :]
    (tmp_path / "broken.ttl").write_text(broken, "utf-8")
    done = run(tmp_path, *check, "broken.ttl")
    assert (done.returncode, done.stdout.splitlines()[1]) == (1, "Conforms: False"), done.stderr
    assert "an entity needs one definition" in done.stdout
    assert "psoas-major" in done.stdout


@pytest.mark.parametrize("name", ["rdfxml", "classes"])
def test_hermit_finds_no_contradiction_in_its_export(
    installed: Path, tmp_path: Path, name: str
) -> None:
    done = run(tmp_path, installed / "somagraph", "export", name, "-o", "graph.rdf")
    assert done.returncode == 0, done.stderr
    world = reason(tmp_path / "graph.rdf")
    assert list(world.inconsistent_classes()) == []
    assert world[f"{SOMA}psoas-major"] is not None
