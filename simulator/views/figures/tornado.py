"""What each number of the costs does to a policy's difference, from the low end of its range to the high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
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
from simulator.views.figures.items import EDGE, Fill
from simulator.views.figures.style import (
    INK,
    LEFT,
    MUTED,
    ORANGE,
    RIGHT,
    SKY,
    SMALL_POINTS,
    Sheet,
    dollar_axis,
    line_inches,
    say_nothing_to_show,
    sheet,
    text_inches,
    text_style,
    wrapped,
)
from simulator.views.words import rounded

SHOWN = 10
LOW: Fill = {"facecolor": SKY, "hatch": "////"}
HIGH: Fill = {"facecolor": ORANGE, "hatch": ""}
LABEL_INCHES, ROW_INCHES, AXIS_INCHES, HEAD_INCHES, EMPTY_INCHES = 2.5, 0.4, 0.55, 0.55, 0.8
NEAR_ZERO = 1.0
"""Zero is drawn if it lies no further from the bars than they are wide, times this."""

NEAR_EDGE = 0.2
"""In this part of the axis at either side, words stand beside their line, not over it."""


@dataclass(frozen=True)
class Swing:
    """A number of the costs, and the difference in dollars a year at its low end, as stated, and at its high end."""

    path: str
    unit: str
    low: float
    value: float
    high: float
    at_low: float
    at_value: float
    at_high: float

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that the difference comes to."""
        three = (self.at_low, self.at_value, self.at_high)
        return min(three), max(three)

    @property
    def width(self) -> float:
        """How far the number moves the difference."""
        return self.ends[1] - self.ends[0]


def tornado(tables: RunTables, policy: str | None = None) -> Figure:
    """A bar for each of the ten numbers that move the difference most; by default of the policy that changes most.

    Raises ValueError for a policy that the run does not have, and for a run of the place as it is alone.
    """
    side = jail_side(tables)
    chosen = compared_policy(tables, policy, side.measure)
    every = swings_of(tables.tornado, chosen, side.measure)
    shown = [swing for swing in every if swing.width > SMALLEST][:SHOWN]
    labels = [_label(swing) for swing in shown]
    row = max([ROW_INCHES, *(len(lines) * line_inches(SMALL_POINTS) + 0.1 for lines in labels)])
    height = row * len(shown) or EMPTY_INCHES
    subtitle = f"Difference in {side.noun} to as it is, with one number at a time at the ends of its range"
    title = _title(tables, shown, chosen, side, asked=policy is not None)
    drawn = sheet(title, subtitle, _notes(tables, every, shown), AXIS_INCHES + height + HEAD_INCHES)
    left = LEFT + LABEL_INCHES
    if not shown:
        axes = drawn.axes(LEFT, AXIS_INCHES, RIGHT - LEFT, height)
        axes.set_axis_off()
        say_nothing_to_show(axes, "No number with a range moves the difference")
        return drawn.figure
    _key(drawn, AXIS_INCHES + height + HEAD_INCHES)
    for position, lines in enumerate(labels):
        drawn.write(LEFT, AXIS_INCHES + height - (position + 0.5) * row, "\n".join(lines), va="center")
    _draw(drawn.axes(left, AXIS_INCHES, RIGHT - left, height), shown)
    return drawn.figure


def swings_of(rows: pd.DataFrame, policy: str, measure: str) -> list[Swing]:
    """The swings of a policy's difference, the widest first."""
    chosen = rows[(rows["policy"] == policy) & (rows["measure"] == measure)]
    columns = ["input", "unit", "low", "value", "high"]
    columns += ["difference_at_low_usd", "difference_usd", "difference_at_high_usd"]
    swings = [Swing(*row) for row in chosen[columns].itertuples(index=False)]
    return sorted(swings, key=lambda swing: -swing.width)


def _label(swing: Swing) -> list[str]:
    """The number in words, and its stated value with the unit."""
    stated = stated_in_words(swing.value, swing.unit)
    return [*wrapped(input_name(swing.path), LABEL_INCHES - 0.15), f"stated: {stated}"]


def _title(tables: RunTables, shown: Sequence[Swing], policy: str, side: Side, *, asked: bool) -> str:
    """What the number that moves most does to the difference; says so where it turns its sign."""
    entry = tables.summary["differences"][policy][side.measure]
    if not shown or no_change(entry):
        return finding(tables, side.measure, side.noun, policy if asked else None, "USD")
    where = f"{same_as(tables, policy)} in {tables.labels.place}"
    found = _between(*shown[0].ends, side.noun)
    return f'{where}: {found} a year; of prices and working times, "{input_name(shown[0].path)}" moves it most'


def _between(low: float, high: float, noun: str) -> str:
    """From one difference to another, in words: ``between $14,200 and $67,400 less local cost``."""
    small, large = sorted((abs(low), abs(high)))
    if low * high < 0:
        return f"between {count(-low, 'USD')} less and {count(high, 'USD')} more {noun}"
    near = "no change" if small < SMALLEST else count(small, "USD")
    return f"between {near} and {count(large, 'USD')} {'more' if high > 0 else 'less'} {noun}"


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


def _key(drawn: Sheet, top: float) -> None:
    left = LEFT + LABEL_INCHES
    for text, fill in {"low end of the range": LOW, "high end of the range": HIGH}.items():
        drawn.swatch(left, top, text, **fill | EDGE)
        left += text_inches(text) + 0.5


def _draw(axes: Axes, shown: Sequence[Swing]) -> None:
    """From the stated difference to either end; where both lie on one side, the nearer end is drawn over the other."""
    centre = shown[0].at_value
    for position, swing in enumerate(shown):
        parts = sorted(((swing.at_low, LOW), (swing.at_high, HIGH)), key=lambda part: -abs(part[0] - centre))
        for end, fill in parts:
            axes.barh(position, end - centre, 0.5, left=centre, **fill | EDGE)
    axes.axvline(centre, color=INK, linewidth=1.2)
    _reach(axes, shown)
    for position, swing in enumerate(shown):
        _write_ends(axes, swing, position)
    dollar_axis(axes, "x", "{} a year, more (+) or less (-) than as it is", 5)
    axes.spines["left"].set_visible(False)
    _name_lines(axes, centre)


def _reach(axes: Axes, shown: Sequence[Swing]) -> None:
    """Limits that hold every bar, the values at its ends, and zero if it is near."""
    least, most = min(swing.ends[0] for swing in shown), max(swing.ends[1] for swing in shown)
    gap = least if least > 0 else -most if most < 0 else 0.0
    width = RIGHT - LEFT - LABEL_INCHES
    room = max(text_inches(text) for swing in shown for text in _texts(swing)) + 0.12
    inches = (width - 2 * room) / (most - least)
    least, most = least - room / inches, most + room / inches
    if gap <= NEAR_ZERO * (most - least):
        least, most = min(least, -0.02 * (most - least)), max(most, 0.02 * (most - least))
    axes.set_xlim(least, most)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_yticks([])


def _texts(swing: Swing) -> tuple[str, str]:
    """The ends of the range, as written at the ends of the bar: left, right."""
    texts = [amount_in_words(value, swing.unit) for value in (swing.low, swing.high)]
    first, second = texts if swing.at_low <= swing.at_high else reversed(texts)
    return first, second


def _write_ends(axes: Axes, swing: Swing, position: int) -> None:
    left, right = _texts(swing)
    plain = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    style = text_style(textcoords="offset points", va="center_baseline", bbox=plain)
    axes.annotate(left, (swing.ends[0], position), xytext=(-3, 0), ha="right", **style)
    axes.annotate(right, (swing.ends[1], position), xytext=(3, 0), ha="left", **style)


def _name_lines(axes: Axes, centre: float) -> None:
    """What the upright lines are: the stated difference, and none; one over the other where they stand close."""
    least, most = axes.get_xlim()
    inches = (RIGHT - LEFT - LABEL_INCHES) / (most - least)
    names = [(centre, f"as stated: {rounded(centre, 'USD')}")]
    if least <= 0 <= most:
        axes.axvline(0, color=MUTED, linewidth=0.9, linestyle="--", zorder=0.9)
        names.append((0.0, "no change"))
    close = abs(centre) * inches < sum(text_inches(text) for _, text in names)
    for row, (place, text) in enumerate(names):
        part = (place - least) / (most - least)
        side = "left" if part < NEAR_EDGE else "right" if part > 1 - NEAR_EDGE else "center"
        up = 2 + row * close * line_inches(SMALL_POINTS) * 72
        style = text_style(colour=MUTED, textcoords="offset points", xytext=(0, up), va="bottom")
        axes.annotate(text, (place, -0.5), ha=side, **style)
