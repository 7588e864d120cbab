"""What each hostile file of the tests takes: ``scripts/bench_hostile.py``.

Each file is added to a question, by the command as a user has it and with nothing kept; the table
tells seconds of a processor and megabytes, with all that the command started, and what came of it.
It runs in an environment that has the project.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from hostile import FILES

_SHOWN_CHARACTERS = 70


def measure(path: Path) -> tuple[float, float, str]:
    """Return seconds, megabytes, and what came of asking with a file."""
    command = [sys.executable, "-m", "somagraph", "--with", path, "connect", "psoas", "kidney"]
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=told,
            env={**os.environ, "SOMAGRAPH_CACHE": ""},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        said = told.read().decode().strip().replace(str(path), path.name)
    outcome = said.removeprefix("Error: ") if process.returncode else "read"
    seconds = usage.ru_utime + usage.ru_stime
    return seconds, usage.ru_maxrss / 1000, outcome[:_SHOWN_CHARACTERS]


def main() -> None:
    """Print the table, file by file."""
    print("| kind | file | size | seconds | MB | outcome |")
    print("| --- | --- | ---: | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for kind, files in FILES.items():
            for file in files():
                path = Path(folder, file.name)
                path.write_bytes(file.content)
                seconds, megabytes, outcome = measure(path)
                size = f"{len(file.content) / 1000:,.0f} kB"
                cells = (kind, file.name, size, f"{seconds:.1f}", f"{megabytes:.0f}", outcome)
                print(f"| {' | '.join(cells)} |", flush=True)
                path.unlink()


if __name__ == "__main__":
    main()
