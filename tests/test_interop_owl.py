"""What OWL tools make of the exports: HermiT, and the OWL API that Protégé and ROBOT stand on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pyshacl
import pytest
import rdflib

from somagraph.arcs import is_plain
from somagraph.export import FORMATS
from somagraph.knowledge import KnowledgeGraph

pytestmark = pytest.mark.interop

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SOMA = "https://w3id.org/somagraph/"
ABOUT = tuple(f"{OWL}annotated{name}" for name in ("Source", "Property", "Target"))


@pytest.fixture(scope="session")
def exports(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    paths = {}
    for name in ("turtle", "rdfxml", "ntriples"):
        paths[name] = folder / f"graph{FORMATS[name].ending}"
        paths[name].write_text(FORMATS[name].render(graph), "utf-8")
    return paths


def reason(path: Path, *, values: bool = False) -> Any:  # noqa: ANN401 - owlready2 has no types
    """Let HermiT read a file in RDF/XML, N-Triples or OWL/XML; return the world it made."""
    import owlready2  # noqa: PLC0415 - only this tier has it

    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    owlready2.sync_reasoner_hermit(world, infer_property_values=values, debug=0)
    return world


def with_more(path: Path, triples: str, target: Path) -> Path:
    """Write the graph in N-Triples with more triples beside it."""
    target.write_text(path.read_text("utf-8") + triples, "utf-8")
    return target


def test_hermit_finds_no_contradiction(exports: dict[str, Path]) -> None:
    world = reason(exports["rdfxml"])
    assert list(world.inconsistent_classes()) == []
    assert world[f"{SOMA}psoas-major"] in world[f"{SOMA}Muscle"].instances()


def test_hermit_finds_one_that_was_put_in(exports: dict[str, Path], tmp_path: Path) -> None:
    import owlready2  # noqa: PLC0415 - only this tier has it

    wrong = (
        f"<{SOMA}Muscle> <{OWL}disjointWith> <{SOMA}Bone> .\n"
        f"<{SOMA}psoas-major> <{RDF}type> <{SOMA}Bone> .\n"
    )
    path = with_more(exports["ntriples"], wrong, tmp_path / "wrong.nt")
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason(path)


def test_hermit_entails_what_is_told_as_entailed(
    graph: KnowledgeGraph, exports: dict[str, Path]
) -> None:
    world = reason(exports["rdfxml"], values=True)
    told = {
        (arc.source, arc.claim.relation, arc.target)
        for arc in graph.arc_builder.entailed()
        if arc.forward and arc.claim is not None and arc.claim is arc.premises[0]
    }
    assert len(told) > 200

    def iri(curie: str) -> str:
        return curie.replace("soma:", SOMA)

    def found(subject: str, relation: str, target: str) -> bool:
        """Tell whether HermiT has it; what a narrower relation says, it does not say again."""
        one, other = world[iri(subject)], world[iri(target)]
        return any(
            other in world[iri(verb.id)][one]
            for verb in graph.relations.values()
            if relation in verb.ancestors and verb.id.startswith("soma:")
        )

    assert [triple for triple in sorted(told) if not found(*triple)] == []
    # It draws no conclusion of these relations that we do not draw, but for the wider relations.
    own = {name for _, name, _ in told}
    stated = {(c.subject, c.relation, c.object) for c in graph.claims.values()}
    drawn = {
        (f"soma:{one.name}", name, f"soma:{other.name}")
        for name in own
        for one, other in world[iri(name)].get_relations()
    }
    narrower = {
        (c.subject, wider, c.object)
        for c in graph.claims.values()
        for wider in graph.relations[c.relation].ancestors
    } | {
        (subject, wider, target)
        for subject, relation, target in told
        for wider in graph.relations[relation].ancestors
    }
    # OWL knows no hearsay and no indirect link: from those we conclude nothing.
    doubtful = {(c.subject, c.relation) for c in graph.claims.values() if not is_plain(c)}
    more = {
        (subject, relation, target)
        for subject, relation, target in drawn - stated - told - narrower
        if subject != target and (subject, relation) not in doubtful
    }
    assert more == set()


@pytest.fixture(scope="session")
def manager() -> Any:  # noqa: ANN401 - Java's
    """The OWL API's ontology manager, in a Java of this process."""
    import jpype  # noqa: PLC0415 - only this tier has it
    import jpype.imports  # noqa: PLC0415 - as above

    archives = sorted(Path(os.environ["SOMAGRAPH_OWLAPI"]).glob("*.jar"))
    jpype.startJVM(
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
        classpath=list(map(str, archives)),
        convertStrings=True,
    )
    return jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()


def java(name: str) -> Any:  # noqa: ANN401 - Java's
    import jpype  # noqa: PLC0415 - only this tier has it

    return jpype.JClass(name)


def load(manager: Any, path: Path) -> Any:  # noqa: ANN401 - Java's
    return manager.loadOntologyFromOntologyDocument(java("java.io.File")(str(path)))


def violations(manager: Any, path: Path) -> list[str]:  # noqa: ANN401 - Java's
    ontology = load(manager, path)
    report = java("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(ontology)
    manager.removeOntology(ontology)
    return [str(violation) for violation in report.getViolations()]


@pytest.mark.parametrize("name", ["turtle", "rdfxml"])
def test_the_profile_is_owl_2_dl(
    manager: Any,  # noqa: ANN401 - Java's
    exports: dict[str, Path],
    name: str,
) -> None:
    assert violations(manager, exports[name]) == []


def test_what_leaves_the_profile_is_seen(
    manager: Any,  # noqa: ANN401 - Java's
    exports: dict[str, Path],
    tmp_path: Path,
) -> None:
    """No property may be both transitive and asymmetric: circles of parts are `validate`'s."""
    wrong = f"<{SOMA}partOf> <{RDF}type> <{OWL}AsymmetricProperty> .\n"
    path = with_more(exports["ntriples"], wrong, tmp_path / "wrong.ttl")
    assert any("partOf" in told for told in violations(manager, path))


def annotated_claims(triples: Iterator[Any]) -> set[tuple[tuple[str, ...], frozenset[Any]]]:
    """Return each axiom annotation: the claim it is about, and all that it says of it."""
    nodes: dict[Any, list[tuple[str, str]]] = {}
    for triple in triples:
        if isinstance(triple.subject, pyoxigraph.BlankNode):
            # OWL tools write a plain string with or without its datatype.
            value = getattr(triple.object, "value", str(triple.object))
            nodes.setdefault(triple.subject, []).append((triple.predicate.value, value))
    found = set()
    for said in nodes.values():
        about = tuple(value for name in ABOUT for key, value in said if key == name)
        if len(about) == len(ABOUT):
            rest = frozenset(pair for pair in said if pair[0] not in (*ABOUT, f"{RDF}type"))
            found.add((about, rest))
    return found


FORMATS_OF_OWLAPI = {
    "Turtle": ("TurtleDocumentFormat", pyoxigraph.RdfFormat.TURTLE),
    "RDF/XML": ("RDFXMLDocumentFormat", pyoxigraph.RdfFormat.RDF_XML),
    "functional": ("FunctionalSyntaxDocumentFormat", None),
}


@pytest.mark.parametrize("name", FORMATS_OF_OWLAPI)
def test_annotated_claims_survive_load_and_save(
    manager: Any,  # noqa: ANN401 - Java's
    graph: KnowledgeGraph,
    exports: dict[str, Path],
    tmp_path: Path,
    name: str,
) -> None:
    java_name, rdf_format = FORMATS_OF_OWLAPI[name]
    stream = java("java.io.FileOutputStream")
    formats = "org.semanticweb.owlapi.formats."
    ontology = load(manager, exports["turtle"])
    path = tmp_path / "saved"
    manager.saveOntology(ontology, java(formats + java_name)(), stream(str(path)))
    manager.removeOntology(ontology)
    if rdf_format is None:
        # What no RDF parser reads goes through the OWL API once more.
        again = load(manager, path)
        path, rdf_format = tmp_path / "again.ttl", pyoxigraph.RdfFormat.TURTLE
        manager.saveOntology(again, java(f"{formats}TurtleDocumentFormat")(), stream(str(path)))
        manager.removeOntology(again)
    saved = annotated_claims(q.triple for q in pyoxigraph.parse(path=path, format=rdf_format))
    ours = annotated_claims(iter(graph.dataset))
    assert len(ours) > len(graph.claims)
    assert saved == ours


def test_the_shapes_hold_of_the_export_and_see_what_is_broken(exports: dict[str, Path]) -> None:
    shapes = rdflib.Graph().parse(Path(__file__).parent.parent / "ontology" / "shapes.ttl")
    data = rdflib.Graph().parse(exports["turtle"])
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert conforms, text
    soma = rdflib.Namespace(SOMA)
    data.remove((soma["psoas-major"], rdflib.SKOS.definition, None))
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert not conforms
    assert "an entity needs one definition" in text
