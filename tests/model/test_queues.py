"""Staffed queues against closed forms and by hand."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pytest
import simpy
from numpy.typing import NDArray
from scipy.stats import t
from simpy.events import Event

from simulator.model.kernels.people import shared_wait
from simulator.model.queues import StaffedQueue
from simulator.model.roster import Roster
from simulator.model.waiting import mean_waits, probability_of_waiting

Ints: TypeAlias = NDArray[np.int64]

ALWAYS_ONE = Roster([0], [1])


def waits(arrivals: Ints, services: Ints, roster: Roster, levels: Ints | None = None) -> Ints:
    """Seconds that each arrival waited before its service began."""
    env = simpy.Environment()
    queue = StaffedQueue(env, roster, level_first=levels is not None)
    done = np.zeros(len(arrivals), dtype=np.int64)

    def arrive(number: int) -> Generator[Event, Any, None]:
        yield env.timeout(int(arrivals[number]))
        yield queue.join(number, 0 if levels is None else int(levels[number]), int(services[number]))
        done[number] = env.now

    for number in range(len(arrivals)):
        env.process(arrive(number))
    env.run()
    return np.asarray(done - arrivals - services)


def batches(
    mean_gap: float, mean_service: float | None, servers: int, count: int = 20, size: int = 4000
) -> Iterator[float]:
    """Mean waits of independent runs, in seconds; exponential service, or constant if ``mean_service`` is None."""
    random = np.random.default_rng(20121)
    for _ in range(count):
        arrivals = np.floor(np.cumsum(random.exponential(mean_gap, size))).astype(np.int64)
        services = (
            np.full(size, 60_000)
            if mean_service is None
            else np.rint(random.exponential(mean_service, size)).astype(np.int64)
        )
        yield float(waits(arrivals, services, Roster([0], [servers]))[size // 5 :].mean())


def assert_within_interval(means: list[float], expected: float, narrow: float = 0.15) -> None:
    """The closed form lies in the 99.9 % t interval of the runs, and the interval is narrow enough to tell."""
    mean, half = t_interval(means)
    assert half < narrow * expected
    assert abs(mean - expected) < half


def t_interval(means: list[float]) -> tuple[float, float]:
    """Mean and half width of the 99.9 % interval from independent runs."""
    half = t.ppf(0.9995, len(means) - 1) * np.std(means, ddof=1) / np.sqrt(len(means))
    return float(np.mean(means)), float(half)


def test_mean_wait_of_m_m_c() -> None:
    """c = 3, load 2.1: Erlang's C gives the mean wait C / (c - a) x service."""
    service, load, servers = 60_000.0, 2.1, 3
    expected = probability_of_waiting(servers, load) * service / (servers - load)
    assert_within_interval(list(batches(service / load, service, servers)), expected)


def test_mean_wait_of_m_d_1() -> None:
    """Utilisation 0.6: rho / (2 (1 - rho)) services."""
    assert_within_interval(list(batches(100_000, None, 1)), 0.6 / (2 * 0.4) * 60_000)


def test_erlang_c_by_hand() -> None:
    """M/M/1: the utilisation. M/M/2 with load 1: 1/3."""
    assert probability_of_waiting(1, 0.7) == pytest.approx(0.7)
    assert probability_of_waiting(2, 1.0) == pytest.approx(1 / 3)


def test_twice_the_load_with_twice_the_servers_waits_less_in_closed_form() -> None:
    for load in (0.5, 0.8, 0.95):
        single = probability_of_waiting(1, load) / (1 - load)
        double = probability_of_waiting(2, 2 * load) / (2 - 2 * load)
        assert double < single


def test_twice_the_load_with_twice_the_servers_waits_less() -> None:
    """Simulated: 1, 2 and 4 servers, each 80 % busy; the intervals hold the closed forms and lie apart."""
    service, utilisation = 60_000.0, 0.8
    found = []
    for servers in (1, 2, 4):
        load = utilisation * servers
        means = list(batches(service / load, service, servers))
        expected = probability_of_waiting(servers, load) * service / (servers - load)
        assert_within_interval(means, expected, narrow=0.2)
        found.append(t_interval(means))
    for (fewer, half_fewer), (more, half_more) in pairwise(found):
        assert more + half_more < fewer - half_fewer


def test_drawn_waits_of_a_shared_queue_match_a_simulated_priority_queue() -> None:
    """The drawn wait stands for the real one: M/M/4 at 80 %, a fifth of arrivals served first."""
    service, servers, load, first_share = 60_000.0, 4, 3.2, 0.2
    first, other = mean_waits(servers, load, service, first_share)
    waiting = probability_of_waiting(servers, load)
    simulated: dict[int, list[float]] = {0: [], 1: []}
    random = np.random.default_rng(7)
    for _ in range(16):
        arrivals = np.floor(np.cumsum(random.exponential(service / load, 5000))).astype(np.int64)
        services = np.rint(random.exponential(service, 5000)).astype(np.int64)
        levels = (random.random(5000) >= first_share).astype(np.int64)
        observed = waits(arrivals, services, Roster([0], [servers]), levels)
        for level in simulated:
            simulated[level].append(observed[1000:][levels[1000:] == level].mean())
    for level, mean_wait in ((0, first), (1, other)):
        mean, half = t_interval(simulated[level])
        assert abs(mean - waiting * mean_wait) < half
    wait = np.array([1.0, waiting, first, other])
    for level, mean_wait in ((0, first), (3, other)):
        drawn = [shared_wait(wait, level, uniform) for uniform in (np.arange(20_000) + 0.5) / 20_000]
        assert np.mean(drawn) == pytest.approx(waiting * mean_wait, rel=1e-3)


def test_level_goes_first_then_time_then_number() -> None:
    arrivals = np.array([0, 10, 10, 5])
    order = waits(arrivals, np.full(4, 100), ALWAYS_ONE, levels=np.array([3, 0, 0, 3])) + arrivals
    assert order.tolist() == [0, 100, 200, 300]


def test_arrivals_of_one_instant_are_ranked_before_anybody_is_served() -> None:
    """The second of two arrivals of one instant is served first if its level is higher."""
    order = waits(np.array([10, 10]), np.full(2, 100), ALWAYS_ONE, levels=np.array([3, 0]))
    assert order.tolist() == [100, 0]


def test_a_shift_that_ends_lets_service_finish_and_starts_none() -> None:
    roster = Roster([0, 100, 500], [1, 0, 1])
    assert waits(np.array([90, 95]), np.full(2, 50), roster).tolist() == [0, 405]


def test_more_staff_from_a_shift_on_take_those_who_wait() -> None:
    roster = Roster([0, 1000], [1, 3])
    assert waits(np.zeros(4, dtype=np.int64), np.full(4, 5000), roster).tolist() == [0, 1000, 1000, 5000]


def test_nobody_on_duty_ever_serves_nobody() -> None:
    env = simpy.Environment()
    queue = StaffedQueue(env, Roster([0], [0]), level_first=True)
    served = queue.join(0, 0, 10)
    env.run()
    assert not served.triggered
