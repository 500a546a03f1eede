"""Commands in this process and in one of their own, stopped on the way; and run folders side by side."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from simulator import cli
from simulator.runs.manifest import OF_THE_MAKING

ROOT = Path(__file__).parents[2]
PLACE = str(ROOT / "tests" / "scenario" / "small-place.yaml")


class Killed(BaseException):
    """Ends a command at once, with no time for anything, as a signal that cannot be caught does."""


def command(monkeypatch: pytest.MonkeyPatch, *words: str, on_done: Callable[[int], None] = lambda done: None) -> int:
    """Run a command here, without figures and, if not told otherwise, workers, which take longest; the exit code."""

    hear(monkeypatch, on_done)
    monkeypatch.setattr("simulator.views.figures.all_figures", lambda tables: {})
    alone = () if "--workers" in words or words[0] not in ("compare", "run", "verify") else ("--workers", "1")
    monkeypatch.setattr(sys, "argv", ["run_sim.py", *words, *alone])
    try:
        cli.entry()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def hear(monkeypatch: pytest.MonkeyPatch, on_done: Callable[[int], None]) -> None:
    """Have commands tell ``on_done``, in place of a progress bar, how many are done."""

    @contextmanager
    def progress(_: int) -> Iterator[Callable[[int], None]]:
        yield on_done

    for room in ("comparing", "run_folders"):
        monkeypatch.setattr(f"simulator.commands.{room}.progress", progress)


def stopping(stop: type[BaseException], after: int) -> Callable[[int], None]:
    """Stop a command when so many replications are done."""

    def on_done(done: int) -> None:
        if done >= after:
            raise stop

    return on_done


def stopped_by(signal_number: int, folder: Path, *words: str) -> tuple[int, str]:
    """Run a command in a process group of its own, and send a signal when two replications are finished.

    The exit code and what it said on stderr.
    """
    finished = folder.with_name(f"{folder.name}-unfinished") / "finished"
    before = len(list(finished.glob("0*")))
    with subprocess.Popen(
        line(*words), cwd=ROOT, env=environment(), text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:  # fmt: skip
        deadline = time.monotonic() + 120
        while len(list(finished.glob("0*"))) < before + 2:
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.005)
        os.killpg(process.pid, signal_number)
        said = process.communicate(timeout=120)[1]
    return process.returncode, said


def finished_by(*words: str) -> str:
    """Run a command to its end in a process of its own; what it said on stderr."""
    done = subprocess.run(line(*words), cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def line(*words: str) -> list[str]:
    return [sys.executable, "run_sim.py", *words]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def manifest(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def edit_manifest(folder: Path, **entries: Any) -> None:
    """As somebody could who knows what a manifest is."""
    (folder / "manifest.json").write_text(json.dumps(manifest(folder) | entries), encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but its manifest."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def assert_same_run(one: Path, other: Path) -> None:
    """The same bytes in every file, and the same manifest but for what it says of the making."""
    ours, theirs = files(one), files(other)
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []
    said = [manifest(folder) for folder in (one, other)]
    facts = [{key: entry for key, entry in entries.items() if key not in OF_THE_MAKING} for entries in said]
    assert facts[0] == facts[1]
