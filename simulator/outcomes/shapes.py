"""Distributions that figures show: clocks of the race, and hold hours by weekday, as counts in bins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.model.bookings import NEVER
from simulator.model.calendar import HOUR_SECONDS
from simulator.model.trace import Trace
from simulator.outcomes.measures import hold_seconds
from simulator.scenario.stations import WEEKDAYS

RACE_EDGES: NDArray[np.float64] = np.concatenate(([0.0], np.geomspace(0.25, 16_384, 65)))
"""Hours; four bins for each doubling."""
HOLD_EDGES: NDArray[np.float64] = np.arange(0.0, 170.0, 2.0)
"""Hours, in steps of 2."""
CLOCKS = ("answer", "decision", "local release")
HALF_A_SECOND = 0.5 / HOUR_SECONDS


@dataclass(frozen=True)
class Shape:
    """Counts of people in bins: ``group`` tells whose, ``edges`` is in hours and one longer than ``counts``.

    A bin holds its upper edge and not its lower one, so that a hold of exactly 48 hours is not one of 48 to 50.
    """

    name: str
    group: str
    edges: NDArray[np.float64]
    counts: NDArray[np.int64]


def shapes(trace: Trace) -> tuple[Shape, ...]:
    """All shapes of a trace."""
    return (*_race(trace), *_holds(trace))


def joined_counts(found: Sequence[Shape]) -> NDArray[np.int64]:
    """The counts of all shapes of a trace, one after the other."""
    return np.concatenate([shape.counts for shape in found])


def shapes_from(counts: NDArray[np.int64]) -> tuple[Shape, ...]:
    """All shapes of a trace out of their joined counts; ValueError if there are more or fewer."""
    kinds = [("race", clock, RACE_EDGES) for clock in CLOCKS] + [("hold", day, HOLD_EDGES) for day in WEEKDAYS]
    ends = np.cumsum([len(edges) - 1 for _, _, edges in kinds])
    if counts.shape != (ends[-1],):
        raise ValueError(f"{len(counts)} counts of shapes, and {ends[-1]} are needed")
    parts = np.split(counts, ends[:-1])
    return tuple(Shape(*kind, part) for kind, part in zip(kinds, parts, strict=True))


def _race(trace: Trace) -> list[Shape]:
    """Of people whom ICE wanted: hours from booking to each clock.

    The clocks: ICE's answer on the prints, or the interview that came before it; ICE's decision; and the release that
    the county planned.
    """
    rows, course = trace.bookings, trace.course
    wanted = (course.decided_at != NEVER) & rows.ice_wants
    known_at = np.where(course.interviewed_at != NEVER, course.interviewed_at, course.answer_at)
    clocks = zip(CLOCKS, (known_at, course.decided_at, rows.released_at), strict=True)
    return [
        _shape("race", group, RACE_EDGES, (clock - rows.booked_at)[wanted] / HOUR_SECONDS) for group, clock in clocks
    ]


def _holds(trace: Trace) -> list[Shape]:
    """Hours on hold, by weekday of local release."""
    course = trace.course
    held = course.hold_until != NEVER
    midnights = np.array(trace.calendar.midnights)
    day = np.searchsorted(midnights, course.released_at[held], side="right") - 1
    weekday = np.array(trace.calendar.weekdays)[day]
    hours = hold_seconds(trace)[held] / HOUR_SECONDS
    return [_shape("hold", name, HOLD_EDGES, hours[weekday == number]) for number, name in enumerate(WEEKDAYS)]


def _shape(name: str, group: str, edges: NDArray[np.float64], hours: NDArray[np.float64]) -> Shape:
    within = np.clip(hours - HALF_A_SECOND, edges[0], edges[-1])  # so that a bin holds its upper edge
    counts = np.histogram(within, edges)[0]
    return Shape(name, group, edges, counts)
