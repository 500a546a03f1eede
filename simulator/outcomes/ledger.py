"""The ledger: what the counted days, detainers, answers and transfers cost, and who pays.

A line is (agency, month, item, payer, bed price, amount). Days are priced three ways side by side; an item that has
no jail days in it stands once, under the bed price ``any``. The total at a bed price is the sum of the lines under
that price and under ``any``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.outcomes.measures import Tally
from simulator.scenario.costs import BED_PRICES, PAYERS, BedPrice, Payer
from simulator.scenario.place import Scenario

DAYS_PER_YEAR = 365.25

Item = Literal["hold-days", "added-pretrial-days", "paperwork", "answering", "handover", "transport"]
ITEMS: tuple[Item, ...] = ("hold-days", "added-pretrial-days", "paperwork", "answering", "handover", "transport")
ITEM_MEANINGS: dict[Item, str] = {
    "hold-days": "jail days after local release, on hold for ICE",
    "added-pretrial-days": "jail days before local release that a detainer on file added",
    "paperwork": "jail staff time for each detainer",
    "answering": "jail staff time for each of ICE's answers that the agency receives",
    "handover": "jail staff time for each person handed to ICE",
    "transport": "ICE's transport from the jail",
}

JAIL_PAYERS: tuple[Literal["local", "state"], ...] = ("local", "state")

Months = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """An item, its payer and its bed price (``any`` without jail days); ``amounts``: agencies x months, in USD."""

    item: Item
    payer: Payer
    bed_price: BedPrice | Literal["any"]
    amounts: Months


def ledger(scenario: Scenario, tally: Tally) -> tuple[Line, ...]:
    """All lines; an agency whose jail the state pays for has its lines under ``state``."""
    costs = scenario.costs
    hour = costs.staff_hour.value
    paid: dict[Item, Months] = {
        "paperwork": tally.of("detainers") * costs.paperwork_per_detainer.value * hour,
        "answering": tally.of("answers_seen") * costs.reading_per_answer.value * hour,
        "handover": tally.of("transferred") * costs.handover_per_transfer.value * hour,
    }
    lines: list[Line] = []
    for payer in JAIL_PAYERS:
        pays = np.array([[agency.jail_paid_by == payer] for agency in scenario.agencies.values()])
        if pays.any():
            lines += [Line(item, payer, price, amounts * pays) for item, price, amounts in _bed_lines(scenario, tally)]
            lines += [Line(item, payer, "any", amounts * pays) for item, amounts in paid.items()]
    transport = tally.of("transferred") * costs.federal_transport_per_transfer.value
    return (*lines, Line("transport", "federal", "any", transport))


def _bed_lines(scenario: Scenario, tally: Tally) -> list[tuple[Item, BedPrice, Months]]:
    """Hold days and added days at each bed price."""
    prices = scenario.costs.bed_day
    hold, added = tally.of("hold_days"), tally.of("added_pretrial_days")
    pods = pods_per_day(hold + added, round(prices.pod_size.value), scenario.years)
    per_day: dict[BedPrice, Months | float] = {
        "short-run": prices.short_run.value,
        "step": prices.short_run.value + pods * prices.pod_cost.value,
        "average": prices.average.value,
    }
    days: dict[Item, Months] = {"hold-days": hold, "added-pretrial-days": added}
    return [(item, price, count * per_day[price]) for price in BED_PRICES for item, count in days.items()]


def pods_per_day(days: Months, pod_size: int, years: int) -> Months:
    """Pod-years that each jail day stands for: whole pods that the days fill, spread over the days.

    A pod opens or closes only when the beds fill one, so the number is rounded down. ``days`` is agencies x months;
    the result has one column.
    """
    total = days.sum(axis=1, keepdims=True)
    pod_years = np.floor(total / DAYS_PER_YEAR / years / pod_size) * years
    return np.asarray(np.divide(pod_years, total, out=np.zeros_like(total), where=total > 0))


def total_usd(lines: tuple[Line, ...], payer: Payer, bed_price: BedPrice) -> float:
    """What a payer pays at a bed price, over all agencies and months."""
    return float(
        sum(line.amounts.sum() for line in lines if line.payer == payer and line.bed_price in (bed_price, "any"))
    )


def totals(scenario: Scenario, lines: tuple[Line, ...]) -> dict[str, float]:
    """Totals by name: each payer at the headline bed price, local and state at each price."""
    headline = scenario.costs.headline_bed_price
    by_payer = {
        f"{payer}_net_cost_usd" if payer == "local" else f"{payer}_cost_usd": total_usd(lines, payer, headline)
        for payer in PAYERS
    }
    by_price = {
        f"{name}_{price.replace('-', '_')}_usd": total_usd(lines, payer, price)
        for payer, name in zip(JAIL_PAYERS, ("local_net_cost", "state_cost"), strict=True)
        for price in BED_PRICES
    }
    return by_payer | by_price
