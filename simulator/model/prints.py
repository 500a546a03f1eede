"""Steps 1 to 5: the way of the prints, from booking to ICE's answer, and the other channel beside it.

Where no print station is a queue and no trigger may change a mode, every moment up to ICE's answer is known beforehand,
and reckoned for all people at once. Otherwise each person's prints are a process of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from simulator.model.bookings import Bookings
from simulator.model.codes import NEVER, PRINT_STATIONS
from simulator.model.progress import Progress, Steps
from simulator.model.queues import Moment, StaffedQueue, Turn
from simulator.model.stances import Stances

BEFORE_FBI_ANSWER = PRINT_STATIONS.index("ident_search")
BEFORE_MATCH = PRINT_STATIONS.index("lesc")
BEFORE_ANSWER = PRINT_STATIONS.index("answer_relay")
"""How many print stations stand before each of these."""


@dataclass(frozen=True)
class PassedPrints:
    """Moments in elapsed seconds, NEVER where the prints do not get that far; ``shared`` is 0 or 1."""

    fbi_answer_at: list[int]
    shared: list[int]
    matched_at: list[int]
    answer_at: list[int]


def passed_prints(stances: Sequence[Stances], bookings: Bookings) -> PassedPrints:
    """The prints of all people, by delays alone; the mode of the agency counts at the moment of the FBI's answer."""
    moments = bookings.booked_at[:, None] + np.cumsum(bookings.passing, axis=1)
    fbi_answer_at = moments[:, BEFORE_FBI_ANSWER - 1]
    shared = _shared(stances, bookings, fbi_answer_at)
    found = shared & bookings.matched
    return PassedPrints(
        fbi_answer_at.tolist(),
        shared.astype(int).tolist(),
        np.where(found, moments[:, BEFORE_MATCH - 1], NEVER).tolist(),
        np.where(found, moments[:, BEFORE_ANSWER - 1], NEVER).tolist(),
    )


def _shared(stances: Sequence[Stances], bookings: Bookings, moments: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each person's agency shares at a moment."""
    shared = np.zeros(len(bookings), dtype=bool)
    for agency, course in enumerate(stances):
        chosen = bookings.agency == agency
        position = np.searchsorted(course.begins, moments[chosen], side="right") - 1
        shared[chosen] = np.array([stance.shares for stance in course.stances])[position]
    return shared


class Prints:
    """The prints of all people under one policy; ``ask`` is called with the row of each person whom ICE learns of."""

    def __init__(self, progress: Progress, queues: list[StaffedQueue | None], ask: Callable[[int], None]) -> None:
        self._progress = progress
        self._env = progress.env
        self._rows = progress.rows
        self._columns = progress.columns
        self._queues = queues
        self._ask = ask

    def start(self, people: Bookings) -> None:
        """Set out all prints and all interviews."""
        foreseeable = not (any(self._queues[:BEFORE_ANSWER]) or self._progress.plan.scenario.policy.triggers)
        self._env.process(self._passing(people) if foreseeable else self._queueing())
        self._env.process(self._interviews())

    def _passing(self, people: Bookings) -> Steps:
        """Meet people one after the other when ICE's answer comes, so that the list of coming events stays short."""
        passed = passed_prints(self._progress.stances, people)
        for name in ("fbi_answer_at", "shared", "matched_at"):
            self._columns[name] = getattr(passed, name)
        for row, answer_at in _in_order(passed.answer_at):
            yield self._env.timeout(answer_at - int(self._env.now))
            self._answer_comes(row)

    def _queueing(self) -> Steps:
        """Meet people one after the other at booking."""
        for row, booked_at in _in_order(self._rows["booked_at"]):
            yield self._env.timeout(booked_at - int(self._env.now))
            self._env.process(self._one_by_one(row))

    def _one_by_one(self, row: int) -> Steps:
        """The way of one person's prints where some station is a queue."""
        ahead = yield from self._pass(row, 0, BEFORE_FBI_ANSWER, 0)
        yield self._env.timeout(ahead)
        if self._fbi_answers(row, int(self._env.now)):
            ahead = yield from self._pass(row, BEFORE_FBI_ANSWER, BEFORE_MATCH, 0)
            self._columns["matched_at"][row] = int(self._env.now) + ahead
            ahead = yield from self._pass(row, BEFORE_MATCH, BEFORE_ANSWER, ahead)
            yield self._env.timeout(ahead)
            self._answer_comes(row)

    def _fbi_answers(self, row: int, moment: int) -> bool:
        """The first answer, to every agency; whether the prints go on from here and match."""
        shares = self._progress.stance(row).shares
        self._columns["fbi_answer_at"][row] = moment
        self._columns["shared"][row] = int(shares)
        return shares and bool(self._rows["matched"][row])

    def _pass(self, row: int, first: int, last: int, ahead: int) -> Generator[Event, Any, int]:
        """Pass the print stations ``first`` to ``last`` - 1, and give how many seconds ahead of now that ends.

        Delays only add up; the person's process catches up with the clock before a queue.
        """
        passing = self._rows["passing"][row]
        for station in range(first, last):
            queue = self._queues[station]
            if queue is None:
                ahead += passing[station]
            else:
                yield self._env.timeout(ahead)
                yield queue.join(row, self._rows["level"][row], passing[station])
                ahead = 0
        return ahead

    def _answer_comes(self, row: int) -> None:
        """ICE's answer: to the agency if it receives, and to the field office unless that knows of the person."""
        self._columns["answer_at"][row] = int(self._env.now)
        if self._progress.stance(row).receives:
            self._relay(row)
        if self._columns["interviewed_at"][row] == NEVER:
            self._ask(row)

    def _relay(self, row: int) -> None:
        """The second answer reaches the agency while the field office decides."""
        if self._queues[BEFORE_ANSWER] is None:
            self._columns["seen_at"][row] = int(self._env.now) + self._rows["passing"][row][BEFORE_ANSWER]
        else:
            self._env.process(self._relay_through_queue(row))

    def _relay_through_queue(self, row: int) -> Steps:
        ahead = yield from self._pass(row, BEFORE_ANSWER, BEFORE_ANSWER + 1, 0)
        self._columns["seen_at"][row] = int(self._env.now) + ahead

    def _interviews(self) -> Steps:
        """The other channel, in order of time: leads to the field office, unless the prints came first."""
        for row, found_at in _in_order(self._rows["found_at"]):
            yield Moment(self._env, found_at - int(self._env.now), Turn.INTERVIEW)
            denied = self._rows["found_needs_access"][row] and not self._progress.stance(row).access
            if self._columns["answer_at"][row] == NEVER and not denied:
                self._columns["interviewed_at"][row] = found_at
                self._ask(row)


def _in_order(moments: list[int]) -> list[tuple[int, int]]:
    """Rows that have a moment, with it, in order of moment, then row."""
    return sorted(((row, moment) for row, moment in enumerate(moments) if moment != NEVER), key=itemgetter(1))
