"""Cells that no spreadsheet runs, and that read back right."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somagraph.delimited import arm, defuse
from somagraph.export import FORMATS
from somagraph.knowledge import KnowledgeGraph
from somagraph.query import QueryResult

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "'=1"]


@given(st.one_of(st.text(), st.from_regex(r"\A'*[=+@\t\r-]?[0-9.e+-]*\Z")))
def test_every_cell_reads_back(cell: str) -> None:
    assert arm(defuse(cell)) == cell
    assert not defuse(cell).startswith(("=", "@", "\t", "\r"))


@pytest.mark.parametrize("cell", ["5", "-5", "+5.25", "-.5e-3", "", "psoas", "a=b", "'tis"])
def test_what_runs_nothing_stays(cell: str) -> None:
    assert defuse(cell) == cell


def test_tables_hold_no_formula(load_turtle: Callable[[str], KnowledgeGraph]) -> None:
    graph = load_turtle(
        "".join(
            f"ex:f{n} a soma:Muscle ; rdfs:label {text!a} ; soma:adjacentTo soma:kidney .\n"
            for n, text in enumerate(FORMULAS)
        )
    )
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"].render(graph), newline="")))
    labels = {row["subject_label"] for row in rows if row["claim"].startswith("https://example")}
    assert labels == {"'" + text for text in FORMULAS}
    assert set(map(arm, labels)) == set(FORMULAS)


def test_results_hold_no_formula() -> None:
    text = QueryResult(("x",), tuple((cell,) for cell in FORMULAS)).to_csv()
    cells = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert cells == ["'" + cell for cell in FORMULAS]
