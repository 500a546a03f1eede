"""The numbers behind the figure of differences and that of what moves them."""

from __future__ import annotations

from simulator.runs.tables import RunTables
from simulator.views.figures.differences import Shown, shown_in, values_in_words
from simulator.views.figures.findings import base_of, jail_side, others_of, same_as
from simulator.views.figures.signed import signed
from simulator.views.figures.swings import Swing
from simulator.views.figures.tornado import NOTHING, compared_swings, shown_of
from simulator.views.listing import Listing

INTERVALS = ("by chance", "by what is not known about the inputs", "by both")
NO_INTERVAL = "none"


def differences_listed(tables: RunTables) -> Listing:
    """A row for each number under each policy but the base, a column for each kind of interval that any of them has."""
    rows = [_row(tables, shown, policy) for shown in shown_in(tables) for policy in others_of(tables)]
    told = [any(row[3 + place] for row in rows) for place in range(len(INTERVALS))]
    named = [f"95 % interval {kind}" for kind, is_told in zip(INTERVALS, told, strict=True) if is_told]
    kept = [
        (*row[:3], *(text or NO_INTERVAL for text, is_told in zip(row[3:], told, strict=True) if is_told))
        for row in rows
    ]
    base = tables.labels.policies[base_of(tables)]
    return Listing(f'Difference to "{base}"', ("Number and policy", "Unit", "Difference", *named), tuple(kept))


def _row(tables: RunTables, shown: Shown, policy: str) -> tuple[str, ...]:
    """What the row is about, its unit, the difference and its three intervals; empty where there is none."""
    entry = tables.summary["differences"][policy][shown.measure]
    name = f"{shown.heading}: {tables.labels.policies[policy]}"
    return name, shown.axis.format("USD"), *values_in_words(entry, shown.unit)


def tornado_listed(tables: RunTables) -> Listing:
    """A row for each of the numbers that are shown."""
    policy, every = compared_swings(tables)
    shown = shown_of(every)
    noun = jail_side(tables).noun
    caption = f"{same_as(tables, policy)}: difference in {noun}, with one number at a time at the ends of its range"
    if not shown:
        return Listing(caption, ("Result",), ((f"{NOTHING}.",),))
    three = ("at the low end", "as stated", "at the high end")
    headings = ("Number", *(f"{end} end of its range, in the unit stated" for end in ("Low", "High")))
    differences = (f"Difference {where}, USD a year" for where in three)
    return Listing(caption, (*headings, *differences), tuple(_swing(swing) for swing in shown))


def _swing(swing: Swing) -> tuple[str, ...]:
    results = (swing.at_low, swing.at_value, swing.at_high)
    return f"{swing.name} ({swing.stated})", swing.low, swing.high, *(signed(usd, "USD") for usd in results)
