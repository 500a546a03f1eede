"""Pick-up tours: the same rules as ``simulator.model.queues.Tours``, from one tour to the next."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.model.codes import NEVER
from simulator.model.kernels.compiling import compiled, inner

SINCE, LIMIT, NUMBER, READY_AT, UNTIL = range(5)
"""Columns of holds: see ``simulator.model.queues.Held``."""


@compiled
def collect(holds: Any, tours: Any, seats: Any) -> Any:
    """The tour that takes each hold (elapsed seconds), NEVER if none; holds are in the order of their beginning.

    A tour takes those who are ready, first those whose hold ends first by law, then who was released first, by number.
    """
    taken_at = np.full(len(holds), NEVER)
    there = np.empty(len(holds), dtype=np.int64)
    _collect(holds, tours, seats, taken_at, there)
    return taken_at


@inner
def _collect(holds: Any, tours: Any, seats: Any, taken_at: Any, there: Any) -> None:
    """``there`` lists the holds that go on."""
    came, size = 0, 0
    for tour in tours:
        if came == len(holds) and not size:
            return
        while came < len(holds) and holds[came, SINCE] <= tour:
            there[size] = came
            came += 1
            size += 1
        size, ready = _still_there(holds, there, size, tour)
        if ready <= seats:
            size = _take_ready(holds, there, size, tour, taken_at)
            continue
        for _ in range(seats):
            place = _first_ready(holds, there, size, tour)
            taken_at[there[place]] = tour
            size -= 1
            for later in range(place, size):
                there[later] = there[later + 1]


@inner
def _still_there(holds: Any, there: Any, size: Any, tour: Any) -> Any:
    """Drop those whose hold has ended; gives how many are left, and how many of them are ready."""
    kept, ready = 0, 0
    for place in range(size):
        if holds[there[place], UNTIL] >= tour:
            ready += holds[there[place], READY_AT] <= tour
            there[kept] = there[place]
            kept += 1
    return kept, ready


@inner
def _take_ready(holds: Any, there: Any, size: Any, tour: Any, taken_at: Any) -> Any:
    """Take all who are ready; gives how many are left."""
    kept = 0
    for place in range(size):
        if holds[there[place], READY_AT] <= tour:
            taken_at[there[place]] = tour
        else:
            there[kept] = there[place]
            kept += 1
    return kept


@inner
def _first_ready(holds: Any, there: Any, size: Any, tour: Any) -> Any:
    """The place of who goes first; somebody is ready, and those who are there stand in the order of release."""
    best = NEVER
    for place in range(size):
        hold = there[place]
        if holds[hold, READY_AT] <= tour and (best == NEVER or holds[hold, LIMIT] < holds[there[best], LIMIT]):
            best = place
    return best
