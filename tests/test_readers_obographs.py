"""OBO Graphs: what each part says, and what is said of a part that is broken."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somagraph.errors import UnreadableFileError
from somagraph.readers import Reading, read_triples
from somagraph.triples import BlankNode, Literal, Term
from somagraph.vocabulary import OBO, OBO_IN_OWL, OWL, RDF, RDFS, SKOS

TYPE, FIRST, REST, NIL = (RDF + name for name in ("type", "first", "rest", "nil"))
LABEL, SUBCLASS, SUBPROPERTY = (RDFS + n for n in ("label", "subClassOf", "subPropertyOf"))
XREF, RESTRICTION = OBO_IN_OWL + "hasDbXref", OWL + "Restriction"
A, B, C = (f"{OBO}X_{number}" for number in range(1, 4))
PART_OF = f"{OBO}BFO_0000050"


def reading_of(text: str) -> Reading:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_text(text, encoding="utf-8")
        return read_triples(path, "x.json")


def document(**parts: object) -> str:
    return json.dumps({"graphs": [{"id": "http://example.org/g", **parts}]})


def shown(term: Term, blanks: dict[BlankNode, str]) -> str:
    if isinstance(term, BlankNode):
        return blanks.setdefault(term, "_" + "abcdefghij"[len(blanks)])
    return term.value if not isinstance(term, Literal) else repr(term.value)


def said(text: str) -> list[tuple[str, str, str]]:
    reading = reading_of(text)
    assert not reading.faults
    blanks: dict[BlankNode, str] = {}
    return [
        (shown(t.subject, blanks), t.predicate.value, shown(t.object, blanks))
        for t in reading.triples
    ]


def test_a_node_is_a_class_with_its_names() -> None:
    node = {
        "id": "X:1",
        "lbl": "psoas",
        "type": "CLASS",
        "meta": {
            "definition": {"val": "A muscle.", "xrefs": ["FMA:1"]},
            "synonyms": [
                {"pred": "hasExactSynonym", "val": "psoas magnus"},
                {"pred": "hasBroadSynonym", "val": "loin"},
                {"pred": OBO_IN_OWL + "hasExactSynonym", "val": "lumbar muscle"},
            ],
            "xrefs": [{"val": "FMA:18060"}],
            "deprecated": True,
        },
    }
    assert said(document(nodes=[node])) == [
        (A, TYPE, OWL + "Class"),
        (A, LABEL, "'psoas'"),
        (A, SKOS + "definition", "'A muscle.'"),
        (A, SKOS + "altLabel", "'psoas magnus'"),
        (A, SKOS + "altLabel", "'lumbar muscle'"),
        (A, XREF, "'FMA:18060'"),
        (A, OWL + "deprecated", "'true'"),
    ]


@pytest.mark.parametrize(
    ("node", "kind"),
    [
        ({"type": "CLASS"}, "Class"),
        ({"type": "INDIVIDUAL"}, "NamedIndividual"),
        ({"type": "PROPERTY"}, "ObjectProperty"),
        ({"type": "PROPERTY", "propertyType": "OBJECT"}, "ObjectProperty"),
        ({"type": "PROPERTY", "propertyType": "ANNOTATION"}, "AnnotationProperty"),
        ({"type": "PROPERTY", "propertyType": "DATA"}, "DatatypeProperty"),
    ],
)
@pytest.mark.parametrize("identifier", ["X:1", A])
def test_a_node_is_of_its_type(node: dict[str, str], kind: str, identifier: str) -> None:
    assert said(document(nodes=[{"id": identifier, **node}])) == [(A, TYPE, OWL + kind)]


def test_a_node_without_a_type_is_only_named() -> None:
    node = {"id": "X:1", "lbl": "x", "type": None, "meta": None}
    assert said(document(nodes=[node])) == [(A, LABEL, "'x'")]


@pytest.mark.parametrize(
    ("types", "edge", "rows"),
    [
        ("CC", {"sub": "X:1", "pred": "is_a", "obj": "X:2"}, [(A, SUBCLASS, B)]),
        ("CC", {"subj": "X:1", "pred": "is_a", "obj": "X:2"}, [(A, SUBCLASS, B)]),
        ("PP", {"sub": A, "pred": "is_a", "obj": B}, [(A, SUBPROPERTY, B)]),
        ("PP", {"sub": A, "pred": "subPropertyOf", "obj": B}, [(A, SUBPROPERTY, B)]),
        ("PP", {"sub": A, "pred": "inverseOf", "obj": B}, [(A, OWL + "inverseOf", B)]),
        ("IC", {"sub": A, "pred": "type", "obj": B}, [(A, TYPE, B)]),
        ("II", {"sub": A, "pred": PART_OF, "obj": B}, [(A, PART_OF, B)]),
        ("IC", {"sub": A, "pred": "BFO:0000050", "obj": B}, [(A, PART_OF, B)]),
        (
            "CC",
            {"sub": A, "pred": PART_OF, "obj": B},
            [
                ("_a", TYPE, RESTRICTION),
                ("_a", OWL + "onProperty", PART_OF),
                ("_a", OWL + "someValuesFrom", B),
                (A, SUBCLASS, "_a"),
            ],
        ),
        (
            "CC",
            {"sub": A, "pred": "is_a", "obj": B, "meta": {"xrefs": [{"val": "FMA:1"}]}},
            [
                (A, SUBCLASS, B),
                ("_a", TYPE, OWL + "Axiom"),
                ("_a", OWL + "annotatedSource", A),
                ("_a", OWL + "annotatedProperty", SUBCLASS),
                ("_a", OWL + "annotatedTarget", B),
                ("_a", XREF, "'FMA:1'"),
            ],
        ),
    ],
)
def test_an_edge(types: str, edge: dict[str, Any], rows: list[tuple[str, str, str]]) -> None:
    kinds = {"C": "CLASS", "P": "PROPERTY", "I": "INDIVIDUAL"}
    nodes = [{"id": iri, "type": kinds[kind]} for iri, kind in zip((A, B), types, strict=True)]
    # The edges come first, in a graph of their own: the types are known all the same.
    text = json.dumps({"graphs": [{"edges": [edge]}, None, {"nodes": nodes}]})
    assert said(text)[2:] == rows


def test_equivalent_nodes_equal_the_one_that_stands_for_them() -> None:
    nodes = [{"id": "X:7", "type": "PROPERTY"}, {"id": "X:8", "type": "PROPERTY"}]
    sets = [
        {"representativeNodeId": "X:2", "nodeIds": ["X:1", "X:2"]},
        {"nodeIds": ["X:3", "X:1"]},
        {"nodeIds": ["X:7", "X:8"]},
        {"nodeIds": []},
    ]
    assert said(document(nodes=nodes, equivalentNodesSets=sets))[2:] == [
        (A, OWL + "equivalentClass", B),
        (A, OWL + "equivalentClass", C),
        (f"{OBO}X_8", OWL + "equivalentProperty", f"{OBO}X_7"),
    ]


def test_a_definition_is_an_intersection() -> None:
    axiom = {
        "definedClassId": "X:1",
        "genusIds": ["X:2"],
        "restrictions": [{"propertyId": PART_OF, "fillerId": "X:3"}, None],
    }
    assert said(document(logicalDefinitionAxioms=[axiom])) == [
        (A, OWL + "equivalentClass", "_a"),
        ("_b", TYPE, RESTRICTION),
        ("_b", OWL + "onProperty", PART_OF),
        ("_b", OWL + "someValuesFrom", C),
        ("_a", OWL + "intersectionOf", "_c"),
        ("_c", FIRST, B),
        ("_c", REST, "_d"),
        ("_d", FIRST, "_b"),
        ("_d", REST, NIL),
    ]


def test_a_chain_is_a_list() -> None:
    axiom = {"predicateId": "X:1", "chainPredicateIds": ["X:2", "X:3"]}
    assert said(document(propertyChainAxioms=[axiom])) == [
        (A, OWL + "propertyChainAxiom", "_a"),
        ("_a", FIRST, B),
        ("_a", REST, "_b"),
        ("_b", FIRST, C),
        ("_b", REST, NIL),
    ]


GOOD = {"id": "X:1", "lbl": "x"}


@pytest.mark.parametrize(
    ("part", "item", "reason"),
    [
        ("nodes", {}, "'id' is no text"),
        ("nodes", "X:1", "what stands in 'nodes' is no object"),
        ("nodes", None, "what stands in 'nodes' is no object"),
        ("nodes", {"id": 1}, "'id' is no text"),
        ("nodes", {"id": ""}, "'id' is no text"),
        ("nodes", {"id": "\ud800"}, "'id' is no text"),
        ("nodes", {"id": "_:genid1"}, "'_:genid1' is no identifier"),
        ("nodes", {"id": "http://x.org/<"}, "'http://x.org/<' is no identifier"),
        ("nodes", {"id": "X:2", "lbl": ["a"]}, "'lbl' is no text"),
        ("nodes", {"id": "X:2", "type": "THING"}, "'THING' is no type of a node"),
        ("nodes", {"id": "X:2", "meta": [1]}, "what stands in 'meta' is no object"),
        (
            "nodes",
            {"id": "X:2", "meta": {"definition": "x"}},
            "what stands in 'definition' is no object",
        ),
        ("nodes", {"id": "X:2", "meta": {"synonyms": 1}}, "'synonyms' is no list"),
        ("nodes", {"id": "X:2", "meta": {"xrefs": [{"val": 1}]}}, "'val' is no text"),
        ("edges", {"sub": "X:1", "obj": "X:2"}, "'pred' is no text"),
        ("edges", {"sub": "X:1", "pred": "is_a"}, "'obj' is no text"),
        ("edges", {"sub": "X:1", "pred": "<", "obj": "X:2"}, "'<' is no identifier"),
        ("equivalentNodesSets", {"nodeIds": "X:1"}, "'nodeIds' is no list"),
        ("equivalentNodesSets", {"nodeIds": [1]}, "'nodeIds' is no text"),
        (
            "logicalDefinitionAxioms",
            {"definedClassId": "X:1", "genusIds": ["X:2"]},
            "an intersection needs two parts",
        ),
        (
            "propertyChainAxioms",
            {"predicateId": "X:1", "chainPredicateIds": ["X:2"]},
            "a chain needs two relations",
        ),
    ],
)
def test_what_is_broken_is_told_and_the_rest_is_read(part: str, item: object, reason: str) -> None:
    parts: dict[str, list[object]] = {"nodes": [GOOD]}
    parts[part] = [*parts.get(part, []), item]
    reading = reading_of(document(**parts))
    assert [str(fault) for fault in reading.faults] == [
        f"x.json: number {len(parts[part])} of {part!r}: {reason}"
    ]
    assert [t.object.value for t in reading.triples] == ["x"]


def test_a_part_that_is_no_list_is_told() -> None:
    reading = reading_of(document(nodes=[GOOD], edges={"sub": "X:1"}))
    assert [str(fault) for fault in reading.faults] == ["x.json: 'edges' is no list"]
    assert len(reading.triples) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{\n"graphs": [\n}', "x.json, line 3: this is not JSON (Expecting value)."),
        (
            document(nodes=[GOOD])[:-1],
            "x.json, line 1: this is not JSON (Expecting ',' delimiter).",
        ),
        ('{"graphs": 1}', "x.json: this is not OBO Graphs ('graphs' is no list)."),
        (
            '{"graphs": [1]}',
            "x.json: this is not OBO Graphs (what stands in 'graphs' is no object).",
        ),
        ('{"graphs": []}', "x.json: it holds no statements."),
        ('{"graphs": ' + "[" * 100_000, "x.json: its JSON is nested too deep or too large."),
        ('{"graphs": 1' + "0" * 9999 + "}", "x.json: its JSON is nested too deep or too large."),
    ],
)
def test_what_is_no_document_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        reading_of(text)
    assert str(caught.value).startswith(message)


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([None, True, 1, "X:1", "is_a", "CLASS", "_:x", "", "\ud800"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "lbl",
                    "type",
                    "meta",
                    "sub",
                    "pred",
                    "obj",
                    "val",
                    "xrefs",
                    "synonyms",
                    "definition",
                    "nodeIds",
                    "genusIds",
                    "restrictions",
                    "definedClassId",
                    "predicateId",
                    "chainPredicateIds",
                    "representativeNodeId",
                    "propertyType",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
)
PARTS = ["nodes", "edges", "equivalentNodesSets", "logicalDefinitionAxioms", "propertyChainAxioms"]


@given(st.dictionaries(st.sampled_from(PARTS), st.lists(VALUES, max_size=3) | VALUES))
def test_no_json_breaks_the_reader(parts: dict[str, Any]) -> None:
    nodes = parts.get("nodes")
    parts["nodes"] = [*(nodes if isinstance(nodes, list) else []), {"id": "Y:1", "lbl": "kept"}]
    reading = reading_of(document(**parts))
    assert f"{OBO}Y_1" in {triple.subject.value for triple in reading.triples}
    assert all(fault.file == "x.json" for fault in reading.faults)
