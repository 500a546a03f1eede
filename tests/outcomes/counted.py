"""Tallies made by hand, and the costs of a place with every item of the ledger, in round numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.outcomes.ledger import Line
from simulator.outcomes.measures import NAMES, Tally
from tests.example_place import number


def counted(agencies: int = 1, months: int = 12, month: int = 0, **sums: float) -> Tally:
    """A tally with these sums in one month of every agency."""
    values = np.zeros((len(NAMES), agencies, months, 5))
    for name, value in sums.items():
        values[NAMES.index(name), :, month, 2] = value
    return Tally(values)


def amounts(lines: tuple[Line, ...]) -> dict[tuple[str, str, str], float]:
    return {(line.item, line.payer, line.bed_price): float(line.amounts.sum()) for line in lines}


def ranged(value: float, low: float, high: float, unit: str) -> dict[str, Any]:
    return number(value, unit) | {"low": low, "high": high}


SECTIONS: dict[str, Any] = {
    "costs.fingerprinting_per_submission": number(10, "USD"),
    "costs.extra_bookings": {"price": number(250, "USD"), "share_of_detainers": number(0.1, "share")},
    "costs.litigation": {
        "mean_counts": True,
        "mean_per_hold": number(100, "USD"),
        "suits_per_year": number(0.05, "suits/year"),
        "severity_median": number(2000, "USD"),
        "severity_p90": number(40_000, "USD"),
    },
    "costs.scaap": {
        "share_of_cost": number(0.1, "share"),
        "two_misdemeanors": number(0.5, "share"),
        "claimed_share": number(1, "share"),
        "years_late": number(2, "years"),
    },
    "costs.reimbursement": {
        "paid_per": "hold",
        "per_hold": number(50, "USD"),
        "per_day": number(113, "USD/day"),
    },
    "costs.penalties": {"amount": number(12_000, "USD"), "probability_per_year": number(0.5, "share")},
    "costs.opt_out_administration": number(7_000, "USD"),
    "costs.liaison": {"officers": number(2, "officers"), "cost_per_officer": number(60_000, "USD/year")},
    "costs.federal_custody": {
        "bed_day": number(120, "USD/day"),
        "days_per_transfer": number(30, "days"),
        "per_arrest_at_large": number(4_000, "USD"),
        "per_removal": number(3_000, "USD"),
    },
    "costs.wage_lost_per_day": number(90, "USD/day"),
}
"""Every section of the costs that may be left out."""
