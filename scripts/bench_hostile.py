"""What each hostile file of the tests takes: ``scripts/bench_hostile.py``.

Each file is added to a question, by the command as a user has it and with nothing kept; the table
tells seconds of a processor and megabytes, with all that the command started, and what came of it.
It runs in an environment that has the project.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from environment import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from hostile import FILES
from measuring import measure

_SHOWN_CHARACTERS = 70


def main() -> None:
    """Print the table, file by file."""
    print("| kind | file | size | seconds | MB | outcome |")
    print("| --- | --- | ---: | ---: | ---: | --- |")
    environment = {**os.environ, "SOMAGRAPH_CACHE": ""}
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told")
        for kind, files in FILES.items():
            for file in files():
                path = Path(folder, file.name)
                path.write_bytes(file.content)
                asked = ["--with", str(path), "connect", "psoas", "kidney"]
                command = [sys.executable, "-m", "somagraph", *asked]
                took = measure(command, Path(os.devnull), told, environment)
                said = told.read_text("utf-8").strip().replace(str(path), path.name)
                outcome = said.removeprefix("Error: ") if took.status else "read"
                size = f"{len(file.content) / 1000:,.0f} kB"
                figures = (size, f"{took.seconds:.1f}", f"{took.megabytes:.0f}")
                cells = (kind, file.name, *figures, outcome[:_SHOWN_CHARACTERS])
                print(f"| {' | '.join(cells)} |", flush=True)
                path.unlink()


if __name__ == "__main__":
    main()
