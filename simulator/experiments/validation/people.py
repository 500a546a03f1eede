"""Numbers of the people themselves, one for each replication, read from its trace."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.validation.case_file import Watched
from simulator.model.codes import DAY_SECONDS, NEVER, TRANSFERRED
from simulator.model.trace import Trace
from simulator.scenario.quantities import CHARGE_CLASSES
from simulator.scenario.stations import WEEKDAYS

Flags = NDArray[np.bool_]
DAYS_SHOWN = 7
SHORTEST_STAY = 60
"""Seconds that a stay counts at least where its logarithm is taken."""


def watched(asked: Watched, trace: Trace, table: NDArray[np.float64] | None) -> float:
    """The number in one replication; ``table`` is a published one to compare with, shares of each row."""
    if asked.people == "largest_difference_of_a_cell":
        assert table is not None
        return float(np.abs(days_to_ice_by_weekday(trace) - table).max())
    chosen = _of_class(trace, asked)
    if asked.people == "lodged_on":
        return float(np.mean(_weekday_of_detainers(trace, chosen) == WEEKDAYS.index(asked.weekday or "Mon")))
    if asked.people in STAY_EFFECTS:
        return STAY_EFFECTS[asked.people](trace, chosen)
    days = DAYS[asked.people](trace, chosen)
    return float(days.mean() if asked.quantile is None else np.quantile(days, asked.quantile))


def days_to_ice_by_weekday(trace: Trace) -> NDArray[np.float64]:
    """Weekday of local release x calendar days until ICE came (6 or more as 6), of holds; shares of each row."""
    moved = _taken_from_a_hold(trace)
    released = _day(trace, trace.course.released_at[moved])
    days = np.clip(_day(trace, trace.course.ended_at[moved]) - released, 0, DAYS_SHOWN - 1)
    counts = np.zeros((len(WEEKDAYS), DAYS_SHOWN))
    np.add.at(counts, (np.array(trace.calendar.weekdays)[released], days), 1)
    return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))


def _of_class(trace: Trace, asked: Watched) -> Flags:
    charge_class = trace.bookings.charge_class
    if asked.charge_class is None:
        return np.ones(len(charge_class), dtype=bool)
    return np.asarray(charge_class == CHARGE_CLASSES.index(asked.charge_class))


def _weekday_of_detainers(trace: Trace, chosen: Flags) -> NDArray[np.int64]:
    lodged = trace.course.lodged_at[chosen & (trace.course.lodged_at != NEVER)]
    return np.array(trace.calendar.weekdays)[_day(trace, lodged)]


def _to_local_release(trace: Trace, chosen: Flags) -> NDArray[np.int64]:
    """Calendar days from booking to local release of people with a detainer, as jails record them."""
    people = chosen & (trace.course.lodged_at != NEVER)
    return _day(trace, trace.course.released_at[people]) - _day(trace, trace.bookings.booked_at[people])


def _to_ice(trace: Trace, chosen: Flags) -> NDArray[np.int64]:
    people = chosen & _taken_from_a_hold(trace)
    return _day(trace, trace.course.ended_at[people]) - _day(trace, trace.course.released_at[people])


def _from_booking_to_ice(trace: Trace, chosen: Flags) -> NDArray[np.int64]:
    people = chosen & (trace.course.end == TRANSFERRED)
    return _day(trace, trace.course.ended_at[people]) - _day(trace, trace.bookings.booked_at[people])


def _stay_ratio(trace: Trace, chosen: Flags) -> float:
    """Geometric mean of the stays of people with a detainer over that of everybody's own stay: a regression's factor.

    Everybody's own stay stands for people without a detainer, who are nearly all.
    """
    with_detainer, own = _stays(trace, chosen)
    return float(np.exp(np.log(with_detainer).mean() - np.log(own).mean()))


def _mean_stay_ratio(trace: Trace, chosen: Flags) -> float:
    with_detainer, own = _stays(trace, chosen)
    return float(with_detainer.mean() / own.mean())


def _stay_difference_days(trace: Trace, chosen: Flags) -> float:
    with_detainer, own = _stays(trace, chosen)
    return float((with_detainer.mean() - own.mean()) / DAY_SECONDS)


def _stays(trace: Trace, chosen: Flags) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Seconds in jail: of people with a detainer, holds and all, and everybody's own."""
    rows, course = trace.bookings, trace.course
    people = chosen & (course.lodged_at != NEVER)
    own = np.maximum(rows.released_at - rows.booked_at, SHORTEST_STAY)[chosen]
    return np.maximum(course.ended_at - rows.booked_at, SHORTEST_STAY)[people], own


def _taken_from_a_hold(trace: Trace) -> Flags:
    return np.asarray((trace.course.hold_until != NEVER) & (trace.course.end == TRANSFERRED))


def _day(trace: Trace, moments: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.searchsorted(np.array(trace.calendar.midnights), moments, side="right") - 1


DAYS: dict[str, Callable[[Trace, Flags], NDArray[np.int64]]] = {
    "days_to_local_release": _to_local_release,
    "days_to_ice": _to_ice,
    "days_from_booking_to_ice": _from_booking_to_ice,
}
STAY_EFFECTS: dict[str, Callable[[Trace, Flags], float]] = {
    "stay_ratio": _stay_ratio,
    "mean_stay_ratio": _mean_stay_ratio,
    "stay_difference_days": _stay_difference_days,
}
