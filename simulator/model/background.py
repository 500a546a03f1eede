"""Work from outside the scenario that waits in the same queue."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import simpy
from simpy.events import Event

from simulator.model.calendar import DAY_SECONDS, HOUR_SECONDS
from simulator.model.draws import Draws
from simulator.model.queues import StaffedQueue
from simulator.scenario.stations import Queue

BACKGROUND_DAYS = 90
"""Outside work goes on for this long after the last booking; who reaches a queue later meets only the others there."""


def start_background(
    env: simpy.Environment,
    queue: StaffedQueue,
    station: Queue,
    name: str,
    last_booking: int,
    seed: int,
    replication: int,
) -> None:
    """Send Poisson arrivals into a queue until 90 days after the last booking; level 1, or no level."""
    assert station.background is not None
    draws = Draws(seed, replication, f"background of {name}")
    if not station.background.arrivals.value:
        return
    mean_gap = HOUR_SECONDS / station.background.arrivals.value
    ends = last_booking + BACKGROUND_DAYS * DAY_SECONDS
    count = int(ends / mean_gap * 1.1) + 100
    gaps = -mean_gap * np.log1p(-draws.uniforms("gap", np.arange(count)))
    arrivals = np.floor(np.cumsum(gaps)).astype(np.int64)
    arrivals = arrivals[arrivals < ends]
    service = station.service.seconds(draws.uniforms("service", np.arange(len(arrivals))))
    first = draws.uniforms("level", np.arange(len(arrivals))) < station.background.level_1_share.value
    env.process(_arrive(env, queue, arrivals.tolist(), service.tolist(), np.where(first, 0, 3).tolist()))


def _arrive(
    env: simpy.Environment, queue: StaffedQueue, arrivals: list[int], service: list[int], levels: list[int]
) -> Generator[Event, None, None]:
    """Numbers below zero: at the same level and moment, outside work goes before the scenario's own."""
    for number, (moment, seconds, level) in enumerate(zip(arrivals, service, levels, strict=True)):
        yield env.timeout(moment - int(env.now))
        queue.join(number - len(arrivals), level, seconds)
