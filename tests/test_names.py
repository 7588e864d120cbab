"""Names as people type them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somagraph.errors import AmbiguousNameError, NameResolutionError, UnknownNameError
from somagraph.knowledge import KnowledgeGraph
from somagraph.names import NameIndex, Resolved, normalize

Loader = Callable[[str], KnowledgeGraph]

PSOAS = Resolved(entity="soma:psoas-major", note="'psoas' is read as the psoas major.")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def names(graph: KnowledgeGraph) -> NameIndex:
    return NameIndex(graph)


@pytest.mark.parametrize(
    ("typed", "entity"),
    [
        ("L3", "soma:l3-vertebra"),
        ("l3 ", "soma:l3-vertebra"),
        ("third lumbar vertebra", "soma:l3-vertebra"),
        ("The Third Lumbar Vertebra", "soma:l3-vertebra"),
        ("T12", "soma:t12-vertebra"),
        ("rest and digest", "soma:parasympathetic-state"),
        ("rest-and-digest", "soma:parasympathetic-state"),
        ("fight or flight", "soma:fight-or-flight"),
        ("Fight-or-Flight", "soma:fight-or-flight"),
        ("IBS", "soma:irritable-bowel-syndrome"),
        ("ibs", "soma:irritable-bowel-syndrome"),
        ("low back pain", "soma:low-back-pain"),
        ("Constructive Rest", "soma:constructive-rest"),
        ("breath capacity", "soma:breath-capacity"),
        ("kidneys", "soma:kidney"),
        ("a kidney", "soma:kidney"),
        ("psoas major", "soma:psoas-major"),
        ("Psoas Minor", "soma:psoas-minor"),
        ("tight psoas", "soma:tight-psoas-major"),
        ("soma:psoas-major", "soma:psoas-major"),
        ("https://w3id.org/somagraph/psoas-major", "soma:psoas-major"),
    ],
)
def test_a_name_leads_to_its_entity(names: NameIndex, typed: str, entity: str) -> None:
    assert names.resolve(typed) == Resolved(entity)  # type: ignore[arg-type]


def test_psoas_is_the_psoas_major_and_says_so(names: NameIndex) -> None:
    assert names.resolve("psoas") == PSOAS
    assert names.resolve("the Psoas").entity == "soma:psoas-major"


@pytest.mark.parametrize("name", ["rdfs:label", "skos:altLabel", "skos:prefLabel"])
def test_psoas_stays_the_major_when_the_minor_takes_the_name(
    load_turtle: Loader, name: str
) -> None:
    added = NameIndex(load_turtle(f'soma:psoas-minor {name} "psoas" .'))
    assert added.resolve("psoas") == PSOAS
    assert added.resolve("psoas minor").entity == "soma:psoas-minor"


def test_psoas_stays_the_major_when_a_stranger_takes_the_name(load_turtle: Loader) -> None:
    added = NameIndex(load_turtle('ex:psoas rdfs:label "Psoas" .'))
    assert added.resolve("psoas") == PSOAS
    assert added.resolve("https://example.org/psoas").entity == "https://example.org/psoas"


def test_an_added_term_is_found_by_curie_and_iri(load_turtle: Loader) -> None:
    added = NameIndex(
        load_turtle('<http://purl.obolibrary.org/obo/UBERON_9999999> rdfs:label "kneecap" .')
    )
    for name in (
        "UBERON:9999999",
        "http://purl.obolibrary.org/obo/UBERON_9999999",
        "obo:UBERON_9999999",
        "kneecaps",
    ):
        assert added.resolve(name).entity == "UBERON:9999999"


def test_an_unknown_name_is_told_with_what_was_meant(names: NameIndex) -> None:
    with pytest.raises(UnknownNameError) as caught:
        names.resolve("psoas majer")
    assert caught.value.name == "psoas majer"
    assert caught.value.candidates[0] == "psoas major"
    assert str(caught.value).startswith(
        "Nothing here is called 'psoas majer'; did you mean psoas major"
    )


def test_a_hopeless_name_is_told_where_to_look(names: NameIndex) -> None:
    with pytest.raises(UnknownNameError) as caught:
        names.resolve("qqqqqq")
    assert caught.value.candidates == ()
    assert str(caught.value) == (
        "Nothing here is called 'qqqqqq'; `somagraph search TEXT` lists what there is."
    )


def test_an_ambiguous_name_is_told_with_its_candidates(load_turtle: Loader) -> None:
    added = NameIndex(
        load_turtle(
            """
            ex:left a soma:Organ ; rdfs:label "left lung" ; skos:altLabel "this lung" .
            ex:right rdfs:label "right lung" ; skos:altLabel "This-Lung" .
            """
        )
    )
    with pytest.raises(AmbiguousNameError) as caught:
        added.resolve("this lung")
    assert caught.value.candidates == (
        "https://example.org/left (left lung, organ)",
        "https://example.org/right (right lung)",
    )
    assert str(caught.value).endswith("; use the id of the one you mean.")


def test_a_label_goes_before_a_synonym(load_turtle: Loader) -> None:
    added = NameIndex(load_turtle('ex:a rdfs:label "a thing" ; skos:altLabel "kidney" .'))
    assert added.resolve("kidney").entity == "soma:kidney"


def test_every_label_synonym_and_id_leads_home(graph: KnowledgeGraph, names: NameIndex) -> None:
    for entity in graph.entities.values():
        for name in (entity.id, entity.iri, entity.label, entity.phrase, *entity.synonyms):
            assert names.resolve(name).entity == entity.id


@given(st.text(max_size=60))
def test_any_text_is_resolved_or_refused(names: NameIndex, text: str) -> None:
    try:
        found = names.resolve(text)
    except NameResolutionError as error:
        assert error.name == text
        assert len(error.candidates) <= 5
        assert "\n" not in str(error)
    else:
        assert found.entity.startswith("soma:")


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "the", "soma:", "http://", "x" * 100_000, "\ud800", "::", "s", "ies"]
)
def test_odd_texts_are_refused(names: NameIndex, text: str) -> None:
    with pytest.raises(UnknownNameError):
        names.resolve(text)


@given(st.data())
def test_case_hyphens_and_spaces_do_not_matter(
    graph: KnowledgeGraph, names: NameIndex, data: st.DataObject
) -> None:
    entity = data.draw(st.sampled_from(sorted(graph.entities.values(), key=lambda e: e.id)))
    typed = data.draw(
        st.sampled_from(
            [
                entity.label.upper(),
                entity.label.title(),
                entity.label.replace(" ", "-"),
                f"  {entity.label.replace(' ', '  ')}\t",
            ]
        )
    )
    assert names.resolve(typed).entity == entity.id


@given(st.text(max_size=40))
def test_punctuation_around_a_name_does_not_matter(text: str) -> None:
    assert normalize(f" ({text})!\n") == normalize(text)


def test_a_search_puts_whole_names_first(names: NameIndex) -> None:
    found = [entity.id for entity in names.search("psoas")]
    assert found[0] == "soma:psoas-major"
    assert {"soma:psoas-minor", "soma:tight-psoas-major", "soma:psoas-fascia"} <= set(found)
    assert names.search("psoas", limit=2) == names.search("psoas")[:2]


def test_a_search_looks_into_definitions_last(names: NameIndex) -> None:
    found = names.search("makes the urine")
    assert [entity.id for entity in found] == ["soma:kidney"]


@pytest.mark.parametrize("text", ["", "...", "qqqqqq"])
def test_a_search_may_find_nothing(names: NameIndex, text: str) -> None:
    assert names.search(text) == ()
