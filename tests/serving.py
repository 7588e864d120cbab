"""A real server in a process of its own, and a real client for the tests that ask it."""

from __future__ import annotations

import gzip
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import jsonschema

from somagraph.schemas import build_standalone

CONNECT = "/connect?name=psoas&name=anxiety&count=1"


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was sent
        packed = self.headers.get("content-encoding") == "gzip"
        return json.loads(gzip.decompress(self.body) if packed else self.body)


class Served(NamedTuple):
    """A server that runs."""

    process: subprocess.Popen[str]
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
        **query: Any,  # noqa: ANN401 - whatever is asked
    ) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        connection.request(method, path + asked, body, dict(headers or {}))
        reply = connection.getresponse()
        told = {name.lower(): value for name, value in reply.getheaders()}
        found = Reply(reply.status, told, reply.read())
        connection.close()
        return found

    def entity(self, name: str, **query: Any) -> Reply:  # noqa: ANN401 - as above
        return self.get(f"/entities/{quote(name, safe='')}", **query)

    def send(self, data: bytes, *, timeout: float = 30) -> bytes:
        """Send bytes as they are, and return all that comes until the connection ends."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(data)
            got = b""
            while piece := connection.recv(65536):
                got += piece
            return got


@contextmanager
def serving(*options: str, files: tuple[Path, ...] = ()) -> Iterator[Served]:
    """Run a server until the block ends; then it ends by itself, and has complained of nothing."""
    added = [part for file in files for part in ("--with", str(file))]
    command = [sys.executable, "-m", "somagraph", *added, "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        found = re.fullmatch(r"Serving http://\S+?:(\d+)/ \(Ctrl-C ends it\)\.\n", line)
        assert found, line
        yield Served(process, int(found[1]))
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
        complaints = process.stderr.read().splitlines()
        # Told of each of them: requests that are none, and that the end was asked for.
        assert set(complaints) <= {"WARNING:  Invalid HTTP request received."}, complaints
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def check_problem(reply: Reply, status: int) -> dict[str, Any]:
    assert reply.status == status, reply.body
    assert reply.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = reply.json
    jsonschema.Draft202012Validator(build_standalone("problem")).validate(problem)
    assert problem["status"] == status
    return problem
