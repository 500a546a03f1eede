"""How to come by a Dask cluster: one that runs already, or one on this machine. It needs the extra ``cluster``."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import TypeVar

import dask
from distributed import Client, LocalCluster, Security
from distributed.comm.core import connect
from distributed.versions import VersionMismatchWarning

from simulator.errors import ClusterError
from simulator.experiments.interrupts import interrupts_wait

CONNECT_SECONDS = 8
"""How long a scheduler may take to answer."""
FIRST_WORKER_SECONDS = 30
"""How long a scheduler may be without workers at the start."""
CLOSE_SECONDS = 10
HOW_TO_REACH = (
    "See that it runs (dask scheduler), that this is the address it prints, and that no firewall is between; "
    "tls:// needs certificates in Dask's configuration."
)
LOGGERS = ("distributed", "distributed.client", "tornado.application")

Opened = TypeVar("Opened", Client, LocalCluster)


@contextmanager
def scheduler_at(address: str) -> Iterator[Executor]:
    """The executor of a cluster that runs already; ClusterError if none answers there, or if it has no workers."""
    with _quiet(), _closed_at_the_end(_client_at(address)) as client:
        try:
            client.wait_for_workers(1, FIRST_WORKER_SECONDS)
        except OSError as error:
            rule = f"the Dask scheduler at {address} has had no workers for {FIRST_WORKER_SECONDS} seconds"
            raise ClusterError(f"{rule}. Start some: dask worker {address} --nthreads 1") from error
        yield client.get_executor()


@contextmanager
def local_cluster(workers: int) -> Iterator[Executor]:
    """The executor of a scheduler in this process and of workers that are processes of this machine."""
    with _quiet(), _own_folder(), ExitStack() as closing:
        with interrupts_wait():
            cluster = closing.enter_context(_closed_at_the_end(_started(workers)))
            client = closing.enter_context(_closed_at_the_end(Client(cluster, set_as_default=False)))
        yield client.get_executor()


def _client_at(address: str) -> Client:
    try:
        asyncio.run(_shake_hands(address))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)  # what must agree is asked for by ourselves
            return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except TimeoutError as error:
        rule = f"no Dask scheduler answers at {address} within {CONNECT_SECONDS} seconds"
        raise ClusterError(f"{rule}. {HOW_TO_REACH}") from error
    except Exception as error:  # anything may listen there, and answer anything
        raise ClusterError(f"no Dask scheduler can be reached at {address}: {error}. {HOW_TO_REACH}") from error


async def _shake_hands(address: str) -> None:
    """A Client would wait for ever where something listens that is no scheduler, or one that hangs."""
    async with asyncio.timeout(CONNECT_SECONDS):
        comm = await connect(address, timeout=2 * CONNECT_SECONDS, **Security().get_connection_args("client"))
        await comm.close()


def _started(workers: int) -> LocalCluster:
    try:
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=0,  # a worker may use what there is, like any other process
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=logging.CRITICAL,
        )
    except (OSError, RuntimeError) as error:
        raise ClusterError(f"{workers} Dask workers could not be started on this machine: {error}") from error


@contextmanager
def _closed_at_the_end(opened: Opened) -> Iterator[Opened]:
    """Close it whatever happens; what has come back stays, even if the other end is gone."""
    try:
        yield opened
    finally:
        with suppress(OSError, RuntimeError):
            opened.close(timeout=CLOSE_SECONDS)


@contextmanager
def _own_folder() -> Iterator[None]:
    """Dask's folder for what does not fit into memory, gone afterwards."""
    with (
        TemporaryDirectory(prefix="dask-", ignore_cleanup_errors=True) as folder,
        dask.config.set({"temporary-directory": folder}),
    ):
        yield


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Dask log nothing meanwhile: what matters of it, such as a lost scheduler, is said with the replications."""
    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
