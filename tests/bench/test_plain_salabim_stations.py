"""Officers and tours of the county in salabim."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.model.roster import Roster

sim = pytest.importorskip("salabim", reason="salabim is not installed: pip install '.[bench]'")
plain = pytest.importorskip("bench.plain_salabim")


class Held(sim.Component):
    """Somebody on hold: leaves with a tour, or at the limit."""

    def setup(self, on_hold: Any, limit: float, ready_at: float) -> None:
        self.on_hold, self.limit, self.ready_at = on_hold, limit, ready_at

    def process(self) -> None:
        self.enter(self.on_hold, self.limit)
        self.hold(till=self.limit)
        self.left_at = self.env.now()


def test_a_tour_takes_those_first_whose_hold_ends_first_once_ice_is_ready() -> None:
    """One seat at 20, 30 and 40: the last whose hold ends is alone ready at 20, then the most urgent goes first."""
    env = sim.Environment(trace=False, random_seed="")
    on_hold = sim.Queue(monitor=False)
    held = [
        Held(on_hold=on_hold, limit=limit, ready_at=ready) for limit, ready in ((90, 10), (50, 25), (35, 60), (70, 0))
    ]
    plain.Tours(on_hold=on_hold, moments=[20, 30, 40], seats=1)
    env.run()
    assert [person.left_at for person in held] == [40, 30, 35, 20]


class Worker(sim.Component):
    """Work of 8 hours at the desk, by priority."""

    def setup(self, officers: Any, level: int) -> None:
        self.officers, self.level = officers, level

    def process(self) -> None:
        self.request((self.officers, 1, self.level))
        self.began_at = self.env.now()
        self.hold(8)
        self.release(self.officers)


def test_who_has_begun_is_finished_after_the_shift() -> None:
    """Two officers up to 10, one up to 20, none up to 30; the third in the queue waits until both have finished."""
    env = sim.Environment(trace=False, random_seed="")
    officers = sim.Resource(capacity=0, monitor=False)
    plain.Shifts(officers=officers, roster=Roster([0, 10, 20, 30], [2, 1, 0, 2]))
    work = [Worker(officers=officers, level=level, at=at) for at, level in ((5, 3), (5, 3), (6, 3), (14, 3), (15, 0))]
    env.run()
    assert [each.began_at for each in work] == [5, 5, 13, 30, 30]
