"""How the difference in the jail's cost adds up over the months, with what is paid once, and what is paid late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulator.experiments.intervals import Interval, interval
from simulator.runs.tables import RunTables
from simulator.views.figures.bills import ANYWAY
from simulator.views.figures.findings import (
    SMALLEST,
    Side,
    about,
    agencies_note,
    alike,
    base_of,
    compared_policy,
    count,
    dollars_note,
    finding,
    groups_note,
    intervals_note,
    jail_side,
    names,
    no_change,
    not_clear,
    notes,
    others_of,
    same_as,
)
from simulator.views.figures.months import month_in_words, month_ticks
from simulator.views.figures.style import (
    INK,
    KEY_INCHES,
    LEFT,
    MUTED,
    RIGHT,
    SMALL_POINTS,
    Sheet,
    dollar_axis,
    line_inches,
    line_style,
    look_of,
    sheet,
    text_style,
    wrapped,
)

Floats = NDArray[np.float64]

LATE_ITEM, LATE_INPUT = "scaap-added-days", "scaap.years_late"
"""The item that is paid late, and the number of the costs that says how late."""
AXIS_INCHES, HEIGHT_INCHES, UNDER_INCHES, LATE_INCHES, KEY_COLUMNS = 0.7, 3.2, 0.5, 0.9, 2


@dataclass(frozen=True)
class Course:
    """Dollars that a policy has added by the end of each month (months x replications), and by the end of all.

    ``in_all`` holds payments that come after the last month too: one amount a replication.
    """

    by_month: Floats
    in_all: Floats

    @property
    def is_late(self) -> bool:
        """Whether something comes after the last month."""
        return bool(np.abs(self.in_all - self.by_month[-1]).max() > SMALLEST)


def cumulative(tables: RunTables) -> Figure:
    """A line for each policy but the base, with its interval; ValueError without another policy."""
    side = jail_side(tables)
    chosen = compared_policy(tables, None, side.measure)
    months = months_of(tables)
    courses = courses_of(tables, months, side)
    groups = alike_courses(courses)
    width = (RIGHT - LEFT) / KEY_COLUMNS
    labels = [wrapped(names(tables, group), width - KEY_INCHES - 0.15, weight="bold") for group in groups]
    rows = [labels[start : start + KEY_COLUMNS] for start in range(0, len(labels), KEY_COLUMNS)]
    heights = [max(map(len, row)) * line_inches(SMALL_POINTS) + 0.04 for row in rows]
    body = UNDER_INCHES + HEIGHT_INCHES + 0.12 + sum(heights)
    shown = {group[0]: courses[group[0]] for group in groups}
    base = tables.labels.policies[base_of(tables)]
    subtitle = f'{side.noun.capitalize()}, difference to "{base}" added up over the months, mean of the replications'
    drawn = sheet(_title(tables, courses[chosen], chosen, months, side), subtitle, _notes(tables, shown, groups), body)
    top = body
    for number_of_row, (row, height) in enumerate(zip(rows, heights, strict=True)):
        for column, lines in enumerate(row):
            policy = groups[number_of_row * KEY_COLUMNS + column][0]
            drawn.key(LEFT + column * width, top, look_of(tables, policy), lines)
        top -= height
    _draw(tables, drawn, shown, months)
    return drawn.figure


def months_of(tables: RunTables) -> list[str]:
    """The months of a run as YYYY-MM."""
    return sorted(tables.ledger["month"].unique())


def alike_courses(courses: Mapping[str, Course]) -> list[list[str]]:
    """Policies in groups that coincide in every month of every replication."""
    return alike({policy: np.vstack([course.by_month, course.in_all]) for policy, course in courses.items()})


def courses_of(tables: RunTables, months: Sequence[str], side: Side) -> dict[str, Course]:
    """The course of every policy but the base."""
    ledger, late = tables.ledger, months_late(tables)
    counted = (ledger["payer"] == side.payer) & (ledger["caused_by"] != ANYWAY)
    counted &= ledger["bed_price"].isin([tables.labels.headline_bed_price, "any"])
    is_late = ledger["item"] == LATE_ITEM
    at_once, later = (_by_month(tables, counted & chosen, months) for chosen in (~is_late, is_late))
    base = base_of(tables)
    return {
        policy: _course(at_once[policy] - at_once[base], later[policy] - later[base], late)
        for policy in others_of(tables)
    }


def months_late(tables: RunTables) -> int:
    """How many months after the days SCAAP pays, as far as the tables say; 0 where they do not."""
    stated = tables.tornado.loc[tables.tornado["input"] == LATE_INPUT, "value"]
    return round(12 * float(stated.iloc[0])) if len(stated) else 0


def _by_month(tables: RunTables, chosen: object, months: Sequence[str]) -> dict[str, Floats]:
    """Sums by policy: months x replications."""
    lines = tables.ledger[chosen]
    sums = lines.groupby(["policy", "month", "replication"], observed=True)["amount_usd"].sum()
    replications = sorted(tables.ledger["replication"].unique())
    table = sums.unstack("replication").reindex(columns=replications).fillna(0.0)
    known = set(table.index.get_level_values("policy"))
    nothing = np.zeros((len(months), len(replications)))
    return {
        policy: table.loc[policy].reindex(months).fillna(0.0).to_numpy(float) if policy in known else nothing
        for policy in tables.labels.policies
    }


def _course(at_once: Floats, later: Floats, late: int) -> Course:
    moved = np.zeros_like(later)
    if late < len(later):
        moved[late:] = later[: len(later) - late]
    return Course(np.cumsum(at_once + moved, axis=0), (at_once + later).sum(axis=0))


def _title(tables: RunTables, course: Course, policy: str, months: Sequence[str], side: Side) -> str:
    """What a policy adds up to by the last month, when payments that come late are in, and when its sign turned."""
    entry = tables.summary["differences"][policy][side.measure]
    if no_change(entry) or not_clear(entry):
        return finding(tables, side.measure, side.noun, unit="USD")
    means = course.by_month.mean(axis=1)
    end = about(_step(float(means[-1])))
    until = month_in_words(months[-1])
    text = f"{same_as(tables, policy)} in {tables.labels.place}: {end} {side.noun} by the end of {until}"
    if course.is_late:
        text += f", {_step(float(course.in_all.mean()))} once SCAAP has paid"
    turned = np.flatnonzero(np.sign(means) == -np.sign(means[-1]))
    if len(turned):
        first = "more" if means[-1] < 0 else "less"
        text += f"; {first} in all until {month_in_words(months[int(turned[-1])])}"
    return text


def _step(change: float) -> str:
    return f"{count(abs(change), 'USD')} {'more' if change > 0 else 'less'}"


def _notes(tables: RunTables, courses: Mapping[str, Course], groups: Sequence[Sequence[str]]) -> list[str]:
    late = any(course.is_late for course in courses.values())
    return notes(
        intervals_note(tables, "Bands, and lines on the right" if late else "Bands"),
        "Costs stand in the month of booking; the administration of an opt-out, paid once, in the first month.",
        _late_note(tables, late=late),
        dollars_note(tables),
        groups_note(groups, "every month of every replication"),
        agencies_note(tables),
    )


def _late_note(tables: RunTables, *, late: bool) -> str:
    """When SCAAP pays, and how that is drawn."""
    months = months_late(tables)
    if not months:
        paid = tables.ledger.loc[tables.ledger["item"] == LATE_ITEM, "amount_usd"].any()
        return "What SCAAP pays stands in the month of booking too, although it comes later." if paid else ""
    said = f"SCAAP pays {months / 12:g} year{'s' * (months != 12)} after the days, and so much later it is drawn"
    return (
        f"{said}; on the right stands what each policy comes to when it has paid for all days." if late else f"{said}."
    )


def _draw(tables: RunTables, drawn: Sheet, courses: Mapping[str, Course], months: Sequence[str]) -> None:
    late = any(course.is_late for course in courses.values())
    left = LEFT + AXIS_INCHES
    width = RIGHT - left - LATE_INCHES * late
    axes = drawn.axes(left, UNDER_INCHES, width, HEIGHT_INCHES)
    every = max(1, len(months) // 12)
    for number, (policy, course) in enumerate(courses.items()):
        found = [interval(row) for row in course.by_month]
        look = look_of(tables, policy)
        _band(axes, found, look.colour)
        first = number * every // max(len(courses), 1)
        axes.plot(range(len(found)), [one.mean for one in found], markevery=(first, every), **line_style(look))
    axes.axhline(0, color=INK, linewidth=0.9)
    month_ticks(axes, months, width)
    beside = drawn.axes(left + width, UNDER_INCHES, LATE_INCHES, HEIGHT_INCHES) if late else None
    if beside is not None:
        _draw_late(tables, beside, courses)
    _reach(axes, [*(row for course in courses.values() for row in course.by_month)],
           [course.in_all for course in courses.values()] if late else [])  # fmt: skip
    dollar_axis(axes, "y", "{}, more (+) or less (-) than as it is")
    if beside is not None:
        beside.set_ylim(axes.get_ylim())


def _band(axes: Axes, found: Sequence[Interval], colour: str) -> None:
    low = [one.mean if one.low is None else one.low for one in found]
    high = [one.mean if one.high is None else one.high for one in found]
    if low != high:
        axes.fill_between(range(len(found)), low, high, color=colour, alpha=0.2, linewidth=0)


def _draw_late(tables: RunTables, axes: Axes, courses: Mapping[str, Course]) -> None:
    """Where each policy ends when all has been paid, side by side."""
    for number, (policy, course) in enumerate(courses.items()):
        found, look = interval(course.in_all), look_of(tables, policy)
        if found.low is not None and found.high is not None:
            axes.plot([number] * 2, [found.low, found.high], color=look.colour, linewidth=1.6)
        axes.plot([number], [found.mean], **line_style(look))
    axes.set_xlim(-1, len(courses))
    axes.axhline(0, color=INK, linewidth=0.9)
    axes.set_xticks([(len(courses) - 1) / 2], ["SCAAP\npaid"])
    axes.tick_params(left=False, labelleft=False)
    axes.spines["left"].set(linestyle=":", color=MUTED)
    axes.xaxis.set_tick_params(length=0)
    axes.set_facecolor("#F6F6F6")


def _reach(axes: Axes, rows: Sequence[Floats], late: Sequence[Floats]) -> None:
    found = [interval(row) for row in (*rows, *late)]
    ends = [0.0, *(end for one in found for end in (one.mean, one.low, one.high) if end is not None)]
    span = (max(ends) - min(ends)) or 2.0
    middle = (max(ends) + min(ends)) / 2
    axes.set_ylim(middle - 0.54 * span, middle + 0.54 * span)
    if max(ends) == min(ends):
        axes.text(0.5, 0.7, "no change", transform=axes.transAxes, ha="center", **text_style(colour=MUTED))
