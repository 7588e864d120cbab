"""OBO 1.2 and 1.4: the clauses that name entities and relate them.

Real OBO files hold malformed lines; a line that cannot be used is left out, never the file.
Relationships become class restrictions, as the OBO to OWL mapping has it
(https://owlcollab.github.io/oboformat/doc/obo-syntax.html, section 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode

from somagraph.errors import UnreadableFileError
from somagraph.readers.rdf import Triple
from somagraph.vocabulary import OBO, OWL, RDF, RDFS, SKOS

__all__ = ["read_obo"]

_TYPE = NamedNode(RDF + "type")
_LABEL = NamedNode(RDFS + "label")
_SUBCLASS = NamedNode(RDFS + "subClassOf")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(\w*)')
_PLAIN_ID = re.compile(r"[^\s{}!]+")


def _iri(identifier: str) -> NamedNode | None:
    if identifier.startswith(("http://", "https://")):
        try:
            return NamedNode(identifier)
        except ValueError:
            return None
    if not re.fullmatch(r"[A-Za-z0-9_.:-]+", identifier):
        return None
    return NamedNode(OBO + identifier.replace(":", "_", 1))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)


def _stanzas(lines: list[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    kind = ""
    clauses: dict[str, list[str]] = {}
    for line in lines:
        stripped = line.strip()
        if stripped.startswith("["):
            yield kind, clauses
            kind, clauses = stripped.strip("[]"), {}
        elif ":" in stripped and not stripped.startswith("!"):
            tag, _, value = stripped.partition(":")
            clauses.setdefault(tag, []).append(value.strip())
    yield kind, clauses


def _relations(lines: list[str]) -> dict[str, NamedNode]:
    """Map the short names of relations (``part_of``) to their IRIs, from [Typedef] stanzas."""
    known: dict[str, NamedNode] = {}
    for kind, clauses in _stanzas(lines):
        if kind == "Typedef" and "id" in clauses:
            short = clauses["id"][0]
            proper = next(
                (x.split()[0] for x in clauses.get("xref", []) if re.match(r"(RO|BFO):\d+", x)),
                short,
            )
            if node := _iri(proper):
                known[short] = node
    return known


def _term_triples(
    subject: NamedNode, clauses: dict[str, list[str]], relations: dict[str, NamedNode]
) -> Iterator[Triple]:
    yield Triple(subject, _TYPE, NamedNode(OWL + "Class"))
    for name in clauses.get("name", []):
        yield Triple(subject, _LABEL, Literal(name))
    for tag, predicate in (("def", SKOS + "definition"), ("synonym", SKOS + "altLabel")):
        for value in clauses.get(tag, []):
            if (found := _QUOTED.match(value)) and (tag == "def" or found[2] in {"EXACT", ""}):
                yield Triple(subject, NamedNode(predicate), Literal(_unescaped(found[1])))
    if "true" in clauses.get("is_obsolete", []):
        yield Triple(subject, NamedNode(OWL + "deprecated"), Literal(value=True))
    for value in clauses.get("is_a", []):
        if (found := _PLAIN_ID.match(value)) and (parent := _iri(found[0])):
            yield Triple(subject, _SUBCLASS, parent)
    yield from _relationships(subject, clauses.get("relationship", []), relations)


def _relationships(
    subject: NamedNode, values: list[str], relations: dict[str, NamedNode]
) -> Iterator[Triple]:
    for value in values:
        parts = value.split()
        if len(parts) < 2 or not (target := _iri(parts[1])):  # noqa: PLR2004 - name and object
            continue
        relation = relations.get(parts[0]) or _iri(parts[0])
        if relation is None:
            continue
        restriction = BlankNode()
        yield Triple(subject, _SUBCLASS, restriction)
        yield Triple(restriction, _TYPE, NamedNode(OWL + "Restriction"))
        yield Triple(restriction, NamedNode(OWL + "onProperty"), relation)
        yield Triple(restriction, NamedNode(OWL + "someValuesFrom"), target)


def read_obo(data: bytes, name: str) -> list[Triple]:
    """Read the terms and relations of an OBO file.

    Raises
    ------
    UnreadableFileError
        If it is not UTF-8, or holds not one ``[Term]``.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise UnreadableFileError(name, "this is not UTF-8 text", line=line) from None
    relations = _relations(lines)
    triples: list[Triple] = []
    for kind, clauses in _stanzas(lines):
        identifier = _PLAIN_ID.match(clauses.get("id", [""])[0])
        subject = _iri(identifier[0]) if identifier else None
        if subject is None:
            continue
        if kind == "Term":
            triples.extend(_term_triples(subject, clauses, relations))
        elif kind == "Typedef" and "name" in clauses:
            relation = relations.get(clauses["id"][0], subject)
            triples.append(Triple(relation, _TYPE, NamedNode(OWL + "ObjectProperty")))
            triples.append(Triple(relation, _LABEL, Literal(clauses["name"][0])))
    if not any(triple.object == NamedNode(OWL + "Class") for triple in triples):
        raise UnreadableFileError(name, "this is not OBO (it holds no [Term])")
    return triples
