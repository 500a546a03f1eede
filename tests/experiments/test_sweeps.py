"""Sweeps: linear where prices are, rising where more people match, and the same as a comparison at each value."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import api
from simulator.errors import RunInterrupted, SimulatorError
from simulator.experiments.points import Points
from simulator.experiments.sweeps import Sweep, grid_of
from simulator.scenario.varying import varied
from simulator.varied import sweep
from tests.example_place import delay, study

PRICE, MATCH = "costs.bed_day.short_run", "agencies.example.match_share"
OPT_OUT = study({"out": [{"opt_out": "share"}]}, {"field_offices.capital.decision": delay(20, "minutes")})


def column(found: Sweep, policy: str, measure: str, name: str = "difference") -> np.ndarray:
    rows = found.table[(found.table["policy"] == policy) & (found.table["measure"] == measure)]
    return rows.sort_values("point")[name].to_numpy()


def test_cost_is_exactly_linear_in_the_price_of_a_jail_day() -> None:
    found = sweep(OPT_OUT, f"{PRICE}=5:100:6", replications=3)
    cost = column(found, "out", "local_net_cost_usd")
    days = column(found, "out", "hold_days") + column(found, "out", "added_pretrial_days")
    prices = np.array(found.inputs[0].values)
    assert np.ptp(days) == 0
    assert days[0] < 0
    np.testing.assert_allclose(np.diff(cost), days[0] * np.diff(prices), rtol=1e-12)


def test_more_matches_never_mean_fewer_detainers_for_the_same_people() -> None:
    found = sweep(OPT_OUT, f"{MATCH}=0.01:0.2:5", replications=6)
    detainers = np.array([point.policies["as-is"]["detainers"] for point in found.batch.outcomes])
    assert (np.diff(detainers, axis=0) >= 0).all()
    assert (detainers[-1] > detainers[0]).all()


def test_each_value_is_the_comparison_with_that_number_set() -> None:
    stated = api.load("arlington-va", ["opt-out-of-sharing"])
    found = sweep(stated, "agencies.arlington.match_share=0.06:0.09:2", replications=2)
    at = api.load("arlington-va", ["opt-out-of-sharing"], ["agencies.arlington.match_share=0.09"])
    summary = api.compare(at, replications=2).summary
    rows = found.table[found.table["point"] == 1].set_index(["policy", "measure"])
    for name, entry in summary["differences"]["opt-out-of-sharing"].items():
        row = rows.loc[("opt-out-of-sharing", name)]
        ends = ("difference", "difference_low", "difference_high", "same_sign_share")
        expected = [entry[end] for end in ("mean", "low", "high", "same_sign_share")]
        assert [None if np.isnan(row[end]) else row[end] for end in ends] == expected, name
    level = rows.loc[("as-is", "detainers")]
    assert level["mean"] == summary["policies"]["as-is"]["detainers"]["mean"]
    assert np.isnan(level["difference"])


def test_two_inputs_are_crossed_and_one_replication_has_no_interval() -> None:
    one = sweep(OPT_OUT, [f"{PRICE}=5:10:2", f"{MATCH}=0.05:0.1:2"], replications=1)
    assert grid_of(one.inputs) == [
        {PRICE: 5.0, MATCH: 0.05}, {PRICE: 5.0, MATCH: 0.1}, {PRICE: 10.0, MATCH: 0.05}, {PRICE: 10.0, MATCH: 0.1},
    ]  # fmt: skip
    assert one.table["low"].isna().all()


def test_under_the_policies_alone_the_place_as_it_is_does_not_move() -> None:
    found = sweep(OPT_OUT, f"{PRICE}=5:100:3", replications=2, policies_only=True)
    assert np.ptp(column(found, "as-is", "local_net_cost_usd", "mean")) == 0
    assert np.ptp(column(found, "out", "local_net_cost_usd", "mean")) > 0


def test_an_interrupt_keeps_the_points_that_are_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    simulate = Points.replicate

    def stop(self: Points, seed: int, number: int) -> object:
        if number == interrupted_at:
            raise KeyboardInterrupt
        return simulate(self, seed, number)

    monkeypatch.setattr(Points, "replicate", stop)
    interrupted_at = 2
    found = sweep(OPT_OUT, f"{PRICE}=5:100:4", replications=1)
    assert (found.finished, found.complete, found.batch.interrupted) == (2, False, True)
    assert sorted(set(found.table[PRICE])) == [5.0, pytest.approx(36.6666666667)]
    interrupted_at = 0
    with pytest.raises(RunInterrupted, match="stopped after 0 of 4"):
        sweep(OPT_OUT, f"{PRICE}=5:100:4", replications=1)


def test_when_every_point_fails_the_first_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(self: Points, seed: int, number: int) -> None:
        raise ArithmeticError("made to break")

    monkeypatch.setattr(Points, "replicate", break_down)
    with pytest.raises(SimulatorError, match=r"(?s)every point failed.*made to break"):
        sweep(OPT_OUT, f"{PRICE}=5:100:4", replications=1)


def test_a_sweep_compares_and_varies_one_input_or_two() -> None:
    with pytest.raises(SimulatorError, match="differences need a policy beside the place as it is: give one"):
        sweep(study({}), f"{PRICE}=5:100:4")
    with pytest.raises(SimulatorError, match="a sweep varies one input or two, and 3 are given"):
        sweep(OPT_OUT, [f"{PRICE}=5:100:4"] * 3)
    assert len(varied(OPT_OUT, [f"{PRICE}=5:100:4"])) == 1
