"""A sweep over two inputs: the difference of a policy to the place as it is, as a map with a line where it is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from simulator.experiments.sweeps import Sweep
from simulator.outcomes.yearly import meanings
from simulator.scenario.varying import Varied
from simulator.views.figures.findings import SMALLEST, notes
from simulator.views.figures.style import (
    BLACK,
    FONT,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    SMALL_POINTS,
    YELLOW,
    dollar_axis,
    number_axis,
    sheet,
    text_inches,
    text_style,
)
from simulator.views.figures.sweep_lines import dollars_note_of, simulated_note, without_note
from simulator.views.figures.varied_axis import axis_label, range_note
from simulator.views.varied_words import CHANCE_ALONE, bare_in_words, name_of, noun, rows_of, sweep_words
from simulator.views.words import rounded

COLOURS = "PuOr_r"
"""Purple is less and orange more: told apart by people with colour-blindness; white is no difference."""
LEFT_INCHES, BAR_INCHES, BAR_WIDTH, AXIS_INCHES, HIGH_INCHES = 0.95, 1.0, 0.18, 0.5, 4.0
MOST_TICKS = 12
BACK = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
BESIDE_STAR = 0.28
"""How far up or down the difference stands in the cell that holds the star, as a part of the cell."""
DARK = 0.62
"""From this part of the deepest colour on, words are white."""


@dataclass(frozen=True)
class Map:
    """Differences at each pair of values, second input by first input; NaN where a point was not finished."""

    first: Varied
    second: Varied
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def most(self) -> float:
        """The largest difference, in size."""
        return float(np.nanmax(np.abs(self.mean))) or 1.0

    @property
    def unclear(self) -> NDArray[np.bool_]:
        """Where the interval holds zero, but is not zero itself."""
        return (self.low <= 0) & (self.high >= 0) & (self.high - self.low > SMALLEST)


def sweep_map(sweep: Sweep, policy: str, measure: str) -> Figure:
    """The map of one policy and measure."""
    grid = map_of(sweep, policy, measure)
    subtitle = 'Difference to "As it is" per year, on the same people with the same luck'
    title = sweep_words(sweep, measure, [policy])
    drawn = sheet(title, subtitle, _notes(sweep, grid, measure), HIGH_INCHES + AXIS_INCHES + 0.2)
    width = RIGHT - LEFT - LEFT_INCHES - BAR_INCHES
    axes = drawn.axes(LEFT + LEFT_INCHES, AXIS_INCHES, width, HIGH_INCHES)
    mesh = axes.pcolormesh(grid.mean, cmap=COLOURS, vmin=-grid.most, vmax=grid.most, edgecolor="white", linewidth=0.4)
    _hatch_unclear(axes, grid)
    _no_difference(axes, grid)
    _write_cells(axes, grid, measure, width)
    _mark_stated(axes, grid)
    _ticks(axes, grid)
    bar = drawn.axes(RIGHT - BAR_INCHES + 0.2, AXIS_INCHES, BAR_WIDTH, HIGH_INCHES)
    _colour_bar(bar, mesh, drawn.figure, measure)
    return drawn.figure


def map_of(sweep: Sweep, policy: str, measure: str) -> Map:
    """The differences of a policy laid out by the values of the two inputs."""
    first, second = sweep.inputs
    rows = rows_of(sweep, policy, measure)
    shape = len(second.values), len(first.values)
    tables = {name: np.full(shape, np.nan) for name in ("difference", "difference_low", "difference_high")}
    across = [first.values.index(value) for value in rows[first.path]]
    up = [second.values.index(value) for value in rows[second.path]]
    for name, table in tables.items():
        table[up, across] = rows[name]
    return Map(first, second, *tables.values())


def _notes(sweep: Sweep, grid: Map, measure: str) -> list[str]:
    missing = sweep.batch.asked - sweep.finished
    crosses = np.nanmin(grid.mean) < 0 < np.nanmax(grid.mean)
    inside = all(_inside(one) for one in (grid.first, grid.second))
    return notes(
        "Star: as the scenario states." if inside else "",
        "Thick line: no difference." if crosses else "The difference has the same sign everywhere.",
        "Hatched: the interval of the difference holds zero." if grid.unclear.any() else "",
        simulated_note(sweep.replications, sweep.study.cases[0].scenario.years),
        CHANCE_ALONE,
        *(range_note(one, f'Plausible for "{name_of(one)}"') for one in sweep.inputs),
        without_note(sweep.study, sweep.inputs),
        dollars_note_of(sweep, measure),
        f"White: {missing} of {sweep.batch.asked} points that were not finished." if missing else "",
    )


def _inside(one: Varied) -> bool:
    return one.stated is not None and one.values[0] <= one.stated <= one.values[-1]


def _hatch_unclear(axes: Axes, grid: Map) -> None:
    for up, across in zip(*np.nonzero(grid.unclear), strict=True):
        axes.add_patch(Rectangle((across, up), 1, 1, fill=False, hatch="////", edgecolor=MUTED, linewidth=0))


def _no_difference(axes: Axes, grid: Map) -> None:
    """The line along which the mean difference is zero, between the middles of cells."""
    if not np.nanmin(grid.mean) < 0 < np.nanmax(grid.mean) or min(grid.mean.shape) < 2:
        return
    up, across = (np.arange(size) + 0.5 for size in grid.mean.shape)
    line = axes.contour(across, up, grid.mean, levels=[0.0], colors=[BLACK], linewidths=2.2)
    for text in axes.clabel(line, fmt="no difference", fontsize=SMALL_POINTS, colors=[BLACK]):
        text.set(fontfamily=FONT, fontweight="bold", bbox=BACK)


def _write_cells(axes: Axes, grid: Map, measure: str, width: float) -> None:
    """The difference in each cell, where cells are wide and high enough."""
    unit = meanings()[measure][0]
    star = stated_at(grid) or (-1.0, -1.0)
    texts = {place: _signed(value, unit) for place, value in np.ndenumerate(grid.mean) if np.isfinite(value)}
    rows, columns = grid.mean.shape
    if max(map(text_inches, texts.values())) > 0.94 * width / columns or HIGH_INCHES / rows < 0.2:
        return
    for (up, across), text in texts.items():
        deep = abs(grid.mean[up, across]) > DARK * grid.most
        style = text_style(SMALL_POINTS, "white" if deep else INK, ha="center", va="center_baseline")
        back = BACK if grid.unclear[up, across] else None
        beside = 0.0
        if (int(star[0]), int(star[1])) == (across, up):
            beside = BESIDE_STAR if star[1] < up + 0.5 else -BESIDE_STAR
        axes.text(across + 0.5, up + 0.5 + beside, text, bbox=back, **style)


def _signed(value: float, unit: str) -> str:
    """A difference with its sign, dollars in thousands where they are many."""
    if unit == "USD" and abs(value) >= 1_000:
        thousands = value / 1_000
        text = f"{abs(thousands):,.0f}k" if abs(thousands) >= 10 else f"{abs(thousands):,.1f}k"
        return f"{'+' if value > 0 else '-'}${text}"
    return ("+" if value > 0 else "") + rounded(value, unit)


def _mark_stated(axes: Axes, grid: Map) -> None:
    """A star where the scenario stands, if that is within the map."""
    if place := stated_at(grid):
        across, up = place
        axes.plot([across], [up], marker="*", markersize=11, color=YELLOW, markeredgecolor=BLACK, markeredgewidth=0.9)


def stated_at(grid: Map) -> tuple[float, float] | None:
    """Where the scenario stands, in cells; between the middles of two cells in proportion."""
    if not (_inside(grid.first) and _inside(grid.second)):
        return None
    across, up = (
        float(np.interp(one.stated or 0.0, one.values, np.arange(len(one.values)) + 0.5))
        for one in (grid.first, grid.second)
    )
    return across, up


def _ticks(axes: Axes, grid: Map) -> None:
    """Values at the middles of cells; every second or third where there are many."""
    for axis, one in ((axes.xaxis, grid.first), (axes.yaxis, grid.second)):
        step = -(-len(one.values) // MOST_TICKS)
        places = np.arange(0, len(one.values), step)
        axis.set_ticks(places + 0.5, [bare_in_words(one.values[place], one) for place in places], parse_math=False)
        axis.set_label_text(axis_label(one), fontsize=SMALL_POINTS, fontfamily=FONT, color=INK)


def _colour_bar(bar: Axes, mesh: QuadMesh, figure: Figure, measure: str) -> None:
    figure.colorbar(mesh, cax=bar)
    unit = meanings()[measure][0]
    if unit == "USD":
        dollar_axis(bar, "y", f"{noun(measure)}: {{}} a year more (+) or less (-)", 6)
    else:
        number_axis(bar, "y", f"{noun(measure)}: {unit} a year more (+) or fewer (-)", 6)
    bar.grid(visible=False)
    bar.yaxis.set_label_position("right")
    bar.yaxis.tick_right()
    bar.tick_params(labelsize=SMALL_POINTS, labelfontfamily=FONT)
