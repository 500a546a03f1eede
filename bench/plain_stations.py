"""Officers on shifts and transport with seats, as resources and processes of SimPy."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy
from simpy.events import Event

from bench.plain_casework import Hold
from simulator.model.roster import Roster

Steps = Generator[Event, Any, None]


class Officers(simpy.PriorityResource):
    """Officers of a field office; who has begun is finished, even after the shift."""

    def __init__(self, env: simpy.Environment, roster: Roster) -> None:
        super().__init__(env, capacity=1)
        self._capacity = 0
        env.process(self._shifts(roster))

    def _shifts(self, roster: Roster) -> Steps:
        for moment, on_duty in zip(roster.changes, roster.on_duty, strict=True):
            yield self._env.timeout(moment - self._env.now)
            self._capacity = on_duty
            self._trigger_put(None)


class Transport:
    """ICE's tours to the jails of a field office: those go first whose hold ends first."""

    def __init__(self, env: simpy.Environment, moments: list[int], seats: int) -> None:
        self.env, self.moments, self.seats = env, moments, seats
        self.on_hold: list[tuple[Hold, Event]] = []
        env.process(self._tours())

    def _tours(self) -> Steps:
        for moment in self.moments:
            yield self.env.timeout(moment - self.env.now)
            ready = [held for held in self.on_hold if held[0].ready_at <= moment]
            for held in sorted(ready, key=lambda held: held[0].limit)[: self.seats]:
                self.on_hold.remove(held)
                held[1].succeed()
