"""Draws depend on (seed, replication, agency, booking) and on nothing else."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from simulator.model.bookings import Bookings
from simulator.model.draws import Draws
from simulator.model.plan import plan_of
from simulator.model.replication import cohort_of, run_calendar, simulate
from simulator.scenario.distributions import Lognormal, Quantiles, TimeDistribution
from simulator.scenario.place import Scenario
from tests.example_place import AGENCY, fixed, number, scenario


def test_streams_are_apart_and_repeat() -> None:
    first = Draws(1, 0, "a").uniforms("stay", 1000)
    assert np.array_equal(first, Draws(1, 0, "a").uniforms("stay", 1000))
    for other in (Draws(2, 0, "a"), Draws(1, 1, "a"), Draws(1, 0, "b")):
        assert abs(np.corrcoef(first, other.uniforms("stay", 1000))[0, 1]) < 0.15
    assert abs(np.corrcoef(first, Draws(1, 0, "a").uniforms("hour", 1000))[0, 1]) < 0.15


def test_draw_i_does_not_depend_on_how_many_are_drawn() -> None:
    draws = Draws(3, 4, "a")
    assert np.array_equal(draws.uniforms("stay", 10), draws.uniforms("stay", 1000)[:10])


def rows_equal(one: Bookings, other: Bookings, count: int) -> bool:
    return all(
        np.array_equal(getattr(one, field.name)[:count], getattr(other, field.name)[:count])
        for field in fields(Bookings)
    )


def test_a_longer_horizon_meets_the_same_people_first() -> None:
    one, two = (cohort_of(scenario({"years": years}), 5, 2).bookings for years in (1, 2))
    assert len(one) < len(two)
    assert rows_equal(one, two, len(one))


def test_another_agency_changes_nobody() -> None:
    both = {"agencies": {"example": AGENCY, "other": AGENCY}}
    alone, together = cohort_of(scenario(), 5, 2).bookings, cohort_of(scenario(both), 5, 2).bookings
    assert rows_equal(alone, together, len(alone))
    assert not np.array_equal(together.booked_at[: len(alone)], together.booked_at[len(alone) :])


def test_policy_changes_nobody() -> None:
    one = cohort_of(scenario(), 5, 2).bookings
    two = cohort_of(scenario(periods=[{"opt_out": "both"}]), 5, 2).bookings
    assert rows_equal(one, two, len(one))


def test_the_people_have_the_shares_asked_for() -> None:
    rows = cohort_of(scenario({"agencies.example.bookings_per_year": number(400_000, "bookings/year")}), 1, 0)
    bookings = rows.bookings
    matched = bookings.matched.sum() / rows.booked.sum()
    assert matched == pytest.approx(0.08, rel=0.03)
    assert np.bincount(bookings.status[bookings.matched]) / bookings.matched.sum() == pytest.approx(
        [0.05, 0.45, 0.5], abs=0.01
    )
    assert (bookings.status[~bookings.matched] == 2).all()
    # removable without a match and findable: 0.08 x 0.5 x (1 - 0.5) / 0.5 x 0.25
    assert (~bookings.matched).sum() / rows.booked.sum() == pytest.approx(0.01, rel=0.05)
    felonies = bookings.charge_class == 0
    assert felonies.mean() == pytest.approx(0.25, abs=0.01)
    assert (bookings.level[felonies] == 0).mean() == pytest.approx(0.5, abs=0.02)


def test_quantile_tables_pass_through_their_rows_and_stay_below_straight_lines() -> None:
    table = Quantiles(distribution="quantiles", at={0: 0, 0.5: 2, 0.9: 40, 1: 1000}, unit="days", source="tests")
    at = table.quantile(np.array([0.0, 0.5, 0.9, 1.0]))
    assert at == pytest.approx([0, 2, 40, 1000])
    assert table.quantile(np.array([0.95]))[0] < 520


def test_lognormal_has_its_median_and_p90_and_maximum() -> None:
    times = Lognormal(distribution="lognormal", median=2, p90=9, maximum=20, unit="hours", source="tests")
    assert times.quantile(np.array([0.5, 0.9, 0.9999])) == pytest.approx([2, 9, 20])


def test_mean_seconds_of_a_lognormal() -> None:
    times: TimeDistribution = Lognormal(distribution="lognormal", median=10, p90=20, unit="seconds", source="tests")
    sigma = np.log(2) / 1.2815515655446004
    assert times.mean_seconds() == pytest.approx(10 * np.exp(sigma**2 / 2), rel=0.01)


def test_hours_of_release_follow_the_profile_for_stays_of_a_day_or_longer() -> None:
    noon = [0.0] * 12 + [1.0] + [0.0] * 11
    place: Scenario = scenario({"stays.release_hours.shares": noon, "stays.felony": fixed(3, "days")})
    cohort = cohort_of(place, 1, 0)
    felonies = cohort.bookings.charge_class == 0
    stamps = [cohort.calendar.stamp(int(at)) for at in cohort.bookings.released_at[felonies]]
    assert {stamp[11:13] for stamp in stamps} <= {"12", "13"}  # 13 on a day on which the clocks go forward
    days = (cohort.bookings.released_at - cohort.bookings.booked_at)[felonies] / 86_400
    assert 2.4 < days.min() < days.max() < 3.6


def test_a_stay_without_end_is_cut_and_every_booking_still_ends() -> None:
    endless = {"distribution": "exponential", "mean": 4000, "unit": "days", "source": "made up for tests"}
    place = scenario({"stays.felony": endless, "agencies.example.bookings_per_year": number(600, "bookings/year")})
    trace = simulate(plan_of(place, run_calendar(place)), cohort_of(place, 1, 0))
    stays = (trace.bookings.released_at - trace.bookings.booked_at) / 86_400
    assert 2999 < stays.max() < 3001.1  # cut at 3,000 days; then the hour of release moves within that date
    assert (trace.course.ended_at >= trace.bookings.released_at).all()


def test_an_agency_without_bookings_books_nobody() -> None:
    place = scenario({"agencies.example.bookings_per_year": number(0, "bookings/year")})
    cohort = cohort_of(place, 1, 0)
    assert cohort.booked.sum() == len(cohort.bookings) == 0
    assert len(simulate(plan_of(place, run_calendar(place)), cohort).course.end) == 0
