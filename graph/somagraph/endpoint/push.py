"""A graph goes into an engine: the SPARQL 1.1 Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/ has one request for each graph: ``POST`` adds to it,
``PUT`` puts something else in its place.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from somagraph.endpoint.shapes import is_askable
from somagraph.endpoint.transport import Transport
from somagraph.errors import EndpointError

__all__ = ["push"]

#: Statuses by which an engine says that it did so.
_DONE: Final = frozenset({200, 201, 204})
_NO_PLACE: Final = frozenset({404, 405, 415, 501})
_NOT_ALLOWED: Final = frozenset({403})

_HINT: Final = "; the address may end in /store (Oxigraph) or /sparql-graph-crud-auth (Virtuoso)"


def push(
    url: str,
    body: bytes,
    *,
    graph: str = "",
    replace: bool = False,
    seconds: float,
) -> None:
    """Load triples into a graph of an engine.

    Parameters
    ----------
    url
        Where the engine takes graphs.
    body
        What is loaded, as Turtle; N-Triples are Turtle as well.
    graph
        IRI of the graph; empty for the default graph.
    replace
        Whether they take the place of what is there; else they are added.
    seconds
        How long the engine may take.

    Raises
    ------
    EndpointError
        If the engine is away, or does not take them.
    """
    if graph and not is_askable(graph):
        raise EndpointError(repr(graph[:80]), "this is no IRI of a graph")
    wanted = f"graph={quote(graph, safe='')}" if graph else "default"
    text = f"{url}{'&' if '?' in url else '?'}{wanted}"
    transport = Transport(text, seconds)
    try:
        transport.introduce()
        headers = {"Content-Type": "text/turtle; charset=utf-8", "Accept": "*/*"}
        reply = transport.send("PUT" if replace else "POST", body, headers)
    finally:
        transport.close()
    if reply.status not in _DONE:
        what = "takes no graphs there" if reply.status in _NO_PLACE else "does not take the graph"
        if reply.status in _NOT_ALLOWED:
            what = "does not let you write"
        hint = _HINT if reply.status in _NO_PLACE else ""
        reason = f"it {what} (HTTP {reply.status}){hint}"
        raise EndpointError(transport.name, reason)
