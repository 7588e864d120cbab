"""Triples in few bytes: each term once, each triple as three numbers.

A term is written as one text, its *key*: an IRI as it stands, a blank node as ``_:name``, a literal
as its value in quotes with what follows them in Turtle (``@en``, ``^^`` and the IRI). Readers hand
keys to a `TripleTable`; whoever wants values gets `NamedNode`, `BlankNode` and `Literal`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, Self, overload

from somagraph.container import Container, pack_texts

__all__ = [
    "FALSE",
    "TRUE",
    "BlankNode",
    "Literal",
    "NamedNode",
    "Node",
    "Term",
    "Triple",
    "TripleTable",
    "is_iri",
    "key_of",
    "literal_key",
    "term_of",
    "text_of",
]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


class NamedNode(str):
    """An IRI; compares and hashes as its text."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """The IRI, as a plain text."""
        return str(self)


class BlankNode(str):
    """A blank node, made from its name; as a text it begins with ``_:``, which no IRI does.

    Examples
    --------
    >>> BlankNode("b1"), BlankNode("b1").value
    ('_:b1', 'b1')
    """

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        """Make the node of a name."""
        return super().__new__(cls, f"_:{name}")

    @property
    def value(self) -> str:
        """The name alone."""
        return str(self[2:])


class Literal(NamedTuple):
    """A literal of RDF."""

    value: str
    #: The language tag, or empty.
    language: str = ""
    #: The IRI of the datatype; empty for plain text.
    datatype: str = ""
    #: ``ltr`` or ``rtl`` where RDF 1.2 states the direction of the text, else empty.
    direction: str = ""

    def __str__(self) -> str:
        """Return the literal as Turtle would have it, but for escapes."""
        return literal_key(*self)


TRUE: Final = Literal("true", datatype=_XSD + "boolean")
FALSE: Final = Literal("false", datatype=_XSD + "boolean")

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal


class Triple(NamedTuple):
    """One statement."""

    subject: Node
    predicate: NamedNode
    object: Term


def literal_key(value: str, language: str = "", datatype: str = "", direction: str = "") -> str:
    """Return the key of a literal.

    Examples
    --------
    >>> literal_key("Lende", "de"), literal_key("1", datatype="http://x.org/n")
    ('"Lende"@de', '"1"^^http://x.org/n')
    """
    if language:
        return f'"{value}"@{language}{"--" + direction if direction else ""}'
    return f'"{value}"^^{datatype}' if datatype else f'"{value}"'


def is_iri(key: str) -> bool:
    """Tell whether a key is that of a named node.

    Examples
    --------
    >>> is_iri("http://x.org/a"), is_iri("_:a"), is_iri('"a"')
    (True, False, False)
    """
    return not key.startswith(("_:", '"'))


def text_of(key: str) -> str:
    """Return the value of a literal, from its key.

    Examples
    --------
    >>> text_of('"Lende"@de')
    'Lende'
    """
    return key[1 : key.rindex('"')]


def key_of(term: Term) -> str:
    """Return the key of a term."""
    return literal_key(*term) if isinstance(term, Literal) else str(term)


def term_of(key: str) -> Term:
    """Undo `key_of`.

    Examples
    --------
    >>> term_of(key_of(Literal('say "ah"', "en", direction="ltr")))
    Literal(value='say "ah"', language='en', datatype='', direction='ltr')
    >>> term_of("_:b1"), term_of("http://x.org/a")
    ('_:b1', 'http://x.org/a')
    """
    if key.startswith("_:"):
        return BlankNode(key[2:])
    if not key.startswith('"'):
        return NamedNode(key)
    end = key.rindex('"')
    value, tag = key[1:end], key[end + 1 :]
    if tag.startswith("@"):
        language, _, direction = tag[1:].partition("--")
        return Literal(value, language, direction=direction)
    return Literal(value, datatype=tag[2:])


class TripleTable(Sequence[Triple]):
    """Triples in the order in which they were added.

    Examples
    --------
    >>> table = TripleTable()
    >>> table.add("http://x.org/a", "http://x.org/b", '"c"')
    >>> len(table), table[0].object.value
    (1, 'c')
    """

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        #: Key to number, in the order of numbers.
        self.numbers: dict[str, int] = {}
        #: The numbers of the three terms of each triple, one column each.
        self.subjects, self.predicates, self.objects = array("i"), array("i"), array("i")
        for triple in triples:
            self.add(*map(key_of, triple))

    def add(self, subject: str, predicate: str, object_: str) -> None:
        """Add one triple by the keys of its terms."""
        numbers = self.numbers
        self.subjects.append(numbers.setdefault(subject, len(numbers)))
        self.predicates.append(numbers.setdefault(predicate, len(numbers)))
        self.objects.append(numbers.setdefault(object_, len(numbers)))

    def to_columns(self, name: str) -> dict[str, tuple[str, bytes | memoryview]]:
        """Return the columns that hold the table, for `somagraph.container.pack`."""
        numbers = {"s": self.subjects, "p": self.predicates, "o": self.objects}
        columns = {f"{name}.{key}": ("i", memoryview(c).cast("B")) for key, c in numbers.items()}
        return {**pack_texts(f"{name}.keys", self.numbers), **columns}

    @classmethod
    def from_columns(cls, packed: Container, name: str) -> Self:
        """Undo `to_columns`.

        Examples
        --------
        >>> from somagraph.container import pack
        >>> table = TripleTable([Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))])
        >>> memory = memoryview(b"".join(pack(table.to_columns("t"), None)))
        >>> TripleTable.from_columns(Container(memory), "t") == table
        True
        """
        table = cls()
        table.numbers = {key: number for number, key in enumerate(packed.texts(f"{name}.keys"))}
        for key, column in (("s", table.subjects), ("p", table.predicates), ("o", table.objects)):
            column.frombytes(packed.column(f"{name}.{key}").cast("B"))
        return table

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self.subjects)

    def __iter__(self) -> Iterator[Triple]:
        """Yield the triples as values."""
        terms = [term_of(key) for key in self.numbers]
        for numbers in zip(self.subjects, self.predicates, self.objects, strict=True):
            yield Triple(*(terms[number] for number in numbers))  # type: ignore[arg-type] # as added

    @overload
    def __getitem__(self, index: int) -> Triple: ...
    @overload
    def __getitem__(self, index: slice) -> list[Triple]: ...
    def __getitem__(self, index: int | slice) -> Triple | list[Triple]:
        """Return one triple, or some."""
        return list(self)[index]

    def __eq__(self, other: object) -> bool:
        """Tell whether two tables hold the same triples in the same order."""
        return isinstance(other, TripleTable) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # a table grows
