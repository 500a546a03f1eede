"""Ctrl-C while processes start."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back while processes start, and let it be heard at the end.

    A process begun here inherits the block, so Ctrl-C, which goes to the whole group, cannot break off its imports.
    The handler is for this process alone: another thread of it may take the signal.
    """
    if not hasattr(signal, "pthread_sigmask") or current_thread() is not main_thread():
        yield
        return
    _start_resource_tracker()
    noted: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    if noted:
        signal.raise_signal(signal.SIGINT)


def _start_resource_tracker() -> None:
    """Python starts it beside its first process, and then lets Ctrl-C through again whatever was blocked."""
    from multiprocessing import resource_tracker  # not on every system, but where there are masks of signals

    resource_tracker.ensure_running()
