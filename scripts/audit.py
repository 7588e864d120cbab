"""Ask for known vulnerabilities of what the project is tested with: ``python3 scripts/audit.py``.

pip-audit compares `constraints.txt` with the advisories of PyPI, which it has to reach.
"""

from __future__ import annotations

import subprocess
import sys

from environment import CONSTRAINTS, SetUpError, prepare, say


def main() -> int:
    """Set up pip-audit and run it; return its exit status."""
    try:
        python = prepare("audit", ["pip-audit>=2.7"], project=False)
    except SetUpError as problem:
        say(f"Error: {problem}")
        return 2
    command = [str(python), "-m", "pip_audit", "--no-deps", "--disable-pip", "-r", str(CONSTRAINTS)]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
