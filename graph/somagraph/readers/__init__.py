"""Files become triples: one door for everything that is read from outside.

Each format is one reader; ``READERS`` names them all. A reader takes the bytes of one file and
returns its triples with blank nodes that no other file shares. What the content of a file looks
like decides which one is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from somagraph.errors import UnreadableFileError
from somagraph.readers.formats import ENDINGS, format_of
from somagraph.readers.obo import read_obo
from somagraph.readers.obographs import read_obographs
from somagraph.readers.rdf import read_rdf
from somagraph.readers.source import HEAD, Reading, Source

__all__ = ["READERS", "Reading", "read_triples"]

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
    """Read one file, told apart by its content or else by its ending; it may be packed with gzip.

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
    try:
        if path.is_dir():
            raise UnreadableFileError(name, "this is a folder; name a file in it")
        with path.open("rb") as file:
            return _read(Source(file, name), path)
    except FileNotFoundError:
        raise UnreadableFileError(name, "there is no such file") from None
    except OSError as problem:
        raise UnreadableFileError(name, problem.strerror or "it cannot be opened") from None
    except ValueError:
        raise UnreadableFileError(name, "this is no file name") from None


def _read(source: Source, path: Path) -> Reading:
    if not source.head.strip() and len(source.head) < HEAD:
        raise UnreadableFileError(source.name, "the file is empty")
    endings = [ending.lower() for ending in path.suffixes if ending.lower() != ".gz"]
    ending = endings[-1] if endings else ""
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
