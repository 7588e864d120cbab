"""What a query asks for is told by its words, wherever they stand and however they are spelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somagraph.errors import QueryError
from somagraph.sparql_screen import screen_query

ELSEWHERE = "<http://127.0.0.1:9/>"

SERVICES = [
    f"SELECT * {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"select * {{ service {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SeRvIcE SILENT {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE{ELSEWHERE}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE # where to\n {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p ?o .SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 'x'@en SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 'x'SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p ?o }}#\nSERVICE {ELSEWHERE} {{ }}",
    "SELECT * { SERVICE ex:there { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <urn:a> } SERVICE ?x { ?s ?p ?o } }",
    f"SELECT * {{ \\u0053ERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERV\\U00000049CE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {ELSEWHERE} {{ }} }} }} }}",
    f"ASK {{ FILTER EXISTS {{ SERVICE {ELSEWHERE} {{ }} }} }}",
    f"ASK {{ FILTER(?x IN ('it\\'s', \"a\\\"b\")) SERVICE {ELSEWHERE} {{ }} }}",
    f"SELECT * {{ ?s ?p '''a'b''c''' . SERVICE {ELSEWHERE} {{ }} }}",
    f"SELECT * {{ ?s ?p 1SERVICE {ELSEWHERE} {{ }} }}",
    f"SELECT * {{ ?s ?p 1.5e0SERVICE SILENT {ELSEWHERE} {{ }} }}",
    f"SELECT * {{ ?s ?p trueSERVICESILENT{ELSEWHERE} {{ }} }}",
]

# ruff: noqa: S608 - SPARQL, and to be refused

FROMS = [
    f"SELECT * FROM {ELSEWHERE} {{ ?s ?p ?o }}",
    f"SELECT * FROM NAMED {ELSEWHERE} {{ ?s ?p ?o }}",
    "ASK from <file:///etc/passwd> { ?s ?p ?o }",
    f"CONSTRUCT {{ ?s ?p ?o }} FR\\u004fM {ELSEWHERE} {{ ?s ?p ?o }}",
    f"ASKFROM {ELSEWHERE} {{ ?s ?p ?o }}",
    f"CONSTRUCTFROMNAMED{ELSEWHERE} WHERE {{ ?s ?p ?o }}",
    f"DESCRIBE ?x FROM#x\n{ELSEWHERE} {{ ?x ?p ?o }}",
]

INNOCENT = [
    "SELECT * { ?s ?p 'SERVICE <x> {}' }",
    'SELECT * { ?s ?p "FROM \\"SERVICE\\" " }',
    "SELECT * { ?s ?p '''it's a SERVICE''' }",
    'SELECT * { ?s ?p """FROM ""here"" """ }',
    "SELECT * { ?s <http://example.org/SERVICE#FROM> ?o }",
    "SELECT * { ?s ?p ?o } # SERVICE and FROM",
    "PREFIX service: <http://example.org/> SELECT * { ?s service:from ?o }",
    "PREFIX e: <http://example.org/> SELECT * { ?s e:a.SERVICE ?o . ?s e:from\\-SERVICE ?o }",
    "SELECT ?service $FROM { ?service ?p $FROM }",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT * { _:service ?p _:from }",
    "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_another_server_is_seen_in_every_spelling(query: str) -> None:
    with pytest.raises(QueryError, match=r"^SERVICE asks another server; only the loaded files"):
        screen_query(query)


@pytest.mark.parametrize("query", FROMS)
def test_other_data_is_seen_in_every_spelling(query: str) -> None:
    with pytest.raises(QueryError, match=r"^FROM asks for another dataset; only the loaded files"):
        screen_query(query)


@pytest.mark.parametrize("query", INNOCENT)
def test_words_in_texts_names_and_comments_are_no_offence(query: str) -> None:
    assert not screen_query(query).ordered


@pytest.mark.parametrize("brackets", ["{}", "()", "[]"])
def test_depth_is_bounded(brackets: str) -> None:
    first, last = brackets
    screen_query("ASK " + first * 200 + last * 200)
    with pytest.raises(QueryError, match="nested too deeply: more than 200 brackets"):
        screen_query("ASK " + first * 201 + last * 201)


def test_only_the_order_of_the_whole_counts() -> None:
    assert screen_query("SELECT * { ?s ?p ?o } order by ?s").ordered
    assert not screen_query("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s } }").ordered


PIECES = st.sampled_from(
    [
        "'",
        '"',
        "'''",
        '"""',
        "\\",
        "#",
        "\n",
        "<",
        ">",
        "x:",
        "SERVICE",
        " ",
        "{",
        "}",
        "@en",
        "\\u",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=60).map("".join))
def test_no_text_breaks_it(text: str) -> None:
    try:
        screen_query(text)
    except QueryError as problem:
        assert str(problem).startswith(("SERVICE", "FROM", "The query is nested"))


@pytest.mark.parametrize("piece", ["'a", '"""a"', "<a", "a.", "\\u00", "@a-", "'\\"])
def test_a_long_query_is_read_in_one_go(piece: str) -> None:
    # A pattern that goes back and tries again would take hours for this.
    screen_query(piece * 100_000)
