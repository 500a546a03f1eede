"""Replications over any executor: whichever it is, the outcomes are the same, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from traceback import format_exc
from typing import TYPE_CHECKING, cast

from simulator.experiments.batches import Batch, Progress, batch_of, submitted
from simulator.experiments.first_use import compile_engine
from simulator.experiments.packed import packed, replicate_packed
from simulator.experiments.processes import in_processes
from simulator.experiments.replications import Failure, Outcome
from simulator.experiments.tasks import AsStated, Came, Task
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
) -> Batch[Outcome]:
    """Run replications 0 to ``replications`` - 1 of a study, or those of them in ``numbers`` alone."""
    chosen = range(replications) if numbers is None else numbers
    return run_numbers(AsStated(study), chosen, seed, workers, on_done, executor, on_outcome, asked=replications)


def run_numbers(
    task: Task[Came],
    numbers: Sequence[int],
    seed: int,
    workers: int = 1,
    on_done: Progress = lambda done: None,
    executor: Executor | None = None,
    on_outcome: Callable[[Came], None] = lambda outcome: None,
    *,
    asked: int | None = None,
) -> Batch[Came]:
    """Do the pieces of a task with these numbers; the batch says how many were ``asked`` for, if not these alone.

    ``on_done`` hears how many are done after each, and ``on_outcome`` what came of each that did not fail. They run on
    ``executor`` if there is one, or else on ``workers`` processes. An interrupt (Ctrl-C) keeps what is finished, and so
    does the death of a worker. ClusterError if the workers of a Dask executor cannot be used.
    """
    compile_engine()
    whole = len(numbers) if asked is None else asked
    return batch_of(_results(task, numbers, seed, workers, executor), whole, on_done, on_outcome)


def _results(
    task: Task[Came], numbers: Sequence[int], seed: int, workers: int, executor: Executor | None
) -> Generator[Came | Failure]:
    if executor is None:
        return in_processes(task, numbers, seed, workers)
    if type(executor).__module__.startswith("distributed."):  # asked without importing it, for it may not be there
        from simulator.experiments.cluster import on_cluster

        return on_cluster(cast("ClientExecutor", executor), task, numbers, seed)
    return _on_executor(executor, task, numbers, seed)


def _on_executor(
    executor: Executor, task: Task[Came], replications: Sequence[int], seed: int
) -> Generator[Came | Failure]:
    """Run these replications on an executor that stays its owner's; what has not begun when we leave is cancelled."""
    sent = packed(task)
    numbers: dict[Future[Came | Failure], int] = {}
    try:
        for number in replications:
            numbers[submitted(executor, replicate_packed, sent, seed, number)] = number
        for future in as_completed(numbers):
            yield _arrived(future, numbers[future])
    finally:
        for future in numbers:
            future.cancel()


def _arrived(future: Future[Came | Failure], replication: int) -> Came | Failure:
    """What came back; what did not is a record."""
    try:
        return future.result()
    except BrokenExecutor as error:
        return Failure(replication, BROKEN.format(replication, error))
    except Exception:
        return Failure(replication, format_exc())
