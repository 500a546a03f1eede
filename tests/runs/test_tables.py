"""The tables of a run hold the numbers of the replications, each in its own row."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.replications import PolicyOutcome, study_plan_of
from simulator.runs.tables import RunTables, tables_of
from tests.example_place import AGENCY, number, study

BIG_AND_SMALL = {
    "big": AGENCY,
    "small": AGENCY | {"bookings_per_year": number(400, "bookings/year"), "jail_paid_by": "state"},
}


def by_month(values: NDArray[np.float64]) -> dict[str, float]:
    return {f"2012-{month:02d}": float(value) for month, value in enumerate(values, start=1)}


@cache
def one_replication() -> tuple[PolicyOutcome, RunTables]:
    whole = study({}, {"agencies": BIG_AND_SMALL})
    outcome = study_plan_of(whole).replicate(1, 0)
    return outcome.policies[0], tables_of(whole, [outcome], 1)


def test_bookings_stand_with_their_agency_and_month() -> None:
    outcome, tables = one_replication()
    rows = tables.replications[tables.replications["measure"] == "bookings"].set_index(["agency", "month"])["value"]
    for position, agency in enumerate(BIG_AND_SMALL):
        assert rows.loc[agency].to_dict() == by_month(outcome.tally.of("bookings")[position])


def test_dollars_stand_with_their_agency_and_month() -> None:
    outcome, tables = one_replication()
    rows = tables.ledger[tables.ledger["item"] == "transport"].set_index(["agency", "month"])["amount_usd"]
    transport = next(line for line in outcome.lines if line.item == "transport")
    assert transport.amounts.sum() > 0
    for position, agency in enumerate(BIG_AND_SMALL):
        assert rows.loc[agency].to_dict() == by_month(transport.amounts[position])


def test_every_line_of_the_ledger_says_what_causes_it() -> None:
    lines = one_replication()[1].ledger.drop_duplicates(["item", "caused_by"])
    causes = lines.set_index("item")["caused_by"].to_dict()
    assert causes["hold-days"] == "holding"
    assert causes["answering"] == "sharing"
    assert {causes[item] for item in ("added-pretrial-days", "paperwork", "handover", "transport")} == {"detainers"}


def test_labels_give_the_year_of_the_dollars_that_results_are_in() -> None:
    whole = study({}, {"costs.report_dollars_of": 2025})
    outcome = study_plan_of(whole).replicate(1, 0)
    tables = tables_of(whole, [outcome], 1)
    assert tables.labels.dollars_of == 2025
    transport = tables.ledger.loc[tables.ledger["item"] == "transport", "amount_usd"].sum()
    transferred = outcome.policies[0].tally.of("transferred").sum()
    assert np.isclose(transport, 100 * transferred * 321.943 / 229.594)
