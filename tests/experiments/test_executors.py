"""Worker processes: one that dies costs what it had in hand and no more; Ctrl-C waits until all have started."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import pytest

from simulator.api import compare
from simulator.errors import SimulatorError
from simulator.experiments.batches import submitted
from simulator.experiments.executors import run_replications
from simulator.experiments.interrupts import interrupts_wait
from simulator.experiments.processes import LOST, _arrived, _work, process_count
from simulator.experiments.replications import study_plan_of
from simulator.scenario.study import Study
from tests.example_place import study

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")


@pytest.fixture
def _ctrl_c_is_heard() -> Iterator[None]:
    """As in a terminal, whatever the runner of the tests has set."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@posix_only
def test_a_killed_worker_costs_nothing() -> None:
    def kill_one(done: int) -> None:
        if done == 3:
            os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)

    batch = run_replications(study({}), 12, 1, workers=2, on_done=kill_one)
    assert [outcome.replication for outcome in batch.outcomes] == list(range(12))
    assert batch.failures == ()
    assert not batch.interrupted


@posix_only
def test_workers_killed_time_and_again_cost_nothing_either() -> None:
    """After some rounds each replication that is left goes alone, so that none takes another with it."""

    def kill_again(_: int) -> None:
        for worker in multiprocessing.active_children()[:1]:
            worker.kill()

    batch = run_replications(study({}), 12, 1, workers=2, on_done=kill_again)
    assert [outcome.replication for outcome in batch.outcomes] == list(range(12))
    assert batch.failures == ()
    alone = study_plan_of(study({})).replicate(1, 11)
    assert (batch.outcomes[-1].policies[0].tally.values == alone.policies[0].tally.values).all()


class Deadly(Study):
    """A study that ends every process that it is sent to."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_what_no_process_survives_is_a_record() -> None:
    batch = run_replications(Deadly("deadly", study({}).cases), 3, 1, workers=2)
    assert batch.outcomes == ()
    assert [failure.error for failure in batch.failures] == [LOST.format(number) for number in range(3)]
    assert not batch.interrupted


@posix_only
def test_workers_leave_when_their_parent_is_killed() -> None:
    code = (
        "import os, signal, multiprocessing\n"
        "from simulator.experiments.executors import run_replications\n"
        "from tests.example_place import study\n"
        "def stop(done):\n"
        "    print(*[child.pid for child in multiprocessing.active_children()], flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__':\n"
        "    run_replications(study({}), 50, 1, workers=2, on_done=stop)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    workers = [int(number) for number in done.stdout.split()]
    assert len(workers) == 2
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and any(map(alive, workers)):
        time.sleep(0.1)
    assert not any(map(alive, workers))


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_is_sent_after_a_worker_has_died_is_lost_too() -> None:
    with ProcessPoolExecutor(1, get_context("spawn"), os._exit, (1,)) as broken:
        with pytest.raises(BrokenProcessPool):
            broken.submit(print).result()
        assert _arrived(submitted(broken, _work, 1, 7), 7) is None


def test_there_are_no_more_processes_than_are_of_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert [process_count(96, 200), process_count(96, 5), process_count(1, 200)] == [96, 5, 1]
    monkeypatch.setattr(sys, "platform", "win32")
    assert [process_count(96, 200), process_count(96, 5), process_count(8, 200)] == [61, 5, 8]


@posix_only
@pytest.mark.usefixtures("_ctrl_c_is_heard")
@pytest.mark.parametrize("threads", [0, 1])
def test_ctrl_c_is_heard_after_the_start_and_not_before(threads: int) -> None:
    """With a second thread, the signal reaches this process although the main thread has blocked it."""
    over = threading.Event()
    others = [threading.Thread(target=over.wait) for _ in range(threads)]
    for other in others:
        other.start()
    reached = []

    def start() -> None:
        with interrupts_wait():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.1)
            reached.append("the end of the start")

    try:
        with pytest.raises(KeyboardInterrupt):
            start()
    finally:
        over.set()
    assert reached == ["the end of the start"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@posix_only
@pytest.mark.usefixtures("_ctrl_c_is_heard")
def test_a_process_begun_meanwhile_is_deaf_to_ctrl_c() -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('alive')"
    with interrupts_wait():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


def test_another_thread_than_the_main_one_may_start_workers() -> None:
    finished: list[int] = []
    thread = threading.Thread(
        target=lambda: finished.extend(
            outcome.replication for outcome in run_replications(study({}), 2, 1, workers=2).outcomes
        )
    )
    thread.start()
    thread.join()
    assert finished == [0, 1]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"replications": 0}, "replications must be 1 or more, and 0 is not"),
        ({"replications": -3}, "replications must be 1 or more, and -3 is not"),
        ({"workers": 0}, "workers must be 1 or more, and 0 is not"),
        ({"seed": -1}, "seed must be 0 or more, and -1 is not"),
    ],
)
def test_numbers_that_make_no_run_are_refused_first(wrong: dict[str, int], message: str) -> None:
    with pytest.raises(SimulatorError) as caught:
        compare(study({}), **({"replications": 1} | wrong), on_done=lambda done: pytest.fail("it ran"))  # type: ignore[arg-type]  # wrong on purpose
    assert str(caught.value) == message
