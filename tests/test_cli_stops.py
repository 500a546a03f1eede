"""Commands that are stopped, and workers that are killed: what is finished is kept, and nothing else is said."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.runs.commands import ROOT, command, environment

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")


@posix_only
def test_killed_workers_cost_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    killed = []

    def kill_one(done: int) -> None:
        for child in multiprocessing.active_children()[:1]:
            with suppress(ProcessLookupError):  # it may have ended by itself just now
                os.kill(child.pid or 0, signal.SIGKILL)
                killed.append(done)

    folder = tmp_path / "run"
    words = ["run", "arlington-va", "-n", "12", "--draws", "0", "--workers", "2", "--out", str(folder)]
    assert command(monkeypatch, *words, on_done=kill_one) == 0
    assert killed
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["replications_finished"], manifest["failures"], manifest["complete"]) == (12, {}, True)
    assert "Error" not in capsys.readouterr().err


def test_a_stopped_run_stands_beside_the_complete_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    folder, part = tmp_path / "run", tmp_path / "run-partial"
    monkeypatch.setenv("COLUMNS", "200")
    words = ["run", "arlington-va", "-n", "2", "--draws", "0", "--workers", "1", "--out", str(folder)]
    assert command(monkeypatch, *words) == 0
    complete = (folder / "manifest.json").read_bytes()
    assert command(monkeypatch, *words, on_done=stop) == 130
    shown = capsys.readouterr()
    assert shown.err == (
        f"{folder} holds a complete run and stays as it is; what is finished is in {part}.\n"
        "Stopped after 1 of 2 replications and draws; what is finished is kept. "
        f"To go on: python run_sim.py compare --resume {part}\n"
    )
    assert shown.out.endswith(f"Figures, tables and the resolved scenario are in {part}\n")
    assert (folder / "manifest.json").read_bytes() == complete
    assert json.loads((part / "manifest.json").read_text())["replications_finished"] == 1
    (part / "notes.txt").write_text("my reading of it")
    assert command(monkeypatch, *words, on_done=lambda done: pytest.fail("it ran")) == 2
    assert "run-partial holds files that the run did not write, such as notes.txt" in capsys.readouterr().err


@posix_only
@pytest.mark.parametrize("seconds", [0.8, 1.5, 2.5])
def test_ctrl_c_while_workers_start_ends_quietly(tmp_path: Path, seconds: float) -> None:
    words = [
        sys.executable,
        "run_sim.py",
        "compare",
        "arlington-va",
        "opt-out-of-sharing",
        "-n",
        "40",
        "--draws",
        "0",
    ]
    with subprocess.Popen(
        [*words, "--workers", "2", "--out", str(tmp_path / "run")], cwd=ROOT, env=environment(), text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        message = process.communicate(timeout=60)[1]
    assert "Traceback" not in message
    assert process.returncode == 130, message


def wait_until(is_so: Callable[[], bool], seconds: float = 120) -> None:
    """On a busy machine things take their time."""
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.1)


@posix_only
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_finished_and_exits_with_130(tmp_path: Path, workers: str) -> None:
    folder = tmp_path / "run"
    words = [sys.executable, "run_sim.py", "run", "arlington-va", "-n", "6000", "--draws", "0", "--workers", workers]
    with subprocess.Popen(
        [*words, "--out", str(folder)], cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True,
        stdout=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        wait_until(lambda: any((tmp_path / "run-unfinished").glob("finished/*.parquet")))
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        message = process.stderr.read()
        process.wait(timeout=60)
    assert process.returncode == 130, message
    assert "of 6000 replications and draws; what is finished is kept" in message
    manifest = json.loads((folder / "manifest.json").read_text())
    finished = manifest["replications_finished"]
    assert 0 < finished < 6000
    assert not manifest["complete"]
    assert json.loads((folder / "summary.json").read_text())["replications"] == finished
