"""Inference against simulators whose posterior is known in closed form, by the same code as for a place."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import binom, gamma, kstest, norm

from simulator.experiments.calibration.inference import Posterior, first_scores, infer, sizes_of

Floats = NDArray[np.float64]
SHAPE, RATE, MONTHS = 4.0, 0.2, 9
"""A county's detainers a month: a gamma prior with mean 20, and Poisson counts over nine months."""
TRIALS = 60
ENDS = (0.05, 0.95)


def rates(scores: Floats) -> Floats:
    return np.asarray(gamma.ppf(ndtr(scores[:, 0]), SHAPE, scale=1 / RATE))


def poisson_trial(number: int, simulations: int = 800) -> tuple[float, float, Floats]:
    """The true rate, the total that it gave, and the posterior's rates."""
    luck = np.random.default_rng(number)
    true = float(gamma.rvs(SHAPE, scale=1 / RATE, random_state=luck))
    total = float(luck.poisson(true * MONTHS))

    def simulate(scores: Floats) -> tuple[Floats, Floats]:
        return scores, np.log(luck.poisson(rates(scores) * MONTHS) + 0.5)[:, None]

    seen = np.log([total + 0.5])
    found = infer(simulate, seen, fitted=1, columns=1, simulations=simulations, draws=1_000, seed=number)
    return true, total, rates(found.scores)


@pytest.fixture(scope="module")
def trials() -> list[tuple[float, float, Floats]]:
    return [poisson_trial(number) for number in range(TRIALS)]


def test_quantiles_are_those_of_the_conjugate_posterior(trials: list[tuple[float, float, Floats]]) -> None:
    """Gamma prior and Poisson counts: the posterior is Gamma(shape + total, rate + months)."""
    for _, total, found in trials:
        exact = gamma(SHAPE + total, scale=1 / (RATE + MONTHS)).ppf((0.05, 0.5, 0.95))
        assert np.quantile(found, (0.05, 0.5, 0.95)) == pytest.approx(exact, rel=0.05)


def test_nine_of_ten_intervals_hold_the_truth(trials: list[tuple[float, float, Floats]]) -> None:
    held = sum(np.quantile(found, 0.05) <= true <= np.quantile(found, 0.95) for true, _, found in trials)
    least, most = binom.ppf((0.001, 0.999), TRIALS, 0.9)
    assert least <= held <= most


def test_ranks_of_the_truth_are_uniform(trials: list[tuple[float, float, Floats]]) -> None:
    """Simulation-based calibration (Talts and others 2018): of intervals too narrow, ranks pile up at both ends."""
    ranks = [(found < true).mean() for true, _, found in trials]
    assert kstest(ranks, "uniform").pvalue > 0.01


def linear(luck: np.random.Generator, nuisance: float, *, is_drawn: bool) -> Posterior:
    """One count that an input and a number beside it move alike: score + nuisance + noise."""

    def simulate(scores: Floats) -> tuple[Floats, Floats]:
        beside = scores[:, 1] if is_drawn else 0.0
        return scores, (scores[:, 0] + beside + 0.3 * luck.standard_normal(len(scores)))[:, None]

    seen = np.array([nuisance])
    return infer(simulate, seen, fitted=1, columns=2, simulations=600, draws=1_000, seed=1)


def test_what_is_not_fitted_must_be_drawn_or_intervals_are_too_narrow() -> None:
    """Normal all through: drawn, the posterior is N(y / 2.09, 1 - 1 / 2.09); as stated, N(y / 1.09, 1 - 1 / 1.09)."""
    luck = np.random.default_rng(3)
    drawn, stated = (linear(luck, 1.0, is_drawn=is_drawn).scores[:, 0] for is_drawn in (True, False))
    wide, narrow = norm(1 / 2.09, np.sqrt(1 - 1 / 2.09)), norm(1 / 1.09, np.sqrt(1 - 1 / 1.09))
    assert np.quantile(drawn, ENDS) == pytest.approx(wide.ppf(ENDS), abs=0.2)
    assert np.quantile(stated, ENDS) == pytest.approx(narrow.ppf(ENDS), abs=0.1)
    within = wide.cdf(np.quantile(stated, 0.95)) - wide.cdf(np.quantile(stated, 0.05))
    assert within < 0.55  # an interval that says 90 % holds the truth in half of the cases


def test_what_is_not_fitted_is_learnt_about_too() -> None:
    """Where only the sum is seen, both share what is off, and they go against each other."""
    scores = linear(np.random.default_rng(3), 2.0, is_drawn=True).scores
    assert scores.mean(axis=0) == pytest.approx([2 / 2.09] * 2, abs=0.15)
    assert np.corrcoef(scores.T)[0, 1] == pytest.approx(-(1 / 2.09) / (1 - 1 / 2.09), abs=0.1)


def test_a_count_that_tells_nothing_leaves_inputs_as_they_were() -> None:
    luck = np.random.default_rng(5)
    found = infer(
        lambda scores: (scores, luck.standard_normal((len(scores), 1))), np.array([0.3]), fitted=1, columns=1,
        simulations=1_200, draws=1_000, seed=1,
    )  # fmt: skip
    assert np.quantile(found.scores, (0.1, 0.5, 0.9)) == pytest.approx(norm.ppf((0.1, 0.5, 0.9)), abs=0.2)


def test_the_same_seed_gives_the_same_draws_and_rounds_are_as_asked() -> None:
    one, two = (linear(np.random.default_rng(3), 1.0, is_drawn=True) for _ in range(2))
    assert np.array_equal(one.scores, two.scores)
    assert sizes_of(1_001) == [501, 250, 250]
    assert np.sort(ndtr(first_scores(10, 1, 1))[:, 0] * 10).astype(int).tolist() == list(range(10))


def test_failed_simulations_are_left_out() -> None:
    luck = np.random.default_rng(3)

    def simulate(scores: Floats) -> tuple[Floats, Floats]:
        kept = scores[:-5]
        return kept, kept[:, :1] + 0.1 * luck.standard_normal((len(kept), 1))

    found = infer(simulate, np.array([0.5]), fitted=1, columns=1, simulations=400, draws=500, seed=1)
    assert found.scores.mean() == pytest.approx(0.5 / 1.01, abs=0.05)


def test_counts_so_rare_that_most_draws_give_the_same() -> None:
    luck = np.random.default_rng(3)

    def simulate(scores: Floats) -> tuple[Floats, Floats]:
        return scores, np.log(luck.poisson(0.02 * np.exp(scores)) + 0.5)

    for seen in (0.5, 1.5):
        found = infer(simulate, np.log([seen]), fitted=1, columns=1, simulations=400, draws=500, seed=1)
        assert np.isfinite(found.scores).all()
    none = infer(lambda scores: (scores, np.zeros((len(scores), 1))), np.zeros(1), fitted=1, columns=1,
                 simulations=400, draws=500, seed=1)  # fmt: skip
    assert none.scores.std() == pytest.approx(1, abs=0.15)
