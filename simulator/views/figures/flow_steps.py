"""The way of a booking as steps to draw or to tell: a scenario's own stations, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.scenario.distributions import Exponential, Fixed, Lognormal, Quantiles, TimeDistribution, Uniform
from simulator.scenario.phrases import amount, listed, number, span
from simulator.scenario.place import FieldOffice, Scenario
from simulator.scenario.quantities import CHARGE_CLASSES
from simulator.scenario.station_words import KIND_WORDS, Kind, StationInWords, stations_in_words
from simulator.scenario.stations import WEEKDAYS, Delay, Queue, SharedQueue, Shift, Station

Shape = Kind | Literal["step", "gate", "race", "answer", "end"]
SHAPE_WORDS: dict[Shape, str] = {
    "delay": KIND_WORDS["delay"],
    "queue": KIND_WORDS["queue"],
    "shared-queue": KIND_WORDS["shared-queue"],
    "step": "other step",
    "gate": "a policy decides",
    "race": "clocks compared",
    "answer": "answer to the jail",
    "end": "the booking ends",
}
SHORT_TITLES = {
    "booking_to_prints": "Prints taken",
    "lesc": "LESC answers",
    "answer_relay": "Answer relayed",
}
"""Print stations whose titles are too long to draw."""
SHORTER = {"minutes": "min", "minute": "min", "seconds": "s", "second": "s"}
MIXED = "kinds differ by office"


@dataclass(frozen=True)
class Step:
    """One thing on the way: its name, how it is drawn, what it is called, and in a few words what matters of it.

    ``full`` is its title in a text, where there is room.
    """

    name: str
    shape: Shape
    title: str
    detail: str = ""
    full: str = ""


def steps_of(scenario: Scenario) -> tuple[Step, ...]:
    """All steps in the order of the way."""
    stations = stations_in_words(scenario)
    prints = {station.path.split(".")[-1]: _station(station) for station in stations[: -len(scenario.field_offices)]}
    desks = stations[-len(scenario.field_offices) :]
    return (*_until_answer(prints), *_until_lodged(scenario, desks), *_until_end(scenario))


def _until_answer(prints: dict[str, Step]) -> Iterator[Step]:
    yield from (prints[name] for name in ("booking_to_prints", "state_bureau", "fbi_search"))
    yield Step("first_answer", "answer", "First answer", "the FBI's, in every mode")
    yield Step("share", "gate", "Share?", "at the FBI's answer")
    yield prints["ident_search"]
    yield Step("no-match", "end", "no-match", "ICE never learns")
    yield prints["lesc"]
    yield Step("receive", "gate", "Receive?", "and the state relays")
    yield prints["answer_relay"]
    yield Step("second_answer", "answer", "Second answer", "ICE's")


def _until_lodged(scenario: Scenario, desks: Sequence[StationInWords]) -> Iterator[Step]:
    channel = scenario.federal.other_channel
    part = amount(channel.left_without_access.value, "share")
    yield Step("access", "gate", "ICE access?", f"no: {part} still found")
    found = f"{amount(channel.found.value, 'share')} of removable people, {shortly(channel.after)}"
    yield Step("other_channel", "delay", "Other channel", found)
    yield _desk(desks)
    yield Step("no-action", "end", "no-action", "ICE does not ask")
    yield Step("race", "race", "The race", "still in jail?", "the race")
    yield Step("missed", "end", "missed", "had left by then")


def _until_end(scenario: Scenario) -> Iterator[Step]:
    yield Step("on_file", "step", "Detainer on file", _longer(scenario))
    yield Step("release", "step", "Local release", "the county lets go")
    yield Step("withdrawn", "end", "withdrawn", "also from a hold")
    yield Step("state-prison", "end", "state-prison", "")
    yield Step("rules", "gate", "Detainers?", "first rule that fits")
    yield Step("door", "step", "At the door", _door(scenario), "the door")
    yield Step("declined", "end", "declined", "released")
    yield Step("hold", "step", "Hold", f"federal form: {amount(scenario.federal.form.hold_hours.value, 'hours')}")
    offices = list(scenario.field_offices.values())
    yield Step("preparation", "delay", "ICE gets ready", _preparation(offices))
    yield Step("tours", "queue", "ICE's tours", _seats(offices))
    yield Step("transferred", "end", "transferred", "to ICE")
    yield Step("lapsed", "end", "lapsed", "nobody came in time")


def _station(station: StationInWords) -> Step:
    name = station.path.split(".")[-1]
    title = SHORT_TITLES.get(name, station.title)
    return Step(name, station.kind, title, _shortly(station.station), station.title)


def _desk(desks: Sequence[StationInWords]) -> Step:
    """The desks of all field offices as one: a queue if any is one."""
    kinds = {desk.kind for desk in desks}
    details = {_shortly(desk.station) for desk in desks}
    kind = next(kind for kind in ("queue", "shared-queue", "delay") if kind in kinds)
    if len(desks) == 1 or len(details) == 1:
        detail = details.pop()
    else:
        detail = MIXED if len(kinds) > 1 else f"{len(desks)} offices, each with its own staff or time"
    return Step("decision", kind, "Field office", detail, "the field office decides")


def _shortly(station: Station) -> str:
    match station:
        case Delay():
            return shortly(station.time)
        case Queue():
            return f"{_on_duty(station.shifts)}, {shortly(station.service)} each"
        case SharedQueue():
            return f"{amount(station.on_duty.value, station.on_duty.unit)}, {shortly(station.service)} each"


def shortly(time: TimeDistribution) -> str:
    """The centre of a distribution, or its bounds: ``median 15 min``."""
    match time:
        case Fixed():
            words = f"always {amount(time.value, time.unit)}"
        case Exponential():
            words = f"mean {amount(time.mean, time.unit)}"
        case Uniform():
            words = span(time.shortest, time.longest, time.unit)
        case Lognormal() | Quantiles():
            words = f"median {amount(float(f'{time.centre():.3g}'), time.unit)}"
        case _:
            raise TypeError(f"no short words for {type(time).__name__}")
    return " ".join(SHORTER.get(word, word) for word in words.split())


def _on_duty(shifts: Sequence[Shift]) -> str:
    """The fewest and the most on duty over the week: ``0 to 2 officers``."""
    counts = [
        sum(shift.on_duty.value for shift in shifts if weekday in shift.weekdays and
            shift.from_hour <= hour < shift.to_hour)
        for weekday in WEEKDAYS
        for hour in range(24)
    ]  # fmt: skip
    least, most, unit = min(counts), max(counts), shifts[0].on_duty.unit
    return amount(most, unit) if least == most else span(least, most, unit)


def _longer(scenario: Scenario) -> str:
    jail = scenario.jail
    if jail.stay_effect == "rarer-release":
        return "bail and release on recognizance are rarer"
    days = [number(getattr(jail.added_days, name).value) for name in CHARGE_CLASSES]
    return f"{listed(days, 'or')} days more by charge"


def _door(scenario: Scenario) -> str:
    jail = scenario.jail
    shares = [it.value for it in (jail.custody_at_door_if_declined, jail.custody_at_door_if_notified)]
    return f"ICE takes {span(min(shares), max(shares), 'share')}" if len(set(shares)) > 1 else (
        f"ICE takes {amount(shares[0], 'share')}"
    )  # fmt: skip


def _preparation(offices: Sequence[FieldOffice]) -> str:
    told = {f"{amount(it.ready_at_once.value, 'share')} at once, others {shortly(it.preparation)}" for it in offices}
    return told.pop() if len(told) == 1 else f"{len(offices)} offices, each with its own time"


def _seats(offices: Sequence[FieldOffice]) -> str:
    seats = sorted({office.tours.seats.value for office in offices})
    return amount(seats[0], "seats") if len(seats) == 1 else span(seats[0], seats[-1], "seats")
