"""Real dates: clock changes, holidays, and the hold clock."""

from __future__ import annotations

from datetime import date

import pytest

from simulator.model.calendar import calendar_for
from simulator.model.codes import HOUR_SECONDS

CALENDAR = calendar_for(date(2012, 1, 1), 800, "America/New_York")


def day(text: str) -> int:
    return (date.fromisoformat(text) - CALENDAR.start).days


def test_days_of_clock_changes_have_23_and_25_hours() -> None:
    lengths = {b - a for a, b in zip(CALENDAR.midnights, CALENDAR.midnights[1:], strict=False)}
    assert lengths == {23 * HOUR_SECONDS, 24 * HOUR_SECONDS, 25 * HOUR_SECONDS}
    assert CALENDAR.midnights[day("2012-03-12")] - CALENDAR.midnights[day("2012-03-11")] == 23 * HOUR_SECONDS
    assert CALENDAR.midnights[day("2012-11-05")] - CALENDAR.midnights[day("2012-11-04")] == 25 * HOUR_SECONDS


@pytest.mark.parametrize(
    ("on", "hour", "stamp"),
    [
        ("2012-03-11", 1, "2012-03-11T01:00:00-05:00"),
        ("2012-03-11", 15, "2012-03-11T15:00:00-04:00"),
        ("2012-11-04", 15, "2012-11-04T15:00:00-05:00"),
        ("2012-07-02", 0, "2012-07-02T00:00:00-04:00"),
        ("2012-11-04", 24, "2012-11-05T00:00:00-05:00"),
    ],
)
def test_an_hour_is_the_hour_that_clocks_show(on: str, hour: int, stamp: str) -> None:
    assert CALENDAR.stamp(CALENDAR.moment(day(on), hour)) == stamp


def test_federal_holidays_of_2012_and_the_days_on_which_they_are_observed() -> None:
    """New Year's Day 2012 is a Sunday, observed on Monday; Veterans Day 2012 likewise."""
    on = [
        str(date.fromordinal(CALENDAR.start.toordinal() + number))
        for number in range(366)
        if CALENDAR.holidays[number] and CALENDAR.weekdays[number] < 5
    ]
    assert on == [
        "2012-01-02", "2012-01-16", "2012-02-20", "2012-05-28", "2012-07-04",
        "2012-09-03", "2012-10-08", "2012-11-12", "2012-11-22", "2012-12-25",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("release", "until"),
    [
        (("2012-03-06", 10), ("2012-03-08", 10)),  # Tuesday to Thursday
        (("2012-03-01", 14), ("2012-03-05", 14)),  # Thursday to Monday
        (("2012-03-02", 14), ("2012-03-06", 14)),  # Friday to Tuesday
        (("2012-03-03", 14), ("2012-03-06", 24)),  # Saturday: the clock starts on Monday
        (("2012-02-17", 18), ("2012-02-22", 18)),  # Friday evening before Presidents' Day
        (("2012-11-20", 12), ("2012-11-23", 12)),  # over Thanksgiving
        (("2012-12-31", 20), ("2013-01-03", 20)),  # over New Year
        (("2012-03-02", 0), ("2012-03-05", 24)),  # from midnight to midnight
    ],
)
def test_48_hours_without_weekends_and_holidays(release: tuple[str, int], until: tuple[str, int]) -> None:
    begins = CALENDAR.moment(day(release[0]), release[1])
    limit = CALENDAR.hold_limit(begins, 48 * HOUR_SECONDS, exclude_closed_days=True)
    assert CALENDAR.stamp(limit) == CALENDAR.stamp(CALENDAR.moment(day(until[0]), until[1]))


def test_a_flat_hold_is_time_as_it_passes() -> None:
    begins = CALENDAR.moment(day("2012-11-03"), 12)
    limit = CALENDAR.hold_limit(begins, 48 * HOUR_SECONDS, exclude_closed_days=False)
    assert CALENDAR.stamp(limit) == "2012-11-05T11:00:00-05:00"


def test_dates_before_the_start_begin_with_the_run() -> None:
    assert CALENDAR.midnight(date(2010, 6, 15)) == 0
    assert CALENDAR.midnight(date(2012, 1, 2)) == 24 * HOUR_SECONDS
