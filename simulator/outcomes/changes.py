"""Who fares differently under two policies, and whether by rule or by crowding.

*By rule*: the policy itself treats the person differently (prints passed on, ICE's access, the rule in the jail).
*By crowding*: the policy treats the person the same, but others left a queue shorter, or took a seat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.model.bookings import NEVER
from simulator.model.stances import Effect, Stances
from simulator.model.trace import NO_ACTION, NO_MATCH, Course, Trace

FATE = ("released_at", "ended_at", "removed_at")
"""The moments of a course in which a person's own fate shows; end and detainer show it too, whenever it came."""


@dataclass(frozen=True)
class Changes:
    """How many people's fate changed, by why."""

    by_rule: int
    by_crowding: int


def changes(base: Trace, other: Trace, base_stances: list[Stances], other_stances: list[Stances]) -> Changes:
    """Compare two traces of the same people; stances are those of each agency, in order."""
    moved = [getattr(base.course, name) != getattr(other.course, name) for name in FATE]
    lodged = (base.course.lodged_at != NEVER) != (other.course.lodged_at != NEVER)
    changed = np.any([*moved, lodged, _end(base.course) != _end(other.course)], axis=0)
    rows = np.flatnonzero(changed)
    by_rule = sum(touched(base, int(row), base_stances, other_stances, other.course) for row in rows)
    return Changes(by_rule, len(rows) - by_rule)


def _end(course: Course) -> NDArray[np.int64]:
    """Ends as a person meets them: whether ICE took no action or made no match is the same to that person."""
    return np.where(course.end == NO_ACTION, NO_MATCH, course.end)


def touched(trace: Trace, row: int, base: list[Stances], other: list[Stances], other_course: Course) -> bool:
    """Whether the two policies treat this person differently, at the moments at which either asks."""
    rows, agency = trace.bookings, int(trace.bookings.agency[row])
    print_moment = int(trace.course.fbi_answer_at[row])
    if rows.matched[row] and base[agency].at(print_moment).shares != other[agency].at(print_moment).shares:
        return True
    if rows.found_needs_access[row] and _access_differs(int(rows.found_at[row]), base[agency], other[agency]):
        return True
    moments = {int(course.lodged_at[row]) for course in (trace.course, other_course)} | {
        int(course.released_at[row]) for course in (trace.course, other_course)
    }
    return any(
        _rule(trace, row, base[agency], moment) != _rule(trace, row, other[agency], moment)
        for moment in moments
        if moment != NEVER
    )


def _access_differs(found_at: int, base: Stances, other: Stances) -> bool:
    return found_at != NEVER and base.at(found_at).access != other.at(found_at).access


def _rule(trace: Trace, row: int, stances: Stances, moment: int) -> Effect:
    rows = trace.bookings
    return stances.at(moment).answer(
        int(rows.level[row]), int(rows.charge_class[row]), bool(rows.prior_removal[row]), bool(rows.adult[row])
    )
