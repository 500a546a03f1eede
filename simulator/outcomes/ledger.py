"""The ledger: what the counted days, detainers, answers and transfers cost, and who pays.

A line is (agency, month, item, payer, bed price, amount). Days are priced three ways side by side; an item that has
no jail days in it stands once, under the bed price ``any``. The total at a bed price is the sum of the lines under
that price and under ``any``. Payments that a payer gets are negative. Lines that would be there anyway stand in the
ledger and in a total of their own, not in what a policy costs.

The ledger is a pure function of counts and prices, so that it can be worked out again at other prices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.outcomes.ledger_counts import Counts, monthly_counts
from simulator.outcomes.ledger_items import ITEM_FACTS, Cause, Item
from simulator.outcomes.measures import Tally
from simulator.scenario.costs import BED_PRICES, BedPrice, Costs, Payer, inputs_of
from simulator.scenario.place import Scenario
from simulator.scenario.reporting import units_of

DAYS_PER_YEAR = 365.25
JAIL_PAYERS: tuple[Literal["local", "state"], ...] = ("local", "state")

Floats = NDArray[np.float64]
LinePrice = BedPrice | Literal["any"]
Prices = Mapping[str, float]
"""The numbers of ``costs`` by their dotted path below it."""
Priced = tuple[Item, LinePrice, Floats]


@dataclass(frozen=True)
class Line:
    """An item, its payer and its bed price (``any`` without jail days); ``amounts``: agencies x months, in USD.

    Amounts worked out for many replications at once have them as a first axis.
    """

    item: Item
    payer: Payer
    bed_price: LinePrice
    amounts: Floats

    @property
    def caused_by(self) -> Cause:
        """What the cost comes from."""
        return ITEM_FACTS[self.item].caused_by


def central_prices(costs: Costs) -> dict[str, float]:
    """Every number of the costs at its stated value."""
    return {path: quantity.value for path, quantity in inputs_of(costs)}


def ledger(scenario: Scenario, tally: Tally) -> tuple[Line, ...]:
    """All lines of a replication at the stated prices; agencies whose jail the state pays for are under ``state``."""
    return priced(scenario, monthly_counts(tally, scenario.years), central_prices(scenario.costs))


def priced(scenario: Scenario, counts: Counts, prices: Prices) -> tuple[Line, ...]:
    """All lines of these counts at these prices."""
    pricing = _Pricing(scenario, counts, prices)
    jail, paid_by_ice = list(pricing.jail()), list(pricing.paid_by_ice())
    lines: list[Line] = []
    for payer in JAIL_PAYERS:
        pays = np.array([[unit.jail_paid_by == payer] for unit in units_of(scenario)])
        if pays.any():
            lines += [Line(item, payer, price, amounts * pays) for item, price, amounts in jail]
            lines += [Line(item, payer, price, -amounts * pays) for item, price, amounts in paid_by_ice]
    lines += [Line(item, "federal", price, amounts) for item, price, amounts in (*pricing.federal(), *paid_by_ice)]
    return (*lines, *(Line(item, "person", price, amounts) for item, price, amounts in pricing.person()))


class _Pricing:
    """Counts, prices, and what a dollar of each span is worth in the report."""

    def __init__(self, scenario: Scenario, counts: Counts, prices: Prices) -> None:
        self._costs = scenario.costs
        self._simulated_years = scenario.years
        self._counts = counts
        self._of = counts.of
        self._prices = prices
        self._worth = scenario.costs.report_dollars * self._later(counts.year)
        self._jail_worth = self._worth * (1 + prices.get("jail_real_growth", 0.0)) ** counts.year

    def jail(self) -> Iterator[Priced]:
        """What the side pays that pays for the jail."""
        yield from self._bed_days()
        yield from self._staff_time()
        yield from self._in_use(self._for_some())

    def paid_by_ice(self) -> Iterator[Priced]:
        """What the federal side pays to the jail's side; positive here."""
        yield from self._in_use(self._reimbursement())
        if "scaap.share_of_cost" in self._prices:
            late = self._later(self._prices["scaap.years_late"])
            rate = self._prices["scaap.share_of_cost"] * self._prices["scaap.claimed_share"]
            a_day = rate * self._prices["bed_day.average"] * late * self._jail_worth
            several = self._prices["scaap.two_misdemeanors"]
            own = self._of("felony_days_anyway") + several * self._of("misdemeanor_days_anyway")
            whole = self._of("felony_days") + several * self._of("misdemeanor_days")
            yield "scaap-own-days", "any", own * a_day
            yield "scaap-added-days", "any", (whole - own) * a_day

    def federal(self) -> Iterator[Priced]:
        """What the federal side pays besides."""
        prices, transferred = self._prices, self._of("transferred")
        yield self._line("transport", transferred * prices["federal_transport_per_transfer"])
        if "federal_custody.bed_day" in prices:
            stay = prices["federal_custody.days_per_transfer"] * prices["federal_custody.bed_day"]
            arrested = self._of("arrested_at_large")
            yield self._line("federal-detention", (transferred + arrested) * stay)
            yield self._line("arrests-at-large", arrested * prices["federal_custody.per_arrest_at_large"])
            yield self._line("removal", self._of("removed") * prices["federal_custody.per_removal"])

    def person(self) -> Iterator[Priced]:
        """What the people in jail lose."""
        if wage := self._prices.get("wage_lost_per_day"):
            yield self._line("wages-lost-pretrial", self._of("added_pretrial_days") * wage)
            yield self._line("wages-lost-on-hold", self._of("hold_days") * wage)

    def _bed_days(self) -> Iterator[Priced]:
        """Hold days and added days at each bed price."""
        prices = self._prices
        hold, added = self._of("hold_days"), self._of("added_pretrial_days")
        beds = max(round(prices["bed_day.pod_size"]), 1)
        pods = pods_per_day(hold + added, beds, self._simulated_years)
        per_day: dict[BedPrice, Floats | float] = {
            "short-run": prices["bed_day.short_run"],
            "step": prices["bed_day.short_run"] + pods * prices["bed_day.pod_cost"],
            "average": prices["bed_day.average"],
        }
        for price in BED_PRICES:
            yield "hold-days", price, hold * per_day[price] * self._jail_worth
            yield "added-pretrial-days", price, added * per_day[price] * self._jail_worth

    def _staff_time(self) -> Iterator[Priced]:
        hours = {
            "paperwork": ("detainers", "paperwork_per_detainer"),
            "answering": ("answers_seen", "reading_per_answer"),
            "handover": ("transferred", "handover_per_transfer"),
        }
        items: tuple[Item, ...] = ("paperwork", "answering", "handover")
        for item in items:
            counted, each = hours[item]
            yield self._line(item, self._of(counted) * self._prices[each] * self._prices["staff_hour"])

    def _for_some(self) -> Iterator[Priced]:
        """Items that a place may switch on; those switched off come to nothing."""
        price = self._prices.get
        yield self._line("fingerprinting", self._of("submissions") * price("fingerprinting_per_submission", 0.0))
        booked = price("extra_bookings.share_of_detainers", 0.0) * price("extra_bookings.price", 0.0)
        yield "extra-bookings", "any", self._of("detainers") * booked * self._jail_worth
        if self._costs.litigation and self._costs.litigation.mean_counts:
            yield self._line("litigation", self._of("honored") * price("litigation.mean_per_hold", 0.0))
        yield self._each_year("liaison-staff", price("liaison.officers", 0.0) * price("liaison.cost_per_officer", 0.0))
        penalty = price("penalties.amount", 0.0) * price("penalties.probability_per_year", 0.0)
        yield self._each_year("penalties", penalty)
        first = np.arange(len(self._counts.year)) == 0
        agencies = self._of("detainers").shape[-2]
        once = np.zeros_like(self._of("detainers")) + first * price("opt_out_administration", 0.0) / agencies
        yield self._line("opt-out-administration", once)

    def _reimbursement(self) -> Iterator[Priced]:
        """For holds at agencies that had an agreement when they began, which is a matter of the policy."""
        if terms := self._costs.reimbursement:
            if terms.paid_per == "cost":
                paid = self._of("reimbursed_hold_days") * self._prices["bed_day.average"] * self._jail_worth
                yield "reimbursement", "any", paid
            else:
                counted = {"hold": "reimbursed_holds", "day": "reimbursed_hold_days"}[terms.paid_per]
                yield self._line(
                    "reimbursement", self._of(counted) * self._prices[f"reimbursement.per_{terms.paid_per}"]
                )

    def _each_year(self, item: Item, amount: float) -> Priced:
        """The same amount for the place in every year, spread over its agencies and the months."""
        detainers = self._of("detainers")
        return self._line(item, np.zeros_like(detainers) + amount * self._counts.years / detainers.shape[-2])

    def _line(self, item: Item, amounts: Floats) -> Priced:
        return item, "any", amounts * self._worth

    def _in_use(self, lines: Iterator[Priced]) -> Iterator[Priced]:
        """The lines that come to something."""
        return (line for line in lines if line[2].any())

    def _later(self, years: float | NDArray[np.int64]) -> Floats:
        """What a dollar counts that comes some years after the first."""
        return np.asarray((1 + self._prices.get("discount_rate", 0.0)) ** -np.asarray(years, dtype=float))


def pods_per_day(days: Floats, pod_size: int, years: int) -> Floats:
    """Pod-years that each jail day stands for: whole pods that the days fill, spread over the days.

    A pod opens or closes only when the beds fill one, so the number is rounded down. ``days`` is (replications x)
    agencies x months; the result has one column.
    """
    total = days.sum(axis=-1, keepdims=True)
    pod_years = np.floor(total / DAYS_PER_YEAR / years / pod_size) * years
    return np.asarray(np.divide(pod_years, total, out=np.zeros_like(total), where=total > 0))
