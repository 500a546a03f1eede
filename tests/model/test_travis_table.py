"""The hold and the tours together give the recorded table of Travis County, 2009-2014, from a mechanism.

Weekday of local release by calendar days until ICE came.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from simulator.experiments.replications import trace_of
from simulator.model.codes import NEVER, TRANSFERRED
from simulator.model.trace import Trace
from simulator.scenario.load import load_study
from tests.shared_record import record

OFFICE = "field_offices.san-antonio"
# Austin American-Statesman, record release: bookings of Travis County with a detainer, n = 7,515, day resolution.
# Rows: weekday of local release, Monday first. Columns: 0 to 6 calendar days until ICE came, as shares of the row.
RECORDED = np.array(
    [
        [0.122, 0.375, 0.492, 0.008, 0.001, 0.000, 0.002],
        [0.158, 0.292, 0.531, 0.017, 0.000, 0.000, 0.002],
        [0.117, 0.293, 0.568, 0.000, 0.000, 0.019, 0.002],
        [0.107, 0.285, 0.000, 0.000, 0.542, 0.064, 0.002],
        [0.135, 0.001, 0.000, 0.740, 0.118, 0.003, 0.002],
        [0.000, 0.000, 0.639, 0.346, 0.015, 0.000, 0.000],
        [0.002, 0.305, 0.614, 0.072, 0.003, 0.002, 0.003],
    ]
)
WHOLE_RECORD = ("starts=2009-07-01", "agencies.travis.activated_on.value=2009-06-01")


@cache
def simulated(*settings: str) -> NDArray[np.float64]:
    """The same table of the simulated transfers of five years, four times over; as shares of each row."""
    case = load_study("travis-tx", (), (*WHOLE_RECORD, *settings), years=5).cases[0]
    counts = np.sum([transfers(trace_of(case, seed=1, replication=number)) for number in range(4)], axis=0)
    assert counts.sum() > 20_000
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def transfers(trace: Trace) -> NDArray[np.float64]:
    """People whom ICE took from a hold, by weekday of local release and days until it came (6 or more as 6)."""
    course, midnights = trace.course, np.array(trace.calendar.midnights)
    moved = (course.hold_until != NEVER) & (course.end == TRANSFERRED)
    days = [np.searchsorted(midnights, at[moved], side="right") - 1 for at in (course.released_at, course.ended_at)]
    counts = np.zeros((7, 7))
    np.add.at(counts, (np.array(trace.calendar.weekdays)[days[0]], np.minimum(days[1] - days[0], 6)), 1)
    return counts


def test_the_table_is_as_published() -> None:
    published = pd.read_csv(record("travis_local_done_weekday_x_days_to_ice.csv"), index_col=0)
    assert np.array_equal(RECORDED, published.to_numpy())


def largest_difference(*settings: str) -> float:
    return float(np.abs(simulated(*settings) - RECORDED).max())


def test_every_cell_is_within_ten_percentage_points() -> None:
    assert largest_difference() < 0.10


def test_mean_days_by_weekday_are_close_but_after_thursdays() -> None:
    """After a release on Thursday ICE comes about a quarter of a day too soon."""
    off = np.abs((simulated() - RECORDED) @ np.arange(7))
    assert (off < [0.15, 0.15, 0.15, 0.3, 0.2, 0.15, 0.15]).all()


def test_holidays_put_a_few_people_a_day_further_as_recorded() -> None:
    """After releases on Thursday and Friday, Tuesday is reached over Monday holidays alone."""
    for weekday, days in ((3, 5), (2, 5), (1, 3)):
        assert simulated()[weekday, days] == pytest.approx(RECORDED[weekday, days], abs=0.03)
        assert simulated()[weekday, days] > 0.005


@pytest.mark.parametrize(
    "without",
    [
        f"{OFFICE}.brings_forward=0",
        f"{OFFICE}.tours.on_federal_holidays=true",
        f"{OFFICE}.preparation.longest=30",
        "federal.form.exclude_weekends_and_holidays=false",
    ],
)
def test_each_part_of_the_mechanism_is_needed(without: str) -> None:
    """Leave one part out and the pattern of the table is further off."""
    error = np.abs(simulated() - RECORDED).sum()
    assert np.abs(simulated(without) - RECORDED).sum() > 1.02 * error
