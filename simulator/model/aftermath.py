"""What follows the jail: removal after ICE custody, or after an arrest at large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.model.bookings import NEVER
from simulator.model.trace import DECLINED, LAPSED, MISSED, TRANSFERRED
from simulator.scenario.place import Scenario

LEADS = (MISSED, DECLINED, LAPSED)
"""Ends after which ICE, who wanted the person, has only a lead for an arrest at large."""


def removals(scenario: Scenario, columns: Mapping[str, Sequence[int]], rows: Mapping[str, Sequence[Any]]) -> list[int]:
    """When each person is removed (elapsed seconds); NEVER if not, or later after booking than is counted."""
    within = scenario.federal.removal.counted_within.seconds
    removed_at = []
    for row, end in enumerate(columns["end"]):
        in_custody = end == TRANSFERRED or (end in LEADS and rows["arrested_at_large"][row])
        moment = columns["ended_at"][row] + rows["removed_after"][row]
        counted = in_custody and rows["removed"][row] and moment <= rows["booked_at"][row] + within
        removed_at.append(moment if counted else NEVER)
    return removed_at
