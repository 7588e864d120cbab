"""``somagraph`` and ``python -m somagraph``: the command line, begun and ended without delay."""

from __future__ import annotations

import gc
import os
import sys

__all__ = ["run"]


def run() -> None:
    """Run the command line and end the process.

    A question makes a few thousand small values, none in a circle, and then is over: looking for
    circles, and tidying up before the end, would take as long as the answer.
    """
    gc.disable()
    from somagraph.cli import main  # noqa: PLC0415 - after the line above, which hastens it

    status: object = 0
    try:
        main(prog_name="somagraph")
    except SystemExit as end:
        status = end.code
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # closed by who read it
            status = status or 1
    os._exit(status if isinstance(status, int) else 1)


if __name__ == "__main__":
    run()
