"""The command line with ``--dask``: no scheduler, and workers on this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from simulator.errors import ClusterError
from tests.experiments.dask_programs import command_line, environment

pytestmark = [
    pytest.mark.skipif(find_spec("distributed") is None, reason="the extra `cluster` is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="the tests send signals, which Windows does not have"),
]
HOW_TO_REACH = (
    "See that it runs (dask scheduler), that this is the address it prints, and that no firewall is between; "
    "tls:// needs certificates in Dask's configuration."
)
TELLING = """
from contextlib import contextmanager
from simulator import cli
from simulator.commands import comparing
from simulator.views import figures

@contextmanager
def telling(replications):
    yield lambda done: print(done, flush=True)

if __name__ == "__main__":
    comparing.progress, figures.all_figures = telling, lambda tables: {}
    cli.entry()
"""
"""The command line, which says on stdout how many replications are done, and draws nothing."""


def test_no_scheduler_is_said_soon_and_nothing_is_written(tmp_path: Path) -> None:
    """Something listens there, but says nothing: the worst of what an address may be."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        begun = time.monotonic()
        done = command_line("--dask", address, folder=tmp_path)
    assert time.monotonic() - begun < 30
    assert done.returncode == 2
    assert done.stderr == f"Error: no Dask scheduler answers at {address} within 8 seconds. {HOW_TO_REACH}\n"
    assert not (tmp_path / "run").exists()


def test_an_address_without_a_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.experiments import cluster_access

    monkeypatch.setattr(cluster_access, "CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterError) as caught:
        cluster_access.scheduler_at("tcp://127.0.0.1:1").__enter__()
    assert str(caught.value) == f"no Dask scheduler answers at tcp://127.0.0.1:1 within 0.5 seconds. {HOW_TO_REACH}"


def test_certificates_are_asked_for() -> None:
    from simulator.experiments import cluster_access

    with pytest.raises(ClusterError) as caught:
        cluster_access.scheduler_at("tls://127.0.0.1:1").__enter__()
    assert str(caught.value).startswith("no Dask scheduler can be reached at tls://127.0.0.1:1: TLS expects")
    assert str(caught.value).endswith(HOW_TO_REACH)


def test_workers_on_this_machine_and_ctrl_c(tmp_path: Path) -> None:
    """Ctrl-C goes to every process of the terminal; what is finished is kept, and no process stays."""
    words = (
        "run",
        "arlington-va",
        "-n",
        "3000",
        "--draws",
        "0",
        "--years",
        "20",
        "--dask",
        "local:1",
        "--out",
        str(tmp_path / "run"),
    )
    running = subprocess.Popen(
        [sys.executable, "-c", TELLING, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment(tmp_path),
        start_new_session=True,
    )
    assert running.stdout is not None
    told = [running.stdout.readline() for _ in range(3)]
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert told == ["1\n", "2\n", "3\n"], errors
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    finished = manifest["replications_finished"]
    assert 3 <= finished < 3000
    again = f"To go on: python run_sim.py compare --resume {tmp_path / 'run'}"
    assert errors == f"Stopped after {finished} of 3000 replications and draws; what is finished is kept. {again}\n"
    assert running.returncode == 130
    assert not list(tmp_path.glob("dask-*"))
    assert is_over(running.pid)


def is_over(group: int) -> bool:
    """Whether no process of a group is left; Python's own helper ends a moment after the others."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
