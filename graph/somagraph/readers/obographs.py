"""OBO Graphs: the JSON that OBO tools write (https://github.com/geneontology/obographs).

Nothing in it is trusted to be of the type that it should be: what is not is told and left out.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from somagraph.errors import UnreadableFileError
from somagraph.readers.axioms import (
    ALT_LABEL,
    CHAIN,
    DEFINITION,
    EQUIVALENT,
    INVERSE,
    LABEL,
    SUBPROPERTY,
    TYPE,
    Axioms,
    UnusableError,
)
from somagraph.readers.source import HEAD, Reading, Source
from somagraph.vocabulary import OWL

__all__ = ["read_obographs"]

_Object = dict[str, Any]

_PROPERTY: Final = "PROPERTY"
_INDIVIDUAL: Final = "INDIVIDUAL"
#: Type of a node, or of a property where that is stated, to its class in OWL.
_KINDS: Final = {
    "CLASS": "Class",
    _PROPERTY: "ObjectProperty",
    _INDIVIDUAL: "NamedIndividual",
    "ANNOTATION": "AnnotationProperty",
    "DATA": "DatatypeProperty",
}
_PLAIN: Final = {"subPropertyOf": SUBPROPERTY, "inverseOf": INVERSE, "type": TYPE}


def _objects(holder: _Object, key: str) -> Iterator[_Object]:
    """Yield the objects of an optional list, without the nulls that some tools leave in it."""
    found = holder.get(key)
    if not isinstance(found, list | None):
        message = f"{key!r} is no list"
        raise UnusableError(message)
    for item in found or ():
        if item is not None:
            yield _object(item, key)


def _object(value: object, key: str) -> _Object:
    if not isinstance(value, dict):
        message = f"what stands in {key!r} is no object"
        raise UnusableError(message)
    return value


def _text(holder: _Object, key: str) -> str:
    """Return a text that must be there."""
    return _checked(holder.get(key), key)


def _checked(value: object, key: str) -> str:
    try:
        if isinstance(value, str) and value.encode():
            return value
    except UnicodeEncodeError:  # half a character, which JSON can write and nothing can show
        pass
    message = f"{key!r} is no text"
    raise UnusableError(message)


def _texts(holder: _Object, key: str) -> list[str]:
    found = holder.get(key)
    if not isinstance(found, list):
        message = f"{key!r} is no list"
        raise UnusableError(message)
    return [_checked(item, key) for item in found]


class _GraphReader:
    """Turns the parts of one document into axioms."""

    def __init__(self, axioms: Axioms) -> None:
        self._axioms = axioms
        #: IRI to the type of its node.
        self._types: dict[str, str] = {}

    def read(self, graphs: list[_Object]) -> None:
        # Edges depend on the type of both ends, which another graph may state.
        readers: tuple[tuple[str, Callable[[_Object], None]], ...] = (
            ("nodes", self._node),
            ("edges", self._edge),
            ("equivalentNodesSets", self._equivalent),
            ("logicalDefinitionAxioms", self._definition),
            ("propertyChainAxioms", self._chain),
        )
        for key, reader in readers:
            for graph in graphs:
                items = graph.get(key)
                if not isinstance(items, list | None):
                    self._axioms.fault(0, f"{key!r} is no list")
                    continue
                for place, item in enumerate(items or (), 1):
                    try:
                        reader(_object(item, key))
                    except UnusableError as problem:
                        self._axioms.fault(0, f"number {place} of {key!r}: {problem}")

    def _iri(self, holder: _Object, key: str) -> str:
        return self._axioms.iri(_text(holder, key))

    def _node(self, node: _Object) -> None:
        axioms = self._axioms
        iri = self._iri(node, "id")
        label = _text(node, "lbl") if node.get("lbl") is not None else ""
        meta = _object(node.get("meta") or {}, "meta")
        definition = meta.get("definition")
        defined = "" if definition is None else _text(_object(definition, "definition"), "val")
        synonyms = [
            _text(synonym, "val")
            for synonym in _objects(meta, "synonyms")
            if _text(synonym, "pred").endswith("hasExactSynonym")
        ]
        xrefs = [_text(xref, "val") for xref in _objects(meta, "xrefs")]
        if node.get("type") is not None:
            kind = _text(node, "type")
            stated = node.get("propertyType")
            precise = stated if isinstance(stated, str) and stated in _KINDS else kind
            if kind not in _KINDS:
                message = f"{kind[:20]!r} is no type of a node"
                raise UnusableError(message)
            self._types[iri] = kind
            axioms.say(iri, TYPE, OWL + _KINDS[precise])
        if label:
            axioms.text(iri, LABEL, label)
        if defined:
            axioms.text(iri, DEFINITION, defined)
        for synonym in synonyms:
            axioms.text(iri, ALT_LABEL, synonym)
        for xref in xrefs:
            axioms.xref(iri, xref)
        if meta.get("deprecated") is True:
            axioms.deprecated(iri)

    def _edge(self, edge: _Object) -> None:
        axioms = self._axioms
        subject = self._iri(edge, "sub" if "sub" in edge else "subj")
        target = self._iri(edge, "obj")
        name = _text(edge, "pred")
        meta = _object(edge.get("meta") or {}, "meta")
        xrefs = [_text(xref, "val") for xref in _objects(meta, "xrefs")]
        ends = {self._types.get(subject), self._types.get(target)}
        if name == "is_a":
            if _PROPERTY in ends:
                axioms.say(subject, SUBPROPERTY, target)
            else:
                axioms.below(subject, target, xrefs)
        elif name in _PLAIN:
            axioms.say(subject, _PLAIN[name], target)
        else:
            relation = axioms.iri(name)
            if ends & {_PROPERTY, _INDIVIDUAL}:
                axioms.say(subject, relation, target)
            else:
                axioms.below(subject, axioms.some(relation, target), xrefs)

    def _equivalent(self, item: _Object) -> None:
        members = [self._axioms.iri(member) for member in _texts(item, "nodeIds")]
        key = "representativeNodeId"
        first = self._iri(item, key) if item.get(key) is not None else next(iter(members), "")
        is_property = self._types.get(first) == _PROPERTY
        for member in members:
            if member != first:
                predicate = OWL + "equivalentProperty" if is_property else EQUIVALENT
                self._axioms.say(member, predicate, first)

    def _definition(self, item: _Object) -> None:
        subject = self._iri(item, "definedClassId")
        genera = [self._axioms.iri(genus) for genus in _texts(item, "genusIds")]
        pairs = [
            (self._iri(restriction, "propertyId"), self._iri(restriction, "fillerId"))
            for restriction in _objects(item, "restrictions")
        ]
        if len(genera) + len(pairs) < 2:  # noqa: PLR2004 - one alone is no intersection
            message = "an intersection needs two parts"
            raise UnusableError(message)
        self._axioms.defined(subject, genera, pairs)

    def _chain(self, item: _Object) -> None:
        subject = self._iri(item, "predicateId")
        chain = [self._axioms.iri(name) for name in _texts(item, "chainPredicateIds")]
        if len(chain) < 2:  # noqa: PLR2004 - one after the other
            message = "a chain needs two relations"
            raise UnusableError(message)
        self._axioms.listed(subject, CHAIN, chain)


def read_obographs(source: Source) -> Reading:
    """Read the nodes and edges of an OBO Graphs document.

    Raises
    ------
    UnreadableFileError
        If it is not JSON, with the line; or if its graphs are none.
    """
    name = source.name
    try:
        text = io.TextIOWrapper(io.BufferedReader(source, HEAD), encoding="utf-8").read()
        document = json.loads(text)
    except json.JSONDecodeError as problem:
        reason = f"this is not JSON ({problem.msg})"
        raise UnreadableFileError(name, reason, line=problem.lineno) from None
    except (ValueError, RecursionError):
        raise UnreadableFileError(name, "its JSON is nested too deep or too large") from None
    axioms = Axioms(name)
    try:
        graphs = list(_objects(_object(document, "document"), "graphs"))
    except UnusableError as problem:
        raise UnreadableFileError(name, f"this is not OBO Graphs ({problem})") from None
    _GraphReader(axioms).read(graphs)
    return axioms.reading()
