"""Run a program in which one step on files goes wrong: ``faults.py FOLDER STEP WAY CODE ARGUMENT``.

The steps on files below FOLDER are counted as they are taken; at step STEP the process is killed
(``kill``), or the step fails as on a full disk (``full``) or is broken off (``interrupt``). A write
of several pieces goes wrong after the first half of its bytes. The count goes to standard error.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from typing import Any, BinaryIO, Self

EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.link", "os.truncate"}


class Faults:
    def __init__(self, folder: str, step: int, way: str) -> None:
        self.folder, self.step, self.way, self.count = folder, step, way, 0

    def take(self) -> None:
        """Count a step; do harm at the one that was chosen."""
        self.count += 1
        if self.count != self.step:
            return
        if self.way == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.way == "interrupt":
            raise KeyboardInterrupt
        raise OSError(28, "No space left on device")

    def watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in EVENTS and any(
            os.fsdecode(path).startswith(self.folder)
            for path in arguments[:2]
            if isinstance(path, str | bytes)
        ):
            self.take()


class HalfWritten:
    """A stream that writes one half of what it is given, then takes a step, then the rest."""

    def __init__(self, stream: BinaryIO, faults: Faults) -> None:
        self._stream, self._faults = stream, faults

    def write(self, data: bytes) -> int:
        data = bytes(data)
        self._stream.write(data[: len(data) // 2])
        self._stream.flush()
        self._faults.take()
        return self._stream.write(data[len(data) // 2 :])

    def writelines(self, pieces: Iterable[bytes]) -> None:
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def main() -> None:
    folder, step, way, code, *sys.argv[1:] = sys.argv[1:]
    faults = Faults(folder, int(step), way)
    opened, synced = os.fdopen, os.fsync

    def fdopen(handle: int, mode: str = "r", **named: object) -> object:
        stream = opened(handle, mode, **named)  # type: ignore[call-overload] # as it was called
        return HalfWritten(stream, faults) if mode == "wb" else stream

    def fsync(handle: int) -> None:
        faults.take()
        synced(handle)

    os.fdopen, os.fsync = fdopen, fsync  # type: ignore[assignment] # wraps them
    sys.addaudithook(faults.watch)
    try:
        exec(code, {"__name__": "__main__"})  # noqa: S102 - the test's own
    finally:
        faults.folder = "\0"
        sys.stderr.write(f"steps {faults.count}\n")


if __name__ == "__main__":
    main()
