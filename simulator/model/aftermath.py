"""What follows the jail: removal after ICE custody, or after an arrest at large."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.model.bookings import Bookings
from simulator.model.codes import DECLINED, LAPSED, MISSED, NEVER, TRANSFERRED
from simulator.scenario.place import Scenario

LEADS = (MISSED, DECLINED, LAPSED)
"""Ends after which ICE, who wanted the person, has only a lead for an arrest at large."""


def removals(
    scenario: Scenario, bookings: Bookings, end: NDArray[np.int64], ended_at: NDArray[np.int64]
) -> NDArray[np.int64]:
    """When each person is removed (elapsed seconds); NEVER if not, or later after booking than is counted."""
    in_custody = (end == TRANSFERRED) | (np.isin(end, LEADS) & bookings.arrested_at_large)
    moment = ended_at + bookings.removed_after
    in_time = moment <= bookings.booked_at + scenario.federal.removal.counted_within.seconds
    return np.where(in_custody & bookings.removed & in_time, moment, NEVER)
