"""How often intervals hold what they are to hold: at a fixed number of replications, and where the rule has stopped.

The bounds are binomial: a rate of 95 % gives fewer or more than them in 1 of 1,000 such tests. The queues are M/M/2 as
the place as it is and M/M/3 as the policy, with the same customers, whose mean stay is known by Erlang's closed form. A
replication is 400 customers of one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from simulator.experiments.intervals import CONFIDENCE, interval
from simulator.experiments.precision import PRECISE, Precision, Watched, stopping_point
from tests.experiments.simulated_waits import mean_stay, mean_stays

Floats = NDArray[np.float64]

TRIALS, REPLICATIONS, CUSTOMERS, LOAD = 600, 60, 400, 1.0
SHARE = 0.05


@dataclass(frozen=True)
class Rate:
    """How often intervals held the true mean, and how far their means are off on the average."""

    covered: int
    trials: int
    bias: float

    @property
    def bounds(self) -> tuple[int, int]:
        """How many are covered if the rate is as stated."""
        low, high = (int(binom.ppf(share, self.trials, CONFIDENCE)) for share in (0.0005, 0.9995))
        return low, high

    @property
    def as_stated(self) -> bool:
        low, high = self.bounds
        return low <= self.covered <= high


def rate(samples: list[Floats], truth: float) -> Rate:
    found = [interval(sample) for sample in samples]
    covered = sum(one.low <= truth <= one.high for one in found if one.low is not None and one.high is not None)
    return Rate(covered, len(found), float(np.mean([one.mean for one in found])) - truth)


@pytest.mark.parametrize("size", [2, 3, 10, 100])
def test_intervals_of_normal_numbers_cover_at_their_rate(size: int) -> None:
    random = np.random.default_rng(950 + size)
    assert rate(list(random.normal(-3, 40, (3000, size))), -3).as_stated


def test_intervals_of_skewed_numbers_cover_at_their_rate_when_they_are_many() -> None:
    """Exponential numbers, as waits are: 300 do, 5 do not, for the mean of 5 is itself skewed."""
    random = np.random.default_rng(96)
    assert rate(list(random.exponential(7, (3000, 300))), 7).as_stated
    few = rate(list(random.exponential(7, (3000, 5))), 7)
    assert few.covered < few.bounds[0]


@cache
def queues() -> tuple[Floats, Floats]:
    """Differences of the policy to the place as it is, and the latter's values; trials x replications."""
    stays = mean_stays(2010, TRIALS * REPLICATIONS, CUSTOMERS, LOAD, (2, 3))
    base, policy = (one.reshape(TRIALS, REPLICATIONS) for one in stays)
    return policy - base, base


BASE = mean_stay(2, LOAD)
DIFFERENCE = mean_stay(3, LOAD) - BASE


def stopped(values: Floats, base: Floats, look_ahead: int) -> tuple[list[int], list[int]]:
    """Where the rule stops in each trial, and how many replications it has looked at."""
    precision = Precision(SHARE, most=REPLICATIONS, look_ahead=look_ahead)
    stops = [stopping_point([Watched("policy", "stay", *pair)], precision) for pair in zip(values, base, strict=True)]
    assert all(stop is not None and stop.reason == PRECISE for stop in stops)  # else the bound of 60 bends the means
    return (
        [stop.replications for stop in stops if stop],
        [stop.confirmed_at for stop in stops if stop and stop.confirmed_at],
    )


def first(values: Floats, sizes: list[int]) -> list[Floats]:
    return [row[:size] for row, size in zip(values, sizes, strict=True)]


def test_the_queues_have_the_means_of_the_closed_form() -> None:
    """Over all replications, within the 99.9 % interval; else a bias below would be that of the simulation."""
    differences, base = queues()
    for values, truth in ((base, BASE), (differences, DIFFERENCE)):
        assert abs(values.mean() - truth) < 3.3 * values.std() / np.sqrt(values.size)
        assert values.std() / np.sqrt(values.size) < 0.001 * BASE


@pytest.mark.parametrize("watched", ["level", "difference"])
def test_means_where_the_rule_stops_are_hardly_bent_and_intervals_cover(watched: str) -> None:
    """Within 0.4 % of the closed form, a twelfth of the half-width asked for, and 95 % of intervals hold it.

    Without looking ahead they do not: whoever stops at the first narrow interval takes a lucky one too often.
    """
    differences, base = queues()
    values, truth = (base, BASE) if watched == "level" else (differences, DIFFERENCE)
    sizes, _ = stopped(values, base, look_ahead=5)
    careful = rate(first(values, sizes), truth)
    hasty = rate(first(values, stopped(values, base, look_ahead=0)[0]), truth)
    fixed = rate(list(values[:, : round(np.mean(sizes))]), truth)
    assert careful.as_stated
    assert fixed.as_stated
    assert careful.covered > fixed.covered - 0.015 * TRIALS
    assert abs(careful.bias) < 0.004 * BASE
    assert hasty.covered < hasty.bounds[0]
    assert abs(hasty.bias) > abs(careful.bias)


@pytest.mark.parametrize("watched", ["level", "difference"])
def test_replications_that_confirm_would_bend_the_mean_if_they_were_used(watched: str) -> None:
    """They are there because they did not disturb the interval: with them fewer intervals cover."""
    differences, base = queues()
    values, truth = (base, BASE) if watched == "level" else (differences, DIFFERENCE)
    sizes, looked_at = stopped(values, base, look_ahead=5)
    without, with_them = rate(first(values, sizes), truth), rate(first(values, looked_at), truth)
    assert with_them.covered < without.covered
    assert abs(with_them.bias) > abs(without.bias)


def test_the_rule_needs_as_many_replications_as_theory_says() -> None:
    """About (1.96 s / (share x mean))^2, with the standard deviation of all replications."""
    differences, base = queues()
    sizes, _ = stopped(differences, base, look_ahead=5)
    expected = (1.96 * differences.std() / (SHARE * BASE)) ** 2
    assert expected < np.mean(sizes) < expected + 4
