"""The interval of what is not known, on made-up problems whose truth is known: it holds what it says, no more."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom, t

from simulator.experiments.unknowns import EACH, LEAST_DRAWS, intervals_of, without_luck

DRAWS = 100
TIMES = 300
"""How many made-up runs stand behind a rate."""
ENDS = ("unknowns_low", "unknowns_high")
ALL_ENDS = (*ENDS, "both_low", "both_high")
Floats = NDArray[np.float64]


def width(entry: dict[str, Any], kind: str) -> float:
    return float(entry[f"{kind}_high"] - entry[f"{kind}_low"])


def effects(luck: np.random.Generator, count: int = DRAWS) -> Floats:
    """What three unknowns with triangles for ranges add together, each in a Latin hypercube; spreads by 1."""
    levels = np.array([(luck.permutation(count) + luck.random(count)) / count for _ in range(3)])
    ends = np.sqrt(2 * np.minimum(levels, 1 - levels))
    return np.asarray((np.sign(levels - 0.5) * (1 - ends)).sum(axis=0) * np.sqrt(2))


TRUTH = np.sort(effects(np.random.default_rng(1), 100_000))


def made_up(luck: np.random.Generator, noise: float, slope: float = 1.0) -> Floats:
    """What DRAWS draws move: ``slope`` times what the unknowns do, and ``noise`` times chance."""
    moved: Floats = slope * effects(luck)[:, None] + noise * luck.standard_normal((DRAWS, EACH))
    return moved


def held(found: Floats) -> float:
    """How much of the truth lies between the 2.5 and 97.5 percentiles found."""
    low, high = np.searchsorted(TRUTH, np.quantile(found, (0.025, 0.975), method="hazen"))
    return float(high - low) / len(TRUTH)


@pytest.mark.parametrize("noise", [0.05, 0.5, 1.0, 2.0])
def test_it_is_as_wide_as_what_the_unknowns_alone_do(noise: float) -> None:
    """Whether chance is small beside them, half as large, as large, or twice as large: its spread is theirs, 1."""
    luck = np.random.default_rng(5)
    spreads = np.array([without_luck(made_up(luck, noise)).std(ddof=1) for _ in range(TIMES)])
    assert np.sqrt(np.mean(spreads**2)) == pytest.approx(1.0, rel=0.04)
    assert np.std(TRUTH) == pytest.approx(1.0, rel=0.01)


@pytest.mark.parametrize("noise", [0.05, 0.5, 1.0])
def test_95_percent_of_the_truth_lie_within_it(noise: float) -> None:
    luck = np.random.default_rng(6)
    assert np.mean([held(without_luck(made_up(luck, noise))) for _ in range(TIMES)]) == pytest.approx(0.95, abs=0.01)


def test_with_the_luck_left_in_it_would_be_too_wide() -> None:
    luck = np.random.default_rng(7)
    runs = [made_up(luck, 2.0) for _ in range(TIMES)]
    truth = float(np.ptp(np.quantile(TRUTH, (0.025, 0.975))))
    left_in = np.mean([np.ptp(np.quantile(moved.mean(axis=1), (0.025, 0.975))) for moved in runs])
    taken_out = np.mean([np.ptp(np.quantile(without_luck(moved), (0.025, 0.975))) for moved in runs])
    assert left_in > 1.6 * truth
    assert taken_out == pytest.approx(truth, rel=0.08)


def test_both_hold_what_another_run_at_another_value_would_give() -> None:
    """Of made-up runs, 95 in 100 hold a long run's mean at a new value of the unknown, by the bounds of a binomial."""
    luck, within = np.random.default_rng(8), 0
    for _ in range(TIMES):
        values = 10 + 2 * luck.standard_normal(8)
        entry = intervals_of(values, made_up(luck, 0.2))
        truth = 10 + luck.choice(TRUTH)
        within += (entry["both_low"] or 0) <= truth <= (entry["both_high"] or 0)
    least, most = binom.ppf((0.001, 0.999), TIMES, 0.95)
    assert least <= within <= most


def test_what_does_nothing_has_hardly_an_interval_however_much_chance_there_is() -> None:
    luck = np.random.default_rng(9)
    runs = [made_up(luck, 1.0, slope=0.0) for _ in range(TIMES)]
    widths = np.array([np.ptp(np.quantile(without_luck(moved), (0.025, 0.975))) for moved in runs])
    left_in = np.array([np.ptp(np.quantile(moved.mean(axis=1), (0.025, 0.975))) for moved in runs])
    assert np.median(widths) < 0.2 * np.median(left_in)
    assert np.mean(widths == 0) > 0.4  # chance within a draw explains all, and more, in every other run
    middle = without_luck(runs[0])
    assert middle.mean() == pytest.approx(runs[0].mean())


def test_without_chance_it_is_the_exact_percentiles() -> None:
    moved = np.tile(np.arange(-20.0, 20)[:, None], (1, EACH))
    assert without_luck(moved).tolist() == moved[:, 0].tolist()
    entry = intervals_of(np.full(5, 100.0), moved)
    assert [entry[end] for end in ALL_ENDS] == pytest.approx([80.5, 118.5, 80.5, 118.5])  # the 1.5th of 40, counted


def test_the_shrinking_by_hand() -> None:
    """Means 1 and 5 vary by 8; two simulations a draw that differ by 2 have a variance of 2, and their mean of 1."""
    moved = np.array([[0.0, 2.0], [4.0, 6.0]])
    assert without_luck(moved) == pytest.approx(3 + np.sqrt(7 / 8) * np.array([-2.0, 2.0]))
    assert without_luck(moved[:, :1]).tolist() == [0.0, 4.0]  # of one simulation a draw, nobody can tell


def test_chance_alone_and_both_by_hand() -> None:
    """Where all draws agree, both is the t interval; where replications agree, it is that of the draws."""
    values = np.array([10.0, 12.0, 17.0, 21.0])
    half = t.ppf(0.975, 3) * values.std(ddof=1) / 2
    entry = intervals_of(values, np.zeros((DRAWS, EACH)))
    assert [entry[end] for end in ENDS] == [15, 15]
    assert [entry[end] for end in ("both_low", "both_high")] == pytest.approx([15 - half, 15 + half], rel=0.005)
    beside = intervals_of(values, np.full((DRAWS, EACH), 4.0))
    assert [beside[end] for end in ENDS] == [15, 19]  # the stated inputs are a draw too
    one = intervals_of(values[:1], np.zeros((DRAWS, EACH)))
    assert [one[end] for end in ALL_ENDS] == [10, 10, None, None]
    alike = intervals_of(np.full(4, 15.0), np.tile(np.arange(-50.0, 50)[:, None], (1, EACH)))
    assert [alike[end] for end in ALL_ENDS] == pytest.approx([-33, 62, -33, 62])


def test_the_mean_as_stated_is_never_outside() -> None:
    """Nobody in any replication, and a few in every draw: from nobody to a few."""
    entry = intervals_of(np.zeros(4), np.tile(np.linspace(0.1, 3.5, DRAWS)[:, None], (1, EACH)))
    assert entry["unknowns_low"] == entry["both_low"] == 0
    assert entry["unknowns_high"] == entry["both_high"] == pytest.approx(3.5, abs=0.1)
    fewer = intervals_of(np.zeros(4), np.tile(np.linspace(-3.5, -0.1, DRAWS)[:, None], (1, EACH)))
    assert fewer["unknowns_high"] == fewer["both_high"] == 0


def test_both_holds_chance_and_what_is_not_known() -> None:
    luck = np.random.default_rng(10)
    for noise in (0.0, 0.01, 0.3, 3.0):
        values = 5 + noise * luck.standard_normal(6)
        entry = intervals_of(values, made_up(luck, noise) + 1)
        half = t.ppf(0.975, 5) * values.std(ddof=1) / np.sqrt(6)
        assert (entry["both_low"] or 0) <= min(entry["unknowns_low"] or 0, values.mean() - half + 1e-9)
        assert (entry["both_high"] or 0) >= max(entry["unknowns_high"] or 0, values.mean() + half - 1e-9)


def test_draws_and_replications_without_the_number_are_left_out() -> None:
    luck = np.random.default_rng(11)
    values, moved = luck.standard_normal(6), made_up(luck, 0.1)
    with_gaps = np.concatenate([moved, [[np.nan, 50.0], [50.0, np.nan], [np.nan, np.nan]]])
    assert intervals_of(np.append(values, np.nan), with_gaps) == intervals_of(values, moved)
    nobody: dict[str, float | None] = dict.fromkeys(ALL_ENDS)
    assert intervals_of(np.full(6, np.nan), moved) == nobody
    assert intervals_of(values, np.full((DRAWS, EACH), np.nan)) == nobody


def test_few_draws_have_no_interval() -> None:
    """20 draws have one: its ends are the least and the greatest of them. 19 have none, nor have 20 with a gap."""
    moved = np.tile(np.arange(float(LEAST_DRAWS))[:, None], (1, EACH))
    entry = intervals_of(np.zeros(3), moved)
    assert [entry[end] for end in ENDS] == pytest.approx([0, LEAST_DRAWS - 1])
    nobody: dict[str, float | None] = dict.fromkeys(ALL_ENDS)
    assert intervals_of(np.zeros(3), moved[1:]) == nobody
    moved[3, 1] = np.nan
    assert intervals_of(np.zeros(3), moved) == nobody
