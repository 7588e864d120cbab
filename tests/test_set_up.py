"""The set-up of the second tier says what is missing, and uses nothing that it does not know."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``scripts/test.py``, loaded as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    specification = importlib.util.spec_from_file_location("run_tests", ROOT / "scripts/test.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_what_only_root_can_install_is_one_error(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "_can_use_apt", lambda: False)
    monkeypatch.setattr(script, "_is_there", lambda program: program == "xmllint")
    wanted = (
        "needs Debian's default-jre-headless, raptor2-utils, virtuoso-opensource-7-bin; install"
    )
    with pytest.raises(script.SetUpError, match=wanted):
        script._prepare_interop()


def test_a_java_that_only_asks_for_one_is_none(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: sys.executable)
    assert script._is_there("rapper")
    # Python knows no option ``-version``, as little as such a java does.
    assert not script._is_there("java")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert not script._is_there("java")


@pytest.fixture
def fetched(script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A wheel with two archives, in place of the one that would be fetched."""

    def fetch(*_: object) -> None:
        folder = tmp_path / "owlapi"
        folder.mkdir()
        with zipfile.ZipFile(folder / "some.whl", "w") as wheel:
            for name in ("owlapi-api-4.5.22.jar", "elk-reasoner-0.4.3.jar"):
                wheel.writestr(f"mowl/lib/{name}", "java")
        shutil.copy(folder / "some.whl", tmp_path)

    monkeypatch.setattr(script, "ENVIRONMENTS", tmp_path)
    monkeypatch.setattr(script, "run", fetch)
    monkeypatch.setenv("SOMAGRAPH_OWLAPI", "")
    return tmp_path / "owlapi"


def test_a_wheel_with_another_checksum_is_not_used(script: ModuleType, fetched: Path) -> None:
    with pytest.raises(script.SetUpError, match=r"checksum is wrong; nothing of it was used"):
        script._prepare_java_archives(Path(sys.executable))
    assert list(fetched.glob("*.jar")) == []
    assert not (fetched / "ready").exists()


def test_of_the_right_wheel_only_the_owl_api_is_taken(
    script: ModuleType, fetched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Sum:
        def __init__(self, _: bytes) -> None:
            pass

        def hexdigest(self) -> str:
            return str(script._JAVA_WHEEL_SHA256)

    monkeypatch.setattr(script.hashlib, "sha256", Sum)
    script._prepare_java_archives(Path(sys.executable))
    assert sorted(path.name for path in fetched.iterdir()) == ["owlapi-api-4.5.22.jar", "ready"]
    # What is there is not fetched again.
    monkeypatch.setattr(script, "run", None)
    script._prepare_java_archives(Path(sys.executable))
