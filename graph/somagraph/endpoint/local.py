"""What is here beside the endpoints: the packaged ontology and files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import Path
from typing import Final

from somagraph.cache import open_graph
from somagraph.dataset import Dataset, LoadedFile, read_bundled, read_files
from somagraph.indexed import IndexedGraph
from somagraph.model import Claim, EntityId
from somagraph.packing import pack_dataset
from somagraph.triples import TripleTable, is_iri, literal_key, text_of
from somagraph.vocabulary import KIND_OF, OBO_IN_OWL, OWL, RDFS, SKOS, curie_of, iri_of

__all__ = ["REFERENCE", "SAME", "Local", "identifier_of"]

#: What makes one thing of two (see `somagraph.merging`).
REFERENCE: Final = OBO_IN_OWL + "hasDbXref"
SAME: Final = (OWL + "equivalentClass", SKOS + "exactMatch", REFERENCE)


def identifier_of(key: str) -> str:
    """Return the IRI that a mapping leads to, written as an IRI or as a reference of OBO.

    Examples
    --------
    >>> identifier_of('"UBERON:0001298"')
    'http://purl.obolibrary.org/obo/UBERON_0001298'
    """
    return key if is_iri(key) else iri_of(text_of(key))


def _graph_of_all(dataset: Dataset) -> IndexedGraph:
    """Return the graph of a dataset in which everything is called something.

    What a file says of a thing that has a label on an endpoint only is no claim here, but is one as
    soon as the two are put together.
    """
    labels = TripleTable()
    for key in dataset.columns.keys:
        if is_iri(key):
            labels.add(key, RDFS + "label", literal_key(key))
    whole = Dataset([*dataset.files, LoadedFile("labels", labels, bundled=False)])
    return IndexedGraph(memoryview(b"".join(pack_dataset(whole))), lambda: whole)


class Local:
    """The claims and mappings that are here, by IRI.

    Parameters
    ----------
    files
        What is added to the packaged ontology.
    """

    def __init__(self, files: Sequence[Path] = ()) -> None:
        self._files = files
        self.graph = _graph_of_all(self.dataset) if files else open_graph(files)
        #: What is mapped to what, both ways round.
        self.same: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in self._mapped():
            self.same[one].add(other)
            self.same[other].add(one)
        #: All that something here may be known by.
        self.iris = {*map(iri_of, self.graph.entities), *self.same}

    @cached_property
    def dataset(self) -> Dataset:
        """All triples that are here."""
        return read_files(self._files, base=read_bundled())

    @cached_property
    def schema(self) -> Dataset:
        """The triples that say what relations and kinds there are, and nothing else."""
        return Dataset(self.dataset.files[:1]) if self._files else read_bundled(schema_only=True)

    def _mapped(self) -> Iterator[tuple[str, str]]:
        if not self._files:
            # The packaged ontology maps in one way only, and its index knows how.
            for mapping in self.graph.mappings:
                if mapping.match == "exactMatch":
                    yield iri_of(mapping.subject), iri_of(mapping.object)
            return
        columns = self.dataset.columns
        for predicate in SAME:
            rows = columns.with_predicate(predicate)
            subjects, objects = columns.subjects[rows].tolist(), columns.objects[rows].tolist()
            for subject, object_ in zip(subjects, objects, strict=True):
                one, other = columns.keys[subject], columns.keys[object_]
                if is_iri(one) and not other.startswith("_:"):
                    yield one, identifier_of(other)

    def named_by(self, predicates: Iterable[str]) -> set[str]:
        """Return what the files name by some properties, and something else may describe."""
        if not self._files:
            return set()
        return {iri for predicate in predicates for iri in self.dataset.objects_of(predicate)}

    def is_touched(self, things: Collection[str]) -> bool:
        """Tell whether any of some things is here, or may be one with something here."""
        return bool(self._files) or not self.iris.isdisjoint(things)

    def find(self, iri: str) -> tuple[EntityId, ...]:
        """Return the entities that an IRI means here; may be empty."""
        if iri not in self.iris:
            return ()
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
            if claim.subject == entity and (claim.relation == KIND_OF or claim.relation in carriers)
        }

    def states(self, iri: str) -> set[str]:
        """Return the states of a thing, or the structure whose state it is."""
        found: set[str] = set()
        for entity in self.find(iri):
            found |= {iri_of(state) for state in self.graph.states_of(entity)}
            bearer = self.graph.entities[entity].bearer
            found |= {iri_of(bearer)} if bearer else set()
        return found
