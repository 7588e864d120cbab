"""Work on what comes from outside can do nothing but compute, and ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from somagraph.confined import LimitReachedError, Limits, run_confined, scratch_file
from somagraph.container import Container
from somagraph.errors import QueryError, UnreadableFileError

LIMITS = Limits(seconds=20, megabytes=200)


def do(way: str, limits: Limits = LIMITS) -> list[object]:
    with scratch_file() as file:
        file.write(b"from outside")
        file.seek(0)
        found: list[object] = Container(
            run_confined("jobs:prepare", {"way": way}, [file], limits)
        ).values
    return found


@pytest.mark.parametrize("way", ["open_file", "write_file", "connect", "resolve", "start"])
def test_nothing_more_is_opened_or_started(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert do(way) == ["OSError", ["from outside"]]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("way", "limits", "reason"),
    [
        ("loop", Limits(1, 200), "takes more than 1 seconds"),
        ("sleep", Limits(0.1, 200), "takes more than 0.1 seconds"),
        ("fill", LIMITS, "takes more than 200 MB of memory"),
        ("crash", LIMITS, "is nested too deeply, or made to break what reads it"),
        ("abort", LIMITS, "is nested too deeply, or made to break what reads it"),
        ("fail", LIMITS, "fails (ZeroDivisionError: unforeseen)"),
    ],
)
def test_whatever_goes_wrong_is_told(way: str, limits: Limits, reason: str) -> None:
    with pytest.raises(LimitReachedError) as caught:
        do(way, limits)
    assert str(caught.value) == reason


def test_its_errors_are_raised_here() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        do("refuse")
    assert (caught.value.file, caught.value.reason, caught.value.line) == (
        "x.ttl", "it is empty", 3,
    )  # fmt: skip
    with pytest.raises(QueryError, match=r"^no query$"):
        do("refuse_query")


def test_it_tells_what_it_does() -> None:
    told: list[str] = []
    run_confined("jobs:prepare", {"way": "report"}, [], LIMITS, told.append)
    assert told == ["first", "second", "third"]


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def serving(parent: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(entry.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.parent.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_the_process_that_waits(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "somagraph", "query", "--seconds", "300", ENDLESS]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as waiting:
        limit = time.monotonic() + 30
        while not (children := serving(waiting.pid)) and time.monotonic() < limit:
            time.sleep(0.05)
        time.sleep(0.5)
        waiting.send_signal(number)
        waiting.wait(timeout=10)
    assert waiting.returncode != 0
    assert len(children) == 1
    limit = time.monotonic() + 10
    while Path(f"/proc/{children[0]}").exists() and time.monotonic() < limit:
        time.sleep(0.05)
    assert not Path(f"/proc/{children[0]}").exists()


def test_few_handles_are_enough() -> None:
    command = f"ulimit -n 16; exec {sys.executable} -m somagraph query 'ASK {{ ?s ?p ?o }}'"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)  # noqa: S607
    assert done.stdout == "answer\ntrue\n"


def test_no_handle_is_left_open() -> None:
    do("report")
    before = sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counted, not walked
    do("report")
    assert sorted(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - as above
