"""HermiT and the OWL API for the tests; only the environment of the ``interop`` tier has them."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from somagraph.export import FORMATS
from somagraph.knowledge import KnowledgeGraph
from somagraph.triples import NamedNode
from somagraph.vocabulary import OWL, RDFS, iri_of

__all__ = ["OwlApi", "disjoint_siblings", "exports", "owl_api", "reason", "with_more"]


@pytest.fixture(scope="session")
def exports(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The exports that OWL tools read, and the classes once more in N-Triples."""
    folder = tmp_path_factory.mktemp("exports")
    paths = {}
    for name in ("turtle", "rdfxml", "ntriples", "classes", "obographs"):
        paths[name] = folder / f"{name}{FORMATS[name].ending}"
        paths[name].write_text(FORMATS[name].render(graph), "utf-8")
    paths["classes-ntriples"] = folder / "classes.nt"
    triples = pyoxigraph.parse(path=paths["classes"], format=RdfFormat.RDF_XML)
    pyoxigraph.serialize(
        (quad.triple for quad in triples), paths["classes-ntriples"], format=RdfFormat.N_TRIPLES
    )
    return paths


def with_more(path: Path, triples: str, target: Path) -> Path:
    """Write a file in N-Triples with more triples beside its own."""
    target.write_text(path.read_text("utf-8") + triples, "utf-8")
    return target


def disjoint_siblings(graph: KnowledgeGraph) -> str:
    """Say that no two kinds below the same kind share a member, in N-Triples."""
    below: dict[str, list[str]] = {}
    for kind in graph.kinds:
        for above in graph.dataset.iris(NamedNode(iri_of(kind)), f"{RDFS}subClassOf"):
            below.setdefault(above, []).append(iri_of(kind))
    return "".join(
        f"<{one}> <{OWL}disjointWith> <{other}> .\n"
        for kinds in below.values()
        for one, other in itertools.combinations(kinds, 2)
    )


def reason(path: Path, *, values: bool = False) -> Any:  # noqa: ANN401 - owlready2 has no types
    """Let HermiT read a file in RDF/XML or N-Triples; return the world that owlready2 makes of it.

    Raises ``owlready2.OwlReadyInconsistentOntologyError`` on a contradiction.
    """
    import owlready2  # noqa: PLC0415 - only this tier has it

    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    owlready2.sync_reasoner_hermit(world, infer_property_values=values, debug=0)
    return world


class OwlApi:
    """The Java library that Protégé and ROBOT stand on, in a Java of this process."""

    #: What it can save as.
    FORMATS = ("Turtle", "RDFXML", "FunctionalSyntax", "ManchesterSyntax", "OWLXML")

    def __init__(self, archives: list[Path]) -> None:
        import jpype  # noqa: PLC0415 - only this tier has it

        jpype.startJVM(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            classpath=list(map(str, archives)),
            convertStrings=True,
        )
        self._java: Callable[[str], Any] = jpype.JClass
        self._manager = self._owl("apibinding.OWLManager").createOWLOntologyManager()

    def _owl(self, name: str) -> Any:  # noqa: ANN401 - Java's
        return self._java(f"org.semanticweb.owlapi.{name}")

    def _load(self, path: Path) -> Any:  # noqa: ANN401 - Java's
        file = self._java("java.io.File")(str(path))
        return self._manager.loadOntologyFromOntologyDocument(file)

    def violations(self, path: Path) -> list[str]:
        """Return where a file leaves OWL 2 DL."""
        ontology = self._load(path)
        try:
            report = self._owl("profiles.OWL2DLProfile")().checkOntology(ontology)
            return [str(violation) for violation in report.getViolations()]
        finally:
            self._manager.removeOntology(ontology)

    def save_as(self, path: Path, name: str, target: Path) -> Path:
        """Load a file and save it in one of the `FORMATS`."""
        ontology = self._load(path)
        try:
            stream = self._java("java.io.FileOutputStream")(str(target))
            document_format = self._owl(f"formats.{name}DocumentFormat")()
            self._manager.saveOntology(ontology, document_format, stream)
            stream.close()
        finally:
            self._manager.removeOntology(ontology)
        return target


@pytest.fixture(scope="session")
def owl_api() -> OwlApi:
    """The OWL API; a process can start Java only once."""
    archives = sorted(Path(os.environ["SOMAGRAPH_OWLAPI"]).glob("*.jar"))
    assert archives
    return OwlApi(archives)
