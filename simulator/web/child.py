"""A run in a process of its own: the command line itself, which ends with the page that started it.

``python -m simulator.web.child compare PLACE ...``. What is finished is kept by the run itself, so that an end at any
moment loses nothing else.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from threading import Thread

NICENESS = 10
"""Runs give way to the page."""


def main() -> None:
    """Run the command in the arguments; end at once, workers included, when the page is gone."""
    Thread(target=_end_with_the_page, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    sys.argv[0] = "run_sim.py"
    from simulator.cli import entry

    entry()


def _end_with_the_page() -> None:
    """The page holds the other end of this pipe, and never writes to it."""
    with suppress(OSError, ValueError):
        sys.stdin.buffer.read()
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
