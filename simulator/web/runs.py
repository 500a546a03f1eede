"""Runs that readers ask for: a fair queue, each in a process of its own, resumed after a restart."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from simulator.runs.folder import manifest_at
from simulator.runs.unfinished import finished_files, unfinished_at
from simulator.web.kept import Kept, Request
from simulator.web.settings import Settings

MOST_WAITING = 30
MOST_WAITING_EACH = 3
LAST_WORDS = 600
"""Of what a run that failed said, so many characters are shown."""
Phase = Literal["waiting", "running", "stopped", "failed", "finished"]


class QueueFull(Exception):
    """No more runs are taken now, of this reader or of all."""


@dataclass(frozen=True)
class State:
    """How a run stands: how many of how many replications and draws are done, and how many runs are before it."""

    phase: Phase
    done: int = 0
    total: int = 0
    before: int = 0
    failed: str = ""


class Runs:
    """The queue. One who asks for several runs waits for others in between."""

    def __init__(self, settings: Settings, kept: Kept) -> None:
        self.settings, self.kept = settings, kept
        self._waiting: list[Request] = []
        self._running: dict[str, asyncio.subprocess.Process | None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._served: list[str] = []

    def folder(self, name: str) -> Path:
        """Where the results of a run are, or will be."""
        return self.settings.results / name

    def go_on(self) -> None:
        """After a start: take up what was asked for and is not finished."""
        asked = [request for request in self.kept.requests() if request.wish == "run" and not request.failed]
        self._waiting += [request for request in reversed(asked) if not self._is_finished(request.name)]
        self._start()

    def ask(self, request: Request) -> None:
        """Put a run into the queue, unless it is finished, runs or waits already. QueueFull if it cannot wait."""
        if self.state(request.name).phase in ("finished", "running", "waiting") and self.kept.request(request.name):
            self.kept.ask(request)
            return
        visitor = request.visitors[0] if request.visitors else ""
        mine = sum(visitor in waiting.visitors for waiting in self._waiting)
        if len(self._waiting) >= MOST_WAITING or mine >= MOST_WAITING_EACH:
            raise QueueFull
        self._waiting.append(self.kept.ask(request))
        self._start()

    def stop(self, name: str) -> None:
        """Stop a run; what is finished of it is kept, and it can go on later."""
        request = self.kept.request(name)
        if request is None or self.state(name).phase not in ("waiting", "running"):
            return
        self.kept.ask(replace(request, wish="stop"))
        self._waiting = [waiting for waiting in self._waiting if waiting.name != name]
        if process := self._running.get(name):
            _end(process)

    def state(self, name: str) -> State:
        """How a run stands."""
        request = self.kept.request(name)
        if self._is_finished(name):
            return State("finished")
        if request is None:
            return State("failed", failed="unknown")
        total = request.replications + request.draws
        done = len(finished_files(unfinished_at(self.folder(name))))
        if name in self._running:
            return State("running", done, total)
        names = [waiting.name for waiting in self._waiting]
        if name in names:
            return State("waiting", done, total, before=names.index(name) + len(self._running))
        return State("failed" if request.failed else "stopped", done, total, failed=request.failed)

    async def close(self) -> None:
        """End what runs; it is taken up at the next start."""
        for process in self._running.values():
            if process:
                _end(process)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _is_finished(self, name: str) -> bool:
        return bool(manifest_at(self.folder(name)).get("complete"))

    def _start(self) -> None:
        """Start runs while there is room: of those that wait, one whose reader was served longest ago."""
        while self._waiting and len(self._running) < self.settings.runs_at_once:
            request = min(self._waiting, key=self._turn)
            self._waiting.remove(request)
            self._served += request.visitors
            self._running[request.name] = None
            task = asyncio.ensure_future(self._run(request))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _turn(self, request: Request) -> int:
        return max((place for place, who in enumerate(self._served, 1) if who in request.visitors), default=0)

    async def _run(self, request: Request) -> None:
        try:
            failed = await self._simulated(request)
        finally:
            del self._running[request.name]
            self._start()
        now = self.kept.request(request.name)
        if failed and now and now.wish == "run" and not self._is_finished(request.name):
            self.kept.ask(replace(now, failed=failed))

    async def _simulated(self, request: Request) -> str:
        """Run it; in words why it failed, if it did."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "simulator.web.child", *self._words(request)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        self._running[request.name] = process
        assert process.stderr
        try:
            async with asyncio.timeout(self.settings.longest_run_minutes * 60):
                said = await process.stderr.read()
                await process.wait()
        except TimeoutError:
            return f"It took more than {self.settings.longest_run_minutes:g} minutes, the most that this page allows."
        finally:
            _end(process)
        words = said.decode(errors="replace").strip()[-LAST_WORDS:]
        return "" if process.returncode == 0 else words or "It ended without a word."

    def _words(self, request: Request) -> Sequence[str]:
        """The words of the command; one that was begun before goes on."""
        folder = self.folder(request.name)
        workers = ("--workers", str(self.settings.workers))
        if unfinished_at(folder).exists():
            return ("compare", "--resume", str(folder), *workers)
        how = ("--replications", request.replications, "--draws", request.draws, "--seed", request.seed)
        command = "compare" if request.policies else "run"
        return (command, request.place, *request.policies, "--out", str(folder), *map(str, how), *workers)


def _end(process: asyncio.subprocess.Process) -> None:
    """End a run and its workers at once; its folder of what is finished is made for that."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
