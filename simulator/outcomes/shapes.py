"""Distributions that figures show: clocks of the race, and hold hours by weekday, as counts in bins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.model.codes import HOUR_SECONDS
from simulator.model.trace import Trace
from simulator.outcomes.kernels.spans import measure
from simulator.scenario.stations import WEEKDAYS

RACE_EDGES: NDArray[np.float64] = np.concatenate(([0.0], np.geomspace(0.25, 16_384, 65)))
"""Hours; four bins for each doubling."""
HOLD_EDGES: NDArray[np.float64] = np.arange(0.0, 170.0, 2.0)
"""Hours, in steps of 2."""
CLOCKS = ("answer", "decision", "local release")
RACE_SECONDS, HOLD_SECONDS = (np.floor(edges * HOUR_SECONDS).astype(np.int64) for edges in (RACE_EDGES, HOLD_EDGES))
"""The last whole second of each bin."""


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
    """All shapes of a trace: of people whom ICE wanted, hours from booking to each clock; and holds by weekday.

    The clocks: ICE's answer on the prints, or the interview that came before it; ICE's decision; and the release that
    the county planned. Holds go by the weekday of local release.
    """
    race = np.zeros((len(CLOCKS), len(RACE_EDGES) - 1), dtype=np.int64)
    holds = np.zeros((len(WEEKDAYS), len(HOLD_EDGES) - 1), dtype=np.int64)
    days = np.array(trace.calendar.midnights), np.array(trace.calendar.weekdays)
    measure(trace.rows, trace.happened, *days, RACE_SECONDS, HOLD_SECONDS, race, holds)
    return shapes_from(np.concatenate((race.ravel(), holds.ravel())))


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


def added_up(parts: Sequence[tuple[Shape, ...]]) -> tuple[Shape, ...]:
    """The shapes of several traces together."""
    return tuple(
        replace(same[0], counts=np.sum([shape.counts for shape in same], axis=0)) for same in zip(*parts, strict=True)
    )
