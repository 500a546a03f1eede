"""The stations of the film, and where each person stands at each moment, by the event log alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from simulator.model.codes import ENDS

Event: TypeAlias = tuple[str, int]
"""An activity of the event log, and its moment."""
ENDED = "ends: "


@dataclass(frozen=True)
class Station:
    """A place where people stand; they come there by an activity of the event log."""

    activity: str
    title: str


STATIONS = (
    Station("booked", "Booked"),
    Station("FBI answer", "FBI has answered"),
    Station("IDENT match", "IDENT has a match"),
    Station("ICE answer", "ICE has answered"),
    Station("answer reaches agency", "Agency has ICE's answer"),
    Station("found by another channel", "ICE found the person by another channel"),
    Station("field office decides", "Field office has decided, no detainer"),
    Station("detainer lodged", "Detainer on file"),
    Station("local release", "Held for ICE past local release"),
)
"""In the order of the way: nobody is shown as going back."""
ORDER = {station.activity: place for place, station in enumerate(STATIONS)}
BOOKED, DECIDED, HELD = ORDER["booked"], ORDER["field office decides"], ORDER["local release"]
END_TITLES = {
    "no-match": "no match",
    "no-action": "no action by ICE",
    "missed": "missed: left before ICE decided",
    "withdrawn": "detainer withdrawn",
    "state-prison": "went on to state prison",
    "declined": "released, detainer not honored",
    "lapsed": "held, and the hold lapsed",
    "transferred": "transferred to ICE",
}
TITLES = (*(station.title for station in STATIONS), *(END_TITLES[end] for end in ENDS))
"""Of all places: the stations, then the ends."""


@dataclass(frozen=True)
class Step:
    """From a moment on, a person stands at a station (or, if they have left, their case does)."""

    station: int
    begins: int


@dataclass(frozen=True)
class Way:
    """The steps of one person in order; ``ends`` and the place of the end are None if the log has no end of theirs.

    After the end, steps are those of the prints: they go on, though the person has left.
    """

    steps: tuple[Step, ...]
    ends: int | None
    end: int | None


def way_of(events: Iterable[Event]) -> Way:
    """The way of one person, by all of their events in the order of the log."""
    told = list(events)
    ended = next(((name, at) for name, at in told if name.startswith(ENDED)), None)
    if ended is None:
        return Way(tuple(_steps(told, None)), None, None)
    end = len(STATIONS) + ENDS.index(ended[0].removeprefix(ENDED))
    return Way(tuple(_steps(told, ended[1])), ended[1], end)


def _steps(events: Iterable[Event], ends: int | None) -> Iterator[Step]:
    """Steps onward only, but for a detainer that is withdrawn: its person is again one without a detainer."""
    reached = -1
    for activity, moment in events:
        station = DECIDED if activity == "detainer withdrawn" else ORDER.get(activity, -1)
        passes = station == HELD and moment == ends
        if passes or (station <= reached and activity != "detainer withdrawn"):
            continue
        reached = station
        yield Step(station, moment)
