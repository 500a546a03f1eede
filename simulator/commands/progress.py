"""A progress bar for long work, and the command as it was typed."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(total: int, doing: str = "Simulating") -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr with the time left; what it gives hears how many are done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    texts = TextColumn(doing), TextColumn("time left")
    columns = (texts[0], BarColumn(), MofNCompleteColumn(), texts[1], TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("simulations", total=total)
        yield lambda done: shown.update(task, completed=done)


def command_line() -> str:
    """The command as it was typed."""
    return shlex.join(["python", *sys.argv])
