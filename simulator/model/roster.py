"""When people are on duty, and when tours call: moments on a calendar, from shifts and tours by weekday and hour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from simulator.model.calendar import Calendar, calendar_for, weekday_number
from simulator.scenario.stations import Shift, Tours

KEPT = 64
"""Rosters and tours that are remembered: policies of one place, and draws of its inputs, mostly have the same."""

PlainShift = tuple[frozenset[int], int, int, int]
"""Weekdays, the first hour, the last, and how many people."""


@dataclass(frozen=True)
class Roster:
    """How many serve from each moment of change on; before the first change nobody does."""

    changes: list[int]
    on_duty: list[int]

    def at(self, moment: int) -> int:
        """How many are on duty at a moment."""
        return self.on_duty[bisect_right(self.changes, moment) - 1]

    def next_rise(self, moment: int) -> int | None:
        """The next moment after this one at which more people come on duty; None if there is none."""
        position = bisect_right(self.changes, moment)
        for index in range(max(position, 1), len(self.changes)):
            if self.on_duty[index] > self.on_duty[index - 1]:
                return self.changes[index]
        return None


def roster_of(shifts: Sequence[Shift], calendar: Calendar) -> Roster:
    """The roster of overlapping shifts, which add up; shifts run on holidays too."""
    plain = tuple(
        (frozenset(map(weekday_number, shift.weekdays)), shift.from_hour, shift.to_hour, round(shift.on_duty.value))
        for shift in shifts
    )
    return _roster(plain, calendar.start, calendar.days, calendar.timezone)


@lru_cache(KEPT)
def _roster(shifts: tuple[PlainShift, ...], start: date, days: int, timezone: str) -> Roster:
    calendar = calendar_for(start, days, timezone)
    steps: dict[int, int] = {0: 0}
    for weekdays, from_hour, to_hour, people in shifts:
        for day in range(calendar.days):
            if calendar.weekdays[day] in weekdays:
                begin, end = calendar.moment(day, from_hour), calendar.moment(day, to_hour)
                steps[begin] = steps.get(begin, 0) + people
                steps[end] = steps.get(end, 0) - people
    changes: list[int] = []
    on_duty: list[int] = []
    serving = 0
    for moment in sorted(steps):
        if steps[moment] or not changes:
            serving += steps[moment]
            changes.append(moment)
            on_duty.append(serving)
    return Roster(changes, on_duty)


def tour_moments(tours: Tours, calendar: Calendar) -> list[int]:
    """All moments at which a tour calls, in order; none on federal holidays unless so said."""
    weekdays = frozenset(map(weekday_number, tours.weekdays))
    when = (weekdays, tuple(tours.hours), tours.on_federal_holidays)
    return _tours(when, calendar.start, calendar.days, calendar.timezone)


@lru_cache(KEPT)
def _tours(when: tuple[frozenset[int], tuple[int, ...], bool], start: date, days: int, timezone: str) -> list[int]:
    weekdays, hours, on_federal_holidays = when
    calendar = calendar_for(start, days, timezone)
    called = (
        day
        for day in range(calendar.days)
        if calendar.weekdays[day] in weekdays and (on_federal_holidays or not calendar.holidays[day])
    )
    return [calendar.moment(day, hour) for day in called for hour in hours]
