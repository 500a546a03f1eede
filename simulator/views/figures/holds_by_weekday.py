"""How long people are held for ICE after local release, by the weekday of that release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from simulator.runs.tables import RunTables
from simulator.scenario.stations import WEEKDAYS, Weekday
from simulator.views.figures.bins import Bins, bins_of
from simulator.views.figures.findings import (
    agencies_note,
    alike,
    base_of,
    count,
    listing,
    names,
    notes,
    replications_together,
)
from simulator.views.figures.panels import Panels, panels
from simulator.views.figures.style import BLACK, Look, Sheet, look_of, number_axis, say_nothing_to_show, sheet
from simulator.views.words import number

Week = dict[Weekday, Bins]

FULL_NAMES: dict[Weekday, str] = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}
ONE_PANEL_INCHES, ONE_ROW_INCHES, MORE_ROWS_INCHES, UNDER_INCHES = 2.9, 2.6, 1.5, 0.7
LEAST_PEOPLE = 10
"""With fewer simulated people on a weekday no range is drawn."""
SAME_HOURS = 2.0
"""Medians nearer than this, the width of a bin, are not told apart."""


def holds_by_weekday(tables: RunTables) -> Figure:
    """A panel for the base, and one for each policy whose holds differ from those before it."""
    weeks = weeks_of(tables)
    groups = alike_weeks(weeks)
    held = [group for group in groups if people_of(weeks[group[0]])]
    without = [policy for group in groups if group not in held for policy in group]
    shown = held or groups[:1]
    columns = min(len(shown), 2)
    height = ONE_PANEL_INCHES if len(shown) == 1 else ONE_ROW_INCHES if len(shown) == 2 else MORE_ROWS_INCHES
    grid = panels([names(tables, group) for group in shown], columns, height, UNDER_INCHES)
    title = _title(tables, weeks[shown[0][0]], shown[0][0])
    subtitle = "Hours on hold after local release, by its weekday; below each weekday, people held per year"
    drawn = sheet(title, subtitle, _notes(tables, without if held else [], groups), grid.total_height)
    _fill(tables, drawn, grid, {group[0]: weeks[group[0]] for group in shown})
    return drawn.figure


def weeks_of(tables: RunTables) -> dict[str, Week]:
    """The holds of every policy."""
    return {policy: _week(tables, policy) for policy in tables.labels.policies}


def alike_weeks(weeks: Mapping[str, Week]) -> list[list[str]]:
    """Policies in groups that coincide in every count."""
    return alike({policy: np.concatenate([bins.counts for bins in week.values()]) for policy, week in weeks.items()})


def _week(tables: RunTables, policy: str) -> Week:
    return {weekday: bins_of(tables, policy, "hold", weekday) for weekday in WEEKDAYS}


def people_of(week: Week) -> float:
    """How many people are held, summed over replications."""
    return sum(bins.people for bins in week.values())


def _title(tables: RunTables, week: Week, policy: str) -> str:
    """The weekdays of the longest and the shortest holds, by their medians."""
    label, place = tables.labels.policies[policy], tables.labels.place
    medians = {day: bins.quantile(0.5) for day, bins in week.items() if bins.people >= LEAST_PEOPLE}
    if not people_of(week):
        return f"No holds in {place}" + (" under any policy" if len(tables.labels.policies) > 1 else "")
    if not medians:
        return f"{label}: too few holds in {place} to compare weekdays"
    longest, shortest = max(medians, key=medians.__getitem__), min(medians, key=medians.__getitem__)
    if medians[longest] - medians[shortest] < SAME_HOURS:
        return f"{label}: holds in {place} last about as long whatever the weekday of release"
    return (
        f"{label}: holds in {place} last longest after release on a {FULL_NAMES[longest]} (median about "
        f"{number(medians[longest])} hours), shortest on a {FULL_NAMES[shortest]} ({number(medians[shortest])})"
    )


def _notes(tables: RunTables, without: Sequence[str], groups: Sequence[Sequence[str]]) -> list[str]:
    coincide = any(len(group) > 1 for group in groups)
    nobody = listing([tables.labels.policies[policy] for policy in without], "and") if without else ""
    return notes(
        "Boxes hold the middle 80 % of holds (10 % to 90 %), thick lines are medians; "
        f"{replications_together(tables)}, from counts in steps of 2 hours. A hold ends with "
        "transfer, lapse or withdrawal.",
        f"No box where fewer than {LEAST_PEOPLE} people were simulated. Holds over 168 hours stand at 168.",
        "Policies joined by = coincide in every count." if coincide else "",
        f"Nobody is held under: {nobody}." if nobody else "",
        agencies_note(tables),
    )


def _fill(tables: RunTables, drawn: Sheet, grid: Panels, weeks: Mapping[str, Week]) -> None:
    years = tables.summary["replications"] * tables.summary["years"]
    tops = [bins.quantile(0.9) for week in weeks.values() for bins in week.values() if bins.people >= LEAST_PEOPLE]
    for position, (policy, week) in enumerate(weeks.items()):
        base, look = policy == base_of(tables), look_of(tables, policy)
        axes = grid.draw(drawn, position, look, hollow=base)
        number_axis(axes, "y", "" if position % grid.columns else "hours on hold")
        axes.set_ylim(0, max(tops, default=24.0) * 1.05)
        axes.yaxis.set_major_locator(MultipleLocator(24))
        axes.set_xlim(-0.6, len(WEEKDAYS) - 0.4)
        axes.set_xticks(range(len(WEEKDAYS)), [f"{day}\n{_people_a_year(bins, years)}" for day, bins in week.items()])
        for place, bins in enumerate(week.values()):
            if bins.people >= LEAST_PEOPLE:
                _box(axes, place, bins, look, hollow=base)
        if not people_of(week):
            say_nothing_to_show(axes, "nobody is held")


def _people_a_year(bins: Bins, years: float) -> str:
    """Short, to fit under a box."""
    return count(bins.people / years).replace("under ", "<")


def _box(axes: Axes, place: int, bins: Bins, look: Look, *, hollow: bool) -> None:
    low, middle, high = (bins.quantile(share) for share in (0.1, 0.5, 0.9))
    fill = "white" if hollow else (look.colour, 0.45)
    axes.bar(place, high - low, bottom=low, width=0.56, facecolor=fill, edgecolor=look.colour, linewidth=1.0)
    axes.plot([place - 0.28, place + 0.28], [middle] * 2, color=BLACK, linewidth=2.6, solid_capstyle="butt")
