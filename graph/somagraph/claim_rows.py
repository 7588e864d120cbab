"""A table of claims becomes rows: what is wrong with the table itself is told here.

Columns are told by their names. Rows are counted as a spreadsheet counts them.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from somagraph import wording
from somagraph.errors import TableFault, UnreadableFileError
from somagraph.model import SIDES, Directness, Modality, Standing
from somagraph.opening import open_outside

__all__ = ["COLUMNS", "GRADES", "Row", "Tell", "check_cells", "read_rows"]

#: The columns that the header names, in any order; the last two may be left out.
COLUMNS: Final = (
    "subject",
    "relation",
    "object",
    "source",
    "locator",
    "speaker",
    "standing",
    "modality",
    "directness",
    "note",
    "side",
)

#: The columns of codes, and the codes.
GRADES: Final = {"standing": Standing, "modality": Modality, "directness": Directness}

#: Takes a column and what is wrong with its cell.
Tell = Callable[[str, str], None]

#: The largest table that is read, in bytes.
_LONGEST: Final = 100_000_000

_REQUIRED: Final = frozenset(COLUMNS) - {"note", "side"}
_NEEDED: Final = ("subject", "relation", "object", "source", "standing", "modality")
_NEEDED_OF_NEW: Final = ("subject", "object", "source")
_IS_NEW: Final = "is new"


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds as many cells as the header."""

    #: As a spreadsheet counts; the header is row 1.
    number: int
    #: Column to text, without spaces around it.
    cells: Mapping[str, str]

    @property
    def is_declaration(self) -> bool:
        """Whether it declares a new thing."""
        return self.cells["relation"].casefold() == _IS_NEW


def _read_records(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a file that hold anything, each with its number."""
    name = str(path)
    with open_outside(path, name) as file:
        data = file.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise UnreadableFileError(name, f"the table is larger than {_LONGEST // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
        records = list(reader)
    except UnicodeDecodeError:
        raise UnreadableFileError(name, "the table is not UTF-8 text") from None
    except csv.Error as problem:
        reason = "this is no table of tabs ({})".format(str(problem).replace("'\t'", "a tab"))
        raise UnreadableFileError(name, reason, line=reader.line_num) from None
    cells = [(n, [" ".join(cell.split()) for cell in row]) for n, row in enumerate(records, 1)]
    return [(number, row) for number, row in cells if any(row)]


def read_rows(path: Path, faults: list[TableFault]) -> Iterator[Row]:
    """Yield the rows that can be judged; the others become faults.

    Raises
    ------
    UnreadableFileError
        If the file is no table, or has no header or no rows.
    """
    records = _read_records(path)
    if not records:
        raise UnreadableFileError(str(path), "the table is empty")
    first, names = records[0][0], [cell.casefold() for cell in records[0][1]]
    if {"subject", "relation", "object"}.isdisjoint(names):
        needed = wording.listed([name for name in COLUMNS if name in _REQUIRED])
        raise UnreadableFileError(str(path), f"its first row is no header that names {needed}")
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            message = f"No column is called {name!r}; the columns are {wording.listed(COLUMNS)}."
            faults.append(TableFault(str(path), first, name, message))
        elif names.count(name) > 1:
            faults.append(TableFault(str(path), first, name, "The header names it twice."))
    faults += (
        TableFault(str(path), first, name, "The header lacks this column.")
        for name in COLUMNS
        if name in _REQUIRED and name not in names
    )
    if len(records) == 1:
        raise UnreadableFileError(str(path), "the table has a header and no rows")
    whole = not faults
    for number, row in records[1:]:
        if len(row) != len(names):
            message = f"The row has {len(row)} cells, the header {len(names)}."
            faults.append(TableFault(str(path), number, "", message))
        elif whole:
            yield Row(number, {"note": "", "side": "", **dict(zip(names, row, strict=True))})


def check_cells(row: Row, tell: Tell) -> None:
    """Tell what is wrong with the cells of a row, each by itself."""
    for column in _NEEDED_OF_NEW if row.is_declaration else _NEEDED:
        if not row.cells[column]:
            tell(column, "The cell is empty.")
    for column, cell in row.cells.items():
        if any(unicodedata.category(character) == "Cc" for character in cell):
            tell(column, "The cell holds a control character.")
    if row.cells["side"].casefold() not in {"", *SIDES}:
        tell("side", f"{row.cells['side']!r} is no side; write left, right, or nothing for both.")
    for column, grades in GRADES.items():
        cell = row.cells[column].casefold()
        if cell and cell not in set(grades):
            tell(column, f"{cell!r} is no {column}; write one of {', '.join(grades)}.")
