"""Tables as delimited text whose cells all read back, and which no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

__all__ = ["arm", "defuse", "render_rows"]

#: What a spreadsheet may run, behind any apostrophes, and what begins so but is a number.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def defuse(cell: str) -> str:
    """Return the text of a cell with an apostrophe before what a spreadsheet would run.

    Examples
    --------
    >>> defuse("=1+1"), defuse("'=1"), defuse("-5.2"), defuse("psoas")
    ("'=1+1", "''=1", '-5.2', 'psoas')
    """
    runs = _FORMULA.match(cell) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell


def arm(cell: str) -> str:
    """Undo `defuse`.

    Examples
    --------
    >>> arm("'=1+1"), arm("-5.2"), arm("'tis")
    ('=1+1', '-5.2', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def render_rows(rows: Iterable[Iterable[str]], *, delimiter: str = ",") -> str:
    r"""Return rows as delimited text with line feeds, every line break inside a cell quoted.

    Examples
    --------
    >>> render_rows([["a", "b\rc"]])
    'a,"b\rc"\n'
    """
    lines = []
    for row in rows:
        stream = io.StringIO()
        # The writer quotes the signs that end its lines, and a reader ends lines at both.
        csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerow(row)
        lines.append(stream.getvalue().removesuffix("\r\n") + "\n")
    return "".join(lines)
