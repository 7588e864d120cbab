"""The relations that endpoints use: fetched when they are first met, read as any file's are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain
from typing import Final

from somagraph.dataset import Dataset, LoadedFile
from somagraph.endpoint.client import Client
from somagraph.endpoint.shapes import CHAINS, TRIPLES
from somagraph.model import Relation
from somagraph.terms import read_relations
from somagraph.triples import TripleTable, is_iri
from somagraph.vocabulary import CONTENT_FREE_NAMESPACES, KIND_OF, OWL, RDF, RDFS, SOMA

__all__ = ["Relations"]

_SUBCLASS: Final = RDFS + "subClassOf"


class Relations:
    """What is known of relations, by the IRIs of their properties.

    Parameters
    ----------
    client
        The endpoints.
    known
        The relations that are here.
    add
        Is told every triple that was fetched.
    has_chains
        Whether the endpoints hold property chains at all.
    """

    def __init__(
        self,
        client: Client,
        known: Iterable[Relation],
        add: Callable[[str, str, str], None],
        *,
        has_chains: bool,
    ) -> None:
        self._client, self._add, self._has_chains = client, add, has_chains
        self._by_iri = {relation.iri: relation for relation in known}
        # What others declare of a relation that is ours changes nothing.
        self._learnt = {iri for iri in self._by_iri if iri.startswith(SOMA)}
        self._declared: set[str] = set()
        self._schema = TripleTable()
        #: Ids of the relations that carry on what others say.
        self.carriers: frozenset[str] = frozenset()
        self._carry()

    def declare(self, predicates: Iterable[str]) -> None:
        """Take some properties for relations, whatever vocabulary they are of.

        Those that are used here, and may be declared there, are learnt with them.
        """
        self._declared.update(predicates)
        self.learn(self._declared | self._by_iri.keys())

    def is_relation(self, predicate: str) -> bool:
        """Tell whether a triple of a property may be a claim."""
        return (
            predicate in self._by_iri
            or predicate in self._declared
            or predicate == _SUBCLASS
            or not predicate.startswith(CONTENT_FREE_NAMESPACES)
        )

    def is_walked(self, predicate: str) -> bool:
        """Tell whether a path may lead over a claim of a property."""
        relation = self._by_iri.get(predicate)
        return relation is None or relation.walked

    def leads_up(self, predicate: str) -> bool:
        """Tell whether what is said above a claim of a property follows below it."""
        relation = self._by_iri.get(predicate)
        if predicate == _SUBCLASS or relation is None:
            return predicate == _SUBCLASS
        return relation.id == KIND_OF or relation.id in self.carriers

    def learn(self, predicates: Collection[str]) -> bool:
        """Fetch what properties are, and the wider ones.

        Returns
        -------
        bool
            Whether more relations carry on than did before.
        """
        fresh = set(predicates) - self._learnt
        waiting = fresh
        while waiting:
            self._learnt |= waiting
            asked = [(TRIPLES, "s", sorted(waiting))]
            asked += [(CHAINS, "s", sorted(waiting))] if self._has_chains else []
            triples, *chains = self._client.ask_about(asked)
            for subject, predicate, object_ in triples:
                if object_ and not object_.startswith("_:"):
                    self._keep(subject, predicate, object_)
            for subject, first, second in chain.from_iterable(chains):
                self._keep_chain(subject, first, second)
            wider = {o for _, p, o in triples if p == RDFS + "subPropertyOf" and is_iri(o)}
            waiting = wider - self._learnt
        if not fresh:
            return False
        for predicate in fresh:
            # What is used is a relation, whether anything declares it or not.
            self._schema.add(predicate, predicate, predicate)
        schema = Dataset([LoadedFile("schema", self._schema, bundled=False)])
        for relation in read_relations(schema).values():
            if relation.over or relation.iri not in self._by_iri:
                self._by_iri[relation.iri] = relation
        return self._carry()

    def _keep(self, subject: str, predicate: str, object_: str) -> None:
        self._add(subject, predicate, object_)
        self._schema.add(subject, predicate, object_)

    def _keep_chain(self, subject: str, first: str, second: str) -> None:
        """Keep the first two members of a chain, which is all that is read of it."""
        head, rest = f"_:c{len(self._schema)}", f"_:c{len(self._schema)}r"
        self._keep(subject, OWL + "propertyChainAxiom", head)
        self._keep(head, RDF + "first", first)
        self._keep(head, RDF + "rest", rest)
        self._keep(rest, RDF + "first", second)

    def _carry(self) -> bool:
        carriers = frozenset(over for relation in self._by_iri.values() for over in relation.over)
        more = not carriers <= self.carriers
        self.carriers = carriers
        return more
