"""Intervals and signs by hand, and how often they cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from simulator.experiments.intervals import interval, same_sign_share


def test_t_interval_by_hand() -> None:
    """Mean 3, standard deviation 1.5811, t(0.975, 4) = 2.7764."""
    found = interval(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    assert found.mean == 3
    assert (found.low, found.high) == pytest.approx((3 - 1.9633, 3 + 1.9633), abs=1e-3)


def test_one_replication_has_no_interval_and_none_has_no_mean() -> None:
    assert interval(np.array([4.0])) == type(interval(np.array([4.0])))(4.0, None, None)
    assert math.isnan(interval(np.array([np.nan])).mean)


def test_replications_without_such_people_are_left_out() -> None:
    assert interval(np.array([1.0, np.nan, 3.0])).mean == 2


def test_no_difference_has_an_interval_of_no_width() -> None:
    found = interval(np.zeros(5))
    assert (found.mean, found.low, found.high) == (0, 0, 0)
    assert same_sign_share(np.zeros(5)) == 1


def test_same_sign_share() -> None:
    assert same_sign_share(np.array([-3.0, -2.0, 1.0, -5.0])) == 0.75
    assert same_sign_share(np.array([0.0, 0.0, 1.0])) == pytest.approx(1 / 3)


def test_intervals_cover_at_their_rate() -> None:
    """95 % of intervals of 10 normal numbers hold the true mean, within binomial bounds."""
    random = np.random.default_rng(95)
    trials = 4000
    covered = 0
    for _ in range(trials):
        found = interval(random.normal(7, 2, 10))
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 7 <= found.high
    low, high = (binom.ppf(share, trials, 0.95) for share in (0.0005, 0.9995))
    assert low <= covered <= high
