"""Set up an environment of its own for a script: uv if present, else venv and pip.

Python alone is enough. System Pythons refuse ``pip install`` (PEP 668), and Debian's has neither
pip nor ensurepip, so everything goes into a folder ``.environments/`` of the project, and where no
pip is found a pinned one is fetched and its checksum compared before it runs. What was set up once
is found again at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".environments"
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"

_OLDEST = (3, 11)
_PIP = "pip-25.3-py3-none-any.whl"
_PIP_SHA256 = "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd"
_PIP_INDEX = "https://pypi.org/simple/pip/"
_TIMEOUT = 60


class SetUpError(Exception):
    """The environment cannot be set up; the text says what to do."""


def say(text: str) -> None:
    """Tell a person what is going on, apart from the program's own output."""
    print(text, file=sys.stderr, flush=True)


def run(*command: str | Path) -> None:
    """Run a command with its output on stderr.

    Raises
    ------
    SetUpError
        If it fails.
    """
    line = [str(part) for part in command]
    done = subprocess.run(line, cwd=ROOT, stdout=sys.stderr, check=False)
    if done.returncode:
        message = f"`{' '.join(line)}` failed with exit status {done.returncode}."
        raise SetUpError(message)


def python_of(environment: Path) -> Path:
    """Return the interpreter of an environment."""
    windows = os.name == "nt"
    return environment / ("Scripts/python.exe" if windows else "bin/python")


def group_requirements(*groups: str) -> list[str]:
    """Return the requirements of dependency groups, as pyproject.toml names them."""
    check_python()
    import tomllib  # noqa: PLC0415 - an older Python has none, and shall hear so in words

    with (ROOT / "pyproject.toml").open("rb") as stream:
        named = tomllib.load(stream)["dependency-groups"]
    return [requirement for group in groups for requirement in named[group]]


def _fetch_pip(folder: Path) -> Path:
    """Fetch the pinned pip and compare its checksum; return the wheel, which runs as it is."""
    say(f"This Python has no pip; fetching {_PIP} ...")
    wheel = folder / _PIP
    try:
        with urllib.request.urlopen(_PIP_INDEX, timeout=_TIMEOUT) as answer:
            page = answer.read().decode()
        links = re.findall(r'href="([^"]+)"', page)
        link = next(link for link in links if link.partition("#")[0].endswith("/" + _PIP))
        address = urljoin(_PIP_INDEX, link.partition("#")[0])
        if not address.startswith("https://"):
            raise ValueError(address)  # noqa: TRY301 - told below with the others
        with urllib.request.urlopen(address, timeout=_TIMEOUT) as answer:  # noqa: S310 - https
            data = answer.read()
    except (OSError, StopIteration, ValueError) as problem:
        message = (
            f"pip could not be fetched ({problem}). Install uv, or python3-venv and python3-pip "
            "(Debian, Ubuntu: apt install python3-venv python3-pip), and start again."
        )
        raise SetUpError(message) from None
    if hashlib.sha256(data).hexdigest() != _PIP_SHA256:
        message = f"{_PIP} was fetched, but its checksum is wrong; nothing was run."
        raise SetUpError(message)
    wheel.write_bytes(data)
    return wheel


def _install_with_pip(environment: Path, requirements: list[str]) -> None:
    python = python_of(environment)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(environment)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if made.returncode == 0:
        pip: list[str | Path] = [python, "-m", "pip"]
    else:
        shutil.rmtree(environment, ignore_errors=True)
        run(sys.executable, "-m", "venv", "--without-pip", environment)
        pip = [python, _fetch_pip(environment) / "pip"]
    run(*pip, "install", "--quiet", "--disable-pip-version-check", "-c", CONSTRAINTS, *requirements)


def _install_with_uv(uv: str, environment: Path, requirements: list[str]) -> bool:
    """Install with uv; return whether it could (a company's own certificates may stop it)."""
    python = python_of(environment)
    try:
        run(uv, "venv", "--quiet", "--python", sys.executable, environment)
        run(uv, "pip", "install", "--quiet", "--python", python, "-c", CONSTRAINTS, *requirements)
    except SetUpError as problem:
        say(f"{problem} Trying venv and pip instead ...")
        return False
    return True


def check_python() -> None:
    """Refuse a Python that is too old.

    Raises
    ------
    SetUpError
        With the version that is needed.
    """
    if sys.version_info < _OLDEST:
        wanted = ".".join(map(str, _OLDEST))
        message = f"somagraph needs Python {wanted} or newer; this is {sys.version.split()[0]}."
        raise SetUpError(message)


def prepare(name: str, extra: list[str] | None = None, *, project: bool = True) -> Path:
    """Return the interpreter of an environment with the project and more installed in it.

    Parameters
    ----------
    name
        Of its folder.
    extra
        Requirements beside the project itself, which is installed so that edits take effect.
    project
        Whether the project itself is installed.

    Raises
    ------
    SetUpError
        If it cannot be set up.
    """
    check_python()
    environment = ENVIRONMENTS / name
    project_file = (ROOT / "pyproject.toml").read_text()
    parts = (sys.version, str(ROOT), project_file, CONSTRAINTS.read_text(), *(extra or []))
    stamp = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    stamp_file = environment / "ready"
    if stamp_file.exists() and stamp_file.read_text() == stamp:
        return python_of(environment)
    say(f"Setting up somagraph in {environment.relative_to(ROOT)} (once; needs the network) ...")
    shutil.rmtree(environment, ignore_errors=True)
    requirements = [*(["-e", str(ROOT)] if project else []), *(extra or [])]
    uv = shutil.which("uv")
    if not (uv and _install_with_uv(uv, environment, requirements)):
        shutil.rmtree(environment, ignore_errors=True)
        _install_with_pip(environment, requirements)
    stamp_file.write_text(stamp)
    say("Ready.")
    return python_of(environment)
