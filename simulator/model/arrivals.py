"""How many people are booked each day, which of them could meet ICE, and at what time of day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.errors import SimulatorError
from simulator.model.calendar import Calendar
from simulator.model.draws import Draws
from simulator.scenario.place import Agency, Scenario

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PLACES = 2**20
"""More than any agency books in a day."""
DAYS_PER_YEAR = 365.25
DAYS_OF_MONTHS = (31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Arrivals:
    """The bookings of one agency, and those of them that are followed.

    ``booked``: bookings of each day. The other arrays have an entry for each booking that is followed: its ``number``
    (see ``numbered``), its ``day``, ``matched`` whether the prints have a match in IDENT, and ``booked_at`` in elapsed
    seconds.
    """

    booked: Ints
    number: Ints
    day: Ints
    matched: Flags
    booked_at: Ints


def matched_and_found(scenario: Scenario, agency: Agency) -> tuple[float, float]:
    """Shares of bookings: prints match; no match, removable, and the other channel would find the person.

    The rest can meet ICE in no way, under no policy, so it is counted and not followed.
    """
    matched = agency.match_share.value
    with_record = scenario.people.removable_with_ident_record.value
    removable = matched * scenario.people.status_of_matched.removable
    unmatched = removable * (1 - with_record) / with_record if with_record else 0.0
    return matched, unmatched * scenario.federal.other_channel.found.value


def daily_means(scenario: Scenario, agency: Agency, calendar: Calendar, days: int) -> Floats:
    """Expected bookings of each day: level, growth, month and weekday.

    The level is that of the first day; it grows by the year's growth, day by day.
    """
    week = np.array(scenario.arrivals.week.shares).sum(axis=1)
    months = np.array(scenario.arrivals.months.factors)
    months /= np.average(months, weights=DAYS_OF_MONTHS)
    month_of_day = (calendar.months[:days] + scenario.starts.month - 1) % 12
    growth = 1 + (agency.growth.value if agency.growth else 0.0)
    level = agency.bookings_per_year.value / DAYS_PER_YEAR * growth ** (np.arange(days) / DAYS_PER_YEAR)
    return np.asarray(level * months[month_of_day] * 7 * (week / week.sum())[calendar.weekdays[:days]])


def daily_counts(means: Floats, variance_ratio: float, uniform: Floats) -> Ints:
    """Counts with these means: negative binomial with this variance over mean, Poisson where that is 1 or less."""
    from scipy.stats import nbinom, poisson

    if variance_ratio <= 1:
        return np.asarray(poisson.ppf(uniform, means), dtype=np.int64)
    some = means > 0
    counts = np.zeros(len(means), dtype=np.int64)
    counts[some] = nbinom.ppf(uniform[some], means[some] / (variance_ratio - 1), 1 / variance_ratio)
    return counts


def arrivals_of(scenario: Scenario, name: str, calendar: Calendar, days: int, draws: Draws) -> Arrivals:
    """The bookings of one agency.

    One uniform number decides whether a booking can meet ICE and how. Matches are counted from its low end and those
    whom the other channel would find from its high end, so that larger shares, like busier days, only add people.
    """
    agency = scenario.agencies[name]
    means = daily_means(scenario, agency, calendar, days)
    ratio = scenario.arrivals.day_to_day_variance_ratio.value
    booked = daily_counts(means, ratio, draws.uniforms("booked", np.arange(days)))
    matched, found = matched_and_found(scenario, agency)
    number = numbered(booked)
    meets = draws.uniforms("could_meet_ice", number)
    followed = (meets < matched) | (meets >= 1 - found)
    number = number[followed]
    day = number // PLACES
    booked_at = times_of_day(scenario, calendar, day, draws.uniforms("hour", number))
    return Arrivals(booked, number, day, meets[followed] < matched, booked_at)


def numbered(booked: Ints) -> Ints:
    """The number of each booking, rising: its day (from 0) times ``PLACES``, plus its place within the day (from 0).

    So a booking keeps its number, and its luck, whatever happens on other days and however many come after it.
    """
    if booked.max(initial=0) > PLACES:
        raise SimulatorError(
            f"an agency books {booked.max():,} people in a day, and at most {PLACES:,} can be told apart"
        )
    day = np.repeat(np.arange(len(booked)), booked)
    first = np.cumsum(booked) - booked
    return np.asarray(day * PLACES + np.arange(len(day)) - first[day], dtype=np.int64)


def times_of_day(scenario: Scenario, calendar: Calendar, day: Ints, uniform: Floats) -> Ints:
    """Elapsed seconds of bookings on these days, by the hour profile of each day's weekday."""
    shares = np.array(scenario.arrivals.week.shares)
    weekday = np.array(calendar.weekdays)[day]
    fraction = np.empty(len(day))
    for number in np.unique(weekday):
        chosen = weekday == number
        fraction[chosen] = of_profile(shares[number], uniform[chosen])
    midnights = np.array(calendar.midnights)
    return np.asarray(midnights[day] + fraction * (midnights[day + 1] - midnights[day]), dtype=np.int64)


def of_profile(shares: Floats, uniform: Floats) -> Floats:
    """Fractions of a day (0 to 1) by a profile of 24 hourly shares."""
    edges = np.concatenate(([0.0], np.cumsum(shares) / shares.sum()))
    return np.interp(uniform, edges, np.arange(25) / 24)
