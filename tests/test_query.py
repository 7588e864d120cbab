"""SPARQL for reading, and only for reading."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from somagraph.cli import main
from somagraph.dataset import read_files
from somagraph.errors import QueryError
from somagraph.knowledge import KnowledgeGraph
from somagraph.query import QueryResult, run_query

SOMA = "https://w3id.org/somagraph/"


def rows(graph: KnowledgeGraph, query: str) -> set[tuple[str, ...]]:
    return set(run_query(graph.dataset, query).rows)


def test_a_select_gives_named_columns_and_sorted_rows(graph: KnowledgeGraph) -> None:
    query = """
        SELECT ?relation ?bone WHERE {
            soma:psoas-minor ?relation ?bone . ?bone a soma:Vertebra .
        }
    """
    assert run_query(graph.dataset, query) == QueryResult(
        ("relation", "bone"),
        (
            (f"{SOMA}arisesFrom", f"{SOMA}l1-vertebra"),
            (f"{SOMA}arisesFrom", f"{SOMA}t12-vertebra"),
        ),
    )


def test_the_order_of_the_query_is_kept(graph: KnowledgeGraph) -> None:
    query = "SELECT ?name WHERE { soma:psoas-minor skos:altLabel ?name } ORDER BY DESC(?name)"
    names = [row[0] for row in run_query(graph.dataset, query).rows]
    assert names == sorted(names, reverse=True)
    assert "psoas parvus" in names


def test_all_files_are_queried_as_one(graph: KnowledgeGraph) -> None:
    query = """
        SELECT ?state WHERE {
            ?state soma:bearer ?muscle . ?muscle rdfs:label "psoas major" .
        }
    """
    bearer = "soma:psoas-major"
    states = {e.iri for e in graph.entities.values() if e.bearer == bearer}
    assert rows(graph, query) == {(iri,) for iri in states}
    assert states


def test_an_unbound_cell_is_empty(graph: KnowledgeGraph) -> None:
    query = """
        SELECT ?x ?none WHERE {
            ?x rdfs:label "psoas minor" OPTIONAL { ?x soma:bearer ?none }
        }
    """
    assert rows(graph, query) == {(f"{SOMA}psoas-minor", "")}


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("ASK { soma:psoas-major soma:arisesFrom soma:l3-vertebra }", "true"),
        ("ASK { soma:constructive-rest soma:kindOf soma:yoga-pose }", "false"),
        (
            "ASK { soma:psoas-lengthening-pose soma:substantiallyRelieves "
            "soma:overdrive-muscle-tension }",
            "false",
        ),
    ],
)
def test_an_ask_is_true_or_false(graph: KnowledgeGraph, query: str, answer: str) -> None:
    assert run_query(graph.dataset, query) == QueryResult(("answer",), ((answer,),))


def test_a_construct_gives_triples(graph: KnowledgeGraph) -> None:
    query = """
        CONSTRUCT { ?bone <https://example.org/holds> ?muscle }
        WHERE { ?muscle soma:arisesFrom ?bone . ?bone rdfs:label "T12 vertebra" }
    """
    result = run_query(graph.dataset, query)
    assert result.columns == ("subject", "predicate", "object")
    assert (
        f"{SOMA}t12-vertebra",
        "https://example.org/holds",
        f"{SOMA}psoas-major",
    ) in result.rows
    assert list(result.rows) == sorted(result.rows)


def test_a_describe_gives_triples(graph: KnowledgeGraph) -> None:
    described = rows(graph, "DESCRIBE soma:psoas-minor")
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    assert (f"{SOMA}psoas-minor", label, "psoas minor") in described


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT",
        "SELECT ?x WHERE { ?x",
        "SELECT ?x WHERE { ?x nowhere:p ?y }",
        "INSERT DATA { soma:a soma:b soma:c }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "LOAD <http://localhost:1/x.ttl>",
        "SELECT * WHERE { ?s ?p ?o } ; DROP ALL",
        "psoas",
    ],
)
def test_what_is_no_query_is_refused(graph: KnowledgeGraph, query: str) -> None:
    size = len(graph.dataset.rdf)
    with pytest.raises(QueryError, match=r"^This is no SPARQL query that only reads: "):
        run_query(graph.dataset, query)
    assert len(graph.dataset.rdf) == size


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
        "SELECT * WHERE { OPTIONAL { SERVICE SILENT <http://localhost:1/> { ?s ?p ?o } } }",
        "ASK { FILTER NOT EXISTS { SERVICE <http://localhost:1/> { ?s ?p ?o } } }",
        "SELECT * WHERE { { SELECT * WHERE { SERVICE ?any { ?s ?p ?o } } } }",
    ],
)
def test_another_server_is_never_asked(graph: KnowledgeGraph, query: str) -> None:
    with pytest.raises(QueryError, match=r"^SERVICE asks another server"):
        run_query(graph.dataset, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://localhost:1/x.ttl> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://localhost:1/x.ttl> WHERE { GRAPH ?g { ?s ?p ?o } }",
        "ASK FROM <file:///etc/passwd> { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } FROM <http://localhost:1/> WHERE { ?s ?p ?o }",
    ],
)
def test_no_other_data_is_loaded(graph: KnowledgeGraph, query: str) -> None:
    with pytest.raises(QueryError, match=r"^FROM asks for another dataset"):
        run_query(graph.dataset, query)


def test_a_function_that_fails_leaves_its_cell_empty(graph: KnowledgeGraph) -> None:
    query = 'SELECT (REPLACE("a", "(", "b") AS ?x) (1 AS ?y) WHERE { }'
    assert run_query(graph.dataset, query) == QueryResult(("x", "y"), (("", "1"),))


def test_a_function_that_nobody_defined_is_told(graph: KnowledgeGraph) -> None:
    query = "SELECT ?s WHERE { ?s ?p ?o FILTER <https://example.org/f>(?o) }"
    with pytest.raises(QueryError, match=r"^The query cannot be answered: .*custom function"):
        run_query(graph.dataset, query)


def test_a_query_that_is_nested_too_deeply_is_told(graph: KnowledgeGraph) -> None:
    query = "ASK " + "{" * 3000 + "}" * 3000
    with pytest.raises(QueryError, match="nested too deeply"):
        run_query(graph.dataset, query)


RESULT = QueryResult(
    ("who", "says"), (("Gray", 'a "quoted", text'), ("", "two\nlines"), ("Größe", "x"))
)


def test_csv_is_read_back_cell_by_cell() -> None:
    text = RESULT.to_csv()
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        list(RESULT.columns),
        *map(list, RESULT.rows),
    ]
    assert "\r" not in text


def test_json_is_a_list_of_objects() -> None:
    assert json.loads(RESULT.to_json()) == [
        {"who": "Gray", "says": 'a "quoted", text'},
        {"who": "", "says": "two\nlines"},
        {"who": "Größe", "says": "x"},
    ]
    assert "Größe" in RESULT.to_json()
    assert QueryResult(("x",), ()).to_json() == "[]\n"


def test_a_table_lines_its_columns_up() -> None:
    result = QueryResult(("muscle", "n"), (("psoas", "1"), ("iliacus", "12")))
    assert result.to_table() == "muscle   n\n-------  --\npsoas    1\niliacus  12\n"


def test_a_table_without_rows_shows_its_header() -> None:
    assert QueryResult(("muscle",), ()).to_table() == "muscle\n------\n"


def test_the_same_query_gives_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    lines = [f"<a:{n}> <a:p> {n} ." for n in range(50)]
    query = "SELECT ?s WHERE { ?s <a:p> ?n }"
    path.write_text("\n".join(lines))
    forwards = run_query(read_files([path]), query)
    path.write_text("\n".join(reversed(lines)))
    assert run_query(read_files([path]), query) == forwards


def limited(graph: KnowledgeGraph, query: str, **limits: float) -> str:
    with pytest.raises(QueryError) as caught:
        run_query(graph.dataset, query, **limits)  # type: ignore[arg-type] # megabytes are whole
    return str(caught.value)


PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GROWN = '"' + "a" * 10 + '"'
for _ in range(8):
    GROWN = f'REPLACE({GROWN}, "a", "aaaaaaaaaa")'
JOINED = '"' + "a" * 1000 + '"'
for _ in range(12):
    JOINED = f"CONCAT({JOINED}, {JOINED})"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (f"SELECT (COUNT(*) AS ?n) {PRODUCT}", "2 seconds (--seconds)"),
        ("SELECT * { ?a (!soma:x)* ?b . ?b (!soma:x)* ?c . ?c (!soma:x)* ?d }", "(--"),
        (f"SELECT * {PRODUCT} ORDER BY ?a DESC(?i)", "200 MB of memory (--memory)"),
        (f"SELECT * {PRODUCT}", "200 MB of memory (--memory)"),
        (f"SELECT ({GROWN} AS ?x) {{}}", "200 MB of memory (--memory)"),
        (f"SELECT ?x {{ ?a ?b ?c BIND(CONCAT({JOINED}, STR(?c)) AS ?x) }}", "(--"),
        ("ASK { FILTER(" + "!" * 60_000 + "true) }", "nested too deeply"),
        ("ASK { FILTER(1" + "+1" * 60_000 + " > 2) }", "nested too deeply"),
        ("ASK { ?s rdfs:label" + "/rdfs:label" * 60_000 + " ?o }", ""),
    ],
    ids=["product", "paths", "order", "rows", "replace", "concat", "nots", "sums", "path"],
)
def test_a_query_without_end_is_stopped(graph: KnowledgeGraph, query: str, reason: str) -> None:
    told = limited(graph, query, seconds=2, megabytes=200)
    assert told.startswith("The query was stopped: answering it ")
    assert reason in told


def test_a_pattern_that_explodes_elsewhere_is_answered(graph: KnowledgeGraph) -> None:
    query = 'ASK { FILTER(REGEX("' + "a" * 5000 + 'b", "^(((a+)+)+)+$")) }'
    assert run_query(graph.dataset, query).rows == (("false",),)


def test_the_limits_are_options() -> None:
    arguments = ["query", "--seconds", "0.5", f"SELECT (COUNT(*) AS ?n) {PRODUCT}"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: The query was stopped: answering it takes more than 0.5 seconds (--seconds).\n"
    )


def test_terms_of_every_kind_are_queried(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text(
        '<a:s> <a:p> "quoted \\" back\\\\slash \\n line \\r return \\t tab" .\n'
        '<a:s> <a:p> "Lende"@de .\n<a:s> <a:p> "1"^^<a:type> .\n<a:s> <a:p> _:b .\n'
        "<a:s> <a:p> <a:\\u00E9> .\n",
        "utf-8",
    )
    found = run_query(read_files([path]), "SELECT ?o (LANG(?o) AS ?l) { <a:s> <a:p> ?o }")
    (blank,) = (row for row in found.rows if row[0].startswith("_:"))
    assert set(found.rows) == {
        ('quoted " back\\slash \n line \r return \t tab', ""),
        ("Lende", "de"), ("1", ""), ("a:é", ""), blank,
    }  # fmt: skip
