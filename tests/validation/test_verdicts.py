"""The rules of verdicts, one by one, at their edges."""

from __future__ import annotations

import pytest

from simulator.experiments.intervals import Interval
from simulator.experiments.validation.case_file import Published, Role, Verdict
from simulator.experiments.validation.verdicts import published_interval, verdict_of

TEN = Published(value=10)


@pytest.mark.parametrize(
    ("published", "mean", "low", "high", "verdict"),
    [
        (TEN, 14, 9, 19, "agrees"),
        (TEN, 14, 10, 19, "agrees"),
        (TEN, 12, 11, 13, "near"),
        (TEN, 8, 7, 9, "near"),
        (TEN, 12.01, 11, 13, "miss"),
        (TEN, 7.99, 7, 9, "miss"),
        (TEN, 10, None, None, "agrees"),
        (TEN, 11, None, None, "near"),
        (Published(value=10, low=9, high=13), 13, 12.5, 13.5, "agrees"),
        (Published(value=10, low=9, high=11), 13, 12.5, 13.5, "miss"),
        (Published(count=59, of=93), 0.72, 0.715, 0.725, "agrees"),
        (Published(count=5900, of=9300), 0.72, 0.715, 0.725, "near"),
        (Published(value=0), 0, 0, 0, "agrees"),
        (Published(value=0), 0.01, 0.005, 0.02, "miss"),
    ],
)
def test_a_figure_that_tests(
    published: Published, mean: float, low: float | None, high: float | None, verdict: Verdict
) -> None:
    assert verdict_of(published, Interval(mean, low, high), "test") == verdict


@pytest.mark.parametrize(
    ("role", "mean", "verdict"),
    [("input", 10, "input"), ("input", 99, "input"), ("weighed", 10, "input"), ("weighed", 11.9, "near"),
     ("weighed", 99, "miss")],
)  # fmt: skip
def test_what_set_an_input_never_agrees(role: Role, mean: float, verdict: Verdict) -> None:
    assert verdict_of(TEN, Interval(mean, mean - 0.1, mean + 0.1), role) == verdict


def test_a_count_out_of_a_count_has_the_interval_of_wilson() -> None:
    """59 of 93, by hand: (p + z2/2n +- z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n)."""
    assert published_interval(Published(count=59, of=93)) == pytest.approx((0.5330, 0.7251), abs=1e-4)
    assert published_interval(Published(count=0, of=10))[0] == pytest.approx(0, abs=1e-12)
    assert published_interval(Published(value=3, low=2.5, high=3.5)) == (2.5, 3.5)
    assert published_interval(TEN) == (10, 10)
