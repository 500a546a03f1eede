"""The processes that answer while somebody waits, and the answers that they gave before."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

from simulator.web import answers

Given = ParamSpec("Given")
Came = TypeVar("Came")

MOST_KEPT = 500
MOST_WAITING = 60
END_SECONDS = 5


class TooBusy(Exception):
    """More is asked than can be answered while somebody waits."""


class Workers:
    """Processes that call functions of ``answers``; the same call is made once, and what came of it is kept."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = self._fresh()
        self._known: OrderedDict[object, asyncio.Future[Any]] = OrderedDict()
        self._waiting = 0

    def warm_up(self) -> None:
        """Start the processes before the first question comes."""
        for _ in range(self._count):
            self._pool.submit(answers.ready)

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(END_SECONDS)

    async def ask(self, call: Callable[Given, Came], *given: Given.args, **named: Given.kwargs) -> Came:
        """What comes of a call. TooBusy if too many wait, and whatever the call itself raises."""
        key = (call.__name__, given)
        if key not in self._known:
            self._known[key] = asyncio.ensure_future(self._call(call, *given, **named))
        self._known.move_to_end(key)
        try:
            came: Came = await asyncio.shield(self._known[key])
        except BaseException:
            if self._known.get(key) and self._known[key].done():
                self._known.pop(key, None)
            raise
        self._forget()
        return came

    async def _call(self, call: Callable[Given, Came], *given: Given.args, **named: Given.kwargs) -> Came:
        if self._waiting >= MOST_WAITING:
            raise TooBusy
        self._waiting += 1
        try:
            return await self._tried(call, *given, **named)
        except BrokenProcessPool:  # one was ended from outside; the others went with it
            self._pool = self._fresh()
            return await self._tried(call, *given, **named)
        finally:
            self._waiting -= 1

    async def _tried(self, call: Callable[Given, Came], *given: Given.args, **named: Given.kwargs) -> Came:
        return await asyncio.wrap_future(self._pool.submit(call, *given, **named))

    def _fresh(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._count, mp_context=get_context("spawn"), initializer=answers.warm_up)

    def _forget(self) -> None:
        done = [key for key, future in self._known.items() if future.done()]
        for key in done[: max(0, len(self._known) - MOST_KEPT)]:
            del self._known[key]
