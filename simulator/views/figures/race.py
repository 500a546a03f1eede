"""The race: ICE's answer and its decision against the local release, over the hours since booking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from simulator.runs.tables import RunTables
from simulator.views.figures.bins import Bins, bins_of
from simulator.views.figures.findings import (
    about,
    agencies_note,
    base_of,
    chosen_policy,
    count,
    duration,
    notes,
    replications_together,
)
from simulator.views.figures.style import (
    BLUE,
    GREEN,
    LEFT,
    RIGHT,
    RULE,
    SMALL_POINTS,
    VERMILION,
    Look,
    line_inches,
    number_axis,
    say_nothing_to_show,
    sheet,
    text_style,
)


@dataclass(frozen=True)
class Clock:
    """A group of the shape, how its curve looks, and its name."""

    group: str
    name: str
    look: Look


CLOCKS = (
    Clock("answer", "ICE's answer on the prints, or its interview", Look(GREEN, "^", "-.")),
    Clock("decision", "ICE's decision", Look(VERMILION, "o", "-")),
    Clock("local release", "Local release as the county planned it", Look(BLUE, "s", "--")),
)
TICKS = {0.25: "15 min", 1: "1 hour", 6: "6 hours", 24: "1 day", 168: "1 week", 720: "30 days", 8766: "1 year"}
NOBODY = "ICE wanted a detainer for nobody"
AXIS_INCHES, HEIGHT_INCHES, UNDER_INCHES, HEAD_INCHES = 0.55, 3.0, 0.5, 0.65
MOST_SHARE = 0.999
"""The time axis reaches until ICE has decided about, and the county released, this share."""


def race(tables: RunTables, policy: str | None = None) -> Figure:
    """A cumulative curve for each clock, of the people whom ICE wanted.

    It shows a policy, or the first under which there are any such people.

    Raises ValueError for a policy that the run does not have.
    """
    chosen, clocks = clocks_of(tables, policy)
    drawn = sheet(
        _title(tables, chosen),
        "People whom ICE wanted: share known to ICE, decided about, and released, by time since booking (log scale)",
        _notes(tables, clocks[0]),
        HEAD_INCHES + HEIGHT_INCHES + UNDER_INCHES,
    )
    left = LEFT + AXIS_INCHES
    axes = drawn.axes(left, UNDER_INCHES, RIGHT - left, HEIGHT_INCHES)
    if not anybody(clocks):
        say_nothing_to_show(axes, NOBODY)
        axes.set(xticks=[], yticks=[])
        return drawn.figure
    top = UNDER_INCHES + HEIGHT_INCHES + HEAD_INCHES - 0.05
    for clock, bins in zip(CLOCKS, clocks, strict=True):
        drawn.key(left, top, clock.look, [f"{clock.name}: half within {duration(bins.quantile(0.5))}"])
        top -= line_inches(SMALL_POINTS)
        _curve(axes, bins, clock.look)
    _frame(axes, clocks)
    return drawn.figure


def clocks_of(tables: RunTables, policy: str | None = None) -> tuple[str, list[Bins]]:
    """The policy that is shown, and its bins for each of CLOCKS; errors as of ``race``."""
    chosen = chosen_policy(tables, policy) or _first_with_people(tables)
    return chosen, _clocks(tables, chosen)


def _clocks(tables: RunTables, policy: str) -> list[Bins]:
    return [bins_of(tables, policy, "race", clock.group) for clock in CLOCKS]


def anybody(clocks: Sequence[Bins]) -> bool:
    """Whether there are people whose clocks can be compared."""
    return all(bins.people for bins in clocks)


def _first_with_people(tables: RunTables) -> str:
    policies = tables.labels.policies
    return next((name for name in policies if anybody(_clocks(tables, name))), base_of(tables))


def _title(tables: RunTables, policy: str) -> str:
    """The share of the people whom ICE wanted who had left before it decided."""
    means = {name: tables.summary["policies"][policy][name]["mean"] or 0.0 for name in ("missed", "detainers")}
    wanted, where = sum(means.values()), f"in {tables.labels.place}"
    label = tables.labels.policies[policy]
    if not wanted:
        return f"{label}: ICE wanted a detainer for nobody {where}"
    if not means["missed"]:
        return f"{label}: none of the people whom ICE wanted had left before its decision {where}"
    share = count(100 * means["missed"] / wanted)
    return f"{label}: {about(share)} % of the people whom ICE wanted had left before its decision {where}"


def _notes(tables: RunTables, clock: Bins) -> list[str]:
    summary = tables.summary
    yearly = count(clock.people / summary["replications"] / summary["years"])
    return notes(
        f"People for whom ICE wanted a detainer, {yearly} a year, with the missed; {replications_together(tables)}. "
        "Each person's own clocks are compared for the share in the title; the curves alone do not show it.",
        "Days that a detainer on file adds to the stay are left out. Triangle, circle and square mark the medians.",
        agencies_note(tables),
    )


def _curve(axes: Axes, bins: Bins, look: Look) -> None:
    """Share of people by the end of each bin; the median with its marker."""
    axes.plot(bins.edges[1:], 100 * bins.shares_by_edge()[1:], color=look.colour, linestyle=look.line, linewidth=1.8)
    median = bins.quantile(0.5)
    axes.plot([median] * 2, [0, 50], color=look.colour, linestyle=":", linewidth=1.0)
    axes.plot([median], [50], color=look.colour, marker=look.marker, markersize=6)


def last_hours(clocks: Sequence[Bins]) -> float:
    """How far the time axis reaches at least; there is somebody."""
    return max(float(bins.edges[np.searchsorted(bins.shares_by_edge(), MOST_SHARE)]) for bins in clocks)


def _frame(axes: Axes, clocks: Sequence[Bins]) -> None:
    first = clocks[0].edges[1]
    last = last_hours(clocks)
    axes.set_xscale("log")
    axes.set_xlim(first, max(last, 4 * first))
    axes.set_ylim(0, 101)
    number_axis(axes, "y", "share of people, %")
    axes.grid(axis="x", color=RULE, linewidth=0.6)
    shown = {hours: text for hours, text in TICKS.items() if first <= hours <= axes.get_xlim()[1]}
    axes.set_xticks(list(shown), list(shown.values()))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel("time since booking", **text_style())
