"""Run test suites of the W3C through somagraph's own door, and print what came of it as Markdown.

Run it in an environment that has the project installed, on folders that hold the suites; they are
not part of the project::

    python scripts/w3c.py FOLDER [FOLDER ...]

Every manifest below the folders is read: Turtle, N-Triples, N-Quads, TriG and RDF/XML, those of
2013 and later as well as RDF/XML of 2004, and queries of SPARQL, whose evaluation tests are taken
as tests of syntax. What a manifest calls withdrawn, obsolete or not approved is left out, and so
are the suite of JSON-LD, updates and entailment.

Three things of somagraph are meant, and heeded here. A file with a relative IRI and no base is
refused, since no path of the user's machine may enter the data; so where it is refused as it
stands, its base is stated in it: a line ``@base``, ``xml:base`` at the root, a line ``BASE`` of a
query. A file that holds no statement is refused; where that is right it has a column of its own,
and is no failure. Named graphs are read as one, and compared as one.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

import pyoxigraph as ox
from rdflib import RDF, Graph, URIRef
from rdflib.collection import Collection

from somagraph.dataset import Dataset
from somagraph.errors import QueryError, UnreadableFileError
from somagraph.query import run_query
from somagraph.readers import read_triples
from somagraph.triples import Literal, NamedNode, Triple

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDFT = "http://www.w3.org/ns/rdftest#"
DAWG = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
OLD = "http://www.w3.org/2000/10/rdf-tests/rdfcore/"
SCHEMA = OLD + "testSchema#"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"

#: What tests are resolved against where the manifest does not say.
BASES = {
    "Turtle": "http://www.w3.org/2013/TurtleTests/",
    "Trig": "http://www.w3.org/2013/TriGTests/",
    "XML": "http://www.w3.org/2013/RDFXMLTests/",
    "SPARQL": "http://www.w3.org/2001/sw/DataAccess/tests/",
}

#: What somagraph says of a file that is right and holds nothing.
EMPTY = ("it holds no statements", "the file is empty")

_TYPE = re.compile(
    re.escape(RDFT) + r"Test(Turtle|NTriples|NQuads|Trig|XML)(Positive|Negative)?(Syntax|Eval)"
)
_PROLOGUE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*<[\w:.-]+",
    re.DOTALL,
)


class Case(NamedTuple):
    """One test."""

    name: str
    #: ``Turtle``, ``NTriples``, ``NQuads``, ``Trig``, ``XML`` or ``SPARQL``.
    syntax: str
    file: Path
    base: str
    is_right: bool
    #: What it says, as N-Triples or N-Quads.
    result: Path | None = None


def manifests(folder: Path) -> Iterator[Path]:
    """Yield the manifests anywhere below a folder."""
    names = ("manifest.ttl", "manifest.n3", "manifest.rdf")
    return (path for path in sorted(folder.rglob("*")) if path.name.lower() in names)


def cases_of(manifest: Path) -> Iterator[Case]:
    """Yield the tests of a manifest that are run here."""
    graph = Graph()
    syntax = "xml" if manifest.suffix == ".rdf" else "n3"
    graph.parse(manifest, format=syntax, publicID=manifest.resolve().as_uri())
    yield from _cases_of_2004(graph, manifest.parent)
    for head in graph.objects(predicate=URIRef(MF + "entries")):
        for entry in Collection(graph, head):
            said = graph.value(entry, URIRef(RDFT + "approval")) or graph.value(
                entry, URIRef(DAWG + "approval")
            )
            action = graph.value(entry, URIRef(MF + "action"))
            query = graph.value(action, URIRef(QT + "query")) or action
            kind = _kind(
                str(graph.value(entry, RDF.type)), approved=str(said).endswith("#Approved")
            )
            if kind is None or str(said).endswith(("#NotApproved", "#Rejected", "#Withdrawn")):
                continue
            language, is_right, has_result = kind
            file = _path(query)
            base = next(graph.objects(predicate=URIRef(MF + "assumedTestBase")), None)
            result = graph.value(entry, URIRef(MF + "result")) if has_result else None
            name = str(graph.value(entry, URIRef(MF + "name")) or file.name)
            stated = f"{base or BASES.get(language, '')}{file.name}"
            yield Case(name, language, file, stated, is_right, _path(result) if result else None)


def _kind(kind: str, *, approved: bool) -> tuple[str, bool, bool] | None:
    """Return the language, whether the test is right, and whether it has a result to compare."""
    if found := _TYPE.fullmatch(kind):
        return found[1], found[2] != "Negative", found[2] is None
    if re.fullmatch(MF + r"(PositiveSyntaxTest|NegativeSyntaxTest)(11)?", kind):
        return "SPARQL", "Positive" in kind, False
    # The first tests of queries have no type; the group says which of them are its own.
    is_query = kind == MF + "QueryEvaluationTest" or (kind == "None" and approved)
    return ("SPARQL", True, False) if is_query else None


def _cases_of_2004(graph: Graph, folder: Path) -> Iterator[Case]:
    for kind in ("PositiveParserTest", "NegativeParserTest"):
        for test in sorted(graph.subjects(RDF.type, URIRef(SCHEMA + kind))):
            if str(graph.value(test, URIRef(SCHEMA + "status"))) != "APPROVED":
                continue
            result = graph.value(test, URIRef(SCHEMA + "outputDocument"))
            for document in sorted(graph.objects(test, URIRef(SCHEMA + "inputDocument"))):
                path, *results = (
                    folder / str(iri).removeprefix(OLD) for iri in (document, result) if iri
                )
                name = str(test).removeprefix(OLD).replace("Manifest.rdf#", "")
                positive = kind == "PositiveParserTest"
                yield Case(name, "XML", path, str(document), positive, *results)


def _path(iri: object) -> Path:
    return Path(unquote(urlsplit(str(iri)).path))


def with_base(case: Case, content: bytes) -> bytes:
    """Return a content with the base of the test stated in it."""
    base = case.base.encode()
    if case.syntax in {"Turtle", "Trig"}:
        return b"@base <" + base + b"> .\n" + content
    if case.syntax == "SPARQL":
        return b"BASE <" + base + b">\n" + content
    found = _PROLOGUE.match(content) if case.syntax == "XML" else None
    if found is None or b"xml:base" in content[found.end() : content.find(b">", found.end())]:
        return content
    return content[: found.end()] + b' xml:base="' + base + b'"' + content[found.end() :]


def judge(case: Case, folder: Path) -> str:
    """Return what is wrong with what is made of a test; ``""`` or ``"empty"`` if nothing."""
    content = case.file.read_bytes()
    try:
        # What is wrong has to be refused for more than a base that it lacks.
        found = _read(case, with_base(case, content) if not case.is_right else content, folder)
    except (QueryError, UnreadableFileError) as problem:
        if not case.is_right:
            return ""
        try:
            found = _read(case, with_base(case, content), folder)
        except (QueryError, UnreadableFileError):
            return str(problem).removeprefix(case.file.name).lstrip(":, ")
    if not case.is_right:
        return "it is read, and should be refused"
    if case.result and found is not None:
        wanted = ox.parse(path=str(case.result), format=ox.RdfFormat.N_QUADS, lenient=True)
        if _canonical(wanted) != _canonical(found):
            return "it says something else than the suite"
    return "" if found is None or found else "empty"


def _read(case: Case, content: bytes, folder: Path) -> list[Triple] | None:
    if case.syntax == "SPARQL":
        run_query(Dataset(()), content.decode())
        return None
    path = folder / case.file.name
    path.write_bytes(content)
    try:
        triples = read_triples(path, path.name).triples
    except UnreadableFileError as problem:
        if problem.reason not in EMPTY:
            raise
        return []
    return list(triples)


def _iri(iri: str) -> ox.NamedNode:
    """Return a node for an IRI; there are some that are read and yet cannot be made."""
    return ox.NamedNode("iri:" + quote(iri, safe=""))


def _term(term: Any) -> ox.NamedNode | ox.BlankNode | ox.Literal:  # noqa: ANN401 - of two libraries
    if isinstance(term, ox.Literal):
        return term
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(term.value, language=term.language)
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD_STRING))
    is_iri = isinstance(term, NamedNode | ox.NamedNode)
    return _iri(term.value) if is_iri else ox.BlankNode(term.value)


def _canonical(triples: Iterable[Triple | ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(
        ox.Quad(*map(_term, (triple.subject, triple.predicate, triple.object)))
        for triple in triples
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def main() -> int:
    """Run the suites; return 1 if a test failed."""
    rows, failures, missing = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        for folder in map(Path, sys.argv[1:]):
            for manifest in manifests(folder):
                counts: defaultdict[str, int] = defaultdict(int)
                suite = manifest.parent.relative_to(folder.resolve().parent.resolve())
                for case in cases_of(manifest):
                    if not case.file.exists():
                        missing.append(f"- {suite}, {case.name}: its file is not there")
                        continue
                    said = judge(case, Path(scratch))
                    counts[said if said in {"", "empty"} else "failed"] += 1
                    if said not in {"", "empty"}:
                        failures.append(f"- {suite}, {case.name}: {said}")
                if counts:
                    figures = (sum(counts.values()), counts[""], counts["empty"], counts["failed"])
                    rows.append(f"| {suite} | {' | '.join(map(str, figures))} |")
    print("| suite | cases | passed | right and empty | failed |\n| --- | --- | --- | --- | --- |")
    print("\n".join([*rows, "", *failures, *missing]))
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
