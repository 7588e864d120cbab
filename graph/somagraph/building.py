"""Files, or a dataset, become what a `KnowledgeGraph` answers from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from somagraph.confined import Job, LimitReachedError, Piece, report, run_confined
from somagraph.errors import UnreadableFileError
from somagraph.indexed import IndexedGraph
from somagraph.opening import limits_of, open_outside

if TYPE_CHECKING:
    from somagraph.dataset import Dataset

# What reads files and makes columns of them is heavy; it is imported where that is done.
# ruff: noqa: PLC0415

__all__ = ["build_graph", "pack_bundled", "pack_files", "prepare_packing"]


def build_graph(dataset: Dataset) -> IndexedGraph:
    """Make the knowledge graph of a dataset; what `somagraph validate` reports is left out."""
    from somagraph.packing import pack_dataset

    return IndexedGraph(memoryview(b"".join(pack_dataset(dataset))), lambda: dataset)


def pack_bundled() -> list[Piece]:
    """Return what a graph of the packaged ontology answers from, in pieces."""
    from somagraph.dataset import read_bundled
    from somagraph.packing import pack_dataset

    return pack_dataset(read_bundled())


def pack_files(
    paths: Sequence[Path], *, bundled: bool, tell: Callable[[str], None] = lambda _: None
) -> memoryview:
    """Return what a graph of files answers from, made in a process of its own.

    Parameters
    ----------
    paths
        The files.
    bundled
        Whether the packaged ontology comes first.
    tell
        Is told what is done.

    Raises
    ------
    UnreadableFileError
        If one cannot be read, or if together they take too much time or memory.
    """
    with ExitStack() as stack:
        files = [stack.enter_context(open_outside(path, str(path))) for path in paths]
        told = {"names": list(map(str, paths)), "bundled": bundled}
        try:
            return run_confined(f"{__name__}:prepare_packing", told, files, limits_of(files), tell)
        except LimitReachedError as problem:
            names = ", ".join(map(str, paths))
            raise UnreadableFileError(names, f"reading it {problem}") from None


def prepare_packing(names: list[str], *, bundled: bool) -> Job:
    """Return the job of `pack_files`."""
    from somagraph.dataset import Dataset, read_bundled, read_open_file
    from somagraph.packing import pack_dataset

    base = read_bundled() if bundled else Dataset(())
    pack_dataset(Dataset(()))  # what is imported on the way is imported now

    def read(inputs: Sequence[BufferedReader]) -> Dataset:
        added = []
        for file, path in zip(inputs, map(Path, names), strict=True):
            report(f"Reading {path.name}")
            added.append(read_open_file(file, path))
        report("Joining what they say")
        return Dataset((*base.files, *added))

    # What was read is not held here: packing lets go of it when it can.
    return lambda inputs: pack_dataset(read(inputs))
