"""The index of the files that a question is asked over: made once, found again by their content.

An index is a file in the user's cache folder, named after the content of what it was made of: the
program's own modules, the packaged ontology, and the files that were added. Beside it lies a note
for each set of files that was asked for: what each of them looked like (size, inode and times)
when its content was hashed, and what the hash was. As long as a file looks the same it is not
hashed again; one that was changed just before it was looked at is, since its times would not tell
another change.

Everything is written beside its place and moved there whole. Whatever is damaged, foreign or of
another program is made anew; where nothing can be kept, the index lives in memory.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from somagraph.building import build_graph, pack_bundled, pack_files
from somagraph.cache_folder import BROKEN, ENDING, CacheFolder, Look, Note, note_name
from somagraph.confined import Piece
from somagraph.indexed import IndexedGraph
from somagraph.vocabulary import BUNDLED_FILES

if TYPE_CHECKING:
    from somagraph.dataset import Dataset

__all__ = ["clear_cache", "find_kept", "folder_of_cache", "open_graph"]

#: The environment variable that names another folder, or nothing (``""``) for none.
_VARIABLE: Final = "SOMAGRAPH_CACHE"

_PACKAGE: Final = Path(__file__).parent

#: Files of the program that make an index what it is; the page has no part in it.
_PROGRAM: Final = (".", "readers")


def folder_of_cache() -> Path | None:
    """Return where indexes are kept, or None where they are not.

    That is ``$SOMAGRAPH_CACHE``, else the folder for caches that the system names.
    """
    named = os.environ.get(_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home raises where there is none
    if home == "~":
        return None
    if sys.platform == "darwin":
        return Path(home, "Library", "Caches", "somagraph")
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home, "somagraph", "Cache")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path(home, ".cache"), "somagraph")


def _is_pipe(file: Path) -> bool:
    try:
        return file.is_fifo()
    except (OSError, ValueError):
        return False


def _program_files() -> Iterator[str]:
    """Yield the files that were shipped and that an index depends on."""
    for folder in _PROGRAM:
        with os.scandir(_PACKAGE / folder) as entries:
            yield from sorted(entry.path for entry in entries if entry.name.endswith(".py"))


def _ontology_files() -> list[str]:
    spec = find_spec("somagraph.ontology")
    folder = spec.submodule_search_locations[0] if spec and spec.submodule_search_locations else ""
    return [os.path.join(folder, name) for name in BUNDLED_FILES]  # noqa: PTH118 - as above


def _open_index(
    memory: memoryview | None, read_dataset: Callable[[], Dataset]
) -> IndexedGraph | None:
    if memory is None:
        return None
    try:
        return IndexedGraph(memory, read_dataset)
    except BROKEN:
        return None


def open_graph(
    files: Sequence[Path], *, bundled: bool = True, tell: Callable[[str], None] = lambda _: None
) -> IndexedGraph:
    """Return the graph of some files, from its index if there is one.

    Parameters
    ----------
    files
        What is added to the packaged ontology.
    bundled
        Whether that is there at all.
    tell
        Is told what is done, where that takes long.

    Raises
    ------
    UnreadableFileError
        If a file cannot be read.
    """

    def read_dataset() -> Dataset:
        from somagraph.dataset import Dataset, read_bundled, read_files  # noqa: PLC0415 - heavy, and wanted only without an index

        return read_files(files, base=read_bundled() if bundled else Dataset(()))

    def make() -> list[Piece]:
        if not files and bundled:
            return pack_bundled()
        return [pack_files(files, bundled=bundled, tell=tell)]

    path = folder_of_cache()
    try:
        regular = all(file.is_file() for file in files)
    except (OSError, ValueError):
        regular = False
    if not regular and any(map(_is_pipe, files)):
        # What comes out of a pipe comes once.
        return build_graph(read_dataset())
    if path is None or not regular:
        return _in_memory(make(), read_dataset)
    folder = CacheFolder(path)
    given = [os.path.abspath(file) for file in files]  # noqa: PTH100 - as above
    asked = [given, bundled]
    paths = [*_program_files(), *(_ontology_files() if bundled else ()), *given]
    looks = list(map(Look.at, paths))
    note = folder.note(asked)
    if all(map(note.known_hash, looks)) and len(looks) == len(note.looks):
        graph = _open_index(folder.read_index(note.place, note.kept), read_dataset)
        if graph is not None:
            return graph
    return _renew(folder, note, asked, looks, read_dataset, make)


def _renew(  # noqa: PLR0913, PLR0917 - what `open_graph` found out
    folder: CacheFolder,
    note: Note,
    asked: list[Any],
    looks: list[Look],
    read_dataset: Callable[[], Dataset],
    make: Callable[[], list[Piece]],
) -> IndexedGraph:
    """Find the index by the content of the files, or make it."""
    import hashlib  # noqa: PLC0415 - takes a while to import, and most files are known

    def digest(look: Look) -> str:
        with open(look.path, "rb") as file:  # noqa: PTH123 - as above
            return hashlib.file_digest(file, "sha256").hexdigest()

    hashed = time.time_ns()
    try:
        hashes = [note.known_hash(look) or digest(look) for look in looks]
    except OSError:
        return _in_memory(make(), read_dataset)
    whole = hashlib.sha256(json.dumps(asked[1:]).encode())
    for look, one in zip(looks, hashes, strict=True):
        whole.update(f"{os.path.basename(look.path)}\0{one}\n".encode(errors="replace"))  # noqa: PTH119 - as above
    index = whole.hexdigest()[:40] + ENDING
    graph = _open_index(folder.read_index(index), read_dataset)
    if graph is None:
        pieces = make()
        # A file that was changed while it was read is read again the next time.
        unchanged = [Look.at(look.path) for look in looks] == looks
        if not unchanged or not folder.write_index(index, pieces):
            return _in_memory(pieces, read_dataset)
        del pieces
        graph = _open_index(folder.read_index(index), read_dataset)
        if graph is None:  # pragma: no cover - somebody took it away at once
            return _in_memory(make(), read_dataset)
    fresh = Note(asked, looks, hashes, hashed, folder.look(index), index)
    folder.write(note_name(asked), [json.dumps(fresh).encode()])
    folder.sweep()
    return graph


def _in_memory(pieces: Sequence[Piece], read_dataset: Callable[[], Dataset]) -> IndexedGraph:
    memory = memoryview(pieces[0]) if len(pieces) == 1 else memoryview(b"".join(pieces))
    return IndexedGraph(memory, read_dataset)


def find_kept() -> list[tuple[int, list[str]]]:
    """Return the size in bytes, and the files beside the packaged ontology, of what is kept."""
    path = folder_of_cache()
    found = []
    with contextlib.suppress(OSError):
        for entry in sorted(os.scandir(path) if path else (), key=lambda entry: entry.name):
            if entry.name.startswith("note-") and path is not None:
                folder = CacheFolder(path)
                memory = folder.read(entry.name)
                with contextlib.suppress(*BROKEN, OSError):
                    asked, *_, index = json.loads(bytes(memory or b""))
                    found.append(((path / index).stat().st_size, list(map(str, asked[0]))))
    return found


def clear_cache() -> int:
    """Remove all indexes and notes; return how many files that were."""
    path = folder_of_cache()
    removed = 0
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(path) if path else ()):
            if ENDING in entry.name or entry.name.startswith(("note-", ".note-")):
                os.unlink(entry.path)  # noqa: PTH108 - as above
                removed += 1
    return removed
