"""Answers over endpoints are those over files, byte for byte."""

from __future__ import annotations

import json
import random
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import somagraph
from somagraph.answer import Answer
from somagraph.building import build_graph
from somagraph.dataset import read_bundled, read_files
from somagraph.endpoint.connecting import connect
from somagraph.report import build_answer
from sparql_server import GRAPH, Engine, serving

PREFIXES = """
@prefix soma: <https://w3id.org/somagraph/> .
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oboInOwl: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

#: Relations of every sort: symmetric, carried on, of wholes, causal, never walked.
SCHEMA = """
ex:beside rdfs:label "adjacent to" ; a owl:SymmetricProperty .
ex:partOf rdfs:label "part of" ; a owl:TransitiveProperty .
ex:arises rdfs:label "arises from" ; owl:propertyChainAxiom ( ex:arises ex:partOf ) .
ex:taxon rdfs:label "in taxon" .
ex:does rdfs:label "does" .
ex:causes rdfs:label "causes" ; soma:family "causal" .
ex:wide rdfs:subPropertyOf ex:arises .
"""
RELATIONS = ("ex:beside", "ex:partOf", "ex:arises", "ex:taxon", "ex:does", "ex:causes", "ex:wide")


def both_told(answer: Answer) -> str:
    graph = answer.graph
    whole = json.dumps(build_answer(graph, answer), indent=1)
    return somagraph.render_answer(graph, answer) + whole


def over_files(turtle: str, *names: str, **options: object) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mine.ttl")
        path.write_text(turtle, "utf-8")
        graph = build_graph(read_files([path], base=read_bundled()))
    return both_told(somagraph.connect(graph, *names, **options))  # type: ignore[arg-type]


def over_endpoint(turtle: str, *names: str, **options: object) -> str:
    with serving(Engine(turtle)) as address:
        return both_told(connect([address], *names, graph=GRAPH, **options))


@st.composite
def drawn(draw: st.DrawFn, most: int = 9) -> str:  # noqa: C901, PLR0912 - every sort of statement
    """Draw Turtle that says things of ``ex:e0``, ``ex:e1`` ..., called *thing 0*, *thing 1* ..."""
    count = draw(st.integers(4, most))
    lines = [PREFIXES, SCHEMA]
    things = st.integers(0, count - 1).map(lambda number: f"ex:e{number}")
    for number in range(count):
        label = draw(st.sampled_from(["thing"] * 12 + ["organism", "none"]))
        if number < 2 or label == "thing":
            lines.append(f'ex:e{number} rdfs:label "thing {number}" .')
        elif label == "organism":
            lines.append(f'ex:e{number} rdfs:label "organism" .')
        kind = draw(st.sampled_from(["", "", "", "soma:Person", "soma:Muscle", "owl:Class"]))
        if kind:
            lines.append(f"ex:e{number} a {kind} .")
        if number > 1 and draw(st.integers(0, 14)) == 0:
            lines.append(f"ex:e{number} owl:deprecated true .")
        if number > 1 and draw(st.integers(0, 9)) == 0:
            lines.append(f"ex:e{number} soma:bearer ex:e{draw(st.integers(0, number - 1))} .")
    for place in range(draw(st.integers(3, 2 * most))):
        one, other = draw(things), draw(things)
        relation = draw(st.sampled_from(RELATIONS))
        sort = draw(st.integers(0, 11))
        some = f"[ owl:onProperty {relation} ; owl:someValuesFrom {other} ]"
        if sort == 0:
            lines.append(f"{one} rdfs:subClassOf {other} .")
        elif sort == 1:
            lines.append(f"{one} rdfs:subClassOf {some} .")
        elif sort == 2:
            third = draw(things)
            lines.append(f"{one} owl:equivalentClass [ owl:intersectionOf ( {third} {some} ) ] .")
        elif sort == 3 and draw(st.booleans()):
            lines.append(f"{one} skos:exactMatch {other} .")
        elif sort == 4:
            lines += [
                f"{one} rdfs:subClassOf _:r{place} .",
                f"_:r{place} owl:onProperty {relation} ; owl:someValuesFrom {other} .",
                f"[] owl:annotatedSource {one} ; owl:annotatedProperty rdfs:subClassOf ;",
                f' owl:annotatedTarget _:r{place} ; oboInOwl:hasDbXref "FMA:{place}" .',
            ]
        else:
            lines.append(f"{one} {relation} {other} .")
            if sort > 8:
                standing = draw(st.sampled_from(["textbook", "practice", "testimony"]))
                modality = draw(st.sampled_from(["asserted", "possible"]))
                lines += [
                    f"[] a owl:Axiom ; owl:annotatedSource {one} ;",
                    f" owl:annotatedProperty {relation} ; owl:annotatedTarget {other} ;",
                    f' dcterms:source ex:book ; soma:standing "{standing}" ;',
                    f' soma:locator "p. {place}" ; soma:modality "{modality}" .',
                ]
    lines.append('ex:book soma:citation "A book" .')
    return "\n".join(lines)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),  # each example takes a second, and finding a smaller one hours
)
@given(
    turtle=drawn(),
    max_hops=st.integers(1, 7),
    count=st.integers(1, 5),
    asserted_only=st.booleans(),
    directed=st.booleans(),
    standings=st.sampled_from([(), (), ("textbook",)]),
)
def test_an_answer_of_two_ends_is_the_same(turtle: str, **options: object) -> None:
    names = ("thing 0", "thing 1")
    wanted = over_files(turtle, *names, **options)
    assert over_endpoint(turtle, *names, **options) == wanted


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)
@given(
    turtle=drawn(most=60),
    max_hops=st.integers(1, 4),
    count=st.integers(1, 2),
    asserted_only=st.booleans(),
)
def test_of_larger_graphs_a_part_is_enough(turtle: str, **options: object) -> None:
    names = ("thing 0", "thing 1")
    wanted = over_files(turtle, *names, **options)
    assert over_endpoint(turtle, *names, **options) == wanted


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)
@given(turtle=drawn(most=12))
def test_an_answer_of_three_ends_is_the_same(turtle: str) -> None:
    names = ("ex:e0", "https://example.org/e1", "https://example.org/e2")
    names = tuple(name.replace("ex:", "https://example.org/") for name in names)
    turtle += 'ex:e2 rdfs:label "thing 2" .'
    try:
        wanted = over_files(turtle, *names)
    except somagraph.SomagraphError as problem:
        with pytest.raises(type(problem)):
            over_endpoint(turtle, *names)
    else:
        assert over_endpoint(turtle, *names) == wanted


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)
@given(turtle=drawn(), seed=st.integers(0, 1000), max_hops=st.integers(1, 7))
def test_what_lies_in_a_file_and_what_lies_there_are_one_graph(
    turtle: str, seed: int, max_hops: int
) -> None:
    """Statements are dealt out to both; those that name the same blank node go together."""
    said = turtle.removeprefix(PREFIXES)
    dealt = random.Random(seed)
    parts: list[list[str]] = [[PREFIXES], [PREFIXES]]
    for statement in re.split(r"(?<=[.])\n", said):
        parts["_:r" in statement or dealt.randrange(2)].append(statement)
    names, options = ("thing 0", "thing 1"), {"max_hops": max_hops}
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder, "here.ttl"), Path(folder, "mine.ttl")
        here.write_text("\n".join(parts[0]), "utf-8")
        there.write_text("\n".join(parts[1]) + "\nex:x ex:y ex:z .", "utf-8")
        graph = build_graph(read_files([here, there], base=read_bundled()))
        wanted = both_told(somagraph.connect(graph, *names, **options))  # type: ignore[arg-type]
        with serving(Engine(there.read_text("utf-8"))) as address:
            found = connect([address], *names, graph=GRAPH, files=[here], **options)
    assert both_told(found) == wanted
