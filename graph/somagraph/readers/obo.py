"""OBO 1.2 and 1.4: the clauses that name entities and relate them.

Real OBO files hold malformed lines; a line that cannot be used is told and left out, never the
file. Relationships become class restrictions, as the OBO to OWL mapping has it
(https://owlcollab.github.io/oboformat/doc/obo-syntax.html, section 5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

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
from somagraph.readers.obo_text import (
    HEADER,
    Stanza,
    clause_parts,
    quoted,
    stanzas_of,
    unescaped,
    unquoted,
)
from somagraph.readers.source import Reading, Source
from somagraph.vocabulary import OWL

__all__ = ["read_obo"]

_EQUAL_PREFIX: Final = "treat-xrefs-as-equivalent"
_RELATION_XREF: Final = re.compile(r"(?:RO|BFO|BSPO):\d+")


def _sources(qualifiers: Iterable[tuple[str, str]]) -> list[str]:
    return [text for key, text in qualifiers if key in {"source", "xref"}]


def _is_narrower(qualifiers: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a line says something else than that every subject has some such target."""
    return any(
        key.startswith("gci_")
        or (key == "all_only" and text == "true")
        or (key in {"cardinality", "maxCardinality"} and text == "0")
        for key, text in qualifiers
    )


class _OboReader:
    """Turns clauses into axioms, one stanza after the other."""

    def __init__(self, axioms: Axioms, stanzas: Iterable[Stanza]) -> None:
        self._axioms = axioms
        #: Prefixes whose ids mean just what is identified here.
        self._equal: set[str] = set()
        #: Relation by short name; typedefs stand last, after all their uses.
        self._relations: dict[str, str] = {}
        #: Genus and differentiae of the present term; None for one that cannot be used, because
        #: a definition without one of its parts would be another definition.
        self._members: list[tuple[str, ...] | None] = []
        for stanza in stanzas:
            if stanza.kind == HEADER:
                self._equal |= {value.split()[0] for _, _, value in stanza.clauses if value}
            elif stanza.kind == "Typedef":
                self._know(stanza)

    def _know(self, typedef: Stanza) -> None:
        short = next((value for _, tag, value in typedef.clauses if tag == "id"), "")
        xrefs = (value for _, tag, value in typedef.clauses if tag == "xref")
        proper = next((found[0] for x in xrefs if (found := _RELATION_XREF.match(x))), "")
        name = unescaped(short.split(" ")[0])
        with suppress(UnusableError):  # it is told where the stanza is read
            self._relations[name] = self._axioms.iri(proper or name)

    def read(self, stanza: Stanza) -> bool:
        """Read one stanza; return whether it has an id that can be used."""
        axioms, kind = self._axioms, stanza.kind
        ids = [(line, value) for line, tag, value in stanza.clauses if tag == "id"]
        if not ids:
            axioms.fault(stanza.line, f"this [{kind}] has no id")
            return False
        find = self._relation if kind == "Typedef" else axioms.iri
        try:
            subject = find(clause_parts(ids[0][1])[0])
        except UnusableError as problem:
            axioms.fault(ids[0][0], str(problem))
            return False
        axioms.say(subject, TYPE, OWL + _KINDS[kind])
        short = clause_parts(ids[0][1])[0]
        is_nameless = all(tag != "name" for _, tag, _ in stanza.clauses)
        if kind == "Typedef" and is_nameless and not self._is_iri_of(short, subject):
            # Its IRI is that of a cross reference, which is a name for nobody.
            axioms.text(subject, LABEL, short.replace("_", " "))
        self._members = []
        handlers = _USED[kind]
        end = ids[1][0] if ids[1:] else None
        for line, tag, value in stanza.clauses:
            if line == end:
                axioms.fault(line, f"this [{kind}] has an id already; what follows is left out")
                break
            try:
                handlers[tag](self, subject, value)
            except UnusableError as problem:
                axioms.fault(line, str(problem))
        self._define(subject, stanza)
        return True

    def _is_iri_of(self, name: str, iri: str) -> bool:
        with suppress(UnusableError):  # a relation with a cross reference may be called anything
            return self._axioms.iri(name) == iri
        return False

    def _define(self, subject: str, stanza: Stanza) -> None:
        members = [member for member in self._members if member]
        if len(members) < len(self._members):
            return
        if len(members) > 1:
            genera = [member[0] for member in members if len(member) == 1]
            pairs = [(member[0], member[1]) for member in members if len(member) > 1]
            self._axioms.defined(subject, genera, pairs)
        elif members:
            line = next(line for line, tag, _ in stanza.clauses if tag == "intersection_of")
            self._axioms.fault(line, "an intersection needs two lines")

    def _relation(self, name: str) -> str:
        return self._relations.get(name) or self._axioms.iri(name)

    def _pair(self, bare: str) -> tuple[str, str]:
        words = bare.split(None, 1)
        if not words[1:]:
            message = "no target is named"
            raise UnusableError(message)
        return self._relation(words[0]), self._axioms.iri(words[1])

    # One method for each tag. What it needs is parsed before anything is said, so that a line
    # that cannot be used leaves nothing behind.

    def nothing(self, subject: str, value: str) -> None:
        """Pass over what was used before."""

    def name(self, subject: str, value: str) -> None:
        text = unquoted(value)
        if not text:
            message = "this name is empty"
            raise UnusableError(message)
        self._axioms.text(subject, LABEL, text)

    def definition(self, subject: str, value: str) -> None:
        self._axioms.text(subject, DEFINITION, quoted(value)[0])

    def synonym(self, subject: str, value: str) -> None:
        text, rest = quoted(value)
        scope = rest.partition(" ")[0]
        if scope == "EXACT" or not scope[:1].isalpha():
            self._axioms.text(subject, ALT_LABEL, text)
        elif scope not in {"BROAD", "NARROW", "RELATED"}:
            message = f"{scope[:20]!r} is no scope of a synonym"
            raise UnusableError(message)

    def xref(self, subject: str, value: str) -> None:
        words = value.split(None, 1)
        if not words or words[0][0] in "!{":
            message = "this xref is empty"
            raise UnusableError(message)
        if words[1:] and words[1].startswith('"'):
            quoted(words[1])
        xref = unescaped(words[0])
        prefix = xref.partition(":")[0]
        equal = self._axioms.iri(xref) if prefix in self._equal else ""
        self._axioms.xref(subject, xref)
        if equal:
            self._axioms.say(subject, EQUIVALENT, equal)

    def obsolete(self, subject: str, value: str) -> None:
        if clause_parts(value)[0] == "true":
            self._axioms.deprecated(subject)

    def is_a(self, subject: str, value: str) -> None:
        bare, qualifiers = clause_parts(value)
        parent = self._axioms.iri(bare)
        if not _is_narrower(qualifiers):
            self._axioms.below(subject, parent, _sources(qualifiers))

    def relationship(self, subject: str, value: str) -> None:
        bare, qualifiers = clause_parts(value)
        relation, target = self._pair(bare)
        if not _is_narrower(qualifiers):
            restriction = self._axioms.some(relation, target)
            self._axioms.below(subject, restriction, _sources(qualifiers))

    def intersection(self, _: str, value: str) -> None:
        self._members.append(None)
        bare, qualifiers = clause_parts(value)
        is_pair = bare in self._relations or len(bare.split()) > 1
        member = self._pair(bare) if is_pair else (self._axioms.iri(bare),)
        if not _is_narrower(qualifiers):
            self._members[-1] = member

    def equivalent(self, subject: str, value: str) -> None:
        self._axioms.say(subject, EQUIVALENT, self._axioms.iri(clause_parts(value)[0]))

    def instance_of(self, subject: str, value: str) -> None:
        self._axioms.say(subject, TYPE, self._axioms.iri(clause_parts(value)[0]))

    def fact(self, subject: str, value: str) -> None:
        relation, target = self._pair(clause_parts(value)[0])
        self._axioms.say(subject, relation, target)

    def sub_relation(self, subject: str, value: str) -> None:
        self._axioms.say(subject, SUBPROPERTY, self._relation(clause_parts(value)[0]))

    def inverse(self, subject: str, value: str) -> None:
        self._axioms.say(subject, INVERSE, self._relation(clause_parts(value)[0]))

    def transitive(self, subject: str, value: str) -> None:
        if clause_parts(value)[0] == "true":
            self._axioms.say(subject, TYPE, OWL + "TransitiveProperty")

    def symmetric(self, subject: str, value: str) -> None:
        if clause_parts(value)[0] == "true":
            self._axioms.say(subject, TYPE, OWL + "SymmetricProperty")

    def chain(self, subject: str, value: str) -> None:
        words = clause_parts(value)[0].split()
        if len(words) < 2:  # noqa: PLR2004 - one after the other
            message = "a chain needs two relations"
            raise UnusableError(message)
        self._axioms.listed(subject, CHAIN, [self._relation(word) for word in words])

    def transitive_over(self, subject: str, value: str) -> None:
        over = self._relation(clause_parts(value)[0])
        self._axioms.listed(subject, CHAIN, [subject, over])


_Handler = Callable[[_OboReader, str, str], None]

#: Kind of stanza to the class of what it describes.
_KINDS: Final = {"Term": "Class", "Typedef": "ObjectProperty", "Instance": "NamedIndividual"}

_NAMING: Final[dict[str, _Handler]] = {
    "id": _OboReader.nothing,
    "name": _OboReader.name,
    "is_obsolete": _OboReader.obsolete,
}
_DESCRIBING: Final[dict[str, _Handler]] = _NAMING | {
    "def": _OboReader.definition,
    "synonym": _OboReader.synonym,
    "xref": _OboReader.xref,
}
#: Kind of stanza to the tags that are used in it.
_USED: Final[dict[str, dict[str, _Handler]]] = {
    HEADER: {_EQUAL_PREFIX: _OboReader.nothing},
    "Term": _DESCRIBING
    | {
        "is_a": _OboReader.is_a,
        "relationship": _OboReader.relationship,
        "intersection_of": _OboReader.intersection,
        "equivalent_to": _OboReader.equivalent,
    },
    "Typedef": _NAMING
    | {
        "xref": _OboReader.nothing,
        "is_a": _OboReader.sub_relation,
        "inverse_of": _OboReader.inverse,
        "is_transitive": _OboReader.transitive,
        "is_symmetric": _OboReader.symmetric,
        "holds_over_chain": _OboReader.chain,
        "transitive_over": _OboReader.transitive_over,
    },
    "Instance": _DESCRIBING
    | {"instance_of": _OboReader.instance_of, "relationship": _OboReader.fact},
}


def read_obo(source: Source) -> Reading:
    """Read the terms, relations and instances of an OBO file.

    Raises
    ------
    UnreadableFileError
        If it holds not one ``[Term]`` or ``[Instance]``.
    """
    axioms = Axioms(source.name)
    stanzas = stanzas_of(source, axioms, _USED)
    reader = _OboReader(axioms, stanzas)
    read = {stanza.kind for stanza in stanzas if stanza.kind in _KINDS and reader.read(stanza)}
    if not read & {"Term", "Instance"}:
        raise UnreadableFileError(source.name, "this is not OBO (it holds no [Term])")
    return axioms.reading()
