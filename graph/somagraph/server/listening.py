"""Connections that come to an end: uvicorn's own, with a limit of time and of number.

uvicorn waits for a request for as long as it takes, and for a reader as well.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import Any, Final

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from somagraph.server.problems import MEDIA_TYPE, build_problem, encode_problem

__all__ = ["Connection", "Listener"]

#: Seconds for the head of a request to come, and for an answer to be made and taken.
_HEAD_SECONDS: Final = 5.0
_ANSWER_SECONDS: Final = 120.0
#: Seconds in which who was refused may still send, and read why.
_LINGER_SECONDS: Final = 2.0

#: Connections at once; as many again are told why they are refused.
_MOST: Final = 200

_REASONS: Final = {
    400: "This cannot be read as a request of HTTP.",
    408: "The request did not come in time.",
    431: "The head of the request is too large.",
    503: "There are too many connections; ask again in a moment.",
}


class Connection(H11Protocol):
    """A connection that is ended if nothing comes of it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as uvicorn has them
        super().__init__(*arguments, **options)
        self._limit: asyncio.TimerHandle | None = None
        self._is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; refuse to where too many are there."""
        super().connection_made(transport)
        if len(self.connections) > 2 * _MOST:
            transport.abort()
        elif len(self.connections) > _MOST:
            self._refuse(503)
        else:
            self._allow(_HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Take what has come; what comes after a refusal is let go."""
        if not self._is_refused:
            super().data_received(data)

    def handle_events(self) -> None:
        """Read what has come; allow time for the answer once a request is whole."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._allow(_ANSWER_SECONDS)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._allow(_HEAD_SECONDS)
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go."""
        self._stop()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - it says no more than "invalid"
        """Refuse what is no request, in the shape of all refusals."""
        problem = sys.exc_info()[1]
        status = problem.error_status_hint if isinstance(problem, h11.RemoteProtocolError) else 400
        self._refuse(status if status in _REASONS else 400)

    def _allow(self, seconds: float) -> None:
        self._stop()
        self._limit = self.loop.call_later(seconds, self._end)

    def _stop(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _end(self) -> None:
        """End a connection whose time is over."""
        is_waiting = self.cycle is None or self.cycle.response_complete
        if is_waiting and not self._is_refused and self.conn.trailing_data[0]:
            # A head that has begun and does not come to its end.
            self._refuse(408)
        else:
            self.transport.abort()

    def _refuse(self, status: int) -> None:
        self._is_refused = True
        body = encode_problem(build_problem(status, _REASONS[status]))
        phrase = build_problem(status, "")["title"]
        head = (
            f"HTTP/1.1 {status} {phrase}\r\ncontent-type: {MEDIA_TYPE}\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n"
        )
        more = "retry-after: 2\r\n" if status == 503 else ""  # noqa: PLR2004 - Service Unavailable
        self.transport.write(f"{head}{more}\r\n".encode() + body)
        # Who still sends would not come to read this if the connection were closed at once.
        self.transport.write_eof()
        self._allow(_LINGER_SECONDS)


class Listener(uvicorn.Server):
    """A server that ends also the connections that came in at the last moment."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: what is under way is finished, within the limit of time for that."""

        async def end_late_ones() -> None:
            while True:
                await asyncio.sleep(0.1)
                for connection in list(self.server_state.connections):
                    connection.shutdown()

        ending = asyncio.create_task(end_late_ones())
        try:
            await super().shutdown(sockets)
        finally:
            ending.cancel()
