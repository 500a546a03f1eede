"""The ledger: each line by hand, lines that add up, and prices side by side."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.outcomes.ledger import ledger, pods_per_day
from simulator.outcomes.ledger_items import CAUSES, ITEM_FACTS, ITEMS
from simulator.outcomes.ledger_totals import total_usd, totals
from simulator.scenario.costs import BED_PRICES, PAYERS, Costs, inputs_of
from simulator.scenario.load import load_study
from tests.example_place import AGENCY, PLACE, number, scenario
from tests.outcomes.counted import SECTIONS, amounts, counted

ONE = scenario()
WHOLE = scenario(SECTIONS)
YEAR = {
    "submissions": 4000,
    "arrested_at_large": 5,
    "hold_days": 100,
    "added_pretrial_days": 1900,
    "felony_days": 1000,
    "felony_days_anyway": 400,
    "misdemeanor_days": 1000,
    "misdemeanor_days_anyway": 400,
    "detainers": 50,
    "answers_seen": 200,
    "honored": 45,
    "reimbursed_holds": 45,
    "reimbursed_hold_days": 100,
    "transferred": 40,
    "removed": 20,
}


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


def test_every_item_that_a_place_may_switch_on_by_hand() -> None:
    found = amounts(ledger(WHOLE, counted(**YEAR)))
    scaap = 0.1 * 90
    expected = {
        ("fingerprinting", "local", "any"): 4000 * 10,
        ("extra-bookings", "local", "any"): 50 * 0.1 * 250,
        ("litigation", "local", "any"): 45 * 100,
        ("scaap-own-days", "local", "any"): -600 * scaap,
        ("scaap-own-days", "federal", "any"): 600 * scaap,
        ("scaap-added-days", "local", "any"): -900 * scaap,
        ("scaap-added-days", "federal", "any"): 900 * scaap,
        ("reimbursement", "local", "any"): -45 * 50,
        ("reimbursement", "federal", "any"): 45 * 50,
        ("penalties", "local", "any"): 6000,
        ("opt-out-administration", "local", "any"): 7000,
        ("liaison-staff", "local", "any"): 120_000,
        ("federal-detention", "federal", "any"): (40 + 5) * 30 * 120,
        ("arrests-at-large", "federal", "any"): 5 * 4_000,
        ("removal", "federal", "any"): 20 * 3000,
        ("wages-lost-pretrial", "person", "any"): 1900 * 90,
        ("wages-lost-on-hold", "person", "any"): 100 * 90,
    }
    plain = amounts(ledger(ONE, counted(**YEAR)))
    assert found == pytest.approx(plain | expected)
    assert {item for item, *_ in found} == set(ITEMS) == set(ITEM_FACTS)
    assert {facts.caused_by for facts in ITEM_FACTS.values()} == set(CAUSES)


def test_every_line_is_in_one_total_to_the_cent_by_payer_month_and_agency() -> None:
    agencies = {"one": AGENCY, "two": AGENCY | {"jail_paid_by": "state"}}
    place = scenario(SECTIONS | {"agencies": agencies})
    tally = counted(agencies=2, **YEAR)
    tally.values[:, 1] = np.roll(3 * tally.values[:, 1], 5, axis=1)
    lines = ledger(place, tally)
    found = totals(place, lines)
    names = dict(
        zip(PAYERS, ("local_net_cost_usd", "state_cost_usd", "federal_cost_usd", "person_cost_usd"), strict=True)
    )
    for payer, name in names.items():
        grid = sum(line.amounts for line in lines if line.payer == payer and line.bed_price in ("short-run", "any"))
        assert np.shape(grid) == (2, 12)
        whole = found[name] + found.get(f"{payer}_anyway_usd", 0)
        assert np.sum(grid) == pytest.approx(whole, abs=0.005)
        assert np.abs(grid).sum() > 0
    assert found["local_anyway_usd"] == pytest.approx(4000 * 10 - 600 * 9)


def test_what_the_federal_side_pays_to_jails_cancels_over_all_payers() -> None:
    lines = ledger(WHOLE, counted(**YEAR))
    for item in ("reimbursement", "scaap-own-days", "scaap-added-days"):
        assert sum(line.amounts.sum() for line in lines if line.item == item) == 0


def test_nothing_is_reimbursed_without_an_agreement_and_days_can_be_paid_instead_of_holds() -> None:
    without = counted(**YEAR | {"reimbursed_holds": 0, "reimbursed_hold_days": 0})
    assert "reimbursement" not in {item for item, *_ in amounts(ledger(WHOLE, without))}
    by_day = scenario(SECTIONS | {"costs.reimbursement": {**SECTIONS["costs.reimbursement"], "paid_per": "day"}})
    assert amounts(ledger(by_day, counted(**YEAR)))["reimbursement", "local", "any"] == -100 * 113
    whole = scenario(SECTIONS | {"costs.reimbursement": {**SECTIONS["costs.reimbursement"], "paid_per": "cost"}})
    assert amounts(ledger(whole, counted(**YEAR)))["reimbursement", "local", "any"] == -100 * 90


def test_scaap_depends_on_days_under_local_authority_and_not_on_holds() -> None:
    less = YEAR | {"hold_days": 0, "honored": 0}
    scaap = [
        amounts(ledger(WHOLE, counted(**sums)))["scaap-added-days", "local", "any"]
        for sums in (YEAR, less, YEAR | {"felony_days": 1100})
    ]
    assert scaap[0] == scaap[1] == -900 * 9
    assert scaap[2] == -1000 * 9


def test_fingerprinting_adds_nothing_under_a_policy() -> None:
    """The same prints go to the FBI, whatever comes of them."""
    opted_out = {"submissions": 4000, "felony_days_anyway": 600, "felony_days": 600}
    before, after = (totals(WHOLE, ledger(WHOLE, counted(**sums))) for sums in (YEAR, opted_out))
    assert before["local_anyway_usd"] == after["local_anyway_usd"] > 0


def test_an_opt_out_costs_once_in_the_first_month_even_where_nobody_is_booked() -> None:
    place = scenario({"costs.opt_out_administration": number(7_000, "USD"), "years": 2})
    (line,) = (line for line in ledger(place, counted(months=24)) if line.amounts.any())
    assert (line.item, line.amounts[0, 0], line.amounts.sum()) == ("opt-out-administration", 7000, 7000)
    assert totals(place, [line])["local_net_cost_usd"] == 7000


def test_the_mean_of_litigation_counts_only_where_it_is_switched_on() -> None:
    off = scenario(SECTIONS | {"costs.litigation": {**SECTIONS["costs.litigation"], "mean_counts": False}})
    costs = [totals(place, ledger(place, counted(**YEAR)))["local_net_cost_usd"] for place in (WHOLE, off)]
    assert costs[0] - costs[1] == pytest.approx(45 * 100)


def test_every_shipped_item_that_is_switched_off_says_so_and_every_number_has_an_origin() -> None:
    costs = load_study("arlington-va").cases[0].scenario.costs
    off = ("extra_bookings.share_of_detainers", "penalties.probability_per_year", "opt_out_administration")
    inputs = dict(inputs_of(costs))
    assert [inputs[path].value for path in (*off, "liaison.officers")] == [0, 0, 0, 0]
    switches = costs.model_dump()
    assert not switches["litigation"]["mean_counts"]
    assert all(getattr(costs, name) is not None for name in Costs.model_fields)
    assert all(stated.source or stated.assumed for stated in inputs.values())
    assert PLACE["costs"].keys() < Costs.model_fields.keys()


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
