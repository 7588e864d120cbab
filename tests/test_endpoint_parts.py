"""Graphs that lie in several shards, and endpoints that give only so much at once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

import somagraph
from somagraph.endpoint.connecting import connect
from somagraph.errors import AmbiguousNameError, EndpointError, UnknownNameError
from sparql_server import GRAPH, Engine, Quiet, serve, serving
from test_endpoint_answers import PREFIXES, both_told, over_files

SCHEMA = 'ex:beside rdfs:label "adjacent to" ; a owl:SymmetricProperty .\n'


def ladder(rungs: int) -> str:
    """Return a graph of two rows of things, each beside the next and the one across."""
    lines = [PREFIXES, SCHEMA]
    for place in range(rungs):
        for row in "ab":
            lines.append(f'ex:{row}{place} rdfs:label "{row} {place}" .')
            lines.append(f"ex:{row}{place} ex:beside ex:{row}{place + 1} .")
        lines.append(f"ex:a{place} ex:beside ex:b{place} .")
    return "\n".join(lines)


def test_two_shards_answer_as_one_graph() -> None:
    whole = ladder(12)
    lines = whole.removeprefix(PREFIXES).splitlines()
    one, other = (PREFIXES + "\n".join(lines[place::2]) for place in range(2))
    with serving(Engine(one)) as first, serving(Engine(other)) as second:
        found = connect([first, second], "a 1", "b 7", graph=GRAPH, max_hops=9)
    assert both_told(found) == over_files(whole, "a 1", "b 7", max_hops=9)


def test_a_shard_that_is_away_is_an_error_and_no_smaller_answer() -> None:
    with serving(Engine(ladder(3))) as address, pytest.raises(EndpointError, match="cannot be rea"):
        connect([address, "http://127.0.0.1:9/sparql"], "a 1", "b 1", graph=GRAPH)


@contextlib.contextmanager
def giving(engine: Engine, most: int, *, told: bool) -> Iterator[str]:
    """Serve an engine that cuts its answers off, as Virtuoso does, and says so or not."""

    class Handler(Quiet):
        def do_POST(self) -> None:  # noqa: N802 - as the library has it
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = json.loads(engine.ask(parse_qs(body.decode())["query"][0]))
            del answer["results"]["bindings"][most:]
            headers = {"X-SPARQL-MaxRows": str(most)} if told else {}
            data = json.dumps(answer).encode()
            self.reply(200, "application/sparql-results+json", data, **headers)

    with serve(Handler) as address:
        yield f"{address}/sparql"


def test_answers_that_are_cut_off_are_asked_for_in_parts() -> None:
    with giving(Engine(ladder(12)), 15, told=True) as address:
        found = connect(address, "a 1", "b 7", graph=GRAPH, max_hops=9)
    assert both_told(found) == over_files(ladder(12), "a 1", "b 7", max_hops=9)


def test_what_is_joined_to_too_much_makes_an_answer_a_partial_one() -> None:
    hub = "".join(f'ex:h{i} rdfs:label "h {i}" ; ex:beside ex:a2 .\n' for i in range(40))
    with giving(Engine(ladder(5) + "\n" + hub), 30, told=True) as address:
        found = connect(address, "a 1", "b 4", graph=GRAPH)
    assert found.truncated
    wanted = "This is a partial answer: some things there are joined to more than it gives at once."
    assert found.notes[-1].startswith(wanted)
    assert wanted in somagraph.render_answer(found.graph, found)


def test_a_hub_that_is_too_dear_to_matter_changes_nothing() -> None:
    """The ends lie beside each other; the hub is farther away than any path that is shown."""
    hub = "".join(f'ex:h{i} rdfs:label "h {i}" ; ex:beside ex:a9 .\n' for i in range(60))
    turtle = ladder(10) + "\n" + hub
    options: dict[str, object] = {"max_hops": 2, "count": 1}
    with giving(Engine(turtle), 50, told=True) as address:
        found = connect(address, "a 0", "a 1", graph=GRAPH, **options)
    assert not found.truncated
    assert both_told(found) == over_files(turtle, "a 0", "a 1", **options)


def test_the_default_graph_is_asked_where_none_is_named() -> None:
    with serving(Engine(ladder(4), graph="")) as address:
        found = connect(address, "a 1", "b 2")
        assert both_told(found).replace(address, "mine.ttl") == over_files(ladder(4), "a 1", "b 2")
    with serving(Engine(ladder(4))) as address:
        wanted = "it holds nothing in its default graph; --graph names another"
        with pytest.raises(EndpointError, match=wanted):
            connect(address, "a 1", "b 2")


def test_names_are_found_by_their_words_where_no_name_is_exact() -> None:
    turtle = ladder(3) + '\nex:a1 oboInOwl:hasExactSynonym "Zyx-or-Zzz Thing"@fr .'
    with serving(Engine(turtle)) as address:
        found = connect(address, "the zyx or zzz THINGS", "b 2", graph=GRAPH)
        assert found.question.ends == ("https://example.org/a1", "https://example.org/b2")
        with pytest.raises(UnknownNameError, match=r"did you mean a 1\?"):
            connect(address, "zzz", "b 2", graph=GRAPH)


def test_a_name_of_several_things_is_told_as_over_files() -> None:
    turtle = ladder(3) + '\nex:x rdfs:label "a 1" .'
    with pytest.raises(AmbiguousNameError) as wanted:
        over_files(turtle, "a 1", "b 2")
    with serving(Engine(turtle)) as address, pytest.raises(AmbiguousNameError) as found:
        connect(address, "a 1", "b 2", graph=GRAPH)
    assert str(found.value) == str(wanted.value)


def test_no_query_is_of_a_shape_that_engines_answer_differently() -> None:
    engine = Engine(ladder(4))
    with serving(engine) as address:
        connect(address, "a 1", "b 2", graph=GRAPH)
    assert engine.queries
    for query in engine.queries:
        assert query.startswith("SELECT ")
        assert not {"ASK", "FROM", "UNION", "ORDER", "OPTIONAL"} & set(query.split())


def test_what_a_wide_class_is_said_to_have_is_inherited_from_afar() -> None:
    """Nothing between the class and what its widest class has is near either end."""
    lines = [PREFIXES, 'ex:has rdfs:label "has component" .']
    lines += [f'ex:k{i} rdfs:label "k {i}" ; rdfs:subClassOf ex:k{i + 1} .' for i in range(6)]
    lines += ['ex:k6 rdfs:label "k 6" ; ex:beside ex:y .', 'ex:y rdfs:label "y" .', SCHEMA]
    lines += [f'ex:s{i} rdfs:label "s {i}" ; rdfs:subClassOf ex:k6 .' for i in range(30)]
    turtle = "\n".join(lines)
    for max_hops in (1, 6, 7, 8):
        with serving(Engine(turtle)) as address:
            found = connect(address, "k 0", "y", graph=GRAPH, max_hops=max_hops)
        assert both_told(found) == over_files(turtle, "k 0", "y", max_hops=max_hops)


def test_what_is_learnt_late_carries_on_what_was_met_early() -> None:
    turtle = (
        PREFIXES
        + 'ex:r rdfs:label "arises from" ; owl:propertyChainAxiom ( ex:r ex:p ) .\n'
        + 'ex:p rdfs:label "continues" . ex:q rdfs:label "adjacent to" .\n'
        + "ex:a ex:q ex:b . ex:b ex:p ex:c . ex:c ex:p ex:d . ex:d ex:q ex:e . ex:b ex:r ex:f .\n"
        + "ex:f ex:p ex:g . ex:g ex:p ex:h . ex:h ex:q ex:e .\n"
        + "".join(f'ex:{name} rdfs:label "thing {name}" .\n' for name in "abcdefgh")
    )
    for max_hops in (3, 5, 6):
        with serving(Engine(turtle)) as address:
            found = connect(address, "thing a", "thing e", graph=GRAPH, max_hops=max_hops)
        assert both_told(found) == over_files(turtle, "thing a", "thing e", max_hops=max_hops)
