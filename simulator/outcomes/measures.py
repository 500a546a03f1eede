"""Measures: what is counted in a trace, by agency, month of booking and offence level.

Every booking is followed to its end and counted in the month in which the person was booked, so that months add up
to totals and nobody is lost at the end of a year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.model.codes import DAY_SECONDS, ENDS, HOUR_SECONDS, NO_MATCH
from simulator.model.trace import Trace
from simulator.outcomes.kernels import counting
from simulator.scenario.quantities import LEVELS

LEVEL_LABELS = (*LEVELS, "all")
"""Labels of the level axis; ``all`` holds what is not split by level, so that a sum over labels is the total."""
ALL = len(LEVELS)


@dataclass(frozen=True)
class Measure:
    """A number that adds up over months, agencies and levels; people, or seconds by the seconds of its unit."""

    name: str
    unit: str
    meaning: str

    @property
    def divisor(self) -> int:
        """What a sum of whole people or seconds is divided by."""
        return {"hours": HOUR_SECONDS, "days": DAY_SECONDS}.get(self.unit, 1)


MEASURES: tuple[Measure, ...] = (
    Measure("fbi_answers", "answers", "FBI's answers about the people followed"),
    Measure("matches", "people", "prints match an IDENT record"),
    Measure("answers", "answers", "answers that ICE's support center gave"),
    Measure("answers_seen", "answers", "ICE's answers that reached the agency"),
    Measure("found_by_interview", "people", "people that ICE found by another channel"),
    Measure("decisions", "people", "people whom the field office decided about"),
    Measure("detainers", "people", "detainers lodged while the person was in jail"),
    Measure("missed", "people", "people who had left when ICE wanted a detainer"),
    Measure("honored", "people", "people held for ICE after local release"),
    Measure("reimbursed_holds", "people", "of these, people whom the federal side pays for"),
    Measure("declined", "people", "people with a detainer whom the jail released"),
    Measure("notified", "people", "of these, people of whose release ICE was told"),
    Measure("transferred", "people", "people who went from the jail to ICE"),
    Measure("lapsed", "people", "people on hold whom ICE did not collect in time"),
    Measure("withdrawn", "people", "people whose detainer ICE took back"),
    Measure("state_prison", "people", "people with a detainer who went on to state prison"),
    Measure("at_large_leads", "people", "people whom ICE wanted and who left the jail without ICE"),
    Measure("arrested_at_large", "people", "of these, people whom ICE arrested later"),
    Measure("removed", "people", "people removed from the country by the cut-off"),
    Measure("citizens_matched", "people", "US citizens among the matches"),
    Measure("citizens_with_detainer", "people", "US citizens with a detainer"),
    Measure("citizens_held", "people", "US citizens held past local release"),
    Measure("hold_hours", "hours", "hours on hold after local release"),
    Measure("hold_days", "days", "jail days on hold after local release"),
    Measure("reimbursed_hold_days", "days", "of these, days that the federal side pays for"),
    Measure("added_pretrial_days", "days", "jail days before local release that a detainer on file added"),
    Measure(
        "felony_days",
        "days",
        "jail days before local release, 4 or more, of removable people with a felony or several misdemeanors",
    ),
    Measure("felony_days_anyway", "days", "the same without the days that detainers added"),
    Measure("misdemeanor_days", "days", "the same of people with misdemeanors alone, perhaps one"),
    Measure("misdemeanor_days_anyway", "days", "these without the days that detainers added"),
    Measure("detainer_days", "days", "jail days of people with a detainer on file, up to a withdrawal"),
    Measure(
        "hours_until_fbi_answer", "hours", "hours from booking to the FBI's answer, summed over the people followed"
    ),
    Measure("hours_until_answer", "hours", "hours from booking to ICE's answer, summed"),
    Measure("hours_until_detainer", "hours", "hours from booking to detainer, summed"),
    Measure("followed", "people", "people followed one by one because they could meet ICE"),
    *(
        Measure(f"ended_{end.replace('-', '_')}", "bookings", f"bookings that ended as: {end.replace('-', ' ')}")
        for end in ENDS
    ),
)
assert tuple(measure.name for measure in MEASURES)[: len(counting.COUNTED)] == counting.COUNTED
COUNTED: tuple[Measure, ...] = (
    Measure("bookings", "bookings", "people booked"),
    Measure("submissions", "bookings", "prints sent to the state bureau and the FBI"),
)
NAMES: tuple[str, ...] = tuple(measure.name for measure in COUNTED + MEASURES)


@dataclass(frozen=True)
class Tally:
    """All measures of one trace: ``values`` is measures (NAMES) x units x months x levels (LEVEL_LABELS).

    A unit is an agency, or agencies that are counted together (see ``scenario.reporting``)."""

    values: NDArray[np.float64]

    def of(self, name: str) -> NDArray[np.float64]:
        """One measure: units x months, summed over levels."""
        total: NDArray[np.float64] = self.values[NAMES.index(name)].sum(axis=2)
        return total


def tally(trace: Trace) -> Tally:
    """Count a trace; agencies in the scenario's order, months from that of the first day."""
    return Tallying(np.arange(len(trace.stances)), trace.calendar.months[: trace.booked.shape[1]]).add(trace).tally()


class Tallying:
    """Counts traces one after the other, such as those of parts of a country; sums are whole numbers of seconds.

    ``unit_of``: under which number each agency of the scenario is counted. ``month_of_day``: months of the days.
    """

    def __init__(self, unit_of: NDArray[np.int64], month_of_day: NDArray[np.int64]) -> None:
        self._unit_of, self._month_of_day = unit_of, month_of_day
        shape = int(unit_of.max()) + 1, int(month_of_day[-1]) + 1
        self._booked = np.zeros(shape, dtype=np.int64)
        self._sums = np.zeros((*shape, len(LEVELS), len(MEASURES)), dtype=np.int64)

    def add(self, trace: Trace) -> Tallying:
        """Count one more trace."""
        starts = np.flatnonzero(np.diff(self._month_of_day, prepend=-1))
        np.add.at(self._booked, self._unit_of[trace.agencies], np.add.reduceat(trace.booked, starts, axis=1))
        counting.count(trace.board, trace.rows, trace.happened, self._unit_of, self._month_of_day, self._sums)
        return self

    def tally(self) -> Tally:
        """What is counted so far."""
        divisors = np.array([measure.divisor for measure in MEASURES])
        values = np.zeros((len(NAMES), *self._booked.shape, len(LEVEL_LABELS)))
        values[: len(COUNTED), :, :, ALL] = self._booked
        values[len(COUNTED) :, :, :, :ALL] = np.moveaxis(self._sums, -1, 0) / divisors[:, None, None, None]
        followed = values[NAMES.index("followed")].sum(axis=2)
        values[NAMES.index(f"ended_{ENDS[NO_MATCH].replace('-', '_')}"), :, :, ALL] += self._booked - followed
        return Tally(values)
