"""The routes: what is asked, who does the work, and what is sent."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from somagraph.errors import SomagraphError
from somagraph.knowledge import KnowledgeGraph
from somagraph.names import NameIndex
from somagraph.page import render_page
from somagraph.page.served import build_served_answer, build_served_card
from somagraph.server.describing import PATHS, build_description
from somagraph.server.guarding import Guard
from somagraph.server.problems import MEDIA_TYPE, build_problem, encode_problem, tell_error
from somagraph.server.working import BusyError, LateError, Workers
from somagraph.service import OPERATIONS, ask_answer, read_query

__all__ = ["build_app"]

#: Up to this many entities the page holds the whole graph and asks the server for nothing.
_MOST_WHOLE: Final = 4_000

#: Threads for questions, which may take long, and for looking things up, which does not.
_THREADS: Final = 2
_WAITING: Final = 20
#: Seconds that looking something up may take; a question may take several searches.
_LOOKUP_SECONDS: Final = 20.0
_SEARCHES: Final = 4

#: Smaller answers are not worth packing.
_PACKED: Final = 1_000

_JSON: Final = "application/json"
_HTML: Final = "text/html; charset=utf-8"


class _Ready(NamedTuple):
    """What is sent, with the tag by which it is known again."""

    body: bytes
    media: str
    tag: str
    packed: bool = False


def _ready(text: str, media: str, *, pack: bool) -> _Ready:
    body = text.encode("utf-8", errors="replace")
    # The same for what is packed and what is not, so it is a weak one.
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    if pack and len(body) > _PACKED:
        return _Ready(gzip.compress(body, 5, mtime=0), media, tag, packed=True)
    return _Ready(body, media, tag)


def _takes_gzip(request: Request) -> bool:
    offers = request.headers.get("accept-encoding", "").lower().split(",")
    return any(
        offer.split(";")[0].strip() == "gzip" and "q=0" not in offer.replace("q=0.", "")
        for offer in offers
    )


def _is_known(request: Request, tag: str) -> bool:
    known = request.headers.get("if-none-match", "").split(",")
    return "*" in known or tag.removeprefix("W/") in {k.strip().removeprefix("W/") for k in known}


class _Service:
    """A graph, and who works on it."""

    def __init__(self, graph: KnowledgeGraph, seconds: float) -> None:
        self._graph, self._seconds = graph, seconds
        self._questions = Workers(_THREADS, _WAITING, max(_SEARCHES * seconds, 1.0))
        self._lookups = Workers(_THREADS, _WAITING, _LOOKUP_SECONDS)
        self._page = render_page(graph, served=len(graph.entities) > _MOST_WHOLE)
        self._description = json.dumps(build_description(), ensure_ascii=False)
        # Whatever is looked for: from here on all names lie ready.
        NameIndex(graph).search("somagraph")

    async def page(self, request: Request) -> Response:
        """Answer with the page."""
        return await self._send(request, self._lookups, lambda: self._page, _HTML)

    async def description(self, request: Request) -> Response:
        """Answer with the OpenAPI description."""
        return await self._send(request, self._lookups, lambda: self._description, _JSON)

    def operation(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """Return what answers one question of the API."""
        operation = OPERATIONS[name]

        async def answer(request: Request) -> Response:
            values = _read(name, request)
            is_long = name == "connect" or values.get("entailed", False)
            workers = self._questions if is_long else self._lookups

            def work() -> str:
                told = operation.answer(self._graph, values, self._seconds)
                return json.dumps(told.values, ensure_ascii=False)

            return await self._send(request, workers, work, _JSON)

        return answer

    async def served_answer(self, request: Request) -> Response:
        """Answer the page's question, in words and with the claims behind it."""
        values = _read("connect", request)

        def work() -> str:
            answer = ask_answer(self._graph, values, self._seconds)
            return json.dumps(build_served_answer(self._graph, answer), ensure_ascii=False)

        return await self._send(request, self._questions, work, _JSON)

    async def served_card(self, request: Request) -> Response:
        """Answer with what the page needs for a card."""
        values = _read("show", request)

        def work() -> str:
            found = NameIndex(self._graph).resolve(values["name"])
            card = build_served_card(self._graph, found.entity, found.note)
            return json.dumps(card, ensure_ascii=False)

        return await self._send(request, self._lookups, work, _JSON)

    @staticmethod
    async def _send(
        request: Request, workers: Workers, work: Callable[[], str], media: str
    ) -> Response:
        pack = _takes_gzip(request)
        ready = await workers.do(lambda: _ready(work(), media, pack=pack))
        headers = {"etag": ready.tag, "cache-control": "no-cache", "vary": "accept-encoding"}
        if ready.media == _JSON:
            headers["content-security-policy"] = "default-src 'none'; frame-ancestors 'none'"
        else:
            headers["content-security-policy"] = "frame-ancestors 'none'"
        if _is_known(request, ready.tag):
            return Response(status_code=304, headers=headers)
        if ready.packed:
            headers["content-encoding"] = "gzip"
        return Response(ready.body, media_type=ready.media, headers=headers)


def _read(name: str, request: Request) -> Mapping[str, Any]:
    pairs = [*request.path_params.items(), *request.query_params.multi_items()]
    return read_query(OPERATIONS[name].parameters, pairs)


def _problem(problem: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    sent = {"cache-control": "no-store", **(headers or {})}
    body = encode_problem(dict(problem))
    return Response(body, problem["status"], sent, media_type=MEDIA_TYPE)


async def _tell_error(_: Request, problem: Exception) -> Response:
    if isinstance(problem, SomagraphError):
        return _problem(tell_error(problem))
    if isinstance(problem, BusyError):
        told = "More is asked than can be answered now; ask again in a moment."
        return _problem(build_problem(503, told, kind="busy"), {"retry-after": "2"})
    if isinstance(problem, LateError):
        told = "This takes longer than it may; ask for fewer steps, or for less."
        return _problem(build_problem(503, told, kind="too-long"), {"retry-after": "30"})
    if isinstance(problem, HTTPException) and problem.status_code == 404:  # noqa: PLR2004 - Not Found
        return _problem(build_problem(404, "Nothing is at this address."))
    return _problem(build_problem(500, "Something went wrong here; the server's log has it."))


def build_app(graph: KnowledgeGraph, *, hosts: Iterable[str], seconds: float) -> Starlette:
    """Return the application that serves a graph, once all that every request needs lies ready.

    Parameters
    ----------
    graph
        The knowledge to ask.
    hosts
        Names under which it may be asked for, beside those of the loopback.
    seconds
        What each search may take.
    """
    service = _Service(graph, seconds)
    app = Starlette(
        routes=[
            Route("/", service.page),
            Route("/openapi.json", service.description),
            Route("/page/connect", service.served_answer),
            Route("/page/entities/{name:path}", service.served_card),
            *(
                Route(path.replace("}", ":path}"), service.operation(name))
                for name, (path, _) in PATHS.items()
            ),
        ],
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers=dict.fromkeys(
            (SomagraphError, BusyError, LateError, HTTPException, Exception), _tell_error
        ),
    )
    app.router.redirect_slashes = False
    return app
