"""M/M/c queues on the simulator's own compiled queue, begun in their steady state, next to Erlang's closed form."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.model.kernels.queue import serve
from simulator.model.waiting import probability_of_waiting

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SERVICE = 1_000_000
"""Mean seconds of a service; results are in services."""
MOST_PRESENT = 100
CHUNK = 2_000_000


def mean_stay(servers: int, load: float) -> float:
    """Mean time from arrival to the end of service, in services, by Erlang's C."""
    return 1 + probability_of_waiting(servers, load) / (servers - load)


def mean_stays(seed: int, runs: int, customers: int, load: float, servers: tuple[int, ...]) -> list[Floats]:
    """Mean stay in each of independent runs, for each number of servers, with the same customers.

    Whoever arrives first finds as many as arrivals find in the steady state, so that the expected mean of every run is
    the closed form, without a warm-up. A few runs at a time, for the sake of memory.
    """
    random = np.random.default_rng(seed)
    size = CHUNK // customers
    parts = [_some_stays(random, min(size, runs - done), customers, load, servers) for done in range(0, runs, size)]
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def _some_stays(
    random: np.random.Generator, runs: int, customers: int, load: float, servers: tuple[int, ...]
) -> list[Floats]:
    gaps = random.exponential(SERVICE / load, (runs, customers)).astype(np.int64)
    gaps[:, 0] = 0  # the first arrives at once: an arrival finds what is there at any moment
    arrivals, services = gaps.cumsum(axis=1), _services(random, runs * customers)
    levels = random.random(runs)
    found = []
    for number in servers:
        present = np.searchsorted(_steady_state(number, load).cumsum(), levels)
        earlier = _services(random, int(present.sum()))
        found.append(_stays(arrivals, services, present, earlier, number).mean(axis=1) / SERVICE)
    return found


def _stays(arrivals: Ints, services: Ints, present: Ints, earlier: Ints, servers: int) -> Ints:
    """Runs x customers. All runs are one stream, each far behind the one before, so that it finds nobody left."""
    runs, customers = arrivals.shape
    far = int(arrivals.max()) + 10 * MOST_PRESENT * SERVICE
    run = np.repeat(np.arange(runs), present + customers)
    is_earlier = np.arange(len(run)) < (np.cumsum(present + customers) - customers)[run]
    moments, work = run * far, np.empty(len(run), dtype=np.int64)
    moments[~is_earlier] += arrivals.ravel()
    work[~is_earlier], work[is_earlier] = services, earlier
    begin = np.zeros(1, dtype=np.int64)
    done = serve(moments, np.zeros(len(run), dtype=np.int64), work, begin, np.array([servers]))
    return np.asarray((done - moments)[~is_earlier].reshape(runs, customers))


def _services(random: np.random.Generator, count: int) -> Ints:
    return np.asarray(np.rint(random.exponential(SERVICE, count)).astype(np.int64))


def _steady_state(servers: int, load: float) -> Floats:
    """Probability of 0, 1, 2, ... people in M/M/c."""
    steps = load / np.minimum(np.arange(1, MOST_PRESENT), servers)
    weights = np.concatenate([[1.0], np.cumprod(steps)])
    return np.asarray(weights / weights.sum())
