"""When people are on duty, and when tours call: moments on a calendar, from shifts and tours by weekday and hour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.model.calendar import Calendar, weekday_number
from simulator.scenario.stations import Shift, Tours


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
    steps: dict[int, int] = {0: 0}
    for shift in shifts:
        weekdays = {weekday_number(weekday) for weekday in shift.weekdays}
        people = round(shift.on_duty.value)
        for day in range(calendar.days):
            if calendar.weekdays[day] in weekdays:
                begin, end = calendar.moment(day, shift.from_hour), calendar.moment(day, shift.to_hour)
                steps[begin] = steps.get(begin, 0) + people
                steps[end] = steps.get(end, 0) - people
    changes: list[int] = []
    on_duty: list[int] = []
    people = 0
    for moment in sorted(steps):
        if steps[moment] or not changes:
            people += steps[moment]
            changes.append(moment)
            on_duty.append(people)
    return Roster(changes, on_duty)


def tour_moments(tours: Tours, calendar: Calendar) -> list[int]:
    """All moments at which a tour calls, in order; none on federal holidays unless so said."""
    weekdays = {weekday_number(weekday) for weekday in tours.weekdays}
    days = (
        day
        for day in range(calendar.days)
        if calendar.weekdays[day] in weekdays and (tours.on_federal_holidays or not calendar.holidays[day])
    )
    return [calendar.moment(day, hour) for day in days for hour in tours.hours]
