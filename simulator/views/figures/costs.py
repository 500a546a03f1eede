"""What each policy costs: by item and payer at the headline price, and in all at the three prices of a jail day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulator.experiments.intervals import Interval, interval
from simulator.outcomes.ledger import ITEMS, JAIL_PAYERS, Item
from simulator.runs.tables import RunTables
from simulator.scenario.costs import BED_PRICES, PAYERS, BedPrice, Payer
from simulator.views.figures.findings import agencies_note, count, finding, intervals_note, listing, notes
from simulator.views.figures.style import (
    BLUE,
    GREEN,
    INK,
    LEFT,
    ORANGE,
    RIGHT,
    SKY,
    SMALL_POINTS,
    TEXT_POINTS,
    VERMILION,
    Sheet,
    dollar_axis,
    line_inches,
    sheet,
    text_inches,
    text_style,
    wrapped,
)

ITEM_FILLS: dict[Item, dict[str, Any]] = {
    "hold-days": {"facecolor": BLUE, "hatch": ""},
    "added-pretrial-days": {"facecolor": SKY, "hatch": "////"},
    "paperwork": {"facecolor": ORANGE, "hatch": ""},
    "answering": {"facecolor": VERMILION, "hatch": "...."},
    "handover": {"facecolor": GREEN, "hatch": "\\\\\\\\"},
    "transport": {"facecolor": "#BBBBBB", "hatch": "xxxx"},
}
PRICE_FILLS: dict[BedPrice, dict[str, Any]] = {
    "short-run": {"facecolor": "white", "hatch": ""},
    "step": {"facecolor": "#999999", "hatch": "////"},
    "average": {"facecolor": "#777777", "hatch": ""},
}
EDGE = {"edgecolor": INK, "linewidth": 0.5}
LABEL_INCHES, PAYER_INCHES, GAP_INCHES, BAR_INCHES = 1.55, 0.5, 0.3, 0.17
HEAD_INCHES, AXIS_INCHES = 0.75, 0.5
ITEMS_SHARE = 0.56
"""Share of the room for bars that the items have; the three prices have the rest."""


@dataclass(frozen=True)
class Bills:
    """Dollars a year: by (policy, payer, item, bed price of the ledger), one amount a replication."""

    amounts: dict[tuple[str, str, str, str], NDArray[np.float64]]
    replications: int

    @property
    def payers(self) -> list[Payer]:
        """Who pays for anything that the ledger counts, even if it comes to nothing."""
        return [payer for payer in PAYERS if any(key[1] == payer for key in self.amounts)]

    @property
    def jail_payers(self) -> list[Payer]:
        """Who pays for the jail: local, state, or both where agencies differ."""
        return [payer for payer in self.payers if payer in JAIL_PAYERS]

    def of(
        self, policy: str, payers: Sequence[Payer], price: BedPrice, item: Item | None = None
    ) -> NDArray[np.float64]:
        """What these payers pay with jail days at a price; of one item, or of all."""
        chosen = [
            amounts
            for (name, payer, kind, bed_price), amounts in self.amounts.items()
            if name == policy and payer in payers and bed_price in (price, "any") and item in (None, kind)
        ]
        return np.asarray(np.sum([np.zeros(self.replications), *chosen], axis=0))


@dataclass(frozen=True)
class Bar:
    """One bar: its parts as (mean, fill), and the total with its interval."""

    parts: list[tuple[float, dict[str, Any]]]
    total: Interval


def costs(tables: RunTables) -> Figure:
    """Each policy has a bar for each payer on the left, and on the right one for each price of a jail day."""
    bills = _bills(tables)
    headline = tables.labels.headline_bed_price
    labels = [wrapped(label, LABEL_INCHES - 0.1, weight="bold") for label in tables.labels.policies.values()]
    bars = max(len(BED_PRICES), len(bills.payers))
    block = max(bars * BAR_INCHES, *(len(lines) * line_inches(SMALL_POINTS) for lines in labels)) + BAR_INCHES
    height = block * len(labels)
    side = "local" if "local" in bills.jail_payers else "state"
    measure = "local_net_cost_usd" if side == "local" else "state_cost_usd"
    drawn = sheet(
        finding(tables, measure, f"{side} cost", unit="USD"),
        "Cost per year by policy, mean of the simulated years",
        _notes(tables),
        height + HEAD_INCHES + AXIS_INCHES,
    )
    _write_labels(drawn, bills, labels, block)
    room = RIGHT - LEFT - LABEL_INCHES - PAYER_INCHES - GAP_INCHES
    left, items_width = LEFT + LABEL_INCHES + PAYER_INCHES, room * ITEMS_SHARE
    by_item = {policy: _by_item(bills, policy, headline) for policy in tables.labels.policies}
    by_price = {policy: _by_price(bills, policy) for policy in tables.labels.policies}
    _panel(drawn, list(by_item.values()), left, items_width, block)
    _panel(drawn, list(by_price.values()), left + items_width + GAP_INCHES, room - items_width, block)
    _write_heads(drawn, bills, headline, height, left, items_width)
    return drawn.figure


def _bills(tables: RunTables) -> Bills:
    keys = ["policy", "payer", "item", "bed_price"]
    sums = tables.ledger.groupby([*keys, "replication"])["amount_usd"].sum().unstack("replication")
    yearly = sums.to_numpy(float) / tables.summary["years"]
    return Bills(dict(zip(sums.index, yearly, strict=True)), yearly.shape[1])


def _by_item(bills: Bills, policy: str, price: BedPrice) -> list[Bar]:
    """A bar for each payer."""
    return [
        Bar(
            [(float(bills.of(policy, [payer], price, item).mean()), ITEM_FILLS[item]) for item in ITEMS],
            interval(bills.of(policy, [payer], price)),
        )
        for payer in bills.payers
    ]


def _by_price(bills: Bills, policy: str) -> list[Bar]:
    """A bar for each price of a jail day, over the payers of the jail."""
    totals = [interval(bills.of(policy, bills.jail_payers, price)) for price in BED_PRICES]
    return [Bar([(total.mean, PRICE_FILLS[price])], total) for price, total in zip(BED_PRICES, totals, strict=True)]


def _notes(tables: RunTables) -> list[str]:
    return notes(
        intervals_note(tables, "Thin lines at the ends of bars"),
        f"Dollars of {tables.labels.dollars_of}. The two panels have different scales.",
        "Only the items shown are counted.",
        "Prices of a jail day: short-run is what one day more costs at once, such as food and medicine; step adds the "
        "staff of whole housing pods; average is the jail's budget spread over its population, an upper bound. Federal "
        "cost does not depend on them.",
        agencies_note(tables),
    )


def _write_labels(drawn: Sheet, bills: Bills, labels: Sequence[Sequence[str]], block: float) -> None:
    for position, lines in enumerate(labels):
        middle = AXIS_INCHES + (len(labels) - position - 0.5) * block
        drawn.write(LEFT, middle, "\n".join(lines), va="center", fontweight="bold")
        for payer, place in zip(bills.payers, _places(len(bills.payers)), strict=True):
            right = LEFT + LABEL_INCHES + PAYER_INCHES - 0.08
            drawn.write(right, middle - place, payer, va="center_baseline", ha="right")


def _places(bars: int) -> list[float]:
    """Inches below the middle of a block at which its bars stand."""
    return [(number - (bars - 1) / 2) * BAR_INCHES for number in range(bars)]


def _panel(drawn: Sheet, blocks: Sequence[Sequence[Bar]], left: float, width: float, block: float) -> None:
    """Bars in blocks, one a policy; the upright axis is in inches from the top."""
    axes = drawn.axes(left, AXIS_INCHES, width, block * len(blocks))
    for number_of_block, bars in enumerate(blocks):
        for bar, place in zip(bars, _places(len(bars)), strict=True):
            _draw(axes, bar, (number_of_block + 0.5) * block + place)
    axes.set_ylim(block * len(blocks), 0)
    axes.set_yticks([])
    ends = [bar.total for bars in blocks for bar in bars]
    most = max(total.mean if total.high is None else total.high for total in ends)
    text = max(text_inches(count(total.mean, "USD")) for total in ends) + 0.12
    axes.set_xlim(0, most * width / (width - text) or 1.0)
    dollar_axis(axes, "x", "{} a year", 4)
    if most == 0:
        axes.set_xticks([0])


def _draw(axes: Axes, bar: Bar, place: float) -> None:
    start = 0.0
    for mean, fill in bar.parts:
        axes.barh(place, mean, BAR_INCHES * 0.8, left=start, **fill | EDGE)
        start += mean
    total = bar.total
    if total.low is not None and total.high is not None:
        for colour, width in (("white", 2.6), (INK, 1.0)):
            axes.plot([total.low, total.high], [place] * 2, color=colour, linewidth=width)
    end = total.mean if total.high is None else total.high
    style = text_style(xytext=(3, 0), textcoords="offset points", va="center_baseline")
    axes.annotate(count(total.mean, "USD"), (end, place), **style)


def _write_heads(
    drawn: Sheet, bills: Bills, headline: BedPrice, height: float, left: float, items_width: float
) -> None:
    """Over each panel, what it shows and what its fills mean."""
    top = AXIS_INCHES + height + HEAD_INCHES
    right = left + items_width + GAP_INCHES
    payers = listing(bills.jail_payers, "and")
    drawn.write(left, top, f"By item, {headline} price", TEXT_POINTS, va="top", fontweight="bold")
    drawn.write(right, top, f"Total {payers} cost by price", TEXT_POINTS, va="top", fontweight="bold")
    step = line_inches(SMALL_POINTS)
    for place, item in enumerate(ITEMS):
        across, down = divmod(place, 3)
        text = item.replace("-", " ").capitalize()
        drawn.swatch(left + across * 1.7, top - 0.2 - down * step, text, **ITEM_FILLS[item] | EDGE)
    for place, price in enumerate(BED_PRICES):
        drawn.swatch(right, top - 0.2 - place * step, price.capitalize(), **PRICE_FILLS[price] | EDGE)
