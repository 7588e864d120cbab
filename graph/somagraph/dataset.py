"""Files become one dataset; the only place that reads the packaged ontology.

A `Dataset` keeps the triples of each file apart, so that a problem can be told with its file, and
hands out the whole as an ``rdflib.Dataset`` with one named graph a file. rdflib is imported only
then: a question on the command line does not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from somagraph.errors import LineFault, UnreadableFileError
from somagraph.readers import Reading, ending_of, read_confined, read_open, read_triples
from somagraph.term_columns import Columns, SubjectIndex
from somagraph.triples import (
    BlankNode,
    Literal,
    NamedNode,
    Node,
    Term,
    Triple,
    TripleTable,
    is_iri,
    key_of,
    literal_key,
    term_of,
)
from somagraph.vocabulary import BUNDLED_FILES, PREFIXES, SOMA

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node as RdflibNode

__all__ = [
    "BUNDLED_FILES",
    "Dataset",
    "LoadedFile",
    "from_rdflib",
    "read_bundled",
    "read_files",
    "read_open_file",
]

#: The packaged shapes; they judge a dataset and are never part of one.
SHAPES_FILE: Final = "shapes.ttl"


class LoadedFile:
    """The triples of one file.

    Parameters
    ----------
    name
        What people know it by; never a path of this machine.
    triples
        What it says.
    bundled
        Whether it came with somagraph.
    faults
        The lines that could not be read.
    """

    def __init__(
        self,
        name: str,
        triples: Iterable[Triple],
        bundled: bool,
        faults: tuple[LineFault, ...] = (),
    ) -> None:
        self.name, self.bundled, self.faults = name, bundled, faults
        self.triples = triples if isinstance(triples, TripleTable) else TripleTable(triples)

    @property
    def graph_iri(self) -> str:
        """The IRI of its named graph."""
        return f"{SOMA}file/{quote(self.name, safe='')}"


class Dataset:
    """Several files, read as one body of triples."""

    def __init__(self, files: Iterable[LoadedFile]) -> None:
        self.files = tuple(files)

    def __iter__(self) -> Iterator[Triple]:
        """Yield all triples, file by file."""
        for file in self.files:
            yield from file.triples

    @cached_property
    def columns(self) -> Columns:
        """All triples as numbers."""
        numbers: dict[str, int] = {}
        columns: list[tuple[npt.NDArray[np.int32], ...]] = []
        for order, file in enumerate(self.files):
            table = file.triples
            if numbers:
                own = np.fromiter(
                    (numbers.setdefault(key, len(numbers)) for key in table.numbers),
                    np.int32,
                    len(table.numbers),
                )
            else:
                numbers, own = dict(table.numbers), np.arange(len(table.numbers), dtype=np.int32)
            terms = (
                own[np.frombuffer(column, np.int32)] if column else np.empty(0, np.int32)
                for column in (table.subjects, table.predicates, table.objects)
            )
            columns.append((*terms, np.full(len(table), order, np.int32)))
        subjects, predicates, objects, files = (
            np.concatenate([np.empty(0, np.int32), *(one[i] for one in columns)]) for i in range(4)
        )
        if np.any(np.diff(subjects) < 0):
            order_ = np.argsort(subjects, kind="stable")
            subjects, predicates = subjects[order_], predicates[order_]
            objects, files = objects[order_], files[order_]
        starts = np.zeros(len(numbers) + 1, np.int64)
        np.cumsum(np.bincount(subjects, minlength=len(numbers)), out=starts[1:])
        return Columns(list(numbers), numbers, subjects, predicates, objects, files, starts)

    @cached_property
    def by_subject(self) -> Mapping[Node, Mapping[str, list[Term]]]:
        """Subject to predicate IRI to objects, in file order."""
        return SubjectIndex(self.columns)

    @cached_property
    def file_of(self) -> Mapping[Node, str]:
        """Subject to the name of the first file that says anything of it."""
        columns = self.columns
        subjects = np.flatnonzero(np.diff(columns.starts))
        first = columns.files[columns.starts[subjects]]
        names = [file.name for file in self.files]
        return {
            term_of(columns.keys[subject]): names[file]  # type: ignore[misc] # as above
            for subject, file in zip(subjects.tolist(), first.tolist(), strict=True)
        }

    def subjects_with(self, predicate: str, object_: Term | None = None) -> list[Node]:
        """Return the subjects of a predicate, or of a predicate and an object."""
        columns = self.columns
        rows = columns.with_predicate(predicate)
        if object_ is not None:
            rows = rows[columns.objects[rows] == columns.number(key_of(object_))]
        found = np.unique(columns.subjects[rows]).tolist()
        return [term_of(columns.keys[number]) for number in found]  # type: ignore[misc] # as above

    def links(self, predicate: str, *, below: str | None = None) -> dict[str, list[str]]:
        """Return, of the named nodes with a predicate, the named objects; each list sorted.

        Parameters
        ----------
        predicate
            IRI of the predicate.
        below
            Keep to what leads to this IRI, in one step or several.
        """
        columns = self.columns
        rows = columns.with_predicate(predicate)
        subjects, objects = columns.subjects[rows], columns.objects[rows]
        if below is not None:
            wanted = np.zeros(len(columns.keys), bool)
            if (number := columns.number(below)) >= 0:
                wanted[number] = True
            size = -1
            while size != (size := int(np.count_nonzero(wanted))):
                wanted[subjects[wanted[objects]]] = True
            kept = wanted[objects]
            subjects, objects = subjects[kept], objects[kept]
        found: dict[str, set[str]] = {}
        keys = columns.keys
        for subject, object_ in zip(subjects.tolist(), objects.tolist(), strict=True):
            if is_iri(keys[subject]) and is_iri(keys[object_]):
                found.setdefault(keys[subject], set()).add(keys[object_])
        return {subject: sorted(found[subject]) for subject in sorted(found)}

    def objects_of(self, predicate: str) -> set[str]:
        """Return the named objects of a predicate."""
        columns = self.columns
        numbers = np.unique(columns.objects[columns.with_predicate(predicate)]).tolist()
        return {columns.keys[number] for number in numbers if is_iri(columns.keys[number])}

    def linking_predicates(self) -> set[str]:
        """Return the predicates that have a named object anywhere."""
        columns = self.columns
        named = np.fromiter(map(is_iri, columns.keys), bool, len(columns.keys))
        return {columns.keys[p] for p in np.unique(columns.predicates[named[columns.objects]])}

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
        if not value.datatype:
            return rdflib.Literal(value.value)
        datatype = rdflib.URIRef(value.datatype)
        return rdflib.Literal(value.value, datatype=datatype, normalize=False)

    return term(triple.subject), term(triple.predicate), term(triple.object)


def from_rdflib(graph: rdflib.Graph, name: str) -> LoadedFile:
    """Return the triples of a graph that a caller read with rdflib, under a name of its own.

    Examples
    --------
    >>> import rdflib
    >>> graph = rdflib.Graph().parse(data='<urn:x> <urn:y> "z" .', format="turtle")
    >>> list(from_rdflib(graph, "mine").triples)
    [Triple(subject='urn:x', predicate='urn:y', object=Literal(value='z', language='', \
datatype='', direction=''))]
    """
    import rdflib  # noqa: PLC0415 - as above

    def key(term: RdflibNode) -> str:
        if isinstance(term, rdflib.BNode):
            return f"_:{term}"
        if isinstance(term, rdflib.Literal):
            datatype = "" if term.datatype in {None, rdflib.XSD.string} else str(term.datatype)
            return literal_key(str(term), term.language or "", datatype)
        return str(term)

    table = TripleTable()
    for triple in sorted(graph):
        table.add(*map(key, triple))
    return LoadedFile(name, table, bundled=False)


def _language_rank(literal: Literal) -> int:
    language = (literal.language or "").lower()
    return 0 if language.startswith("en") else 1 if not language else 2


def _read_packaged(name: str) -> LoadedFile:
    resource = files("somagraph.ontology") / name
    if not isinstance(resource, Path):  # pragma: no cover - only inside a zipped install
        raise UnreadableFileError(name, "install somagraph unzipped")
    return LoadedFile(name, read_triples(resource, name).triples, bundled=True)


def read_bundled(*, schema_only: bool = False) -> Dataset:
    """Read the ontology that somagraph ships, or of it only what kinds and relations there are."""
    return Dataset(map(_read_packaged, BUNDLED_FILES[:1] if schema_only else BUNDLED_FILES))


def read_shapes() -> LoadedFile:
    """Read the packaged SHACL shapes."""
    return _read_packaged(SHAPES_FILE)


def read_files(paths: Iterable[str | Path], *, base: Dataset | None = None) -> Dataset:
    """Read files of any known format, onto another dataset if one is given.

    Each is read in a process of its own (see `somagraph.confined`).

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
        loaded.append(_loaded(path, read_confined(path, str(path))))
    return Dataset(loaded)


def read_open_file(file: BufferedReader, path: Path) -> LoadedFile:
    """Read an open file in this process.

    Raises
    ------
    UnreadableFileError
        If it cannot be read.
    """
    return _loaded(path, read_open(file, str(path), ending_of(path)))


def _loaded(path: Path, read: Reading) -> LoadedFile:
    return LoadedFile(path.name, read.triples, bundled=False, faults=read.faults)
