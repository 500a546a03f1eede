"""Calibration: what was counted beside what the fitted place would count, and each input before and after."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.outcomes.measures import COUNTED, MEASURES
from simulator.runs.calibrations import CalibrationTables
from simulator.views.calibration_words import fit_finding, learnt, learnt_finding, short_name
from simulator.views.figures.months import month_ticks
from simulator.views.figures.panels import AXIS_INCHES, panels
from simulator.views.figures.style import (
    BLACK,
    BLUE,
    INK,
    LEFT,
    MUTED,
    PALE,
    SKY,
    Look,
    Sheet,
    number_axis,
    sheet,
    text_inches,
)

OBSERVED = Look(BLACK, "o", "None")
AFTER = Look(BLUE, "s", "None")
BAND_90: dict[str, Any] = {"facecolor": SKY, "alpha": 0.45, "linewidth": 0}
BAND_50: dict[str, Any] = {"facecolor": BLUE, "alpha": 0.55, "linewidth": 0}
HELD_OUT: dict[str, Any] = {"facecolor": PALE, "edgecolor": "none", "linewidth": 0}
HEIGHT_INCHES, UNDER_INCHES, KEY_ROW_INCHES = 1.7, 0.5, 0.28
MOST_PANELS = 8
BINS = 30
MEANINGS = {measure.name: measure.meaning for measure in COUNTED + MEASURES}
COUNTED_SO = "Everything that happens to a person counts in the month of booking."


def figures_of(tables: CalibrationTables) -> dict[str, Figure]:
    """Every figure of a calibration by name."""
    return {"fit": fit(tables), "inputs": inputs(tables)}


def fit(tables: CalibrationTables) -> Figure:
    """A panel for each measure: counts by month, and the median and bands of the fitted place."""
    groups = list(tables.fit.groupby(["agency", "measure"], sort=False))
    shown = groups[:MOST_PANELS]
    labels = [_label(rows) for _, rows in shown]
    grid = panels(labels, 1 if len(shown) == 1 else 2, HEIGHT_INCHES, UNDER_INCHES)
    title = f"{tables.summary['place']}: {fit_finding(tables.summary)}"
    subtitle = "Counts by month of booking: observed (dots), and what the fitted place would give with other luck"
    drawn = sheet(title, subtitle, _fit_notes(tables, len(groups)), grid.total_height + KEY_ROW_INCHES)
    _fit_key(drawn, grid.total_height + KEY_ROW_INCHES, is_held_out=bool(tables.fit["held_out"].any()))
    months = _months(tables.fit)
    for position, (_, rows) in enumerate(shown):
        axes = grid.draw(drawn, position, OBSERVED)
        _fill(axes, rows, months)
        number_axis(axes, "y", f"{rows['unit'].iloc[0]} a month")
        axes.set_ylim(0, float(rows[["observed", "high_90"]].to_numpy().max()) * 1.08 or 1.0)
        month_ticks(axes, months, grid.width)
    return drawn.figure


def _label(rows: pd.DataFrame) -> str:
    agency, measure = str(rows["agency"].iloc[0]), str(rows["measure"].iloc[0])
    return f"{measure.replace('_', ' ')}{f' of {agency}' if agency else ''}: {MEANINGS[measure]}"


def _months(rows: pd.DataFrame) -> list[str]:
    """Every month from the first to the last, those between that nobody counted too."""
    return [str(month) for month in pd.period_range(rows["month"].min(), rows["month"].max(), freq="M")]


def _fit_notes(tables: CalibrationTables, panels_in_all: int) -> list[str]:
    summary = tables.summary
    left_out = (
        f"Not shown: {panels_in_all - MOST_PANELS} more series, in fit.csv." if panels_in_all > MOST_PANELS else ""
    )
    outside = summary["held_out"]["values"] - summary["held_out"]["within_90"]
    missed = f"{outside} of the held-out counts lie{'s' * (outside == 1)} outside." if outside else ""
    bands = "Bands: chance, and doubt about all inputs that is left after fitting; 9 in 10 counts should lie inside."
    return [" ".join(part for part in (bands, missed, COUNTED_SO, left_out) if part)]


def _fit_key(drawn: Sheet, top: float, *, is_held_out: bool) -> None:
    left = LEFT + AXIS_INCHES
    parts = [("50 % band", BAND_50), ("90 % band", BAND_90)] + [("held out of the fit", HELD_OUT)] * is_held_out
    for text, fill in parts:
        drawn.swatch(left, top, text, **fill)
        left += text_inches(text) + 0.5


def _fill(axes: Axes, rows: pd.DataFrame, months: list[str]) -> None:
    place = {month: float(position) for position, month in enumerate(months)}
    table = rows.assign(at=rows["month"].map(place)).sort_values("at")
    for position in table.loc[table["held_out"], "at"]:
        axes.axvspan(position - 0.5, position + 0.5, zorder=0, **HELD_OUT)
    if table["held_out"].any():
        axes.axvline(float(table.loc[table["held_out"], "at"].min()) - 0.5, color=MUTED, linewidth=0.9, linestyle="--")
    whole = table.set_index("at").reindex(range(len(months)))
    at = whole.index.to_numpy(float)
    for low, high, look in (("low_90", "high_90", BAND_90), ("low_50", "high_50", BAND_50)):
        axes.fill_between(at, whole[low].to_numpy(float), whole[high].to_numpy(float), **look)
    axes.plot(at, whole["median"].to_numpy(float), color=BLUE, linewidth=1.4)
    axes.plot(table["at"], table["observed"], color=BLACK, marker="o", markersize=4, linestyle="None", zorder=5)


def inputs(tables: CalibrationTables) -> Figure:
    """A panel for each input that was fitted: how likely its values were thought to be before, and after."""
    entries = tables.summary["inputs"]
    labels = [f"{short_name(entry['path'])} ({learnt(entry)})" for entry in entries]
    grid = panels(labels, min(len(entries), 2), HEIGHT_INCHES - 0.3, UNDER_INCHES)
    title = f"{tables.summary['place']}: {learnt_finding(tables.summary)}"
    subtitle = "How likely the values of each input are: as stated before, and after fitting to the counts"
    drawn = sheet(title, subtitle, _input_notes(tables.summary), grid.total_height + KEY_ROW_INCHES)
    top = grid.total_height + KEY_ROW_INCHES
    drawn.swatch(LEFT + AXIS_INCHES, top, "before", facecolor="white", edgecolor=INK, linestyle="--")
    drawn.swatch(LEFT + AXIS_INCHES + 1.0, top, "after", facecolor=SKY, edgecolor=BLUE)
    for position, entry in enumerate(entries):
        axes = grid.draw(drawn, position, AFTER)
        rows = tables.draws[tables.draws["input"] == entry["path"]]
        _densities(axes, rows, 100.0 if entry["unit"].startswith("share") else 1.0)
        number_axis(axes, "x", entry["unit"].replace("share", "percent"), 4)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
    return drawn.figure


def _densities(axes: Axes, rows: pd.DataFrame, times: float) -> None:
    values = {when: group["value"].to_numpy(float) * times for when, group in rows.groupby("when")}
    low, high = (float(end(np.concatenate([*values.values()]))) for end in (np.min, np.max))
    edges = np.linspace(low, high, BINS + 1)
    heights = {when: np.histogram(table, edges, density=True)[0] for when, table in values.items()}
    axes.stairs(heights["after"], edges, fill=True, facecolor=SKY, edgecolor=BLUE, linewidth=1.0)
    axes.stairs(heights["before"], edges, color=INK, linestyle="--", linewidth=1.0)
    middle = float(np.median(values["after"]))
    axes.axvline(middle, color=BLUE, linewidth=1.2)
    axes.set_xlim(low, high)
    axes.set_ylim(0, max(table.max() for table in heights.values()) * 1.1)


def _input_notes(summary: dict[str, Any]) -> list[str]:
    others = {
        "drawn": "All other inputs with a range were drawn within it, so that their doubt is in what is shown.",
        "stated": "All other inputs stood at their stated values: what is shown is too narrow by the doubt about them.",
    }
    return [f"Upright line: median after. {others[summary['others']]}"]
