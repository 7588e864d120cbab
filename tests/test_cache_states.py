"""Whatever is done to the cache and the files, in any order: answers are those of the files."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import somagraph
from somagraph.cache import clear_cache

NAMES = st.lists(st.sampled_from("abcde"), min_size=1, max_size=3, unique=True)


class Keeping(RuleBasedStateMachine):
    """Two files, a folder of the cache, and somebody who meddles with them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.kept = self.folder / "kept"
        self.labels: dict[str, list[str]] = {}
        self.before = os.environ.get("SOMAGRAPH_CACHE")
        os.environ["SOMAGRAPH_CACHE"] = str(self.kept)
        for name in ("one", "two"):
            self.write(name, ["a"])

    def teardown(self) -> None:
        shutil.rmtree(self.folder)
        os.environ.pop("SOMAGRAPH_CACHE", None)
        if self.before is not None:
            os.environ["SOMAGRAPH_CACHE"] = self.before

    def write(self, name: str, labels: list[str]) -> None:
        lines = (
            f"<https://e.org/{name}{label}> <http://www.w3.org/2000/01/rdf-schema#label> "
            f'"{name} {label}" .'
            for label in labels
        )
        (self.folder / f"{name}.ttl").write_text("\n".join(lines), "utf-8")
        self.labels[name] = [f"{name} {label}" for label in labels]

    @rule(name=st.sampled_from(["one", "two"]), labels=NAMES)
    def change(self, name: str, labels: list[str]) -> None:
        """Write a file anew."""
        self.write(name, labels)

    @rule(name=st.sampled_from(["one", "two"]), labels=NAMES)
    def change_unseen(self, name: str, labels: list[str]) -> None:
        """Write a file anew, with the times that it had."""
        path = self.folder / f"{name}.ttl"
        times = path.stat()
        self.write(name, labels)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    @rule(data=st.data())
    def damage(self, data: st.DataObject) -> None:
        """Change one byte of something that is kept, cut it, empty it or take it away."""
        found = sorted(self.kept.iterdir()) if self.kept.exists() else []
        if not found:
            return
        path = data.draw(st.sampled_from(found))
        content = bytearray(path.read_bytes())
        way = data.draw(st.sampled_from(["flip", "cut", "empty", "remove", "swap"]))
        if way == "remove" or not content:
            path.unlink()
        elif way == "flip":
            content[data.draw(st.integers(0, len(content) - 1))] ^= 0x55
            path.write_bytes(content)
        elif way == "swap":
            other = data.draw(st.sampled_from(found))
            path.write_bytes(other.read_bytes())
        else:
            path.write_bytes(content[: len(content) // 2] if way == "cut" else b"")

    @rule()
    def clear(self) -> None:
        """Clear the cache."""
        clear_cache()

    @invariant()
    def answers_are_those_of_the_files(self) -> None:
        """Load one file, the other, and both."""
        for names in (["one"], ["one", "two"]):
            files = [self.folder / f"{name}.ttl" for name in names]
            graph = somagraph.load(*files, bundled=False)
            found = sorted(entity.label for entity in graph.entities.values())
            assert found == sorted(label for name in names for label in self.labels[name])


TestKeeping = Keeping.TestCase
TestKeeping.settings = settings(max_examples=15, stateful_step_count=8, deadline=None)
