"""Work on what comes from outside, in a process of its own that can do nothing but compute.

Parsers and query engines recurse, allocate and loop as their input tells them to, and some of that
ends a process and not only a call. So a *job* runs in another process of the same Python: it has a
limit of time and of memory, it can open no file and no connection once it sees anything from
outside, and it ends when the process that started it ends. Its inputs are handed over open; what it
finds comes back as one piece of memory (see `somagraph.container`), never as code.

A job is named ``module:function``. The function takes plain values (JSON) and gives back what does
the work: whatever a job opens by itself, packaged files and modules to import, it opens there.

The limits are those of POSIX systems; the limit of memory is kept by Linux. Where there are none
(Windows, or a program that is no Python of its own), a job runs in the same process.
"""

from __future__ import annotations

import contextlib
import io
import json
import mmap
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, cast

from somagraph import errors
from somagraph.container import Container, pack

__all__ = ["Job", "LimitReachedError", "Limits", "Piece", "report", "run_confined", "scratch_file"]

Piece = bytes | memoryview

#: What does the work: takes the open inputs, gives back what `somagraph.container.pack` made.
Job = Callable[[Sequence[BufferedReader]], Iterable[Piece]]


class Limits(NamedTuple):
    """What a job may take.

    Examples
    --------
    >>> Limits(seconds=2.5, megabytes=400).per_megabyte(10, seconds=1, megabytes=20)
    Limits(seconds=12.5, megabytes=600)
    """

    #: Of a processor; ten times as long may pass on the clock.
    seconds: float
    #: Beyond what the program takes by itself.
    megabytes: int

    def per_megabyte(self, size: float, *, seconds: float, megabytes: float) -> Limits:
        """Return more, for inputs of a size in megabytes."""
        return Limits(self.seconds + size * seconds, int(self.megabytes + size * megabytes))


class LimitReachedError(Exception):
    """A job was stopped; the text tells why, as the end of a sentence about it.

    Examples
    --------
    >>> print(LimitReachedError("seconds", Limits(2.5, 400)))
    takes more than 2.5 seconds
    """

    def __init__(self, what: str, limits: Limits, said: str = "") -> None:
        #: ``seconds``, ``megabytes``, ``depth`` or ``failure``.
        self.what, self._said = what, said
        super().__init__(self.within(limits))

    def within(self, limits: Limits) -> str:
        """Return the text, with the limits that somebody asked for."""
        return {
            "seconds": f"takes more than {limits.seconds:g} seconds",
            "megabytes": f"takes more than {limits.megabytes:,} MB of memory",
            "depth": "is nested too deeply, or made to break what reads it",
        }.get(self.what, f"fails ({self._said})")


#: The time on the clock that a job may take, as a multiple of its time of a processor.
_PATIENCE: Final = 10

#: What the other process runs; its arguments are the folders to import from, and the order.
_START: Final = (
    "import sys, json; order = json.loads(sys.argv[1]); sys.path[:] = order['path'];"
    "from somagraph.confined import serve; serve(order)"
)

#: Exit status of a job that ran out of memory, told by Python.
_NO_MEMORY: Final = 3

#: What a library says when it ends the process for want of memory.
_NO_MEMORY_SAID: Final = (b"memory allocation", b"MemoryError", b"bad_alloc", b"out of memory")

#: How much of that is repeated in a message.
_SHOWN_CHARACTERS: Final = 200

#: How a process ends that recursed too deeply, or was broken by its input.
_BROKEN: Final = frozenset({signal.SIGSEGV, signal.SIGABRT, getattr(signal, "SIGBUS", 0)})


#: Holds something in a process whose reports somebody reads.
_HEARD: Final[list[bool]] = []


def report(line: str) -> None:
    """Tell the process that waits what is done now; nobody, where none waits."""
    if _HEARD:
        os.write(1, f"{line}\n".encode(errors="replace"))


def scratch_file() -> BinaryIO:
    """Return a new file without a name, in memory where the system has that."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("somagraph"), "w+b")
    return tempfile.TemporaryFile()  # pragma: no cover - not on Linux


def _can_confine() -> bool:
    return os.name == "posix" and bool(sys.executable) and not getattr(sys, "frozen", False)


def _find(job: str) -> Callable[..., Job]:
    module, _, function = job.partition(":")
    prepare: Callable[..., Job] = getattr(import_module(module), function)
    return prepare


def run_confined(
    job: str,
    argument: dict[str, Any],
    inputs: Sequence[BinaryIO],
    limits: Limits,
    tell: Callable[[str], None] = lambda _: None,
) -> memoryview:
    """Run a job in a process of its own, and return what it found, to be read as a `Container`.

    Parameters
    ----------
    job
        ``module:function``.
    argument
        Keyword arguments of the function, as JSON has them.
    inputs
        Open files, with descriptors.
    limits
        What it may take.
    tell
        Is told what the job reports.

    Raises
    ------
    LimitReachedError
        If it takes more, or breaks.
    SomagraphError
        As the job raised it.
    """
    if not _can_confine():  # pragma: no cover - not on POSIX
        pieces = _find(job)(**argument)(cast("Sequence[BufferedReader]", inputs))
        return memoryview(b"".join(pieces))
    with scratch_file() as found, scratch_file() as said:
        handles = [file.fileno() for file in (*inputs, found)]
        order = {
            # Where a relative folder leads may have changed since it was meant.
            "path": [folder for folder in sys.path if Path(folder).is_absolute()],
            "job": job,
            "argument": argument,
            "handles": handles,
            "parent": os.getpid(),
            "seconds": limits.seconds,
            "bytes": limits.megabytes * 1_000_000,
        }
        process = subprocess.Popen(  # noqa: S603 - this Python, with an order of ours
            [sys.executable, "-I", "-c", _START, json.dumps(order)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            pass_fds=handles,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        try:
            ended = _listen(process, limits.seconds * _PATIENCE, tell)
            status = process.wait() if ended else -signal.SIGXCPU
        finally:
            # However this ends, Ctrl-C included, nothing is left running.
            process.kill()
            process.communicate()
        if status:
            said.seek(0)
            raise _reason(status, said.read(), limits)
        memory = memoryview(mmap.mmap(found.fileno(), 0, access=mmap.ACCESS_READ))
    values = Container(memory).values
    if isinstance(values, dict) and "raised" in values:
        raise errors.from_plain(values["raised"])
    if isinstance(values, dict) and "failed" in values:
        what, said = "failure", values["failed"][:_SHOWN_CHARACTERS]
        raise LimitReachedError(what, limits, said)
    return memory


def _listen(process: subprocess.Popen[bytes], seconds: float, tell: Callable[[str], None]) -> bool:
    """Tell what a process reports until it ends; return false if that takes too long."""
    end = time.monotonic() + seconds
    reports = cast("BinaryIO", process.stdout).fileno()
    poll = select.poll()
    poll.register(reports, select.POLLIN | select.POLLHUP)
    while poll.poll(max(end - time.monotonic(), 0) * 1000):
        lines = os.read(reports, 65_536)
        if not lines:
            return True
        for line in lines.decode(errors="replace").splitlines():
            tell(line)
    return False


def _reason(status: int, said: bytes, limits: Limits) -> LimitReachedError:
    if status == _NO_MEMORY or any(words in said for words in _NO_MEMORY_SAID):
        return LimitReachedError("megabytes", limits)
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return LimitReachedError("seconds", limits)
    if -status in _BROKEN:
        return LimitReachedError("depth", limits)
    last = said.decode(errors="replace").strip().splitlines()[-1:] or [f"exit status {status}"]
    return LimitReachedError("failure", limits, last[0][:_SHOWN_CHARACTERS])


def serve(order: dict[str, Any]) -> None:  # pragma: no cover - runs in the other process
    """Do what an order says, in the other process, and end it."""
    _HEARD.append(True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who waits decides
    _die_with(order["parent"])
    *handles, last = order["handles"]
    inputs, found = [os.fdopen(handle, "rb") for handle in handles], os.fdopen(last, "wb")
    status = 0
    try:
        try:
            work = _find(order["job"])(**order["argument"])
            _confine(order["seconds"], order["bytes"])
            pieces = work(inputs)
        except errors.SomagraphError as problem:
            pieces = pack({}, {"raised": errors.to_plain(problem)})
        except MemoryError:
            raise
        except Exception as problem:  # noqa: BLE001 - whatever it is, somebody waits to hear it
            pieces = pack({}, {"failed": f"{type(problem).__name__}: {problem}"})
        found.writelines(pieces)
        found.flush()
    except MemoryError:
        status = _NO_MEMORY
    os._exit(status)


def _die_with(parent: int) -> None:  # pragma: no cover - runs in the other process
    """See to it that this process ends with the one that waits for it."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only here

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


def _confine(seconds: float, size: int) -> None:  # pragma: no cover - runs in the other process
    """Give up opening, writing and living on without end."""
    import resource  # noqa: PLC0415 - POSIX

    def limit(what: int, most: int) -> None:
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))

    with contextlib.suppress(OSError), io.FileIO("/proc/self/statm") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
        limit(resource.RLIMIT_AS, taken + size)
    limit(resource.RLIMIT_CPU, int(seconds) + 1)
    limit(resource.RLIMIT_FSIZE, size)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_NOFILE, 0)
