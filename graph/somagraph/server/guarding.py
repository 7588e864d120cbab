"""Who may ask, and how much: every request passes here before anything is looked at.

A page of another site can make a browser send requests to this machine, and can call this machine
by a name of its own (DNS rebinding). So only names that were agreed on are answered to, and no
other site's page is. Nothing here is changed by a request, and none carries a body.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from somagraph.server.problems import MEDIA_TYPE, build_problem, encode_problem

__all__ = ["LARGEST_ADDRESS", "LARGEST_HEAD", "Guard"]

#: Bytes of a path with its query, and of all headers.
LARGEST_ADDRESS: Final = 8_000
LARGEST_HEAD: Final = 16_000

#: Bytes of a body that are read before it is refused, and seconds.
_LET_GO: Final = 4_000_000
_LET_GO_SECONDS: Final = 5.0
_TOO_LARGE: Final = 413

#: Names of this machine that no other machine answers to.
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})

_METHODS: Final = ("GET", "HEAD")

#: Sent with everything.
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)


def _host_of(text: str) -> str:
    """Return the name in a Host header, without its port.

    Examples
    --------
    >>> _host_of("localhost:8000"), _host_of("[::1]:80"), _host_of("LOCALHOST")
    ('localhost', '[::1]', 'localhost')
    """
    return re.sub(r":[0-9]*\Z", "", text.lower())


async def _let_go(receive: Receive) -> None:
    """Read a body that is not wanted: who still sends it would not come to read why."""
    size = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_LET_GO_SECONDS):
            while size < _LET_GO:
                message = await receive()
                size += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


class Guard:
    """Refuses what is not meant for this server, or is too large for it.

    Parameters
    ----------
    app
        What answers the rest.
    hosts
        Names under which the server may be asked for, beside those of the loopback.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        named = {f"[{host}]" if ":" in host else host.lower() for host in hosts}
        self._hosts = _LOOPBACK | named

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or tell why not."""
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send_guarded)
            return
        status, detail = refusal
        if status == _TOO_LARGE:
            await _let_go(receive)
        body = encode_problem(build_problem(status, detail))
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        if status == 405:  # noqa: PLR2004 - Method Not Allowed
            headers.append((b"allow", ", ".join(_METHODS).encode()))
        await send_guarded({"type": "http.response.start", "status": status, "headers": headers})
        await send_guarded({"type": "http.response.body", "body": body})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and sentence if a request is refused: the first reason that holds."""
        headers = scope["headers"]
        size = sum(len(name) + len(value) for name, value in headers)
        told = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
        length = len(scope["raw_path"]) + len(scope["query_string"])
        has_body = told.get("content-length", "0") != "0" or "transfer-encoding" in told
        is_known = _host_of(told.get("host", "")) in self._hosts
        reasons = {
            (431, f"The headers are larger than {LARGEST_HEAD} bytes."): size > LARGEST_HEAD,
            (414, f"The address is longer than {LARGEST_ADDRESS} bytes."): length > LARGEST_ADDRESS,
            (_TOO_LARGE, "A request carries no body here."): has_body,
            (
                421,
                "This server does not answer under that name; `--allow-host` adds one.",
            ): not is_known,
            (403, "Pages of other sites may not ask this server."): not _is_own(told),
            (405, "Nothing is changed here; ask with GET or HEAD."): scope["method"]
            not in _METHODS,
        }
        return next((reason for reason, holds in reasons.items() if holds), None)


def _is_own(told: dict[str, str]) -> bool:
    """Tell whether a request comes from a page of this server, or from no page at all."""
    origin, host = told.get("origin"), told.get("host", "")
    if origin is not None and origin.lower().partition("://")[2] != host.lower():
        return False
    # Older browsers do not say this; newer ones say it also where they send no Origin.
    site = told.get("sec-fetch-site", "none")
    is_link = told.get("sec-fetch-mode") == "navigate" and (
        told.get("sec-fetch-dest", "document") == "document"
    )
    return site in {"same-origin", "none"} or is_link
