"""The way of the prints where nobody waits for anybody: every moment up to ICE's answer, for all people at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.model.bookings import NEVER, PRINT_STATIONS, Bookings
from simulator.model.plan import Plan

BEFORE_FBI_ANSWER = PRINT_STATIONS.index("ident_search")
BEFORE_MATCH = PRINT_STATIONS.index("lesc")
BEFORE_ANSWER = PRINT_STATIONS.index("answer_relay")
"""How many print stations stand before each of these."""


@dataclass(frozen=True)
class PassedPrints:
    """Moments in elapsed seconds, NEVER where the prints do not get that far; ``shared`` is 0 or 1."""

    fbi_answer_at: list[int]
    shared: list[int]
    matched_at: list[int]
    answer_at: list[int]


def passed_prints(plan: Plan, bookings: Bookings) -> PassedPrints:
    """The prints of all people, by delays alone; the agency's mode counts at the moment of the FBI's answer."""
    moments = bookings.booked_at[:, None] + np.cumsum(bookings.passing, axis=1)
    fbi_answer_at = moments[:, BEFORE_FBI_ANSWER - 1]
    shared = _shared(plan, bookings, fbi_answer_at)
    found = shared & bookings.matched
    return PassedPrints(
        fbi_answer_at.tolist(),
        shared.astype(int).tolist(),
        np.where(found, moments[:, BEFORE_MATCH - 1], NEVER).tolist(),
        np.where(found, moments[:, BEFORE_ANSWER - 1], NEVER).tolist(),
    )


def _shared(plan: Plan, bookings: Bookings, moments: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each person's agency shares at a moment."""
    shared = np.zeros(len(bookings), dtype=bool)
    for agency, stances in enumerate(plan.stances):
        chosen = bookings.agency == agency
        position = np.searchsorted(stances.begins, moments[chosen], side="right") - 1
        shared[chosen] = np.array([stance.shares for stance in stances.stances])[position]
    return shared
