"""The numbers behind the figures of people: detainers by month, ends, the race, and holds by weekday."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.experiments.intervals import interval
from simulator.model.codes import End
from simulator.runs.tables import RunTables
from simulator.views.figures.bins import Bins
from simulator.views.figures.detainers_by_month import counts_of
from simulator.views.figures.endings import Endings, change_of, endings_of, ways_of
from simulator.views.figures.findings import alike, count, duration, names
from simulator.views.figures.holds_by_weekday import FULL_NAMES, LEAST_PEOPLE, Week, alike_weeks, people_of, weeks_of
from simulator.views.figures.months import month_in_words
from simulator.views.figures.race import CLOCKS, NOBODY, anybody, clocks_of, last_hours
from simulator.views.listing import Listing
from simulator.views.pictures.brackets import in_brackets
from simulator.views.words import number, spread

DOUBLED = 2 - 1e-9
"""Rows of hours are those that are twice the row before or more; bins are finer."""
MIDDLE = {"10 % of holds end within, hours": 0.1, "Half within, hours": 0.5, "90 % within, hours": 0.9}


def detainers_by_month_listed(tables: RunTables) -> Listing:
    """A row for each month, a column for each group of policies that coincide."""
    counts = counts_of(tables)
    groups = alike(counts.values)
    rows = [
        (month_in_words(month), *(spread(vars(interval(counts.values[group[0]][place]))) for group in groups))
        for place, month in enumerate(counts.months)
    ]
    return Listing(
        f"Detainers by month of booking, mean of the simulated years{in_brackets(tables)}",
        ("Month", *(f"{names(tables, group)}, detainers" for group in groups)),
        tuple(rows),
    )


def endings_listed(tables: RunTables) -> Listing:
    """A row for each end that somebody comes to, below all bookings and those that ICE learns of."""
    found = endings_of(tables)
    base, *others = found
    every = list(found.values())
    rows = [
        ("All bookings", *(count(one.bookings) for one in every)),
        ("No match", *(count(one.ends["no-match"]) for one in every)),
        ("ICE learns of", *(f"{count(one.known)}, {count(one.matches)} by a match" for one in every)),
        ("Detainers", *(count(one.detainers) for one in every)),
    ]
    for way in ways_of(every):
        compared = (_with_change(tables, found[name], name, way.end) for name in others)
        rows.append((way.words[0].upper() + way.words[1:], count(found[base].ends[way.end]), *compared))
    difference = "; in brackets the difference" if others else ""
    return Listing(
        f"Where bookings end, mean of the simulated years{difference}",
        ("End", *(f"{tables.labels.policies[name]}, bookings a year" for name in found)),
        tuple(rows),
    )


def _with_change(tables: RunTables, one: Endings, policy: str, end: End) -> str:
    return f"{count(one.ends[end])} ({change_of(tables.summary['differences'][policy], end)})"


def race_listed(tables: RunTables) -> Listing:
    """A row for every doubling of the hours since booking, and one for the medians."""
    chosen, clocks = clocks_of(tables)
    label = tables.labels.policies[chosen]
    if not anybody(clocks):
        return Listing(f"{label}: people whom ICE wanted", ("Result",), ((f"{NOBODY}.",),))
    places = _doublings(clocks)
    shares = [100 * bins.shares_by_edge() for bins in clocks]
    rows = [
        (_within(float(clocks[0].edges[place])), *(count(float(share[place])) for share in shares)) for place in places
    ]
    rows.append(("Half of the people within", *(duration(bins.quantile(0.5)) for bins in clocks)))
    return Listing(
        f"{label}: people whom ICE wanted, by time since booking",
        ("Time since booking", *(f"{clock.name}, % of people" for clock in CLOCKS)),
        tuple(rows),
    )


def _doublings(clocks: Sequence[Bins]) -> list[int]:
    """Places of the edges to show; all clocks have the same edges."""
    edges, places = clocks[0].edges, [1]
    for place in range(2, len(edges)):
        if edges[place] >= DOUBLED * edges[places[-1]] and edges[places[-1]] < last_hours(clocks):
            places.append(place)
    return places


def _within(hours: float) -> str:
    return f"Within {hours:,.6g} hour{'s' * (hours != 1)}"


def holds_by_weekday_listed(tables: RunTables) -> Listing:
    """A row for each weekday of each group of policies that hold anybody."""
    weeks = weeks_of(tables)
    groups = [group for group in alike_weeks(weeks) if people_of(weeks[group[0]])]
    if not groups:
        return Listing("Holds by weekday of local release", ("Result",), (("Nobody is held.",),))
    years = tables.summary["replications"] * tables.summary["years"]
    rows = [row for group in groups for row in _week_listed(names(tables, group), weeks[group[0]], years)]
    return Listing(
        "Hours on hold after local release, by weekday of that release",
        ("Policy and weekday", "People held a year", *MIDDLE),
        tuple(rows),
    )


def _week_listed(label: str, week: Week, years: float) -> list[tuple[str, ...]]:
    return [(f"{label}: {FULL_NAMES[day]}", count(bins.people / years), *_hours(bins)) for day, bins in week.items()]


def _hours(bins: Bins) -> tuple[str, ...]:
    if bins.people < LEAST_PEOPLE:
        return ("too few people",) * len(MIDDLE)
    return tuple(number(bins.quantile(share)) for share in MIDDLE.values())
