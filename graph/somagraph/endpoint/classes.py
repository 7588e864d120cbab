"""What classes are said to have and be, fetched by shapes that join the blank nodes in between.

A restriction hangs on its class by a blank node, alone or as a member of an intersection, which is
a list of more blank nodes. Each place where one may stand is a shape of its own (see
`somagraph.endpoint.shapes.restriction`). What is found is written anew with nodes of our own, one
statement at a time, with what annotates it; `somagraph.claims` reads the same claims of that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from somagraph.endpoint.client import Client, Row
from somagraph.endpoint.shapes import Shape, restriction, restriction_evidence
from somagraph.triples import is_iri
from somagraph.vocabulary import OWL, RDF, RDFS

__all__ = ["ClassReader", "Found"]

_STATED: Final = frozenset({RDFS + "subClassOf", OWL + "equivalentClass"})
_SOME: Final = OWL + "someValuesFrom"
_FIRST: Final = RDF + "first"
_SOURCE: Final = OWL + "annotatedSource"
_PROPERTY: Final = OWL + "annotatedProperty"
_TARGET: Final = OWL + "annotatedTarget"

#: Where in an intersection something may stand, in the order in which that is looked for: at once,
#: and then as long as there is more.
_WAVES: Final = (
    ((), (1,), (2,), (3,)),
    ((4,), (5,), (6,)),
    tuple((place,) for place in range(7, 13)),
    tuple((one, other) for one in range(1, 5) for other in range(1, 5)),
)

Triples = list[tuple[str, str, str]]


class _Statement(NamedTuple):
    """Something that a class is said to have, or to be."""

    subject: str
    stated_by: str
    trail: tuple[int, ...]
    #: The property of a restriction; empty for a named class.
    property: str
    object: str


class Found(NamedTuple):
    """What was found of some classes."""

    #: Subject, property and object of each; the property is empty for a wider class.
    said: list[tuple[str, str, str]]
    #: The same as triples.
    triples: Triples


class ClassReader:
    """Fetches what is said of classes.

    Parameters
    ----------
    client
        The endpoints.
    annotated
        Whether such statements may be annotated.
    """

    def __init__(self, client: Client, *, annotated: bool) -> None:
        self._client, self._annotated = client, annotated
        #: Named things to the blank nodes that say something of them.
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        self._fillers: defaultdict[str, set[str]] = defaultdict(set)
        self._members: defaultdict[str, set[str]] = defaultdict(set)
        self._written: set[_Statement] = set()
        self._nodes = 0

    def note(self, rows: Iterable[Row]) -> None:
        """Note which subjects of some triples are said to have something."""
        for subject, predicate, object_ in rows:
            if object_.startswith("_:") and predicate in _STATED and is_iri(subject):
                self._holders[subject].add(object_)

    def note_entering(self, rows: Iterable[Row]) -> None:
        """Note which objects of some triples something is said to have, or to be."""
        for subject, predicate, object_ in rows:
            if subject.startswith("_:"):
                if predicate == _SOME:
                    self._fillers[object_].add(subject)
                elif predicate == _FIRST:
                    self._members[object_].add(subject)

    def read(self, things: Iterable[str], anchor: str) -> Found:
        """Return what things (anchor ``s``) are said to have, or what (``o``) has them."""
        names = sorted(things)
        if anchor == "s":
            fillers = members = [name for name in names if name in self._holders]
        else:
            fillers = [name for name in names if name in self._fillers]
            members = [name for name in names if name in self._members]
        found = Found([], [])
        if not fillers and not members:
            return found
        seen: set[str] = set()
        for wave in _WAVES:
            asked = list(self._asked(wave, fillers, members))
            answers = self._client.ask_about((shape, anchor, v) for _, _, shape, v, _ in asked)
            if not self._take_wave(asked, answers, found, seen):
                break
            if anchor == "o" and self._is_all(names, seen):
                break
        return found

    def _is_all(self, names: Sequence[str], seen: set[str]) -> bool:
        """Tell whether each node that something was noted to hang on was met."""
        noted = (
            nodes
            for name in names
            for nodes in (self._fillers.get(name, ()), self._members.get(name, ()))
        )
        return all(node in seen for nodes in noted for node in nodes)

    def _asked(
        self,
        wave: Iterable[tuple[int, ...]],
        fillers: Sequence[str],
        members: Sequence[str],
    ) -> Iterable[tuple[tuple[int, ...], bool, Shape, Sequence[str], bool]]:
        """Yield place, whether a named class is meant, shape, values, and whether of evidence."""
        for trail in wave:
            for named, values in ((False, fillers), (True, members)):
                if not values or (named and not trail):
                    continue
                yield trail, named, restriction(trail, named=named), values, False
                if self._annotated:
                    shape = restriction_evidence(trail, named=named)
                    yield trail, named, shape, values, True

    def _take_wave(
        self,
        asked: Sequence[tuple[tuple[int, ...], bool, Shape, Sequence[str], bool]],
        answers: Sequence[Sequence[Row]],
        found: Found,
        seen: set[str],
    ) -> bool:
        """Write down what a wave found; tell whether there may be more farther on."""
        nodes: defaultdict[_Statement, set[str]] = defaultdict(set)
        notes: defaultdict[_Statement, dict[tuple[str, str], set[tuple[str, str]]]]
        notes = defaultdict(dict)
        more = False
        for (trail, named, _, _, is_evidence), rows in zip(asked, answers, strict=True):
            for row in rows:
                subject, stated_by, node = row[:3]
                property_, object_ = ("", row[3]) if named else (row[4], row[5])
                if not is_evidence and trail:
                    more = True
                    seen.add(row[3])
                if not is_iri(subject) or not object_ or not is_iri(object_):
                    continue
                seen.add(node if not trail else row[3])
                statement = _Statement(subject, stated_by, trail, property_, object_)
                if is_evidence:
                    axiom, key, value = row[-3:]
                    pieces = notes[statement].setdefault((node, axiom), set())
                    pieces.add((key, value))
                else:
                    nodes[statement].add(node)
        for statement, held in nodes.items():
            if statement not in self._written:
                self._written.add(statement)
                self._write(statement, held, notes.get(statement, {}), found)
        return more

    def _write(
        self,
        statement: _Statement,
        nodes: set[str],
        notes: dict[tuple[str, str], set[tuple[str, str]]],
        found: Found,
    ) -> None:
        """Write a statement once for each node that is annotated, and once for all others."""
        found.said.append((statement.subject, statement.property, statement.object))
        annotated = sorted({node for node, _ in notes})
        for node in annotated:
            whole = self._structure(statement, found.triples)
            for (about, _), pieces in sorted(notes.items()):
                if about == node:
                    axiom = self._node()
                    told = sorted(
                        (axiom, key, value)
                        for key, value in pieces
                        if key and value and not value.startswith("_:") and key != _SOURCE
                    )
                    found.triples.extend(
                        [
                            (axiom, _SOURCE, statement.subject),
                            (axiom, _PROPERTY, statement.stated_by),
                            (axiom, _TARGET, whole),
                            *told,
                        ]
                    )
        if len(nodes) > len(annotated):
            self._structure(statement, found.triples)

    def _node(self) -> str:
        self._nodes += 1
        return f"_:r{self._nodes}"

    def _structure(self, statement: _Statement, triples: Triples) -> str:
        """Write the nodes of a statement; return the one that hangs on its class."""
        first = here = self._node()
        triples.append((statement.subject, statement.stated_by, first))
        for level, _ in enumerate(statement.trail):
            cell = self._node()
            triples.append((here, OWL + "intersectionOf", cell))
            is_last = level == len(statement.trail) - 1
            here = statement.object if is_last and not statement.property else self._node()
            triples.append((cell, _FIRST, here))
        if statement.property:
            triples.append((here, OWL + "onProperty", statement.property))
            triples.append((here, _SOME, statement.object))
        return first
