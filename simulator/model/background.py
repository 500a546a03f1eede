"""Work from outside the scenario that waits in the same queue."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import simpy
from numpy.typing import NDArray
from simpy.events import Event

from simulator.model.codes import DAY_SECONDS, HOUR_SECONDS
from simulator.model.draws import Draws
from simulator.model.queues import StaffedQueue
from simulator.scenario.stations import Queue

BACKGROUND_DAYS = 90
"""Outside work goes on for this long after the simulated days; who comes later meets only the others there."""


@dataclass(frozen=True)
class OutsideWork:
    """What arrives at a queue from outside, in order: moments (elapsed seconds), seconds of service, levels."""

    moments: NDArray[np.int64]
    services: NDArray[np.int64]
    levels: NDArray[np.int64]


def outside_work(station: Queue, name: str, last_day: int, seed: int, replication: int) -> OutsideWork:
    """Poisson arrivals until BACKGROUND_DAYS after the last day's end (elapsed seconds); level 1, or no level."""
    arrivals_an_hour = station.background.arrivals.value if station.background else 0.0
    if not arrivals_an_hour or not station.background:
        nothing = np.zeros(0, dtype=np.int64)
        return OutsideWork(nothing, nothing, nothing)
    draws = Draws(seed, replication, f"background of {name}")
    mean_gap = HOUR_SECONDS / arrivals_an_hour
    ends = last_day + BACKGROUND_DAYS * DAY_SECONDS
    count = int(ends / mean_gap * 1.1) + 100
    gaps = -mean_gap * np.log1p(-draws.uniforms("gap", np.arange(count)))
    arrivals = np.floor(np.cumsum(gaps)).astype(np.int64)
    arrivals = arrivals[arrivals < ends]
    service = station.service.seconds(draws.uniforms("service", np.arange(len(arrivals))))
    first = draws.uniforms("level", np.arange(len(arrivals))) < station.background.level_1_share.value
    return OutsideWork(arrivals, service, np.where(first, 0, 3))


def send(env: simpy.Environment, queue: StaffedQueue, work: OutsideWork) -> None:
    """Let outside work arrive at a queue."""
    env.process(_arrive(env, queue, work.moments.tolist(), work.services.tolist(), work.levels.tolist()))


def _arrive(
    env: simpy.Environment, queue: StaffedQueue, arrivals: list[int], service: list[int], levels: list[int]
) -> Generator[Event, None, None]:
    """Numbers below zero: at the same level and moment, outside work goes before the scenario's own."""
    for number, (moment, seconds, level) in enumerate(zip(arrivals, service, levels, strict=True)):
        yield env.timeout(moment - int(env.now))
        queue.join(number - len(arrivals), level, seconds)
