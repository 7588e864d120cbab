"""Files made to do harm: read right, or refused in one sentence, in little time and room."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from hostile import FILES, HostileFile
from measuring import Measured, measure

#: What a file of ordinary size may take: seconds of a processor, and megabytes.
MOST_SECONDS = 10
MOST_MEGABYTES = 500


class Outcome(NamedTuple):
    output: bytes
    told: str
    took: Measured


def run(folder: Path, *arguments: str) -> Outcome:
    """Run the command as a user does, and measure it with all that it starts."""
    output, told = folder / "output", folder / "told"
    environment = {**os.environ, "SOMAGRAPH_CACHE": str(folder / "kept")}
    took = measure([sys.executable, "-m", "somagraph", *arguments], output, told, environment)
    return Outcome(output.read_bytes(), told.read_text("utf-8"), took)


def complaints(outcome: Outcome, *, statuses: tuple[int, ...] = (0,)) -> list[str]:
    found = []
    if outcome.took.status not in statuses:
        found.append(f"exit status {outcome.took.status}: {outcome.told[-300:]}")
    if "Traceback" in outcome.told:
        found.append(outcome.told)
    if outcome.took.seconds > MOST_SECONDS or outcome.took.megabytes > MOST_MEGABYTES:
        found.append(f"{outcome.took.seconds:.1f} s, {outcome.took.megabytes:.0f} MB")
    return found


def judge(file: HostileFile, outcome: Outcome) -> list[str]:
    if not file.refused:
        return complaints(outcome)
    found = complaints(outcome, statuses=(2,))
    sentence = outcome.told.count("\n") == 1 and outcome.told.startswith("Error: ")
    if not sentence or file.name not in outcome.told or file.refused not in outcome.told:
        found.append(outcome.told)
    return found


@pytest.mark.parametrize("kind", FILES)
def test_each_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    bad = {}
    for file in FILES[kind]():
        path = tmp_path / file.name
        path.write_bytes(file.content)
        outcome = run(tmp_path, "--with", str(path), "connect", "psoas", "kidney")
        if found := judge(file, outcome):
            bad[file.name] = found
        path.unlink()
    assert bad == {}


VERBS = (
    ("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    ("validate",),
    ("export", "turtle"),
    ("export", "rdfxml"),
    ("export", "graphml"),
    ("export", "csv"),
    ("explore", "--no-open", "-o", "-"),
    ("show", "https://example.org/a"),
    ("search", "a"),
)


@pytest.mark.parametrize("kind", ["encodings", "circles", "values", "XML"])
def test_what_was_read_goes_through_every_verb(kind: str, tmp_path: Path) -> None:
    bad = {}
    for file in FILES[kind]():
        if file.refused:
            continue
        path = tmp_path / file.name
        path.write_bytes(file.content)
        for verb in VERBS:
            outcome = run(tmp_path, "--with", str(path), *verb)
            statuses = {"validate": (0, 1), "show": (0, 2)}.get(verb[0], (0,))
            if found := complaints(outcome, statuses=statuses):
                bad[file.name, verb] = found
        path.unlink()
    assert bad == {}


def test_namespace_entities_are_read_as_protege_writes_them(tmp_path: Path) -> None:
    (file,) = (file for file in FILES["XML"]() if file.name == "namespace-entities.rdf")
    path = tmp_path / file.name
    path.write_bytes(file.content)
    query = "SELECT ?x ?y { ?x rdfs:seeAlso ?y FILTER(STRSTARTS(STR(?x), 'https://example.org/')) }"
    outcome = run(tmp_path, "--with", str(path), "query", query)
    assert outcome.output == b"x,y\nhttps://example.org/b,http://www.w3.org/2002/07/owl#Thing\n"


def test_no_path_of_this_machine_gets_into_the_data(tmp_path: Path) -> None:
    path = tmp_path / "relative.rdf"
    path.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"><rdf:Description rdf:about="x">'
        "<rdfs:label>x</rdfs:label></rdf:Description></rdf:RDF>",
        "utf-8",
    )
    outcome = run(tmp_path, "--with", str(path), "export", "turtle")
    assert outcome.took.status == 2
    assert outcome.told == (
        f"Error: {path}: this is not RDF/XML "
        "(error while parsing IRI 'x': No scheme found in an absolute IRI).\n"
    )
