"""What the bench of calibration counts: how often intervals hold the truth, and how far their middles are off."""

from __future__ import annotations

import numpy as np
import pytest

from bench.calibration import FITTED, QUANTILES, Trial, fitted_at, table
from simulator import api
from simulator.experiments.calibration.inputs import inputs_of
from simulator.experiments.calibration.targets import Series, Targets, months_of

ARLINGTON = api.load("arlington-va").cases[0].scenario


def test_intervals_that_hold_the_truth_are_counted() -> None:
    series = (Series("", "detainers", (0, 1), (5.0, 6.0)),)
    inputs = inputs_of(ARLINGTON, Targets("t", months_of(ARLINGTON), series), fitted_at(ARLINGTON)[1:2], "stated")
    found = np.array([[0.06, 0.07, 0.075, 0.08, 0.09]])
    assert found.shape[1] == len(QUANTILES)
    trials = [Trial(np.array([true]), found, np.array([rank])) for true, rank in
              ((0.05, 0.0), (0.065, 0.2), (0.075, 0.5), (0.095, 1.0))]  # fmt: skip
    (row,) = table(inputs, trials).to_dict("records")
    assert (row["input"], row["in_90"], row["in_50"]) == (fitted_at(ARLINGTON)[1], 0.5, 0.25)
    assert (row["low"], row["high"]) == pytest.approx((0.068, 0.932), abs=0.001)
    assert row["bias_in_prior_sd"] == pytest.approx((0.025 + 0.01 - 0.02) / 4 / 0.00695, rel=0.05)
    assert len(FITTED) == 3
