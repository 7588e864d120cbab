"""A SPARQL endpoint in this process, on loopback: pyoxigraph behind the server of the library."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat

__all__ = ["GRAPH", "Engine", "serve", "serving"]

GRAPH = "https://w3id.org/somagraph/file/mine.ttl"


class Quiet(BaseHTTPRequestHandler):
    """Answers as it is told, keeps connections open, and writes no log."""

    protocol_version = "HTTP/1.1"
    # A small answer is sent at once.
    wbufsize = -1

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def reply(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:  # type: ignore[override]
        """Let clients hang up."""


@contextlib.contextmanager
def serve(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve with a handler; yield the address of the server."""
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class Engine:
    """A store, and every query that it was asked."""

    def __init__(self, turtle: str, graph: str = GRAPH) -> None:
        self.store = pyoxigraph.Store()
        self.queries: list[str] = []
        to = NamedNode(graph) if graph else DefaultGraph()
        self.store.load(input=turtle.encode(), format=RdfFormat.TURTLE, to_graph=to)

    def ask(self, query: str) -> bytes:
        self.queries.append(query)
        found = self.store.query(query)
        assert isinstance(found, QuerySolutions)
        answer = found.serialize(format=QueryResultsFormat.JSON)
        assert answer is not None
        return answer


@contextlib.contextmanager
def serving(
    engine: Engine, before: Callable[[Quiet, int], bool] = lambda *_: False
) -> Iterator[str]:
    """Serve an engine; yield its address.

    Parameters
    ----------
    engine
        What answers.
    before
        Is asked first, with the number of the request: whether it has answered itself.
    """
    count = 0

    class Handler(Quiet):
        def do_POST(self) -> None:
            nonlocal count
            body = self.rfile.read(int(self.headers["Content-Length"]))
            count += 1
            if before(self, count):
                return
            query = parse_qs(body.decode())["query"][0]
            try:
                answer = engine.ask(query)
            except SyntaxError as problem:
                self.reply(400, "text/plain", str(problem).encode())
            else:
                self.reply(200, "application/sparql-results+json", answer)

    with serve(Handler) as address:
        yield f"{address}/sparql"
