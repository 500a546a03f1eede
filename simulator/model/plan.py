"""What a scenario's flow needs that is the same in every replication: stances, rosters, tours on a calendar."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.model.bookings import PRINT_STATIONS
from simulator.model.calendar import Calendar
from simulator.model.roster import Roster, roster_of, tour_moments
from simulator.model.stances import Stances, stances_of
from simulator.scenario.place import Scenario
from simulator.scenario.standing import answered_in_fact
from simulator.scenario.stations import Queue, Station


def decision_of(field_office: str) -> str:
    """The name of a field office's decision station."""
    return f"decision of {field_office}"


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
