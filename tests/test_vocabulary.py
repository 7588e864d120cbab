"""IRIs, CURIEs and the names of terms that have none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somagraph.knowledge import KnowledgeGraph
from somagraph.vocabulary import OBO, PREFIXES, curie_of, iri_of, local_name, soma


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        (soma("psoas-major"), "soma:psoas-major"),
        (f"{OBO}UBERON_0001103", "UBERON:0001103"),
        (f"{OBO}BFO_0000050", "BFO:0000050"),
        (f"{OBO}uberon/core.owl", f"{OBO}uberon/core.owl"),
        (f"{OBO}part_of", "obo:part_of"),
        ("http://www.w3.org/2004/02/skos/core#exactMatch", "skos:exactMatch"),
        (soma("file/a%20b.ttl"), soma("file/a%20b.ttl")),
        (soma(""), soma("")),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_an_iri_is_shortened_where_a_prefix_fits(iri: str, curie: str) -> None:
    assert curie_of(iri) == curie
    assert iri_of(curie) == iri


def test_every_entity_and_relation_is_found_by_curie_and_iri(graph: KnowledgeGraph) -> None:
    for thing in (*graph.entities.values(), *graph.relations.values()):
        assert curie_of(thing.iri) == thing.id
        assert iri_of(thing.id) == thing.iri


@given(
    st.sampled_from([*PREFIXES.values(), OBO + "UBERON_", "https://example.org/", "urn:x:"]),
    st.text(max_size=12),
)
def test_shortening_an_iri_loses_nothing(namespace: str, rest: str) -> None:
    assert iri_of(curie_of(namespace + rest)) == namespace + rest


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://example.org/terms#liesBeside", "liesBeside"),
        ("http://example.org/terms/part_of/", "part_of"),
        ("urn:isbn:0", "0"),
    ],
)
def test_a_thing_without_label_is_named_by_the_end_of_its_iri(iri: str, name: str) -> None:
    assert local_name(iri) == name
