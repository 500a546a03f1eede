"""The calendar of a run: real dates, in elapsed seconds since the first local midnight.

Elapsed seconds count time as it passes, so that a day on which the clocks change has 23 or 25 hours.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from simulator.model.codes import DAY_SECONDS, HOUR_SECONDS
from simulator.scenario.stations import WEEKDAYS, Weekday


@dataclass(frozen=True)
class Calendar:
    """Days of a run, from ``start``; every list has one entry a day, ``midnights`` one more.

    ``months`` counts from the month of the first day; ``closed`` days are weekends and federal holidays.
    """

    start: date
    timezone: str
    midnights: list[int]
    weekdays: list[int]
    holidays: list[bool]
    closed: list[bool]
    months: NDArray[np.int64]

    @property
    def days(self) -> int:
        """How many days the calendar covers."""
        return len(self.weekdays)

    def day_of(self, moment: int) -> int:
        """The day that a moment (elapsed seconds) falls on, counted from 0."""
        return bisect_right(self.midnights, moment) - 1

    def midnight(self, day: date) -> int:
        """Elapsed seconds at the start of a date; the start of the run for earlier dates."""
        return self.midnights[min(max((day - self.start).days, 0), self.days)]

    def is_first_of_month(self, day: int) -> bool:
        """Whether a day, counted from 0, is the first of a month."""
        return (self.start + timedelta(days=day)).day == 1

    def moment(self, day: int, hour: int) -> int:
        """Elapsed seconds when local clocks show this hour (0 to 24) on this day."""
        if self.midnights[day + 1] - self.midnights[day] == DAY_SECONDS or hour == 24:
            return self.midnights[day] + hour * HOUR_SECONDS if hour < 24 else self.midnights[day + 1]
        shown = datetime.combine(self.start + timedelta(days=day), datetime.min.time()).replace(hour=hour)
        return _elapsed(shown, self.start, self.timezone)

    def hold_limit(self, release: int, hold_seconds: int, *, exclude_closed_days: bool) -> int:
        """When a hold that starts at ``release`` ends by law; closed days are weekends and federal holidays."""
        if not exclude_closed_days:
            return release + hold_seconds
        moment, left, day = release, hold_seconds, self.day_of(release)
        while self.closed[day] or left > self.midnights[day + 1] - moment:
            if not self.closed[day]:
                left -= self.midnights[day + 1] - moment
            day += 1
            moment = self.midnights[day]
        return moment + left

    def stamp(self, moment: int) -> str:
        """A moment as local date and time with its offset from UTC."""
        zone = ZoneInfo(self.timezone)
        origin = datetime.combine(self.start, datetime.min.time(), zone).timestamp()
        return datetime.fromtimestamp(origin + moment, zone).isoformat()


def _elapsed(shown: datetime, start: date, timezone: str) -> int:
    zone = ZoneInfo(timezone)
    origin = datetime.combine(start, datetime.min.time(), zone)
    return round(shown.replace(tzinfo=zone).timestamp() - origin.timestamp())


@lru_cache(maxsize=16)
def calendar_for(start: date, days: int, timezone: str) -> Calendar:
    """The calendar of this many days from a date; federal holidays include the days on which they are observed."""
    from holidays import country_holidays

    dates = [start + timedelta(days=day) for day in range(days + 1)]
    federal = country_holidays("US", years=range(start.year, dates[-1].year + 1))
    midnights = [_elapsed(datetime.combine(day, datetime.min.time()), start, timezone) for day in dates]
    weekdays = [day.weekday() for day in dates[:-1]]
    off = [day in federal for day in dates[:-1]]
    closed = [weekday >= 5 or free for weekday, free in zip(weekdays, off, strict=True)]
    months = np.array([12 * (day.year - start.year) + day.month - start.month for day in dates[:-1]], dtype=np.int64)
    return Calendar(start, timezone, midnights, weekdays, off, closed, months)


def weekday_number(weekday: Weekday) -> int:
    """0 for Monday to 6 for Sunday."""
    return WEEKDAYS.index(weekday)
