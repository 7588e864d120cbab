"""Who does the work of requests: a few threads, and only so many requests that wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

__all__ = ["BusyError", "LateError", "Workers"]

_Made = TypeVar("_Made")


class BusyError(Exception):
    """So many requests wait that one more would wait too long."""


class LateError(Exception):
    """The work took longer than anybody should wait."""


class Workers:
    """Threads of one kind of work.

    A thread cannot be stopped: work that is late goes on until its own limit of time, and counts
    until then, so that there are never more threads than were meant.

    Parameters
    ----------
    threads
        How many work at once.
    waiting
        How many requests may wait for them.
    seconds
        How long a request waits for its work to be done, from when it came.
    """

    def __init__(self, threads: int, waiting: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(threads)
        self._room = threads + waiting
        self._seconds = seconds
        self._under_way: set[Future[Any]] = set()

    async def do(self, work: Callable[[], _Made]) -> _Made:
        """Return what some work makes, done in a thread.

        Raises
        ------
        BusyError
            If too many requests wait already.
        LateError
            If it is not done in time.
        """
        self._under_way = {future for future in self._under_way if not future.done()}
        if len(self._under_way) >= self._room:
            raise BusyError
        future = self._pool.submit(work)
        self._under_way.add(future)
        try:
            # What has not begun is then not begun at all.
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            raise LateError from None
