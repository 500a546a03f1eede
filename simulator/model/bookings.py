"""The rows of draws: everything about the people who could meet ICE that no policy changes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.model.kernels.rows import ROW

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Records = NDArray[np.void]
"""Records of ``kernels.rows``."""


@dataclass(frozen=True)
class Bookings:
    """One row for each person who could meet ICE; all times in seconds, moments elapsed since the start.

    ``agency`` is a position in the scenario's list of agencies, ``number`` that of the booking (see ``numbered``).
    ``released_at`` is when the county itself would let the person go. ``found_at`` is when the other channel finds
    them in jail, or NEVER; ``found_needs_access`` whether only if ICE has access to the jail. ``passing`` holds the
    seconds at each print station: the service for a queue, the whole time for others. ``age`` is in whole years;
    ``conviction`` and ``warrant`` are positions in CONVICTIONS and WARRANTS.
    """

    agency: Ints
    number: Ints
    booked_at: Ints
    day: Ints
    charge_class: Ints
    level: Ints
    status: Ints
    matched: Flags
    age: Ints
    conviction: Ints
    years_since_conviction: Floats
    years_since_release: Floats
    pending_charge: Flags
    prior_removal: Flags
    prior_order: Flags
    watch_list: Flags
    released_at: Ints
    release_ratio: Floats
    release_luck: Floats
    rest_of_case: Ints
    found_at: Ints
    found_needs_access: Flags
    passing: Ints
    decision_seconds: Ints
    ice_wants: Flags
    warrant: Ints
    withdrawn: Flags
    withdrawn_after: Ints
    to_state_prison: Flags
    door: Floats
    ready_after: Ints
    brought_forward: Flags
    comes: Flags
    arrested_at_large: Flags
    removed: Flags
    removed_after: Ints

    def __len__(self) -> int:
        return len(self.agency)


def bookings_from(rows: Records, passing: Ints) -> Bookings:
    """Records by column; whole numbers in full width."""
    columns: dict[str, Any] = {name: _wide(rows[name]) for name in ROW.names or ()}
    return Bookings(**columns, passing=passing)


def _wide(column: NDArray[Any]) -> NDArray[Any]:
    return column.astype(np.int64) if column.dtype.kind == "i" else column


def records_from(bookings: Bookings) -> Records:
    """Columns as records, without ``passing``."""
    rows = np.zeros(len(bookings), dtype=ROW)
    for field in fields(Bookings):
        if field.name != "passing":
            rows[field.name] = getattr(bookings, field.name)
    return rows
