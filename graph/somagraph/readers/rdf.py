"""RDF in any of its syntaxes, read by pyoxigraph: no network, no other file, exact lines."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from itertools import count
from typing import BinaryIO, Final, NoReturn, cast
from xml.parsers import expat

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from somagraph.errors import UnreadableFileError
from somagraph.readers.source import HEAD, Reading, Source, blank_prefix
from somagraph.triples import TripleTable, literal_key

__all__ = ["read_rdf"]

_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"

#: Entities stand for namespaces in OWL files; what is longer was written to fill the memory.
_LONGEST_ENTITY: Final = 10_000

#: What pyoxigraph says of a JSON-LD context that it would have to fetch.
_ELSEWHERE: Final = "LoadDocumentCallback"

#: What is deeper was nested to exhaust the parser, which takes a time that grows with the depth.
_DEEPEST: Final = 1_000

#: How much of what the parser says is repeated: it quotes the file, at any length.
_SHOWN_CHARACTERS: Final = 160


class _CheckedXml:
    """XML on its way to the RDF parser, which takes a cut for the end and unfolds all entities."""

    def __init__(self, source: Source) -> None:
        self._stream = io.BufferedReader(source, HEAD)
        self._name = source.name
        self._lengths: dict[str, int] = {}
        self._parser = expat.ParserCreate()
        self._parser.EntityDeclHandler = self._measure
        self._parser.StartElementHandler = self._go_down
        self._parser.EndElementHandler = self._go_up
        self._depth = 0

    def _refuse(self, reason: str) -> NoReturn:
        line = self._parser.CurrentLineNumber
        raise UnreadableFileError(self._name, reason, line=line) from None

    def _measure(self, name: str, parameter: bool, value: str | None, *_rest: object) -> None:
        if value is None:
            self._refuse("an entity stands for another file, and none is opened")
        if parameter:
            self._refuse("it has parameter entities, which are not read")
        inner = re.findall(r"&([^&;]+);", value)
        length = len(value) + sum(self._lengths.get(entity, 0) for entity in inner)
        if length > _LONGEST_ENTITY:
            self._refuse(f"its entities unfold to more than {_LONGEST_ENTITY:,} characters")
        self._lengths[name] = length

    def _go_down(self, _name: str, _attributes: object) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse(f"its elements are nested more than {_DEEPEST:,} deep")

    def _go_up(self, _name: str) -> None:
        self._depth -= 1

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as problem:
            reason = f"this is not RDF/XML ({expat.ErrorString(problem.code)})"
            raise UnreadableFileError(self._name, reason, line=problem.lineno) from None
        except (LookupError, ValueError, OSError):  # its codec may not be at hand any more
            reason = "its encoding is not supported; use UTF-8"
            raise UnreadableFileError(self._name, reason) from None
        return chunk


def _table(stream: BinaryIO, rdf_format: RdfFormat, name: str) -> TripleTable:
    table = TripleTable()
    # A million triples go through this loop, so it adds by hand what `TripleTable.add` adds.
    numbers = defaultdict[str, int](count().__next__)
    add_subject, add_predicate = table.subjects.append, table.predicates.append
    add_object = table.objects.append
    prefix = blank_prefix(name)
    blanks: defaultdict[str, str] = defaultdict(lambda: f"{prefix}{len(blanks)}")
    for quad in parse(stream, format=rdf_format):
        subject, term = quad.subject, quad.object
        if type(subject) is NamedNode:
            add_subject(numbers[subject.value])
        else:
            add_subject(numbers[blanks[cast("BlankNode", subject).value]])
        add_predicate(numbers[quad.predicate.value])
        if type(term) is NamedNode:
            add_object(numbers[term.value])
        elif type(term) is Literal:
            add_object(numbers[_literal(term)])
        elif type(term) is BlankNode:
            add_object(numbers[blanks[term.value]])
        else:
            raise UnreadableFileError(name, "RDF 1.2 triple terms are not supported")
    table.numbers.update(numbers)
    return table


def _literal(term: Literal) -> str:
    if term.language:
        direction = term.direction.value if term.direction else ""
        return literal_key(term.value, term.language, direction=direction)
    datatype = term.datatype.value
    return literal_key(term.value, datatype="" if datatype == _STRING else datatype)


def read_rdf(source: Source, rdf_format: RdfFormat) -> Reading:
    """Read RDF of one syntax; named graphs are read as one.

    Raises
    ------
    UnreadableFileError
        With the line, if the text is not of that syntax or holds RDF 1.2 triple terms.
    """
    is_xml = rdf_format == RdfFormat.RDF_XML
    stream = _CheckedXml(source) if is_xml else io.BufferedReader(source, HEAD)
    try:
        return Reading(_table(cast("BinaryIO", stream), rdf_format, source.name))
    except (SyntaxError, ValueError) as problem:
        said = str(problem.args[0])[:_SHOWN_CHARACTERS]
        shown = "".join(sign if sign.isprintable() else " " for sign in said)
        reason = f"this is not {rdf_format.name} ({shown})"
        if _ELSEWHERE in said:
            reason = "its context is another document, and none is fetched"
        line = getattr(problem, "lineno", None)
        raise UnreadableFileError(source.name, reason, line=line) from None
