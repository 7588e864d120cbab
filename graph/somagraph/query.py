"""SPARQL over a dataset, for reading only: no update, no SERVICE, no FROM.

pyoxigraph answers it, in a process of its own that can open neither file nor connection, and that
ends at a limit of time and of memory (see `somagraph.confined`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO, Final

from somagraph.confined import Job, LimitReachedError, Limits, Piece, run_confined, scratch_file
from somagraph.container import Container, pack, pack_texts
from somagraph.dataset import Dataset, LoadedFile
from somagraph.delimited import defuse, render_rows
from somagraph.errors import QueryError
from somagraph.handover import hand_over, limits_with, take_over
from somagraph.sparql_screen import screen_query
from somagraph.vocabulary import PREFIXES

__all__ = ["MEGABYTES", "SECONDS", "QueryResult", "prepare_query", "run_query"]

#: What a query may take where nobody says otherwise.
SECONDS: Final = 30.0
MEGABYTES: Final = 1000

#: How much of what the engine says is repeated: it may quote the query, at any length.
_SHOWN_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A table of texts; an unbound cell is an empty text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_csv(self) -> str:
        """Return it as CSV with a header line; no cell is one that a spreadsheet would run."""
        return render_rows([self.columns, *(map(defuse, row) for row in self.rows)])

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


def run_query(
    dataset: Dataset, text: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> QueryResult:
    """Run a SELECT, ASK, CONSTRUCT or DESCRIBE query over the union of all files.

    The prefixes of the project are known without being declared. Rows come sorted unless the query
    orders them itself.

    Parameters
    ----------
    dataset
        What is asked.
    text
        The query.
    seconds, megabytes
        What answering it may take, beside getting the dataset ready.

    Raises
    ------
    QueryError
        If the query is malformed, changes anything, asks for data from elsewhere, or takes more.
    """
    ordered = screen_query(text).ordered
    with hand_over(dataset) as data, scratch_file() as question:
        question.write(text.encode(errors="replace"))
        question.seek(0)
        limits = limits_with(data, Limits(seconds, megabytes))
        try:
            memory = run_confined(
                f"{__name__}:prepare_query", {"ordered": ordered}, [data, question], limits
            )
        except LimitReachedError as problem:
            reason = problem.within(Limits(seconds, megabytes))
            more = {"seconds": " (--seconds)", "megabytes": " (--memory)"}.get(problem.what, "")
            message = f"The query was stopped: answering it {reason}{more}."
            raise QueryError(message) from None
    packed = Container(memory)
    cells, columns = iter(packed.texts("cells")), tuple(packed.values)
    rows = tuple(zip(*(cells for _ in columns), strict=True))
    return QueryResult(columns, rows)


def prepare_query(*, ordered: bool) -> Job:
    """Return the job of `run_query`: its inputs are the dataset and the query."""
    import pyoxigraph  # noqa: PLC0415 - before anything from outside is seen

    def work(inputs: Sequence[BinaryIO]) -> list[Piece]:
        data, question = inputs
        store = pyoxigraph.Store()
        for file in take_over(data).files:
            quads = b"".join(_quads(file))
            store.load(quads, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
        try:
            result = store.query(
                question.read().decode(), prefixes=PREFIXES, use_default_graph_as_union=True
            )
            columns, rows = _table(result)
        except SyntaxError as problem:
            raise QueryError(_told("This is no SPARQL query that only reads", problem)) from None
        except (OSError, ValueError, RuntimeError) as problem:
            raise QueryError(_told("The query cannot be answered", problem)) from None
        cells = chain.from_iterable(rows if ordered else sorted(rows))
        return pack(pack_texts("cells", cells), columns)

    return work


def _told(what: str, problem: Exception) -> str:
    said = str(problem.args[0] if problem.args else problem)
    first = next(iter(said.splitlines()), type(problem).__name__)[:_SHOWN_CHARACTERS]
    return f"{what}: {first}"


def _table(result: Any) -> tuple[list[str], list[tuple[str, ...]]]:  # noqa: ANN401 - of three kinds
    import pyoxigraph  # noqa: PLC0415 - at hand already

    if isinstance(result, pyoxigraph.QueryBoolean):
        return ["answer"], [("true" if result else "false",)]
    if isinstance(result, pyoxigraph.QuerySolutions):
        names = [variable.value for variable in result.variables]
        return names, [tuple(map(_text, row)) for row in result]
    return ["subject", "predicate", "object"], [tuple(map(_text, triple)) for triple in result]


def _text(term: Any) -> str:  # noqa: ANN401 - a term of pyoxigraph, or None
    if term is None:
        return ""
    is_blank = str(term).startswith("_:")
    return str(term if is_blank else getattr(term, "value", term))


#: Signs that N-Quads cannot hold as they are, in an IRI and in a text.
_ESCAPES: Final = {
    number: f"\\u{number:04X}" for number in (*range(0x21), *map(ord, '<>"{}|^`\\'), 0x7F)
}
_ESCAPES_OF_TEXT: Final = {number: _ESCAPES[number] for number in map(ord, '"\\\n\r')}


def _quads(file: LoadedFile) -> Iterator[bytes]:
    """Yield the triples of a file as N-Quads, in a graph of its own."""
    table = file.triples
    terms = [_n_quads_term(key) for key in table.numbers]
    end = f" <{file.graph_iri}> .\n".encode()
    for numbers in zip(table.subjects, table.predicates, table.objects, strict=True):
        yield b" ".join([terms[number] for number in numbers]) + end


def _n_quads_term(key: str) -> bytes:
    if key.startswith("_:"):
        return key.encode()
    if not key.startswith('"'):
        return f"<{key.translate(_ESCAPES)}>".encode()
    close = key.rindex('"')
    tag, text = key[close + 1 :], key[1:close].translate(_ESCAPES_OF_TEXT)
    typed = f"^^<{tag[2:].translate(_ESCAPES)}>" if tag.startswith("^^") else tag
    return f'"{text}"{typed}'.encode()
