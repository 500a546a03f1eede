"""Bars from what is stated to both ends of a range, one for each input: how tornadoes are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

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
    number_axis,
    say_nothing_to_show,
    sheet,
    text_inches,
    text_style,
    wrapped,
)
from simulator.views.words import rounded

LOW: Fill = {"facecolor": SKY, "hatch": "////"}
HIGH: Fill = {"facecolor": ORANGE, "hatch": ""}
LABEL_INCHES, ROW_INCHES, AXIS_INCHES, HEAD_INCHES, EMPTY_INCHES = 2.5, 0.4, 0.55, 0.55, 0.8
NEAR_ZERO = 1.0
"""Zero is drawn if it lies no further from the bars than they are wide, times this."""

NEAR_EDGE = 0.2
"""In this part of the axis at either side, words stand beside their line, not over it."""


@dataclass(frozen=True)
class Swing:
    """An input with its name, its stated value and both ends in words; and the result at its ends and as stated."""

    path: str
    name: str
    stated: str
    low: str
    high: str
    at_low: float
    at_value: float
    at_high: float

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that the result comes to."""
        three = (self.at_low, self.at_value, self.at_high)
        return min(three), max(three)

    @property
    def width(self) -> float:
        """How far the input moves the result."""
        return self.ends[1] - self.ends[0]


@dataclass(frozen=True)
class Scale:
    """The axis of results: its unit and label, which for dollars has ``{}`` in the place of the unit.

    ``zero`` is what a result of zero is called; it is not drawn if it has no name.
    """

    unit: str
    label: str
    zero: str = "no change"


def swings_figure(
    title: str, subtitle: str, notes: Sequence[str], shown: Sequence[Swing], scale: Scale, nothing: str
) -> Figure:
    """A bar for each input, in their order; ``nothing`` is said where there are none."""
    labels = [_label(swing) for swing in shown]
    row = max([ROW_INCHES, *(len(lines) * line_inches(SMALL_POINTS) + 0.1 for lines in labels)])
    height = row * len(shown) or EMPTY_INCHES
    drawn = sheet(title, subtitle, notes, AXIS_INCHES + height + HEAD_INCHES)
    left = LEFT + LABEL_INCHES
    if not shown:
        axes = drawn.axes(LEFT, AXIS_INCHES, RIGHT - LEFT, height)
        axes.set_axis_off()
        say_nothing_to_show(axes, nothing)
        return drawn.figure
    _key(drawn, AXIS_INCHES + height + HEAD_INCHES)
    for position, lines in enumerate(labels):
        drawn.write(LEFT, AXIS_INCHES + height - (position + 0.5) * row, "\n".join(lines), va="center")
    _draw(drawn.axes(left, AXIS_INCHES, RIGHT - left, height), shown, scale)
    return drawn.figure


def _label(swing: Swing) -> list[str]:
    """The input in words, and its stated value with the unit."""
    return [*wrapped(swing.name, LABEL_INCHES - 0.15), swing.stated]


def _key(drawn: Sheet, top: float) -> None:
    left = LEFT + LABEL_INCHES
    for text, fill in {"low end of the range": LOW, "high end of the range": HIGH}.items():
        drawn.swatch(left, top, text, **fill | EDGE)
        left += text_inches(text) + 0.5


def _draw(axes: Axes, shown: Sequence[Swing], scale: Scale) -> None:
    """From the stated result to either end; where both lie on one side, the nearer end is drawn over the other."""
    centre = shown[0].at_value
    for position, swing in enumerate(shown):
        parts = sorted(((swing.at_low, LOW), (swing.at_high, HIGH)), key=lambda part: -abs(part[0] - centre))
        for end, fill in parts:
            axes.barh(position, end - centre, 0.5, left=centre, **fill | EDGE)
    axes.axvline(centre, color=INK, linewidth=1.2)
    _reach(axes, shown)
    for position, swing in enumerate(shown):
        _write_ends(axes, swing, position)
    draw_axis = dollar_axis if scale.unit == "USD" else number_axis
    draw_axis(axes, "x", scale.label, 5)
    axes.spines["left"].set_visible(False)
    _name_lines(axes, centre, scale)


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
    return (swing.low, swing.high) if swing.at_low <= swing.at_high else (swing.high, swing.low)


def _write_ends(axes: Axes, swing: Swing, position: int) -> None:
    left, right = _texts(swing)
    plain = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    style = text_style(textcoords="offset points", va="center_baseline", bbox=plain)
    axes.annotate(left, (swing.ends[0], position), xytext=(-3, 0), ha="right", **style)
    axes.annotate(right, (swing.ends[1], position), xytext=(3, 0), ha="left", **style)


def _name_lines(axes: Axes, centre: float, scale: Scale) -> None:
    """What the upright lines are: the stated result, and none; one over the other where they stand close."""
    least, most = axes.get_xlim()
    inches = (RIGHT - LEFT - LABEL_INCHES) / (most - least)
    names = [(centre, f"as stated: {rounded(centre, scale.unit)}")]
    if scale.zero and least <= 0 <= most:
        axes.axvline(0, color=MUTED, linewidth=0.9, linestyle="--", zorder=0.9)
        names.append((0.0, scale.zero))
    close = abs(centre) * inches < sum(text_inches(text) for _, text in names)
    for row, (place, text) in enumerate(names):
        part = (place - least) / (most - least)
        side = "left" if part < NEAR_EDGE else "right" if part > 1 - NEAR_EDGE else "center"
        up = 2 + row * close * line_inches(SMALL_POINTS) * 72
        style = text_style(colour=MUTED, textcoords="offset points", xytext=(0, up), va="bottom")
        axes.annotate(text, (place, -0.5), ha=side, **style)
