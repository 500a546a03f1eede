"""A scenario may turn a delay into a queue and back: with staff for all, both give the same trace."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.model.codes import NEVER, PRINT_STATIONS
from simulator.model.cohort import cohort_of, run_calendar
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from simulator.model.trace import Trace
from tests.example_place import EVERY_DAY, fixed, levels, number, scenario, shift

HALF_AN_HOUR = fixed(30, "minutes")
AS_DELAY = {"kind": "delay", "time": HALF_AN_HOUR}
STATIONS = [f"stations.{name}" for name in PRINT_STATIONS] + ["field_offices.capital.decision"]
SHARED = {
    "kind": "shared-queue",
    "service": HALF_AN_HOUR,
    "on_duty": number(4, "specialists"),
    "background": {"arrivals": number(7.6, "queries/hour"), "level_1_share": number(0.2, "share")},
}


def queue(on_duty: int) -> dict[str, object]:
    return {"kind": "queue", "service": HALF_AN_HOUR, "shifts": [shift(EVERY_DAY, 0, 24, on_duty)]}


@cache
def trace(station: str, on_duty: int) -> Trace:
    """A trace with one station as a queue with this many on duty; as a delay for 0."""
    place = scenario(dict.fromkeys(STATIONS, AS_DELAY) | {station: queue(on_duty) if on_duty else AS_DELAY})
    return simulate(plan_of(place, run_calendar(place)), cohort_of(place, 4, 0))


@pytest.mark.parametrize("station", STATIONS)
def test_a_queue_with_staff_for_all_is_a_delay(station: str) -> None:
    assert trace(station, 5000).same_course(trace(station, 0)).all()
    assert (trace(station, 0).course.lodged_at != NEVER).sum() > 50


@pytest.mark.parametrize("station", STATIONS)
def test_a_queue_with_one_on_duty_makes_some_wait_and_nobody_faster(station: str) -> None:
    one, many = trace(station, 1).course, trace(station, 0).course
    moments = {"answer_relay": "seen_at", "decision": "decided_at"}
    name = moments.get(station.split(".")[-1], "answer_at")
    both = (getattr(one, name) != NEVER) & (getattr(many, name) != NEVER)
    waits = (getattr(one, name) - getattr(many, name))[both]
    assert waits.min() >= 0
    assert waits.max() > 0


def lesc_seconds(changes: dict[str, Any]) -> NDArray[np.int64]:
    """Seconds at the support center, a shared queue, of everybody."""
    place = scenario({"stations.lesc": SHARED} | changes)
    return cohort_of(place, 1, 0).bookings.passing[:, PRINT_STATIONS.index("lesc")]


def test_a_shared_queue_delays_by_service_and_drawn_wait() -> None:
    passing = lesc_seconds({})
    assert passing.min() == 1800
    assert 0.75 < np.mean(passing > 1800) < 0.95  # Erlang's C of 4 servers at 95 % is 0.89
    assert scenario({"stations.lesc": AS_DELAY}).stations.lesc.kind == "delay"


def test_level_1_waits_least_in_a_shared_queue() -> None:
    """The same people with the same luck, had they all level 1, 2, or none."""
    one, two, none = (
        lesc_seconds({f"people.level.{name}": levels(*level) for name in ("felony", "misdemeanor", "infraction")})
        for level in ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1))
    )
    wait = two > 1800
    assert wait.sum() > 50
    assert (one[wait] < two[wait]).all()
    assert (one[~wait] == 1800).all()
    assert np.array_equal(two, none)
