"""The numbers of one policy in one replication, per year and over all agencies: measures, means, beds, dollars."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.outcomes.changes import Changes
from simulator.outcomes.ledger import DAYS_PER_YEAR, Line, totals
from simulator.outcomes.measures import COUNTED, MEASURES, NAMES, Tally
from simulator.scenario.costs import BED_PRICES, PAYERS
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
          "hours_until_fbi_answer", "followed"),
    Ratio("hours_to_answer", "hours", "mean hours from booking to ICE's answer", "hours_until_answer", "answers"),
    Ratio("hours_to_detainer", "hours", "mean hours from booking to detainer", "hours_until_detainer", "detainers"),
    Ratio("hours_per_hold", "hours", "mean hours of a hold after local release", "hold_hours", "honored"),
)  # fmt: skip

OTHER_MEANINGS: dict[str, tuple[str, str]] = {
    "people_with_detainer": ("people", "people in jail with a detainer on file, on an average day"),
    "beds": ("beds", "beds that hold days and added pretrial days fill, on an average day"),
    "changed_by_rule": ("people", "people who fare differently from as-is because the policy treats them differently"),
    "changed_by_crowding": ("people", "people who fare differently from as-is because of a queue or a seat alone"),
    **{
        "local_net_cost_usd" if payer == "local" else f"{payer}_cost_usd": (
            "USD",
            f"what is paid by the {'county' if payer == 'local' else payer} side, at the headline bed price",
        )
        for payer in PAYERS
    },
    **{
        f"{name}_{price.replace('-', '_')}_usd": ("USD", f"{side} cost with jail days at the {price} price")
        for side, name in (("local", "local_net_cost"), ("state", "state_cost"))
        for price in BED_PRICES
    },
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
    dollars = {name: value / scenario.years for name, value in totals(scenario, lines).items()}
    return yearly | means | stock | dollars
