"""Pass the tests from a fresh clone: ``python3 scripts/test.py``, ``--interop`` for both tiers.

The first tier needs Python alone and a Chromium, which is fetched if there is none. The ``interop``
tier adds what needs Debian or much room: other RDF programs, Java and the SPARQL engine Virtuoso
from its packages; the engine Oxigraph, a reasoner, the OWL API and OAK from PyPI. Nothing skips
inside a tier: what is missing and cannot be installed is an error. Further arguments go to pytest.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from environment import ENVIRONMENTS, ROOT, SetUpError, group_requirements, prepare, run, say

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
_INTEROP_PACKAGES = {
    "java": "default-jre-headless",
    "rapper": "raptor2-utils",
    "xmllint": "libxml2-utils",
    # The engine and its shell, and no service of the system.
    "virtuoso-t": "virtuoso-opensource-7-bin",
}

#: What pytest returns where it found nothing to run.
_NO_TESTS = 5

#: A wheel that carries the OWL API and HermiT as Java archives, which are all that is taken of it.
_JAVA_WHEEL = "mowl-borg==2.1.0"
_JAVA_WHEEL_SHA256 = "13dd3aad861f4d0b72f2b8ba3d495164c26b4a3ea7ad93cce678bd73ed87dc6d"
_JAVA_ARCHIVES = re.compile(
    r"mowl/lib/(?:caffeine|checker-qual|commons-(?:codec|io|lang3|logging|rdf)|collection|guava|hppcrt"
    r"|jackson|javax\.inject|jcl-over|jsonld|jsr305|org\.semanticweb|owlapi-(?!distribution|osgi)"
    r"|rdf4j|slf4j|xz)[^/]*\.jar"
)


def _can_use_apt() -> bool:
    return shutil.which("apt-get") is not None and os.name == "posix" and os.geteuid() == 0


def _is_there(program: str) -> bool:
    """Tell whether a program can be run; some systems have a ``java`` that only asks for one."""
    found = shutil.which(program)
    if found is None or program != "java":
        return found is not None
    return subprocess.run([found, "-version"], capture_output=True, check=False).returncode == 0


def _apt_install(*packages: str) -> None:
    say(f"Installing {', '.join(packages)} with apt-get ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        done = subprocess.run(
            ["apt-get", *command],  # noqa: S607 - wherever the system has it
            env=environment,
            stdout=sys.stderr,
            check=False,
        )
        if done.returncode:
            message = f"`apt-get {' '.join(command)}` failed; install {', '.join(packages)}."
            raise SetUpError(message)


def _find_browser() -> str | None:
    named = os.environ.get("SOMAGRAPH_CHROMIUM")
    found = [named] if named else [path for name in _BROWSERS if (path := shutil.which(name))]
    found += [place for place in _BROWSER_PLACES if Path(place).exists()]
    return found[0] if found else None


def _prepare_browser(python: Path) -> None:
    """Make sure that there is a Chromium, and tell the tests where."""
    browser = _find_browser()
    if browser is None and _can_use_apt():
        _apt_install("chromium")
        browser = _find_browser()
    if browser is None:
        say("Fetching Chromium with playwright ...")
        run(python, "-m", "playwright", "install", "chromium")
    else:
        os.environ["SOMAGRAPH_CHROMIUM"] = browser


def _prepare_java_archives(python: Path) -> None:
    """Take the OWL API out of its wheel, once, and tell the tests where it is."""
    folder = ENVIRONMENTS / "owlapi"
    os.environ["SOMAGRAPH_OWLAPI"] = str(folder)
    ready = folder / "ready"
    if ready.exists() and ready.read_text() == _JAVA_WHEEL_SHA256:
        return
    say("Fetching the OWL API ...")
    shutil.rmtree(folder, ignore_errors=True)
    download = [python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    # Of the wheel only Java is wanted, whatever Python its own code is for.
    only = ["--no-deps", "--only-binary", ":all:", "--ignore-requires-python"]
    run(*download, *only, "--dest", folder, _JAVA_WHEEL)
    wheel = next(folder.glob("*.whl"))
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != _JAVA_WHEEL_SHA256:
        message = f"{wheel.name} was fetched, but its checksum is wrong; nothing of it was used."
        raise SetUpError(message)
    with zipfile.ZipFile(wheel) as archive:
        for name in filter(_JAVA_ARCHIVES.fullmatch, archive.namelist()):
            (folder / Path(name).name).write_bytes(archive.read(name))
    wheel.unlink()
    ready.write_text(_JAVA_WHEEL_SHA256)


def _prepare_interop() -> Path:
    """Set up what the second tier needs; return the interpreter of its environment."""
    missing = [package for program, package in _INTEROP_PACKAGES.items() if not _is_there(program)]
    if missing and not _can_use_apt():
        message = f"The interop tier needs Debian's {', '.join(missing)}; install them as root."
        raise SetUpError(message)
    if missing:
        _apt_install(*missing)
    python = prepare("interop", group_requirements("dev", "interop"))
    _prepare_java_archives(python)
    oak = prepare("oak", group_requirements("oak"), project=False)
    os.environ["SOMAGRAPH_RUNOAK"] = str(oak.with_name("runoak"))
    return python


def main() -> int:
    """Set up what is missing and run the tiers; return the worst exit status."""
    arguments = sys.argv[1:]
    interop = "--interop" in arguments
    arguments = [argument for argument in arguments if argument != "--interop"]
    try:
        python = prepare("test", group_requirements("dev"))
        _prepare_browser(python)
        interop_python = _prepare_interop() if interop else python
    except SetUpError as problem:
        say(f"Error: {problem}")
        return 2
    whole = not arguments
    spread = ["-n", "2", "--dist", "worksteal"] if whole else []
    measure = ["--cov", "--cov-report=term"] if whole else []
    tiers = [[str(python), "-m", "pytest", "-m", "not interop", *measure]]
    if interop:
        tiers.append([str(interop_python), "-m", "pytest", "-m", "interop"])
    statuses = [
        subprocess.run([*tier, *spread, *arguments], cwd=ROOT, check=False).returncode
        for tier in tiers
    ]
    if interop and not whole:
        # A file may hold tests of one tier only.
        statuses = [status for status in statuses if status != _NO_TESTS] or [_NO_TESTS]
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())
