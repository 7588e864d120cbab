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
from somagraph.endpoint.local import SAME, Local, identifier_of
from somagraph.endpoint.shapes import CHAINS, DISPUTED, EVIDENCE, TRIPLES, TYPED, Shape
from somagraph.model import Relation
from somagraph.outside import WHOLE_BODIES
from somagraph.spelling import normalize
from somagraph.terms import read_relations
from somagraph.triples import TripleTable, is_iri, literal_key, text_of
from somagraph.vocabulary import (
    CONTENT_FREE_NAMESPACES,
    DCTERMS,
    KIND_OF,
    OBO_IN_OWL,
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


def _with(predicate: str) -> Shape:
    return Shape(("s", "p", "o"), "?s ?p ?o", (("p", (predicate,)),))


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
        #: Of what everything is here, both ways.
        self.opened: set[str] = set()
        #: Named things to those that claims join them to, walked or not; those that may be walked;
        #: what lies above; what may be the same; states and bearers.
        self._touching, self._beside, self._above, self._same, self._states = (
            defaultdict[str, set[str]](set) for _ in range(5)
        )
        #: The kinds that things are said to be of, and the labels that close a way.
        self._types: defaultdict[str, set[str]] = defaultdict(set)
        self.ends_here: set[str] = set()
        #: The relations of the endpoints by the IRI of their property.
        self._schema = TripleTable()
        self._relations: dict[str, Relation] = {
            relation.iri: relation for relation in local.graph.relations.values()
        }
        self._learnt: set[str] = set(self._relations)
        self._carriers: set[str] = set()
        self._families: set[str] = set()
        self._has = self._look_around()
        self._classes = ClassReader(client, annotated=self._has_axioms_of_classes)
        self._begin()

    # What there is at all

    def _look_around(self) -> dict[str, bool]:
        """Find out which sorts of statements there are, so that others are not asked for."""
        names = {
            "axioms": OWL + "annotatedSource",
            "restrictions": OWL + "someValuesFrom",
            "lists": OWL + "intersectionOf",
            "chains": OWL + "propertyChainAxiom",
            "families": _FAMILY,
            "disputes": soma("claim"),
            **{predicate: predicate for predicate in SAME},
        }
        found = self._client.ask_each([_with(predicate) for predicate in names.values()], rows=1)
        return {name: bool(rows) for name, rows in zip(names, found, strict=True)}

    @property
    def _has_axioms_of_classes(self) -> bool:
        return self._has["axioms"] and (self._has["restrictions"] or self._has["lists"])

    def _begin(self) -> None:
        """Fetch what is wanted whatever is asked: declared relations and records."""
        shapes = [_BY_TYPE]
        shapes += [_with(_FAMILY)] if self._has["families"] else []
        records, *declared = self._client.ask_each(shapes)
        self._families = {row[0] for rows in declared for row in rows if is_iri(row[0])}
        self._carry()
        self._learn(self._families)
        named = [row for row in records if row[0] and is_iri(row[0])]
        self._take(named)
        if self._has["disputes"]:
            for subject, node, key, value in self._client.ask(DISPUTED):
                if is_iri(subject) and key and value and not value.startswith("_:"):
                    self._add(subject, soma("claim"), node)
                    self._add(node, key, value)
        self.know({row[2] for row in named if row[1] in _TOLD})

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

    def _is_relation(self, predicate: str) -> bool:
        return (
            predicate in self._relations
            or predicate in self._families
            or not predicate.startswith(CONTENT_FREE_NAMESPACES)
        )

    def _take(self, rows: Iterable[Row]) -> None:
        """Keep triples between named things and values, and note what they join."""
        whole = [
            row
            for row in rows
            if all(row) and is_iri(row[0]) and is_iri(row[1]) and not row[2].startswith("_:")
        ]
        linking = {p for _, p, o in whole if is_iri(o) and self._is_relation(p)}
        self._learn(linking - self._learnt)
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
        relation = self._relations.get(predicate)
        is_kind = predicate == _SUBCLASS or (relation is not None and relation.id == KIND_OF)
        if not is_kind and not self._is_relation(predicate):
            return
        self._touching[subject].add(object_)
        self._touching[object_].add(subject)
        if is_kind or relation is None or relation.walked:
            self._beside[subject].add(object_)
            self._beside[object_].add(subject)
        if is_kind or (relation is not None and relation.id in self._carriers):
            self._above[subject].add(object_)

    def _learn(self, predicates: Collection[str]) -> None:
        """Fetch what relations are, and the wider ones; read them as any file's are read."""
        waiting = {predicate for predicate in predicates if predicate not in self._learnt}
        if not waiting:
            return
        while waiting:
            self._learnt |= waiting
            asked = [(TRIPLES, "s", sorted(waiting))]
            asked += [(CHAINS, "s", sorted(waiting))] if self._has["chains"] else []
            triples, *chains = self._client.ask_about(asked)
            wider = set()
            for subject, predicate, object_ in triples:
                if object_ and not object_.startswith("_:"):
                    self._add(subject, predicate, object_)
                    self._schema.add(subject, predicate, object_)
                    if predicate == RDFS + "subPropertyOf" and is_iri(object_):
                        wider.add(object_)
            for subject, first, second in chain.from_iterable(chains):
                self._add_chain(subject, first, second)
            waiting = wider - self._learnt
        for predicate in predicates:
            # What is used is a relation, whether it is declared or not.
            self._schema.add(predicate, predicate, predicate)
        schema = Dataset([LoadedFile("schema", self._schema, bundled=False)])
        for relation in read_relations(schema).values():
            if relation.over or relation.iri not in self._relations:
                self._relations[relation.iri] = relation
        self._carry()

    def _add_chain(self, subject: str, first: str, second: str) -> None:
        head, rest = f"_:c{len(self._held)}", f"_:c{len(self._held)}r"
        for triple in (
            (subject, OWL + "propertyChainAxiom", head),
            (head, RDF + "first", first),
            (head, RDF + "rest", rest),
            (rest, RDF + "first", second),
        ):
            self._add(*triple)
            self._schema.add(*triple)

    def _carry(self) -> None:
        """Note which relations carry on what others say."""
        carriers = {over for relation in self._relations.values() for over in relation.over}
        fresh, self._carriers = carriers - self._carriers, carriers
        if fresh:
            iris = {r.iri for r in self._relations.values() if r.id in fresh}
            for subject, predicate, object_ in self._held:
                if predicate in iris and is_iri(object_):
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
            if any(self._has[predicate] for predicate in SAME):
                asked.append((_MAPPED, "o", names))
            if self._has[OBO_IN_OWL + "hasDbXref"]:
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

    def _rise(self, things: Iterable[str], *, within: Collection[str] = ()) -> None:
        """Fetch what lies above things, step by step, and what is said there.

        Parameters
        ----------
        things
            Where to begin; they are known.
        within
            Those of which evidence is wanted even where nothing lies above them.
        """
        first = True
        waiting = set(things) - self._risen
        while waiting:
            self._risen |= waiting
            self._take_classes(waiting, "s")
            above = {thing: self._all_above(thing) for thing in waiting}
            self._take_evidence(
                {thing for thing, wide in above.items() if wide or thing in within}, "s"
            )
            more = self.same_as(wide for found in above.values() for wide in found)
            if not first:
                # What a wider thing is said to have is inherited, whatever it is.
                more |= {o for thing in waiting for o in self._touching.get(thing, ())}
            self.know(more)
            waiting = self.same_as(wide for found in above.values() for wide in found)
            waiting -= self._risen
            first = False

    def _all_above(self, thing: str) -> set[str]:
        return self._above.get(thing, set()) | self._local.above(thing, self._carriers)

    def _take_classes(self, things: Iterable[str], anchor: str) -> None:
        """Fetch what classes are said to have or be, or what is said to have or be them."""
        found = self._classes.read(things, anchor)
        properties = {property_ for _, property_, _ in found.said if property_}
        self._learn(properties - self._learnt)
        for triple in found.triples:
            self._add(*triple)
        for subject, property_, object_ in found.said:
            self._join(subject, property_ or _SUBCLASS, object_)

    def _take_evidence(self, things: Iterable[str], anchor: str) -> None:
        """Fetch what annotates the triples of things, grouped by what holds it."""
        names = sorted(things)
        if not self._has["axioms"] or not names:
            return
        (rows,) = self._client.ask_about([(EVIDENCE, anchor, names)])
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
            self._take_evidence(waiting, "o")
            self.opened |= waiting
            near = {other for thing in waiting for other in self._touching.get(thing, ())}
            near |= {other for thing in waiting for other in self._local.beside(thing)}
            self.know(near)
            self._rise(waiting | near, within=waiting)
            waiting = self.at_once(waiting) - self.opened
