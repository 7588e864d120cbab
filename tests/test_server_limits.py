"""A served graph under those who mean ill, ask badly, or ask for too much."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from serving import CONNECT, Reply, Served, check_problem, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


def still_answers(server: Served) -> None:
    assert server.get(CONNECT).json["connections"][0]["steps"][0]["sentence"] == (
        "The psoas major may play a role in anxiety."
    )


# Who may ask


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.", "10.0.0.1", ""],
)
def test_a_name_that_was_not_agreed_on_is_not_answered_to(server: Served, host: str) -> None:
    for path in ("/", CONNECT, "/openapi.json"):
        problem = check_problem(server.get(path, {"Host": host}), 421)
        assert problem["detail"] == (
            "This server does not answer under that name; `--allow-host` adds one."
        )


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST:9", "[::1]:9"])
def test_names_of_this_machine_are_answered_to(server: Served, host: str) -> None:
    assert server.get(CONNECT, {"Host": host}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": "http://[bad"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
        {
            "Sec-Fetch-Site": "cross-site",
            "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Dest": "iframe",
        },
    ],
)
def test_pages_of_other_sites_may_not_ask(server: Served, headers: dict[str, str]) -> None:
    problem = check_problem(server.get(CONNECT, headers), 403)
    assert problem["detail"] == "Pages of other sites may not ask this server."


def test_the_own_page_and_links_to_it_may_ask(server: Served) -> None:
    own = f"127.0.0.1:{server.port}"
    assert server.get(CONNECT, {"Host": own, "Origin": f"http://{own}"}).status == 200
    assert server.get(CONNECT, {"Sec-Fetch-Site": "same-origin"}).status == 200
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert server.get("/", link | {"Sec-Fetch-Dest": "document"}).status == 200


def test_no_answer_lets_other_sites_read_it(server: Served) -> None:
    for path in ("/", CONNECT, "/entities/nothing", "/nothing"):
        headers = server.get(path).headers
        assert not [name for name in headers if name.startswith("access-control")]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers


def test_further_names_are_answered_to_where_they_were_named() -> None:
    with serving("--allow-host", "atlas.example") as named:
        assert named.get(CONNECT, {"Host": "Atlas.example:443"}).status == 200
        check_problem(named.get(CONNECT, {"Host": "other.example"}), 421)


def test_nobody_but_this_machine_reaches_it_unless_told(server: Served) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("needs /proc")
    ports = [line.split()[1] for line in listening.read_text("ascii").splitlines()[1:]]
    assert [p for p in ports if p.endswith(f":{server.port:04X}") and p.startswith("0100007F")]
    assert f"00000000:{server.port:04X}" not in ports


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "//etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/entities/../../../etc/passwd",
        "/entities/..%2f..%2fetc%2fpasswd",
        "/entities/%00",
        "/entities/%ff%fe",
        "/page/entities/....//etc/passwd",
        "/page/",
        "/entities/file:///etc/passwd",
        "/static/../cli.py",
    ],
)
def test_tricks_with_paths_find_nothing(server: Served, path: str) -> None:
    check_problem(server.get(path), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_is_changed_here(server: Served, method: str) -> None:
    reply = server.get(CONNECT, method=method)
    check_problem(reply, 405)
    assert reply.headers["allow"] == "GET, HEAD"


# What is too large or too slow


def test_a_request_that_is_too_large_is_told_so(server: Served) -> None:
    long = server.get("/search?text=" + "x" * 9_000)
    assert check_problem(long, 414)["detail"] == "The address is longer than 8000 bytes."
    many = server.get("/connect", name=["x"] * 500)
    assert check_problem(many, 400)["detail"] == (
        "The parameter 'name' has to be given 2 to 6 times."
    )
    head = server.get(CONNECT, {f"X-{i}": "x" * 100 for i in range(99)} | {"X-Large": "x" * 9_000})
    check_problem(head, 431)
    still_answers(server)


@pytest.mark.parametrize("size", [1, 100_000, 3_000_000])
def test_a_body_is_not_taken(server: Served, size: int) -> None:
    problem = check_problem(server.get(CONNECT, method="POST", body=b"x" * size), 413)
    assert problem["detail"] == "A request carries no body here."
    chunked = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert server.send(chunked + b"1\r\nx\r\n0\r\n\r\n").startswith(b"HTTP/1.1 413 ")
    still_answers(server)


def body_of(got: bytes) -> dict[str, Any]:
    head, _, body = got.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    problem: dict[str, Any] = json.loads(body)
    return problem


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20, 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000, 431),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
        (b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    ],
)
def test_what_is_no_request_is_refused_as_everything_is(
    server: Served, sent: bytes, status: int
) -> None:
    got = server.send(sent)
    assert got.startswith(f"HTTP/1.1 {status} ".encode())
    assert body_of(got)["status"] == status
    still_answers(server)


def test_who_is_slow_is_ended_and_holds_up_nobody(server: Served) -> None:
    begun = time.monotonic()
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(20)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
    still_answers(server)
    # A byte now and then does not lengthen the time.
    for _ in range(3):
        time.sleep(1)
        for connection in slow:
            connection.sendall(b"X")
    for connection in slow:
        got = b""
        while piece := connection.recv(65536):
            got += piece
        assert got.startswith(b"HTTP/1.1 408 ")
        assert body_of(got)["detail"] == "The request did not come in time."
        connection.close()
    assert time.monotonic() - begun < 20


def test_too_many_connections_are_told_to_come_again() -> None:
    with serving() as server:
        held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
        time.sleep(0.5)
        got = server.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert got.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 2\r\n" in got
        assert body_of(got)["status"] == 503
        for connection in held:
            connection.close()
        time.sleep(0.5)
        still_answers(server)


# What takes long


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph in which some questions have no end of candidates."""
    path = tmp_path_factory.mktemp("dense") / "dense.ttl"
    count, relations = 400, ("touches", "feeds", "moves")
    lines = [
        "@prefix ex: <https://example.org/> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
        *(f'ex:n{i} rdfs:label "node {i}" .' for i in range(count)),
        *(
            f"ex:n{i} ex:{relation} ex:n{(i * 7 + step * step) % count} ."
            for i in range(count)
            for step in range(1, 25)
            for relation in relations[: 1 + step % 3]
        ),
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


def timed(work: Callable[[], Reply]) -> tuple[float, Reply]:
    begun = time.monotonic()
    reply = work()
    return time.monotonic() - begun, reply


def test_no_question_holds_up_the_others(dense: Path) -> None:
    with serving("--seconds", "1", files=(dense,)) as server:
        still_answers(server)

        def ask_much(number: int) -> Reply:
            names = [f"node {number}", f"node {number + 150}"]
            return server.get("/connect", name=names, max_hops=12, count=200)

        with ThreadPoolExecutor(60) as many:
            asked = [many.submit(ask_much, number) for number in range(60)]
            time.sleep(0.5)
            # Meanwhile things are looked up as ever.
            took = [
                timed(lambda: server.get("/search", text="psoas"))[0],
                timed(lambda: server.entity("psoas"))[0],
                timed(lambda: server.get("/claims", about="psoas"))[0],
            ]
            replies = [one.result() for one in asked]
        assert max(took) < 5, took
        statuses = {reply.status for reply in replies}
        assert statuses == {200, 503}
        for reply in replies:
            if reply.status == 503:
                check_problem(reply, 503)
                assert int(reply.headers["retry-after"]) > 0
        cut = [reply.json for reply in replies if reply.status == 200]
        assert any(answer["truncated"] for answer in cut)
        time.sleep(1)
        still_answers(server)


# Beginning and end


def test_a_port_that_is_taken_is_told_so(server: Served) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "somagraph", "serve", "--port", str(server.port)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        f"Error: Nothing can be served at 127.0.0.1, port {server.port}: address already in use.\n"
    )


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, -15)])
def test_it_ends_when_it_is_asked_to(sent: signal.Signals, status: int) -> None:
    with serving() as server:
        still_answers(server)
        server.process.send_signal(sent)
        assert server.process.wait(timeout=20) == status


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "mcp"])
def test_without_the_extra_it_says_what_installs_it(missing: str) -> None:
    verb, extra = ("mcp", "mcp") if missing == "mcp" else ("serve", "server")
    code = (
        "import sys, importlib.util as util\n"
        "find = util.find_spec\n"
        f"util.find_spec = lambda name, *more: None if name == {missing!r} else find(name, *more)\n"
        f"sys.argv = ['somagraph', {verb!r}]\n"
        "from somagraph.__main__ import run\nrun()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        f"Error: `somagraph {verb}` needs packages that are not installed; "
        f"`pip install 'somagraph[{extra}]'` installs them.\n"
    )
