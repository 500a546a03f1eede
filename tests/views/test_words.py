"""Numbers in words."""

from __future__ import annotations

import pytest

from simulator.views.words import difference, number, rounded, spread


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0, "", "0"),
        (0.04, "", "0"),
        (-0.04, "", "0"),
        (0.26, "", "0.3"),
        (9.96, "", "10"),
        (-12.4, "", "-12"),
        (1234567.8, "", "1,234,568"),
        (-1648.2, "USD", "-$1,648"),
        (3.14, "USD", "$3.1"),
    ],
)
def test_number(value: float, unit: str, text: str) -> None:
    assert number(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (33_795, "USD", "$33,800"),
        (-1_648.2, "USD", "-$1,650"),
        (0, "USD", "$0"),
        (0.04, "USD", "$0"),
        (999_700, "USD", "$1.00 million"),
        (-12_345_678, "USD", "-$12.3 million"),
        (123_456_789, "USD", "$123 million"),
        (33_795, "", "33,795"),
    ],
)
def test_rounded(value: float, unit: str, text: str) -> None:
    assert rounded(value, unit) == text


def test_spread() -> None:
    assert spread({"mean": 120.2, "low": 95, "high": 140}) == "120 (95 to 140)"
    assert spread({"mean": 5, "low": None, "high": None}) == "5.0"
    assert spread({"mean": 0.6, "low": -0.4, "high": 1.6}) == "0.6 (0 to 1.6)"
    assert spread({"mean": None, "low": None, "high": None}) == "none"
    assert spread({"mean": 0, "low": 0, "high": 0}, "USD") == "$0"


@pytest.mark.parametrize(
    ("mean", "low", "high", "unit", "words"),
    [
        (-120, -140, -95, "people", "about 120 fewer, between 95 and 140"),
        (120, 95, 140, "people", "about 120 more, between 95 and 140"),
        (-1648, -1687, -1608, "USD", "about $1,650 less, between $1,610 and $1,690"),
        (-0.8, -1.6, 0.2, "people", "no clear change: between 1.6 fewer and 0.2 more"),
        (0, 0, 0, "people", "no change"),
        (0, -3.5, 0, "people", "no clear change: between 3.5 fewer and 0 more"),
        (0, 0, 3.5, "people", "no clear change: between 0 fewer and 3.5 more"),
        (0, None, None, "people", "no change"),
        (3, None, None, "days", "about 3.0 more"),
        (None, None, None, "days", "not known"),
    ],
)
def test_difference(mean: float, low: float, high: float, unit: str, words: str) -> None:
    assert difference({"mean": mean, "low": low, "high": high}, unit) == words
