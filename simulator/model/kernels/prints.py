"""Steps 1 to 5 over records: the prints, ICE's answer, and the other channel beside it.

``at`` is where each person's prints are: when they left the last station, NEVER once they go no further.
"""

from __future__ import annotations

from typing import Any

from simulator.model.codes import NEVER
from simulator.model.kernels.compiling import inner
from simulator.model.kernels.people import passing_seconds
from simulator.model.kernels.rules import ACCESS, RECEIVES, SHARES, stands


@inner
def draw_passing(lot: Any, keys: Any, rows: Any, passing: Any, at: Any, station: Any) -> None:
    """The seconds at a station of those whose prints come there."""
    for person in range(len(rows)):
        if at[person] != NEVER:
            row = rows[person]
            passing[person, station] = passing_seconds(lot, keys[row.agency], station, row)


@inner
def pass_on(passing: Any, at: Any, station: Any) -> None:
    """A station where nobody waits for anybody."""
    for person in range(len(at)):
        if at[person] != NEVER:
            at[person] += passing[person, station]


@inner
def fbi_answers(board: Any, rows: Any, course: Any, at: Any) -> None:
    """The first answer; the prints go on from here if the agency shares them now, and if they match."""
    for person in range(len(rows)):
        if at[person] != NEVER:
            shared = stands(board, rows[person].agency, at[person], SHARES)
            course[person].fbi_answer_at = at[person]
            course[person].shared = shared
            if not (shared and rows[person].matched):
                at[person] = NEVER


@inner
def ice_learns(board: Any, rows: Any, course: Any, at: Any) -> None:
    """ICE's answer, or the other channel before it; ``at`` becomes the moment at which the field office is asked."""
    for person in range(len(rows)):
        row, own = rows[person], course[person]
        own.answer_at = at[person]
        answered_first = at[person] != NEVER and at[person] <= row.found_at
        if row.found_at == NEVER or answered_first:
            continue
        if not row.found_needs_access or stands(board, row.agency, row.found_at, ACCESS):
            own.interviewed_at = at[person] = row.found_at


@inner
def agency_receives(board: Any, rows: Any, course: Any, seen: Any) -> None:
    """``seen`` becomes the moment of ICE's answer to those agencies that receive it then, NEVER for others."""
    for person in range(len(rows)):
        answered = course[person].answer_at
        received = answered != NEVER and stands(board, rows[person].agency, answered, RECEIVES)
        seen[person] = answered if received else NEVER
