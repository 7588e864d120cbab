"""Fuzz what sees bytes from outside: ``python3 scripts/fuzz.py [--seconds N] [TARGET ...]``.

Coverage-guided (atheris, on Linux), one target after the other, each for its share of the seconds,
from seeds that are made anew (see `fuzz_seeds`). What leads further is kept in
``.environments/fuzz-corpus``. A finding is a file in ``.environments/fuzz-findings`` and one line
here; with any, the exit status is 1. The inputs of earlier findings are tried again first.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

from environment import ENVIRONMENTS, ROOT, SetUpError, group_requirements, prepare, run, say

CORPUS = ENVIRONMENTS / "fuzz-corpus"
FINDINGS = ENVIRONMENTS / "fuzz-findings"

TARGETS = ("formats", "door", "obo", "obographs", "rdfxml", "sparql", "table", "index")

#: The longest input.
_LONGEST = 4096
#: What one input may take, in seconds and megabytes.
_SECONDS = 20
_MEGABYTES = 2000


def _sow(python: Path, targets: list[str]) -> None:
    """Make the folders, and give each target its seeds and what was found with it before."""
    FINDINGS.mkdir(parents=True, exist_ok=True)
    for target in targets:
        (CORPUS / target).mkdir(parents=True, exist_ok=True)
        for path in FINDINGS.glob(f"{target}-*"):
            if path.suffix:
                path.unlink()
            else:
                path.rename(CORPUS / target / path.name)
    run(python, ROOT / "scripts" / "fuzz_seeds.py", CORPUS, *targets)


def _run(python: Path, target: str, seconds: int) -> list[str]:
    """Run one target; return a line for each finding."""
    command = [python, ROOT / "scripts" / "fuzz_target.py", target, FINDINGS, CORPUS / target]
    options = {
        "max_total_time": seconds,
        "max_len": _LONGEST,
        "timeout": _SECONDS,
        "rss_limit_mb": _MEGABYTES,
        "print_final_stats": 1,
        "artifact_prefix": f"{FINDINGS}/{target}-",
    }
    command += [f"-{name}={value}" for name, value in options.items()]
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    said = done.stderr.decode(errors="replace")
    runs = re.findall(r"number_of_executed_units: (\d+)", said) or re.findall(
        r"^#(\d+)", said, re.MULTILINE
    )
    found = []
    for path in sorted(FINDINGS.glob(f"{target}-*")):
        if path.suffix != ".txt":
            note = path.with_suffix(".txt")
            what = note.read_text("utf-8") if note.exists() else "ended, or took too much"
            found.append(f"{target}: {what}; {path.relative_to(ROOT)}")
    if done.returncode and not found:
        found.append(f"{target}: could not be run: {said[-500:]}")
    passed = time.monotonic() - start
    count = int(runs[-1]) if runs else 0
    say(f"{target}: {count:,} runs in {passed:.0f} s, findings: {len(found)}")
    return found


def main() -> int:
    """Run the targets; return 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--seconds", type=int, default=400, help="for all targets together")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    given = parser.parse_args()
    targets = given.targets or list(TARGETS)
    if unknown := set(targets) - set(TARGETS):
        parser.error(f"no target is called {', '.join(sorted(unknown))}")
    try:
        python = prepare("fuzz", group_requirements("fuzz"))
        _sow(python, targets)
    except SetUpError as problem:
        say(f"Error: {problem}")
        return 2
    found = []
    for target in targets:
        found += _run(python, target, max(given.seconds // len(targets), 1))
    print("\n".join(found), end="\n" * bool(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
