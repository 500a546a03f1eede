"""A Dask scheduler and workers as programs of this machine, on free ports, ended by their process numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
END_SECONDS = 15

BREAKS, KILLS_WORKER, KILLS_SCHEDULER = 666, 667, 668
"""Seeds under which a replication goes wrong on the workers: number 1, or TENTH."""
TENTH = 10
TROUBLE = f"""
import os, signal
from simulator.experiments.replications import StudyPlan

def troubled(self, seed, replication, replicate=StudyPlan.replicate):
    if (seed, replication) == ({BREAKS}, 1):
        raise ArithmeticError("made to break")
    if (seed, replication) == ({KILLS_WORKER}, 1):
        os._exit(9)
    if (seed, replication) == ({KILLS_SCHEDULER}, {TENTH}):
        os.kill(int(os.environ["SCHEDULER"]), signal.SIGKILL)
    return replicate(self, seed, replication)

StudyPlan.replicate = troubled
"""


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, int]]:
    """Its address and process number; to it a replication is bad when two workers have died of it."""
    file = folder / "scheduler.json"
    words = ("scheduler", "--scheduler-file", str(file), "--port", "0")
    with _program(folder, ROOT, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}, *words) as running:
        deadline = time.monotonic() + START_SECONDS
        while not (address := _address(file)):
            assert running.poll() is None, "the scheduler ended"
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)
        yield address, running.pid


@contextmanager
def worker(folder: Path, scheduler: tuple[str, int], *more: str, code: Path = ROOT) -> Iterator[None]:
    """A worker that takes the simulator from ``code``; when its process dies, it begins another unless told not to."""
    trouble = folder / "trouble.py"
    trouble.write_text(TROUBLE)
    address, number = scheduler
    words = ("worker", address, "--nthreads", "1", "--memory-limit", "0", "--preload", str(trouble), *more)
    with _program(folder, code, {"SCHEDULER": str(number)}, *words):
        yield


@contextmanager
def _program(folder: Path, code: Path, more: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"]
    paths = {"PYTHONPATH": str(code), "DASK_TEMPORARY_DIRECTORY": str(folder)}
    running = subprocess.Popen(
        command, cwd=folder, env=os.environ | paths | more, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _address(file: Path) -> str | None:
    try:
        return str(json.loads(file.read_text())["address"])
    except (OSError, ValueError):
        return None


def command_line(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The real command line, in a process of its own."""
    words = ("run", "arlington-va", "--out", str(folder / "run"), *words)
    return subprocess.run(
        [sys.executable, str(ROOT / "run_sim.py"), *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(folder),
        check=False,
        timeout=90,
    )


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "DASK_TEMPORARY_DIRECTORY": str(folder)}
