"""The hold and the tours together give the recorded table of Travis County, 2009-2014, from a mechanism.

The table: weekday of local release (rows, Monday first) by calendar days until ICE came (0 to 6), as shares of rows.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from simulator.experiments.replications import trace_of
from simulator.model.bookings import NEVER
from simulator.model.trace import TRANSFERRED
from simulator.scenario.load import load_study
from tests.shared_record import record

OFFICE = "field_offices.san-antonio"
WHOLE_RECORD = ("starts=2009-07-01", "agencies.travis.activated_on.value=2009-06-01")


@cache
def simulated(*settings: str) -> np.ndarray:
    """The same table of the simulated transfers of five years and a half."""
    case = load_study("travis-tx", (), (*WHOLE_RECORD, *settings), years=5).cases[0]
    trace = trace_of(case, seed=1, replication=0)
    course, midnights = trace.course, np.array(trace.calendar.midnights)
    moved = (course.hold_until != NEVER) & (course.end == TRANSFERRED)
    days = [np.searchsorted(midnights, at[moved], side="right") - 1 for at in (course.released_at, course.ended_at)]
    counts = np.zeros((7, 7))
    np.add.at(counts, (np.array(trace.calendar.weekdays)[days[0]], np.minimum(days[1] - days[0], 6)), 1)
    assert counts.sum() > 3000
    return counts / counts.sum(axis=1, keepdims=True)


def recorded() -> np.ndarray:
    return pd.read_csv(record("travis_local_done_weekday_x_days_to_ice.csv"), index_col=0).to_numpy()


def largest_difference(*settings: str) -> float:
    return float(np.abs(simulated(*settings) - recorded()).max())


def test_every_cell_is_within_ten_percentage_points() -> None:
    assert largest_difference() < 0.10


def test_mean_days_by_weekday_are_within_a_quarter_of_a_day() -> None:
    days = np.arange(7)
    assert simulated() @ days == pytest.approx(recorded() @ days, abs=0.25)


def test_holidays_put_a_few_people_a_day_further_as_recorded() -> None:
    """After releases on Thursday and Friday, Tuesday is reached over Monday holidays alone."""
    for weekday, days in ((3, 5), (2, 5), (1, 3)):
        assert simulated()[weekday, days] == pytest.approx(recorded()[weekday, days], abs=0.03)
        assert simulated()[weekday, days] > 0.005


@pytest.mark.parametrize(
    "without",
    [
        f"{OFFICE}.brings_forward=0",
        f"{OFFICE}.tours.on_federal_holidays=true",
        f"{OFFICE}.preparation.longest=30",
        "policy.periods.0.detainer_rules.0.exclude_weekends_and_holidays=false",
    ],
)
def test_each_part_of_the_mechanism_is_needed(without: str) -> None:
    """Leave one part out and the pattern of the table is further off."""
    error = np.abs(simulated() - recorded()).sum()
    assert np.abs(simulated(without) - recorded()).sum() > 1.02 * error
