"""Staffed queues and pick-up tours on SimPy.

Within one instant a change of policy comes first. Then everything that arrives is noted; then free staff turn to their
queues, one print station after the other; then interviews, the field offices' staff, tours, and last the ends of holds.
So the outcome of an instant depends on who is there, never on the order in which events were scheduled, and what
happens at a station depends only on those before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from heapq import heappop, heappush

import simpy
from simpy.events import Event

from simulator.model.roster import Roster


class Turn(IntEnum):
    """The order of things within one instant, around SimPy's URGENT (0) and NORMAL (1).

    The first print station's staff turn to their queue at PRINTS, the next one's one turn later, and so on.
    """

    POLICY = -1
    PRINTS = 2
    INTERVIEW = 10
    DECIDE = 11
    TOUR = 12
    HOLD_ENDS = 13


class Moment(Event):
    """An event that happens after a delay (seconds), at its turn within that instant."""

    def __init__(
        self, env: simpy.Environment, delay: int, turn: int, then: Callable[[Event], None] | None = None
    ) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        self.callbacks = [then] if then else []
        env.schedule(self, turn, delay)  # type: ignore[arg-type]  # SimPy sorts by any number, and names only two


class Service(Event):
    """The end of a service: scheduled when it begins."""

    def begin(self, seconds: int, then: Callable[[Event], None]) -> None:
        """Let the service end after this many seconds; ``then`` hears of it before the person does."""
        self._ok = True
        self._value = None
        self.callbacks.insert(0, then)
        self.env.schedule(self, delay=seconds)


class StaffedQueue:
    """A queue whose staff come and go by roster; who has begun to serve finishes, even after the shift."""

    def __init__(self, env: simpy.Environment, roster: Roster, *, level_first: bool, turn: int = Turn.DECIDE) -> None:
        self._env = env
        self._turn = turn
        self._roster = roster
        self._level_first = level_first
        self._waiting: list[tuple[int, int, int, int, Service]] = []
        self._busy = 0
        self._called_at = -1
        self._rise = -1

    def join(self, number: int, level: int, service: int) -> Event:
        """Wait for ``service`` seconds of work; the event happens when it is done.

        Order: level (if level goes first), time of arrival, number.
        """
        served = Service(self._env)
        rank = level if self._level_first else 0
        heappush(self._waiting, (rank, int(self._env.now), number, service, served))
        self._call()
        return served

    def _call(self) -> None:
        """Have free staff turn to the queue once everything else of this instant is noted."""
        now = int(self._env.now)
        if self._called_at != now:
            self._called_at = now
            Moment(self._env, 0, self._turn, self._serve)

    def _serve(self, moment: Event) -> None:
        now = int(self._env.now)
        self._called_at = -1
        on_duty = self._roster.at(now)
        while self._waiting and self._busy < on_duty:
            *_, service, served = heappop(self._waiting)
            self._busy += 1
            served.begin(service, self._finish)
        if self._waiting and self._rise <= now:
            self._await_more_staff(now)

    def _await_more_staff(self, now: int) -> None:
        rise = self._roster.next_rise(now)
        if rise is not None:
            self._rise = rise
            Moment(self._env, rise - now, self._turn, self._serve)

    def _finish(self, _: Event) -> None:
        self._busy -= 1
        if self._waiting:
            self._call()


@dataclass(frozen=True, order=True)
class Held:
    """A person on hold; tours take those first whose hold ends first by law, then who was released first, by number.

    ``until`` is when the hold ends: at its ``limit`` by law, or when ICE takes the detainer back, which no tour knows
    of before it happens.
    """

    limit: int
    since: int
    number: int
    ready_at: int
    until: int


class Tours:
    """ICE's transport at the jails of one field office; each tour has seats, and calls while someone is on hold."""

    def __init__(self, env: simpy.Environment, moments: list[int], seats: int) -> None:
        self._env = env
        self._moments = moments
        self._seats = seats
        self._holds: dict[Held, Event] = {}
        self._planned = -1
        self._called = -1

    def last_by(self, until: int) -> int | None:
        """The last tour that calls no later than a moment; None if there is none."""
        position = bisect_right(self._moments, until)
        return self._moments[position - 1] if position else None

    def hold(self, held: Held) -> Event:
        """Wait for a tour; the event's value is True if one came, False if the hold ended first."""
        over = self._env.event()
        self._holds[held] = over
        Moment(self._env, held.until - int(self._env.now), Turn.HOLD_ENDS, lambda _: self._let_go(held))
        self._plan(max(int(self._env.now), held.ready_at))
        return over

    def _plan(self, earliest: int) -> None:
        """Have the next tour at or after a moment call, unless an earlier one is planned."""
        position = bisect_left(self._moments, earliest)
        if position == len(self._moments):
            return
        moment, now = self._moments[position], int(self._env.now)
        if not now <= self._planned <= moment:
            self._planned = moment
            Moment(self._env, moment - now, Turn.TOUR, self._call)

    def _call(self, _: Event) -> None:
        now = int(self._env.now)
        if self._called == now:
            return
        self._called, self._planned = now, -1
        ready = sorted(held for held in self._holds if held.ready_at <= now)
        for held in ready[: self._seats]:
            self._holds.pop(held).succeed(True)
        if self._holds:
            self._plan(max(now + 1, min(held.ready_at for held in self._holds)))

    def _let_go(self, held: Held) -> None:
        if held in self._holds:
            self._holds.pop(held).succeed(False)
