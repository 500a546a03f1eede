"""The tail of litigation against a formula for one suit, and against a large simulation of its own."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from simulator.outcomes.changes import Changes
from simulator.outcomes.ledger import ledger
from simulator.outcomes.ledger_lawsuits import tail_per_person_held, year_percentiles
from simulator.outcomes.yearly import per_year
from tests.example_place import scenario
from tests.outcomes.counted import SECTIONS, counted

NOBODY = Changes(np.zeros((1, 12), dtype=np.int64), np.zeros((1, 12), dtype=np.int64))
SIGMA = np.log(40_000 / 2_000) / ndtri(0.9)


def test_years_without_a_suit_cost_nothing() -> None:
    assert year_percentiles(0.0, 2000.0, 40_000.0) == (0, 0)
    assert year_percentiles(0.005, 2000.0, 40_000.0) == (0, 0), "199 of 200 years see no suit"
    assert year_percentiles(0.02, 2000.0, 40_000.0)[0] == 0


@pytest.mark.parametrize("rate", [0.011, 0.02, 0.05])
def test_the_99th_percentile_of_rare_suits_is_that_of_a_single_one(rate: float) -> None:
    """With one suit at most: P(no suit) + P(a suit) x P(it costs less) = 0.99; two in a year move it by little."""
    probability = 1 - np.exp(-rate)
    single = 2000 * np.exp(SIGMA * ndtri(1 - 0.01 / probability))
    assert year_percentiles(rate, 2000.0, 40_000.0)[1] == pytest.approx(single, rel=0.05)


@pytest.mark.parametrize("rate", [0.05, 0.5, 3.0])
def test_the_percentiles_are_those_of_a_million_simulated_years(rate: float) -> None:
    generator = np.random.Generator(np.random.PCG64(7))
    suits = generator.poisson(rate, 1_000_000)
    costs = 2000 * np.exp(SIGMA * generator.standard_normal(suits.sum()))
    years = np.bincount(np.repeat(np.arange(len(suits)), suits), weights=costs, minlength=len(suits))
    expected = np.quantile(years, [0.9, 0.99])
    assert year_percentiles(rate, 2000.0, 40_000.0) == pytest.approx(expected, rel=0.06)


def test_the_tail_grows_with_the_people_held_and_stands_in_no_total() -> None:
    place = scenario(SECTIONS)
    tail = tail_per_person_held({f"litigation.{name}": value for name, value in (
        ("suits_per_year", 0.05), ("severity_median", 2000.0), ("severity_p90", 40_000.0))})  # fmt: skip
    for held in (0, 10, 40):
        tally = counted(honored=held, reimbursed_holds=held, reimbursed_hold_days=10 * held)
        found = per_year(place, tally, ledger(place, tally), NOBODY)
        assert found["litigation_p99_usd"] == pytest.approx(held * tail["litigation_p99_usd"])
        assert found["litigation_p90_usd"] == 0
        assert found["local_net_cost_usd"] == pytest.approx(held * (100 - 50) + 120_000 + 6000 + 7000)


def test_a_place_without_litigation_has_no_tail() -> None:
    assert tail_per_person_held({"staff_hour": 32.0}) == {}


def test_the_same_numbers_always_give_the_same_tail() -> None:
    first = year_percentiles(0.3, 1500.0, 30_000.0)
    year_percentiles.cache_clear()
    assert year_percentiles(0.3, 1500.0, 30_000.0) == first
