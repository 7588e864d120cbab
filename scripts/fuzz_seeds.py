"""Write the seeds of `fuzz.py` into a folder for each target; it starts this in its environment.

They are the small files of ``tests/hostile.py``, the texts that stand in the tests, and a small
graph in the formats that somagraph writes and keeps. None of them is stored with the project.
"""

from __future__ import annotations

import ast
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import somagraph
from somagraph.building import pack_files
from somagraph.claim_rows import COLUMNS
from somagraph.export import FORMATS

TESTS = Path(__file__).resolve().parent.parent / "tests"

#: Target to the kinds of seeds that it is given.
TARGETS = {
    "formats": ("rdf", "xml", "json", "obo", "graphs", "any"),
    "door": ("rdf", "xml", "json", "obo", "graphs", "any"),
    "obo": ("obo",),
    "obographs": ("graphs",),
    "rdfxml": ("xml",),
    "sparql": ("sparql",),
    "table": ("table",),
    "index": ("index",),
}

#: Those whose first byte chooses how the name of the file ends.
_WITH_ENDING = ("formats", "door")
_ENDINGS = 11

#: The longest seed; an index is a little longer than a file.
_LONGEST = 8192

#: Kinds of hostile files of which some are small, and what they are.
_HOSTILE = ("encodings", "circles", "values", "XML", "JSON")
_KINDS = {".ttl": "rdf", ".rdf": "xml", ".jsonld": "json", ".json": "graphs", ".obo": "obo"}

#: Module of tests to what the texts in it are.
_TEXTS = {
    "test_readers.py": "any",
    "test_readers_obo.py": "obo",
    "test_query.py": "sparql",
    "test_hostile_questions.py": "sparql",
    "test_claim_table.py": "table",
}

_WRITTEN = {
    "turtle": "rdf",
    "ntriples": "rdf",
    "rdfxml": "xml",
    "jsonld": "json",
    "obographs": "graphs",
}

_GRAPH = """\
@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:p a owl:ObjectProperty ; rdfs:label "joins" . :b a owl:Class ; rdfs:label "trunk" .
:a a owl:Class ; rdfs:label "loin"@en ; rdfs:subClassOf :b ,
  [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :b ] .
"""


def _made() -> Iterator[tuple[str, bytes]]:
    """Yield what somagraph writes, and an index whole and in two parts (see `fuzz_target`)."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "small.ttl")
        small.write_text(_GRAPH, "utf-8")
        graph = somagraph.load(small, bundled=False)
        for name, kind in _WRITTEN.items():
            yield kind, FORMATS[name].render(graph).encode()
        index = bytes(pack_files([small], bundled=False))
    start = index.index(b"\n") + 9
    end = start + int.from_bytes(index[start - 8 : start], sys.byteorder)
    yield "index", index
    yield "index", index[start:end] + b"\n" + index[end + -end % 8 :]
    row = dict.fromkeys(COLUMNS, "x") | {"standing": "textbook", "modality": "asserted"}
    yield "table", "\n".join(("\t".join(row), "\t".join(row.values()), "")).encode()


def _seeds() -> Iterator[tuple[str, bytes]]:
    sys.path.insert(0, str(TESTS))
    from hostile import FILES  # noqa: PLC0415 - a module of the tests

    for kind in _HOSTILE:
        for file in FILES[kind]():
            yield _KINDS[Path(file.name).suffix], file.content
    for module, kind in _TEXTS.items():
        for node in ast.walk(ast.parse((TESTS / module).read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield kind, node.value.encode(errors="replace")
    yield from _made()


def main() -> None:
    """Write the seeds of some targets into folders of these names."""
    corpus, *targets = sys.argv[1:]
    numbers = count()
    for kind, data in _seeds():
        if len(data) > _LONGEST:
            continue
        for target in targets:
            if kind in TARGETS[target]:
                # Each text under another ending, the same one in every run.
                start = bytes([next(numbers) % _ENDINGS]) if target in _WITH_ENDING else b""
                name = hashlib.sha256(start + data).hexdigest()[:40]
                Path(corpus, target, name).write_bytes(start + data)


if __name__ == "__main__":
    main()
