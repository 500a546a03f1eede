"""The rows of draws: everything about the people who could meet ICE that no policy changes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.model.arrivals import Arrivals, arrivals_of, of_profile
from simulator.model.calendar import DAY_SECONDS, Calendar
from simulator.model.draws import Draws, pick, seconds_by_kind
from simulator.model.records import ages_of, convictions_of, other_record
from simulator.model.stay import LONGEST_STAY_DAYS, release_and_case
from simulator.model.waiting import drawn_waits, mean_waits, probability_of_waiting
from simulator.scenario.federal import Federal
from simulator.scenario.people import ADULT_AGE
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS, STATUSES
from simulator.scenario.stations import Delay, Queue, SharedQueue, Station

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEVER = -1
REMOVABLE = STATUSES.index("removable")
US_CITIZEN = STATUSES.index("us-citizen")
FELONY = CHARGE_CLASSES.index("felony")
PRINT_STATIONS = ("booking_to_prints", "state_bureau", "fbi_search", "ident_search", "lesc", "answer_relay")


@dataclass(frozen=True)
class Bookings:
    """One row for each person who could meet ICE; all times in seconds, moments elapsed since the start.

    ``agency`` is a position in the scenario's list of agencies, ``number`` that of the booking (see ``numbered``).
    ``released_at`` is when the county itself would let the person go. ``found_at`` is when the other channel finds
    them in jail, or NEVER; ``found_needs_access`` whether only if ICE has access to the jail. ``passing`` holds the
    seconds at each print station: the service for a queue, the whole time for others. ``age`` is in whole years;
    ``conviction`` and ``warrant`` are positions in CONVICTIONS and WARRANTS.
    """

    agency: Ints
    number: Ints
    booked_at: Ints
    day: Ints
    charge_class: Ints
    level: Ints
    status: Ints
    matched: Flags
    age: Ints
    conviction: Ints
    years_since_conviction: Floats
    years_since_release: Floats
    pending_charge: Flags
    prior_removal: Flags
    prior_order: Flags
    watch_list: Flags
    released_at: Ints
    release_ratio: Floats
    release_luck: Floats
    rest_of_case: Ints
    found_at: Ints
    found_needs_access: Flags
    passing: Ints
    decision_seconds: Ints
    ice_wants: Flags
    warrant: Ints
    withdrawn: Flags
    withdrawn_after: Ints
    to_state_prison: Flags
    door: Floats
    ready_after: Ints
    brought_forward: Flags
    comes: Flags
    arrested_at_large: Flags
    removed: Flags
    removed_after: Ints

    def __len__(self) -> int:
        return len(self.agency)


def bookings_of(
    scenario: Scenario, calendar: Calendar, days: int, seed: int, replication: int
) -> tuple[Bookings, Ints]:
    """The rows of all agencies, and how many people each agency (row) books on each day (column) in all."""
    parts, booked = [], []
    for position, name in enumerate(scenario.agencies):
        draws = Draws(seed, replication, name)
        arrivals = arrivals_of(scenario, name, calendar, days, draws)
        booked.append(arrivals.booked)
        parts.append(_Drawing(scenario, position, calendar, arrivals, draws).rows())
    joined = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Bookings)}
    return Bookings(**joined), np.array(booked)


class _Drawing:
    """Draws the rows of one agency, column by column; each column is its own stream."""

    def __init__(self, scenario: Scenario, position: int, calendar: Calendar, arrivals: Arrivals, draws: Draws) -> None:
        self._scenario = scenario
        self._position = position
        self._agency = list(scenario.agencies.values())[position]
        self._office = scenario.field_offices[self._agency.field_office]
        self._calendar = calendar
        self._arrivals = arrivals
        self._draws = draws

    def rows(self) -> Bookings:
        people = self._people()
        record = self._record(people)
        return Bookings(**people, **record, **self._clocks(people), **self._jail_and_ice(people))

    def _uniform(self, column: str) -> Floats:
        return self._draws.uniforms(column, self._arrivals.number)

    def _people(self) -> dict[str, Any]:
        """Who they are."""
        people, arrivals = self._scenario.people, self._arrivals
        charge_class = pick(self._uniform("charge_class"), np.array([people.charge_class.by_class()]))
        drawn_status = pick(self._uniform("status"), np.array([people.status_of_matched.by_status()]))
        status = np.where(arrivals.matched, drawn_status, REMOVABLE)
        removed_before = self._uniform("prior_removal") < people.prior_removal.value
        return {
            "agency": np.full(len(status), self._position),
            "number": arrivals.number,
            "booked_at": arrivals.booked_at,
            "day": arrivals.day,
            "charge_class": charge_class,
            "level": pick(self._uniform("level"), np.array(people.level.rows())[charge_class]),
            "status": status,
            "matched": arrivals.matched,
            "prior_removal": removed_before & (status == REMOVABLE),
            "age": ages_of(people.ages, self._uniform("age")),
        }

    def _record(self, people: dict[str, Any]) -> dict[str, Any]:
        """What is on file about them."""
        record = self._scenario.people.record
        removable = people["status"] == REMOVABLE
        return {
            **convictions_of(record, people["level"], np.maximum(people["age"] - ADULT_AGE, 0.0), self._uniform),
            **other_record(record, people["prior_removal"], removable, self._uniform),
        }

    def _clocks(self, people: dict[str, Any]) -> dict[str, Any]:
        """When the county would release them, when the other channel finds them, how long the stations take."""
        stations, channel = self._scenario.stations, self._scenario.federal.other_channel
        released_at = self._releases(people["booked_at"], people["charge_class"])
        passing = [self._passing(getattr(stations, name), name, people["level"]) for name in PRINT_STATIONS]
        return {
            "released_at": released_at,
            "found_at": self._found(people, released_at),
            "found_needs_access": self._uniform("access") >= channel.left_without_access.value,
            "passing": np.stack(passing, axis=1),
            "decision_seconds": self._passing(self._office.decision, "decision", people["level"]),
        }

    def _jail_and_ice(self, people: dict[str, Any]) -> dict[str, Any]:
        """The luck of later decisions: ICE's, the jail's, and what follows."""
        jail, office, federal = self._scenario.jail, self._office, self._scenario.federal
        withdrawal, removal = federal.withdrawal, federal.removal
        taken_back = np.array([withdrawal.us_citizen.value, withdrawal.lawful.value, withdrawal.removable.value])
        warrants = np.array([federal.form.warrant.by_warrant()])
        at_once = self._uniform("ready_at_once") < office.ready_at_once.value
        to_prison = self._uniform("state_prison") < jail.felonies_to_state_prison.value
        to_prison &= people["charge_class"] == FELONY
        return {
            **release_and_case(jail, people["charge_class"], to_prison, self._uniform),
            "ice_wants": self._uniform("detainer") < _detainer_rates(federal)[people["status"], people["level"]],
            "warrant": pick(self._uniform("warrant"), warrants),
            "withdrawn": self._uniform("withdrawn") < taken_back[people["status"]],
            "withdrawn_after": withdrawal.after.seconds(self._uniform("withdrawn_after")),
            "to_state_prison": to_prison,
            "door": self._uniform("door"),
            "ready_after": np.where(at_once, 0, office.preparation.seconds(self._uniform("preparation"))),
            "brought_forward": self._uniform("brought_forward") < office.brings_forward.value,
            "comes": self._uniform("comes") < office.comes.value,
            "arrested_at_large": self._uniform("at_large") < removal.at_large_arrest.value,
            "removed": self._uniform("removed") < removal.after_transfer.value,
            "removed_after": removal.after.seconds(self._uniform("removed_after")),
        }

    def _releases(self, booked_at: Ints, charge_class: Ints) -> Ints:
        """Local releases; of stays of a day or longer the date is kept and the hour follows the release profile."""
        stays = seconds_by_kind(self._scenario.stays.by_class(), charge_class, self._uniform("stay"))
        raw = booked_at + np.minimum(stays, LONGEST_STAY_DAYS * DAY_SECONDS)
        midnights = np.array(self._calendar.midnights)
        day = np.searchsorted(midnights, raw, side="right") - 1
        hours = of_profile(np.array(self._scenario.stays.release_hours.shares), self._uniform("release_hour"))
        by_profile = np.asarray(midnights[day] + hours * (midnights[day + 1] - midnights[day]), dtype=np.int64)
        return np.where(stays >= DAY_SECONDS, np.maximum(by_profile, booked_at), raw)

    def _found(self, people: dict[str, Any], released_at: Ints) -> Ints:
        """When the other channel finds a removable person, who must still be in jail; NEVER if it does not.

        People without a match are followed only because the channel would find them, given time.
        """
        channel = self._scenario.federal.other_channel
        would = ~people["matched"] | (self._uniform("found") < channel.found.value)
        moment = people["booked_at"] + channel.after.seconds(self._uniform("found_after"))
        return np.where(would & (people["status"] == REMOVABLE) & (moment <= released_at), moment, NEVER)

    def _passing(self, station: Station, name: str, level: Ints) -> Ints:
        """Seconds at a station: the whole time for a delay or a shared queue, the service for a staffed queue."""
        uniform = self._uniform(name)
        if isinstance(station, Delay):
            return station.time.seconds(uniform)
        service = station.service.seconds(uniform)
        if isinstance(station, Queue):
            return service
        return service + _shared_wait(station, level, self._uniform(f"{name}_wait"))


def _detainer_rates(federal: Federal) -> Floats:
    """Probability that ICE decides to ask for a detainer: 3 statuses x 4 levels."""
    decision = federal.detainer
    same = np.ones(len(LEVELS))
    return np.array([decision.us_citizen.value * same, decision.lawful.value * same, decision.removable.by_level()])


def _shared_wait(station: SharedQueue, level: Ints, uniform: Floats) -> Ints:
    service_seconds = station.service.mean_seconds()
    servers = round(station.on_duty.value)
    load = station.background.arrivals.value / 3_600 * service_seconds
    first, other = mean_waits(servers, load, service_seconds, station.background.level_1_share.value)
    means = np.where(level == 0, first, other)
    return np.rint(drawn_waits(uniform, probability_of_waiting(servers, load), means)).astype(np.int64)
