"""Bookings by day and hour: level, spread, growth, month, weekday and hour as the scenario asks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from simulator.model.arrivals import daily_means
from simulator.model.cohort import cohort_of, horizon_days, run_calendar
from simulator.model.kernels.times import count
from tests.example_place import number, scenario


@pytest.mark.parametrize("mean", [0.02, 1.0, 24.0, 500.0, 6_000.0])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 4.0])
def test_counts_are_negative_binomial_or_poisson(mean: float, ratio: float) -> None:
    uniforms = np.concatenate(
        (np.linspace(1e-9, 1e-3, 50), np.linspace(0.001, 0.999, 999), 1 - np.geomspace(1e-9, 1e-3))
    )
    counts = np.array([count(mean, ratio, uniform) for uniform in uniforms])
    expected = poisson.ppf(uniforms, mean) if ratio == 1 else nbinom.ppf(uniforms, mean / (ratio - 1), 1 / ratio)
    assert np.abs(counts - expected).max() <= 1
    assert (counts == expected).mean() > 0.99
    assert count(mean, ratio, np.nextafter(1.0, 0.0)) < mean + 20 * np.sqrt(mean * ratio) + 40 * ratio


def test_nobody_is_booked_where_nobody_is_expected() -> None:
    assert count(0.0, 1.5, 0.999) == 0
    assert count(24.0, 0.5, 0.9) == count(24.0, 1.0, 0.9), "no less spread than Poisson's"


def test_yearly_level_growth_month_and_weekday() -> None:
    week = [[0.4 / 24] * 24, *[[0.1 / 24] * 24] * 6]
    place = scenario(
        {
            "arrivals.week.shares": week,
            "arrivals.months.factors": [2.0] + [1.0] * 11,
            "agencies.example.growth": number(0.1, "share/year"),
            "years": 2,
        }
    )
    means = daily_means(place, place.agencies["example"], run_calendar(place), horizon_days(place))
    assert means.sum() == pytest.approx(4000 * (1.05 + 1.155), rel=0.01)
    assert means[1] / means[2] == pytest.approx(4, rel=1e-3)  # 2 January 2012 is a Monday
    assert means[30 + 7] / means[30] == pytest.approx(0.5, rel=0.01)  # from January to February


def test_months_follow_the_calendar_when_the_year_starts_in_october() -> None:
    place = scenario({"starts": date(2010, 10, 1), "arrivals.months.factors": [3.0] + [1.0] * 11})
    calendar = run_calendar(place)
    means = daily_means(place, place.agencies["example"], calendar, horizon_days(place))
    january = calendar.months[: len(means)] == 3
    assert january.sum() == 31
    assert means[january].mean() == pytest.approx(3 * means[~january].mean())
    assert means.sum() == pytest.approx(4000, rel=0.005)


def test_hours_follow_the_profile_of_the_day_s_own_weekday() -> None:
    """Everybody is booked in one hour: at 0 on Mondays, 3 on Tuesdays, ... 18 on Sundays."""
    week = [[1 / 7 if hour == 3 * weekday else 0.0 for hour in range(24)] for weekday in range(7)]
    cohort = cohort_of(scenario({"arrivals.week.shares": week}), 1, 0)
    midnights = np.array(cohort.calendar.midnights)
    rows, of_24_hours = cohort.bookings, np.diff(midnights) == 86_400
    usual = of_24_hours[rows.day]
    hours = (rows.booked_at - midnights[rows.day]) // 3600
    assert usual.sum() > 200
    assert np.array_equal(hours[usual], 3 * np.array(cohort.calendar.weekdays)[rows.day][usual])
