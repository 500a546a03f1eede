"""Replications over processes of our own: any number of workers gives the same outcomes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Event, Thread
from traceback import format_exc
from typing import Any

from simulator.experiments.batches import attempt, in_rounds, submitted
from simulator.experiments.interrupts import interrupts_wait
from simulator.experiments.replications import Failure
from simulator.experiments.tasks import Came, Plan, Task

MOST_ON_WINDOWS = 61
"""Windows waits for no more processes than this at once."""
ROUNDS = 2
"""How often all that is to do goes to fresh processes together; what dead workers leave undone then goes one by one."""
LOOK_SECONDS = 1.0
"""How often to see whether a worker has died."""
LOST = (
    "replication {} was lost: worker processes ended abruptly time and again, often for lack of memory. "
    "Fewer workers may help, such as --workers 1."
)

_plan: Plan[Any] | None = None


def in_processes(task: Task[Came], replications: Sequence[int], seed: int, workers: int) -> Generator[Came | Failure]:
    """Run these replications on worker processes; on this one if one worker is enough."""
    workers = process_count(workers, len(replications))
    if workers > 1:
        yield from in_rounds(partial(_round, task, seed, workers), replications, ROUNDS, LOST)
        return
    plan = task.laid_out()
    yield from (attempt(plan, seed, number) for number in replications)


def process_count(workers: int, replications: int) -> int:
    """How many processes are of use: no more than replications, nor than the system can wait for."""
    most = MOST_ON_WINDOWS if sys.platform == "win32" else workers
    return min(workers, replications, most)


def _round(
    task: Task[Came], seed: int, workers: int, waiting: Sequence[int]
) -> Generator[Came | Failure, None, list[int]]:
    """Run these replications on fresh processes; the death of one ends them all, and returns what is still to do."""
    lost = []
    with _processes(task, min(workers, len(waiting))) as executor:
        with interrupts_wait():
            numbers: dict[Future[Came | Failure], int] = {
                submitted(executor, _work, seed, number): number for number in waiting
            }
        for future in as_completed(numbers):
            result = _arrived(future, numbers[future])
            if result is None:
                lost.append(numbers[future])
            else:
                yield result
    return sorted(lost)


def _arrived(future: Future[Came | Failure], replication: int) -> Came | Failure | None:
    """What came back; None if it was lost with a process. One that cannot be read is a record, like one that broke."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None
    except Exception:
        return Failure(replication, format_exc())


@contextmanager
def _processes(task: Task[Came], workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of fresh processes; after an interrupt it finishes what has begun and drops the rest."""
    executor = ProcessPoolExecutor(workers, get_context("spawn"), _prepare, (task,))
    closing = Event()
    Thread(target=_end_with_the_first, args=(executor, closing), daemon=True).start()
    try:
        yield executor
    finally:
        closing.set()
        executor.shutdown(wait=True, cancel_futures=True)


def _end_with_the_first(executor: ProcessPoolExecutor, closing: Event) -> None:
    """Once a worker has died, end the others too.

    The pool does so itself, but for a worker that was killed while it wrote a result: then the pool would wait for the
    rest of it for as long as anybody, itself included, could write to the pipe.
    """
    while not closing.wait(LOOK_SECONDS):
        # No public name tells the pool's workers from other children, and none gives this end of its pipe.
        pool: Any = executor
        workers, results = list((pool._processes or {}).values()), pool._result_queue
        if any(worker.exitcode for worker in workers):
            for worker in workers:
                worker.kill()
            if results:
                results._writer.close()
            return


def _prepare(task: Task[Any]) -> None:
    """In a worker: lay out the work once; leave Ctrl-C to the process that was asked."""
    global _plan
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=leave_with_parent, daemon=True).start()
    _plan = task.laid_out()


def leave_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _work(seed: int, replication: int) -> Any:
    assert _plan is not None
    return attempt(_plan, seed, replication)
