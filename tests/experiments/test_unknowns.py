"""What is not known about prices: drawn once for all policies, apart from chance, and wider with wider ranges."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.stats import t

from simulator.experiments.replications import Outcome, study_plan_of
from simulator.experiments.summary import summarise
from simulator.experiments.tornado import COLUMNS, tornado
from simulator.experiments.unknowns import (
    DRAWS,
    counts_by_policy,
    dollars_at,
    drawn_dollars,
    drawn_prices,
    intervals_of,
    within,
)
from simulator.outcomes.ledger import central_prices, ledger
from simulator.outcomes.ledger_totals import totals
from simulator.outcomes.yearly import DOLLAR_MEANINGS
from simulator.scenario.costs import inputs_of
from simulator.scenario.load import load_study
from simulator.scenario.quantities import Quantity
from simulator.scenario.study import Study
from tests.example_place import AGENCY, honor, number, scenario, study
from tests.outcomes.counted import SECTIONS, ranged

POLICIES: dict[str, list[dict[str, Any]]] = {"opt-out": [{"opt_out": "share"}], "same": [{"opt_out": "none"}]}
SHORT_RUN = "costs.bed_day.short_run"
NARROW = SECTIONS | {SHORT_RUN: ranged(16, 14, 20, "USD/day"), "costs.staff_hour": ranged(32, 30, 36, "USD/hour")}
WIDE = SECTIONS | {SHORT_RUN: ranged(16, 4, 40, "USD/day"), "costs.staff_hour": ranged(32, 20, 60, "USD/hour")}


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Three replications; no price has a part in them."""
    plan = study_plan_of(study(POLICIES, SECTIONS))
    return tuple(plan.replicate(1, number) for number in range(3))


def summary(changes: dict[str, Any], seed: int = 1) -> dict[str, Any]:
    return summarise(study(POLICIES, changes), outcomes(), seed)


def width(entry: dict[str, Any], kind: str) -> float:
    return float(entry[f"{kind}_high"] - entry[f"{kind}_low"])


def test_without_ranges_the_interval_of_what_is_not_known_is_a_point_and_both_is_chance() -> None:
    found = summary(SECTIONS)
    for entries in (found["policies"]["as-is"], found["differences"]["opt-out"]):
        for name in DOLLAR_MEANINGS:
            entry = entries[name]
            assert entry["unknowns_low"] == entry["unknowns_high"] == pytest.approx(entry["mean"], rel=1e-9, abs=1e-6)
            assert width(entry, "both") == pytest.approx(entry["high"] - entry["low"], rel=0.02, abs=1e-6)


def test_a_wider_range_gives_a_wider_interval_and_leaves_chance_as_it_was() -> None:
    narrow, wide = summary(NARROW), summary(WIDE)
    for part, policy in (("policies", "as-is"), ("differences", "opt-out")):
        one, other = (found[part][policy]["local_net_cost_usd"] for found in (narrow, wide))
        assert 0 < width(one, "unknowns") < width(other, "unknowns")
        assert width(one, "both") < width(other, "both")
        assert width(other, "both") > width(other, "unknowns")
        assert [one[key] for key in ("mean", "low", "high")] == [other[key] for key in ("mean", "low", "high")]


def test_only_dollars_have_these_intervals() -> None:
    for name, entry in summary(NARROW)["policies"]["as-is"].items():
        assert ("unknowns_low" in entry) == (name in DOLLAR_MEANINGS)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    assert summary(WIDE) == summary(WIDE)
    assert summary(WIDE, 2)["policies"] != summary(WIDE)["policies"]


def test_all_policies_meet_the_same_draws() -> None:
    """A policy that changes nothing differs by nothing in every draw, however little is known."""
    entry = summary(WIDE)["differences"]["same"]["local_net_cost_usd"]
    assert [entry[f"{kind}_{end}"] for kind in ("unknowns", "both") for end in ("low", "high")] == [0, 0, 0, 0]


def test_fingerprinting_that_nobody_knows_the_price_of_still_adds_nothing() -> None:
    unknown = WIDE | {"costs.fingerprinting_per_submission": ranged(10, 0, 500, "USD")}
    found = summary(unknown)
    assert width(found["policies"]["as-is"]["local_anyway_usd"], "unknowns") > 100_000
    assert width(found["differences"]["opt-out"]["local_anyway_usd"], "both") == 0


def test_a_new_number_leaves_the_draws_of_the_others_alone() -> None:
    with_more = scenario(WIDE | {"costs.wage_lost_per_day": ranged(90, 0, 140, "USD/day")}).costs
    one, other = (drawn_prices(costs, 1) for costs in (scenario(WIDE).costs, with_more))
    assert [prices["staff_hour"] for prices in one] == [prices["staff_hour"] for prices in other]
    assert len({prices["wage_lost_per_day"] for prices in other}) == DRAWS


def test_the_draws_are_a_latin_hypercube_with_the_stated_value_as_median() -> None:
    prices = [drawn["bed_day.short_run"] for drawn in drawn_prices(scenario(WIDE).costs, 3)]
    assert sum(price < 16 for price in prices) == DRAWS / 2
    assert 4 <= min(prices) < 5.5
    assert 37 < max(prices) <= 40
    levels = np.array([(price - 4) ** 2 / (12 * 12) / 2 if price < 16 else 1 - (40 - price) ** 2 / 24**2 / 2
                       for price in prices])  # fmt: skip
    assert sorted(np.floor(levels * DRAWS).astype(int)) == list(range(DRAWS))


def test_a_range_is_two_triangles_that_meet_at_the_value() -> None:
    quantity = Quantity.model_validate(ranged(100, 0, 2000, "USD"))
    levels = np.array([0, 0.125, 0.5, 0.875, 1])
    assert within(quantity, levels).tolist() == pytest.approx([0, 50, 100, 1050, 2000])
    assert within(Quantity.model_validate(number(5, "USD")), levels).tolist() == [5, 5, 5, 5, 5]


def test_the_interval_of_both_by_hand() -> None:
    """Where all draws agree it is the t interval; where replications agree it is that of the draws."""
    luck = np.tile(np.array([10.0, 12.0, 17.0, 21.0]), (DRAWS, 1))
    half = t.ppf(0.975, 3) * luck[0].std(ddof=1) / 2
    found = intervals_of(luck)
    assert (found["unknowns_low"], found["unknowns_high"]) == (15, 15)
    assert width(found, "both") == pytest.approx(2 * half, rel=0.02)
    assert found["both_low"] + found["both_high"] == pytest.approx(30)
    spread = np.tile(np.arange(DRAWS, dtype=float)[:, None], (1, 4))
    found = intervals_of(spread)
    assert found["both_low"] == pytest.approx(found["unknowns_low"], abs=1)
    assert found["both_high"] == pytest.approx(found["unknowns_high"], abs=1)
    assert intervals_of(spread[:, :1])["both_low"] is None


def test_prices_at_their_values_give_the_numbers_of_the_ledger_by_month() -> None:
    """The ledger of many replications at once, by year, has the totals of each one's ledger by month."""
    changes = WIDE | {"agencies": {"one": AGENCY, "two": AGENCY | {"jail_paid_by": "state"}}, "years": 2}
    changes |= {"costs.discount_rate": number(0.03, "share/year"), "costs.jail_real_growth": number(0.1, "share/year")}
    whole = study({}, changes)
    plan = study_plan_of(whole)
    found = [plan.replicate(5, replication) for replication in range(2)]
    (counts,) = counts_by_policy(whole, found)
    costs = whole.cases[0].scenario.costs
    dollars = dollars_at(whole.cases[0].scenario, counts, central_prices(costs))
    values = summarise(whole, found, 1)["policies"]["as-is"]
    for name in DOLLAR_MEANINGS:
        assert dollars[name].mean() == pytest.approx(values[name]["mean"])
    drawn = drawn_dollars(whole.cases[0].scenario, counts, 1)
    assert {name: array.shape for name, array in drawn.items()} == dict.fromkeys(DOLLAR_MEANINGS, (DRAWS, 2))


def test_every_number_of_the_shipped_costs_moves_some_dollars_or_is_switched_off() -> None:
    """No price is read in vain: each, made larger, moves a total once its section is switched on."""
    shipped = load_study("arlington-va").cases[0].scenario
    base = scenario(WIDE | {"years": 2, "costs.discount_rate": number(0.03, "share/year"),
                            "costs.jail_real_growth": number(0.01, "share/year")})  # fmt: skip
    paid_for = {"opt_out": "none", "detainer_rules": [honor()], "reimbursement_agreement": True}
    agreed = study({}, {"years": 2, "policy.periods": [paid_for]})
    counts = counts_by_policy(agreed, [study_plan_of(agreed).replicate(1, 0)])[0]
    prices = central_prices(base.costs)
    assert prices.keys() == {path for path, _ in inputs_of(shipped.costs)}
    before = dollars_at(base, counts, prices)
    unmoved = []
    for path, value in prices.items():
        after = dollars_at(base, counts, prices | {path: value / 4})
        if all(np.array_equal(before[name], after[name]) for name in before):
            unmoved.append(path)
    assert unmoved == ["reimbursement.per_day"], "holds are paid for, not days"


def local_cost(price: float, policy: str) -> float:
    """Mean local cost with jail days at this price, from the ledger of each replication."""
    priced = study(POLICIES, WIDE | {SHORT_RUN: number(price, "USD/day")})
    position = [case.name for case in priced.cases].index(policy)
    place = priced.cases[position].scenario
    tallies = [outcome.policies[position].tally for outcome in outcomes()]
    return float(np.mean([totals(place, ledger(place, tally))["local_net_cost_usd"] for tally in tallies]))


def two_policies(changes: dict[str, Any]) -> tuple[Study, tuple[Outcome, ...]]:
    return study(POLICIES, changes), outcomes()


def test_the_tornado_has_the_difference_at_either_end() -> None:
    table = tornado(*two_policies(WIDE))
    assert list(table.columns) == list(COLUMNS)
    assert set(table["input"]) == {"bed_day.short_run", "staff_hour"}
    row = table[(table["policy"] == "opt-out") & (table["input"] == "bed_day.short_run")].iloc[0]
    assert (row["measure"], row["low"], row["value"], row["high"]) == ("local_net_cost_usd", 4, 16, 40)
    for price, column in ((4, "difference_at_low_usd"), (16, "difference_usd"), (40, "difference_at_high_usd")):
        assert row[column] == pytest.approx(local_cost(price, "opt-out") - local_cost(price, "as-is"))
    same = table[table["policy"] == "same"]
    assert len(same) == 2
    assert not same[["difference_usd", "difference_at_low_usd", "difference_at_high_usd"]].to_numpy().any()


def test_the_tornado_tells_the_state_where_it_pays_and_is_empty_without_a_policy() -> None:
    agencies = {"example": AGENCY | {"jail_paid_by": "state"}}
    assert set(tornado(*two_policies(WIDE | {"agencies": agencies}))["measure"]) == {"state_cost_usd"}
    alone = study({}, WIDE)
    assert len(tornado(alone, [study_plan_of(alone).replicate(1, 0)])) == 0
