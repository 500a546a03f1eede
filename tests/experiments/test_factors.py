"""What is varied: each unknown, or those together that are correlated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from simulator.experiments.factors import factors_of, points_of
from simulator.scenario.correlations import Correlation
from simulator.scenario.unknowns import Unknown


def unknown(path: str, columns: int = 1) -> Unknown:
    return Unknown(path, path, "share", columns)


def correlation(one: str, other: str, rank: float) -> Correlation:
    return Correlation.model_validate({"between": [one, other], "rank": rank, "source": "made up for tests"})


UNKNOWNS = [unknown("a"), unknown("table", 3), unknown("b"), unknown("c"), unknown("d")]


def test_each_unknown_has_its_columns() -> None:
    factors = factors_of(UNKNOWNS, [])
    assert [factor.path for factor in factors] == ["a", "table", "b", "c", "d"]
    (point,) = points_of(factors, np.array([[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.99]]))
    assert point.levels == {"a": [0.1], "table": [0.2, 0.3, 0.4], "b": [0.5], "c": [0.6], "d": [0.7]}


def test_what_hangs_together_over_others_is_one_factor() -> None:
    factors = factors_of(UNKNOWNS, [correlation("d", "b", 0.5), correlation("a", "d", 0.5)])
    assert [factor.path for factor in factors] == ["a + b + d", "table", "c"]
    assert [factor.columns for factor in factors] == [3, 3, 1]
    assert [factor.single is not None for factor in factors] == [False, False, True]


def test_inside_a_factor_ranks_go_together_as_stated_and_each_level_is_as_likely() -> None:
    (factor,) = factors_of([unknown("a"), unknown("b")], [correlation("b", "a", -0.7)])
    rows = np.random.default_rng(1).random((4_000, 2))
    drawn = [point.levels for point in points_of([factor], rows)]
    a, b = (np.array([levels[name][0] for levels in drawn]) for name in ("a", "b"))
    assert spearmanr(a, b).statistic == pytest.approx(-0.7, abs=0.02)
    for levels in (a, b):
        assert np.quantile(levels, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.02)


def test_the_ends_of_a_design_are_levels_too() -> None:
    (factor,) = factors_of([unknown("a"), unknown("b")], [correlation("a", "b", 0.9)])
    (point,) = points_of([factor], np.array([[0.0, 1.0]]))
    assert all(0 < level < 1 for (level,) in point.levels.values())
