"""Dask: a scheduler and two workers as programs of this machine give the same bytes, and lose nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from simulator import api
from simulator.api import Comparison
from simulator.errors import ClusterError
from simulator.experiments.executors import run_replications
from simulator.experiments.packed import packed
from simulator.experiments.replications import Failure
from simulator.experiments.tasks import AsStated
from simulator.experiments.versions import _LOADED, HOW_TO_AGREE, versions
from tests.example_place import decline, study
from tests.experiments.dask_programs import (
    BREAKS,
    KILLS_SCHEDULER,
    KILLS_WORKER,
    ROOT,
    TENTH,
    command_line,
    scheduler,
    worker,
)

pytestmark = [
    pytest.mark.skipif(find_spec("distributed") is None, reason="the extra `cluster` is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="the tests send signals, which Windows does not have"),
]
STUDY = study({"opt-out-of-sharing": [{"opt_out": "share"}], "decline-all": [{"detainer_rules": [decline()]}]})
REPLICATIONS = 8


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers."""
    folder = tmp_path_factory.mktemp("dask")
    with scheduler(folder) as found, worker(folder, found), worker(folder, found):
        yield found[0]


@pytest.fixture
def executor(address: str) -> Iterator[Executor]:
    from simulator.experiments.cluster_access import scheduler_at

    with scheduler_at(address) as found:
        found._client.wait_for_workers(2, 30)  # type: ignore[attr-defined]  # Dask offers no other way to the client
        yield found


@pytest.fixture(scope="module")
def alone() -> Comparison:
    """What the cluster has to give, from this process."""
    return api.compare(STUDY, replications=REPLICATIONS, draws=0, seed=3)


def kept(comparison: Comparison, folder: Path) -> dict[str, bytes]:
    """What a comparison leaves behind, by the names of the files."""
    api.keep(comparison, folder)
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["complete"]
    assert set(manifest["sha256"]) == set(files)
    return files


def test_the_files_are_the_same_to_the_byte(
    executor: Executor, alone: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.views.figures.all_figures", lambda tables: {})
    comparison = api.compare(STUDY, replications=REPLICATIONS, draws=0, seed=3, executor=executor)
    here, there = kept(alone, tmp_path / "here"), kept(comparison, tmp_path / "there")
    assert {"replications.parquet", "ledger.parquet", "summary.json", "summary.xlsx"} <= set(here)
    assert here == there


def test_a_killed_worker_costs_nothing(executor: Executor, alone: Comparison) -> None:
    heard = []

    def kill_one(done: int) -> None:
        heard.append(done)
        if done == 3:
            os.kill(next(iter(executor._client.run(os.getpid).values())), signal.SIGKILL)  # type: ignore[attr-defined]  # Dask offers no other way to the client

    comparison = api.compare(STUDY, replications=REPLICATIONS, draws=0, seed=3, executor=executor, on_done=kill_one)
    assert heard == list(range(1, REPLICATIONS + 1))
    assert comparison.batch.failures == ()
    assert comparison.replications.equals(alone.replications)
    assert comparison.ledger.equals(alone.ledger)
    assert comparison.summary == alone.summary


def test_what_breaks_is_a_record_and_the_rest_is_kept(address: str, tmp_path: Path) -> None:
    done = command_line("-n", "3", "--draws", "0", "--seed", str(BREAKS), "--dask", address, folder=tmp_path)
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    see = f"see {tmp_path / 'run' / 'manifest.json'}; the others are kept"
    again = f"To try again: python run_sim.py compare --resume {tmp_path / 'run'}"
    told = f"Error: replication 1 failed, {see}. The first error was: ArithmeticError: made to break. {again}\n"
    assert done.returncode == 1
    assert done.stderr.lstrip() == told
    assert (manifest["replications_asked"], manifest["replications_finished"]) == (3, 2)
    assert list(manifest["failures"]) == ["1"]
    assert manifest["failures"]["1"].startswith("Traceback")


def test_what_no_worker_survives_is_a_record_and_takes_no_other_with_it(executor: Executor) -> None:
    from simulator.experiments.cluster import LOST

    batch = run_replications(study({}), 4, KILLS_WORKER, executor=executor)
    assert batch.failures == (Failure(1, LOST.format(1)),)
    assert [outcome.replication for outcome in batch.outcomes] == [0, 2, 3]


def test_an_interrupt_keeps_what_is_finished_and_cancels_the_rest(executor: Executor) -> None:
    def stop(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    batch = run_replications(STUDY, 400, 1, on_done=stop, executor=executor)
    assert (batch.interrupted, len(batch.outcomes), batch.failures) == (True, 2, ())
    deadline = time.monotonic() + 20
    while any(executor._client.processing().values()):  # type: ignore[attr-defined]  # Dask offers no other way to the client
        assert time.monotonic() < deadline, "the cluster works on"
        time.sleep(0.1)


def test_a_task_is_small(executor: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The study goes out once for all: what ten more replications add to what is sent is a few names and numbers."""
    from distributed.protocol import pickle

    sent: list[bytes] = []
    dumps = pickle.dumps
    monkeypatch.setattr(pickle, "dumps", lambda content, **options: sent.append(dumps(content, **options)) or sent[-1])
    sizes = []
    for replications in (2, 12):
        sent.clear()
        run_replications(STUDY, replications, 1, executor=executor)
        sizes.append(sum(map(len, sent)))
    assert sizes[0] > len(packed(AsStated(STUDY)).content) > 5000
    assert (sizes[1] - sizes[0]) / 10 < 500


def test_workers_of_another_version_are_refused_before_anything_runs(
    executor: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_LOADED, "numpy", "1.0")
    with pytest.raises(ClusterError) as caught:
        api.compare(STUDY, replications=2, draws=0, executor=executor, on_done=lambda done: pytest.fail("it ran"))
    lines = str(caught.value).splitlines()
    assert lines[0] == "the Dask cluster does not run what this computer runs:"
    assert len(lines) == 4
    for line in lines[1:3]:
        assert line.startswith("  tcp://127.0.0.1:")
        assert line.endswith(f": numpy is {version('numpy')} there and 1.0 here")
    assert lines[3] == HOW_TO_AGREE


def test_a_scheduler_without_workers_with_one_of_another_version_and_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, so that one scheduler does for all."""
    with scheduler(tmp_path) as found:
        without_workers_it_is_refused(found[0], monkeypatch)
        with worker(tmp_path, found, "--no-nanny", code=older_code(tmp_path / "older")):
            another_version_is_named(found[0])
        workers_that_do_not_come_back_are_given_up(found[0], monkeypatch)
        with worker(tmp_path, found, "--no-nanny"):
            a_scheduler_that_goes_away_takes_nothing_with_it(found[0])


def without_workers_it_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.experiments import cluster_access

    with monkeypatch.context() as patched:
        patched.setattr(cluster_access, "FIRST_WORKER_SECONDS", 1)
        with pytest.raises(ClusterError) as caught:
            cluster_access.scheduler_at(address).__enter__()
    rule = f"the Dask scheduler at {address} has had no workers for 1 seconds"
    assert str(caught.value) == f"{rule}. Start some: dask worker {address} --nthreads 1"


def older_code(folder: Path) -> Path:
    shutil.copytree(ROOT / "simulator", folder / "simulator", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "simulator" / "version.py").write_text('VERSION = "0.0.1"\n')
    return folder


def another_version_is_named(address: str) -> None:
    from simulator.experiments.cluster_access import scheduler_at

    with scheduler_at(address) as executor, pytest.raises(ClusterError) as caught:
        api.compare(STUDY, replications=2, draws=0, executor=executor, on_done=lambda done: pytest.fail("it ran"))
    there = str(caught.value).splitlines()[1]
    assert ": simulator is 0.0.1 (code " in there
    assert there.endswith(f" and {versions()['simulator']} here")


def workers_that_do_not_come_back_are_given_up(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import Client

    from simulator.experiments import cluster

    with monkeypatch.context() as patched, Client(address, set_as_default=False) as client:
        patched.setattr(cluster, "NO_WORKERS_SECONDS", 1)
        batch = run_replications(STUDY, 2, 1, executor=client.get_executor())
    assert [failure.error for failure in batch.failures] == [cluster.NO_WORKERS.format(number, 1) for number in (0, 1)]


def a_scheduler_that_goes_away_takes_nothing_with_it(address: str) -> None:
    from simulator.experiments.cluster import DISCONNECTED
    from simulator.experiments.cluster_access import scheduler_at

    with scheduler_at(address) as executor:
        batch = run_replications(STUDY, 2 * TENTH, KILLS_SCHEDULER, executor=executor)
    finished = [outcome.replication for outcome in batch.outcomes]
    assert finished == list(range(len(finished)))
    assert 1 <= len(finished) <= TENTH
    assert [failure.error for failure in batch.failures] == [
        DISCONNECTED.format(number) for number in range(len(finished), 2 * TENTH)
    ]
    assert not batch.interrupted
