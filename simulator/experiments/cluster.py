"""Replications on a Dask cluster. Imported only when one is asked for: it needs the extra ``cluster``."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from traceback import format_exc
from typing import Any

from distributed import CancelledError, Client, Future, KilledWorker
from distributed.cfexecutor import ClientExecutor
from distributed.client import ClosedClientError

from simulator.errors import ClusterError
from simulator.experiments.batches import in_rounds
from simulator.experiments.packed import PackedTask, packed, replicate_packed
from simulator.experiments.replications import Failure
from simulator.experiments.tasks import Came, Task
from simulator.experiments.versions import HOW_TO_AGREE, differences, versions

NO_WORKERS_SECONDS = 300
"""How long to wait for workers once all have gone: systems that share out machines take some away and give others."""
LOOK_SECONDS = 2
"""How often to see whether there are workers, while nothing arrives."""
NAMED = 10
"""How many workers a message names."""

LOST = (
    "replication {} was lost: every Dask worker that began it ended abruptly, often for lack of memory. "
    "Fewer workers on a machine may help."
)
DISCONNECTED = "replication {} did not come back: the connection to the Dask scheduler was lost."
CANCELLED = "replication {} did not come back: it was cancelled on the cluster."
NO_WORKERS = "replication {} was not finished: the Dask scheduler had no workers for {} seconds."

CONNECTION_ERRORS = (OSError, ClosedClientError)
Pending = dict[Future[Any], int]


def on_cluster(
    executor: ClientExecutor, task: Task[Came], replications: Sequence[int], seed: int
) -> Generator[Came | Failure]:
    """Run these replications on the cluster of a Dask client's executor; what is undone when we leave is cancelled.

    ClusterError if a worker runs other versions than this process, or if the scheduler does not answer.
    """
    refuse_other_versions(executor._client)  # Dask offers no other way from an executor to its client
    yield from in_rounds(partial(_round, executor, packed(task), seed), replications, 1, LOST)


def refuse_other_versions(client: Client) -> None:
    """ClusterError if a worker that is there now runs other versions than this process, or none of the simulator."""
    here = versions()
    try:
        found = {"the scheduler": _loaded_by_scheduler(client, here), **client.run(versions, on_error="return")}
    except (*CONNECTION_ERRORS, RuntimeError) as error:
        raise ClusterError(f"the Dask scheduler does not answer: {error}") from error
    unlike = [f"  {which}: {other}" for which, there in found.items() if (other := _unlike(there, here))]
    if unlike:
        more = [f"  and {len(unlike) - NAMED} more"] if len(unlike) > NAMED else []
        lines = ["the Dask cluster does not run what this computer runs:", *unlike[:NAMED], *more, HOW_TO_AGREE]
        raise ClusterError("\n".join(lines))


def _loaded_by_scheduler(client: Client, here: dict[str, str]) -> dict[str, str] | Exception:
    """The scheduler simulates nothing, but what it hands on it must be able to read: any version does."""
    try:
        client.run_on_scheduler(versions)
    except CONNECTION_ERRORS:
        raise
    except Exception as error:
        return error
    return here


def _unlike(there: dict[str, str] | Exception, here: dict[str, str]) -> str:
    """What is not the same on a machine, in words; nothing of a worker that has just gone."""
    if isinstance(there, OSError):
        return ""
    if isinstance(there, Exception):
        return f"the simulator cannot be loaded there: {there}"
    return ", ".join(differences(there, here))


def _round(
    executor: ClientExecutor, task: PackedTask, seed: int, waiting: Sequence[int]
) -> Generator[Any, None, list[int]]:
    """Run these replications; those that took one worker after the other with them are returned."""
    lost = []
    arrived: SimpleQueue[Future[Any]] = SimpleQueue()
    pending: Pending = {}
    try:
        pending |= _sent(executor, task, seed, waiting)
        for future in pending:
            future.add_done_callback(arrived.put)
        while pending and (done := _next(executor._client, arrived)):
            number = pending.pop(done)
            result = _result(done, number)
            _let_go({done: number})  # here, for where Python clears it away by itself a Ctrl-C would be lost
            if result is None:
                lost.append(number)
            else:
                yield result
        yield from (Failure(number, NO_WORKERS.format(number, NO_WORKERS_SECONDS)) for number in pending.values())
    finally:
        _let_go(pending)
    return lost


def _sent(executor: ClientExecutor, task: PackedTask, seed: int, replications: Sequence[int]) -> Pending:
    """Replications on their way; the task goes to each worker once, and the scheduler keeps it for those that die."""
    client, options = executor._client, executor._kwargs | {"pure": False}
    at_workers = client.submit(PackedTask, task.key, task.content, task.versions, **options)
    futures = client.map(_replicate, replications, task=at_workers, seed=seed, **options)
    return dict(zip(futures, replications, strict=True))


def _replicate(replication: int, task: PackedTask, seed: int) -> Any:
    return replicate_packed(task, seed, replication)


def _next(client: Client, arrived: SimpleQueue[Future[Any]]) -> Future[Any] | None:
    """The next that is done, however long it takes; None if there have been no workers for a long time."""
    seen = monotonic()
    while monotonic() - seen < NO_WORKERS_SECONDS:
        with suppress(Empty):
            return arrived.get(timeout=LOOK_SECONDS)
        if _has_workers(client):
            seen = monotonic()
    return None


def _has_workers(client: Client) -> bool:
    """Whether there are workers; while the scheduler is out of reach, the replications themselves will say so."""
    try:
        return client.status != "running" or bool(client.nthreads())
    except CONNECTION_ERRORS:
        return True


def _result(future: Future[Any], replication: int) -> Any:
    """What came back; None if it was lost with a worker. What did not come back is a record that says why."""
    try:
        return future.result()
    except KilledWorker:
        return None
    except CancelledError as error:
        reason = DISCONNECTED if "connection" in getattr(error, "reason", "") else CANCELLED
        return Failure(replication, reason.format(replication))
    except CONNECTION_ERRORS:
        return Failure(replication, DISCONNECTED.format(replication))
    except Exception:
        return Failure(replication, format_exc())


def _let_go(pending: Pending) -> None:
    """Take what is not done off the cluster, without waiting for an answer: the scheduler may be gone or hang."""
    for future in pending:
        with suppress(RuntimeError):  # the client is closed already
            future.release()
