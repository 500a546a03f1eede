"""The numbers behind the figures of dollars: costs, what they come from, who pays, and how they add up."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.experiments.intervals import Interval, interval
from simulator.runs.tables import RunTables
from simulator.scenario.costs import BED_PRICES
from simulator.views.figures.bars import Bar
from simulator.views.figures.bills import bills_of
from simulator.views.figures.costs import BESIDE, Page, beside, by_item, by_price, cost_of, page_of
from simulator.views.figures.cumulative import alike_courses, courses_of, months_of
from simulator.views.figures.findings import base_of, jail_side, names, same_as
from simulator.views.figures.items import heading_of
from simulator.views.figures.months import month_in_words
from simulator.views.figures.signed import signed, signed_spread
from simulator.views.figures.waterfall import fall_of
from simulator.views.figures.who_pays import alike_changes, changes_of
from simulator.views.listing import Listing
from simulator.views.pictures.brackets import in_brackets
from simulator.views.words import rounded, spread

Row = tuple[str, ...]


def costs_listed(tables: RunTables) -> Listing:
    """A row for each item and each total, a column for each group of policies that coincide."""
    page, groups = page_of(tables)
    rows = [*_item_rows(page), *_total_rows(page)]
    return Listing(
        f"Cost by policy, items at the {page.price} price, mean of the simulated years{in_brackets(tables)}",
        ("Cost, USD a year", *(names(tables, group) for group in groups)),
        tuple(rows),
    )


def _item_rows(page: Page) -> Iterator[Row]:
    """The parts of each bar; with two payers of the jail their totals too, which are not in the rows of prices."""
    payers = page.bills.jail_payers
    for payer in payers:
        bars = [by_item(page, policy, payer) for policy in page.policies]
        before = f"{payer.capitalize()}: " if len(payers) > 1 else ""
        for place, item in enumerate(page.items.named):
            yield f"{before}{heading_of(item)}", *(rounded(bar.parts[place][0], "USD") for bar in bars)
        if before:
            yield f"{before}all items", *(_total(bar) for bar in bars)


def _total_rows(page: Page) -> Iterator[Row]:
    for price in BED_PRICES:
        name = f"{cost_of(page.bills.jail_payers)}, {price} price"
        yield name, *(_total(by_price(page, policy, price)) for policy in page.policies)
    for payer in page.bills.payers:
        if payer in BESIDE:
            name = f"Paid by others: {BESIDE[payer][0]}"
            yield name, *(_total(beside(page, policy, payer)) for policy in page.policies)


def _total(bar: Bar) -> str:
    return spread(vars(bar.total), "USD")


def waterfall_listed(tables: RunTables) -> Listing:
    """A row for each item that changes, and one for all items."""
    fall = fall_of(tables)
    base, policy = tables.labels.policies[base_of(tables)], same_as(tables, fall.policy)
    rows = [
        (heading_of(step.item), *(rounded(usd, "USD") for usd in (step.base, step.policy)), signed(step.change, "USD"))
        for step in fall.steps
    ]
    totals = (rounded(usd, "USD") for usd in (fall.base, fall.base + fall.difference.mean))
    rows.append(("All items, with those that do not change", *totals, signed_spread(fall.difference, "USD")))
    return Listing(
        f"{jail_side(tables).noun.capitalize()} by item, mean of the simulated years{in_brackets(tables)}",
        ("Item", *(f"{label}, USD a year" for label in (base, policy, "Difference"))),
        tuple(rows),
    )


def who_pays_listed(tables: RunTables) -> Listing:
    """A row for each group of policies that coincide, a column for each payer."""
    bills = bills_of(tables)
    changes = changes_of(tables, bills)
    rows = [
        (names(tables, group), *(_change(interval(changes[group[0]][payer])) for payer in bills.payers))
        for group in alike_changes(changes)
    ]
    base = tables.labels.policies[base_of(tables)]
    return Listing(
        f'Cost by who pays it, difference to "{base}"{in_brackets(tables)}',
        ("Policy", *(f"{payer.capitalize()}, USD a year" for payer in bills.payers)),
        tuple(rows),
    )


def cumulative_listed(tables: RunTables) -> Listing:
    """A row for each month, and one for when all is paid; a column for each group of policies that coincide."""
    side, months = jail_side(tables), months_of(tables)
    courses = courses_of(tables, months, side)
    groups = alike_courses(courses)
    shown = [courses[group[0]] for group in groups]
    rows = [
        (month_in_words(month), *(_change(interval(course.by_month[place])) for course in shown))
        for place, month in enumerate(months)
    ]
    if any(course.is_late for course in shown):
        rows.append(("all payments of SCAAP", *(_change(interval(course.in_all)) for course in shown)))
    base = tables.labels.policies[base_of(tables)]
    return Listing(
        f'{side.noun.capitalize()} added up over the months, difference to "{base}"{in_brackets(tables)}',
        ("By the end of", *(f"{names(tables, group)}, USD" for group in groups)),
        tuple(rows),
    )


def _change(found: Interval) -> str:
    return signed_spread(found, "USD")
