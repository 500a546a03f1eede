"""The people of a scenario: all that is needed to draw those of any replication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.model.arrivals import growth_of, level_of, matched_and_found, refuse_too_many, season_of
from simulator.model.bookings import Records
from simulator.model.calendar import Calendar
from simulator.model.draws import Words, run_words, words_of_all
from simulator.model.kernels.arrivals import book, draw_bookings, follow
from simulator.model.kernels.drawing import draw_all
from simulator.model.kernels.luck import keys_of_all
from simulator.model.kernels.people import COLUMNS, Lot
from simulator.model.lots import lot_of
from simulator.scenario.place import Scenario
from simulator.scenario.standing import end_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """Tables to draw people from; arrays have an entry for each agency, in the scenario's order.

    ``levels`` are bookings a day, ``season`` what month and weekday make of each day, ``shares`` those of bookings
    that match and that the other channel alone would find (agencies x 2), ``office_of`` positions of field offices.
    """

    calendar: Calendar
    lot: Lot
    agency_words: Words
    column_words: Words
    levels: Floats
    growth: Floats
    season: Floats
    variance_ratio: float
    shares: Floats
    office_of: Ints

    def keys(self, seed: int, replication: int) -> Words:
        """The keys of a replication's luck: agencies x columns x 2."""
        keys: Words = keys_of_all(run_words(seed, replication), self.agency_words, self.column_words)
        return keys

    def followed(self, keys: Words, agencies: Ints) -> tuple[Records, Ints]:
        """Those of some agencies who could meet ICE, their bookings drawn, and all bookings by agency and day."""
        booked = book(keys, agencies, self.levels[agencies], self.growth[agencies], self.season, self.variance_ratio)
        refuse_too_many(booked)
        rows = follow(keys, agencies, booked, self.shares[agencies, 0], self.shares[agencies, 1])
        draw_bookings(self.lot, keys, rows)
        return rows, booked

    def draw_rest(self, keys: Words, rows: Records, passing: Ints) -> None:
        """Draw all that is not drawn yet of these people; ``passing`` are their seconds at each print station."""
        draw_all(self.lot, keys, self.office_of, rows, passing)


def population_of(scenario: Scenario, calendar: Calendar) -> Population:
    """The people of a scenario on its calendar."""
    agencies = list(scenario.agencies.values())
    offices = list(scenario.field_offices)
    shares = [matched_and_found(scenario, agency) for agency in agencies]
    days = (end_of(scenario) - scenario.starts).days
    return Population(
        calendar,
        lot_of(scenario, calendar),
        words_of_all(scenario.agencies),
        words_of_all(COLUMNS),
        _floats(level_of(agency) for agency in agencies),
        _floats(growth_of(agency) for agency in agencies),
        season_of(scenario, calendar, days),
        scenario.arrivals.day_to_day_variance_ratio.value,
        np.array(shares),
        np.array([offices.index(agency.field_office) for agency in agencies], dtype=np.int64),
    )


def _floats(values: Any) -> Floats:
    return np.fromiter(values, dtype=np.float64)
