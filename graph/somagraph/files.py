"""Files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from somagraph.errors import UnwritableFileError

__all__ = ["write_whole"]


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8 in place of a file, in one step.

    A temporary file beside the target is written, flushed and renamed, so that a reader sees the
    old file or the new one. Symbolic links are followed and the file's mode is kept; a device such
    as ``/dev/null`` is written straight.

    Raises
    ------
    UnwritableFileError
        If it cannot be written; whatever stood there stands there still.
    """
    data = text.encode("utf-8", errors="replace")
    try:
        if path.is_dir():
            raise UnwritableFileError(str(path), "this is a folder; name a file in it")
        if path.exists() and not path.is_file():
            # A pipe such as /dev/stdout has no path of its own, so it is not resolved.
            _pour(path, data)
            return
        target = path.resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        if target.exists() and not os.access(target, os.W_OK):
            raise UnwritableFileError(str(path), "the file is read-only")
        _replace(target, data, mode)
    except (OSError, ValueError, RuntimeError) as problem:
        reason = getattr(problem, "strerror", None) or "this is no usable file name"
        raise UnwritableFileError(str(path), reason) from None


def _pour(path: Path, data: bytes) -> None:
    # A pipe that nobody reads is told at once, instead of waited for.
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".somagraph-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is None:
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
