"""Break-even: closed forms, several, stretches, steps, none; and intervals that hold the truth as often as they say."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom, t

from simulator.errors import SimulatorError
from simulator.experiments.break_even import BreakEven, Curve, break_evens, zero_spans
from simulator.scenario.place import Scenario
from simulator.scenario.study import Case, Study
from simulator.varied import break_even, sweep
from tests.example_place import delay, number, place_tree, study

Floats = NDArray[np.float64]
PRICE, ADMINISTRATION = "costs.bed_day.short_run", "costs.opt_out_administration"
COST = 20_000.0
GRID = [0.0, 1.25, 2.5, 3.75, 5.0, 6.25, 7.5, 8.75, 10.0]


def opt_out(cost_usd: float = COST) -> Study:
    """An opt-out that costs something to administer, where nothing but jail days has a price."""
    plain = {"costs.staff_hour": number(0, "USD/hour"), "costs.federal_transport_per_transfer": number(0, "USD")}
    place = study({}, plain).cases[0]
    tree = place_tree(plain | {ADMINISTRATION: number(cost_usd, "USD")}, [{"opt_out": "share"}])
    return Study("example", (place, Case("out", "Out", "A policy.", Scenario.model_validate(tree), tree)))


def same(values: Callable[[float], float]) -> Curve:
    """A curve without chance: two replications alike."""
    return Curve(lambda value: np.full(2, values(value)))


def test_the_price_at_which_an_opt_out_pays_is_its_cost_by_the_days_it_saves() -> None:
    found = break_even(opt_out(), f"{PRICE}=1:200", replications=8)
    days = sweep(opt_out(), f"{PRICE}=1:2:2", replications=8).batch.outcomes[0].policies
    saved = sum(days["as-is"][name] - days["out"][name] for name in ("hold_days", "added_pretrial_days"))
    half = t.ppf(0.975, 7) * saved.std(ddof=1) / np.sqrt(8)
    (one,) = found.found
    assert one.start == one.end == pytest.approx(COST / saved.mean(), rel=1e-12)
    assert (one.low, one.high) == pytest.approx((COST / (saved.mean() + half), COST / (saved.mean() - half)), rel=1e-9)
    assert (one.kind, one.before, one.after, one.open_below, one.open_above) == ("value", 1, -1, False, False)


def test_what_an_opt_out_may_cost_is_what_it_saves() -> None:
    found = break_even(opt_out(), f"{ADMINISTRATION}=0:90000", replications=4, policies_only=True)
    free = break_even(opt_out(0.0), f"{PRICE}=15:17", replications=4)
    saved = -free.differences[list(free.values).index(16.0)]
    assert found.found[0].start == pytest.approx(saved.mean(), rel=1e-12)


def test_a_range_without_a_break_even_has_none() -> None:
    found = break_even(opt_out(), f"{PRICE}=100:200", replications=2)
    assert (found.found, found.does_not_move, found.never_changes) == ((), False, False)


def test_a_measure_that_a_policy_never_changes_and_an_input_that_moves_nothing() -> None:
    receiving = study({"out": [{"opt_out": "receive-only"}]})
    assert break_even(receiving, f"{PRICE}=1:2", "detainers", replications=1).never_changes
    alike = study({"out": [{"opt_out": "share"}]}, {ADMINISTRATION: number(COST, "USD")})
    both = break_even(alike, f"{ADMINISTRATION}=0:10", replications=2)
    assert (both.found, both.does_not_move) == ((), True)


def test_several_break_evens_are_all_found() -> None:
    found = break_evens(same(lambda value: (value - 3) * (value - 7)), GRID)
    assert [(one.start, one.before, one.after) for one in found] == [
        (pytest.approx(3, abs=1e-5), 1, -1), (pytest.approx(7, abs=1e-5), -1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (lambda value: max(value - 5.2, 0.0), BreakEven("stretch", 0.0, 5.2, 0, 1)),
        (lambda value: min(value - 3.1, 0.0) + max(value - 6.6, 0.0), BreakEven("stretch", 3.1, 6.6, -1, 1)),
        (lambda value: (value - 5) ** 2, BreakEven("value", 5.0, 5.0, 1, 1)),
        (lambda value: value, BreakEven("value", 0.0, 0.0, 0, 1)),
        (lambda value: 0.0, BreakEven("stretch", 0.0, 10.0, 0, 0)),
        (lambda value: -1.0 if value < 4.4 else 2.0, BreakEven("value", 4.4, 4.4, -1, 1)),
    ],
)
def test_stretches_touches_ends_and_jumps(values: Callable[[float], float], expected: BreakEven) -> None:
    (one,) = break_evens(same(values), GRID)
    assert (one.kind, one.before, one.after) == (expected.kind, expected.before, expected.after)
    assert (one.start, one.end) == (pytest.approx(expected.start, abs=2e-3), pytest.approx(expected.end, abs=2e-3))


def test_whole_numbers_break_even_at_one_or_between_two() -> None:
    grid = [0.0, 5.0, 10.0, 20.0]
    (between,) = break_evens(same(lambda value: value - 7.5), grid, whole=True)
    assert (between.kind, between.start, between.end) == ("step", 7.0, 8.0)
    (at,) = break_evens(same(lambda value: value - 7), grid, whole=True)
    assert (at.kind, at.start, at.end, at.before, at.after) == ("value", 7.0, 7.0, -1, 1)
    (stretch,) = break_evens(same(lambda value: max(value - 12, 0.0) + min(value - 9, 0.0)), grid, whole=True)
    assert (stretch.kind, stretch.start, stretch.end) == ("stretch", 9.0, 12.0)


def test_the_interval_holds_the_true_break_even_as_often_as_it_says() -> None:
    """A line with chance in both its height and its slope; the truth is at 1000 / 50 = 20."""
    luck, studies, held = np.random.default_rng(5), 600, 0
    for _ in range(studies):
        height, slope = luck.normal(1000, 150, 20), luck.normal(50, 12, 20)
        (one,) = break_evens(Curve(lambda value, a=height, b=slope: a - b * value), [5.0, 30.0, 55.0, 80.0])
        assert one.low is not None
        assert one.high is not None
        held += one.low <= 20 <= one.high
    low, high = binom.interval(0.999, studies, 0.95)
    assert low <= held <= high


def test_spans_are_those_in_which_the_interval_holds_zero() -> None:
    luck = np.random.default_rng(2)
    values = np.array([0.0, 2.0, 5.0, 9.0])
    differences = luck.normal(0, 3, (4, 12)) + np.array([4.0, 0.0, -3.0, 2.0])[:, None]
    spans = zero_spans(values, differences)
    for value in np.linspace(0, 9, 400):
        there = np.array([np.interp(value, values, column) for column in differences.T])
        half = t.ppf(0.975, 11) * there.std(ddof=1) / np.sqrt(12)
        inside = abs(there.mean()) <= half
        assert inside == any(low <= value <= high for low, high in spans), value


def test_an_interval_that_leaves_the_range_says_so_and_one_replication_has_none() -> None:
    heights = np.array([1.0, 3.0, 8.0])
    (one,) = break_evens(Curve(lambda value: heights - value), GRID)
    assert (one.start, one.low, one.open_below, one.high, one.open_above) == (
        pytest.approx(4), 0.0, True, 10.0, True,
    )  # fmt: skip
    (alone,) = break_evens(Curve(lambda value: heights[:1] - value), GRID)
    assert (alone.start, alone.low, alone.high) == (pytest.approx(1), None, None)


def test_what_cannot_be_asked_is_said() -> None:
    two = study({"a": [{"opt_out": "share"}], "b": [{"opt_out": "both"}]})
    with pytest.raises(SimulatorError, match="give exactly one policy"):
        break_even(two, f"{PRICE}=1:2")
    with pytest.raises(SimulatorError, match=r"--measure: detainer: there is no such measure\. Did you mean"):
        break_even(opt_out(), f"{PRICE}=1:2", "detainer")
    nobody = study({"out": [{"opt_out": "both", "ice_access": False}]}, {
        "federal.other_channel.left_without_access": number(0, "share"),
        "field_offices.capital.decision": delay(1, "minutes"),
    })  # fmt: skip
    with pytest.raises(SimulatorError, match="hours_to_detainer is about people of whom there are none"):
        break_even(nobody, f"{PRICE}=1:2", "hours_to_detainer", replications=1)
