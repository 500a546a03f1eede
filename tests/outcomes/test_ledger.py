"""The ledger: each line by hand, lines that add up, and prices side by side."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.outcomes.ledger import ITEMS, Line, ledger, pods_per_day, total_usd, totals
from simulator.outcomes.measures import NAMES, Tally
from simulator.scenario.costs import BED_PRICES
from tests.example_place import AGENCY, number, scenario

ONE = scenario()


def counted(agencies: int = 1, months: int = 12, **sums: float) -> Tally:
    """A tally with these sums in the first month of every agency."""
    values = np.zeros((len(NAMES), agencies, months, 5))
    for name, value in sums.items():
        values[NAMES.index(name), :, 0, 2] = value
    return Tally(values)


def amounts(lines: tuple[Line, ...]) -> dict[tuple[str, str, str], float]:
    return {(line.item, line.payer, line.bed_price): float(line.amounts.sum()) for line in lines}


def test_every_line_by_hand() -> None:
    """100 hold days and 1,900 added days fill 5.48 beds: one pod of 4, at 100,000 dollars for 2,000 days."""
    tally = counted(hold_days=100, added_pretrial_days=1900, detainers=50, answers_seen=200, transferred=40)
    assert amounts(ledger(ONE, tally)) == pytest.approx(
        {
            ("hold-days", "local", "short-run"): 100 * 16,
            ("added-pretrial-days", "local", "short-run"): 1900 * 16,
            ("hold-days", "local", "step"): 100 * (16 + 50),
            ("added-pretrial-days", "local", "step"): 1900 * (16 + 50),
            ("hold-days", "local", "average"): 100 * 90,
            ("added-pretrial-days", "local", "average"): 1900 * 90,
            ("paperwork", "local", "any"): 50 * 1 * 32,
            ("answering", "local", "any"): 200 * 0.25 * 32,
            ("handover", "local", "any"): 40 * 0.5 * 32,
            ("transport", "federal", "any"): 40 * 100,
        }
    )


def test_totals_are_the_sum_of_their_lines() -> None:
    tally = counted(hold_days=100, added_pretrial_days=1900, detainers=50, answers_seen=200, transferred=40)
    lines = ledger(ONE, tally)
    found = totals(ONE, lines)
    for price in BED_PRICES:
        by_hand = sum(
            float(line.amounts.sum()) for line in lines if line.payer == "local" and line.bed_price in (price, "any")
        )
        assert found[f"local_net_cost_{price.replace('-', '_')}_usd"] == pytest.approx(by_hand, abs=0.005)
    assert found["local_net_cost_usd"] == found["local_net_cost_short_run_usd"]
    assert found["federal_cost_usd"] == 4000
    assert found["person_cost_usd"] == found["state_cost_usd"] == 0
    assert {line.item for line in lines} == set(ITEMS)


def test_the_headline_price_is_the_one_asked_for() -> None:
    place = scenario({"costs.headline_bed_price": "average"})
    lines = ledger(place, counted(hold_days=10))
    assert totals(place, lines)["local_net_cost_usd"] == 900


def test_an_agency_whose_jail_the_state_pays_for_costs_the_county_nothing() -> None:
    agencies = {"one": AGENCY, "two": AGENCY | {"jail_paid_by": "state"}}
    place = scenario({"agencies": agencies})
    lines = ledger(place, counted(agencies=2, hold_days=10, detainers=5))
    assert total_usd(lines, "local", "average") == 10 * 90 + 5 * 32
    assert total_usd(lines, "state", "average") == 10 * 90 + 5 * 32
    for line in lines:
        if line.payer == "local":
            assert line.amounts[1].sum() == 0


def test_a_pod_counts_only_when_it_is_full() -> None:
    year = 365.25
    for beds, pods in ((3.99, 0), (4.01, 1), (7.99, 1), (8.01, 2)):
        days = np.full((1, 12), beds * year / 12)
        assert float((pods_per_day(days, 4, 1) * days).sum()) == pytest.approx(pods)
    assert pods_per_day(np.zeros((2, 12)), 4, 1).tolist() == [[0], [0]]


def test_two_years_of_the_same_days_cost_twice_as_much_at_the_step_price() -> None:
    one = scenario()
    two = scenario({"years": 2})
    year = counted(hold_days=2000)
    both = counted(months=24, hold_days=4000)
    assert total_usd(ledger(two, both), "local", "step") == 2 * total_usd(ledger(one, year), "local", "step")


def test_no_cost_without_detainers() -> None:
    assert all(value == 0 for value in totals(ONE, ledger(ONE, counted(bookings=1000))).values())


def test_the_cost_of_500_detainers_is_of_the_size_that_the_evidence_gives() -> None:
    """500 detainers, 1.95 hold days each at 122 dollars: about 119,000."""
    place = scenario({"costs.bed_day.average": number(122, "USD/day")})
    lines = ledger(place, counted(hold_days=500 * 1.95))
    assert total_usd(lines, "local", "average") == pytest.approx(119_000, rel=0.01)


def test_the_state_pays_every_item_of_its_jails() -> None:
    place = scenario({"agencies": {"one": AGENCY | {"jail_paid_by": "state"}}})
    tally = counted(detainers=5, answers_seen=8, transferred=4, hold_days=10, added_pretrial_days=20)
    found = amounts(ledger(place, tally))
    assert {payer for _, payer, _ in found} == {"state", "federal"}
    assert found["paperwork", "state", "any"] == 5 * 32
    assert found["answering", "state", "any"] == 8 * 0.25 * 32
    assert found["handover", "state", "any"] == 4 * 0.5 * 32
    assert found["hold-days", "state", "average"] == 10 * 90
    assert found["added-pretrial-days", "state", "average"] == 20 * 90
