"""What is here beside the endpoints: the packaged ontology and files, as a neighbourhood sees it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set as AbstractSet
from typing import Final

from somagraph.dataset import Dataset
from somagraph.knowledge import KnowledgeGraph
from somagraph.model import Claim, EntityId
from somagraph.triples import is_iri, text_of
from somagraph.vocabulary import KIND_OF, OBO_IN_OWL, OWL, SKOS, curie_of, iri_of

__all__ = ["SAME", "Local", "identifier_of"]

#: What makes one thing of two (see `somagraph.merging`).
SAME: Final = (OWL + "equivalentClass", SKOS + "exactMatch", OBO_IN_OWL + "hasDbXref")


def identifier_of(key: str) -> str:
    """Return the IRI that a mapping leads to, written as an IRI or as a reference of OBO.

    Examples
    --------
    >>> identifier_of('"UBERON:0001298"')
    'http://purl.obolibrary.org/obo/UBERON_0001298'
    """
    return key if is_iri(key) else iri_of(text_of(key))


class Local:
    """The claims and mappings that are here, by IRI.

    Parameters
    ----------
    graph
        Of the packaged ontology and files.
    dataset
        The triples of the same.
    """

    def __init__(self, graph: KnowledgeGraph, dataset: Dataset) -> None:
        self.graph, self.dataset = graph, dataset
        #: What is mapped to what, both ways round.
        self.same: defaultdict[str, set[str]] = defaultdict(set)
        columns = dataset.columns
        for predicate in SAME:
            rows = columns.with_predicate(predicate)
            subjects, objects = columns.subjects[rows].tolist(), columns.objects[rows].tolist()
            for subject, object_ in zip(subjects, objects, strict=True):
                one, other = columns.keys[subject], columns.keys[object_]
                if is_iri(one) and not other.startswith("_:"):
                    self.same[one].add(identifier_of(other))
                    self.same[identifier_of(other)].add(one)

    def find(self, iri: str) -> tuple[EntityId, ...]:
        """Return the entities that an IRI means here; may be empty."""
        identifier = EntityId(curie_of(iri))
        if identifier in self.graph.entities:
            return (identifier,)
        return self.graph.named("id", identifier)

    def _claims(self, iri: str) -> Iterator[tuple[EntityId, Claim]]:
        for entity in self.find(iri):
            for claim in self.graph.claims_about(entity):
                yield entity, claim

    def beside(self, iri: str) -> set[str]:
        """Return what claims that may be walked join a thing to."""
        relations = self.graph.relations
        return {
            iri_of(claim.object if claim.subject == entity else claim.subject)
            for entity, claim in self._claims(iri)
            if relations[claim.relation].walked
        }

    def above(self, iri: str, carriers: AbstractSet[str]) -> set[str]:
        """Return the wider kinds of a thing, and what carries on what is said of it.

        Parameters
        ----------
        iri
            Of the thing.
        carriers
            Ids of the relations that carry on.
        """
        return {
            iri_of(claim.object)
            for entity, claim in self._claims(iri)
            if claim.subject == entity
            and (claim.relation == KIND_OF or claim.relation in carriers)
        }

    def states(self, iri: str) -> set[str]:
        """Return the states of a thing, or the structure whose state it is."""
        found: set[str] = set()
        for entity in self.find(iri):
            found |= {iri_of(state) for state in self.graph.states_of(entity)}
            bearer = self.graph.entities[entity].bearer
            found |= {iri_of(bearer)} if bearer else set()
        return found
