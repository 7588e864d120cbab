"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from somagraph.errors import UnwritableFileError
from somagraph.files import write_whole


def refused(path: Path) -> UnwritableFileError:
    with pytest.raises(UnwritableFileError) as caught:
        write_whole(path, "new")
    assert caught.value.file == str(path)
    return caught.value


def test_a_text_is_written_as_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a file.txt"
    write_whole(path, "Größe\r\n\N{BONE}\n")
    assert path.read_bytes() == "Größe\r\n\N{BONE}\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_what_utf8_cannot_hold_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, "a\ud800b")
    assert path.read_text(encoding="utf-8") == "a?b"


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    usual, ours = tmp_path / "usual", tmp_path / "ours"
    usual.touch()
    write_whole(ours, "x")
    assert ours.stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_the_mode_of_a_file_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(mode)
    write_whole(path, "new")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", mode)


def test_a_symbolic_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "target.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_link_to_nothing_yet_makes_its_target(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_file_stays_as_it_is_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.txt"
    path.write_text("old")
    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    assert refused(path).reason == "No space left on device"
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "a.txt"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path).reason == "this is a folder; name a file in it"
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    assert refused(link).reason == "this is a folder; name a file in it"


def test_a_missing_folder_is_refused_and_not_made(tmp_path: Path) -> None:
    error = refused(tmp_path / "none" / "a.txt")
    assert error.reason == "No such file or directory"
    assert str(error) == f"{tmp_path / 'none' / 'a.txt'} cannot be written: {error.reason}."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a\0b", "n" * 400])
def test_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name).reason in {"this is no usable file name", "File name too long"}


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    refused(loop)


def test_a_read_only_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o444)
    if os.access(path, os.W_OK):  # the superuser may write everything
        monkeypatch.setattr(os, "access", lambda *_: False)
    assert refused(path).reason == "the file is read-only"
    assert path.read_text() == "old"


def test_a_device_is_written_straight() -> None:
    write_whole(Path(os.devnull), "x" * 100_000)
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no paths of pipes")
def test_a_pipe_is_written_straight() -> None:
    reading, writing = os.pipe()
    write_whole(Path(f"/dev/fd/{writing}"), "through")
    os.close(writing)
    with os.fdopen(reading) as stream:
        assert stream.read() == "through"
