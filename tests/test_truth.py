"""Every step of every answer over classes follows from what a file says, by a check of its own.

Small ontologies are drawn as sets of axioms, written as OWL, read by the program, and asked. The
check knows the drawn axioms only and saturates them by the rules of OWL, one triple at a time.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from itertools import combinations, islice, pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from somagraph.building import build_graph
from somagraph.dataset import read_files
from somagraph.indexed import IndexedGraph
from somagraph.search import Search, find_one_step, find_paths
from somagraph.walking import Arc

EX = "https://example.org/"
OBO = "http://purl.obolibrary.org/obo/"
PART_OF, NEXT_TO, FEEDS, IN_TAXON = (
    f"{OBO}BFO_0000050",
    f"{OBO}RO_0002220",
    f"{EX}feeds",
    f"{OBO}RO_0002162",
)
NAMES = {PART_OF: "part of", NEXT_TO: "adjacent to", FEEDS: "feeds", IN_TAXON: "in taxon"}
KIND = "soma:kindOf"


@dataclass(frozen=True)
class Ontology:
    count: int
    #: Narrower and wider class.
    below: frozenset[tuple[int, int]]
    #: Class, relation and class: each of the one has some of the other.
    some: frozenset[tuple[int, str, int]]
    #: Class, wider class, relation and class: equivalent to what is both.
    defined: frozenset[tuple[int, int, str, int]]
    obsolete: frozenset[int]

    def turtle(self) -> str:
        def restriction(relation: str, filler: int) -> str:
            return f"[ a o:Restriction ; o:onProperty <{relation}> ; o:someValuesFrom e:c{filler} ]"

        lines = [
            "@prefix o: <http://www.w3.org/2002/07/owl#> .",
            "@prefix r: <http://www.w3.org/2000/01/rdf-schema#> .",
            f"@prefix e: <{EX}> .",
            f"<{PART_OF}> a o:ObjectProperty, o:TransitiveProperty .",
            f"<{NEXT_TO}> a o:ObjectProperty, o:SymmetricProperty .",
            *(f'<{iri}> r:label "{name}" .' for iri, name in NAMES.items()),
            *(f'e:c{i} a o:Class ; r:label "class {i}" .' for i in range(self.count)),
            *(f"e:c{one} r:subClassOf e:c{other} ." for one, other in sorted(self.below)),
            *(f"e:c{i} r:subClassOf {restriction(r, j)} ." for i, r, j in sorted(self.some)),
            *(
                f"e:c{i} o:equivalentClass [ o:intersectionOf ( e:c{w} {restriction(r, j)} ) ] ."
                for i, w, r, j in sorted(self.defined)
            ),
            *(f"e:c{i} o:deprecated true ." for i in sorted(self.obsolete)),
        ]
        return "\n".join(lines)

    def follows(self) -> set[tuple[int, str, int]]:
        """Every triple between two classes that the axioms entail."""
        known = {(i, KIND, j) for i, j in self.below} | set(self.some)
        known |= {(i, KIND, w) for i, w, _, _ in self.defined}
        known |= {(i, r, j) for i, _, r, j in self.defined}
        while True:
            more = {
                (one, second if first == KIND else first, end)
                for one, first, middle in known
                for start, second, end in known
                if middle == start and (first == KIND or first == second == PART_OF)
            }
            if more <= known:
                return known
            known |= more


@st.composite
def ontologies(draw: st.DrawFn) -> Ontology:
    count = draw(st.integers(3, 7))
    classes = st.integers(0, count - 1)
    relations = st.sampled_from(list(NAMES))
    pairs = st.tuples(classes, classes)
    triples = st.tuples(classes, relations, classes)
    return Ontology(
        count,
        frozenset(draw(st.lists(pairs, max_size=5))),
        frozenset(draw(st.lists(triples, max_size=6))),
        frozenset(draw(st.lists(st.tuples(classes, classes, relations, classes), max_size=2))),
        frozenset(draw(st.lists(classes, max_size=1))),
    )


def loaded(ontology: Ontology) -> IndexedGraph:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.ttl"
        path.write_text(ontology.turtle(), "utf-8")
        return build_graph(read_files([path]))


def said(graph: IndexedGraph, arc: Arc) -> tuple[int, str, int]:
    """What a step says, in the numbers and relations of the drawn ontology."""
    assert arc.claim is not None
    ends = (arc.source, arc.target) if arc.forward else (arc.target, arc.source)
    subject, object_ = (int(end.removeprefix(f"{EX}c")) for end in ends)
    relation = graph.relations[arc.claim.relation]
    return subject, KIND if relation.id == KIND else relation.iri, object_


@settings(max_examples=120, deadline=None)
@given(ontologies())
def test_every_step_is_entailed(ontology: Ontology) -> None:
    graph, follows = loaded(ontology), ontology.follows()
    frontier = graph.arcs()
    for one, other in combinations(graph.entities, 2):
        for source, target in ((one, other), (other, one)):
            found = islice(find_paths(graph, frontier, source, target, Search()), 12)
            for path in (*find_one_step(graph, frontier, source, target), *found):
                steps = [said(graph, arc) for arc in path.arcs]
                assert set(steps) <= follows
                assert not {i for i, _, j in steps for i in (i, j)} & ontology.obsolete
                assert IN_TAXON not in {relation for _, relation, _ in steps}
                assert not goes_up_and_down(path.arcs, steps)
                assert not goes_from_some_to_a_kind(path.arcs, steps)
                leading = [arc.claim.id for arc in path.arcs if arc.claim]
                assert len(set(leading)) == len(leading)


def goes_up_and_down(arcs: tuple[Arc, ...], steps: list[tuple[int, str, int]]) -> bool:
    """Whether a path goes up to a whole or a wider kind and down from it."""
    return any(
        one.forward and not other.forward and {a[1], b[1]} <= {KIND, PART_OF}
        for (one, a), (other, b) in pairwise(zip(arcs, steps, strict=True))
    )


def goes_from_some_to_a_kind(arcs: tuple[Arc, ...], steps: list[tuple[int, str, int]]) -> bool:
    """Whether a path comes to a class as to what something has some of, and goes on to a kind of
    it; or the same, read from the other end."""
    return any(
        (one.forward and a[1] != KIND and not other.forward and b[1] == KIND)
        or (one.forward and a[1] == KIND and not other.forward and b[1] != KIND)
        for (one, a), (other, b) in pairwise(zip(arcs, steps, strict=True))
    )


@settings(max_examples=120, deadline=None)
@given(ontologies())
def test_what_is_told_to_follow_does(ontology: Ontology) -> None:
    graph, follows = loaded(ontology), ontology.follows()
    for entity in graph.entities:
        for arc in graph.entailed_from(entity):
            assert said(graph, arc) in follows
