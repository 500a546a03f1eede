"""The numbers of one policy in one replication, per year and over all agencies: measures, means, beds, dollars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.outcomes.changes import Changes
from simulator.outcomes.ledger import DAYS_PER_YEAR, Line, Prices, central_prices
from simulator.outcomes.ledger_lawsuits import TAIL_LEVELS, tail_per_person_held
from simulator.outcomes.ledger_totals import TOTALS, Total, totals
from simulator.outcomes.measures import COUNTED, MEASURES, NAMES, Tally
from simulator.scenario.place import Scenario


@dataclass(frozen=True)
class Ratio:
    """One measure divided by another; not a number where the second is zero."""

    name: str
    unit: str
    meaning: str
    above: str
    below: str


RATIOS: tuple[Ratio, ...] = (
    Ratio("hours_to_fbi_answer", "hours", "mean hours from booking to the FBI's answer, of the people followed",
          "hours_until_fbi_answer", "fbi_answers"),
    Ratio("hours_to_answer", "hours", "mean hours from booking to ICE's answer", "hours_until_answer", "answers"),
    Ratio("hours_to_detainer", "hours", "mean hours from booking to detainer", "hours_until_detainer", "detainers"),
    Ratio("hours_per_hold", "hours", "mean hours of a hold after local release", "hold_hours", "honored"),
)  # fmt: skip

SIDES = {"local": "county"}
"""Payers whose side is called otherwise in the words of a meaning."""


def _meaning(total: Total) -> str:
    side = SIDES.get(total.payer, total.payer)
    if total.anyway:
        return f"what the {side} side pays under every policy, in no total"
    if total.bed_price:
        return f"{total.payer} cost with jail days at the {total.bed_price} price"
    return f"what is paid by the {side} side, at the headline bed price"


DOLLAR_MEANINGS: dict[str, tuple[str, str]] = {
    **{total.name: ("USD", _meaning(total)) for total in TOTALS},
    **{
        name: ("USD", f"cost of lawsuits about holds that {level:.0%} of years stay under, in no total")
        for name, level in TAIL_LEVELS.items()
    },
}
"""Every number in dollars; all follow from the counts and the prices alone."""

OTHER_MEANINGS: dict[str, tuple[str, str]] = {
    "people_with_detainer": ("people", "people in jail with a detainer on file, on an average day"),
    "beds": ("beds", "beds that hold days and added pretrial days fill, on an average day"),
    "changed_by_rule": ("people", "people who fare differently from as-is because the policy treats them differently"),
    "changed_by_crowding": ("people", "people who fare differently from as-is because of a queue or a seat alone"),
    **DOLLAR_MEANINGS,
}


def meanings() -> dict[str, tuple[str, str]]:
    """Every number by name: its unit and its meaning."""
    counted = {measure.name: (measure.unit, measure.meaning) for measure in COUNTED + MEASURES}
    return counted | {ratio.name: (ratio.unit, ratio.meaning) for ratio in RATIOS} | OTHER_MEANINGS


def per_year(scenario: Scenario, tally: Tally, lines: tuple[Line, ...], changed: Changes) -> dict[str, float]:
    """All numbers by name; sums are divided by the years simulated."""
    sums = {name: float(tally.of(name).sum()) for name in NAMES}
    yearly = {name: value / scenario.years for name, value in sums.items()}
    means = {
        ratio.name: sums[ratio.above] / sums[ratio.below] if sums[ratio.below] else float("nan") for ratio in RATIOS
    }
    stock = {
        "people_with_detainer": yearly["detainer_days"] / DAYS_PER_YEAR,
        "beds": (yearly["hold_days"] + yearly["added_pretrial_days"]) / DAYS_PER_YEAR,
        "changed_by_rule": float(changed.by_rule.sum()) / scenario.years,
        "changed_by_crowding": float(changed.by_crowding.sum()) / scenario.years,
    }
    dollars = dollars_per_year(scenario, lines, tally.of("honored").sum(), central_prices(scenario.costs))
    return yearly | means | stock | {name: float(value) for name, value in dollars.items()}


def dollars_per_year(
    scenario: Scenario, lines: Iterable[Line], held: NDArray[np.float64], prices: Prices
) -> dict[str, NDArray[np.float64]]:
    """The numbers of DOLLAR_MEANINGS: one each, or one a replication where the lines and ``held`` are of many.

    ``held`` counts the people held in all simulated years; ``prices`` are those behind the lines.
    """
    sums = totals(scenario, lines)
    tail = tail_per_person_held(prices)
    sums |= {name: held * tail.get(name, 0.0) * scenario.costs.report_dollars for name in TAIL_LEVELS}
    return {name: np.asarray(value / scenario.years) for name, value in sums.items()}
