"""OBO as people write it: what each clause says, and what is said of a line that is broken."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somagraph.errors import UnreadableFileError
from somagraph.readers import Reading, read_triples
from somagraph.triples import BlankNode, Literal, Term, Triple
from somagraph.vocabulary import OBO, OBO_IN_OWL, OWL, RDF, RDFS, SKOS

TYPE, FIRST, REST, NIL = (RDF + name for name in ("type", "first", "rest", "nil"))
LABEL, SUBCLASS, SUBPROPERTY = (RDFS + n for n in ("label", "subClassOf", "subPropertyOf"))
XREF = OBO_IN_OWL + "hasDbXref"
A, B, C, D = (f"{OBO}X_{number}" for number in range(1, 5))


def reading_of(text: str | bytes) -> Reading:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.obo"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_triples(path, "x.obo")


def told(text: str) -> list[str]:
    return [str(fault) for fault in reading_of(text).faults]


def shown(term: Term, blanks: dict[BlankNode, str]) -> str:
    """Return blank nodes as letters, in the order in which they come."""
    if isinstance(term, BlankNode):
        return blanks.setdefault(term, "_" + "abcdefghij"[len(blanks)])
    return term.value if not isinstance(term, Literal) else repr(term.value)


def said(clauses: str, kind: str = "Term", around: str = "") -> list[tuple[str, str, str]]:
    """Return what clauses say of ``X:1``, but for its type."""
    text = f"{around}\n[{kind}]\nid: X:1\n{clauses}\n[Term]\nid: OTHER:1\n"
    reading = reading_of(text)
    assert not reading.faults
    blanks: dict[BlankNode, str] = {}
    rows = [
        (shown(t.subject, blanks), t.predicate.value, shown(t.object, blanks))
        for t in reading.triples
    ]
    about = [row for row in rows if row[0] == f"{OBO}X_1" or row[0].startswith("_")]
    return about[1:]


@pytest.mark.parametrize(
    ("clause", "predicate", "value"),
    [
        ("name: psoas major", LABEL, "psoas major"),
        ("name: psoas major ! a muscle", LABEL, "psoas major"),
        ("  name : psoas", LABEL, "psoas"),
        (r"name: a\:b\, \"c\" \! d", LABEL, 'a:b, "c" ! d'),
        ("name: 2-{methyl}amine", LABEL, "2-{methyl}amine"),
        ('name: loin {source="FMA:1"} ! comment', LABEL, "loin"),
        (r'def: "The \"loin\".\nTwo lines." [FMA:1] ! x', SKOS + "definition", None),
        ('synonym: "iliopsoas" EXACT []', SKOS + "altLabel", "iliopsoas"),
        ('synonym: "iliopsoas" EXACT PLURAL [FMA:1]', SKOS + "altLabel", "iliopsoas"),
        ('synonym: "iliopsoas" []', SKOS + "altLabel", "iliopsoas"),
        ('synonym: "iliopsoas"', SKOS + "altLabel", "iliopsoas"),
        ("xref: FMA:18060", XREF, "FMA:18060"),
        ('xref: FMA:18060 "psoas ! major" {source="x"} ! comment', XREF, "FMA:18060"),
        (r"xref: http\://x.org/Category\:Loin", XREF, "http://x.org/Category:Loin"),
        ("is_obsolete: true", OWL + "deprecated", "true"),
        ("name: psoas \\\nmajor", LABEL, "psoas major"),
        ("name: psoas \\\nma\\\njor", LABEL, "psoas major"),
        ("name: back\\\\\nis_obsolete: false", LABEL, "back\\"),
        ("name: one\vtwo\u2028three", LABEL, "one\vtwo\u2028three"),
    ],
)
def test_what_a_clause_says_in_a_literal(clause: str, predicate: str, value: str | None) -> None:
    expected = 'The "loin".\nTwo lines.' if value is None else value
    assert said(clause) == [(A, predicate, repr(expected))]


def test_an_obsolete_term_is_so_as_a_boolean() -> None:
    triples = reading_of("[Term]\nid: X:1\nis_obsolete: true\n").triples
    assert triples[1].object == Literal("true", datatype="http://www.w3.org/2001/XMLSchema#boolean")


@pytest.mark.parametrize(
    "clause",
    [
        "comment: any",
        "no_such_tag: any",
        'synonym: "loin" BROAD []',
        'synonym: "loin" RELATED []',
        "is_obsolete: false",
        "! a comment",
        "!is_a: X:2",
        'relationship: part_of X:2 {gci_relation="part_of", gci_filler="NCBITaxon:1"}',
        'relationship: part_of X:2 {all_only="true"}',
        'relationship: part_of X:2 {cardinality="0"}',
        'is_a: X:2 {gci_relation="part_of", gci_filler="NCBITaxon:1"}',
        'intersection_of: X:2\nintersection_of: part_of X:3 {all_only="true"}',
    ],
)
def test_what_says_something_else_is_passed_over(clause: str) -> None:
    assert said(clause) == []


@pytest.mark.parametrize(
    ("clause", "iri"),
    [
        ("is_a: X:2", B),
        ("is_a: X:2 ! muscle organ", B),
        ("is_a: X:2! muscle organ", B),
        ('is_a: X:2 {is_inferred="true"} ! muscle {organ}', B),
        ("is_a: http://example.org/a#b", "http://example.org/a#b"),
        ("is_a: muscle", f"{OBO}muscle"),
        ("is_a: X:2:3", f"{OBO}X_2:3"),
    ],
)
def test_a_kind_of(clause: str, iri: str) -> None:
    assert said(clause) == [(A, SUBCLASS, iri)]


def some(blank: str, relation: str, target: str) -> list[tuple[str, str, str]]:
    return [
        (blank, TYPE, OWL + "Restriction"),
        (blank, OWL + "onProperty", relation),
        (blank, OWL + "someValuesFrom", target),
    ]


def test_a_relationship_is_a_restriction() -> None:
    expected = [*some("_a", f"{OBO}part_of", B), (A, SUBCLASS, "_a")]
    assert said("relationship: part_of X:2 ! pelvis") == expected
    assert said("relationship: part_of \tX:2") == expected


@pytest.mark.parametrize("key", ["source", "xref"])
def test_who_says_so_stands_in_an_axiom(key: str) -> None:
    clause = f'relationship: part_of X:2 {{{key}="FMA:1", order="2", {key}="a \\"b\\" }}!"}} ! x'
    assert said(clause) == [
        *some("_a", f"{OBO}part_of", B),
        (A, SUBCLASS, "_a"),
        ("_b", TYPE, OWL + "Axiom"),
        ("_b", OWL + "annotatedSource", A),
        ("_b", OWL + "annotatedProperty", SUBCLASS),
        ("_b", OWL + "annotatedTarget", "_a"),
        ("_b", XREF, "'FMA:1'"),
        ("_b", XREF, "'a \"b\" }!'"),
    ]
    assert (f"_{'a'}", OWL + "annotatedTarget", B) in said(f'is_a: X:2 {{{key}="FMA"}}')


def test_an_intersection_is_a_list() -> None:
    clauses = "intersection_of: X:2 ! muscle\nintersection_of: part_of X:3 ! loin"
    assert said(clauses) == [
        (A, OWL + "equivalentClass", "_a"),
        *some("_b", f"{OBO}part_of", C),
        ("_a", OWL + "intersectionOf", "_c"),
        ("_c", FIRST, B),
        ("_c", REST, "_d"),
        ("_d", FIRST, "_b"),
        ("_d", REST, NIL),
    ]


def test_what_is_equivalent() -> None:
    assert said("equivalent_to: X:2") == [(A, OWL + "equivalentClass", B)]
    header = "format-version: 1.2\ntreat-xrefs-as-equivalent: X\n"
    assert said("xref: X:2\nxref: Y:3", around=header) == [
        (A, XREF, "'X:2'"),
        (A, OWL + "equivalentClass", B),
        (A, XREF, "'Y:3'"),
    ]


@pytest.mark.parametrize(
    ("xrefs", "iri"),
    [
        ("xref: BFO:0000050", f"{OBO}BFO_0000050"),
        ("xref: FMA:1\nxref: RO:0002220 ! x\nxref: BFO:1", f"{OBO}RO_0002220"),
        ('xref: BSPO:0000096 "in front"', f"{OBO}BSPO_0000096"),
        ("xref: FMA:85994", f"{OBO}part_of"),
        ("", f"{OBO}part_of"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_relation_has_the_iri_that_others_know(xrefs: str, iri: str, first: bool) -> None:
    typedef = f"[Typedef]\nid: part_of ! x\nname: part of\n{xrefs}\n"
    term = "[Term]\nid: X:1\nrelationship: part_of X:2\n"
    triples = set(reading_of(typedef + term if first else term + typedef).triples)
    spoken = {(t.subject.value, t.predicate.value, t.object.value) for t in triples}
    assert (iri, TYPE, OWL + "ObjectProperty") in spoken
    assert (iri, LABEL, "part of") in spoken
    assert [o for _, p, o in spoken if p == OWL + "onProperty"] == [iri]


@pytest.mark.parametrize("name", ["<part>", "'[part_of", "_:part"])
def test_a_relation_that_others_know_may_be_called_anything(name: str) -> None:
    reading = reading_of(f"[Typedef]\nid: {name}\nxref: BFO:0000050\n\n[Term]\nid: X:1\n")
    assert reading.faults == ()
    spoken = {(t.subject.value, t.predicate.value, t.object.value) for t in reading.triples}
    assert (f"{OBO}BFO_0000050", LABEL, name.replace("_", " ")) in spoken


@pytest.mark.parametrize(
    ("clause", "rows"),
    [
        ("name: part of", [(A, LABEL, "'part of'")]),
        ("is_transitive: true", [(A, TYPE, OWL + "TransitiveProperty")]),
        ("is_symmetric: true", [(A, TYPE, OWL + "SymmetricProperty")]),
        ("is_transitive: false\nis_symmetric: false\nxref: FMA:1", []),
        ("inverse_of: has_part ! x", [(A, OWL + "inverseOf", f"{OBO}BFO_0000051")]),
        ("is_a: overlaps ! overlaps", [(A, SUBPROPERTY, f"{OBO}overlaps")]),
        (
            "holds_over_chain: part_of has_part",
            [
                (A, OWL + "propertyChainAxiom", "_a"),
                ("_a", FIRST, f"{OBO}part_of"),
                ("_a", REST, "_b"),
                ("_b", FIRST, f"{OBO}BFO_0000051"),
                ("_b", REST, NIL),
            ],
        ),
        (
            "transitive_over: part_of",
            [
                (A, OWL + "propertyChainAxiom", "_a"),
                ("_a", FIRST, A),
                ("_a", REST, "_b"),
                ("_b", FIRST, f"{OBO}part_of"),
                ("_b", REST, NIL),
            ],
        ),
    ],
)
def test_what_is_said_of_a_relation(clause: str, rows: list[tuple[str, str, str]]) -> None:
    around = "[Typedef]\nid: has_part\nxref: BFO:0000051\n"
    assert said(clause, "Typedef", around) == rows


def test_an_instance_is_related_as_it_is() -> None:
    clauses = "name: this psoas\ninstance_of: X:2\nrelationship: part_of X:3"
    assert said(clauses, "Instance") == [
        (A, LABEL, "'this psoas'"),
        (A, TYPE, B),
        (A, f"{OBO}part_of", C),
    ]
    (kind,) = reading_of("[Instance]\nid: X:1").triples
    assert kind == Triple(kind.subject, kind.predicate, kind.object)
    assert kind.object.value == OWL + "NamedIndividual"


BROKEN = r"""format-version: 1.2
a header that is none

[Term]
id: X:1
name: one
name:
def: no quotes
def: "no end
synonym: "no end \" EXACT []
synonym: "text" SIMILAR []
xref:
xref: ! nothing
xref: FMA:1 "no end
is_a: !!!
is_a:
is_a: http://bad<iri>
is_a: X:2 {source="no end
is_a: X:2 X:3
relationship
relationship: part_of
relationship: part_of ! nothing
relationship: part of X:2
relationship: part_of http://bad<iri>
intersection_of: X:2
this line is broken
is_a: X:2
[Term

[Term]
id: http://bad<iri>
name: lost
is_a: ???<

[Term]
name: lost

[Term]
id: X:3
name: three
intersection_of: X:2
intersection_of: over
intersection_of: over X:1
id: X:4
name: four

[Typedef]
id: over
holds_over_chain: over
inverse_of: _:x

[Unknown kind
[Annotation]
no tag here, and nobody asks

[Term]
id: X:5"""

FAULTS = """\
x.obo, line 2: this line has no tag
x.obo, line 7: this name is empty
x.obo, line 8: its text has no quotes
x.obo, line 9: its quotes do not end
x.obo, line 10: its quotes do not end
x.obo, line 11: 'SIMILAR' is no scope of a synonym
x.obo, line 12: this xref is empty
x.obo, line 13: this xref is empty
x.obo, line 14: its quotes do not end
x.obo, line 15: '' is no identifier
x.obo, line 16: '' is no identifier
x.obo, line 17: 'http://bad<iri>' is no identifier
x.obo, line 18: its braces or their quotes do not end
x.obo, line 19: 'X:2 X:3' is no identifier
x.obo, line 20: this line has no tag
x.obo, line 21: no target is named
x.obo, line 22: no target is named
x.obo, line 23: 'of X:2' is no identifier
x.obo, line 24: 'http://bad<iri>' is no identifier
x.obo, line 25: an intersection needs two lines
x.obo, line 26: this line has no tag
x.obo, line 28: this line has no tag
x.obo, line 31: 'http://bad<iri>' is no identifier
x.obo, line 35: this [Term] has no id
x.obo, line 42: no target is named
x.obo, line 44: this [Term] has an id already; what follows is left out
x.obo, line 49: a chain needs two relations
x.obo, line 50: '_:x' is no identifier
x.obo, line 52: this line has no tag
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\N{BYTE ORDER MARK}"])
def test_every_broken_line_is_told_and_the_rest_is_read(start: str, end: str) -> None:
    reading = reading_of((start + BROKEN).replace("\n", end).encode())
    assert [str(fault) for fault in reading.faults] == FAULTS.splitlines()
    assert [(t.subject.value, t.predicate.value, t.object.value) for t in reading.triples] == [
        (A, TYPE, OWL + "Class"),
        (A, LABEL, "one"),
        (A, SUBCLASS, B),
        (C, TYPE, OWL + "Class"),
        (C, LABEL, "three"),
        (f"{OBO}over", TYPE, OWL + "ObjectProperty"),
        (f"{OBO}X_5", TYPE, OWL + "Class"),
    ]


def test_a_target_that_is_equal_must_be_an_identifier() -> None:
    text = "treat-xrefs-as-equivalent: FMA\n[Term]\nid: X:1\nxref: FMA:<1>\nxref: Y:<1>\n"
    assert told(text) == ["x.obo, line 4: 'FMA:<1>' is no identifier"]


def test_a_line_that_goes_on_is_told_where_it_begins() -> None:
    text = "[Term]\nid: X:1\nname: \\\n \\\n\nis_a: <\n\\"
    assert told(text) == [
        "x.obo, line 3: this name is empty",
        "x.obo, line 6: '<' is no identifier",
        "x.obo, line 7: this line has no tag",
    ]
    assert told("[Term]\nid: X:1\n\\\n") == []


@pytest.mark.parametrize(
    "text", ["format-version: 1.4\n", "[Typedef]\nid: part_of\n", "[Term]\nname: no id\n"]
)
def test_a_file_without_a_term_is_no_obo(text: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        reading_of(text)
    assert caught.value.reason == "this is not OBO (it holds no [Term])"


WHOLE = r"""format-version: 1.2
treat-xrefs-as-equivalent: FMA

[Term]
id: X:1
name: one
def: "The \"first\"." [FMA:1]
synonym: "uno" EXACT []
xref: FMA:1
is_a: X:2 {source="FMA"} ! two
relationship: part_of X:3 ! three
intersection_of: X:2
intersection_of: part_of X:3

[Term]
id: X:2
name: two

[Term]
id: X:3
name: three
is_obsolete: true

[Typedef]
id: part_of
name: part of
xref: BFO:0000050
is_transitive: true
""".splitlines()

_NAMES = {A: "one", B: "two", C: "three"}


def terms_of(lines: list[str]) -> dict[str, set[tuple[str, str]]]:
    """Return what is said of each term outright."""
    terms: dict[str, set[tuple[str, str]]] = {}
    for t in reading_of("\n".join(lines)).triples:
        if t.subject.value in _NAMES and not isinstance(t.object, BlankNode):
            terms.setdefault(t.subject.value, set()).add((t.predicate.value, t.object.value))
    return terms


def stanza_of(line: int) -> str:
    """Return the IRI of the term that a line belongs to, or nothing."""
    return A if 3 <= line < 14 else B if 14 <= line < 18 else C if 18 <= line < 23 else ""


@given(
    st.integers(3, len(WHOLE) - 1),
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs", "Cc"])),
        st.sampled_from(["", "[", "]", ":", "!", '"', "{", "[Term", "is_a", "is_a:", "[[Term]]"]),
    ).filter(lambda text: not text.endswith("\\")),
)
def test_garbage_in_one_line_harms_no_other_term(place: int, garbage: str) -> None:
    lines = [*WHOLE[:place], garbage, *WHOLE[place + 1 :]]
    whole, harmed = terms_of(WHOLE), terms_of(lines)
    for iri in _NAMES:
        if iri != stanza_of(place):
            assert harmed[iri] == whole[iri]


@given(
    st.lists(
        st.sampled_from([*WHOLE, *BROKEN.splitlines(), "id: http://[", "name:", "[", ":", "\\"])
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_no_mix_of_lines_breaks_the_reader(lines: list[str], end: str) -> None:
    try:
        reading = reading_of("format-version: 1.2\n" + end.join(lines))
    except UnreadableFileError as error:
        assert error.reason == "this is not OBO (it holds no [Term])"
    else:
        assert all(0 < fault.line <= len(lines) + 1 for fault in reading.faults)
        assert list(reading.faults) == sorted(reading.faults, key=lambda fault: fault.line)
