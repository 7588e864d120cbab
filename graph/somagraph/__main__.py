"""``somagraph`` and ``python -m somagraph``: the command line, begun and ended without delay."""

from __future__ import annotations

import gc
import io
import os
import sys

__all__ = ["run"]


def run() -> None:
    """Run the command line and end the process.

    A question makes a few thousand small values, none in a circle, and then is over: looking for
    circles, and tidying up before the end, would take as long as the answer.
    """
    gc.disable()
    _fill_streams()
    from somagraph.cli import main  # noqa: PLC0415 - after the line above, which hastens it

    status: object = 0
    try:
        main(prog_name="somagraph")
    except SystemExit as end:
        status = end.code
    except OSError:  # there is nowhere to tell an error
        status = 2
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # closed by who read it
            status = status or 1
    os._exit(status if isinstance(status, int) else 1)


def _fill_streams() -> None:
    """Put something in the place of standard streams that are closed.

    Else the next file that is opened would take their place, and be printed into.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # What is printed to a closed stream fails; what is told there goes nowhere.
            os.open(os.devnull, os.O_RDWR if number == 2 else os.O_RDONLY)  # noqa: PLR2004 - stderr
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115 - a descriptor
    if isinstance(sys.stdout.buffer, io.RawIOBase):
        # Without a buffer (PYTHONUNBUFFERED) what is written in part would count as written.
        sys.stdout = open(  # noqa: SIM115 - as above
            1, "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors, closefd=False
        )
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115 - as above


if __name__ == "__main__":
    run()
