"""SPARQL over a dataset, for reading only: no update, no SERVICE, no FROM."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from somagraph.dataset import Dataset
from somagraph.errors import QueryError
from somagraph.vocabulary import PREFIXES

__all__ = ["QueryResult", "run_query"]


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A table of texts; an unbound cell is an empty text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_csv(self) -> str:
        """Return it as CSV with a header line."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return stream.getvalue()

    def to_json(self) -> str:
        """Return it as a JSON list of objects."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"

    def to_table(self) -> str:
        """Return it as a table for a terminal."""
        rows = [self.columns, *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(self.columns))]
        lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
        lines.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join(line.rstrip() for line in lines) + "\n"


def _algebra_nodes(value: object) -> Iterator[object]:
    waiting = [value]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, dict):
            waiting.extend(node.values())
        elif isinstance(node, list | tuple):
            waiting.extend(node)


def run_query(dataset: Dataset, text: str) -> QueryResult:
    """Run a SELECT, ASK, CONSTRUCT or DESCRIBE query over the union of all files.

    The prefixes of the project are known without being declared. Rows come sorted unless the query
    orders them itself.

    Raises
    ------
    QueryError
        If the query is malformed, changes anything, or asks for data from elsewhere.
    """
    from rdflib.plugins import sparql  # noqa: PLC0415 - heavy, and only wanted here

    sparql.SPARQL_LOAD_GRAPHS = False
    try:
        prepared = sparql.prepareQuery(text, initNs=PREFIXES)
    except RecursionError:
        message = "The query is nested too deeply."
        raise QueryError(message) from None
    except Exception as problem:  # noqa: BLE001 - rdflib raises whatever its parser does
        first = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        message = f"This is no SPARQL query that only reads: {first}"
        raise QueryError(message) from None
    algebra = prepared.algebra
    names = {getattr(node, "name", "") for node in _algebra_nodes(algebra)}
    if "ServiceGraphPattern" in names:
        message = "SERVICE asks another server; only the loaded files can be queried."
        raise QueryError(message)
    if getattr(algebra, "datasetClause", None):
        message = "FROM asks for another dataset; only the loaded files can be queried."
        raise QueryError(message)
    try:
        result = dataset.rdf.query(prepared)
        return _table(result, ordered="OrderBy" in names)
    except RecursionError:
        message = "The query is nested too deeply."
        raise QueryError(message) from None
    except Exception as problem:  # noqa: BLE001 - as above, of its functions
        message = f"The query cannot be answered: {problem}"
        raise QueryError(message) from None


def _table(result: object, *, ordered: bool) -> QueryResult:
    import rdflib.query  # noqa: PLC0415 - as above

    assert isinstance(result, rdflib.query.Result)  # noqa: S101 - for the type checker
    if result.type == "ASK":
        return QueryResult(("answer",), (("true" if result.askAnswer else "false",),))
    if result.type == "SELECT":
        columns = tuple(str(variable) for variable in result.vars or ())
        rows = [
            tuple("" if cell is None else str(cell) for cell in row)  # type: ignore[union-attr] # rows of a SELECT
            for row in result
        ]
    else:
        columns = ("subject", "predicate", "object")
        rows = [tuple(map(str, triple)) for triple in result]  # type: ignore[arg-type] # triples
    return QueryResult(columns, tuple(rows if ordered else sorted(rows)))
