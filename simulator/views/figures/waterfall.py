"""From the cost of the place as it is to that of a policy, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiments.intervals import Interval, interval
from simulator.runs.tables import RunTables
from simulator.views.figures.bars import draw_interval
from simulator.views.figures.bills import Bills, bills_of
from simulator.views.figures.findings import (
    SMALLEST,
    Side,
    agencies_note,
    any_change,
    base_of,
    compared_policy,
    count,
    dollars_note,
    finding,
    intervals_note,
    jail_side,
    no_change,
    not_clear,
    notes,
    same_as,
)
from simulator.views.figures.items import EDGE, OTHER, Fill, grouped, heading_of, item_name
from simulator.views.figures.signed import is_none, signed
from simulator.views.figures.style import (
    BLUE,
    INK,
    LEFT,
    MUTED,
    ORANGE,
    RIGHT,
    SMALL_POINTS,
    Sheet,
    dollar_axis,
    line_inches,
    sheet,
    text_inches,
    text_style,
    wrapped,
)
from simulator.views.words import rounded

LEVEL: Fill = {"facecolor": "#BBBBBB", "hatch": ""}
LESS: Fill = {"facecolor": BLUE, "hatch": ""}
MORE: Fill = {"facecolor": ORANGE, "hatch": "////"}
LABEL_INCHES, AXIS_INCHES, ROW_INCHES, KEY_INCHES = 2.3, 0.55, 0.42, 0.25
THICK = 0.62
"""Part of a row that its bar fills."""
MOST_OF = 0.5
"""A title names the item that makes this share of the difference, and what runs against this share of the item."""


@dataclass(frozen=True)
class Step:
    """One item: its cost in the place as it is and under the policy, dollars a year."""

    item: str
    base: float
    policy: float

    @property
    def change(self) -> float:
        """What the policy adds; negative where it saves."""
        return self.policy - self.base


@dataclass(frozen=True)
class Fall:
    """A level that is left for that of a policy, the steps from it, and the difference with its interval."""

    policy: str
    base: float
    steps: list[Step]
    together: list[str]
    difference: Interval


@dataclass(frozen=True)
class FallingBar:
    """A bar as drawn: from where to where, in dollars a year, and the number beside it."""

    start: float
    stop: float
    fill: Fill
    text: str


def waterfall(tables: RunTables, policy: str | None = None) -> Figure:
    """Bars from the base's cost to a policy's, by default the one that changes it most.

    Raises ValueError for a policy that the run does not have, and for a run of the place as it is alone.
    """
    side, fall = jail_side(tables), fall_of(tables, policy)
    labels = _labels(tables, fall)
    row = max(ROW_INCHES, max(map(len, labels)) * line_inches(SMALL_POINTS) + 0.1)
    height = row * len(labels)
    subtitle = f"{side.noun.capitalize()} a year, by item: from as it is to the policy, mean of the simulated years"
    title = _title(tables, fall, side, asked=policy is not None)
    drawn = sheet(title, subtitle, _notes(tables, fall), AXIS_INCHES + height + KEY_INCHES)
    for position, lines in enumerate(labels):
        bold = "bold" if position in (0, len(labels) - 1) else "normal"
        middle = AXIS_INCHES + height - (position + 0.5) * row
        drawn.write(LEFT, middle, "\n".join(lines), va="center", fontweight=bold)
    _key(drawn, fall, AXIS_INCHES + height + KEY_INCHES)
    axes = drawn.axes(LEFT + LABEL_INCHES, AXIS_INCHES, RIGHT - LEFT - LABEL_INCHES, height)
    _draw(axes, fall)
    return drawn.figure


def fall_of(tables: RunTables, policy: str | None = None) -> Fall:
    """What is shown of a policy, by default of the one that changes the cost most; errors as of ``waterfall``."""
    side = jail_side(tables)
    return _fall(bills_of(tables), tables, compared_policy(tables, policy, side.measure), side)


def _fall(bills: Bills, tables: RunTables, policy: str, side: Side) -> Fall:
    price, base = tables.labels.headline_bed_price, base_of(tables)
    arrays = {
        item: [bills.of(name, [side.payer], price, item) for name in (base, policy)]
        for item in bills.items([side.payer])
    }
    means = {item: (float(was.mean()), float(will.mean())) for item, (was, will) in arrays.items()}
    changed = {item: [will - was] for item, (was, will) in means.items() if abs(will - was) > SMALLEST}
    parts = grouped(changed)
    steps = [Step(item, *means[item]) for item in parts.alone]
    steps.sort(key=lambda step: -abs(step.change))
    if parts.together:
        together = [means[item] for item in parts.together]
        steps.append(Step(OTHER, *map(sum, zip(*together, strict=True))))
    totals = [bills.of(name, [side.payer], price) for name in (base, policy)]
    return Fall(policy, float(totals[0].mean()), steps, parts.together, interval(totals[1] - totals[0]))


def _labels(tables: RunTables, fall: Fall) -> list[list[str]]:
    named = (tables.labels.policies[base_of(tables)], same_as(tables, fall.policy))
    first, last = (wrapped(name, LABEL_INCHES - 0.15, weight="bold") for name in named)
    steps = [
        [*wrapped(heading_of(step.item), LABEL_INCHES - 0.15), f"from {_usd(step.base)} to {_usd(step.policy)}"]
        for step in fall.steps
    ]
    return [first, *steps, [*last, *_in_words(fall.difference)]]


def _title(tables: RunTables, fall: Fall, side: Side, *, asked: bool) -> str:
    found = finding(tables, side.measure, side.noun, fall.policy if asked else None, "USD")
    entry = tables.summary["differences"][fall.policy][side.measure]
    if not fall.steps or no_change(entry) or not_clear(entry):
        return found
    first, change = fall.steps[0], fall.difference.mean
    if first.change * change <= 0 or abs(first.change) < MOST_OF * abs(change) or len(fall.steps) == 1:
        return found
    against = sum(step.change for step in fall.steps if step.change * change < 0)
    most = f"{_step(first.change)} for {item_name(first.item)}"
    if abs(against) < MOST_OF * abs(first.change):
        return f"{found}, above all {most}"
    return f"{found}: {most}, but {_step(against)} for others"


def _step(change: float) -> str:
    return f"{count(abs(change), 'USD')} {'more' if change > 0 else 'less'}"


def _notes(tables: RunTables, fall: Fall) -> list[str]:
    named = [item_name(item) for item in fall.together]
    return notes(
        intervals_note(tables, "Thin line at the last bar, and the numbers under its label, of the difference in all"),
        "Items that do not change are left out." if any_change(tables, [jail_side(tables).measure]) else "",
        f"Other items: {', '.join(named)}." if named else "",
        "An amount below zero is paid to the jail's side; getting less of it adds to its cost."
        if any(step.base < 0 or step.policy < 0 for step in fall.steps)
        else "",
        dollars_note(tables),
        agencies_note(tables),
    )


def _key(drawn: Sheet, fall: Fall, top: float) -> None:
    left = LEFT + LABEL_INCHES
    shown = {"less cost": LESS, "more cost": MORE} if fall.steps else {}
    for text, fill in shown.items():
        drawn.swatch(left, top, text, **fill | EDGE)
        left += text_inches(text) + 0.5


def _draw(axes: Axes, fall: Fall) -> None:
    """Each bar starts where the one above it ends."""
    reached, bars = fall.base, [FallingBar(0.0, fall.base, LEVEL, _usd(fall.base))]
    for step in fall.steps:
        stop = reached + step.change
        bars.append(FallingBar(reached, stop, MORE if step.change > 0 else LESS, signed(step.change, "USD")))
        reached = stop
    ends = _around(fall)
    bars.append(FallingBar(0.0, ends.mean, LEVEL, _usd(ends.mean)))
    for position, bar in enumerate(bars):
        axes.barh(position, bar.stop - bar.start, THICK, left=bar.start, **bar.fill | EDGE)
        if position < len(bars) - 1:
            between = [position + THICK / 2, position + 1 - THICK / 2]
            axes.plot([bar.stop] * 2, between, color=MUTED, linewidth=0.8)
    draw_interval(axes, ends, len(bars) - 1)
    _frame(axes, bars, ends)


def _around(fall: Fall) -> Interval:
    """The interval of the difference, laid around the policy's level."""
    found = fall.difference
    low, high = (None if end is None else fall.base + end for end in (found.low, found.high))
    return Interval(fall.base + found.mean, low, high)


def _frame(axes: Axes, bars: Sequence[FallingBar], ends: Interval) -> None:
    """Limits that hold zero, every bar, and the number to its right."""
    rights = [max(bar.start, bar.stop) for bar in bars]
    rights[-1] = max(rights[-1], ends.high or 0.0)
    least, most = min(0.0, ends.low or 0.0, *(min(bar.start, bar.stop) for bar in bars)), max(0.0, *rights)
    width = RIGHT - LEFT - LABEL_INCHES
    room = max(text_inches(bar.text, SMALL_POINTS, "bold") for bar in bars) + 0.12
    span = (most - least) or 1.0
    axes.set_xlim(least - 0.02 * span * (least < 0), least + span * width / (width - room))
    axes.set_ylim(len(bars) - 0.5, -0.5)
    for position, (bar, right) in enumerate(zip(bars, rights, strict=True)):
        style = text_style(xytext=(4, 0), textcoords="offset points", fontweight="bold", va="center_baseline")
        axes.annotate(bar.text, (right, position), **style)
    dollar_axis(axes, "x", "{} a year")
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=INK, linewidth=0.9)


def _in_words(found: Interval) -> list[str]:
    """The difference with its interval, as lines of text."""
    if is_none(found):
        return ["no change"]
    lines = [f"{signed(found.mean, 'USD')} in all"]
    return lines if found.low is None or found.high is None else [*lines, f"({_usd(found.low)} to {_usd(found.high)})"]


def _usd(value: float) -> str:
    return rounded(value, "USD")
