"""The syntax of OBO: lines, stanzas, and the parts of a clause."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from somagraph.readers.axioms import Axioms, UnusableError
from somagraph.readers.source import HEAD, Source

__all__ = ["HEADER", "Stanza", "clause_parts", "quoted", "stanzas_of", "unescaped", "unquoted"]

#: The kind of what stands before the first stanza.
HEADER: Final = ""

_STANZA: Final = re.compile(r"\s*\[([\w-]+)\]\s*(?:!.*)?\Z", re.DOTALL)
_CONTINUED: Final = re.compile(r"(?<!\\)(?:\\\\)*\\\n\Z")
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*+)"')
#: What stands before a comment, and the qualifiers in braces between the two.
_CLAUSE: Final = re.compile(
    r'((?:[^\\{!]|\\.)*+)(?:\{((?:[^"{}]|"(?:[^"\\]|\\.)*+")*+)\}\s*+)?(?:!.*)?\Z', re.DOTALL
)
_QUALIFIER: Final = re.compile(r'(?<![\w-])([\w-]+)\s*+=\s*+"((?:[^"\\]|\\.)*+)"')
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "t": "\t", "W": " "}


class Stanza(NamedTuple):
    """A block of clauses under one heading."""

    kind: str
    #: Where it begins.
    line: int
    #: Line, tag and value of each clause that is used.
    clauses: list[tuple[int, str, str]]


def unescaped(text: str) -> str:
    r"""Return a text with what its backslashes stand for.

    Examples
    --------
    >>> unescaped(r"Category\:Loin")
    'Category:Loin'
    """
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text)


def clause_parts(value: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a value without comment and qualifiers, and its qualifiers."""
    if "{" not in value and "\\" not in value:
        return value.partition("!")[0].rstrip(), []
    found = _CLAUSE.match(value)
    if found is None:
        message = "its braces or their quotes do not end"
        raise UnusableError(message)
    qualifiers = [(key, unescaped(text)) for key, text in _QUALIFIER.findall(found[2] or "")]
    return unescaped(found[1]).rstrip(), qualifiers


def quoted(value: str) -> tuple[str, str]:
    """Return the text in quotes that a value begins with, and what follows it."""
    found = _QUOTED.match(value)
    if found is None:
        message = "its quotes do not end" if value.startswith('"') else "its text has no quotes"
        raise UnusableError(message)
    return unescaped(found[1]), value[found.end() :].lstrip()


def unquoted(value: str) -> str:
    """Return a text that stands without quotes, such as a name.

    Examples
    --------
    >>> unquoted("2-{methyl}amine ! a comment"), unquoted('loin {source="FMA:1"}')
    ('2-{methyl}amine', 'loin')
    """
    # Names of chemicals hold braces that are no qualifiers.
    if "{" in value and _QUALIFIER.search(value):
        return clause_parts(value)[0]
    return unescaped(value.partition(" !")[0].rstrip())


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    """Yield each line with its number; one that ends in a backslash goes on in the next."""
    text = io.TextIOWrapper(io.BufferedReader(source, HEAD), encoding="utf-8")
    numbered = enumerate(text, 1)
    for number, line in numbered:
        pieces, last = [], line
        while last.endswith("\\\n") and _CONTINUED.search(last):
            pieces.append(last[:-2])
            last = next(numbered, (0, ""))[1]
        yield number, "".join((*pieces, last)) if pieces else line


def stanzas_of(
    source: Source, axioms: Axioms, used_tags: Mapping[str, Collection[str]]
) -> list[Stanza]:
    """Read the clauses that are used; a line that is no clause is told."""
    stanza = Stanza(HEADER, 0, [])
    stanzas = [stanza]
    used, add = used_tags[HEADER], stanza.clauses.append
    for number, line in _lines(source):
        tag, colon, value = line.partition(":")
        if colon and tag in used:
            add((number, tag, value.strip()))
        elif colon and (indented := tag.strip()) in used:
            add((number, indented, value.strip()))
        elif found := _STANZA.match(line):
            stanza = Stanza(found[1], number, [])
            stanzas.append(stanza)
            used, add = used_tags.get(stanza.kind, ()), stanza.clauses.append
        elif not colon and stanza.kind in used_tags and line.strip() and line.lstrip()[0] != "!":
            axioms.fault(number, "this line has no tag")
    return stanzas
