"""Endpoints become rows: what was asked is checked, read and, while it is fresh, not asked again.

Several endpoints are shards of one graph. Each is asked for everything, all of them side by side,
and what they answer is one answer.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote, urlencode

from somagraph.endpoint.shapes import MOST_ROWS, Shape, build_query, is_askable
from somagraph.endpoint.transport import DEFAULT_SECONDS, Reply, Transport
from somagraph.endpoint.workers import side_by_side
from somagraph.errors import EndpointError
from somagraph.triples import literal_key
from somagraph.vocabulary import PREFIXES, SOMA

__all__ = ["Budget", "Client", "Row"]

_JSON: Final = frozenset({"application/sparql-results+json", "application/json"})
_XSD: Final = PREFIXES["xsd"]
#: How the graphs of files are called (see `somagraph.dataset.LoadedFile.graph_iri`).
_OF_FILE: Final = SOMA + "file/"
_OK: Final = 200
_PARTIAL: Final = 206
#: Queries under way at one endpoint.
_AT_ONCE: Final = 4
#: What has more than this part of the rows of an answer that was cut off is asked for alone.
_HUB: Final = 4
#: Virtuoso writes the truth as a number.
_TRUTH: Final = {"1": "true", "0": "false"}

#: The keys of the terms of one solution (see `somagraph.triples`), in the order of the variables;
#: empty for what is not bound.
Row = tuple[str, ...]


class Budget:
    """What may be asked altogether.

    Parameters
    ----------
    requests
        How many queries.
    size
        How many bytes of answers, unpacked.
    """

    def __init__(self, requests: int = 3000, size: int = 400_000_000) -> None:
        self.requests, self.size = requests, size
        self._lock = threading.Lock()

    def take(self, requests: int = 0, size: int = 0) -> bool:
        """Note what is spent; tell whether it was there."""
        with self._lock:
            self.requests -= requests
            self.size -= size
            return not self.is_spent

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return self.requests < 0 or self.size < 0


class Answered(NamedTuple):
    """What one query gave."""

    rows: list[Row]
    #: Whether the endpoint may hold more.
    cut: bool


class _Endpoint:
    """One endpoint, and what it answered so far."""

    def __init__(self, text: str, number: int, seconds: float, budget: Budget) -> None:
        self._transport = Transport(text, seconds)
        self._blank = f"_:e{number}-"
        self._budget = budget
        self._room = threading.Semaphore(_AT_ONCE)
        self._known: dict[str, Answered] = {}
        self._iris: dict[str, str] = {}
        self.is_virtuoso = False

    @property
    def name(self) -> str:
        return self._transport.name

    def close(self) -> None:
        self._transport.close()

    def ask(self, query: str, variables: Sequence[str]) -> Answered:
        """Return the rows of a query.

        Raises
        ------
        EndpointError
            If there is no answer, or none that is the result of a query.
        """
        known = self._known.get(query)
        if known is None:
            with self._room:
                if not self._budget.take(requests=1):
                    return Answered([], cut=True)
                reply = self._transport.send(
                    "POST",
                    urlencode({"query": query}).encode(),
                    {
                        "Accept": "application/sparql-results+json",
                        "Content-Type": "application/x-www-form-urlencoded",
                    },
                )
            known = self._known[query] = self._read(reply, variables)
        return known

    def _read(self, reply: Reply, variables: Sequence[str]) -> Answered:
        is_enough = self._budget.take(size=len(reply.body))
        self.is_virtuoso = reply.headers.get("Server", "").startswith("Virtuoso")
        kind = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if reply.status not in {_OK, _PARTIAL}:
            said = f": {reply.said}" if kind == "text/plain" and reply.said else ""
            raise EndpointError(self.name, f"it refuses the question (HTTP {reply.status}){said}")
        if kind not in _JSON:
            what = repr(kind[:80]) if kind else "something without a type"
            reason = (
                f"it answers {what}, no results in JSON; "
                "the address of an endpoint often ends in /sparql or /query"
            )
            raise EndpointError(self.name, reason)
        try:
            bindings = json.loads(reply.body, strict=False)["results"]["bindings"]
            if not isinstance(bindings, list):
                raise TypeError  # noqa: TRY301 - told below with the others
            rows = [row for binding in bindings if (row := self._row(binding, variables))]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise EndpointError(self.name, "its answer is no whole result in JSON") from None
        most = reply.headers.get("X-SPARQL-MaxRows", "")
        limit = min(MOST_ROWS, int(most[:9]) if most.isascii() and most.isdigit() else MOST_ROWS)
        cut = reply.status == _PARTIAL or "X-SQL-State" in reply.headers or len(bindings) >= limit
        return Answered(rows, cut or not is_enough)

    def _row(self, binding: dict[str, dict[str, str]], variables: Sequence[str]) -> Row:
        return tuple(self._key(binding[name]) if name in binding else "" for name in variables)

    def _key(self, term: dict[str, str]) -> str:
        kind, value = term["type"], term["value"]
        if not value.isascii():
            # Half a letter of JSON is none of any file.
            value = value.encode("utf-8", "replace").decode()
        if kind == "uri":
            found = self._iris.get(value)
            if found is None:
                # What would read as something else is nothing that can be asked for.
                is_one = is_askable(value) and not value.startswith('"')
                found = self._iris[value] = value if is_one else ""
            return found
        if kind == "bnode":
            return self._blank + value
        if kind not in {"literal", "typed-literal"}:
            return ""
        datatype = term.get("datatype", "")
        if datatype == _XSD + "string":
            datatype = ""
        elif datatype == _XSD + "boolean" and self.is_virtuoso:
            value = _TRUTH.get(value, value)
        return literal_key(value, term.get("xml:lang", ""), datatype)


class Client:
    """Some endpoints that hold one graph together.

    Parameters
    ----------
    endpoints
        Their addresses.
    graph
        IRI of the graph in them; empty for their default graph.
    seconds
        How long one answer may take.
    budget
        What may be asked altogether.

    Raises
    ------
    EndpointError
        If an address is none.
    """

    def __init__(
        self,
        endpoints: Sequence[str],
        graph: str = "",
        *,
        seconds: float = DEFAULT_SECONDS,
        budget: Budget | None = None,
    ) -> None:
        if graph and (not is_askable(graph) or graph.startswith('"')):
            raise EndpointError(repr(graph[:80]), "this is no IRI of a graph")
        budget = budget or Budget()
        self.graph = graph
        self._endpoints = [
            _Endpoint(text, number, seconds, budget) for number, text in enumerate(endpoints)
        ]
        self._budget = budget
        #: What has more triples than an endpoint gives at once.
        self.capped: set[str] = set()

    @property
    def address(self) -> str:
        """The address of the first endpoint, as messages name it."""
        return self._endpoints[0].name

    @property
    def name(self) -> str:
        """What the data is called: the file that its graph was made of, or its graph, or where."""
        if self.graph.startswith(_OF_FILE):
            return unquote(self.graph.removeprefix(_OF_FILE))
        return self.graph or self.address

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be asked."""
        return self._budget.is_spent

    @property
    def is_virtuoso(self) -> bool:
        """Whether all endpoints that answered are Virtuoso, which has a text search of its own."""
        return all(endpoint.is_virtuoso for endpoint in self._endpoints)

    def close(self) -> None:
        """Let go of all connections."""
        for endpoint in self._endpoints:
            endpoint.close()

    def ask(self, shape: Shape, rows: int = MOST_ROWS) -> list[Row]:
        """Return all rows of a shape that is bound to nothing but its own values."""
        return self.ask_each([shape], rows)[0]

    def ask_each(self, shapes: Sequence[Shape], rows: int = MOST_ROWS) -> list[list[Row]]:
        """Return the rows of several shapes as `ask` does, all asked side by side."""
        queries = [(build_query(shape, self.graph, rows=rows), shape.variables) for shape in shapes]
        answers = self._everywhere(queries)
        width = len(self._endpoints)
        return [
            [row for answered in answers[place : place + width] for row in answered.rows]
            for place in range(0, len(answers), width)
        ]

    def ask_about(self, asked: Iterable[tuple[Shape, str, Sequence[str]]]) -> list[list[Row]]:
        """Return the rows of several shapes, each about many values, all asked side by side.

        Parameters
        ----------
        asked
            Of each: the shape, the variable that is bound, and the values that it may have.

        Returns
        -------
        list of list
            The rows of each, from all endpoints.
        """
        jobs = []
        found: list[list[Row]] = []
        for number, (shape, anchor, values) in enumerate(asked):
            found.append([])
            whole = [value for value in values if is_askable(value)]
            jobs += [
                (number, shape, anchor, whole[start : start + shape.most])
                for start in range(0, len(whole), shape.most)
            ]

        def run(endpoint: _Endpoint, job: tuple[int, Shape, str, list[str]]) -> list[Row]:
            _, shape, anchor, values = job
            return self._split(endpoint, shape, anchor, values)

        pairs = [(endpoint, job) for job in jobs for endpoint in self._endpoints]
        for (_, job), rows in zip(pairs, side_by_side(run, pairs), strict=True):
            found[job[0]] += rows
        return found

    def _split(
        self, endpoint: _Endpoint, shape: Shape, anchor: str, values: list[str]
    ) -> list[Row]:
        """Ask for values, for half of them at a time where the answer would be cut off."""
        query = build_query(shape, self.graph, anchor, values)
        answered = endpoint.ask(query, shape.variables)
        if not answered.cut or self._budget.is_spent:
            return answered.rows
        if len(values) == 1:
            self.capped.update(values)
            return answered.rows
        place = shape.variables.index(anchor)
        often, rows = Counter(row[place] for row in answered.rows).most_common(1)[0]
        if rows > MOST_ROWS // _HUB and often in values:
            # One of them has most of the rows: it is asked for by itself.
            parts = [[often], [value for value in values if value != often]]
        else:
            parts = [values[: len(values) // 2], values[len(values) // 2 :]]
        return [row for part in parts for row in self._split(endpoint, shape, anchor, part)]

    def _everywhere(self, queries: Sequence[tuple[str, Sequence[str]]]) -> list[Answered]:
        pairs = [(endpoint, query) for query in queries for endpoint in self._endpoints]
        return side_by_side(lambda endpoint, query: endpoint.ask(*query), pairs)
