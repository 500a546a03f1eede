"""The stations of a scenario in words: what each is, how long it takes, who serves, and who goes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from simulator.scenario.phrases import amount
from simulator.scenario.place import Scenario, Stations
from simulator.scenario.stations import Background, Queue, SharedQueue, Station
from simulator.scenario.wording import in_words

Kind = Literal["delay", "queue", "shared-queue"]
KIND_WORDS: dict[Kind, str] = {"delay": "delay", "queue": "staffed queue", "shared-queue": "shared queue"}
STATION_TITLES = {
    "booking_to_prints": "Prints taken and sent",
    "state_bureau": "State bureau",
    "fbi_search": "FBI search",
    "ident_search": "IDENT search",
    "lesc": "ICE's support center (LESC)",
    "answer_relay": "Relay of ICE's answer",
}
"""What each print station is called, in the order of the prints."""
assert tuple(STATION_TITLES) == tuple(Stations.model_fields)
NOBODY_WAITS = "nobody waits for anybody else"
LEVEL_FIRST = "level 1 first, then 2, 3 and none; within a level who came first"
CAME_FIRST = "who came first"
WAIT_IS_DRAWN = "level 1 first, then all others; the wait is drawn from the formula of the queue"


@dataclass(frozen=True)
class StationInWords:
    """One station; ``path`` is where it stands in a scenario, and ``staff`` has a line for each shift."""

    path: str
    title: str
    kind: Kind
    time: str
    order: str
    staff: tuple[str, ...] = ()
    outside: str = ""
    station: Station = field(repr=False, compare=False, kw_only=True)


def stations_in_words(scenario: Scenario) -> tuple[StationInWords, ...]:
    """The print stations in the order of the prints, then the desk of each field office."""
    return tuple(_stations(scenario))


def _stations(scenario: Scenario) -> Iterator[StationInWords]:
    for name, title in STATION_TITLES.items():
        yield _in_words(f"stations.{name}", title, getattr(scenario.stations, name))
    for name, office in scenario.field_offices.items():
        yield _in_words(f"field_offices.{name}.decision", f"Decision of {office.label}", office.decision)


def _in_words(path: str, title: str, station: Station) -> StationInWords:
    match station:
        case Queue():
            order = LEVEL_FIRST if station.level_first else CAME_FIRST
            staff = tuple(f"{in_words(shift)}: {in_words(shift.on_duty)}" for shift in station.shifts)
            return StationInWords(path, title, "queue", in_words(station.service), order, staff,
                                  _outside(station.background), station=station)  # fmt: skip
        case SharedQueue():
            staff = (f"at all hours: {in_words(station.on_duty)}",)
            return StationInWords(path, title, "shared-queue", in_words(station.service), WAIT_IS_DRAWN, staff,
                                  _outside(station.background), station=station)  # fmt: skip
    return StationInWords(path, title, "delay", in_words(station.time), NOBODY_WAITS, station=station)


def _outside(background: Background | None) -> str:
    if background is None:
        return ""
    share = amount(background.level_1_share.value, "share")
    return f"{in_words(background.arrivals)} from outside, {share} of them at level 1"
