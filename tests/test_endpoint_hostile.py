"""What an endpoint may do to who asks: one clear sentence, exit status 2, no harm, no hang."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostile_server import (
    HOSTILE,
    JSON,
    answering,
    drip,
    drip_headers,
    guarded,
    html,
    moved,
    silence,
)
from somagraph.cli import main
from somagraph.endpoint.client import Budget, Client
from somagraph.endpoint.connecting import Remote
from somagraph.endpoint.local import Local
from somagraph.endpoint.names import find_named
from somagraph.endpoint.neighbourhood import Neighbourhood
from somagraph.errors import EndpointError
from sparql_server import GRAPH, Engine, Quiet, serve, serving

TURTLE = """
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a rdfs:label "one thing" ; ex:beside ex:b .
ex:b rdfs:label "other thing" .
ex:beside rdfs:label "adjacent to" .
"""
NAMES = ("one thing", "other thing")


def ask(address: str, *names: str, timeout: float = 5) -> Result:
    options = ["--endpoint", address, "--graph", GRAPH, "--timeout", str(timeout)]
    return CliRunner().invoke(main, [*options, "connect", *(names or NAMES)])


def told(result: Result) -> str:
    """Return the one sentence that an error is."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("Error: ")
    assert lines[0].endswith((".", "?"))
    return lines[0].removeprefix("Error: ")


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_it_answers_is_one_sentence(name: str) -> None:
    act, wanted = HOSTILE[name]
    with serve(answering(act)) as address:
        begun = time.monotonic()
        sentence = told(ask(address))
    assert wanted in sentence
    assert sentence.startswith(f"{address}/: ")
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("act", [silence, drip, drip_headers], ids=lambda act: act.__name__)
def test_what_takes_too_long_is_given_up(act: Callable[[Quiet], None]) -> None:
    with serve(answering(act)) as address:
        begun = time.monotonic()
        assert told(ask(address, timeout=1)).endswith("it did not answer within 1 seconds.")
        assert time.monotonic() - begun < 3


def test_an_engine_that_is_away_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    wanted = f"http://127.0.0.1:{port}/query: it cannot be reached; is it running, and at this"
    assert told(ask(f"http://127.0.0.1:{port}/query")).startswith(wanted)
    assert "there is no host of that name" in told(ask("http://no-such-host.invalid/sparql"))


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://x.org/", "x.org/sparql", "http:///x", "http://[", "", "-"],
)
def test_only_the_web_is_asked(address: str) -> None:
    sentence = told(ask(address))
    assert "http:// or https://" in sentence or "this is no address" in sentence


def test_a_file_that_was_there_is_there_still(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("mine", "utf-8")
    with serve(answering(html)) as address:
        options = ["--endpoint", address, "connect", *NAMES, "--html", str(page)]
        assert CliRunner().invoke(main, options).exit_code == 2
    assert page.read_text("utf-8") == "mine"


# What goes well in the end


def test_who_is_busy_is_asked_again() -> None:
    def twice(handler: Quiet, count: int) -> bool:
        if count <= 2:
            handler.reply((429, 503)[count - 1], "text/plain", b"", Retry_After="0")
        return count <= 2

    with serving(Engine(TURTLE), twice) as address:
        result = ask(address)
    assert result.exit_code == 0
    assert "One thing is adjacent to other thing." in result.stdout


def test_a_redirect_on_the_same_host_is_followed() -> None:
    def first(handler: Quiet, count: int) -> bool:
        if count == 1:
            handler.reply(307, "text/plain", b"", Location="/elsewhere")
        return count == 1

    with serving(Engine(TURTLE), first) as address:
        assert ask(address).exit_code == 0


def test_a_connection_that_breaks_once_is_made_again() -> None:
    def once(handler: Quiet, count: int) -> bool:
        handler.close_connection = count == 4
        return count == 4

    with serving(Engine(TURTLE), once) as address:
        assert ask(address).exit_code == 0


# Credentials


def test_credentials_are_said_when_asked_for_and_told_to_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[str | None] = []

    def guard(handler: Quiet, _: int) -> bool:
        seen.append(handler.headers["Authorization"])
        if seen[-1] == "Basic bWU6c2VjcmV0":
            return False
        guarded(handler)
        return True

    with serving(Engine(TURTLE), guard) as address:
        monkeypatch.setenv("SOMAGRAPH_ENDPOINT_USER", "me")
        monkeypatch.setenv("SOMAGRAPH_ENDPOINT_PASSWORD", "secret")
        assert ask(address).exit_code == 0
        assert seen[0] is None
        monkeypatch.setenv("SOMAGRAPH_ENDPOINT_PASSWORD", "secreter")
        sentence = told(ask(address))
        assert sentence.endswith("it does not accept these credentials.")
        assert "secret" not in sentence
        monkeypatch.delenv("SOMAGRAPH_ENDPOINT_USER")
        monkeypatch.delenv("SOMAGRAPH_ENDPOINT_PASSWORD")
        assert ask(address.replace("//", "//me:secret@")).exit_code == 0
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login me password secret\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        assert ask(address).exit_code == 0


def test_credentials_in_an_address_are_never_shown() -> None:
    with serve(answering(html)) as address:
        sentence = told(ask(address.replace("//", "//me:topsecret@")))
    assert "topsecret" not in sentence
    assert "me:" not in sentence
    for wrong in ("ftp://me:topsecret@x.org/", "http://me:topsecret@[x/"):
        assert "topsecret" not in told(ask(wrong))


def test_a_token_goes_to_no_other_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMAGRAPH_ENDPOINT_TOKEN", "topsecret")
    sentence = told(ask("http://192.0.2.1/sparql", timeout=0.5))
    assert sentence.endswith("credentials would be sent so that others can read them; use https.")
    with serve(answering(moved("http://example.com/"))) as address:
        assert "topsecret" not in told(ask(address))


# Queries


@pytest.mark.parametrize(
    "name",
    ['" } } DROP ALL #', "{ ?s ?p ?o }", "a\\", "'''", '"@en', "x\ny", "<http://x.org/> . ?s ?p ?o",
     "https://example.org/> } #", "UBERON:1> ?p ?o", "\N{SNOWMAN}\x00\x7f"],
)  # fmt: skip
def test_a_name_is_never_part_of_a_query(name: str) -> None:
    engine = Engine(TURTLE)
    with serving(engine) as address:
        assert told(ask(address, name, "one thing")).startswith("Nothing here is called ")
    assert all(is_plain(query) for query in engine.queries)


def is_plain(query: str) -> bool:
    """Tell whether a query is one of ours: one graph, one pattern, whatever its values are."""
    bare = re.sub(r'"(?:[^"\\\n\r]|\\.)*"', '""', query)
    bare = re.sub(r"<[^<>\"{}|^`\\\x00-\x20]*>", "<>", bare)
    bare = re.sub(r'(VALUES \?\w+ \{) (?:(?:<>|""(?:@[\w-]+|\^\^<>)?) )*(?=\})', r"\1", bare)
    triple = r"\?\w+ (?:\?\w+|<>) (?:\?\w+|<>)"
    tests = r'(?: \. FILTER\(CONTAINS\(LCASE\(STR\(\?o\)\), ""\)(?: && CONTAINS\([^&]*\))*\))?'
    wanted = (
        r"SELECT(?: \?\w+)+ \{ GRAPH <> \{ "
        rf"(?:VALUES \?\w+ \{{\}} )*{triple}(?: \. {triple})*{tests} \}} \}} LIMIT \d+"
    )
    return re.fullmatch(wanted, bare) is not None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(min_size=1))
def test_no_text_breaks_a_query(text: str) -> None:
    engine = Engine(TURTLE)
    with serving(engine) as address:
        client, local = Client([address], GRAPH), Local()
        find_named(client, Neighbourhood(client, local), local, [text])
        client.close()
    assert all(is_plain(query) for query in engine.queries)


def test_what_an_endpoint_answers_is_never_part_of_a_query() -> None:
    wrong = "https://example.org/a> } } DROP ALL #"
    answer = {
        "results": {
            "bindings": [
                {
                    "s": {"type": "uri", "value": "https://example.org/a"},
                    "p": {"type": "uri", "value": kind},
                    "o": {"type": "uri", "value": wrong},
                }
                for kind in ("https://example.org/p", wrong, '"x', "_:x")
            ]
        }
    }
    queries = []

    class Handler(Quiet):
        def do_POST(self) -> None:  # noqa: N802 - as the library has it
            queries.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.reply(200, JSON, json.dumps(answer).encode())

    with serve(Handler) as address:
        ask(address, "https://example.org/a", "https://example.org/b")
    assert queries
    assert not [query for query in queries if "DROP" in query]


# Enough is enough


def test_a_budget_makes_an_answer_a_partial_one() -> None:
    chain = "".join(f'ex:c{i} rdfs:label "c {i}" ; ex:beside ex:c{i + 1} .\n' for i in range(30))
    names = ("https://example.org/c1", "https://example.org/c9")
    with serving(Engine(TURTLE + chain)) as address:
        remote = Remote([address], GRAPH, budget=Budget(requests=25))
        answer = remote.connect(*names, max_hops=12)
        remote.close()
        assert answer.truncated
        assert answer.notes[-1].startswith("This is a partial answer: so much was asked")
        remote = Remote([address], GRAPH, budget=Budget(requests=12))
        with pytest.raises(EndpointError, match="the names alone take more than may be asked"):
            remote.connect(*names)
        remote.close()


def test_no_more_is_asked_than_is_needed() -> None:
    """What was answered is not asked again, and no query has more than a thousand values."""
    many = "".join(f'ex:m{i} rdfs:label "m {i}" . ex:a ex:beside ex:m{i} .\n' for i in range(2500))
    engine = Engine(TURTLE + many)
    with serving(engine) as address:
        assert ask(address).exit_code == 0
    assert len(engine.queries) == len(set(engine.queries)) < 60
    assert max(query.count("<https://example.org/m") for query in engine.queries) == 1000


def test_nothing_waits_for_threads_at_the_end() -> None:
    with serve(answering(silence)) as address:
        told(ask(address, timeout=0.5))
    assert all(
        thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()
    )


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (
            ["--endpoint", "http://127.0.0.1:1/", "show", "psoas"],
            "--endpoint goes with compare and",
        ),
        (["--graph", "https://x.org/g", "connect", "psoas", "anxiety"], "--graph names a graph of"),
        (
            ["--endpoint", "http://127.0.0.1:1/", "--graph", "a> b", "connect", "x", "y"],
            "no IRI of",
        ),
        (["push", "http://127.0.0.1:1/store", "--graph", "a> b"], "this is no IRI of a graph"),
        (["push", "file:///tmp/x"], "an endpoint has an address that begins with http://"),
    ],
)
def test_what_does_not_go_together_is_told(arguments: list[str], wanted: str) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert wanted in result.stderr


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (405, "it takes no graphs there (HTTP 405); the address may end in /store (Oxigraph)"),
        (403, "it does not let you write (HTTP 403)"),
        (500, "it does not take the graph (HTTP 500)"),
        (503, "it is busy (HTTP 503)"),
    ],
)
def test_a_graph_that_is_not_taken_is_told(status: int, wanted: str) -> None:
    act = answering(lambda handler: handler.reply(status, "text/plain", b"", Retry_After="99"))
    with serve(act) as address:
        assert wanted in told(CliRunner().invoke(main, ["push", f"{address}/store"]))
