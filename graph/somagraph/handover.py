"""A dataset is handed to another process, and taken over there."""

from __future__ import annotations

import os
from typing import BinaryIO, Final

from somagraph.confined import Limits, Piece, scratch_file
from somagraph.container import Container, pack
from somagraph.dataset import Dataset, LoadedFile
from somagraph.errors import LineFault
from somagraph.triples import TripleTable

__all__ = ["hand_over", "limits_with", "take_over"]

#: What taking a dataset over may take, for each megabyte of it.
_SECONDS: Final = 1.0
_MEGABYTES: Final = 20.0


def hand_over(dataset: Dataset) -> BinaryIO:
    """Return an open file that holds a dataset, to be read from its start."""
    columns: dict[str, tuple[str, Piece]] = {}
    for number, file in enumerate(dataset.files):
        columns |= file.triples.to_columns(f"{number}")
    told = [(file.name, file.bundled, file.faults) for file in dataset.files]
    handed = scratch_file()
    handed.writelines(pack(columns, told))
    handed.seek(0)
    return handed


def take_over(handed: BinaryIO) -> Dataset:
    """Undo `hand_over`.

    Examples
    --------
    >>> from somagraph.dataset import read_bundled
    >>> with hand_over(read_bundled()) as handed:
    ...     list(take_over(handed)) == list(read_bundled())
    True
    """
    packed = Container(memoryview(handed.read()))
    return Dataset(
        LoadedFile(
            name,
            TripleTable.from_columns(packed, f"{number}"),
            bundled,
            tuple(LineFault(*fault) for fault in faults),
        )
        for number, (name, bundled, faults) in enumerate(packed.values)
    )


def limits_with(handed: BinaryIO, limits: Limits, *, times: int = 1) -> Limits:
    """Return limits of some work, and what taking over the dataset for it may take.

    ``times`` is for work that looks at the whole dataset, in another form.
    """
    size = os.fstat(handed.fileno()).st_size / 1e6 * times
    return limits.per_megabyte(size, seconds=_SECONDS, megabytes=_MEGABYTES)
