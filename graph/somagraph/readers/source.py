"""What goes into a reader and what comes out: the bytes of one file, and a `Reading`.

A `Source` stands between the disk and every parser. It unpacks gzip, drops a byte order mark, and
refuses what is damaged, endless or no UTF-8, so that no reader has to.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from somagraph.errors import LineFault, UnreadableFileError
from somagraph.opening import MOST_BYTES
from somagraph.triples import TripleTable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["HEAD", "Reading", "Source", "blank_prefix"]

#: How many bytes are looked at to tell a format; also what is read at a time.
HEAD: Final = 65_536

#: A packed file may always unpack to so many bytes ...
_HARMLESS: Final = 100_000_000
#: ... and beyond that to so many times its size: ontologies reach 10 to 50 times ...
_MOST_TIMES: Final = 200


class Reading(NamedTuple):
    """What a file says, and what in it could not be used."""

    triples: TripleTable
    #: In the order of their lines.
    faults: tuple[LineFault, ...] = ()


def blank_prefix(name: str) -> str:
    """Return what the keys of the blank nodes of one file begin with, the same on every run.

    Examples
    --------
    >>> blank_prefix("uberon.obo")
    '_:f3483b50an'
    """
    return f"_:f{zlib.crc32(name.encode(errors='replace')):08x}n"


class Source(io.RawIOBase):
    """The bytes of one file, as a stream.

    Parameters
    ----------
    file
        Open for reading bytes; packed with gzip or not.
    name
        What messages call it.

    Raises
    ------
    UnreadableFileError
        Here and on every later read: if the packing is damaged, was cut off or unpacks without
        end, or if the text is not UTF-8.
    """

    def __init__(self, file: io.BufferedReader, name: str) -> None:
        super().__init__()
        self.name = name
        self._packed = file.peek(2).startswith(b"\x1f\x8b")
        self._file = gzip.GzipFile(fileobj=file) if self._packed else file
        self._size = os.fstat(file.fileno()).st_size
        self._unpacked = 0
        self._line = 1
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        head = b""
        while len(head) < HEAD and (more := self._take(HEAD - len(head))):
            head += more
        #: The first bytes, to tell the format by; they are read once more from the stream.
        self.head = head.removeprefix(codecs.BOM_UTF8)
        self._waiting = self.head

    def _take(self, size: int) -> bytes:
        try:
            chunk = self._file.read(size)
        except EOFError:
            raise UnreadableFileError(self.name, "its gzip packing was cut off") from None
        except (gzip.BadGzipFile, zlib.error):
            raise UnreadableFileError(self.name, "its gzip packing is damaged") from None
        self._unpacked += len(chunk)
        if self._unpacked > _HARMLESS:
            self._refuse_bomb()
        return chunk

    def _refuse_bomb(self) -> None:
        if self._unpacked > MOST_BYTES:
            limit = f"{MOST_BYTES // 1_000_000:,} MB"
        elif self._packed and self._size and self._unpacked > self._size * _MOST_TIMES:
            limit = f"{_MOST_TIMES} times its size"
        else:
            return
        raise UnreadableFileError(self.name, f"it unpacks to more than {limit}")

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer with the next bytes."""
        view = memoryview(buffer)
        chunk, self._waiting = self._waiting[: len(view)], self._waiting[len(view) :]
        chunk = chunk or self._take(len(view))
        try:
            self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as problem:
            line = self._line + problem.object[: problem.start].count(b"\n")
            raise UnreadableFileError(self.name, "this is not UTF-8 text", line=line) from None
        self._line += chunk.count(b"\n")
        view[: len(chunk)] = chunk
        return len(chunk)
