"""Indices against functions whose shares of variance are known in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.experiments.indices import indices, morris_design, screened, sobol_design, stream

Floats = NDArray[np.float64]
ABC = ["a", "b", "c"]
A, B = 7.0, 0.1
"""The usual constants of the Ishigami function."""


def ishigami(design: Floats) -> Floats:
    """Sobol and Levitan (1999); the third input works only together with the first, the second only by itself."""
    x, y, z = (np.pi * (2 * design - 1)).T
    return np.asarray(np.sin(x) + A * np.sin(y) ** 2 + B * z**4 * np.sin(x))


def ishigami_shares() -> tuple[Floats, Floats]:
    """First-order and total, integrated by hand."""
    x_alone = (1 + B * np.pi**4 / 5) ** 2 / 2
    y_alone = A**2 / 8
    x_and_z = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = x_alone + y_alone + x_and_z
    first = np.array([x_alone, y_alone, 0.0]) / variance
    return first, np.array([x_alone + x_and_z, y_alone, x_and_z]) / variance


@pytest.mark.parametrize("seed", [0, 1])
def test_shares_of_the_ishigami_function(seed: int) -> None:
    found = indices(ABC, ishigami(sobol_design(ABC, 1024, seed)), seed)
    first, total = ishigami_shares()
    assert first == pytest.approx([0.314, 0.442, 0], abs=0.001)  # as they are published
    assert total == pytest.approx([0.558, 0.442, 0.244], abs=0.001)
    assert (np.abs(found.first - first) <= found.first_conf).all()
    assert (np.abs(found.total - total) <= found.total_conf).all()
    assert found.first == pytest.approx(first, abs=0.03)
    assert found.total == pytest.approx(total, abs=0.03)


def test_four_times_as_many_samples_halve_the_intervals() -> None:
    few, many = (indices(ABC, ishigami(sobol_design(ABC, size, 1)), 1) for size in (256, 1024))
    assert many.total_conf / few.total_conf == pytest.approx([0.5] * 3, abs=0.1)


def test_shares_of_groups_in_a_sum_are_those_of_their_squares() -> None:
    groups, factors = ["table", "table", "number", "others", "others"], np.array([1.0, 2.0, 3.0, 0.5, 0.5])
    expected = np.array([1 + 4, 9, 0.5]) / 14.5
    found = indices(groups, sobol_design(groups, 512, 1) @ factors, 1)
    assert (np.abs(found.first - expected) <= found.first_conf).all()
    assert found.first == pytest.approx(expected, abs=0.02)
    assert found.total == pytest.approx(expected, abs=0.02)


def test_what_does_nothing_has_exactly_no_share_and_no_interval() -> None:
    design = sobol_design(ABC, 64, 1)
    found = indices(ABC, design[:, 0] + design[:, 1] ** 2, 1)
    assert [found.first[2], found.first_conf[2], found.total[2], found.total_conf[2]] == [0, 0, 0, 0]
    still = indices(ABC, np.full(len(design), 7.0), 1)
    assert not still.first.any()
    assert not still.total.any()


def test_a_group_that_is_alone_explains_everything() -> None:
    design = sobol_design(["table", "table"], 256, 1)
    found = indices(["table", "table"], design[:, 0] + design[:, 1], 1)
    assert found.first.shape == (1,)
    assert found.total == pytest.approx([1], abs=0.05)
    assert found.first == pytest.approx([1], abs=0.05)


def test_screening_finds_how_far_a_straight_line_goes_over_the_whole_range() -> None:
    groups = ["steep", "flat", "nothing", "table", "table"]
    design = morris_design(groups, 10, 1)
    assert design.shape == (10 * (4 + 1), 5)
    assert set(np.unique(design.round(9))) == {0.0, 0.333333333, 0.666666667, 1.0}
    found = screened(groups, design, design @ np.array([5.0, -2.0, 0.0, 1.0, 1.0]), 1)
    assert found.mu_star[:3] == pytest.approx([5, 2, 0])
    assert found.mu_star[2] == found.mu_star_conf[2] == 0
    assert 0 < found.mu_star[3] < 2  # both columns up or down together move it by 2, otherwise by nothing
    assert found.mu_star_conf[3] > 0


def test_a_lone_group_is_screened_too() -> None:
    design = morris_design(["one"], 4, 1)
    assert screened(["one"], design, 3 * design[:, 0], 1).mu_star == pytest.approx([3])


def test_designs_and_intervals_hang_on_the_seed_alone() -> None:
    before = np.random.get_state()[1]  # noqa: NPY002  # that it is left alone is what is tested
    for make in (lambda seed: sobol_design(ABC, 16, seed), lambda seed: morris_design(ABC, 4, seed)):
        assert np.array_equal(make(0), make(0))
        assert not np.array_equal(make(0), make(1))
    values = ishigami(sobol_design(ABC, 16, 0))
    assert np.array_equal(indices(ABC, values, 0).total_conf, indices(ABC, values, 0).total_conf)
    assert np.array_equal(before, np.random.get_state()[1])  # noqa: NPY002  # the same


def test_no_stream_starts_from_zero() -> None:
    assert all(stream(seed, "sobol") > 0 for seed in range(1_000))
    assert len({stream(1, what) for what in ("sobol", "sobol intervals", "morris", "morris intervals")}) == 4
