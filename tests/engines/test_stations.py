"""Each station by itself, on both engines, where ties abound: arrivals, finishes, shifts and tours at one instant."""

from __future__ import annotations

from typing import Any

import numpy as np
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.codes import NEVER
from simulator.model.kernels.queue import serve
from simulator.model.kernels.tours import collect
from simulator.model.queues import Held, StaffedQueue, Tours
from simulator.model.roster import Roster

SMALL = st.integers(0, 12)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    changes = [0, *sorted(draw(st.sets(st.integers(1, 30), max_size=5)))]
    return Roster(changes, draw(st.lists(st.integers(0, 3), min_size=len(changes), max_size=len(changes))))


@given(
    arrivals=st.lists(st.tuples(SMALL, st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=25),
    roster=rosters(),
    level_first=st.booleans(),
)
@settings(deadline=None, max_examples=500)
def test_a_queue_serves_alike(arrivals: list[tuple[int, int, int]], roster: Roster, level_first: bool) -> None:
    arrivals.sort(key=lambda arrival: arrival[0])
    moments, levels, services = (np.array(column, dtype=np.int64) for column in zip(*arrivals, strict=True))
    ranks = levels if level_first else np.zeros_like(levels)
    changes, on_duty = np.array(roster.changes), np.array(roster.on_duty)
    done = serve(moments, ranks, services, changes, on_duty)
    assert done.tolist() == served_on_simpy(arrivals, roster, level_first)


def served_on_simpy(arrivals: list[tuple[int, int, int]], roster: Roster, level_first: bool) -> list[int]:
    env = simpy.Environment()
    queue = StaffedQueue(env, roster, level_first=level_first)
    done = [NEVER] * len(arrivals)

    def come(number: int) -> Any:
        moment, level, service = arrivals[number]
        yield env.timeout(moment)
        yield queue.join(number, level, service)
        done[number] = int(env.now)

    for number in reversed(range(len(arrivals))):  # the order of events must not matter
        env.process(come(number))
    env.run()
    return done


@st.composite
def holds(draw: st.DrawFn) -> list[Held]:
    found = []
    for number in range(draw(st.integers(1, 20))):
        since = draw(SMALL)
        limit = since + draw(st.sampled_from([1, 2, 5, 20 - since]))
        ready_at = since + draw(st.integers(0, 6))
        until = draw(st.sampled_from([limit, min(limit, since + 2)]))
        found.append(Held(limit, since, number, ready_at, until))
    return sorted(found, key=lambda held: (held.since, held.number))


@given(held=holds(), moments=st.sets(st.integers(0, 25), max_size=8), seats=st.integers(0, 3))
@settings(deadline=None, max_examples=500)
def test_tours_collect_alike(held: list[Held], moments: set[int], seats: int) -> None:
    table = np.array([[one.since, one.limit, one.number, one.ready_at, one.until] for one in held], dtype=np.int64)
    taken_at = collect(table, np.array(sorted(moments), dtype=np.int64), seats)
    assert taken_at.tolist() == collected_on_simpy(held, sorted(moments), seats)


def collected_on_simpy(held: list[Held], moments: list[int], seats: int) -> list[int]:
    env = simpy.Environment()
    tours = Tours(env, moments, seats)
    taken_at = {}

    def wait(one: Held) -> Any:
        yield env.timeout(one.since)
        taken = yield tours.hold(one)
        taken_at[one.number] = int(env.now) if taken else NEVER

    for one in reversed(held):
        env.process(wait(one))
    env.run()
    return [taken_at[one.number] for one in held]
