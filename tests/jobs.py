"""Jobs that misbehave, for the tests of the process that they run in."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import time
from collections.abc import Sequence
from io import BufferedReader

from somagraph.confined import Job, Piece, report
from somagraph.container import pack
from somagraph.errors import QueryError, UnreadableFileError

__all__ = ["prepare"]


def _open_file() -> object:
    return open(os.devnull, "rb")  # noqa: PTH123 - it is to fail


def _write_file() -> object:
    return os.open("written", os.O_CREAT | os.O_WRONLY)


def _connect() -> object:
    return socket.create_connection(("127.0.0.1", 9), timeout=1)


def _resolve() -> object:
    return socket.getaddrinfo("example.org", 80)


def _start() -> object:
    return subprocess.run(["true"], check=True)  # noqa: S607


def _loop() -> None:
    while True:
        pass


def _sleep() -> None:
    time.sleep(1000)


def _fill() -> object:
    return [bytes(10_000_000) for _ in range(1000)]


def _crash() -> object:
    return ctypes.string_at(0)


def _refuse() -> None:
    raise UnreadableFileError("x.ttl", "it is empty", line=3)


def _refuse_query() -> None:
    message = "no query"
    raise QueryError(message)


def _fail() -> None:
    message = "unforeseen"
    raise ZeroDivisionError(message)


def _report() -> str:
    report("first")
    report("second\nthird")
    return "done"


_WAYS = {
    function.__name__.strip("_"): function
    for function in (
        _open_file, _write_file, _connect, _resolve, _start, _loop, _sleep, _fill, _crash,
        os.abort, _refuse, _refuse_query, _fail, _report,
    )
}  # fmt: skip


def prepare(way: str) -> Job:
    """Return a job that does one thing and tells what came of it."""

    def work(inputs: Sequence[BufferedReader]) -> list[Piece]:
        try:
            came = str(_WAYS[way]())
        except OSError as problem:
            came = type(problem).__name__
        return pack({}, [came, [file.read().decode() for file in inputs]])

    return work
