"""Detainers by month of booking, each policy beside the place as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from simulator.experiments.intervals import interval
from simulator.runs.tables import RunTables
from simulator.views.figures.findings import agencies_note, alike, finding, intervals_note, names, notes
from simulator.views.figures.months import month_ticks
from simulator.views.figures.panels import AXIS_INCHES, Panels, panels
from simulator.views.figures.style import (
    KEY_INCHES,
    LEFT,
    RIGHT,
    SMALL_POINTS,
    Look,
    Sheet,
    line_inches,
    line_style,
    look_of,
    number_axis,
    sheet,
    wrapped,
)

ONE_ROW_INCHES, TWO_ROWS_INCHES, UNDER_INCHES = 2.9, 1.7, 0.5
MONTHS_WITH_BARS = 24
"""Up to this many months, intervals are bars and months have markers; beyond, bands."""


@dataclass(frozen=True)
class Counts:
    """Months as YYYY-MM, and by policy an array of months x replications."""

    months: list[str]
    values: dict[str, NDArray[np.float64]]


def detainers_by_month(tables: RunTables) -> Figure:
    """One panel for each policy that differs from the base, which is drawn in all of them."""
    counts = counts_of(tables)
    base, *others = alike(counts.values)
    shown = others or [base]
    columns = {4: 2}.get(len(shown), min(len(shown), 3))
    height = ONE_ROW_INCHES if len(shown) <= columns else TWO_ROWS_INCHES
    grid = panels([names(tables, group) for group in shown], columns, height, UNDER_INCHES)
    named = names(tables, base) + (" (in every panel)" if len(shown) > 1 else "")
    top = wrapped(named, RIGHT - LEFT - AXIS_INCHES - KEY_INCHES, weight="bold") if others else []
    title = finding(tables, "detainers", "detainers")
    subtitle = "Detainers by month of booking, mean of the simulated years"
    body = grid.total_height + len(top) * line_inches(SMALL_POINTS) + 0.06 * bool(top)
    drawn = sheet(title, subtitle, _notes(tables, counts, any(len(group) > 1 for group in (base, *others))), body)
    if top:
        drawn.key(LEFT + AXIS_INCHES, body, look_of(tables, base[0]), top, hollow=True)
    _fill(tables, drawn, grid, counts, base[0], [group[0] for group in others])
    return drawn.figure


def counts_of(tables: RunTables) -> Counts:
    """Detainers by month, all agencies and levels together."""
    rows = tables.replications[tables.replications["measure"] == "detainers"]
    table = rows.groupby(["policy", "month", "replication"])["value"].sum().unstack("replication")
    months = sorted(rows["month"].unique())
    return Counts(months, {name: table.loc[name].loc[months].to_numpy(float) for name in tables.labels.policies})


def _notes(tables: RunTables, counts: Counts, coincide: bool) -> list[str]:
    partial = len(counts.months) > tables.summary["years"] * 12
    return notes(
        intervals_note(tables, "Bars" if len(counts.months) <= MONTHS_WITH_BARS else "Bands"),
        "Policies joined by = coincide in every month of every replication." if coincide else "",
        "Counted are detainers lodged while the person was in jail; months are those of booking.",
        "The first and the last month are parts of a month." if partial else "",
        agencies_note(tables),
    )


def _fill(tables: RunTables, drawn: Sheet, grid: Panels, counts: Counts, base: str, others: Sequence[str]) -> None:
    highest = _highest(counts)
    for position, policy in enumerate(others or [base]):
        axes = grid.draw(drawn, position, look_of(tables, policy), hollow=policy == base)
        number_axis(axes, "y", "" if position % grid.columns else "detainers a month")
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.set_ylim(0, highest)
        month_ticks(axes, counts.months, grid.width)
        if policy == base:
            _series(axes, counts.values[base], look_of(tables, base), 0, hollow=True)
            continue
        _series(axes, counts.values[base], look_of(tables, base), -0.12, hollow=True)
        _series(axes, counts.values[policy], look_of(tables, policy), 0.12, hollow=False)


def _highest(counts: Counts) -> float:
    found = [interval(row) for values in counts.values.values() for row in values]
    return max(one.mean if one.high is None else one.high for one in found) * 1.05 or 1.0


def _series(axes: Axes, values: NDArray[np.float64], look: Look, shift: float, *, hollow: bool) -> None:
    """Means of months x replications with their intervals; ``shift`` (months) sets the bars of two policies apart."""
    found = [interval(row) for row in values]
    means = np.array([one.mean for one in found])
    low = np.array([one.mean if one.low is None else one.low for one in found])
    high = np.array([one.mean if one.high is None else one.high for one in found])
    style = line_style(look, hollow=hollow)
    month = np.arange(len(means), dtype=float)
    if len(means) > MONTHS_WITH_BARS:
        axes.fill_between(month, low, high, color=look.colour, alpha=0.25, linewidth=0)
        axes.plot(month, means, **style | {"marker": "", "linestyle": "--" if hollow else "-"})
    elif values.shape[1] == 1:
        axes.plot(month + shift, means, **style)
    else:
        axes.errorbar(month + shift, means, yerr=[means - low, high - means], elinewidth=1.0, capsize=2, **style)
