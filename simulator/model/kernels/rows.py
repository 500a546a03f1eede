"""The records that kernels work on: one for each person followed, with the names of Bookings and of Course."""

from __future__ import annotations

import numpy as np

_TIME, _REAL, _FLAG, _CODE, _PLACE = np.int64, np.float64, np.bool_, np.int8, np.int32
"""As small as they can be: a country has a million records."""

ROW = np.dtype(
    [
        *((name, _TIME) for name in ("number", "booked_at", "released_at", "found_at", "decision_seconds")),
        *((name, _TIME) for name in ("withdrawn_after", "ready_after", "removed_after", "rest_of_case")),
        *((name, _REAL) for name in ("door", "release_ratio", "release_luck")),
        *((name, _REAL) for name in ("years_since_conviction", "years_since_release")),
        *((name, _PLACE) for name in ("agency", "day")),
        *((name, _CODE) for name in ("charge_class", "level", "status", "warrant", "conviction", "age")),
        *((name, _FLAG) for name in ("matched", "found_needs_access", "ice_wants", "withdrawn", "to_state_prison")),
        *((name, _FLAG) for name in ("brought_forward", "comes", "arrested_at_large", "removed")),
        *((name, _FLAG) for name in ("pending_charge", "prior_removal", "prior_order", "watch_list")),
    ],
    align=True,
)
"""The columns of ``simulator.model.bookings.Bookings``, but for the table ``passing``, which stands beside it."""

_MOMENTS = ("fbi_answer_at", "matched_at", "answer_at", "seen_at", "interviewed_at", "decided_at", "lodged_at")
_LATER = ("released_at", "hold_until", "ended_at", "removed_at")
_CODES = ("shared", "rule_at_lodging", "rule_at_release", "end")
COURSE = np.dtype(
    [*((name, _TIME) for name in (*_MOMENTS, *_LATER)), *((name, _CODE) for name in _CODES)],
    align=True,
)
"""The columns of ``simulator.model.trace.Course``."""
