"""Replications on executors that somebody else brings: the same outcomes, and the executor stays its owner's."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from simulator import api
from simulator.errors import SimulatorError
from simulator.experiments import tasks
from simulator.experiments.executors import run_replications
from simulator.experiments.packed import packed, replicate_packed
from simulator.experiments.replications import Failure, StudyPlan
from simulator.experiments.tasks import AsStated
from simulator.experiments.versions import _LOADED, HOW_TO_AGREE
from simulator.scenario.study import Study
from tests.example_place import decline, study

ROOT = Path(__file__).parents[2]
STUDY = study({"opt-out-of-sharing": [{"opt_out": "share"}], "decline-all": [{"detainer_rules": [decline()]}]})


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_whatever_the_executor_the_tables_are_the_same(kind: str) -> None:
    heard: list[int] = []
    alone = api.compare(STUDY, replications=4, draws=0, seed=3)
    with ThreadPoolExecutor(3) if kind == "threads" else ProcessPoolExecutor(2, get_context("spawn")) as executor:
        comparison = api.compare(STUDY, replications=4, draws=0, seed=3, executor=executor, on_done=heard.append)
        assert executor.submit(abs, -1).result() == 1, "it is still open"
    assert heard == [1, 2, 3, 4]
    assert comparison.replications.equals(alone.replications)
    assert comparison.ledger.equals(alone.ledger)
    assert comparison.tables.shapes.equals(alone.tables.shapes)
    assert comparison.summary == alone.summary


def test_a_study_is_laid_out_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[Study] = []
    lay_out = tasks.study_plan_of
    monkeypatch.setattr(tasks, "study_plan_of", lambda study: laid_out.append(study) or lay_out(study))
    fresh = study({"as-before": []}, {"label": "A place that no other test has"})
    with ThreadPoolExecutor(4) as executor:
        assert len(run_replications(fresh, 8, 1, executor=executor).outcomes) == 8
        assert len(run_replications(fresh, 2, 2, executor=executor).outcomes) == 2
    assert len(laid_out) == 1


def test_what_is_sent_is_small_and_has_the_study_in_it_once() -> None:
    task = pickle.dumps((replicate_packed, packed(AsStated(api.load("arlington-va"))), 1, 17))
    assert len(task) < 40_000


def test_what_breaks_is_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    replicate = StudyPlan.replicate

    def break_one(self: StudyPlan, seed: int, replication: int) -> object:
        if replication == 1:
            raise ArithmeticError("made to break")
        return replicate(self, seed, replication)

    monkeypatch.setattr(StudyPlan, "replicate", break_one)
    with ThreadPoolExecutor(2) as executor:
        batch = run_replications(study({}), 3, 1, executor=executor)
    assert [outcome.replication for outcome in batch.outcomes] == [0, 2]
    assert [failure.replication for failure in batch.failures] == [1]
    assert batch.failures[0].error.endswith("ArithmeticError: made to break\n")


class Deadly(Study):
    """A study that ends every process in which it is unpacked."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_an_executor_that_breaks_down_leaves_records() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        batch = run_replications(Deadly("deadly", study({}).cases), 3, 1, executor=executor)
    assert batch.outcomes == ()
    assert [failure.replication for failure in batch.failures] == [0, 1, 2]
    for failure in batch.failures:
        assert failure.error.startswith(f"replication {failure.replication} was lost: the executor broke down (")


def test_an_executor_that_is_shut_down_is_said_so() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(
        SimulatorError, match=r"(?s)every replication failed.*cannot schedule new futures after shutdown"
    ):
        api.compare(study({}), replications=2, draws=0, executor=executor)


def test_an_interrupt_cancels_what_has_not_begun() -> None:
    class Waiting(Executor):
        """Does the first two, and leaves the others waiting."""

        futures: list[Future[object]]

        def submit(self, work, /, *arguments, **named):  # type: ignore[no-untyped-def]  # as loose as what it stands for
            future: Future[object] = Future()
            self.futures.append(future)
            if len(self.futures) <= 2:
                future.set_result(work(*arguments, **named))
            return future

    def stop(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    executor = Waiting()
    executor.futures = []
    batch = run_replications(study({}), 5, 1, executor=executor, on_done=stop)
    assert (batch.interrupted, len(batch.outcomes), batch.failures) == (True, 2, ())
    assert [future.cancelled() for future in executor.futures] == [False, False, True, True, True]


def test_a_worker_of_another_version_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that joins after the others were asked."""
    sent = packed(AsStated(study({"other": []})))
    monkeypatch.setitem(_LOADED, "numpy", "1.0")
    result = replicate_packed(sent, 1, 0)
    assert isinstance(result, Failure)
    here = sent.versions["numpy"]
    told = f"a worker does not run what this computer runs: numpy is 1.0 there and {here} here. {HOW_TO_AGREE}\n"
    assert result.error.endswith(told)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"executor": "threads"}, "executor must be one of concurrent.futures, and str is not; "),
        ({"workers": 2}, "workers and executor say both where to run: give one of them"),
    ],
)
def test_where_it_runs_is_said_once_and_rightly(wrong: dict[str, object], message: str) -> None:
    with ThreadPoolExecutor(1) as executor, pytest.raises(SimulatorError) as caught:
        api.compare(study({}), **({"executor": executor} | wrong))  # type: ignore[arg-type]  # wrong on purpose
    assert str(caught.value).startswith(message)


NEITHER = "is neither a scheduler's address nor a number of workers on this machine. Write tcp://HOST:PORT"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--dask", "local:2", "--workers", "2"],
            "--workers and --dask say both where to run: give one of them.",
        ),
        (["--dask", "local"], f"Invalid value for '--dask': 'local' {NEITHER}"),
        (["--dask", "local:0"], f"'local:0' {NEITHER}"),
        (["--dask", "10.0.0.5:8786"], f"'10.0.0.5:8786' {NEITHER}"),
        (["--dask", "tcp://10.0.0.5"], f"'tcp://10.0.0.5' {NEITHER}"),
        (["--dask", "local:2"], 'Install it with: pip install ".[cluster]" (or "fingerprint-flow-simulator[cluster]")'),
    ],
)
def test_mistakes_on_the_command_line(tmp_path: Path, words: list[str], message: str) -> None:
    """The last: without the extra."""
    code = "import sys; sys.modules['distributed'] = None; from simulator.cli import entry; entry()"
    done = subprocess.run(
        [sys.executable, "-c", code, "run", "arlington-va", "--out", str(tmp_path / "run"), *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "200"},
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run").exists()
