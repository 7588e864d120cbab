"""Files become one dataset; the only place that reads the packaged ontology.

A `Dataset` keeps the triples of each file apart, so that a problem can be told with its file, and
hands out the whole as an ``rdflib.Dataset`` with one named graph a file. rdflib is imported only
then: a question on the command line does not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode

from somagraph.errors import UnreadableFileError
from somagraph.readers import Node, Term, Triple, read_triples
from somagraph.vocabulary import PREFIXES, SOMA

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node as RdflibNode

__all__ = ["BUNDLED_FILES", "Dataset", "LoadedFile", "Node", "Term", "read_bundled", "read_files"]

#: The packaged ontology, in reading order.
BUNDLED_FILES: Final = (
    "schema.ttl",
    "anatomy.ttl",
    "article.ttl",
    "warnings.ttl",
    "mappings.ttl",
)

#: The packaged shapes; they judge a dataset and are never part of one.
SHAPES_FILE: Final = "shapes.ttl"


@dataclass(frozen=True)
class LoadedFile:
    """The triples of one file."""

    #: The name people know it by; never a path of this machine.
    name: str
    triples: tuple[Triple, ...]
    #: Whether it came with somagraph.
    bundled: bool

    @property
    def graph_iri(self) -> str:
        """The IRI of its named graph."""
        return f"{SOMA}file/{quote(self.name, safe='')}"


@dataclass(frozen=True)
class Dataset:
    """Several files, read as one body of triples."""

    files: tuple[LoadedFile, ...]

    def __iter__(self) -> Iterator[Triple]:
        """Yield all triples, file by file."""
        for file in self.files:
            yield from file.triples

    @cached_property
    def by_subject(self) -> Mapping[Node, Mapping[str, list[Term]]]:
        """Subject to predicate IRI to objects, in file order."""
        index: dict[Node, dict[str, list[Term]]] = {}
        for triple in self:
            objects = index.setdefault(triple.subject, {}).setdefault(triple.predicate.value, [])
            if triple.object not in objects:
                objects.append(triple.object)
        return index

    @cached_property
    def file_of(self) -> Mapping[Node, str]:
        """Subject to the name of the first file that says anything of it."""
        first: dict[Node, str] = {}
        for file in self.files:
            for triple in file.triples:
                first.setdefault(triple.subject, file.name)
        return first

    def objects(self, subject: Node, predicate: str) -> list[Term]:
        """Return the objects of one subject and predicate IRI; may be empty."""
        return self.by_subject.get(subject, {}).get(predicate, [])

    def text(self, subject: Node, predicate: str) -> str:
        """Return one literal, English before others, or an empty text."""
        literals = [o for o in self.objects(subject, predicate) if isinstance(o, Literal)]
        literals.sort(key=lambda o: (_language_rank(o), o.value))
        return literals[0].value if literals else ""

    def texts(self, subject: Node, predicate: str) -> list[str]:
        """Return all literals, sorted."""
        found = (o for o in self.objects(subject, predicate) if isinstance(o, Literal))
        return sorted({o.value for o in found})

    def iri(self, subject: Node, predicate: str) -> str:
        """Return the first IRI in order, or an empty text."""
        return next(iter(self.iris(subject, predicate)), "")

    def iris(self, subject: Node, predicate: str) -> list[str]:
        """Return all IRIs, sorted."""
        found = (o for o in self.objects(subject, predicate) if isinstance(o, NamedNode))
        return sorted(o.value for o in found)

    @cached_property
    def rdf(self) -> rdflib.Dataset:
        """The dataset for rdflib: a named graph a file, the union as the default graph."""
        import rdflib  # noqa: PLC0415 - heavy, and only wanted here

        dataset = rdflib.Dataset(default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace, replace=True)
        for file in self.files:
            graph = dataset.graph(rdflib.URIRef(file.graph_iri))
            for triple in file.triples:
                graph.add(_for_rdflib(triple))
        return dataset

    def merged(self) -> rdflib.Graph:
        """Return all triples as one new ``rdflib.Graph``."""
        import rdflib  # noqa: PLC0415 - as above

        graph = rdflib.Graph()
        for triple in self:
            graph.add(_for_rdflib(triple))
        return graph


def _for_rdflib(triple: Triple) -> tuple[RdflibNode, RdflibNode, RdflibNode]:
    import rdflib  # noqa: PLC0415 - as above

    def term(value: Term) -> RdflibNode:
        if isinstance(value, NamedNode):
            return rdflib.URIRef(value.value)
        if isinstance(value, BlankNode):
            return rdflib.BNode(value.value)
        if value.language:
            return rdflib.Literal(value.value, lang=value.language)
        if value.datatype.value == PREFIXES["xsd"] + "string":
            return rdflib.Literal(value.value)
        datatype = rdflib.URIRef(value.datatype.value)
        return rdflib.Literal(value.value, datatype=datatype, normalize=False)

    return term(triple.subject), term(triple.predicate), term(triple.object)


def _language_rank(literal: Literal) -> int:
    language = (literal.language or "").lower()
    return 0 if language.startswith("en") else 1 if not language else 2


def _read_packaged(name: str) -> LoadedFile:
    resource = files("somagraph.ontology") / name
    if not isinstance(resource, Path):  # pragma: no cover - only inside a zipped install
        raise UnreadableFileError(name, "install somagraph unzipped")
    return LoadedFile(name, tuple(read_triples(resource, name)), bundled=True)


def read_bundled() -> Dataset:
    """Read the ontology that somagraph ships."""
    return Dataset(tuple(map(_read_packaged, BUNDLED_FILES)))


def read_shapes() -> LoadedFile:
    """Read the packaged SHACL shapes."""
    return _read_packaged(SHAPES_FILE)


def read_files(paths: Iterable[str | Path], *, base: Dataset | None = None) -> Dataset:
    """Read files of any known format, onto another dataset if one is given.

    Parameters
    ----------
    paths
        Files: Turtle, N-Triples, N-Quads, TriG, RDF/XML, OWL, JSON-LD or OBO.
    base
        What they are added to.

    Raises
    ------
    UnreadableFileError
        At the first file that cannot be read.
    """
    loaded = list(base.files) if base else []
    for path in map(Path, paths):
        triples = tuple(read_triples(path, str(path)))
        loaded.append(LoadedFile(path.name, triples, bundled=False))
    return Dataset(tuple(loaded))
