"""The ledger at other prices than stated: as that of each replication by month; and the tornado, which it makes."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator.experiments.pricing import counts_by_policy, dollars_at
from simulator.experiments.replications import Outcome, study_plan_of
from simulator.experiments.summary import summarise
from simulator.experiments.tornado import COLUMNS, tornado
from simulator.outcomes.ledger import central_prices, ledger
from simulator.outcomes.ledger_totals import totals
from simulator.outcomes.yearly import DOLLAR_MEANINGS
from simulator.scenario.costs import inputs_of
from simulator.scenario.load import load_study
from simulator.scenario.study import Study
from tests.example_place import AGENCY, honor, number, scenario, study
from tests.outcomes.counted import SECTIONS, ranged

POLICIES: dict[str, list[dict[str, Any]]] = {"opt-out": [{"opt_out": "share"}], "same": [{"opt_out": "none"}]}
SHORT_RUN = "costs.bed_day.short_run"
WIDE = SECTIONS | {SHORT_RUN: ranged(16, 4, 40, "USD/day"), "costs.staff_hour": ranged(32, 20, 60, "USD/hour")}


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Three replications; no price has a part in them."""
    plan = study_plan_of(study(POLICIES, SECTIONS))
    return tuple(plan.replicate(1, number) for number in range(3))


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
    assert {name: array.shape for name, array in dollars.items()} == dict.fromkeys(DOLLAR_MEANINGS, (2,))


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
