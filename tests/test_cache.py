"""What is kept of loaded files: the same answers, found again, never a stale or foreign one."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import somagraph
from somagraph import cache
from somagraph.cli import main
from somagraph.errors import UnreadableFileError
from somagraph.knowledge import KnowledgeGraph

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def turtle(*labels: str) -> str:
    lines = [f'<urn:x:{i}> <{LABEL}> "{label}" .' for i, label in enumerate(labels)]
    lines += [f"<urn:x:{i}> <urn:x:joins> <urn:x:{i + 1}> ." for i in range(len(labels) - 1)]
    return "\n".join(lines)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kept"
    monkeypatch.setenv("SOMAGRAPH_CACHE", str(path))
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(turtle("one", "two", "three"), "utf-8")
    return path


def labels(graph: KnowledgeGraph) -> list[str]:
    return [entity.label for entity in graph.entities.values()]


def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note, from now on, each stage of a building."""
    stages: list[str] = []
    original = cache.pack_files
    monkeypatch.setattr(
        cache, "pack_files", lambda *a, **k: (stages.append("built"), original(*a, **k))[1]
    )
    return stages


def age(*paths: Path) -> None:
    """Wait until the times of files tell every later change."""
    newest = max(path.stat().st_ctime for path in paths)
    time.sleep(max(0.0, newest + 2.1 - time.time()))


def test_the_second_time_nothing_is_read(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    age(file)
    stages = built(monkeypatch)
    first = somagraph.load(file)
    kept = sorted(path.name for path in folder.iterdir())
    second = somagraph.load(file)
    assert stages == ["built"]
    assert sorted(path.name for path in folder.iterdir()) == kept
    for names in (("one", "three"), ("psoas", "anxiety"), ("psoas major", "kidney", "diaphragm")):
        assert somagraph.render_answer(first, somagraph.connect(first, *names)) == (
            somagraph.render_answer(second, somagraph.connect(second, *names))
        )


@pytest.mark.parametrize("same_times", [False, True])
def test_a_changed_file_is_read_again(file: Path, same_times: bool) -> None:
    somagraph.load(file, bundled=False)
    before = file.stat()
    file.write_text(turtle("ONE", "two", "three"), "utf-8")
    if same_times:
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert labels(somagraph.load(file, bundled=False)) == ["ONE", "two", "three"]


def test_a_file_that_was_only_touched_or_moved_is_not_built_again(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = built(monkeypatch)
    somagraph.load(file, bundled=False)
    file.touch()
    somagraph.load(file, bundled=False)
    (tmp_path / "elsewhere").mkdir()
    moved = file.rename(tmp_path / "elsewhere" / file.name)
    somagraph.load(moved, bundled=False)
    assert stages == ["built"]


def test_another_program_builds_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stages = built(monkeypatch)
    somagraph.load(file, bundled=False)
    original = list(cache._program_files())
    monkeypatch.setattr(cache, "_program_files", lambda: iter(original[1:]))
    somagraph.load(file, bundled=False)
    assert stages == ["built", "built"]


@pytest.mark.parametrize(
    "contents", ['["values", 1]', "[[], 1]", "[1, 2]", "1", '{"a": 1, "b": 2}']
)
def test_what_has_no_table_of_contents_is_no_index(contents: str) -> None:
    mark = f"somagraph-{sys.byteorder}\n".encode()
    memory = memoryview(mark + len(contents).to_bytes(8, sys.byteorder) + contents.encode())
    assert cache._open_index(memory, lambda: pytest.fail("nothing is read")) is None


@pytest.mark.parametrize("damage", ["empty", "cut off", "garbage", "gone", "a folder", "foreign"])
@pytest.mark.parametrize("what", ["*.index", "note-*"])
def test_what_is_damaged_is_made_anew(file: Path, folder: Path, what: str, damage: str) -> None:
    somagraph.load(file, bundled=False)
    (path,) = folder.glob(what)
    data = path.read_bytes()
    path.unlink()
    if damage == "a folder":
        path.mkdir()
    elif damage == "foreign":
        path.symlink_to(file)
    elif damage != "gone":
        worse = {"empty": b"", "cut off": data[: len(data) // 2], "garbage": b"\x00[]" * 99}
        path.write_bytes(worse[damage])
    assert labels(somagraph.load(file, bundled=False)) == ["one", "two", "three"]


@pytest.mark.parametrize("place", ["", "/dev/null/x", "file"])
def test_without_a_place_to_keep_it_the_answer_is_the_same(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "file":
        (tmp_path / "file").write_text("in the way", "utf-8")
        place = str(tmp_path / "file")
    monkeypatch.setenv("SOMAGRAPH_CACHE", place)
    assert labels(somagraph.load(file, bundled=False)) == ["one", "two", "three"]
    shown = CliRunner().invoke(main, ["cache"])
    assert shown.exit_code == 0
    assert shown.stdout.startswith(place or "Nothing is kept")


@pytest.mark.parametrize(
    "content", [b"", b"no ontology", b"\x89PNG\r\n\x1a\n\x00", b"<html></html>"]
)
def test_a_file_that_cannot_be_read_leaves_no_trace(
    tmp_path: Path, folder: Path, content: bytes
) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_bytes(content)
    with pytest.raises(UnreadableFileError):
        somagraph.load(bad)
    assert not folder.exists() or not list(folder.iterdir())


def test_eight_at_once_all_answer(file: Path, folder: Path) -> None:
    code = (
        "import somagraph, sys; "
        "print([e.label for e in somagraph.load(sys.argv[1], bundled=False).entities.values()])"
    )
    command = [sys.executable, "-c", code, str(file)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    assert {run.communicate()[0] for run in runs} == {"['one', 'two', 'three']\n"}
    assert [run.returncode for run in runs] == [0] * 8
    assert sorted(path.suffix for path in folder.iterdir()) == [".index", ".json"]


def test_what_is_kept_is_for_its_owner_only(file: Path, folder: Path) -> None:
    somagraph.load(file)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_command_shows_and_clears(file: Path, folder: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["--with", str(file), "show", "one"]).exit_code == 0
    shown = runner.invoke(main, ["cache"]).stdout.splitlines()
    assert shown[0] == f"{folder} holds 1 graphs."
    assert shown[1].endswith(f" MB  the packaged ontology, {file}")
    assert runner.invoke(main, ["cache", "--clear"]).stdout == f"Removed 2 files from {folder}.\n"
    assert not list(folder.iterdir())
    assert runner.invoke(main, ["cache"]).stdout == f"{folder} holds no graphs.\n"


def test_a_question_starts_without_what_it_does_not_need(file: Path) -> None:
    code = (
        "import sys; sys.argv = ['somagraph', '--with', sys.argv[1], 'connect', 'one', 'three']\n"
        "import atexit\n"
        "heavy = ('numpy', 'networkx', 'rdflib', 'pyoxigraph', 'pyshacl', 'pyvis', 'jinja2')\n"
        "from somagraph.cli import main\n"
        "try: main(prog_name='somagraph')\n"
        "except SystemExit: print('loaded', [name for name in heavy if name in sys.modules])\n"
    )
    age(file)
    command = [sys.executable, "-c", code, str(file)]
    subprocess.run(command, check=True, capture_output=True)
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert again.stdout.splitlines()[-1] == "loaded []"


def test_a_load_that_is_stopped_leaves_nothing_half_done(tmp_path: Path, folder: Path) -> None:
    large = tmp_path / "large.ttl"
    large.write_text(turtle(*(f"thing {i}" for i in range(120_000))), "utf-8")
    command = [sys.executable, "-m", "somagraph", "--with", str(large), "show", "thing 7"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1.0)
    run.send_signal(signal.SIGINT)
    output, told = run.communicate(timeout=20)
    assert (run.returncode, output) == (1, "")
    assert "Traceback" not in told
    assert not folder.exists() or not [p for p in folder.iterdir() if p.suffix != ".json"]


def test_long_work_shows_a_bar_on_a_terminal_only(file: Path) -> None:
    command = [sys.executable, "-m", "somagraph", "--with", str(file), "show", "one"]
    quiet = subprocess.run(command, check=True, capture_output=True, text=True)
    assert quiet.stderr == ""
    cache.clear_cache()
    terminal, end = pty.openpty()
    subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=end)
    os.close(end)
    shown = os.read(terminal, 65536).decode()
    os.close(terminal)
    assert "Reading mine.ttl" in shown
    assert "Joining what they say" in shown


NOTES = {
    "no hashes": '[[["{file}"], false], [], null, 1, ["", 0, 0, 0, 0], "x.index"]',
    "no time": '[[["{file}"], false], [], [], Infinity, ["", 0, 0, 0, 0], "x.index"]',
    "a name with nothing in it": '[[["{file}"], false], [], [], 1, ["", 0, 0, 0, 0], "a\\u0000"]',
    "half a letter": '[[["{file}"], false], [], [], 1, ["", 0, 0, 0, 0], "\\ud800"]',
    "an object": '{"a": 1, "b": 2}',
    "depth": "[" * 100_000,
}


@pytest.mark.parametrize("kind", [*NOTES, "pipe"])
@pytest.mark.parametrize("whose", ["own", "foreign"])
def test_no_note_breaks_an_answer(file: Path, folder: Path, kind: str, whose: str) -> None:
    somagraph.load(file, bundled=False)
    (own,) = folder.glob("note-*")
    note = own if whose == "own" else folder / "note-00000000.json"
    note.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(note)
    else:
        note.write_text(NOTES[kind].replace("{file}", str(file)), "utf-8")
    file.write_text(turtle("four", "five"), "utf-8")
    assert labels(somagraph.load(file, bundled=False)) == ["four", "five"]
    assert CliRunner().invoke(main, ["cache"]).exit_code == 0


def test_a_pipe_in_the_place_of_an_index_is_not_waited_for(file: Path, folder: Path) -> None:
    somagraph.load(file, bundled=False)
    (index,) = folder.glob("*.index")
    index.unlink()
    os.mkfifo(index)
    assert labels(somagraph.load(file, bundled=False)) == ["one", "two", "three"]
