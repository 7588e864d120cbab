"""The guide for notebooks: every block of it is run, in its order, as one would run it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "notebooks.md").read_text("utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(
    r"^```(\w+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE
)


def run_console(block: str, folder: Path) -> None:
    for line in block.splitlines():
        program, *arguments = shlex.split(line)
        assert program == "somagraph"
        command = [sys.executable, "-m", "somagraph", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Run the guide; return where, and what its names stand for in the end."""
    folder = tmp_path_factory.mktemp("guide")
    names: dict[str, Any] = {}
    before = Path.cwd()
    os.environ["MPLBACKEND"] = "agg"
    os.chdir(folder)
    try:
        for language, block in BLOCKS:
            if language == "console":
                run_console(block, folder)
            else:
                exec(compile(block, "docs/notebooks.md", "exec"), names)  # noqa: S102 - the guide's own
    finally:
        os.chdir(before)
    return folder, names


def test_every_block_is_one_that_runs() -> None:
    assert GUIDE.count("```") == 2 * len(BLOCKS)
    assert {language for language, _ in BLOCKS} == {"python", "console"}


def test_the_tables_hold_what_the_graph_holds(ran: tuple[Path, dict[str, Any]]) -> None:
    _, names = ran
    pieces = sum(len(claim.evidence) for claim in names["somagraph"].load().claims.values())
    assert len(names["table"]) == len(names["claims"]) == pieces
    may = names["claims"].query("relation == 'soma:mayPlayRoleIn'")
    assert set(may["modality"]) == {"possible"}
    assert "soma:psoas-major" in set(names["about_psoas"]["subject"])


def test_the_answer_has_what_was_added_with_its_hedge(ran: tuple[Path, dict[str, Any]]) -> None:
    _, names = ran
    told = names["somagraph"].render_answer(names["graph"], names["answer"])
    assert "Shallow breathing is likely to limit the diaphragm." in told
    assert "[Example text, sentence 2] a practitioner says it is likely" in told
    assert names["part"].number_of_edges() == len(names["said"]) > 0


def test_the_picture_is_a_picture(ran: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = ran
    assert (folder / "answer.png").read_bytes().startswith(b"\x89PNG\r\n")
    assert (folder / "answer.png").stat().st_size > 10_000
    assert "Shallow breathing" in (folder / "answer.html").read_text("utf-8")
