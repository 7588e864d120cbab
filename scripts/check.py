"""Check everything in one command: format, lint, types, layers, exports, tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from environment import ROOT, SetUpError, group_requirements, prepare, say


def main() -> int:
    """Run every check, even after one fails; return the number that failed."""
    try:
        python = prepare("test", group_requirements("dev"))
    except SetUpError as problem:
        say(f"Error: {problem}")
        return 2
    tools = Path(python).parent
    checks = {
        "format": [tools / "ruff", "format", "--check", "."],
        "lint": [tools / "ruff", "check", "."],
        "types": [tools / "mypy"],
        "layers": [tools / "lint-imports"],
        "exports": [python, ROOT / "scripts" / "build_exports.py", "--check"],
        "tests": [sys.executable, ROOT / "scripts" / "test.py", *sys.argv[1:]],
    }
    failed = []
    for name, command in checks.items():
        say(f"== {name}")
        done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
        if done.returncode:
            failed.append(name)
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
