"""Threads that work, requests that wait, and what happens where something breaks."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest

from somagraph.knowledge import KnowledgeGraph
from somagraph.server.app import build_app
from somagraph.server.working import BusyError, LateError, Workers
from threads import apart


def test_more_than_can_wait_are_refused_and_none_is_lost() -> None:
    going = threading.Event()
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        going.wait(20)
        return number

    async def ask_many() -> tuple[list[int], list[BaseException | int]]:
        workers = Workers(threads=2, waiting=3, seconds=30)
        asked = [
            asyncio.create_task(workers.do(lambda number=number: work(number)))  # type: ignore[misc]
            for number in range(8)
        ]
        await asyncio.sleep(0.5)
        at_once = list(begun)
        going.set()
        replies = await asyncio.gather(*asked, return_exceptions=True)
        assert await workers.do(lambda: 8) == 8
        return at_once, replies

    at_once, replies = apart(asyncio.run, ask_many())
    assert sorted(at_once) == [0, 1]
    assert replies[:5] == [0, 1, 2, 3, 4]
    assert [type(reply) for reply in replies[5:]] == [BusyError] * 3


def test_late_work_is_told_so_and_counts_until_it_is_done() -> None:
    going = threading.Event()

    async def ask_late() -> None:
        workers = Workers(threads=1, waiting=1, seconds=0.2)
        with pytest.raises(LateError):
            await workers.do(lambda: going.wait(20))
        # The thread is still at work; what waits for it and never begins is let go.
        never: list[int] = []
        with pytest.raises(LateError):
            await workers.do(lambda: never.append(1))
        going.set()
        await asyncio.sleep(0.2)
        assert await workers.do(lambda: 1) == 1
        assert never == []

    apart(asyncio.run, ask_late())


class Broken(KnowledgeGraph):
    """A graph in which looking something up goes wrong."""

    def named(self, table: str, name: str) -> Any:  # type: ignore[override] # noqa: ANN401
        raise RuntimeError(table, name)


def test_what_goes_wrong_here_is_told_without_its_inside() -> None:
    graph = Broken(kinds={}, relations={}, entities={}, claims={}, sources={})
    app = build_app(graph, hosts=(), seconds=1)
    sent: list[Any] = []

    async def ask() -> None:
        async def send(message: Any) -> None:  # noqa: ANN401 - as the protocol has them
            sent.append(message)

        async def receive() -> Any:  # noqa: ANN401 - as above
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/entities/secret",
            "raw_path": b"/entities/secret",
            "query_string": b"",
            "headers": [(b"host", b"localhost")],
        }
        with pytest.raises(RuntimeError):
            await app(scope, receive, send)

    apart(asyncio.run, ask())
    start, body = sent
    assert start["status"] == 500
    assert dict(start["headers"])[b"content-type"] == b"application/problem+json"
    problem = json.loads(body["body"])
    assert problem["detail"] == "Something went wrong here; the server's log has it."
    assert "secret" not in str(problem)
