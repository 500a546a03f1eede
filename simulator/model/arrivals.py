"""How many people are booked each day, and which of them could meet ICE."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.errors import SimulatorError
from simulator.model.calendar import Calendar
from simulator.model.kernels.arrivals import DAYS_PER_YEAR, PLACES
from simulator.scenario.place import Agency, Scenario

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
DAYS_OF_MONTHS = (31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def matched_and_found(scenario: Scenario, agency: Agency) -> tuple[float, float]:
    """Shares of bookings: prints match; no match, removable, and the other channel would find the person.

    The rest can meet ICE in no way, under no policy, so it is counted and not followed.
    """
    matched = agency.match_share.value
    with_record = scenario.people.removable_with_ident_record.value
    removable = matched * scenario.people.status_of_matched.removable
    unmatched = removable * (1 - with_record) / with_record if with_record else 0.0
    return matched, unmatched * scenario.federal.other_channel.found.value


def season_of(scenario: Scenario, calendar: Calendar, days: int) -> Floats:
    """What month and weekday make of each day's bookings, around 1."""
    week = np.array(scenario.arrivals.week.shares).sum(axis=1)
    months = np.array(scenario.arrivals.months.factors)
    months /= np.average(months, weights=DAYS_OF_MONTHS)
    month_of_day = (calendar.months[:days] + scenario.starts.month - 1) % 12
    return np.asarray(months[month_of_day] * 7 * (week / week.sum())[calendar.weekdays[:days]])


def level_of(agency: Agency) -> float:
    """Bookings a day at the pace of the first day."""
    return agency.bookings_per_year.value / DAYS_PER_YEAR


def growth_of(agency: Agency) -> float:
    """How much that pace grows in a year, as a share of it."""
    return agency.growth.value if agency.growth else 0.0


def daily_means(scenario: Scenario, agency: Agency, calendar: Calendar, days: int) -> Floats:
    """Expected bookings of each day: level, growth (day by day), month and weekday."""
    growth = (1 + growth_of(agency)) ** (np.arange(days) / DAYS_PER_YEAR)
    return level_of(agency) * growth * season_of(scenario, calendar, days)


def refuse_too_many(booked: Ints) -> None:
    """SimulatorError if an agency books more people in a day than can be told apart."""
    if booked.max(initial=0) > PLACES:
        raise SimulatorError(
            f"an agency books {booked.max():,} people in a day, and at most {PLACES:,} can be told apart"
        )


def numbered(booked: Ints) -> Ints:
    """The number of each booking, rising: its day (from 0) times ``PLACES``, plus its place within the day (from 0).

    So a booking keeps its number, and its luck, whatever happens on other days and however many come after it.
    """
    refuse_too_many(booked)
    day = np.repeat(np.arange(len(booked)), booked)
    first = np.cumsum(booked) - booked
    return np.asarray(day * PLACES + np.arange(len(day)) - first[day], dtype=np.int64)
