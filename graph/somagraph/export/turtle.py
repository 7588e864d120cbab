"""Turtle by a writer of our own: one new claim is a diff of a few lines.

Subjects stand in the order of their names, each followed by the evidence of its claims; blank nodes
are written in place. The same triples give the same bytes on every machine, in whatever order they
came. ``@prefix`` is used throughout, because not every tool reads ``PREFIX``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad

from somagraph.export.oxigraph import from_oxigraph, to_oxigraph, writable_iri
from somagraph.triples import BlankNode, Literal, NamedNode, Node, Term, Triple
from somagraph.vocabulary import OWL, PREFIXES, RDF, RDFS, SKOS

__all__ = ["canonical_triples", "render_turtle"]

_LOCAL: Final = re.compile(r"[A-Za-z_0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9_-])?")
_XSD: Final = PREFIXES["xsd"]
_BARE: Final = {
    _XSD + "boolean": re.compile(r"true|false"),
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}
_FIRST: Final = {RDF + "type": 0, RDFS + "label": 1, SKOS + "prefLabel": 1}
_INDENT: Final = "    "
_NIL: Final = NamedNode(RDF + "nil")
#: How deep blank nodes stand in one another; deeper ones (long lists) get a label.
_DEEPEST: Final = 20

_Properties = dict[str, list[Term]]


def canonical_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Return triples with canonical blank node names (RDFC-1.0), in the order of N-Triples."""
    dataset = Dataset(Quad(*to_oxigraph(triple)) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    ordered = sorted(dataset, key=lambda quad: str(quad.triple))
    return [from_oxigraph(quad.triple) for quad in ordered]


def _iri(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    escaped = re.sub(r"[\x00-\x20<>\"{}|^`\\]", lambda c: f"\\u{ord(c[0]):04X}", iri)
    return f"<{writable_iri(escaped)}>"


def _quoted(text: str) -> str:
    named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    escaped = re.sub(r'[\\"\x00-\x1f\x7f]', lambda c: named.get(c[0], f"\\u{ord(c[0]):04X}"), text)
    return f'"{escaped}"'


def _literal(literal: Literal) -> str:
    datatype = literal.datatype
    if datatype in _BARE and _BARE[datatype].fullmatch(literal.value):
        return literal.value
    if literal.language:
        direction = f"--{literal.direction}" if literal.direction else ""
        return f"{_quoted(literal.value)}@{literal.language}{direction}"
    if not datatype:
        return _quoted(literal.value)
    return f"{_quoted(literal.value)}^^{_iri(datatype)}"


class _Writer:
    def __init__(self, triples: Iterable[Triple]) -> None:
        self._properties: dict[Node, _Properties] = {}
        uses: Counter[BlankNode] = Counter()
        for subject, predicate, object_ in triples:
            objects = self._properties.setdefault(subject, {})
            objects.setdefault(predicate.value, []).append(object_)
            if isinstance(object_, BlankNode):
                uses[object_] += 1
        #: Blank nodes that cannot stand in place: met twice, too deep, or only within a circle.
        self._labelled = {node for node, count in uses.items() if count > 1}
        self._labelled |= self._misplaced(uses)
        self._uses = uses

    def _misplaced(self, uses: Mapping[BlankNode, int]) -> set[BlankNode]:
        """Return the blank nodes too deep under a named or unused node, or under none."""
        waiting: list[Node] = [
            n for n in self._properties if isinstance(n, NamedNode) or n not in uses
        ]
        depths: dict[Node, int] = dict.fromkeys(waiting, 0)
        deep: set[BlankNode] = set()
        while waiting:
            node = waiting.pop()
            for objects in self._properties.get(node, {}).values():
                for object_ in objects:
                    if isinstance(object_, BlankNode) and object_ not in depths:
                        depths[object_] = 0 if object_ in self._labelled else depths[node] + 1
                        if depths[object_] > _DEEPEST:
                            deep.add(object_)
                            depths[object_] = 0
                        waiting.append(object_)
        return deep | {node for node in uses if node not in depths}

    def _term(self, term: Term, depth: int) -> str:
        if isinstance(term, NamedNode):
            return _iri(term.value)
        if isinstance(term, Literal):
            return _literal(term)
        if term in self._labelled:
            return f"_:{term.value}"
        if term not in self._properties:
            return "[]"
        if items := self._items(term):
            return f"( {' '.join(self._term(item, depth) for item in items)} )"
        inner = self._block(term, depth + 1)
        return f"[\n{inner}\n{_INDENT * depth}]"

    def _items(self, node: Term) -> list[Term]:
        """Return the items of a list that can stand in round brackets, else nothing."""
        items = []
        while node != _NIL:
            links = self._properties.get(node, {}) if isinstance(node, BlankNode) else {}
            firsts, rests = links.get(RDF + "first", []), links.get(RDF + "rest", [])
            if len(links) != 2 or len(firsts) != 1 or len(rests) != 1 or node in self._labelled:  # noqa: PLR2004 - first and rest
                return []
            items.append(firsts[0])
            node = rests[0]
        return items

    def _block(self, subject: Node, depth: int) -> str:
        """Return the predicates and objects of a subject, one predicate a line."""
        properties = self._properties[subject]
        lines = []
        for predicate in sorted(properties, key=lambda iri: (_FIRST.get(iri, 2), _iri(iri))):
            verb = "a" if predicate == RDF + "type" else _iri(predicate)
            objects = sorted(self._term(o, depth) for o in properties[predicate])
            glue = f",\n{_INDENT * (depth + 1)}"
            lines.append(f"{_INDENT * depth}{verb} {glue.join(objects)}")
        return " ;\n".join(lines)

    def _axiom_order(self, node: BlankNode) -> tuple[str, ...]:
        properties = self._properties[node]
        return (
            *(
                "".join(f"<{o}>" for o in properties.get(OWL + name, []))
                for name in ("annotatedProperty", "annotatedTarget")
            ),
            self._block(node, 1),
        )

    def render(self) -> str:
        used = {
            prefix
            for node, properties in self._properties.items()
            for term in (
                node,
                *map(NamedNode, properties),
                *(o for objects in properties.values() for o in objects),
            )
            for prefix in self._prefixes(term)
        }
        parts = [
            "\n".join(f"@prefix {p}: <{PREFIXES[p]}> ." for p in PREFIXES if p in used),
        ]
        axioms: dict[str, list[BlankNode]] = {}
        loose = []
        for node, properties in self._properties.items():
            if isinstance(node, BlankNode) and node not in self._uses:
                about = properties.get(OWL + "annotatedSource", [])
                if len(about) == 1 and isinstance(about[0], NamedNode):
                    axioms.setdefault(about[0].value, []).append(node)
                else:
                    loose.append(node)
        named = {n.value for n in self._properties if isinstance(n, NamedNode)}
        for iri in sorted(named | axioms.keys(), key=_iri):
            if iri in named:
                parts.append(f"{_iri(iri)}\n{self._block(NamedNode(iri), 1)} .")
            ordered = sorted(axioms.get(iri, ()), key=self._axiom_order)
            parts.extend(f"[]\n{self._block(node, 1)} ." for node in ordered)
        parts.extend(sorted(f"[]\n{self._block(node, 1)} ." for node in loose))
        parts.extend(
            f"_:{node.value}\n{self._block(node, 1)} ."
            for node in sorted(self._labelled, key=str)
            if node in self._properties
        )
        return "\n\n".join(part for part in parts if part) + "\n"

    @staticmethod
    def _prefixes(term: Term) -> list[str]:
        if isinstance(term, NamedNode):
            text = _iri(term.value)
        elif isinstance(term, Literal):
            text = _iri(term.datatype) if "^^" in _literal(term) else "<"
        else:
            text = "<"
        return [] if text.startswith("<") else [text.partition(":")[0]]


def render_turtle(triples: Iterable[Triple]) -> str:
    """Return triples as Turtle.

    Examples
    --------
    >>> from somagraph.triples import Literal, NamedNode, Triple
    >>> from somagraph.vocabulary import RDFS, soma
    >>> label = NamedNode(RDFS + "label")
    >>> print(render_turtle([Triple(NamedNode(soma("x")), label, Literal("an x"))]))
    @prefix soma: <https://w3id.org/somagraph/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <BLANKLINE>
    soma:x
        rdfs:label "an x" .
    <BLANKLINE>
    """
    triples = list(dict.fromkeys(triples))
    subjects = [t.subject for t in triples if isinstance(t.object, BlankNode)]
    if subjects:
        # Only what points at blank nodes needs names for them.
        triples = canonical_triples(triples)
    return _Writer(triples).render()
