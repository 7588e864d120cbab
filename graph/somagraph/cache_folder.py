"""The folder of the cache: files of our own, whole or not at all, trusted only as they were left.

Whatever goes wrong here is no harm: what cannot be read is not there, what cannot be written is not
kept. A file that is not the user's own, or a link, is not read.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import stat
import struct
import time
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from somagraph.confined import Piece

__all__ = ["BROKEN", "ENDING", "CacheFolder", "Look", "Note", "note_name"]

#: How the names of indexes end.
ENDING: Final = ".index"

#: What reading something damaged may raise.
BROKEN: Final = (TypeError, ValueError, LookupError, RecursionError, OverflowError)

#: How files are opened: no link is followed, and no pipe is waited for.
_READING: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

#: A file that was changed less than this before it was looked at may change again unseen.
_FRESH_NS: Final = 2_000_000_000


class Look(NamedTuple):
    """What a file looks like without being read."""

    path: str
    size: int
    inode: int
    modified: int
    changed: int

    @classmethod
    def at(cls, path: str) -> Look:
        """Return what a file looks like now."""
        status = os.stat(path)  # noqa: PTH116 - half as slow, and there are sixty of them
        return cls(path, status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns)


class Note(NamedTuple):
    """What is known of one set of files."""

    #: The files that were asked for, and whether the packaged ontology was.
    asked: list[Any]
    looks: list[Look]
    hashes: list[str]
    #: When they were hashed, in nanoseconds.
    hashed: int
    #: What the file of the index looked like when it was known to be whole.
    kept: Look
    #: The name of that file.
    place: str

    def known_hash(self, look: Look) -> str:
        """Return the hash of a file that still looks as it did, or an empty text."""
        for known, digest in zip(self.looks, self.hashes, strict=True):
            if known == look and self.hashed - max(look.modified, look.changed) >= _FRESH_NS:
                return digest
        return ""


_NO_LOOK: Final = Look("", 0, 0, 0, 0)
_NO_NOTE: Final = Note([], [], [], 0, _NO_LOOK, "")

#: What stands behind an index: the checksum of all before it.
_CHECKSUM: Final = struct.Struct("<Q")

#: A file that was begun longer ago than this, in seconds, is never finished.
_FORGOTTEN: Final = 3600


class CacheFolder:
    """The folder in which indexes and notes are kept; whatever goes wrong there is no harm."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> memoryview | None:
        """Return a file of our own as memory, or None."""
        try:
            handle = os.open(self.path / name, _READING)
        except (OSError, ValueError):
            return None
        try:
            status = os.fstat(handle)
            if hasattr(os, "getuid") and status.st_uid != os.getuid():
                return None
            if not stat.S_ISREG(status.st_mode):
                return None
            return memoryview(mmap.mmap(handle, 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError):
            return None
        finally:
            os.close(handle)

    def read_index(self, name: str, kept: Look | None = None) -> memoryview | None:
        """Return an index if it is whole: it looks as it did, or its checksum is right."""
        memory = self.read(name)
        if memory is None or len(memory) < _CHECKSUM.size:
            return None
        index, said = memory[: -_CHECKSUM.size], memory[-_CHECKSUM.size :]
        if kept is not None:
            return index if self.look(name) == kept else None
        return index if _checksum(name, [index]) == said else None

    def look(self, name: str) -> Look:
        """Return what a file here looks like."""
        with contextlib.suppress(OSError, ValueError):
            return Look.at(str(self.path / name))
        return _NO_LOOK

    def write_index(self, name: str, pieces: Sequence[Piece]) -> bool:
        """Write an index and its checksum."""
        return self.write(name, [*pieces, _checksum(name, pieces)])

    def write(self, name: str, pieces: Iterable[Piece]) -> bool:
        """Write a file whole, of its pieces; tell whether that could be done."""
        temporary = self.path / f".{name}.{os.getpid()}.{time.monotonic_ns()}"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.writelines(pieces)
                temporary.replace(self.path / name)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        except OSError:
            return False
        return True

    def note(self, asked: list[Any]) -> Note:
        """Return what is known of a set of files."""
        memory = self.read(note_name(asked))
        try:
            said, looks, hashes, hashed, kept, index = json.loads(bytes(memory or b""))
            seen = [Look(*look) for look in looks]
            note = Note(said, seen, hashes, int(hashed), Look(*kept), str(index))
            whole = len(note.looks) == len(note.hashes) and "/" not in note.place
        except BROKEN:
            return _NO_NOTE
        return note if note.asked == asked and whole else _NO_NOTE

    def sweep(self) -> None:
        """Remove the indexes that no note names any longer, and what was begun and forgotten."""
        with contextlib.suppress(OSError):
            names = {entry.name for entry in os.scandir(self.path)}
            named = set()
            for name in names:
                if name.startswith("note-") and (memory := self.read(name)) is not None:
                    with contextlib.suppress(*BROKEN):
                        named.add(json.loads(bytes(memory))[-1])
            for name in names - named:
                path = self.path / name
                forgotten = name.startswith(".") and (
                    time.time() - path.lstat().st_mtime > _FORGOTTEN
                )
                if name.endswith(ENDING) or forgotten:
                    path.unlink(missing_ok=True)


def _checksum(name: str, pieces: Iterable[Piece]) -> bytes:
    """Return the checksum of an index and of its name: another one in its place is not it."""
    checksum = zlib.crc32(name.encode())
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
    return _CHECKSUM.pack(checksum)


def note_name(asked: list[Any]) -> str:
    """Return the name of the note about a set of files."""
    return f"note-{zlib.crc32(json.dumps(asked).encode()):08x}.json"
