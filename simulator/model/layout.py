"""The stations of a scenario as the tables that the kernels read: the jail, rosters and tours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.model.calendar import Calendar
from simulator.model.codes import DAY_SECONDS, PRINT_STATIONS
from simulator.model.kernels.flow import Jail
from simulator.model.roster import Roster
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import CHARGE_CLASSES
from simulator.scenario.standing import end_of
from simulator.scenario.stations import Queue, Station

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Desk:
    """A staffed queue: its station, by the name under which outside work is drawn, and its roster."""

    name: str
    station: Queue
    changes: Ints
    on_duty: Ints


@dataclass(frozen=True)
class Office:
    """A field office: its decision desk if it has a queue, its tours (elapsed seconds) and their seats."""

    desk: Desk | None
    tours: Ints
    seats: int


@dataclass(frozen=True)
class Layout:
    """The stations for the kernels; ``desks`` in the order of PRINT_STATIONS, None where nobody waits."""

    jail: Jail
    desks: list[Desk | None]
    offices: list[Office]
    last_moment: int


def layout_of(
    scenario: Scenario, calendar: Calendar, rosters: Mapping[str, Roster], tours: Mapping[str, list[int]]
) -> Layout:
    """The stations of a scenario on its calendar, with rosters by station and tours by field office."""
    stations = [_desk(name, getattr(scenario.stations, name), rosters) for name in PRINT_STATIONS]
    offices = [
        Office(_desk(decision_of(name), office.decision, rosters), _whole(tours[name]), round(office.tours.seats.value))
        for name, office in scenario.field_offices.items()
    ]
    return Layout(_jail(scenario, calendar), stations, offices, calendar.midnight(end_of(scenario)))


def decision_of(field_office: str) -> str:
    """The name of a field office's decision station."""
    return f"decision of {field_office}"


def _desk(name: str, station: Station, rosters: Mapping[str, Roster]) -> Desk | None:
    if not isinstance(station, Queue):
        return None
    return Desk(name, station, _whole(rosters[name].changes), _whole(rosters[name].on_duty))


def _jail(scenario: Scenario, calendar: Calendar) -> Jail:
    jail = scenario.jail
    return Jail(
        np.array([getattr(jail.added_days, name).value * DAY_SECONDS for name in CHARGE_CLASSES]),
        jail.added_days.share_when_declined.value,
        jail.stay_effect == "rarer-release",
        jail.custody_at_door_if_declined.value,
        jail.custody_at_door_if_notified.value,
        _whole(calendar.midnights),
        np.array(calendar.closed, dtype=np.bool_),
        scenario.federal.removal.counted_within.seconds,
    )


def _whole(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)
