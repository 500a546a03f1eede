"""Replications over processes: any number of workers gives the same outcomes, in the same order."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from traceback import format_exc

from simulator.experiments.replications import Failure, Outcome, StudyPlan, study_plan_of
from simulator.scenario.study import Study

Progress = Callable[[int], None]

_study_plan: StudyPlan | None = None


@dataclass(frozen=True)
class Batch:
    """What came of the replications asked for; ``interrupted`` if the user stopped before all were done."""

    asked: int
    outcomes: tuple[Outcome, ...]
    failures: tuple[Failure, ...]
    interrupted: bool


def run_replications(
    study: Study, replications: int, seed: int, workers: int = 1, on_done: Progress = lambda done: None
) -> Batch:
    """Run replications 0 to ``replications`` - 1; ``on_done`` hears how many are done after each.

    An interrupt (Ctrl-C) keeps what is finished.
    """
    results: list[Outcome | Failure] = []
    interrupted = False
    try:
        for result in _results(study, replications, seed, min(workers, replications)):
            results.append(result)
            on_done(len(results))
    except KeyboardInterrupt:
        interrupted = True
    results.sort(key=lambda result: result.replication)
    outcomes = tuple(result for result in results if isinstance(result, Outcome))
    failures = tuple(result for result in results if isinstance(result, Failure))
    return Batch(replications, outcomes, failures, interrupted)


def _results(study: Study, replications: int, seed: int, workers: int) -> Iterator[Outcome | Failure]:
    if workers <= 1:
        study_plan = study_plan_of(study)
        yield from (attempt(study_plan, seed, number) for number in range(replications))
        return
    with _processes(study, workers) as executor:
        futures: list[Future[Outcome | Failure]] = [
            executor.submit(_work, seed, number) for number in range(replications)
        ]
        for future in as_completed(futures):
            yield future.result()


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
    _study_plan = study_plan_of(study)


def _work(seed: int, replication: int) -> Outcome | Failure:
    assert _study_plan is not None
    return attempt(_study_plan, seed, replication)


def attempt(study_plan: StudyPlan, seed: int, replication: int) -> Outcome | Failure:
    """One replication; an error becomes a record, so that the others are kept."""
    try:
        return study_plan.replicate(seed, replication)
    except Exception:
        return Failure(replication, format_exc())
