"""Draws depend on (seed, replication, agency, booking) and on nothing else."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from scipy.stats import chisquare, kstest

from simulator.model.arrivals import numbered
from simulator.model.bookings import Bookings
from simulator.model.cohort import cohort_of, run_calendar
from simulator.model.draws import Draws
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from simulator.scenario.distributions import Lognormal, Quantiles, TimeDistribution
from simulator.scenario.place import Scenario
from tests.example_place import AGENCY, fixed, number, scenario

IN_A_ROW = np.arange(100_000)
SOME_OF_MANY_DAYS = numbered(np.full(5_000, 20))


def test_streams_are_apart_and_repeat() -> None:
    first = Draws(1, 0, "a").uniforms("stay", IN_A_ROW)
    assert np.array_equal(first, Draws(1, 0, "a").uniforms("stay", IN_A_ROW))
    others = [draws.uniforms("stay", IN_A_ROW) for draws in (Draws(2, 0, "a"), Draws(1, 1, "a"), Draws(1, 0, "b"))]
    for other in (*others, Draws(1, 0, "a").uniforms("hour", IN_A_ROW)):
        assert abs(np.corrcoef(first, other)[0, 1]) < 4 / np.sqrt(len(first))


def test_a_number_does_not_depend_on_which_others_are_drawn() -> None:
    draws = Draws(3, 4, "a")
    chosen = np.array([7, 2**40, 0, 999])
    together = draws.uniforms("stay", chosen)
    assert together.tolist() == [draws.uniforms("stay", np.array([number]))[0] for number in chosen]


@pytest.mark.parametrize("numbers", [IN_A_ROW, SOME_OF_MANY_DAYS], ids=["in a row", "by day and place"])
def test_numbers_are_uniform_and_independent(numbers: np.ndarray) -> None:
    """Kolmogorov-Smirnov on 200 streams, neighbours near and far, pairs in a square."""
    uniforms = Draws(1, 0, "a").uniforms("stay", numbers)
    for lag in (1, 2, 19, 20, 21, 140):
        assert abs(np.corrcoef(uniforms[:-lag], uniforms[lag:])[0, 1]) < 4 / np.sqrt(len(numbers))
    pairs = np.histogram2d(uniforms[:-1], uniforms[1:], bins=30)[0]
    assert chisquare(pairs.ravel()).pvalue > 0.001
    values = [
        kstest(Draws(2, replication, unit).uniforms(column, numbers[:2_000]), "uniform").pvalue
        for replication in range(10)
        for unit in "abcd"
        for column in ("one", "two", "three", "four", "five")
    ]
    assert kstest(values, "uniform").pvalue > 0.001


def test_each_bit_of_a_number_moves_half_the_bits_of_its_draw() -> None:
    draws, numbers = Draws(1, 0, "a"), SOME_OF_MANY_DAYS[:2_000]

    def words(chosen: np.ndarray) -> np.ndarray:
        return (draws.uniforms("stay", chosen) * 2.0**53).astype(np.uint64)

    for bit in range(45):
        moved = np.bitwise_count(words(numbers) ^ words(numbers ^ (1 << bit))).mean() / 53
        assert 0.49 < moved < 0.51, bit


def test_bookings_keep_their_numbers_on_busier_days_and_over_more_days() -> None:
    quiet, busy = numbered(np.array([2, 0, 3])), numbered(np.array([2, 1, 4, 5]))
    assert len(quiet) == 5
    assert set(quiet) < set(busy)
    assert (np.diff(busy) > 0).all()


def test_a_larger_county_meets_the_people_of_a_smaller_one_and_more() -> None:
    large = {"agencies.example.bookings_per_year": number(6000, "bookings/year")}
    few, many = (cohort_of(scenario(changes), 5, 2).bookings for changes in ({}, large))
    kept = np.isin(many.number, few.number)
    assert len(many) > 1.3 * len(few)
    assert kept.sum() == len(few)
    for field in fields(Bookings):
        assert np.array_equal(getattr(many, field.name)[kept], getattr(few, field.name)), field.name


def test_a_larger_match_share_changes_nobody_who_was_followed() -> None:
    more = {"agencies.example.match_share": number(0.12, "share")}
    few, many = (cohort_of(scenario(changes), 5, 2).bookings for changes in ({}, more))
    kept = np.isin(many.number, few.number)
    assert kept.sum() == len(few) < 0.75 * len(many)
    for field in fields(Bookings):
        assert np.array_equal(getattr(many, field.name)[kept], getattr(few, field.name)), field.name


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
