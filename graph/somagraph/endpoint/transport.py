"""One exchange with one server, with the manners of a good client.

Whatever the server does, an exchange ends: it has a time, a size and a number of attempts. A server
that asks to wait is waited for, longer each time. Nothing but http and https is spoken, no redirect
to another host is followed, and what arrives packed is unpacked no further than its limit.
"""

from __future__ import annotations

import contextlib
import random
import socket
import time
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import wait
from typing import Any, Final, NamedTuple
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions

from somagraph.endpoint.address import (
    PASSWORD,
    TOKEN,
    USER,
    Address,
    authorize,
    find_credentials,
    read_address,
)
from somagraph.endpoint.workers import start
from somagraph.errors import EndpointError

__all__ = ["DEFAULT_SECONDS", "Reply", "Transport"]

#: How long one answer may take, in seconds.
DEFAULT_SECONDS: Final = 30.0

#: The longest answer that is read, in bytes, packed or not.
LONGEST_ANSWER: Final = 64_000_000

_ATTEMPTS: Final = 4
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 20.0
_REDIRECTS: Final = 3
_CHUNK: Final = 1 << 16
_SHOWN: Final = 160
_BUSY: Final = frozenset({429, 503})
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_REFUSED: Final = 401

#: What the first bytes of gzip and of its window are, for zlib.
_GZIP: Final = 31


class Reply(NamedTuple):
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> str:
        """The beginning of the text, for one line of a message."""
        text = self.body[: 4 * _SHOWN].decode("utf-8", "replace")
        shown = "".join(sign if sign.isprintable() else " " for sign in text)
        return " ".join(shown.split())[:_SHOWN]


class _BrokeOffError(Exception):
    """The connection ended before the answer did; another attempt may do."""


class Transport:
    """The way to one server.

    Parameters
    ----------
    text
        The address, with or without credentials.
    seconds
        How long one answer may take.
    """

    def __init__(self, text: str, seconds: float = DEFAULT_SECONDS) -> None:
        self.address, given = read_address(text)
        self._credentials = find_credentials(self.address, given)
        self._seconds = seconds
        self._challenge = ""
        self._agent = _user_agent()
        self._manager = _manager_for(self.address)

    @property
    def name(self) -> str:
        """The address as messages name it."""
        return self.address.url

    def close(self) -> None:
        """Let go of all connections."""
        self._manager.clear()

    def introduce(self) -> None:
        """Let a server say how it wants to know who asks, before much is sent to it."""
        if self._credentials.user and not self._challenge:
            self.send("HEAD", b"", {})

    def send(self, method: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send a request until it is answered; return an answer that is no refusal to answer.

        Raises
        ------
        EndpointError
            If the server cannot be reached, takes too long, sends on to another host, asks for
            credentials that are not there, or stays busy.
        """
        ends = time.monotonic() + self._seconds
        address, redirects, attempt = self.address, 0, 0
        while True:
            known = self._challenge
            try:
                reply = self._in_time(method, address, body, headers, ends)
            except _BrokeOffError as problem:
                attempt += 1
                if attempt > 1:
                    raise EndpointError(self.name, str(problem)) from None
                continue
            if reply.status in _MOVED:
                redirects += 1
                if redirects > _REDIRECTS:
                    raise EndpointError(self.name, "it sends on in a circle")
                address = address.follow(reply.headers.get("Location", ""))
            elif reply.status in _BUSY:
                attempt += 1
                self._wait(reply, attempt, ends)
            elif reply.status == _REFUSED:
                self._answer_challenge(reply, known)
            else:
                return reply

    def _wait(self, reply: Reply, attempt: int, ends: float) -> None:
        """Wait as long as a busy server asks for, or longer each time.

        Raises
        ------
        EndpointError
            If that is too long, or was done too often.
        """
        asked = reply.headers.get("Retry-After", "")
        pause = _FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        if asked.isascii() and asked.isdigit():
            pause = max(pause, float(asked[:6]))
        over = time.monotonic() + pause > ends
        if attempt >= _ATTEMPTS or pause > _LONGEST_WAIT or over:
            later = f"; it asks to come back in {asked[:6]} seconds" if asked.isdigit() else ""
            raise EndpointError(self.name, f"it is busy (HTTP {reply.status}){later}")
        time.sleep(pause)

    def _answer_challenge(self, reply: Reply, answered: str) -> None:
        """Keep what a server wants to know of who asks.

        Parameters
        ----------
        reply
            The refusal.
        answered
            The challenge that the request answered; empty if it said nothing of who asks.

        Raises
        ------
        EndpointError
            If that is not known, or was said and not believed.
        """
        challenges = reply.headers.get("WWW-Authenticate", "")
        digest = challenges.lower().find("digest ")
        challenge = challenges[digest:] if digest >= 0 else challenges
        if not (self._credentials.user or self._credentials.token):
            reason = (
                f"it asks who you are; set {USER} and {PASSWORD}, or {TOKEN}, "
                "or write the host into ~/.netrc"
            )
            raise EndpointError(self.name, reason)
        stale = "stale=true" in challenge.lower().replace('"', "")
        if not challenge or ((answered or self._credentials.token) and not stale):
            raise EndpointError(self.name, "it does not accept these credentials")
        self._challenge = challenge

    def _in_time(
        self, method: str, address: Address, body: bytes, headers: Mapping[str, str], ends: float
    ) -> Reply:
        """Run one attempt beside this thread, which waits no longer than it may.

        A server that sends one byte a second keeps every single read short; only a clock of its own
        ends that.
        """
        left = ends - time.monotonic()
        opened: list[Any] = []
        future = start(self._attempt, method, address, body, headers, opened)
        wait([future], timeout=max(left, 0.001))
        if not future.done():
            for response in opened:
                _cut(response)
            reason = f"it did not answer within {self._seconds:g} seconds"
            raise EndpointError(self.name, reason)
        problem = future.exception()
        if problem is not None:
            raise _told(problem, self.name) from None
        return future.result()

    def _attempt(
        self,
        method: str,
        address: Address,
        body: bytes,
        headers: Mapping[str, str],
        opened: list[Any],
    ) -> Reply:
        own = {"User-Agent": self._agent, "Accept-Encoding": "gzip", **headers}
        said = authorize(address, self._credentials, method, self._challenge)
        if said:
            own["Authorization"] = said
        response = self._manager.request(
            method,
            address.url,
            body=body,
            headers=own,
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
            timeout=urllib3.Timeout(connect=min(10.0, self._seconds), read=2 * self._seconds),
        )
        opened.append(response)
        try:
            found = _read(response, self.name)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return Reply(response.status, response.headers, found)


def _cut(response: urllib3.BaseHTTPResponse) -> None:
    """End a connection that another thread still reads from."""
    connection = getattr(response, "connection", None)
    sock = getattr(connection, "sock", None)
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _read(response: urllib3.BaseHTTPResponse, name: str) -> bytes:
    """Return the body of an answer, unpacked, if it is no longer than its limit."""
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    unpack: Callable[[bytes], bytes]
    if packing in {"gzip", "x-gzip"}:
        machine = zlib.decompressobj(_GZIP)

        def unpack(chunk: bytes) -> bytes:
            return machine.decompress(chunk, LONGEST_ANSWER + 1)
    elif packing in {"identity", ""}:

        def unpack(chunk: bytes) -> bytes:
            return chunk
    else:
        raise EndpointError(name, "it packs its answer in a way that was not asked for")
    pieces, size = [], 0
    try:
        for chunk in response.stream(_CHUNK, decode_content=False):
            piece = unpack(chunk)
            size += len(piece)
            if size > LONGEST_ANSWER:
                reason = f"its answer is longer than {LONGEST_ANSWER // 1_000_000} MB"
                raise EndpointError(name, reason)
            pieces.append(piece)
    except zlib.error:
        raise EndpointError(name, "its answer is damaged (it is no gzip)") from None
    return b"".join(pieces)


#: What goes wrong on the way to a server, in plain words; the first that fits.
_WRONG: Final = (
    (exceptions.NameResolutionError, "it cannot be reached: there is no host of that name"),
    (exceptions.NewConnectionError, "it cannot be reached; is it running, and at this address"),
    (exceptions.TimeoutError, "it did not answer in time"),
    (exceptions.SSLError, "its certificate is not trusted here"),
    (exceptions.ProxyError, "the proxy that the environment names does not lead there"),
)


def _told(problem: BaseException, name: str) -> BaseException:
    """Return what went wrong in plain words."""
    for kind, reason in _WRONG:
        if isinstance(problem, kind):
            return EndpointError(name, reason)
    if isinstance(problem, exceptions.HTTPError | OSError):
        return _BrokeOffError("it broke off in the middle of an answer")
    return problem


def _manager_for(address: Address) -> urllib3.PoolManager:
    """Return the connections to a host, by way of the proxy that the environment names."""
    proxy = getproxies().get(address.scheme, "")
    if proxy and not proxy_bypass(address.host) and not address.is_local:
        return urllib3.ProxyManager(proxy, maxsize=8)
    return urllib3.PoolManager(maxsize=8)


def _user_agent() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - wanted only here

    try:
        return f"somagraph/{version('somagraph')}"
    except PackageNotFoundError:  # pragma: no cover - run from a source tree, not installed
        return "somagraph"
