"""What each number of the costs does to a policy's difference, from the low end of its range to the high."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from simulator.runs.tables import RunTables
from simulator.views.figures.findings import (
    SMALLEST,
    Side,
    agencies_note,
    compared_policy,
    count,
    dollars_note,
    finding,
    jail_side,
    no_change,
    notes,
    same_as,
)
from simulator.views.figures.input_names import amount_in_words, input_name, stated_in_words
from simulator.views.figures.swings import Scale, Swing, swings_figure

SHOWN = 10
NOTHING = "No number with a range moves the difference"
SCALE = Scale("USD", "{} a year, more (+) or less (-) than as it is")


def tornado(tables: RunTables, policy: str | None = None) -> Figure:
    """A bar for each of the ten numbers that move the difference most; by default of the policy that changes most.

    Raises ValueError for a policy that the run does not have, and for a run of the place as it is alone.
    """
    side = jail_side(tables)
    chosen, every = compared_swings(tables, policy)
    shown = shown_of(every)
    subtitle = f"Difference in {side.noun} to as it is, with one number at a time at the ends of its range"
    title = _title(tables, shown, chosen, side, asked=policy is not None)
    return swings_figure(title, subtitle, _notes(tables, every, shown), shown, SCALE, NOTHING)


def compared_swings(tables: RunTables, policy: str | None = None) -> tuple[str, list[Swing]]:
    """The policy, by default the one that changes most, and all swings of its difference; errors as of ``tornado``."""
    side = jail_side(tables)
    chosen = compared_policy(tables, policy, side.measure)
    return chosen, swings_of(tables.tornado, chosen, side.measure)


def shown_of(every: Sequence[Swing]) -> list[Swing]:
    """The ten that move the difference most, without those that do not move it."""
    return [swing for swing in every if swing.width > SMALLEST][:SHOWN]


def swings_of(rows: pd.DataFrame, policy: str, measure: str) -> list[Swing]:
    """The swings of a policy's difference, the widest first."""
    chosen = rows[(rows["policy"] == policy) & (rows["measure"] == measure)]
    columns = ["input", "unit", "low", "value", "high"]
    columns += ["difference_at_low_usd", "difference_usd", "difference_at_high_usd"]
    swings = [_swing(*row) for row in chosen[columns].itertuples(index=False)]
    return sorted(swings, key=lambda swing: -swing.width)


def _swing(path: str, unit: str, low: float, value: float, high: float, *at: float) -> Swing:
    stated = f"stated: {stated_in_words(value, unit)}"
    return Swing(path, input_name(path), stated, amount_in_words(low, unit), amount_in_words(high, unit), *at)


def _title(tables: RunTables, shown: Sequence[Swing], policy: str, side: Side, *, asked: bool) -> str:
    """What the number that moves most does to the difference; says so where it turns its sign."""
    entry = tables.summary["differences"][policy][side.measure]
    if not shown or no_change(entry):
        return finding(tables, side.measure, side.noun, policy if asked else None, "USD")
    where = f"{same_as(tables, policy)} in {tables.labels.place}"
    found = between(*shown[0].ends, side.noun, "USD")
    return f'{where}: of prices and working times, "{shown[0].name}" moves {side.noun} most; alone, {found} a year'


def between(low: float, high: float, noun: str, unit: str) -> str:
    """From one difference to another, in words: ``between $14,200 and $67,400 less local cost``."""
    fewer = "less" if unit == "USD" else "fewer"
    small, large = sorted((abs(low), abs(high)))
    if low * high < 0:
        return f"between {count(-low, unit)} {fewer} and {count(high, unit)} more {noun}"
    near = "no change" if small < SMALLEST else count(small, unit)
    return f"between {near} and {count(large, unit)} {'more' if high > 0 else fewer} {noun}"


def _notes(tables: RunTables, every: Sequence[Swing], shown: Sequence[Swing]) -> list[str]:
    moving = sum(swing.width > SMALLEST for swing in every)
    still = len(every) - moving
    left_out = moving - len(shown)
    return notes(
        "Each bar: the difference as one number goes from the low to the high end of its range, which stand beside the "
        "bar; all others as stated. Two numbers at once can do more."
        if shown
        else "",
        f"Not shown: {left_out} more that move it less." if left_out else "",
        f"{still} {'other ' * bool(shown)}numbers with a range do not move it." if still else "",
        "Not varied: chance, numbers of people and their stays, and what is switched on or off.",
        dollars_note(tables),
        agencies_note(tables),
    )
