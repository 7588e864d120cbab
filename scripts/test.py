"""Pass the tests from a fresh clone: ``python3 scripts/test.py``, ``--interop`` for both tiers.

The first tier needs Python alone and a Chromium, which is fetched if there is none. The ``interop``
tier adds what needs Debian: other RDF programs, installed from its packages. Nothing skips inside a
tier: what is missing and cannot be installed is an error. Further arguments go to pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import ROOT, SetUpError, development_requirements, prepare, run, say

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
_INTEROP_PACKAGES = {"rapper": "raptor2-utils", "xmllint": "libxml2-utils"}


def _can_use_apt() -> bool:
    return shutil.which("apt-get") is not None and os.name == "posix" and os.geteuid() == 0


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


def _prepare_interop() -> None:
    missing = [
        package for program, package in _INTEROP_PACKAGES.items() if not shutil.which(program)
    ]
    if missing and not _can_use_apt():
        message = f"The interop tier needs Debian's {', '.join(missing)}; install them as root."
        raise SetUpError(message)
    if missing:
        _apt_install(*missing)


def main() -> int:
    """Set up what is missing and run the tiers; return the worst exit status."""
    arguments = sys.argv[1:]
    interop = "--interop" in arguments
    arguments = [argument for argument in arguments if argument != "--interop"]
    try:
        python = prepare("test", development_requirements())
        _prepare_browser(python)
        if interop:
            _prepare_interop()
    except SetUpError as problem:
        say(f"Error: {problem}")
        return 2
    pytest = [str(python), "-m", "pytest"]
    whole = [] if arguments else ["--cov", "--cov-report=term", "-n", "2"]
    commands = [[*pytest, "-m", "not interop", *whole, *arguments]]
    if interop:
        commands.append([*pytest, "-m", "interop", *arguments])
    return max(subprocess.run(command, cwd=ROOT, check=False).returncode for command in commands)


if __name__ == "__main__":
    sys.exit(main())
