"""Work beside the thread that waits for it, done by threads that nobody waits for at the end.

A server may keep a thread for as long as it likes; it shall not keep the program. The threads of
``concurrent.futures`` are joined when the program ends, these are not.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

__all__ = ["side_by_side", "start"]

_Value = TypeVar("_Value")
_Job = Callable[[], None]


class _Workers:
    """Threads that are used again."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._idle = 0

    def put(self, job: _Job) -> None:
        with self._lock:
            if self._idle:
                self._idle -= 1
            else:
                threading.Thread(target=self._work, daemon=True).start()
        self._jobs.put(job)

    def _work(self) -> None:
        while True:
            self._jobs.get()()
            with self._lock:
                self._idle += 1


_WORKERS = _Workers()


def start(work: Callable[..., _Value], *arguments: Any) -> Future[_Value]:  # noqa: ANN401 - whatever the work takes
    """Begin some work on another thread; return where its result will be."""
    result: Future[_Value] = Future()

    def job() -> None:
        try:
            result.set_result(work(*arguments))
        except BaseException as problem:  # noqa: BLE001 - told by who waits
            result.set_exception(problem)

    _WORKERS.put(job)
    return result


def side_by_side(work: Callable[..., _Value], arguments: Sequence[tuple[Any, ...]]) -> list[_Value]:
    """Do some work on each of several arguments at once.

    Returns
    -------
    list
        What it gave, in order; what went wrong first is raised.

    Examples
    --------
    >>> side_by_side(lambda one, other: one + other, [(1, 2), (3, 4)])
    [3, 7]
    """
    if len(arguments) == 1:
        return [work(*arguments[0])]
    return [future.result() for future in [start(work, *one) for one in arguments]]
