"""How many people are booked each day, and which of them are followed."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.model.kernels.compiling import compiled, inner
from simulator.model.kernels.luck import luck
from simulator.model.kernels.people import BOOKED, COULD_MEET_ICE, draw_booking, draw_found
from simulator.model.kernels.rows import ROW
from simulator.model.kernels.times import count

PLACES = 2**20
"""More than any agency books in a day."""
DAYS_PER_YEAR = 365.25


@compiled
def book(keys: Any, agencies: Any, levels: Any, growth: Any, season: Any, variance_ratio: Any) -> Any:
    """Bookings of each agency (row) on each day (column).

    ``levels`` are bookings a day at the pace of the first day, ``season`` what month and weekday make of it.
    """
    booked = np.empty((len(agencies), len(season)), dtype=np.int64)
    for position in range(len(agencies)):
        own = keys[agencies[position]]
        for day in range(len(season)):
            mean = levels[position] * season[day]
            if growth[position] != 0.0:
                mean *= (1.0 + growth[position]) ** (day / DAYS_PER_YEAR)
            booked[position, day] = count(mean, variance_ratio, luck(own, BOOKED, day))
    return booked


@compiled
def follow(keys: Any, agencies: Any, booked: Any, matched: Any, found: Any) -> Any:
    """Records of those who could meet ICE, by agency and number; only ``agency``, ``number``, ``day``, ``matched``.

    One uniform number decides whether a booking can meet ICE and how. Matches are counted from its low end and those
    whom the other channel would find from its high end, so that larger shares, like busier days, only add people.
    """
    expected = (booked.sum(axis=1) * (matched + found)).sum()
    most = booked.max() if booked.size else 0
    rows = np.zeros(int(expected + 6.0 * np.sqrt(expected)) + 64 + most, dtype=ROW)
    size = 0
    for position in range(len(agencies)):
        agency = agencies[position]
        for day in range(booked.shape[1]):
            while size + booked[position, day] > len(rows):
                rows = _doubled(rows)
            shares = matched[position], found[position]
            size = _follow_day(keys[agency], agency, day, booked[position, day], shares, rows, size)
    return rows[:size]


@inner
def _follow_day(keys: Any, agency: Any, day: Any, booked: Any, shares: Any, rows: Any, size: Any) -> Any:
    """Add those of one day to the first ``size`` records; gives how many there are then."""
    matched, found = shares
    for number in range(day * PLACES, day * PLACES + booked):
        meets = luck(keys, COULD_MEET_ICE, number)
        if meets < matched or meets >= 1.0 - found:
            row = rows[size]
            row.agency, row.number, row.day, row.matched = agency, number, day, meets < matched
            size += 1
    return size


@compiled
def _doubled(rows: Any) -> Any:
    larger = np.zeros(2 * len(rows), dtype=ROW)
    larger[: len(rows)] = rows
    return larger


@inner
def draw_bookings(lot: Any, keys: Any, rows: Any) -> None:
    """Everybody's booking, and when the other channel finds them."""
    for position in range(len(rows)):
        row = rows[position]
        draw_booking(lot, keys[row.agency], row)
        draw_found(lot, keys[row.agency], row)
