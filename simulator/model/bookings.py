"""The rows of draws: everything about the people who could meet ICE that no policy changes."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from simulator.model.arrivals import Arrivals, arrivals_of, matched_and_found, of_profile
from simulator.model.calendar import DAY_SECONDS, Calendar
from simulator.model.draws import Draws
from simulator.model.waiting import drawn_waits, mean_waits, probability_of_waiting
from simulator.scenario.distributions import TimeDistribution
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

    ``agency`` is a position in the scenario's list of agencies, ``number`` the row's own number in its agency.
    ``released_at`` is when the county itself would let the person go. ``found_at`` is when the other channel finds
    them in jail, or NEVER; ``found_needs_access`` whether only if ICE has access to the jail. ``passing`` holds the
    seconds at each print station: the service for a queue, the whole time for others.
    """

    agency: Ints
    number: Ints
    booked_at: Ints
    day: Ints
    charge_class: Ints
    level: Ints
    status: Ints
    matched: Flags
    prior_removal: Flags
    adult: Flags
    released_at: Ints
    found_at: Ints
    found_needs_access: Flags
    passing: Ints
    decision_seconds: Ints
    ice_wants: Flags
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
        parts.append(_rows(scenario, position, name, calendar, arrivals, draws))
    joined = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Bookings)}
    return Bookings(**joined), np.array(booked)


def _rows(
    scenario: Scenario, position: int, name: str, calendar: Calendar, arrivals: Arrivals, draws: Draws
) -> Bookings:
    count = len(arrivals.booked_at)
    agency = scenario.agencies[name]
    office = scenario.field_offices[agency.field_office]

    def uniform(column: str) -> Floats:
        return draws.uniforms(column, count)

    matched_share, found_share = matched_and_found(scenario, agency)
    matched = uniform("matched") * (matched_share + found_share) < matched_share
    charge_class = _pick(uniform("charge_class"), np.array([scenario.people.charge_class.by_class()]))
    level = _pick(uniform("level"), np.array(scenario.people.level.rows())[charge_class])
    drawn_status = _pick(uniform("status"), np.array([scenario.people.status_of_matched.by_status()]))
    status = np.where(matched, drawn_status, REMOVABLE)
    released_at = _releases(scenario, calendar, arrivals.booked_at, charge_class, draws)
    federal, removal, withdrawal = scenario.federal, scenario.federal.removal, scenario.federal.withdrawal
    taken_back = np.array([withdrawal.us_citizen.value, withdrawal.lawful.value, withdrawal.removable.value])
    return Bookings(
        agency=np.full(count, position),
        number=np.arange(count),
        booked_at=arrivals.booked_at,
        day=np.repeat(np.arange(len(arrivals.booked)), arrivals.could_meet_ice),
        charge_class=charge_class,
        level=level,
        status=status,
        matched=matched,
        prior_removal=(uniform("prior_removal") < scenario.people.prior_removal.value) & (status == REMOVABLE),
        adult=uniform("age") >= scenario.people.ages.under_18.value,
        released_at=released_at,
        found_at=_found(scenario, arrivals.booked_at, released_at, status, matched, draws),
        found_needs_access=uniform("access") >= scenario.federal.other_channel.left_without_access.value,
        passing=np.stack(
            [_passing(getattr(scenario.stations, name), name, level, draws) for name in PRINT_STATIONS], axis=1
        ),
        decision_seconds=_passing(office.decision, "decision", level, draws),
        ice_wants=uniform("detainer") < _detainer_rates(scenario)[status, level],
        withdrawn=uniform("withdrawn") < taken_back[status],
        withdrawn_after=withdrawal.after.seconds(uniform("withdrawn_after")),
        to_state_prison=(uniform("state_prison") < scenario.jail.felonies_to_state_prison.value)
        & (charge_class == FELONY),
        door=uniform("door"),
        ready_after=np.where(
            uniform("ready_at_once") < office.ready_at_once.value,
            0,
            office.preparation.seconds(uniform("preparation")),
        ),
        brought_forward=uniform("brought_forward") < office.brings_forward.value,
        comes=uniform("comes") < office.comes.value,
        arrested_at_large=uniform("at_large") < removal.at_large_arrest.value,
        removed=uniform("removed") < federal.removal.after_transfer.value,
        removed_after=removal.after.seconds(uniform("removed_after")),
    )


def _pick(uniform: Floats, shares: Floats) -> Ints:
    """The category of each row, by the shares of its own row of the table (or of the table's only row)."""
    edges = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    return np.asarray((uniform[:, None] >= edges).sum(axis=1), dtype=np.int64)


def _detainer_rates(scenario: Scenario) -> Floats:
    """Probability that ICE decides to ask for a detainer: 3 statuses x 4 levels."""
    decision = scenario.federal.detainer
    same = np.ones(len(LEVELS))
    return np.array([decision.us_citizen.value * same, decision.lawful.value * same, decision.removable.by_level()])


def _releases(scenario: Scenario, calendar: Calendar, booked_at: Ints, charge_class: Ints, draws: Draws) -> Ints:
    """Local releases; of stays of a day or longer the date is kept and the hour follows the release profile."""
    stays = np.zeros(len(booked_at), dtype=np.int64)
    uniform = draws.uniforms("stay", len(booked_at))
    for code, name in enumerate(CHARGE_CLASSES):
        chosen = charge_class == code
        distribution: TimeDistribution = getattr(scenario.stays, name)
        stays[chosen] = distribution.seconds(uniform[chosen])
    midnights = np.array(calendar.midnights)
    raw = np.minimum(booked_at + stays, midnights[-1] - 1)
    day = np.searchsorted(midnights, raw, side="right") - 1
    hours = of_profile(np.array(scenario.stays.release_hours.shares), draws.uniforms("release_hour", len(raw)))
    by_profile = np.asarray(midnights[day] + hours * (midnights[day + 1] - midnights[day]), dtype=np.int64)
    return np.where(stays >= DAY_SECONDS, np.maximum(by_profile, booked_at), raw)


def _found(scenario: Scenario, booked_at: Ints, released_at: Ints, status: Ints, matched: Flags, draws: Draws) -> Ints:
    """When the other channel finds a removable person, who must still be in jail; NEVER if it does not.

    People without a match are followed only because the channel would find them, given time.
    """
    channel = scenario.federal.other_channel
    would = ~matched | (draws.uniforms("found", len(booked_at)) < channel.found.value)
    moment = booked_at + channel.after.seconds(draws.uniforms("found_after", len(booked_at)))
    return np.where(would & (status == REMOVABLE) & (moment <= released_at), moment, NEVER)


def _passing(station: Station, name: str, level: Ints, draws: Draws) -> Ints:
    """Seconds at a station: the whole time for a delay or a shared queue, the service alone for a staffed queue."""
    uniform = draws.uniforms(name, len(level))
    if isinstance(station, Delay):
        return station.time.seconds(uniform)
    service = station.service.seconds(uniform)
    if isinstance(station, Queue):
        return service
    return service + _shared_wait(station, level, draws.uniforms(f"{name}_wait", len(level)))


def _shared_wait(station: SharedQueue, level: Ints, uniform: Floats) -> Ints:
    service_seconds = station.service.mean_seconds()
    servers = round(station.on_duty.value)
    load = station.background.arrivals.value / 3_600 * service_seconds
    first, other = mean_waits(servers, load, service_seconds, station.background.level_1_share.value)
    means = np.where(level == 0, first, other)
    return np.rint(drawn_waits(uniform, probability_of_waiting(servers, load), means)).astype(np.int64)
