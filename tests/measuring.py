"""Run a command and measure it with all that it starts: ``measuring.py OUTPUT TOLD COMMAND ...``.

A process begins with the size of the one that starts it. A large one, such as a run of tests, would
measure itself; this one is small.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """What a command took."""

    status: int
    #: Of a processor.
    seconds: float
    megabytes: float


def measure(command: list[str], output: Path, told: Path, environment: dict[str, str]) -> Measured:
    """Return what a command took; what it prints goes to two files."""
    done = subprocess.run(
        [sys.executable, __file__, output, told, *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    status, seconds, megabytes = done.stdout.split()
    return Measured(int(status), float(seconds), float(megabytes))


def main() -> None:
    output, told, *command = sys.argv[1:]
    with Path(output).open("wb") as printed, Path(told).open("wb") as said:
        process = subprocess.Popen(command, stdout=printed, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    megabytes = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    sys.stdout.write(f"{process.returncode} {seconds} {megabytes}\n")


if __name__ == "__main__":
    main()
