"""Files become triples: one door for everything that is read from outside.

Each format is one reader; ``READERS`` names them all. A reader takes the bytes of one file and
returns its triples with blank nodes that no other file shares.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final
from zlib import crc32

from pyoxigraph import BlankNode, RdfFormat

from somagraph.errors import UnreadableFileError
from somagraph.readers.obo import read_obo
from somagraph.readers.rdf import Node, Term, Triple, read_rdf

__all__ = ["READERS", "Node", "Term", "Triple", "read_triples"]


def _rdf(rdf_format: RdfFormat) -> Callable[[bytes, str], list[Triple]]:
    return lambda data, name: read_rdf(data, name, rdf_format)


#: File ending to reader.
READERS: Final[dict[str, Callable[[bytes, str], list[Triple]]]] = {
    ".ttl": _rdf(RdfFormat.TURTLE),
    ".nt": _rdf(RdfFormat.N_TRIPLES),
    ".nq": _rdf(RdfFormat.N_QUADS),
    ".trig": _rdf(RdfFormat.TRIG),
    ".rdf": _rdf(RdfFormat.RDF_XML),
    ".xml": _rdf(RdfFormat.RDF_XML),
    ".jsonld": _rdf(RdfFormat.JSON_LD),
    ".json": _rdf(RdfFormat.JSON_LD),
    ".obo": read_obo,
}


def _ending_by_content(data: bytes) -> str:
    """Tell the format of an ``.owl`` or unnamed file from its first characters."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE rdf")):
        return ".rdf"
    if head.startswith((b"{", b"[")) and b"@" in data[:65536] and b'"' in head:
        return ".jsonld"
    if head.startswith((b"format-version:", b"[Term]")):
        return ".obo"
    return ".ttl"


def read_triples(path: Path, name: str) -> list[Triple]:
    """Read one file, told apart by its ending or else by its content.

    Parameters
    ----------
    path
        Where the file is.
    name
        What messages call it.

    Raises
    ------
    UnreadableFileError
        If it is missing, is no file, is empty, or breaks its format.
    """
    if path.is_dir():
        raise UnreadableFileError(name, "this is a folder; name a file in it")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFileError(name, "there is no such file") from None
    except OSError as problem:
        raise UnreadableFileError(name, problem.strerror or "it cannot be opened") from None
    except ValueError:
        raise UnreadableFileError(name, "this is no file name") from None
    if not data.strip():
        raise UnreadableFileError(name, "the file is empty")
    ending = path.suffix.lower()
    reader = READERS.get(ending) or READERS[_ending_by_content(data)]
    try:
        triples = _renamed(reader(data, name), name)
    except UnreadableFileError as problem:
        if ending in READERS or ending in {"", ".owl"}:
            raise
        reason = f"{ending} is no ending that is read here, and {problem.reason}"
        raise UnreadableFileError(name, reason, line=problem.line) from None
    if not triples:
        raise UnreadableFileError(name, "it holds no statements")
    return triples


def _renamed(triples: list[Triple], name: str) -> list[Triple]:
    """Name blank nodes after their file and their order in it: the same on every run."""
    prefix = f"f{crc32(name.encode(errors='replace')):08x}n"
    names: dict[BlankNode, BlankNode] = {}

    def own(term: BlankNode) -> BlankNode:
        return names.setdefault(term, BlankNode(f"{prefix}{len(names)}"))

    return [
        Triple(
            own(subject) if isinstance(subject, BlankNode) else subject,
            predicate,
            own(object_) if isinstance(object_, BlankNode) else object_,
        )
        for subject, predicate, object_ in triples
    ]
