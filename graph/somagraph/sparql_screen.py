"""What a SPARQL query asks for, told by its words before any engine sees it.

A query is cut into tokens as its grammar does (https://www.w3.org/TR/sparql11-query/#grammar), so
that a word inside a text, an IRI, a comment or a name is no keyword. Code point escapes may spell a
keyword as well; the grammar has them undone first, some engines do not, so both readings count.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from somagraph.errors import QueryError

__all__ = ["Screened", "screen_query"]

#: How deep brackets may stand in each other.
_DEEPEST: Final = 200

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

# What cannot be a keyword comes first; every repetition that could be tried again is possessive.
_TOKEN: Final = re.compile(
    r"""
    (?P<skip>
        <[^<>"{}|^`\\\x00-\x20]*+>                              # an IRI
      | \#[^\r\n]*+                                             # a comment
      | '''(?:'{0,2}+(?:[^'\\]|\\.))*+'''
      | \"{3}(?:"{0,2}+(?:[^"\\]|\\.))*+\"{3}
      | '(?:[^'\\\r\n]|\\.)*+'
      | "(?:[^"\\\r\n]|\\.)*+"
      | [?$]\w++                                                # a variable
      | @\w++(?:-\w++)*+                                        # a language
      | (?:\w(?:[\w.-]*+(?<!\.))?)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*+  # a name with a prefix
    )
    | (?P<word>\w++)
    | (?P<open>[{(\[])
    | (?P<close>[})\]])
    """,
    re.VERBOSE | re.DOTALL,
)


class Screened(NamedTuple):
    """What is known of a query that may be asked."""

    #: Whether the query orders its rows itself.
    ordered: bool


def _undo_escapes(text: str) -> str:
    def sign(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= 0x10FFFF else match[0]  # noqa: PLR2004 - the last of Unicode

    return _ESCAPE.sub(sign, text)


def screen_query(text: str) -> Screened:
    """Refuse a query that asks for more than the loaded files hold.

    Raises
    ------
    QueryError
        If it asks another server (SERVICE) or for other data (FROM), or is nested too deeply.

    Examples
    --------
    >>> screen_query("SELECT ?x { ?x ?p 'from the SERVICE' } ORDER BY ?x")
    Screened(ordered=True)
    """
    screened = _screen(text)
    undone = _undo_escapes(text)
    if undone != text:
        _screen(undone)
    return screened


def _screen(text: str) -> Screened:
    depth, ordered = 0, False
    for match in _TOKEN.finditer(text):
        if match["open"]:
            depth += 1
            if depth > _DEEPEST:
                message = f"The query is nested too deeply: more than {_DEEPEST} brackets."
                raise QueryError(message)
        elif match["close"]:
            depth -= 1
        elif match["word"]:
            word = match["word"].upper()
            # Engines read 1SERVICE and FROMNAMED as two words.
            if "SERVICE" in word:
                message = "SERVICE asks another server; only the loaded files can be queried."
                raise QueryError(message)
            if "FROM" in word:
                message = "FROM asks for another dataset; only the loaded files can be queried."
                raise QueryError(message)
            ordered = ordered or (word == "ORDER" and depth == 0)
    return Screened(ordered)
