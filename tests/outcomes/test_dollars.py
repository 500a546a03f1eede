"""Dollars of another year, growth of jail prices, and payments that come late."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.errors import ScenarioError
from simulator.outcomes.ledger import ledger
from simulator.outcomes.ledger_totals import totals
from simulator.scenario.load import load_study
from simulator.scenario.price_level import dollars_for_one, price_index
from tests.example_place import number, scenario
from tests.outcomes.counted import SECTIONS, amounts, counted

TO_2025 = {
    2008: 1.4953, 2009: 1.5006, 2010: 1.4764, 2011: 1.4312, 2012: 1.4022, 2013: 1.3820, 2014: 1.3599, 2015: 1.3583,
    2016: 1.3414, 2017: 1.3134, 2018: 1.2821, 2019: 1.2593, 2020: 1.2439, 2021: 1.1881, 2022: 1.1001, 2023: 1.0566,
    2024: 1.0263, 2025: 1.0,
}  # fmt: skip
"""Factors to dollars of 2025, worked out apart from the shipped table."""


@pytest.mark.parametrize("year", TO_2025)
def test_dollars_of_2025_by_the_published_index(year: int) -> None:
    assert dollars_for_one(2025, year) == pytest.approx(TO_2025[year], abs=0.00006)
    assert dollars_for_one(year, 2025) * dollars_for_one(2025, year) == pytest.approx(1)


def test_the_index_has_every_year_and_rises_but_in_2009() -> None:
    index = price_index()
    assert list(index) == list(range(2004, 2026))
    assert [year for year in index if year > 2004 and index[year] < index[year - 1]] == [2009]


def test_every_amount_is_converted() -> None:
    sums = {"hold_days": 10, "detainers": 5, "transferred": 4, "submissions": 100, "removed": 3, "honored": 2}
    given, asked = scenario(SECTIONS), scenario(SECTIONS | {"costs.report_dollars_of": 2025})
    before, after = (amounts(ledger(place, counted(**sums))) for place in (given, asked))
    assert after == pytest.approx({line: amount * 1.4022 for line, amount in before.items()}, rel=1e-4)


def test_results_are_in_dollars_of_another_year_by_a_setting_of_the_command_line() -> None:
    study = load_study("arlington-va", settings=["costs.report_dollars_of=2025"])
    assert study.cases[0].scenario.costs.report_year == 2025
    assert study.cases[0].scenario.costs.report_dollars == pytest.approx(1.4312, abs=0.0001)
    assert load_study("arlington-va").cases[0].scenario.costs.report_year == 2011


def test_a_year_that_the_index_does_not_have_is_refused() -> None:
    with pytest.raises(ValidationError, match="has the years 2004 to 2025, not 1999"):
        scenario({"costs.report_dollars_of": 1999})


def test_a_word_in_the_place_of_the_year_is_one_fault() -> None:
    with pytest.raises(ScenarioError) as error:
        load_study("arlington-va", settings=["costs.report_dollars_of=today"])
    rule = "`report_dollars_of` is a year or as-given, not 'today'"
    assert [fault.rule for fault in error.value.faults] == [rule]


def test_jail_prices_grow_from_the_second_year_on_and_others_do_not() -> None:
    changes = {"years": 3, "costs.jail_real_growth": number(0.1, "share/year")}
    for year, factor in enumerate((1, 1.1, 1.21)):
        found = amounts(ledger(scenario(changes), counted(months=36, month=12 * year, hold_days=10, detainers=5)))
        assert found["hold-days", "local", "short-run"] == pytest.approx(10 * 16 * factor)
        assert found["paperwork", "local", "any"] == 5 * 32


def test_discounting_by_hand() -> None:
    """At 5 percent: hold days of the third year count 1 / 1.05^2, SCAAP, two years late, 1 / 1.05^4."""
    changes = SECTIONS | {"years": 3, "costs.discount_rate": number(0.05, "share/year")}
    tally = counted(months=36, month=30, hold_days=10, felony_days=100)
    found = amounts(ledger(scenario(changes), tally))
    assert found["hold-days", "local", "average"] == pytest.approx(10 * 90 / 1.1025)
    assert found["scaap-added-days", "local", "any"] == pytest.approx(-100 * 9 / 1.21550625)
    assert found["liaison-staff", "local", "any"] == pytest.approx(120_000 * (1 + 1 / 1.05 + 1 / 1.1025))


def test_the_month_beyond_a_whole_year_belongs_to_the_last_year() -> None:
    """A year from the middle of a month on has 13 months; nothing in it is of a second year."""
    changes = SECTIONS | {"costs.discount_rate": number(0.05, "share/year")}
    found = amounts(ledger(scenario(changes), counted(months=13, month=12, hold_days=10)))
    assert found["hold-days", "local", "average"] == 900
    assert found["liaison-staff", "local", "any"] == pytest.approx(120_000)


def test_a_report_in_other_dollars_changes_totals_alike() -> None:
    sums = {"hold_days": 10, "honored": 5, "felony_days": 50, "added_pretrial_days": 30}
    places = (scenario(SECTIONS), scenario(SECTIONS | {"costs.report_dollars_of": 2010}))
    before, after = (totals(place, ledger(place, counted(**sums))) for place in places)
    for name, amount in before.items():
        assert after[name] == pytest.approx(amount * 218.056 / 229.594)
