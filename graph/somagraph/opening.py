"""Files from outside are opened here: files and pipes, of a size that can be read."""

from __future__ import annotations

import os
import select
import stat
from collections.abc import Sequence
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Final

from somagraph.confined import Limits
from somagraph.errors import UnreadableFileError

__all__ = ["limits_of", "open_outside"]

#: The largest file, and the largest content of a packed one, in bytes.
MOST_BYTES: Final = 8_000_000_000

#: How long a pipe may stay silent at first, in seconds.
_PATIENCE: Final = 10

#: What reading may take: some for any file, and more for each megabyte of it. A hundred times what
#: it takes usually, so that a slow machine reads it too.
_LIMITS: Final = Limits(seconds=8, megabytes=400)
_SECONDS_PER_MEGABYTE: Final = 5.0
_MEGABYTES_PER_MEGABYTE: Final = 40.0

#: What a packed file is taken to unpack to, as a multiple.
_UNPACKED: Final = 15

#: What a pipe is taken to hold, in megabytes: its size is not known.
_PIPE: Final = 50.0


def open_outside(path: Path, name: str) -> BufferedReader:
    """Open a file, or a pipe, for reading bytes.

    Parameters
    ----------
    path
        Where it is.
    name
        What messages call it.

    Raises
    ------
    UnreadableFileError
        If it is missing, is neither of the two, is too large, or if nothing comes out of the pipe.
    """
    try:
        # Opening a pipe that nobody writes to would wait without end.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise UnreadableFileError(name, "there is no such file") from None
    except OSError as problem:
        raise UnreadableFileError(name, problem.strerror or "it cannot be opened") from None
    except ValueError:
        raise UnreadableFileError(name, "this is no file name") from None
    try:
        _check(handle, name)
    except BaseException:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def _check(handle: int, name: str) -> None:
    status = os.fstat(handle)
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFileError(name, "this is a folder; name a file in it")
    if stat.S_ISFIFO(status.st_mode):
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        if not poll.poll(_PATIENCE * 1000):
            raise UnreadableFileError(name, "nothing comes out of this pipe")
        os.set_blocking(handle, True)
    elif not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(name, "this is a device, no file")
    elif status.st_size > MOST_BYTES:
        raise UnreadableFileError(name, f"it is larger than {MOST_BYTES // 1_000_000:,} MB")


def limits_of(files: Sequence[BinaryIO]) -> Limits:
    """Return what reading some open files may take."""
    size = 0.0
    for file in files:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            size += _PIPE
            continue
        packed = os.pread(file.fileno(), 2, 0) == b"\x1f\x8b" if hasattr(os, "pread") else False
        size += status.st_size * (_UNPACKED if packed else 1) / 1e6
    return _LIMITS.per_megabyte(
        size, seconds=_SECONDS_PER_MEGABYTE, megabytes=_MEGABYTES_PER_MEGABYTE
    )
