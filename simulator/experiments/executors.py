"""Replications over any executor: whichever it is, the outcomes are the same, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from traceback import format_exc
from typing import TYPE_CHECKING, cast

from simulator.experiments.batches import Batch, Progress, Result, batch_of, submitted
from simulator.experiments.first_use import compile_engine
from simulator.experiments.packed import packed, replicate_packed
from simulator.experiments.processes import in_processes
from simulator.experiments.replications import Failure, Outcome
from simulator.scenario.study import Study

if TYPE_CHECKING:
    from distributed.cfexecutor import ClientExecutor

BROKEN = "replication {} was lost: the executor broke down ({})."


def run_replications(
    study: Study,
    replications: int,
    seed: int,
    workers: int = 1,
    on_done: Progress = lambda done: None,
    executor: Executor | None = None,
    *,
    numbers: Sequence[int] | None = None,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
) -> Batch:
    """Run replications 0 to ``replications`` - 1, or those of them in ``numbers`` alone.

    ``on_done`` hears how many are done after each, and ``on_outcome`` what came of each that did not fail. They run on
    ``executor`` if there is one, or else on ``workers`` processes. An interrupt (Ctrl-C) keeps what is finished, and so
    does the death of a worker. ClusterError if the workers of a Dask executor cannot be used.
    """
    compile_engine()
    chosen = range(replications) if numbers is None else numbers
    return batch_of(_results(study, chosen, seed, workers, executor), replications, on_done, on_outcome)


def _results(
    study: Study, replications: Sequence[int], seed: int, workers: int, executor: Executor | None
) -> Generator[Result]:
    if executor is None:
        return in_processes(study, replications, seed, workers)
    if type(executor).__module__.startswith("distributed."):  # asked without importing it, for it may not be there
        from simulator.experiments.cluster import on_cluster

        return on_cluster(cast("ClientExecutor", executor), study, replications, seed)
    return _on_executor(executor, study, replications, seed)


def _on_executor(executor: Executor, study: Study, replications: Sequence[int], seed: int) -> Generator[Result]:
    """Run these replications on an executor that stays its owner's; what has not begun when we leave is cancelled."""
    sent = packed(study)
    numbers: dict[Future[Result], int] = {}
    try:
        for number in replications:
            numbers[submitted(executor, replicate_packed, sent, seed, number)] = number
        for future in as_completed(numbers):
            yield _arrived(future, numbers[future])
    finally:
        for future in numbers:
            future.cancel()


def _arrived(future: Future[Result], replication: int) -> Result:
    """What came back; what did not is a record."""
    try:
        return future.result()
    except BrokenExecutor as error:
        return Failure(replication, BROKEN.format(replication, error))
    except Exception:
        return Failure(replication, format_exc())
