"""Files become triples: one door for everything that is read from outside.

Each format is one reader; ``READERS`` names them all. A reader takes the bytes of one file and
returns its triples with blank nodes that no other file shares. What the content of a file looks
like decides which one is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from somagraph.confined import Job, LimitReachedError, Piece, run_confined
from somagraph.container import Container, pack
from somagraph.errors import LineFault, UnreadableFileError
from somagraph.opening import limits_of, open_outside
from somagraph.readers.formats import ENDINGS, format_of
from somagraph.readers.obo import read_obo
from somagraph.readers.obographs import read_obographs
from somagraph.readers.rdf import read_rdf
from somagraph.readers.source import HEAD, Reading, Source
from somagraph.triples import TripleTable

__all__ = [
    "READERS",
    "Reading",
    "ending_of",
    "prepare_reading",
    "read_confined",
    "read_open",
    "read_triples",
]

#: Name of a format to its reader.
READERS: Final[dict[str, Callable[[Source], Reading]]] = {
    "Turtle": partial(read_rdf, rdf_format=RdfFormat.TURTLE),
    "N-Triples": partial(read_rdf, rdf_format=RdfFormat.N_TRIPLES),
    "N-Quads": partial(read_rdf, rdf_format=RdfFormat.N_QUADS),
    "TriG": partial(read_rdf, rdf_format=RdfFormat.TRIG),
    "RDF/XML": partial(read_rdf, rdf_format=RdfFormat.RDF_XML),
    "JSON-LD": partial(read_rdf, rdf_format=RdfFormat.JSON_LD),
    "OBO": read_obo,
    "OBO Graphs": read_obographs,
}


def read_triples(path: Path, name: str) -> Reading:
    """Read one file in this process: one of our own, or one that somebody trusts.

    What comes from outside is read by `read_confined`, which calls this in another process.

    Parameters
    ----------
    path
        Where the file is.
    name
        What messages call it.

    Returns
    -------
    Reading
        What it says, and the lines that could not be used.

    Raises
    ------
    UnreadableFileError
        If it is missing, is no file, is empty, or breaks its format.
    """
    with open_outside(path, name) as file:
        return read_open(file, name, ending_of(path))


def read_confined(path: Path, name: str) -> Reading:
    """Read one file as `read_triples` does, in a process of its own (see `somagraph.confined`).

    Raises
    ------
    UnreadableFileError
        As there, and if reading it takes too much time or memory.
    """
    with open_outside(path, name) as file:
        try:
            told = {"name": name, "ending": ending_of(path)}
            found = run_confined(f"{__name__}:prepare_reading", told, [file], limits_of([file]))
        except LimitReachedError as problem:
            raise UnreadableFileError(name, f"reading it {problem}") from None
    packed = Container(found)
    faults = (LineFault(*fault) for fault in packed.values)
    return Reading(TripleTable.from_columns(packed, "triples"), tuple(faults))


def prepare_reading(name: str, ending: str) -> Job:
    """Return the job of `read_confined`."""

    def read(files: Sequence[BufferedReader]) -> list[Piece]:
        reading = read_open(files[0], name, ending)
        return pack(reading.triples.to_columns("triples"), reading.faults)

    return read


def ending_of(path: Path) -> str:
    """Return how the name of a file ends, before the ``.gz`` of a packed one.

    Examples
    --------
    >>> ending_of(Path("Uberon.OBO.gz"))
    '.obo'
    """
    endings = [ending.lower() for ending in path.suffixes if ending.lower() != ".gz"]
    return endings[-1] if endings else ""


def read_open(file: BufferedReader, name: str, ending: str) -> Reading:
    """Read an open file, told apart by its content or else by its ending.

    It may be packed with gzip.

    Raises
    ------
    UnreadableFileError
        If it is empty, or breaks its format.
    """
    try:
        return _read(Source(file, name), ending)
    except OSError as problem:
        raise UnreadableFileError(name, problem.strerror or "it cannot be read") from None


def _read(source: Source, ending: str) -> Reading:
    if not source.head.strip() and len(source.head) < HEAD:
        raise UnreadableFileError(source.name, "the file is empty")
    format_name = format_of(source.head, ending, source.name)
    try:
        reading = READERS[format_name](source)
    except UnreadableFileError as problem:
        if format_name != "TriG" or ending in {*ENDINGS, "", ".owl"}:
            raise
        reason = f"{ending} is no ending that is read here, and {problem.reason}"
        raise UnreadableFileError(source.name, reason, line=problem.line) from None
    if not reading.triples:
        raise UnreadableFileError(source.name, "it holds no statements")
    return reading
