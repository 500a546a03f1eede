"""What a scenario's flow needs that is the same in every replication: stances, rosters, tours on a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.model.boards import board_of, rules_ask_for_a_record
from simulator.model.calendar import Calendar
from simulator.model.codes import PRINT_STATIONS
from simulator.model.kernels.rules import Board
from simulator.model.layout import Layout, decision_of, layout_of
from simulator.model.roster import Roster, roster_of, tour_moments
from simulator.model.stances import Stances, stances_of
from simulator.scenario.place import Scenario
from simulator.scenario.reporting import units_of
from simulator.scenario.standing import answered_in_fact
from simulator.scenario.stations import Queue, Station


@dataclass(frozen=True)
class Plan:
    """A scenario laid out on a calendar; ``stances`` and ``office_of`` in the order of the agencies.

    The stances are those with the requests whose answers are known.
    """

    scenario: Scenario
    calendar: Calendar
    stances: list[Stances]
    office_of: list[str]
    rosters: dict[str, Roster]
    tours: dict[str, list[int]]

    @cached_property
    def unit_of(self) -> NDArray[np.int64]:
        """The number of the unit under which each agency is counted."""
        numbers = {agency: number for number, unit in enumerate(units_of(self.scenario)) for agency in unit.agencies}
        return np.array([numbers[agency] for agency in range(len(numbers))], dtype=np.int64)

    @cached_property
    def layout(self) -> Layout:
        """The stations as tables."""
        return layout_of(self.scenario, self.calendar, self.rosters, self.tours)

    @cached_property
    def board(self) -> Board:
        """The stances as tables."""
        return board_of(self.stances)

    @cached_property
    def rules_ask(self) -> bool:
        """Whether any rule asks for a person's record."""
        return rules_ask_for_a_record(self.stances)


def plan_of(scenario: Scenario, calendar: Calendar) -> Plan:
    """Lay out a scenario on a calendar."""
    stations: dict[str, Station] = {name: getattr(scenario.stations, name) for name in PRINT_STATIONS}
    stations |= {decision_of(name): office.decision for name, office in scenario.field_offices.items()}
    return Plan(
        scenario,
        calendar,
        [stances_of(scenario, name, calendar, answered_in_fact(scenario)) for name in scenario.agencies],
        [agency.field_office for agency in scenario.agencies.values()],
        {name: roster_of(station.shifts, calendar) for name, station in stations.items() if isinstance(station, Queue)},
        {name: tour_moments(office.tours, calendar) for name, office in scenario.field_offices.items()},
    )
