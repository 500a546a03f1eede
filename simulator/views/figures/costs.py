"""What each policy costs the jail's side, by item and at the three prices of a jail day; and beside it, others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from simulator.experiments.intervals import interval
from simulator.runs.tables import RunTables
from simulator.scenario.costs import BED_PRICES, BedPrice, Payer
from simulator.views.figures.bars import BAR_INCHES, Bar, Frame, bar_panel, places
from simulator.views.figures.bills import Bills, bills_of
from simulator.views.figures.findings import (
    about,
    agencies_note,
    alike,
    count,
    finding,
    groups_note,
    intervals_note,
    jail_side,
    listing,
    names,
    notes,
)
from simulator.views.figures.items import EDGE, Fill, Grouped, federal_note, grouped, heading_of, item_fill, item_name
from simulator.views.figures.style import (
    LEFT,
    RIGHT,
    SMALL_POINTS,
    TEXT_POINTS,
    Sheet,
    line_inches,
    sheet,
    text_inches,
    wrapped,
)
from simulator.views.words import rounded

PRICE_FILLS: dict[BedPrice, Fill] = {
    "short-run": {"facecolor": "white", "hatch": ""},
    "step": {"facecolor": "#999999", "hatch": "////"},
    "average": {"facecolor": "#777777", "hatch": ""},
}
BESIDE: dict[Payer, tuple[str, Fill]] = {
    "federal": ("Federal side", {"facecolor": "#BBBBBB", "hatch": "xxxx"}),
    "person": ("Wages that people lose", {"facecolor": "#EEEEEE", "hatch": "...."}),
}
"""Who pays besides the jail's side, and how that is called and filled."""
LABEL_INCHES, PAYER_INCHES, GAP_INCHES, AXIS_INCHES = 1.55, 0.45, 0.3, 0.55
SWATCH_INCHES, HEAD_INCHES, SPACE_INCHES = 0.5, 0.28, 0.2
"""Room of a swatch beside its name; of a heading; between what stands above and below."""


@dataclass(frozen=True)
class Page:
    """What all panels share: the policies in groups that coincide, their labels, and the items of the jail's side."""

    bills: Bills
    price: BedPrice
    policies: list[str]
    labels: list[list[str]]
    items: Grouped

    def block(self, bars: int) -> float:
        """Height of a policy's room for this many bars."""
        lines = max(map(len, self.labels))
        return max(bars * BAR_INCHES, lines * line_inches(SMALL_POINTS)) + BAR_INCHES * 0.9


def costs(tables: RunTables) -> Figure:
    """Above, the jail's side by item; below, its total at each price of a jail day, and what others pay."""
    page, groups = page_of(tables)
    upper, lower = page.block(len(page.bills.jail_payers)), page.block(len(BED_PRICES))
    lower_inches = AXIS_INCHES + lower * len(page.policies)
    rows = _key_rows(page.items)
    above_bars = HEAD_INCHES + rows * line_inches(SMALL_POINTS)
    key = HEAD_INCHES + len(BED_PRICES) * line_inches(SMALL_POINTS) + 0.05
    bottom = lower_inches + key + SPACE_INCHES + AXIS_INCHES
    body = bottom + upper * len(page.policies) + above_bars + 0.05
    side = jail_side(tables)
    title = finding(tables, side.measure, side.noun, unit="USD")
    drawn = sheet(title, "Cost per year by policy, mean of the simulated years", _notes(tables, page, groups), body)
    _items_panel(drawn, page, bottom, upper, body)
    _lower_panels(drawn, page, lower, lower_inches + key)
    return drawn.figure


def page_of(tables: RunTables) -> tuple[Page, list[list[str]]]:
    """What is shown, and the policies in groups that coincide in every amount."""
    bills, price = bills_of(tables), tables.labels.headline_bed_price
    whole = {
        policy: np.concatenate([bills.of(policy, [payer], every) for every in BED_PRICES for payer in bills.payers])
        for policy in tables.labels.policies
    }
    groups = alike(whole)
    policies = [group[0] for group in groups]
    labels = [wrapped(names(tables, group), LABEL_INCHES - 0.1, weight="bold") for group in groups]
    return Page(bills, price, policies, labels, _items(bills, policies, price)), groups


def _items(bills: Bills, policies: Sequence[str], price: BedPrice) -> Grouped:
    bars = [(policy, payer) for policy in policies for payer in bills.jail_payers]
    return grouped(
        {
            item: [float(bills.of(policy, [payer], price, item).mean()) for policy, payer in bars]
            for item in bills.items(bills.jail_payers)
        }
    )


def _items_panel(drawn: Sheet, page: Page, bottom: float, block: float, top: float) -> None:
    payers = page.bills.jail_payers
    left = LEFT + LABEL_INCHES + PAYER_INCHES * (len(payers) > 1)
    heading = f"{cost_of(payers)} by item, {page.price} price"
    drawn.write(left, top, heading, TEXT_POINTS, va="top", fontweight="bold")
    step = line_inches(SMALL_POINTS)
    for row, names_of_row in enumerate(_key(page.items)):
        for across, item in names_of_row:
            place = top - HEAD_INCHES + 0.04 - row * step
            drawn.swatch(left + across, place, heading_of(item), **item_fill(item) | EDGE)
    _write_labels(drawn, page, bottom, block)
    if len(payers) > 1:
        _write_payers(drawn, page, bottom, block)
    blocks = [[by_item(page, policy, payer) for payer in payers] for policy in page.policies]
    bar_panel(drawn, blocks, Frame(left, bottom, RIGHT - left, block))


def _key(items: Grouped) -> list[list[tuple[float, str]]]:
    """The items in rows as wide as the bars, each with its place across in inches."""
    room = RIGHT - LEFT - LABEL_INCHES - PAYER_INCHES
    rows: list[list[tuple[float, str]]] = [[]]
    across = 0.0
    for item in items.named:
        wide = text_inches(heading_of(item)) + SWATCH_INCHES
        if rows[-1] and across + wide > room:
            rows.append([])
            across = 0.0
        rows[-1].append((across, item))
        across += wide
    return rows


def _key_rows(items: Grouped) -> int:
    return len(_key(items))


def by_item(page: Page, policy: str, payer: Payer) -> Bar:
    """What a payer of the jail pays: a part for each of the items that have a name."""
    bills, price = page.bills, page.price
    parts = [
        (float(sum(bills.of(policy, [payer], price, item).mean() for item in kinds)), item_fill(name))
        for name, kinds in page.items.named.items()
    ]
    total = interval(bills.of(policy, [payer], price))
    net = "net " * any(mean < 0 for mean, _ in parts)
    return Bar(parts, total, f"{net}{rounded(total.mean, 'USD')}")


def _lower_panels(drawn: Sheet, page: Page, block: float, top: float) -> None:
    """The three prices on the left, who else pays on the right, each on a scale of its own."""
    width = (RIGHT - LEFT - LABEL_INCHES - GAP_INCHES) / 2
    left = LEFT + LABEL_INCHES
    payers = page.bills.jail_payers
    prices = [[by_price(page, policy, price) for price in BED_PRICES] for policy in page.policies]
    key = {price.capitalize(): PRICE_FILLS[price] for price in BED_PRICES}
    _with_key(drawn, f"{cost_of(payers)} by price of a day", key, left, top)
    bar_panel(drawn, prices, Frame(left, AXIS_INCHES, width, block))
    _write_labels(drawn, page, AXIS_INCHES, block)
    others = [payer for payer in page.bills.payers if payer in BESIDE]
    if not others:
        return
    paid = [[beside(page, policy, payer) for payer in others] for policy in page.policies]
    left += width + GAP_INCHES
    _with_key(drawn, "Outside of that: paid by others", dict(BESIDE[payer] for payer in others), left, top)
    bar_panel(drawn, paid, Frame(left, AXIS_INCHES, width, block))


def by_price(page: Page, policy: str, price: BedPrice) -> Bar:
    """The total at a price of a jail day, over all who pay for jails."""
    total = interval(page.bills.of(policy, page.bills.jail_payers, price))
    return Bar([(total.mean, PRICE_FILLS[price])], total, rounded(total.mean, "USD"))


def beside(page: Page, policy: str, payer: Payer) -> Bar:
    """What one of the others pays."""
    total = interval(page.bills.of(policy, [payer], page.price))
    return Bar([(total.mean, BESIDE[payer][1])], total, rounded(total.mean, "USD"))


def _with_key(drawn: Sheet, heading: str, key: dict[str, Fill], left: float, top: float) -> None:
    drawn.write(left, top, heading, TEXT_POINTS, va="top", fontweight="bold")
    for row, (name, fill) in enumerate(key.items()):
        drawn.swatch(left, top - HEAD_INCHES + 0.04 - row * line_inches(SMALL_POINTS), name, **fill | EDGE)


def cost_of(payers: Sequence[Payer]) -> str:
    """What it is called that these pay."""
    return f"{listing(payers, 'and').capitalize()} cost"


def _write_labels(drawn: Sheet, page: Page, bottom: float, block: float) -> None:
    for position, lines in enumerate(reversed(page.labels)):
        drawn.write(LEFT, bottom + (position + 0.5) * block, "\n".join(lines), va="center", fontweight="bold")


def _write_payers(drawn: Sheet, page: Page, bottom: float, block: float) -> None:
    right = LEFT + LABEL_INCHES + PAYER_INCHES - 0.08
    for position in range(len(page.policies)):
        payers = page.bills.jail_payers
        for payer, place in zip(payers, places(len(payers)), strict=True):
            drawn.write(right, bottom + (position + 0.5) * block - place, payer, va="center_baseline", ha="right")


def _notes(tables: RunTables, page: Page, groups: Sequence[Sequence[str]]) -> list[str]:
    paid = any(part < 0 for policy in page.policies for payer in page.bills.jail_payers
               for part, _ in by_item(page, policy, payer).parts)  # fmt: skip
    return notes(
        intervals_note(tables, "Thin lines"),
        "Left of zero stands what the jail's side is paid; dots and numbers are what is left to pay." if paid else "",
        page.items.note,
        _anyway_note(page),
        f"Dollars of {tables.labels.dollars_of}. Each panel has its own scale.",
        "Prices of a jail day: short-run is what one day more costs at once, such as food and medicine; step adds the "
        "staff of whole housing pods; average is the jail's budget spread over its population, an upper bound.",
        federal_note(page.bills.items(["federal"])),
        groups_note(groups, "every amount"),
        agencies_note(tables),
    )


def _anyway_note(page: Page) -> str:
    """What is paid under every policy, and how much it comes to."""
    payers = page.bills.jail_payers
    items = list(dict.fromkeys(item for _, payer, item, _ in page.bills.anyway if payer in payers))
    parts = []
    for item in items:
        means = [float(page.bills.anyway_of(policy, payers, page.price, item).mean()) for policy in page.policies]
        ends = list(dict.fromkeys(count(abs(mean), "USD") for mean in (min(means), max(means))))
        received = " received" if sum(means) < 0 else ""
        if any(means):
            parts.append(f"{item_name(item)} ({about(' to '.join(ends))} a year{received})")
    them = listing(parts, "and") if parts else ""
    return f"In no bar, because it is there under every policy: {them}." if parts else ""
