"""The project as a newcomer meets it: README, exports, the installed wheel, its own habits."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
import venv
from pathlib import Path
from types import ModuleType
from typing import Self

import pytest
from click.testing import CliRunner

import somagraph
from somagraph.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_shows_the_answer_that_is_given() -> None:
    shown = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert shown[1] == CliRunner().invoke(main, ["connect", "psoas", "anxiety"]).stdout


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    (tmp_path / "mine.ttl").write_text(
        '<https://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "x" .', "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    exec(code[1], {})  # noqa: S102 - the README's own example


def test_the_version_stands_in_the_changelog() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        version = tomllib.load(stream)["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert somagraph.__version__ == version


def test_the_exports_are_what_the_ontology_gives() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "build_exports.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_ontology_files_are_in_the_form_that_is_written() -> None:
    from somagraph.dataset import read_bundled  # noqa: PLC0415 - beside its use
    from somagraph.export.turtle import render_turtle  # noqa: PLC0415 - as above

    for file in read_bundled().files:
        assert (ROOT / "ontology" / file.name).read_text("utf-8") == render_turtle(file.triples)


def test_the_wheel_answers_from_another_place_without_the_tools_of_development(
    tmp_path: Path,
) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", tmp_path, ROOT], check=True)
    wheel = next(tmp_path.glob("somagraph-*.whl"))
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    folder = "Scripts" if os.name == "nt" else "bin"
    constraints = ROOT / "scripts" / "constraints.txt"
    subprocess.run([*pip, "--python", environment, "install", "-c", constraints, wheel], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    command = environment / folder / "somagraph"

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [command, *arguments],
            cwd=elsewhere,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def refused(*arguments: str) -> str:
        done = subprocess.run(
            [command, *arguments], cwd=elsewhere, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        return done.stderr

    assert "The psoas major may play a role in anxiety." in run("connect", "psoas", "anxiety")
    assert run("validate") == ""
    run("explore", "--no-open", "-o", "page.html")
    assert (elsewhere / "page.html").stat().st_size > 500_000
    listed = subprocess.run(
        [*pip, "--python", environment, "list"], capture_output=True, text=True, check=True
    ).stdout
    assert "pytest" not in listed
    for verb, extra in (("serve", "server"), ("mcp", "mcp")):
        told = refused(verb)
        installs = f"pip install 'somagraph[{extra}]'"
        assert told == (
            f"Error: `somagraph {verb}` needs packages that are not installed; "
            f"`{installs}` installs them.\n"
        )
        # That is true, word for word.
        asked = installs.removeprefix("pip install ").strip("'")
        subprocess.run(
            [*pip, "--python", environment, "install", "-c", constraints, asked], check=True
        )
    assert refused("serve", "--host", "192.0.2.1").startswith("Error: Nothing can be served at")
    assert run("mcp") == ""


TOOLS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports"],
}


@pytest.mark.parametrize("name", TOOLS)
def test_the_habits_hold(name: str) -> None:
    tool, *arguments = TOOLS[name]
    command = [Path(sys.executable).parent / tool, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_modules_stay_of_a_readable_size() -> None:
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / "graph").rglob("*.py")
    }
    assert {name: size for name, size in sizes.items() if size > 350} == {}


@pytest.fixture
def environment() -> ModuleType:
    """The set-up script, loaded as a module."""
    specification = importlib.util.spec_from_file_location(
        "environment", ROOT / "scripts" / "environment.py"
    )
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class Reply:
    """What a package index answers, made by hand."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self) -> bytes:
        return self._data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def test_a_pip_with_another_checksum_is_not_run(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = f'<a href="https://example.org/{environment._PIP}#sha256=0">pip</a>'
    answers = iter([page.encode(), b"something else"])
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: Reply(next(answers)))
    with pytest.raises(environment.SetUpError, match="checksum is wrong; nothing was run"):
        environment._fetch_pip(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_it_says_what_to_install(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise urllib.error.URLError("no route to host")

    monkeypatch.setattr(urllib.request, "urlopen", unreachable)
    with pytest.raises(environment.SetUpError, match="apt install python3-venv python3-pip"):
        environment._fetch_pip(tmp_path)


@pytest.mark.parametrize("script", ["run.py", "test.py"])
def test_an_old_python_is_told_so(script: str) -> None:
    code = (
        "import runpy, sys\n"
        "sys.modules['tomllib'] = None\n"
        "sys.version_info = (3, 9, 0)\n"
        f"sys.argv = [{script!r}]\n"
        f"sys.path.insert(0, {str(ROOT / 'scripts')!r})\n"
        f"runpy.run_path({str(ROOT / 'scripts' / script)!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: somagraph needs Python 3.11 or newer; this is ")


def test_what_was_set_up_is_found_again_at_once(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[Path] = []

    def install(folder: Path, requirements: list[str]) -> None:
        assert requirements == ["-e", str(ROOT)]
        folder.mkdir(parents=True)
        made.append(folder)

    monkeypatch.setattr(environment, "ENVIRONMENTS", ROOT / ".environments" / tmp_path.name)
    monkeypatch.setattr(environment, "_install_with_pip", install)
    monkeypatch.setattr(environment.shutil, "which", lambda _: None)
    first = environment.prepare("run")
    assert environment.prepare("run") == first
    assert len(made) == 1
    environment.shutil.rmtree(environment.ENVIRONMENTS)


def test_every_guarantee_names_tests_that_exist() -> None:
    rows = re.findall(
        r"^\| (?!Guarantee|---)(.+?) \| (.+?) \|$",
        (ROOT / "SECURITY.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert len(rows) > 25
    for guarantee, proof in rows:
        named = re.findall(r"`(\w+)::(\w+)`", proof)
        assert named, guarantee
        for module, test in named:
            text = (ROOT / "tests" / f"{module}.py").read_text("utf-8")
            assert f"def {test}(" in text, f"{module}::{test}"
