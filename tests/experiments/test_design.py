"""The design of what is not known: a Latin hypercube whose columns depend on nothing but their own path."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from simulator.experiments.design import latin_hypercube
from simulator.scenario.correlations import Correlation
from simulator.scenario.unknowns import Unknown

NAMES = ("a", "b", "c", "d")
FOUR = [Unknown(name, name, "share", 1, 0.0, 0.5, 1.0) for name in NAMES]


def correlation(one: str, other: str, rank: float) -> Correlation:
    return Correlation(between=[one, other], rank=rank, source="somewhere")


def test_each_part_of_equal_probability_is_drawn_from_once() -> None:
    for levels in latin_hypercube(FOUR, 60, 1).values():
        assert sorted(np.floor(levels[:, 0] * 60).astype(int)) == list(range(60))


def test_a_column_depends_on_the_seed_and_its_path_alone() -> None:
    alone = latin_hypercube(FOUR[2:3], 60, 1)
    assert np.array_equal(alone["c"], latin_hypercube(FOUR, 60, 1)["c"])
    assert not np.array_equal(alone["c"], latin_hypercube(FOUR, 60, 2)["c"])
    table = latin_hypercube([Unknown("c", "c", "share", 3)], 60, 1)["c"]
    assert table.shape == (60, 3)
    assert np.array_equal(table[:, :1], alone["c"])


@pytest.mark.parametrize("rank", [-0.9, -0.3, 0.6, 0.95])
def test_what_goes_together_does_and_nothing_else(rank: float) -> None:
    plain, joined = latin_hypercube(FOUR, 500, 3), latin_hypercube(FOUR, 500, 3, [correlation("a", "c", rank)])
    levels = np.column_stack([joined[name][:, 0] for name in NAMES])
    found = spearmanr(levels).statistic
    assert found[0, 2] == pytest.approx(rank, abs=0.03)
    for other in (1, 3):
        assert abs(found[other, 0]) < 0.15
        assert np.array_equal(levels[:, other], plain[NAMES[other]][:, 0])
    assert np.array_equal(np.sort(levels[:, 0]), np.sort(plain["a"][:, 0]))  # the same levels in another order


def test_several_correlations_hold_at_once() -> None:
    pairs = [correlation("a", "b", 0.7), correlation("b", "c", -0.5), correlation("a", "d", 0.2)]
    levels = latin_hypercube(FOUR, 400, 5, pairs)
    found = spearmanr(np.column_stack([levels[name][:, 0] for name in NAMES])).statistic
    assert [found[0, 1], found[1, 2], found[0, 3], found[2, 3]] == pytest.approx([0.7, -0.5, 0.2, 0.0], abs=0.05)
