"""Feed one part of somagraph with bytes; `fuzz.py` starts this, in an environment with atheris.

A part may give a result or raise what it promises to raise. Anything else is noted once for each
place in somagraph that it came through, with the bytes that led there, and the search goes on. What
ends the process, or takes too long or too much memory, is noted by libFuzzer itself.
"""

from __future__ import annotations

import hashlib
import struct
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import atheris

with atheris.instrument_imports(include=["somagraph"]):
    from somagraph.claim_rows import check_cells, read_rows
    from somagraph.confined import scratch_file
    from somagraph.container import Container
    from somagraph.errors import SomagraphError
    from somagraph.export.oxigraph import to_oxigraph
    from somagraph.indexed import IndexedGraph
    from somagraph.readers import READERS, Reading, read_open
    from somagraph.readers.formats import ENDINGS, format_of
    from somagraph.readers.source import Source
    from somagraph.sparql_screen import screen_query
    from somagraph.triples import TripleTable

#: What the first byte of an input chooses from, where the ending of a file matters.
CHOSEN_ENDINGS = ("", ".owl", *ENDINGS)

_FILE = scratch_file()

#: What `somagraph.cache` takes for damage.
_DAMAGE = (ValueError, TypeError, KeyError, IndexError, RecursionError, struct.error)


def _written(data: bytes) -> BinaryIO:
    _FILE.seek(0)
    _FILE.truncate()
    _FILE.write(data)
    _FILE.seek(0)
    return _FILE


def _opened(data: bytes) -> Source:
    return Source(_written(data), "fuzzed")


def _write(reading: Reading) -> None:
    """Make of what was read what the exports write."""
    for triple in reading.triples:
        to_oxigraph(triple)


def _reader(name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        _write(READERS[name](_opened(data)))

    return read


def _formats(data: bytes) -> None:
    source = _opened(data[1:])
    format_of(source.head, CHOSEN_ENDINGS[(data or b"\0")[0] % len(CHOSEN_ENDINGS)], "fuzzed")
    while source.read(100):
        pass


def _door(data: bytes) -> None:
    ending = CHOSEN_ENDINGS[(data or b"\0")[0] % len(CHOSEN_ENDINGS)]
    _write(read_open(_written(data[1:]), "fuzzed", ending))


def _screen(data: bytes) -> None:
    screen_query(data.decode(errors="surrogateescape"))


def _table(data: bytes) -> None:
    for row in read_rows(Path(f"/proc/self/fd/{_written(data).fileno()}"), []):
        check_cells(row, lambda *_: None)


def _index(data: bytes) -> None:
    """Open an index; what begins with no mark is its table of contents, and its columns below."""
    if not data.startswith(b"somagraph-"):
        contents, _, columns = data.partition(b"\n")
        start = (
            f"somagraph-{sys.byteorder}\n".encode() + struct.pack("<Q", len(contents)) + contents
        )
        data = start + bytes(-len(start) % 8) + columns
    memory = memoryview(data)
    with suppress(*_DAMAGE):
        TripleTable.from_columns(Container(memory), "triples")
    IndexedGraph(memory, lambda: None)


#: Name of a part to what feeds it, and what it may raise.
TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[type[Exception], ...]]] = {
    "formats": (_formats, (SomagraphError,)),
    "door": (_door, (SomagraphError,)),
    "obo": (_reader("OBO"), (SomagraphError,)),
    "obographs": (_reader("OBO Graphs"), (SomagraphError,)),
    "rdfxml": (_reader("RDF/XML"), (SomagraphError,)),
    "sparql": (_screen, (SomagraphError,)),
    "table": (_table, (SomagraphError,)),
    "index": (_index, _DAMAGE),
}


def main() -> None:
    """Run one target until libFuzzer's time is up."""
    name, findings, *arguments = sys.argv[1:]
    feed, allowed = TARGETS[name]
    seen = set()

    def once(data: bytes) -> None:
        try:
            feed(data)
        except allowed:
            pass
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as problem:  # noqa: BLE001 - a panic of a library is no Exception
            frames = traceback.extract_tb(problem.__traceback__)
            ours = [frame for frame in frames if "somagraph" in frame.filename]
            place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
            said = f"{type(problem).__name__} at {place}: {str(problem)[:100]!r}"
            key = f"{type(problem).__name__} {place}"
            if key not in seen:
                seen.add(key)
                digest = hashlib.sha256(key.encode()).hexdigest()[:10]
                path = Path(findings, f"{name}-{digest}")
                path.write_bytes(data)
                path.with_suffix(".txt").write_text(said, "utf-8", errors="replace")

    atheris.Setup([sys.argv[0], *arguments], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
