"""Columns of numbers and of texts in one piece of memory, which a file can be.

The piece begins with a mark and the length of a table of contents in JSON; each column begins at a
multiple of eight bytes. Nothing in it is executed when it is read.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final, overload

__all__ = ["Column", "Container", "Texts", "pack", "pack_texts"]

#: The mark tells the order of bytes as well: what one machine wrote, another may not read.
_MARK: Final = f"somagraph-{sys.byteorder}\n".encode()
_LENGTH: Final = struct.Struct("<Q")
_STEP: Final = 8

#: A column of numbers: the memory, of one of the types of `memoryview.cast`.
Column = memoryview


class Texts(Sequence[str]):
    """A column of texts, each made when it is asked for."""

    __slots__ = ("_blob", "_starts")

    def __init__(self, blob: memoryview, starts: memoryview) -> None:
        self._blob, self._starts = blob, starts

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._starts) - 1

    def data(self, index: int) -> bytes:
        """Return one as UTF-8."""
        return bytes(self._blob[self._starts[index] : self._starts[index + 1]])

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """Return one text, or some."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.data(index).decode()

    def place_of(self, text: str) -> int:
        """Return the place of a text among sorted ones, or -1."""
        try:
            wanted = text.encode()
        except UnicodeEncodeError:  # no text of a file holds half a character
            return -1
        place = self._first_from(wanted)
        return place if place < len(self) and self.data(place) == wanted else -1

    def place_from(self, text: str) -> int:
        """Return the place of the first of sorted texts that does not come before a text."""
        return self._first_from(text.encode(errors="replace"))

    def _first_from(self, wanted: bytes) -> int:
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.data(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low


def pack_texts(name: str, texts: Iterable[str]) -> dict[str, tuple[str, bytes]]:
    """Return the two columns that hold texts."""
    encoded = [text.encode() for text in texts]
    starts = memoryview(struct.pack(f"={len(encoded) + 1}q", 0, *accumulate(map(len, encoded))))
    return {name: ("B", b"".join(encoded)), f"{name}@": ("q", bytes(starts))}


def pack(
    columns: Mapping[str, tuple[str, bytes | memoryview]], values: object
) -> list[bytes | memoryview]:
    """Return columns, and a value that JSON can hold, as what makes one piece when it is joined.

    Parameters
    ----------
    columns
        By name: the type, as `memoryview.cast` takes it, and the memory.
    values
        What is no column.
    """
    contents, offset = {}, 0
    pieces: list[bytes | memoryview] = []
    for name, (kind, data) in columns.items():
        size = len(data) if isinstance(data, bytes) else data.nbytes
        contents[name] = (kind, offset, size)
        padding = -size % _STEP
        pieces += [data, bytes(padding)]
        offset += size + padding
    head = json.dumps([contents, values], ensure_ascii=False, separators=(",", ":")).encode()
    start = _MARK + _LENGTH.pack(len(head)) + head
    return [start, bytes(-len(start) % _STEP), *pieces]


class Container:
    """What `pack` made, read where it lies.

    Raises
    ------
    ValueError, TypeError
        If it is something else, or was cut off.
    """

    def __init__(self, memory: memoryview) -> None:
        size = len(_MARK) + _LENGTH.size
        if bytes(memory[: len(_MARK)]) != _MARK or len(memory) < size:
            message = "no container"
            raise ValueError(message)
        (length,) = _LENGTH.unpack(memory[len(_MARK) : size])
        if len(memory) < size + length:
            message = "a container that was cut off"
            raise ValueError(message)
        self._contents, self.values = json.loads(bytes(memory[size : size + length]))
        if not isinstance(self._contents, dict):
            message = "a container without a table of contents"
            raise TypeError(message)
        start = size + length
        self._memory = memory[start + -start % _STEP :]
        end = max((offset + size for _, offset, size in self._contents.values()), default=0)
        if len(self._memory) < end:
            message = "a container that was cut off"
            raise ValueError(message)

    def column(self, name: str) -> Column:
        """Return a column of numbers."""
        kind, offset, size = self._contents[name]
        return self._memory[offset : offset + size].cast(kind)

    def texts(self, name: str) -> Texts:
        """Return a column of texts."""
        return Texts(self.column(name), self.column(f"{name}@"))
