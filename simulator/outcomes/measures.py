"""Measures: what is counted in a trace, by agency, month of booking and offence level.

Every booking is followed to its end and counted in the month in which the person was booked, so that months add up
to totals and nobody is lost at the end of a year.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulator.model.aftermath import LEADS
from simulator.model.bookings import NEVER, REMOVABLE, US_CITIZEN
from simulator.model.calendar import DAY_SECONDS, HOUR_SECONDS
from simulator.model.stances import DECLINE, HONOR, NOTIFY
from simulator.model.trace import ENDS, NO_MATCH, TRANSFERRED, Trace
from simulator.scenario.people import CONVICTIONS
from simulator.scenario.quantities import LEVELS

Column: TypeAlias = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.bool_]

LEVEL_LABELS = (*LEVELS, "all")
"""Labels of the level axis; ``all`` holds what is not split by level, so that a sum over labels is the total."""
ALL = len(LEVELS)
SCAAP_LEAST_DAYS = 4
"""Under the rules of SCAAP, which pays jails for a part of these days, only longer stays count."""


@dataclass(frozen=True)
class Measure:
    """A number that adds up over months, agencies and levels; ``of`` gives what each row of a trace adds to it."""

    name: str
    unit: str
    meaning: str
    of: Callable[[Trace], Column]


def happened(moment: str) -> Callable[[Trace], Column]:
    """Counts the rows for which a moment of the course is not NEVER."""
    return lambda trace: getattr(trace.course, moment) != NEVER


def hours_until(moment: str) -> Callable[[Trace], Column]:
    """Sums the hours from booking to a moment, over the rows for which it came."""

    def hours(trace: Trace) -> Column:
        moments = getattr(trace.course, moment)
        return np.where(moments != NEVER, (moments - trace.bookings.booked_at) / HOUR_SECONDS, 0.0)

    return hours


def ended(code: int) -> Callable[[Trace], Column]:
    """Counts the rows with this end."""
    return lambda trace: trace.course.end == code


def acted(*actions: int) -> Callable[[Trace], Column]:
    """Counts the rows for which the jail's rules gave one of these actions at local release."""
    return lambda trace: np.isin(trace.course.rule_at_release, actions)


def citizens(counted: Callable[[Trace], Column]) -> Callable[[Trace], Column]:
    """The same count, of US citizens alone."""
    return lambda trace: counted(trace) * (trace.bookings.status == US_CITIZEN)


def hold_seconds(trace: Trace) -> NDArray[np.int64]:
    """Seconds on hold after local release, of each row."""
    course = trace.course
    return np.where(course.hold_until != NEVER, course.ended_at - course.released_at, 0)


def added_seconds(trace: Trace) -> NDArray[np.int64]:
    """Seconds by which a detainer on file put off the local release, of each row."""
    return trace.course.released_at - trace.bookings.released_at


def under_agreement(counted: Callable[[Trace], Column]) -> Callable[[Trace], Column]:
    """The same count, of people held by agencies that had a federal agreement to pay at their local release."""

    def count(trace: Trace) -> Column:
        rows, course = trace.bookings, trace.course
        agreed = np.zeros(len(rows), dtype=bool)
        for agency, stances in enumerate(trace.stances):
            chosen = rows.agency == agency
            position = np.searchsorted(stances.begins, course.released_at[chosen], side="right") - 1
            agreed[chosen] = np.array([stance.reimbursed for stance in stances.stances])[position]
        return counted(trace) * agreed

    return count


def payable_days(leaves: Callable[[Trace], NDArray[np.int64]], *, several: bool) -> Callable[[Trace], Column]:
    """Days under local authority, from booking until ``leaves``, for which SCAAP may pay.

    Of removable people who stay SCAAP_LEAST_DAYS or more: with a felony or, as at level 2, several misdemeanors; or
    (not ``several``) those with misdemeanors alone who may have but one.
    """

    def days(trace: Trace) -> Column:
        stay = (leaves(trace) - trace.bookings.booked_at) / DAY_SECONDS
        rows = trace.bookings
        perhaps_one = (rows.conviction == CONVICTIONS.index("misdemeanor")) & (rows.level != LEVELS.index("2"))
        chosen = (rows.conviction > 0) & ~perhaps_one if several else perhaps_one
        return np.where((stay >= SCAAP_LEAST_DAYS) & (rows.status == REMOVABLE) & chosen, stay, 0.0)

    return days


def _on_file_days(trace: Trace) -> Column:
    course, withdrawn_at = trace.course, trace.withdrawn_at
    until = np.where(withdrawn_at != NEVER, withdrawn_at, course.ended_at)
    return np.where(course.lodged_at != NEVER, (until - course.lodged_at) / DAY_SECONDS, 0.0)


MEASURES: tuple[Measure, ...] = (
    Measure("fbi_answers", "answers", "FBI's answers about the people followed", happened("fbi_answer_at")),
    Measure("matches", "people", "prints match an IDENT record", happened("matched_at")),
    Measure("answers", "answers", "answers that ICE's support center gave", happened("answer_at")),
    Measure("answers_seen", "answers", "ICE's answers that reached the agency", happened("seen_at")),
    Measure("found_by_interview", "people", "people that ICE found by another channel", happened("interviewed_at")),
    Measure("decisions", "people", "people whom the field office decided about", happened("decided_at")),
    Measure("detainers", "people", "detainers lodged while the person was in jail", happened("lodged_at")),
    Measure("missed", "people", "people who had left when ICE wanted a detainer", ended(ENDS.index("missed"))),
    Measure("honored", "people", "people held for ICE after local release", acted(HONOR)),
    Measure(
        "reimbursed_holds", "people", "of these, people whom the federal side pays for", under_agreement(acted(HONOR))
    ),
    Measure("declined", "people", "people with a detainer whom the jail released", acted(DECLINE, NOTIFY)),
    Measure("notified", "people", "of these, people of whose release ICE was told", acted(NOTIFY)),
    Measure("transferred", "people", "people who went from the jail to ICE", ended(TRANSFERRED)),
    Measure("lapsed", "people", "people on hold whom ICE did not collect in time", ended(ENDS.index("lapsed"))),
    Measure("withdrawn", "people", "people whose detainer ICE took back", ended(ENDS.index("withdrawn"))),
    Measure(
        "state_prison",
        "people",
        "people with a detainer who went on to state prison",
        ended(ENDS.index("state-prison")),
    ),
    Measure(
        "at_large_leads",
        "people",
        "people whom ICE wanted and who left the jail without ICE",
        lambda trace: np.isin(trace.course.end, LEADS),
    ),
    Measure(
        "arrested_at_large",
        "people",
        "of these, people whom ICE arrested later",
        lambda trace: np.isin(trace.course.end, LEADS) & trace.bookings.arrested_at_large,
    ),
    Measure("removed", "people", "people removed from the country by the cut-off", happened("removed_at")),
    Measure("citizens_matched", "people", "US citizens among the matches", citizens(happened("matched_at"))),
    Measure("citizens_with_detainer", "people", "US citizens with a detainer", citizens(happened("lodged_at"))),
    Measure("citizens_held", "people", "US citizens held past local release", citizens(happened("hold_until"))),
    Measure(
        "hold_hours", "hours", "hours on hold after local release", lambda trace: hold_seconds(trace) / HOUR_SECONDS
    ),
    Measure(
        "hold_days", "days", "jail days on hold after local release", lambda trace: hold_seconds(trace) / DAY_SECONDS
    ),
    Measure(
        "reimbursed_hold_days",
        "days",
        "of these, days that the federal side pays for",
        under_agreement(lambda trace: hold_seconds(trace) / DAY_SECONDS),
    ),
    Measure(
        "added_pretrial_days",
        "days",
        "jail days before local release that a detainer on file added",
        lambda trace: added_seconds(trace) / DAY_SECONDS,
    ),
    Measure(
        "felony_days",
        "days",
        "jail days before local release, 4 or more, of removable people with a felony or several misdemeanors",
        payable_days(lambda trace: trace.course.released_at, several=True),
    ),
    Measure(
        "felony_days_anyway",
        "days",
        "the same without the days that detainers added",
        payable_days(lambda trace: trace.bookings.released_at, several=True),
    ),
    Measure(
        "misdemeanor_days",
        "days",
        "the same of people with misdemeanors alone, perhaps one",
        payable_days(lambda trace: trace.course.released_at, several=False),
    ),
    Measure(
        "misdemeanor_days_anyway",
        "days",
        "these without the days that detainers added",
        payable_days(lambda trace: trace.bookings.released_at, several=False),
    ),
    Measure("detainer_days", "days", "jail days of people with a detainer on file, up to a withdrawal", _on_file_days),
    Measure(
        "hours_until_fbi_answer",
        "hours",
        "hours from booking to the FBI's answer, summed over the people followed",
        hours_until("fbi_answer_at"),
    ),
    Measure("hours_until_answer", "hours", "hours from booking to ICE's answer, summed", hours_until("answer_at")),
    Measure("hours_until_detainer", "hours", "hours from booking to detainer, summed", hours_until("lodged_at")),
    Measure(
        "followed",
        "people",
        "people followed one by one because they could meet ICE",
        lambda trace: np.ones(len(trace.bookings)),
    ),
    *(
        Measure(
            f"ended_{end.replace('-', '_')}",
            "bookings",
            f"bookings that ended as: {end.replace('-', ' ')}",
            ended(code),
        )
        for code, end in enumerate(ENDS)
    ),
)
COUNTED: tuple[Measure, ...] = (
    Measure("bookings", "bookings", "people booked", lambda _: np.zeros(0)),
    Measure("submissions", "bookings", "prints sent to the state bureau and the FBI", lambda _: np.zeros(0)),
)
NAMES: tuple[str, ...] = tuple(measure.name for measure in COUNTED + MEASURES)


@dataclass(frozen=True)
class Tally:
    """All measures of one trace: ``values`` is measures (NAMES) x agencies x months x levels (LEVEL_LABELS)."""

    values: NDArray[np.float64]

    def of(self, name: str) -> NDArray[np.float64]:
        """One measure: agencies x months, summed over levels."""
        total: NDArray[np.float64] = self.values[NAMES.index(name)].sum(axis=2)
        return total


def tally(trace: Trace) -> Tally:
    """Count a trace; agencies in the scenario's order, months from that of the first day."""
    agencies, days = trace.booked.shape
    month_of_day = trace.calendar.months[:days]
    months = int(month_of_day[-1]) + 1
    values = np.zeros((len(NAMES), agencies, months, len(LEVEL_LABELS)))
    booked = np.stack([np.bincount(month_of_day, weights=row, minlength=months) for row in trace.booked])
    values[: len(COUNTED), :, :, ALL] = booked
    rows = trace.bookings
    cell = (rows.agency * months + month_of_day[rows.day]) * len(LEVEL_LABELS) + rows.level
    for number, measure in enumerate(MEASURES, start=len(COUNTED)):
        sums = np.bincount(cell, weights=measure.of(trace), minlength=values[0].size)
        values[number] = sums.reshape(values[0].shape)
    followed = values[NAMES.index("followed")].sum(axis=2)
    values[NAMES.index(f"ended_{ENDS[NO_MATCH].replace('-', '_')}"), :, :, ALL] += booked - followed
    return Tally(values)
