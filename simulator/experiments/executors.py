"""Replications over processes: any number of workers gives the same outcomes, in the same order."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from threading import Thread, current_thread, main_thread
from traceback import format_exc

from simulator.experiments.replications import Failure, Outcome, StudyPlan, study_plan_of
from simulator.scenario.study import Study

Progress = Callable[[int], None]

MOST_ON_WINDOWS = 61
"""Windows waits for no more processes than this at once."""
ROUNDS = 2
"""How often all that is to do goes to fresh processes together; what dead workers leave undone then goes one by one."""
LOST = (
    "replication {} was lost: worker processes ended abruptly time and again, often for lack of memory. "
    "Fewer workers may help, such as --workers 1."
)

_study_plan: StudyPlan | None = None


@dataclass(frozen=True)
class Batch:
    """What came of the replications asked for; ``interrupted`` if the user stopped before all were done."""

    asked: int
    outcomes: tuple[Outcome, ...]
    failures: tuple[Failure, ...]
    interrupted: bool


def run_replications(
    study: Study,
    replications: int,
    seed: int,
    workers: int = 1,
    on_done: Progress = lambda done: None,
    *,
    numbers: Sequence[int] | None = None,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
) -> Batch:
    """Run replications 0 to ``replications`` - 1, or those of them in ``numbers`` alone.

    ``on_done`` hears how many are done after each, and ``on_outcome`` what came of each that did not fail. An interrupt
    (Ctrl-C) keeps what is finished, and so does the death of a worker process.
    """
    chosen = range(replications) if numbers is None else numbers
    results: list[Outcome | Failure] = []
    interrupted = False
    try:
        with closing(_results(study, chosen, seed, process_count(workers, len(chosen)))) as arriving:
            for result in arriving:
                results.append(result)
                if isinstance(result, Outcome):
                    on_outcome(result)
                on_done(len(results))
    except KeyboardInterrupt:
        interrupted = True
    results.sort(key=lambda result: result.replication)
    outcomes = tuple(result for result in results if isinstance(result, Outcome))
    failures = tuple(result for result in results if isinstance(result, Failure))
    return Batch(replications, outcomes, failures, interrupted)


def process_count(workers: int, replications: int) -> int:
    """How many processes are of use: no more than replications, nor than the system can wait for."""
    most = MOST_ON_WINDOWS if sys.platform == "win32" else workers
    return min(workers, replications, most)


def _results(study: Study, numbers: Sequence[int], seed: int, workers: int) -> Generator[Outcome | Failure]:
    if workers <= 1:
        study_plan = study_plan_of(study)
        yield from (attempt(study_plan, seed, number) for number in numbers)
        return
    waiting = list(numbers)
    for _ in range(ROUNDS):
        waiting = yield from _round(study, waiting, seed, workers)
        if not waiting:
            return
    for number in waiting:  # each alone, so that one that kills its process takes no other with it
        if (yield from _round(study, [number], seed, 1)):
            yield Failure(number, LOST.format(number))


def _round(
    study: Study, waiting: Sequence[int], seed: int, workers: int
) -> Generator[Outcome | Failure, None, list[int]]:
    """Run these replications on fresh processes; the death of one ends them all, and returns what is still to do."""
    lost = []
    with _processes(study, min(workers, len(waiting))) as executor:
        with _interrupts_wait():
            numbers = {_submit(executor, seed, number): number for number in waiting}
        for future in as_completed(numbers):
            result = _arrived(future, numbers[future])
            if result is None:
                lost.append(numbers[future])
            else:
                yield result
    return sorted(lost)


def _submit(executor: Executor, seed: int, replication: int) -> Future[Outcome | Failure]:
    """A replication on its way; it arrives as lost if a worker has died already."""
    try:
        return executor.submit(_work, seed, replication)
    except BrokenProcessPool as error:
        lost: Future[Outcome | Failure] = Future()
        lost.set_exception(error)
        return lost


def _arrived(future: Future[Outcome | Failure], replication: int) -> Outcome | Failure | None:
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


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back while processes start, and let it be heard at the end.

    A process begun here inherits the block, so Ctrl-C, which goes to the whole group, cannot break off its imports.
    The handler is for this process alone: another thread of it may take the signal.
    """
    if not hasattr(signal, "pthread_sigmask") or current_thread() is not main_thread():
        yield
        return
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


def _work(seed: int, replication: int) -> Outcome | Failure:
    assert _study_plan is not None
    return attempt(_study_plan, seed, replication)


def attempt(study_plan: StudyPlan, seed: int, replication: int) -> Outcome | Failure:
    """One replication; an error becomes a record, so that the others are kept."""
    try:
        return study_plan.replicate(seed, replication)
    except Exception:
        return Failure(replication, format_exc())
