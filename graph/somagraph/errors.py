"""Every exception that somagraph raises on purpose.

::

    SomagraphError                 anything below; its text is one clear sentence
    |-- NameResolutionError        a name that was typed does not lead to one entity
    |   |-- UnknownNameError       nothing is called that (carries suggestions)
    |   `-- AmbiguousNameError     several things are called that (carries candidates)
    |-- QuestionError              the question cannot be asked that way
    |-- UnreadableFileError        a file that cannot be read as an ontology, or as a table
    |-- ClaimTableError            a table of claims with faults (carries each of them)
    |-- QueryError                 a SPARQL query that is refused or malformed
    |-- EndpointError              a SPARQL endpoint that is away, or answers what is no answer
    |-- UnwritableFileError        a file that cannot be written; nothing was changed
    |-- ParameterError             a value that a program asks with cannot be meant
    |-- MissingExtraError          a verb needs packages that are not installed
    `-- AddressError               nothing can be served at an address

Each carries its parts as fields, so that a program need not parse the sentence.
"""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = [
    "AddressError",
    "AmbiguousNameError",
    "ClaimTableError",
    "EndpointError",
    "LineFault",
    "MissingExtraError",
    "NameResolutionError",
    "ParameterError",
    "QueryError",
    "QuestionError",
    "SomagraphError",
    "TableFault",
    "UnknownNameError",
    "UnreadableFileError",
    "UnwritableFileError",
    "from_plain",
    "to_plain",
]

#: How much of a text that somebody typed is repeated in a message.
_SHOWN_CHARACTERS = 80


def _shown(text: str) -> str:
    r"""Quote a text from outside for one line of a terminal.

    Examples
    --------
    >>> _shown("pso\nas")
    "'pso\\nas'"
    """
    short = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "..."
    return repr(short)


class SomagraphError(Exception):
    """The base of every error that somagraph raises on purpose."""


class NameResolutionError(SomagraphError, LookupError):
    """A name that was typed does not lead to exactly one entity.

    Parameters
    ----------
    name
        What was typed.
    candidates
        Labels (unknown) or ids with labels (ambiguous), best first.
    """

    def __init__(self, message: str, *, name: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message)
        self.name = name
        self.candidates = candidates


class UnknownNameError(NameResolutionError):
    """Nothing in the loaded knowledge is called that."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        hint = (
            f"did you mean {', '.join(suggestions)}?"
            if suggestions
            else "`somagraph search TEXT` lists what there is."
        )
        super().__init__(
            f"Nothing here is called {_shown(name)}; {hint}", name=name, candidates=suggestions
        )


class AmbiguousNameError(NameResolutionError):
    """Several entities carry that name; an id says which one is meant."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        super().__init__(
            f"{_shown(name)} could be {', '.join(candidates)}; use the id of the one you mean.",
            name=name,
            candidates=candidates,
        )


class QuestionError(SomagraphError, ValueError):
    """The question cannot be asked that way (one end only, an end that is avoided ...)."""


class UnreadableFileError(SomagraphError):
    """A file cannot be read as an ontology, or as a table of claims.

    Parameters
    ----------
    file
        The name as it was given.
    reason
        Why, without a full stop.
    line
        Counted from 1, where it is known.
    """

    def __init__(self, file: str, reason: str, *, line: int | None = None) -> None:
        place = f", line {line}" if line is not None else ""
        super().__init__(f"{file}{place}: {reason}.")
        self.file = file
        self.reason = reason
        self.line = line


class LineFault(NamedTuple):
    """One line of a file that could not be used; the rest of the file was read.

    Examples
    --------
    >>> print(LineFault("uberon.obo", 12, "this line has no tag"))
    uberon.obo, line 12: this line has no tag
    >>> print(LineFault("uberon.json", 0, "a node has no id"))
    uberon.json: a node has no id
    """

    #: The name as it was given.
    file: str
    #: Counted from 1; 0 where it is not known.
    line: int
    #: Why, without a full stop.
    message: str

    def __str__(self) -> str:
        """Return file, line and message on one line."""
        place = f", line {self.line}" if self.line else ""
        return f"{self.file}{place}: {self.message}"


class TableFault(NamedTuple):
    """One thing that is wrong with a table of claims.

    Examples
    --------
    >>> print(TableFault("claims.tsv", 3, "source", "The cell is empty."))
    claims.tsv, row 3, source: The cell is empty.
    """

    #: The table, as it was given.
    file: str
    #: Counted from 1, the header included; 0 where only the whole table shows it.
    row: int
    #: Name of the column; empty where it is the row that is wrong.
    column: str
    #: One sentence.
    message: str

    def __str__(self) -> str:
        """Return file, row, column and message on one line."""
        row = f"row {self.row}" if self.row else ""
        place = ", ".join(part for part in (self.file, row, self.column) if part)
        return f"{place}: {self.message}"


class ClaimTableError(SomagraphError, ValueError):
    """A table of claims has faults, so that none of its rows was taken.

    Parameters
    ----------
    file
        The table, as it was given.
    faults
        All of them, in the order of rows.
    """

    def __init__(self, file: str, faults: tuple[TableFault, ...]) -> None:
        count = f"{len(faults)} fault{'s' * (len(faults) != 1)}"
        super().__init__(f"{file} has {count}; nothing was written.")
        self.file = file
        self.faults = faults


class QueryError(SomagraphError, ValueError):
    """A SPARQL query is malformed, or asks for more than reading."""


class EndpointError(SomagraphError):
    """A SPARQL endpoint is away, refuses, or answers what is no answer.

    Parameters
    ----------
    endpoint
        Its address, without credentials.
    reason
        Why, without a full stop.
    """

    def __init__(self, endpoint: str, reason: str) -> None:
        super().__init__(f"{endpoint}: {reason}.")
        self.endpoint = endpoint
        self.reason = reason


class UnwritableFileError(SomagraphError):
    """A file cannot be written; whatever stood there stands there still."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file} cannot be written: {reason}.")
        self.file = file
        self.reason = reason


class ParameterError(SomagraphError, ValueError):
    """A program asked with a value that cannot be meant; nothing was looked up.

    Parameters
    ----------
    parameter
        Its name.
    reason
        What is wrong with it, without a full stop.
    """

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(f"The parameter {_shown(parameter)} {reason}.")
        self.parameter = parameter
        self.reason = reason


class MissingExtraError(SomagraphError, ImportError):
    """A verb needs packages that are not installed."""

    def __init__(self, verb: str, extra: str) -> None:
        super().__init__(
            f"`somagraph {verb}` needs packages that are not installed; "
            f"`pip install 'somagraph[{extra}]'` installs them."
        )
        self.extra = extra


class AddressError(SomagraphError):
    """Nothing can be served at an address: it is taken, or not of this machine."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"Nothing can be served at {host}, port {port}: {reason}.")
        self.host = host
        self.port = port
        self.reason = reason


#: The errors that are told from one process to another, and what each is made of.
_TOLD_ABROAD = {
    UnreadableFileError: ("file", "reason", "line"),
    QueryError: (),
}


def to_plain(problem: SomagraphError) -> list[Any]:
    """Return an error as JSON can hold it, to be raised again in another process.

    Examples
    --------
    >>> to_plain(UnreadableFileError("x.ttl", "it is empty", line=3))
    ['UnreadableFileError', 'x.ttl', 'it is empty', 3]
    >>> print(from_plain(_))
    x.ttl, line 3: it is empty.
    """
    names = _TOLD_ABROAD[type(problem)]
    parts = [getattr(problem, name) for name in names] or list(map(str, problem.args))
    return [type(problem).__name__, *parts]


def from_plain(parts: list[Any]) -> SomagraphError:
    """Undo `to_plain`."""
    name, *arguments = parts
    if name == UnreadableFileError.__name__:
        file, reason, line = arguments
        return UnreadableFileError(file, reason, line=line)
    return QueryError(*arguments)
