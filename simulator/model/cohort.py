"""The people of one replication, before any policy touches them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from simulator.model.bookings import Bookings, Records, bookings_from, records_from
from simulator.model.calendar import Calendar, calendar_for
from simulator.model.codes import STATIONS
from simulator.model.draws import Words
from simulator.model.population import Population, population_of
from simulator.model.stay import longest_days, longest_effect_days
from simulator.scenario.place import Scenario
from simulator.scenario.standing import end_of

Ints = NDArray[np.int64]
CALENDAR_YEAR_DAYS = 366
HOLD_ALLOWANCE_DAYS = 120
"""Days beyond the longest stay: more than twice the longest hold that a scenario may set."""


def horizon_days(scenario: Scenario) -> int:
    """Days that are simulated."""
    return (end_of(scenario) - scenario.starts).days


def run_calendar(scenario: Scenario) -> Calendar:
    """A calendar long enough for the last person booked to reach an end; of whole years, so that few are needed."""
    drain = longest_days(scenario.stays.by_class()) + longest_effect_days(scenario.jail) + HOLD_ALLOWANCE_DAYS
    years = ceil((horizon_days(scenario) + drain) / CALENDAR_YEAR_DAYS)
    return calendar_for(scenario.starts, years * CALENDAR_YEAR_DAYS, scenario.timezone)


@dataclass(frozen=True)
class Cohort:
    """The people of some agencies in one replication: records, seconds at each print station, all bookings by day.

    ``agencies`` are positions in the scenario, rising; ``booked`` has a row for each of them. If ``lazy``, only the
    bookings are drawn yet: the compiled flow then draws the rest of those for whom it matters.
    """

    population: Population
    agencies: Ints
    seed: int
    replication: int
    keys: Words
    rows: Records
    passing: Ints
    booked: Ints
    lazy: bool = False

    @property
    def calendar(self) -> Calendar:
        """The calendar of the run."""
        return self.population.calendar

    @cached_property
    def bookings(self) -> Bookings:
        """The people, by column."""
        return bookings_from(self.rows, self.passing)


def cohort_of(scenario: Scenario, seed: int, replication: int) -> Cohort:
    """Draw the people of one replication of a scenario."""
    return cohort_from(population_of(scenario, run_calendar(scenario)), seed, replication)


def cohort_from(
    population: Population,
    seed: int,
    replication: int,
    agencies: Ints | None = None,
    keys: Words | None = None,
    *,
    lazy: bool = False,
) -> Cohort:
    """Draw the people of one replication, of some agencies or of all; ``keys`` are those of the replication."""
    chosen = np.arange(len(population.levels)) if agencies is None else agencies
    keys = population.keys(seed, replication) if keys is None else keys
    rows, booked = population.followed(keys, chosen)
    passing = np.zeros((len(rows), STATIONS), dtype=np.int64)
    if not lazy:
        population.draw_rest(keys, rows, passing)
    return Cohort(population, chosen, seed, replication, keys, rows, passing, booked, lazy)


def cohort_by_hand(scenario: Scenario, bookings: Bookings, booked: Ints) -> Cohort:
    """People whose luck was set by hand."""
    population = population_of(scenario, run_calendar(scenario))
    everybody = np.arange(len(population.levels))
    passing = np.array(bookings.passing, dtype=np.int64).reshape(-1, STATIONS)
    return Cohort(population, everybody, 0, 0, population.keys(0, 0), records_from(bookings), passing, booked)
