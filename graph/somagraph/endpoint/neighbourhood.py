"""What endpoints hold around some things: fetched whole frontiers at a time, as triples.

A thing is *opened* when all of its triples are here, in both directions, with the evidence on them,
with what classes are said to have and be, and with enough of every neighbour to tell what that is.
With it comes everything above it: what is inherited or carried on from there follows from claims
that are here as well. A thing that was met and not opened lies on the *rim*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain
from typing import Final

from somagraph.dataset import Dataset, LoadedFile
from somagraph.endpoint.classes import ClassReader
from somagraph.endpoint.client import Client, Row
from somagraph.endpoint.contents import look_around, with_predicate
from somagraph.endpoint.local import SAME, Local, identifier_of
from somagraph.endpoint.relations import Relations
from somagraph.endpoint.shapes import DISPUTED, EVIDENCE, TRIPLES, TYPED, Shape
from somagraph.outside import WHOLE_BODIES
from somagraph.spelling import normalize
from somagraph.triples import TripleTable, is_iri, literal_key, text_of
from somagraph.vocabulary import (
    DCTERMS,
    OWL,
    RDF,
    RDFS,
    SKOS,
    curie_of,
    soma,
)

__all__ = ["Neighbourhood"]

_SUBCLASS: Final = RDFS + "subClassOf"
_TYPE: Final = RDF + "type"
_BEARER: Final = soma("bearer")
_FAMILY: Final = soma("family")
_RECORDS: Final = tuple(map(soma, ("Denial", "Dispute", "WarningSign")))
#: What a thing or a piece of evidence names beside claims, and what is told of that.
_TOLD: Final = frozenset({DCTERMS + "source", soma("speaker")})
#: Kinds of things that every file has.
_PLAIN_TYPES: Final = (OWL, RDF, RDFS, SKOS)
_ABOUT: Final = frozenset(
    {_TYPE, *(OWL + name for name in ("annotatedSource", "annotatedProperty", "annotatedTarget"))}
)


_BY_TYPE: Final = Shape(TYPED.variables, TYPED.pattern, (("t", _RECORDS),))
_MAPPED: Final = Shape(TRIPLES.variables, TRIPLES.pattern, (("p", SAME),))


class Neighbourhood:
    """A part of the graph that some endpoints hold together, which grows.

    Parameters
    ----------
    client
        The endpoints.
    local
        What is here beside them.
    """

    def __init__(self, client: Client, local: Local) -> None:
        self._client, self._local = client, local
        self._table = TripleTable()
        self._held: set[tuple[str, str, str]] = set()
        self._axioms: set[tuple[object, ...]] = set()
        #: Of what all triples are here as a subject; and what all that follows is here of.
        self._known: set[str] = set()
        self._spoken_of: set[str] = set()
        self._risen: set[str] = set()
        #: Whether relations were found that carry on more than those before.
        self._carries_more = False
        #: Of what everything is here, both ways.
        self.opened: set[str] = set()
        #: What may be claims, be they triples or what classes are said to have.
        self._said: list[tuple[str, str, str]] = []
        #: Named things to those that claims join them to, walked or not; those that may be walked;
        #: what lies above; what may be the same; states and bearers.
        self._touching, self._beside, self._above, self._same, self._states = (
            defaultdict[str, set[str]](set) for _ in range(5)
        )
        #: The kinds that things are said to be of, and the labels that close a way.
        self._types: defaultdict[str, set[str]] = defaultdict(set)
        self.ends_here: set[str] = set()
        self._has = look_around(client)
        self._relations = Relations(
            client, local.graph.relations.values(), self._add, has_chains=self._has.chains
        )
        self._classes = ClassReader(client, annotated=self._has.annotated_classes)
        self._begin()

    def _begin(self) -> None:
        """Fetch what is wanted whatever is asked: declared relations and records."""
        shapes = [_BY_TYPE]
        shapes += [with_predicate(_FAMILY)] if self._has.families else []
        records, *declared = self._client.ask_each(shapes)
        self._relations.declare(row[0] for rows in declared for row in rows if is_iri(row[0]))
        named = [row for row in records if row[0] and is_iri(row[0])]
        self._take(named)
        if self._has.disputes:
            for subject, node, key, value in self._client.ask(DISPUTED):
                if is_iri(subject) and key and value and not value.startswith("_:"):
                    self._add(subject, soma("claim"), node)
                    self._add(node, key, value)
        told_of = {row[2] for row in named if row[1] in _TOLD}
        self.know(told_of | self._local.named_by(_TOLD))

    # Triples

    def dataset(self, *, whole: bool = False) -> Dataset:
        """Return all that is here, as one dataset: what the endpoints hold is its last file.

        Where nothing that was fetched is here as well, nor may be one with something here, no claim
        joins the two, and what is here besides its schema can be left out.

        Parameters
        ----------
        whole
            Whether everything that is here is wanted in any case.
        """
        file = LoadedFile(self._client.name, self._table, bundled=False)
        apart = not whole and not (
            self._local.is_touched(self._known) or self._local.is_touched(self._same)
        )
        local = self._local.schema if apart else self._local.dataset
        return Dataset([*local.files, file])

    def _add(self, subject: str, predicate: str, object_: str) -> None:
        triple = (subject, predicate, object_)
        if triple not in self._held:
            self._held.add(triple)
            self._table.add(*triple)

    def _take(self, rows: Iterable[Row]) -> None:
        """Keep triples between named things and values, and note what they join."""
        whole = [
            row
            for row in rows
            if all(row) and is_iri(row[0]) and is_iri(row[1]) and not row[2].startswith("_:")
        ]
        relations = self._relations
        self._learn({p for _, p, o in whole if is_iri(o) and relations.is_relation(p)})
        for subject, predicate, object_ in whole:
            if (subject, predicate, object_) in self._held:
                continue
            self._add(subject, predicate, object_)
            self._spoken_of.add(subject)
            if predicate in SAME:
                self._same[subject].add(identifier_of(object_))
                self._same[identifier_of(object_)].add(subject)
            if not is_iri(object_):
                if predicate == RDFS + "label" and normalize(text_of(object_)) in WHOLE_BODIES:
                    self.ends_here.add(subject)
            elif predicate == _TYPE:
                if not object_.startswith(_PLAIN_TYPES):
                    self._types[subject].add(object_)
            elif predicate == _BEARER:
                self._states[subject].add(object_)
                self._states[object_].add(subject)
            else:
                self._join(subject, predicate, object_)

    def _join(self, subject: str, predicate: str, object_: str) -> None:
        """Note that a statement may be a claim."""
        if not self._relations.is_relation(predicate):
            return
        self._said.append((subject, predicate, object_))
        self._touching[subject].add(object_)
        self._touching[object_].add(subject)
        if self._relations.is_walked(predicate):
            self._beside[subject].add(object_)
            self._beside[object_].add(subject)
        if self._relations.leads_up(predicate):
            self._above[subject].add(object_)

    def _learn(self, predicates: Collection[str]) -> None:
        """Find out what relations are; see anew what lies above what where they carry on more."""
        if self._relations.learn(predicates):
            self._carries_more = True
            self._risen.clear()
            for subject, predicate, object_ in self._said:
                if self._relations.leads_up(predicate):
                    self._above[subject].add(object_)

    # Things

    def same_as(self, things: Iterable[str]) -> set[str]:
        """Return things, and all that may be the same, as far as it is known."""
        found, waiting = set(), set(things)
        while waiting:
            found |= waiting
            waiting = {
                other
                for one in waiting
                for other in (*self._same.get(one, ()), *self._local.same.get(one, ()))
            } - found
        return found

    def is_there(self, thing: str) -> bool:
        """Tell whether anything is said of a thing that was looked up, here or there."""
        return thing in self._spoken_of or bool(self._local.find(thing))

    def may_be_several(self, thing: str) -> bool:
        """Tell whether a thing may be one with another."""
        return thing in self._same or thing in self._local.same

    def around(self, thing: str) -> set[str]:
        """Return what a step that may be walked leads to from a thing."""
        return self._beside.get(thing, set()) | self._local.beside(thing)

    def at_once(self, things: Iterable[str]) -> set[str]:
        """Return things with what is no step away: what is the same, their states and bearers."""
        found, waiting = set(), set(things)
        while waiting:
            found |= waiting
            more = self.same_as(waiting)
            for thing in list(more):
                more |= self._states.get(thing, set()) | self._local.states(thing)
            waiting = more - found
        return found

    def know(self, things: Iterable[str]) -> None:
        """Fetch what things say of themselves, and the same of what may be the same."""
        waiting = {thing for thing in things if is_iri(thing)} - self._known
        while waiting:
            self._known |= waiting
            names = sorted(waiting)
            asked = [(TRIPLES, "s", names)]
            if self._has.mappings:
                asked.append((_MAPPED, "o", names))
            if self._has.references:
                curies = [literal_key(curie_of(name)) for name in names]
                asked.append((_MAPPED, "o", curies))
            rows = self._client.ask_about(asked)
            self._classes.note(rows[0])
            self._take(chain.from_iterable(rows))
            types = {kind for thing in waiting for kind in self._types.get(thing, ())}
            above = {wide for kind in types for wide in self._above.get(kind, ())}
            sources = {o for s, p, o in rows[0] if p in _TOLD and is_iri(o)}
            waiting = (self.same_as(waiting) | types | above | sources) - self._known
            waiting = {thing for thing in waiting if not thing.startswith("_:")}

    def _rise(self, things: Iterable[str]) -> None:
        """Fetch what is said of things, and of all that lies above them, with its evidence."""
        waiting = set(things) - self._risen
        while waiting:
            self._risen |= waiting
            self._take_classes(waiting, "s")
            self._take_evidence(waiting)
            above = self.same_as(wide for thing in waiting for wide in self._all_above(thing))
            self.know(above)
            waiting = above - self._risen

    def _inherit(self, things: Iterable[str]) -> None:
        """Fetch what is named by what is said above things, for it holds of them as well."""
        above: set[str] = set()
        waiting = set(things)
        while waiting:
            waiting = self.same_as(wide for one in waiting for wide in self._all_above(one)) - above
            above |= waiting
        self.know(other for wide in above for other in self._all_touching(wide))

    def _all_touching(self, thing: str) -> set[str]:
        return self._touching.get(thing, set()) | self._local.beside(thing)

    def _all_above(self, thing: str) -> set[str]:
        return self._above.get(thing, set()) | self._local.above(thing, self._relations.carriers)

    def _take_classes(self, things: Iterable[str], anchor: str) -> None:
        """Fetch what classes are said to have or be, or what is said to have or be them."""
        found = self._classes.read(things, anchor)
        properties = {property_ for _, property_, _ in found.said if property_}
        self._learn(properties)
        for triple in found.triples:
            self._add(*triple)
        for subject, property_, object_ in found.said:
            self._join(subject, property_ or _SUBCLASS, object_)

    def _take_evidence(self, things: Iterable[str]) -> None:
        """Fetch what annotates the triples of things, grouped by what holds it."""
        names = sorted(things)
        if not self._has.axioms or not names:
            return
        (rows,) = self._client.ask_about([(EVIDENCE, "s", names)])
        pieces: defaultdict[tuple[str, str, str, str], set[tuple[str, str]]] = defaultdict(set)
        for subject, predicate, object_, node, key, value in rows:
            if subject and predicate and object_ and node and not object_.startswith("_:"):
                told = pieces[subject, predicate, object_, node]
                if key and value and key not in _ABOUT and not value.startswith("_:"):
                    told.add((key, value))
        told_of = set()
        for (subject, predicate, object_, _), told in pieces.items():
            known = (subject, predicate, object_, frozenset(told))
            if known in self._axioms or not is_iri(subject):
                continue
            self._axioms.add(known)
            axiom = f"_:a{len(self._axioms)}"
            self._add(axiom, OWL + "annotatedSource", subject)
            self._add(axiom, OWL + "annotatedProperty", predicate)
            self._add(axiom, OWL + "annotatedTarget", object_)
            for key, value in sorted(told):
                self._add(axiom, key, value)
                if key in _TOLD and is_iri(value):
                    told_of.add(value)
        self.know(told_of)

    def open(self, things: Iterable[str]) -> None:
        """Fetch everything of things, and enough of all that is beside and above them."""
        self.know(things)
        waiting = self.at_once(things) - self.opened
        while waiting:
            self.know(waiting)
            (rows,) = self._client.ask_about([(TRIPLES, "o", sorted(waiting))])
            self._classes.note_entering(rows)
            self._take(rows)
            self._take_classes(waiting, "o")
            self._take_classes(waiting, "s")
            self.opened |= waiting
            if self._carries_more:
                # What was opened before has more above it than was known then.
                self._carries_more, waiting = False, set(self.opened)
            near = {other for thing in waiting for other in self._all_touching(thing)}
            self.know(near)
            self._rise(waiting | near)
            self._inherit(waiting)
            waiting = self.at_once(waiting) - self.opened
