"""The page and a JSON API over a loaded graph, on this machine unless told otherwise.

`app` has the routes, `feeding` what the page of a large graph asks for, `describing` the OpenAPI
description; `guarding`, `listening` and `working` see to it that nobody gets in who is not meant,
and that no request holds up the others.
"""

from __future__ import annotations

import contextlib
import gc
import socket
from collections.abc import Callable, Iterable

import uvicorn

from somagraph.errors import AddressError
from somagraph.knowledge import KnowledgeGraph
from somagraph.server.app import build_app
from somagraph.server.guarding import LARGEST_HEAD
from somagraph.server.listening import Connection, Listener

__all__ = ["build_app", "serve"]


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises
    ------
    AddressError
        If it cannot.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as problem:
        reason = (problem.strerror or "it is no address").split(" (", 1)[0]
        raise AddressError(host, port, reason[:1].lower() + reason[1:]) from None


def serve(  # noqa: PLR0913 - one option of the verb each
    graph: KnowledgeGraph,
    *,
    host: str,
    port: int,
    names: Iterable[str],
    seconds: float,
    tell: Callable[[str], None],
) -> None:
    """Serve a graph until the process is asked to end.

    Parameters
    ----------
    graph
        The knowledge to ask.
    host, port
        Where to listen; port 0 takes one that is free.
    names
        Further names under which the server may be asked for.
    seconds
        What each search may take.
    tell
        Is told the address.

    Raises
    ------
    AddressError
        If nothing can be served there.
    """
    listening = _listen(host, port)
    app = build_app(graph, hosts=(host, *names), seconds=seconds)
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_graceful_shutdown=5,
    )
    # One question makes no circles; a server that answers many has to look for them now and then.
    gc.enable()
    shown = f"[{host}]" if ":" in host else host
    tell(f"Serving http://{shown}:{listening.getsockname()[1]}/ (Ctrl-C ends it).")
    # Ctrl-C is the way to end it, and no failure.
    with listening, contextlib.suppress(KeyboardInterrupt):
        Listener(config).run(sockets=[listening])
