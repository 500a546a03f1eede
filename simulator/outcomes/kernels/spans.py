"""Spans of time counted in bins: the clocks of the race, and holds by weekday."""

from __future__ import annotations

from typing import Any

from simulator.model.codes import NEVER
from simulator.model.kernels.compiling import inner
from simulator.model.kernels.people import day_of


@inner
def measure(rows: Any, course: Any, midnights: Any, weekdays: Any, race_edges: Any, hold_edges: Any, race: Any,
            holds: Any) -> None:  # fmt: skip
    """Add everybody to ``race`` (clocks x bins) and ``holds`` (weekdays x bins); edges are in seconds."""
    for person in range(len(rows)):
        row, own = rows[person], course[person]
        if own.decided_at != NEVER and row.ice_wants:
            known_at = own.answer_at if own.interviewed_at == NEVER else own.interviewed_at
            race[0, bin_of(race_edges, known_at - row.booked_at)] += 1
            race[1, bin_of(race_edges, own.decided_at - row.booked_at)] += 1
            race[2, bin_of(race_edges, row.released_at - row.booked_at)] += 1
        if own.hold_until != NEVER:
            weekday = weekdays[day_of(midnights, own.released_at)]
            holds[weekday, bin_of(hold_edges, own.ended_at - own.released_at)] += 1


@inner
def bin_of(edges: Any, seconds: Any) -> Any:
    """A bin holds its upper edge and not its lower one; the first holds both, the last all that is longer."""
    low, high = 0, len(edges) - 2
    while low < high:
        middle = (low + high) // 2
        if seconds <= edges[middle + 1]:
            high = middle
        else:
            low = middle + 1
    return low
