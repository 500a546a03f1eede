"""What people are drawn by, as the tables that the kernels read: a scenario's shares and times in rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.model.calendar import Calendar
from simulator.model.codes import PRINT_STATIONS
from simulator.model.kernels import times
from simulator.model.kernels.people import Lot, Shares
from simulator.model.waiting import mean_waits, probability_of_waiting
from simulator.scenario.distributions import (
    NORMAL_90,
    Exponential,
    Fixed,
    Lognormal,
    Quantiles,
    TimeDistribution,
    Uniform,
)
from simulator.scenario.federal import Federal
from simulator.scenario.jail import JailResponse
from simulator.scenario.people import CONVICTIONS
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import LEVELS, SECONDS_PER_UNIT
from simulator.scenario.stations import Delay, SharedQueue, Station

Floats = NDArray[np.float64]

NEVER_RELEASED = (0.0, 0.0, 1.0)


def lot_of(scenario: Scenario, calendar: Calendar) -> Lot:
    """The tables of a scenario on its calendar."""
    people, federal, jail = scenario.people, scenario.federal, scenario.jail
    stations = [getattr(scenario.stations, name) for name in PRINT_STATIONS]
    offices = scenario.field_offices.values()
    return Lot(
        shares=_shares(scenario),
        times=time_table(list(_times(scenario, stations))),
        waits=np.array([_wait(station) for station in [*stations, *(office.decision for office in offices)]]),
        offices=np.array([[it.ready_at_once.value, it.brings_forward.value, it.comes.value] for it in offices]),
        charge_class=_edges(people.charge_class.by_class()),
        status=_edges(people.status_of_matched.by_status()),
        level=np.array([_edges(row) for row in people.level.rows()]),
        conviction=np.array([_edges(row) for row in people.record.conviction.rows()]),
        warrant=_edges(federal.form.warrant.by_warrant()),
        release_way=np.array([_edges(row) for row in _release_ways(jail)]),
        wants=_detainer_rates(federal),
        taken_back=np.array(
            [getattr(federal.withdrawal, name).value for name in ("us_citizen", "lawful", "removable")]
        ),
        week=np.array([_hours(row) for row in scenario.arrivals.week.shares]),
        release_hours=_hours(scenario.stays.release_hours.shares),
        midnights=np.array(calendar.midnights, dtype=np.int64),
        weekdays=np.array(calendar.weekdays, dtype=np.int64),
    )


def _shares(scenario: Scenario) -> Shares:
    people, record, federal, jail = scenario.people, scenario.people.record, scenario.federal, scenario.jail
    release = jail.pretrial_release
    return Shares(
        prior_removal=people.prior_removal.value,
        found=federal.other_channel.found.value,
        left_without_access=federal.other_channel.left_without_access.value,
        to_state_prison=jail.felonies_to_state_prison.value,
        at_large=federal.removal.at_large_arrest.value,
        removed=federal.removal.after_transfer.value,
        prior_order=record.prior_order.value,
        watch_list=record.watch_list.value,
        pending_charge=record.pending_charge.value,
        minors=people.ages.under_18.value,
        youngest=people.ages.youngest.value,
        bail_ratio=release.bail_ratio.value if release else 1.0,
        recognizance_ratio=release.recognizance_ratio.value if release else 1.0,
        by_release=jail.stay_effect == "rarer-release",
    )


def _times(scenario: Scenario, stations: Sequence[Station]) -> Iterator[TimeDistribution]:
    """The distributions in the order of the rows that ``kernels.people`` names."""
    record, federal, release = scenario.people.record, scenario.federal, scenario.jail.pretrial_release
    stays = scenario.stays.by_class()
    yield from (station.time if isinstance(station, Delay) else station.service for station in stations)
    yield from stays
    yield from (getattr(record.served, name.replace("-", "_")) for name in CONVICTIONS[1:])
    yield record.since_release
    yield scenario.people.ages.adults
    yield federal.other_channel.after
    yield federal.withdrawal.after
    yield federal.removal.after
    yield from release.rest_of_case.by_class() if release else stays
    for office in scenario.field_offices.values():
        yield office.decision.time if isinstance(office.decision, Delay) else office.decision.service
        yield office.preparation


def time_table(distributions: Sequence[TimeDistribution]) -> Floats:
    """A row for each distribution, as ``kernels.times.seconds`` reads it."""
    rows = [_time_row(distribution) for distribution in distributions]
    table = np.zeros((len(rows), max(map(len, rows))))
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return table


def _time_row(distribution: TimeDistribution) -> list[float]:
    unit = float(SECONDS_PER_UNIT[distribution.unit])
    match distribution:
        case Fixed():
            return [times.FIXED, distribution.value, 0.0, np.inf, unit]
        case Exponential():
            return [times.EXPONENTIAL, distribution.mean, 0.0, np.inf, unit]
        case Lognormal():
            spread = float(np.log(distribution.p90 / distribution.median)) / NORMAL_90
            longest = np.inf if distribution.maximum is None else distribution.maximum
            return [times.LOGNORMAL, distribution.median, spread, longest, unit]
        case Uniform():
            return [times.UNIFORM, distribution.shortest, distribution.longest - distribution.shortest, np.inf, unit]
        case Quantiles():
            given = np.array(list(distribution.at.values()))
            scale = float(given[given > 0].min())
            logs = np.log1p(given / scale).tolist()
            return [
                times.QUANTILES,
                scale,
                0.0,
                np.inf,
                unit,
                len(logs),
                *distribution.at,
                *logs,
                *_guide(list(distribution.at)),
            ]
    raise TypeError(f"no kernel draws from {type(distribution).__name__}")


def _wait(station: Station) -> list[float]:
    """For a shared queue the probability of waiting and the mean waits of its two classes; zeros for others."""
    if not isinstance(station, SharedQueue):
        return [0.0] * 4
    service = station.service.mean_seconds()
    servers = round(station.on_duty.value)
    load = station.background.arrivals.value / 3_600 * service
    first, other = mean_waits(servers, load, service, station.background.level_1_share.value)
    return [1.0, probability_of_waiting(servers, load), first, other]


def _release_ways(jail: JailResponse) -> Iterable[Sequence[float]]:
    """On bail, on recognizance, otherwise: by charge class."""
    release = jail.pretrial_release
    if release is None:
        return [NEVER_RELEASED] * 3
    pairs = zip(release.on_bail.by_class(), release.on_recognizance.by_class(), strict=True)
    return [(bail, recognizance, 1 - bail - recognizance) for bail, recognizance in pairs]


def _detainer_rates(federal: Federal) -> Floats:
    """Probability that ICE decides to ask for a detainer: 3 statuses x 4 levels."""
    decision = federal.detainer
    same = np.ones(len(LEVELS))
    return np.array([decision.us_citizen.value * same, decision.lawful.value * same, decision.removable.by_level()])


def _edges(shares: Sequence[float]) -> Floats:
    """Where one category ends and the next begins; one less than categories."""
    summed = np.cumsum(shares)
    return np.asarray(summed[:-1] / summed[-1])


def _hours(shares: Sequence[float]) -> Floats:
    """The 25 edges of 24 hourly shares, and their guide."""
    summed = np.concatenate(([0.0], np.cumsum(shares)))
    edges = summed / summed[-1] if summed[-1] > 0 else np.linspace(0, 1, 25)
    return np.concatenate((edges, _guide(edges)))


def _guide(edges: Sequence[float] | Floats) -> Floats:
    """For each of GUIDE parts of 0 to 1, the last edge at or before its beginning."""
    begins = np.arange(times.GUIDE) / times.GUIDE
    return np.asarray(np.searchsorted(edges, begins, side="right") - 1, dtype=np.float64)
