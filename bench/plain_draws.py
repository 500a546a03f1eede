"""Random times one by one, as a plain model draws them: parameters worked out once, then scalars."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import exp, expm1, log, log1p
from random import Random

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
from simulator.scenario.quantities import LEVELS, SECONDS_PER_UNIT
from simulator.scenario.stations import Delay, Queue, SharedQueue, Station

Sampler = Callable[[], float]
"""Draws one time, in seconds."""


def sampler(distribution: TimeDistribution, luck: Random) -> Sampler:
    """A function that draws one time in seconds; raises ValueError for a distribution not known here."""
    unit = SECONDS_PER_UNIT[distribution.unit]
    if isinstance(distribution, Fixed):
        seconds = distribution.value * unit
        return lambda: seconds
    if isinstance(distribution, Exponential):
        rate = 1 / (distribution.mean * unit)
        return lambda: luck.expovariate(rate)
    if isinstance(distribution, Uniform):
        shortest, width = distribution.shortest * unit, (distribution.longest - distribution.shortest) * unit
        return lambda: shortest + width * luck.random()
    if isinstance(distribution, Lognormal):
        return _lognormal(distribution, unit, luck)
    if isinstance(distribution, Quantiles):
        return _quantiles(distribution, unit, luck)
    raise ValueError(f"the plain model has no {type(distribution).__name__}")


def _lognormal(distribution: Lognormal, unit: int, luck: Random) -> Sampler:
    middle = log(distribution.median * unit)
    sigma = log(distribution.p90 / distribution.median) / NORMAL_90
    gauss = luck.gauss
    if distribution.maximum is None:
        return lambda: exp(gauss(middle, sigma))
    maximum = distribution.maximum * unit
    return lambda: min(exp(gauss(middle, sigma)), maximum)


def _quantiles(distribution: Quantiles, unit: int, luck: Random) -> Sampler:
    """Interpolated in log(1 + time / smallest positive time), like the simulator's tables."""
    edges, times = list(distribution.at), list(distribution.at.values())
    scale = min(time for time in times if time > 0)
    logs = [log1p(time / scale) for time in times]
    slopes = [(logs[i + 1] - logs[i]) / (edges[i + 1] - edges[i]) for i in range(len(edges) - 1)]

    def draw() -> float:
        uniform = luck.random()
        row = bisect_right(edges, uniform) - 1
        return scale * unit * expm1(logs[row] + slopes[row] * (uniform - edges[row]))

    return draw


def station_samplers(station: Station, luck: Random) -> list[Sampler]:
    """Seconds at a station where nobody waits for anybody else of the county, for each level."""
    if isinstance(station, Delay):
        return [sampler(station.time, luck)] * len(LEVELS)
    if isinstance(station, Queue):
        raise ValueError("the plain model has staffed queues at field offices only")
    return _shared(station, luck)


def _shared(station: SharedQueue, luck: Random) -> list[Sampler]:
    """Service and the wait behind the rest of the country, shorter for level 1."""
    servers, service_mean = round(station.on_duty.value), station.service.mean_seconds()
    load = station.background.arrivals.value / 3_600 * service_mean
    waiting = probability_of_waiting(servers, load)
    first, other = mean_waits(servers, load, service_mean, station.background.level_1_share.value)
    service = sampler(station.service, luck)

    def waited(mean_wait: float) -> Sampler:
        rate = 1 / mean_wait
        return lambda: service() + (luck.expovariate(rate) if luck.random() < waiting else 0.0)

    return [waited(first if level == 0 else other) for level in range(len(LEVELS))]


def chooser(shares: Sequence[float], luck: Random) -> Callable[[], int]:
    """A function that draws a position with these shares."""
    edges = list(accumulate(share / sum(shares) for share in shares))[:-1]
    return lambda: bisect_right(edges, luck.random())
