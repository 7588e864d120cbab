"""Run somagraph from a fresh clone: ``python3 scripts/run.py connect psoas anxiety``."""

from __future__ import annotations

import os
import subprocess
import sys

from environment import SetUpError, prepare, say


def main() -> int:
    """Set up what is missing, then hand over to the program; return its exit status."""
    try:
        python = prepare("run")
    except SetUpError as problem:
        say(f"Error: {problem}")
        return 2
    command = [str(python), "-m", "somagraph", *sys.argv[1:]]
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - the program that was just set up
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
