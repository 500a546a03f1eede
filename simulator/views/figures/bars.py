"""Level bars in blocks: stacked parts on both sides of zero, the total with its interval, and its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from simulator.experiments.intervals import Interval
from simulator.views.figures.items import EDGE, Fill
from simulator.views.figures.style import INK, Sheet, dollar_axis, text_inches, text_style

BAR_INCHES, TEXT_GAP, THICK = 0.17, 0.08, 0.8


@dataclass(frozen=True)
class Bar:
    """One bar: its parts as (mean, fill), the total with its interval, and what is written beside it."""

    parts: Sequence[tuple[float, Fill]]
    total: Interval
    text: str

    @property
    def reach(self) -> tuple[float, float]:
        """The least and the most that is drawn; zero is always among it."""
        ends = [0.0, self.total.mean, *(end for end in (self.total.low, self.total.high) if end is not None)]
        below = sum(mean for mean, _ in self.parts if mean < 0)
        above = sum(mean for mean, _ in self.parts if mean > 0)
        return min(below, *ends), max(above, *ends)


@dataclass(frozen=True)
class Frame:
    """Where a panel of bars stands on its sheet, in inches; ``block`` is the height of each block."""

    left: float
    bottom: float
    width: float
    block: float


def places(bars: int) -> list[float]:
    """Inches below the middle of a block at which its bars stand."""
    return [(number - (bars - 1) / 2) * BAR_INCHES for number in range(bars)]


def bar_panel(
    drawn: Sheet,
    blocks: Sequence[Sequence[Bar]],
    frame: Frame,
    label: str = "{} a year",
    *,
    in_column: bool = False,
) -> Axes:
    """Bars in blocks from the top; the upright axis is in inches. The total has a dot where parts lie below zero.

    The texts stand beside their bars, or all in a column to the right.
    """
    height = frame.block * len(blocks)
    every = [bar for bars in blocks for bar in bars]
    column = max(text_inches(bar.text) for bar in every) + TEXT_GAP if in_column else 0.0
    axes = drawn.axes(frame.left, frame.bottom, frame.width - column, height)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    _reach(axes, every, frame.width - column, beside=not in_column)
    for number_of_block, bars in enumerate(blocks):
        for bar, place in zip(bars, places(len(bars)), strict=True):
            middle = (number_of_block + 0.5) * frame.block + place
            _draw(axes, bar, middle)
            _write(axes, bar, axes.get_xlim()[1] if in_column else bar.reach[1], middle)
    dollar_axis(axes, "x", label, 4)
    if all(bar.reach == (0, 0) for bar in every):
        axes.set_xticks([0])
    if axes.get_xlim()[0] < 0:
        axes.spines["left"].set_visible(False)
        axes.axvline(0, color=INK, linewidth=0.9)
    return axes


def _reach(axes: Axes, bars: Sequence[Bar], width: float, *, beside: bool) -> None:
    """Limits that hold every bar, and the text beside it."""
    least, most = min(bar.reach[0] for bar in bars), max(bar.reach[1] for bar in bars)
    spans = [(bar.reach[1] - least, width - (text_inches(bar.text) + TEXT_GAP) * beside) for bar in bars]
    spans.append((most - least, width - TEXT_GAP))
    inches = min((room / span for span, room in spans if span > 0), default=width)
    margin = TEXT_GAP / 2 / inches if least < 0 else 0.0
    axes.set_xlim(least - margin, least - margin + width / inches)


def _draw(axes: Axes, bar: Bar, place: float) -> None:
    """Parts above zero to the right, the others to the left."""
    ends = {True: 0.0, False: 0.0}
    for mean, fill in bar.parts:
        axes.barh(place, mean, BAR_INCHES * THICK, left=ends[mean > 0], **fill | EDGE)
        ends[mean > 0] += mean
    draw_interval(axes, bar.total, place, dot=len(bar.parts) > 1 and ends[False] < 0)


def _write(axes: Axes, bar: Bar, right: float, place: float) -> None:
    style = text_style(xytext=(3, 0), textcoords="offset points", va="center_baseline")
    axes.annotate(bar.text, (right, place), **style)


def draw_interval(axes: Axes, total: Interval, place: float, *, dot: bool = False) -> None:
    """A thin line over the interval, legible on any fill."""
    if total.low is not None and total.high is not None and total.low < total.high:
        for colour, width in (("white", 2.6), (INK, 1.0)):
            axes.plot([total.low, total.high], [place] * 2, color=colour, linewidth=width)
    if dot:
        axes.plot([total.mean], [place], marker="o", markersize=4, color=INK, markeredgecolor="white")
