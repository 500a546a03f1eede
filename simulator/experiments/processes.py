"""Replications over processes of our own: any number of workers gives the same outcomes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from traceback import format_exc

from simulator.experiments.batches import Result, attempt, in_rounds, submitted
from simulator.experiments.interrupts import interrupts_wait
from simulator.experiments.replications import Failure, StudyPlan, study_plan_of
from simulator.scenario.study import Study

MOST_ON_WINDOWS = 61
"""Windows waits for no more processes than this at once."""
ROUNDS = 2
"""How often all that is to do goes to fresh processes together; what dead workers leave undone then goes one by one."""
LOST = (
    "replication {} was lost: worker processes ended abruptly time and again, often for lack of memory. "
    "Fewer workers may help, such as --workers 1."
)

_study_plan: StudyPlan | None = None


def in_processes(study: Study, replications: Sequence[int], seed: int, workers: int) -> Generator[Result]:
    """Run these replications on worker processes; on this one if one worker is enough."""
    workers = process_count(workers, len(replications))
    if workers > 1:
        yield from in_rounds(partial(_round, study, seed, workers), replications, ROUNDS, LOST)
        return
    study_plan = study_plan_of(study)
    yield from (attempt(study_plan, seed, number) for number in replications)


def process_count(workers: int, replications: int) -> int:
    """How many processes are of use: no more than replications, nor than the system can wait for."""
    most = MOST_ON_WINDOWS if sys.platform == "win32" else workers
    return min(workers, replications, most)


def _round(study: Study, seed: int, workers: int, waiting: Sequence[int]) -> Generator[Result, None, list[int]]:
    """Run these replications on fresh processes; the death of one ends them all, and returns what is still to do."""
    lost = []
    with _processes(study, min(workers, len(waiting))) as executor:
        with interrupts_wait():
            numbers = {submitted(executor, _work, seed, number): number for number in waiting}
        for future in as_completed(numbers):
            result = _arrived(future, numbers[future])
            if result is None:
                lost.append(numbers[future])
            else:
                yield result
    return sorted(lost)


def _arrived(future: Future[Result], replication: int) -> Result | None:
    """What came back; None if it was lost with a process. One that cannot be read is a record, like one that broke."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None
    except Exception:
        return Failure(replication, format_exc())


@contextmanager
def _processes(study: Study, workers: int) -> Iterator[Executor]:
    """A pool of fresh processes; after an interrupt it finishes what has begun and drops the rest."""
    executor = ProcessPoolExecutor(workers, get_context("spawn"), _prepare, (study,))
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _prepare(study: Study) -> None:
    """In a worker: lay out the study once; leave Ctrl-C to the process that was asked."""
    global _study_plan
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()
    _study_plan = study_plan_of(study)


def _leave_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _work(seed: int, replication: int) -> Result:
    assert _study_plan is not None
    return attempt(_study_plan, seed, replication)
