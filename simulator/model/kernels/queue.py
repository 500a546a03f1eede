"""A staffed queue: the same rules as ``simulator.model.queues.StaffedQueue``, from one event to the next."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.model.codes import NEVER
from simulator.model.kernels.compiling import compiled, inner, small

RANKS = 4
LATER = np.int64(2**62)
"""After everything that happens."""


@compiled
def serve(moments: Any, ranks: Any, services: Any, changes: Any, on_duty: Any) -> Any:
    """When each arrival's service is done; NEVER for those who are never served.

    Arrivals are in the order of moment and number. Of those who wait, the lowest rank goes first, then who came first.
    ``on_duty`` serve from each of ``changes`` on; who has begun to serve finishes.
    """
    done = np.full(len(moments), NEVER)
    after = np.full(len(moments), NEVER)
    heads, tails = np.full(RANKS, NEVER), np.full(RANKS, NEVER)
    finishes = np.empty(max(on_duty.max(), 1), dtype=np.int64)
    _serve(moments, ranks, services, changes, on_duty, done, after, heads, tails, finishes)
    return done


@inner
def _serve(moments: Any, ranks: Any, services: Any, changes: Any, on_duty: Any, done: Any, after: Any, heads: Any,
           tails: Any, finishes: Any) -> None:  # fmt: skip
    """``after`` links those who wait at each rank, from ``heads`` to ``tails``; ``finishes`` is a heap of the busy."""
    arrival, shift, busy, waiting = 0, 0, 0, 0
    while arrival < len(moments) or waiting:
        now = moments[arrival] if arrival < len(moments) else LATER
        if waiting and busy:
            now = min(now, finishes[0])
        if waiting and shift + 1 < len(changes):
            now = min(now, changes[shift + 1])
        if now == LATER:
            return
        while shift + 1 < len(changes) and changes[shift + 1] <= now:
            shift += 1
        while busy and finishes[0] <= now:
            busy = _leave(finishes, busy)
        while arrival < len(moments) and moments[arrival] == now:
            _wait(ranks[arrival], arrival, after, heads, tails)
            arrival += 1
            waiting += 1
        while waiting and busy < on_duty[shift]:
            first = _next(after, heads)
            waiting -= 1
            done[first] = now + services[first]
            busy = _begin(finishes, busy, done[first])


@small
def _wait(rank: Any, arrival: Any, after: Any, heads: Any, tails: Any) -> None:
    if heads[rank] == NEVER:
        heads[rank] = arrival
    else:
        after[tails[rank]] = arrival
    tails[rank] = arrival


@small
def _next(after: Any, heads: Any) -> Any:
    rank = 0
    while heads[rank] == NEVER:
        rank += 1
    first = heads[rank]
    heads[rank] = after[first]
    return first


@small
def _begin(heap: Any, size: Any, moment: Any) -> Any:
    """Add a moment to a heap, the least first; gives the new size."""
    place = size
    while place and heap[(place - 1) // 2] > moment:
        heap[place] = heap[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place] = moment
    return size + 1


@small
def _leave(heap: Any, size: Any) -> Any:
    """Take the least from a heap; gives the new size."""
    size -= 1
    moment = heap[size]
    place = 0
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= moment:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = moment
    return size
