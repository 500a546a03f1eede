"""Who fares differently under two policies, and whether by rule or by crowding.

*By rule*: the policy itself treats the person differently: prints passed on, ICE's access, the rule in the jail, or a
number of the person's own way that the policy sets. *By crowding*: the policy treats the person the same, but others
left a queue shorter, or took a seat.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.model.bookings import Bookings
from simulator.model.codes import NO_ACTION, NO_MATCH
from simulator.model.plan import Plan
from simulator.model.trace import Course, Trace
from simulator.outcomes.kernels.comparing import find_touched

FATE = ("released_at", "ended_at", "removed_at")
"""The moments of a course in which a person's own fate shows; the end shows it too, whenever it came."""
ABSENT = -1
LARGE = 2**40
"""More than the number of any booking."""

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Changes:
    """How many people's fate changed, by why: units (agencies, or what they are counted by) x months of booking."""

    by_rule: Ints
    by_crowding: Ints


@dataclass(frozen=True)
class Pairing:
    """The people of two traces side by side: for each, the row in either trace, ABSENT if not followed there.

    Whoever is followed in one trace alone could not have met ICE in the other.
    """

    base: Trace
    other: Trace

    @cached_property
    def rows(self) -> tuple[Ints, Ints]:
        """Rows in ``base`` and in ``other``, paired by agency and number of booking."""
        if self.same_people:
            everybody = np.arange(len(self.base.rows))
            return everybody, everybody
        keys = [
            trace.rows["agency"].astype(np.int64) * LARGE + trace.rows["number"] for trace in (self.base, self.other)
        ]
        everybody = np.union1d(*keys)
        first, second = (_rows_of(everybody, key) for key in keys)
        return first, second

    @property
    def same_people(self) -> bool:
        """Whether both traces are of the very same people."""
        return self.base.rows is self.other.rows

    @cached_property
    def both(self) -> Flags:
        """Who is followed in both traces."""
        return np.asarray((self.rows[0] != ABSENT) & (self.rows[1] != ABSENT))

    def differ(self, one: Any, other: Any) -> Flags:
        """Of those in both, whose entry differs between two columns (or tables) of the two traces."""
        first, second = (rows[self.both] for rows in self.rows)
        unequal = one[first] != other[second]
        return np.asarray(unequal.any(axis=1) if unequal.ndim > 1 else unequal)

    def changed(self) -> Flags:
        """Whose fate is another; of those followed in one trace alone, who met more than nothing there."""
        fates = [(getattr(self.base.course, name), getattr(self.other.course, name)) for name in FATE]
        fates.append((_end(self.base.course), _end(self.other.course)))
        changed = np.empty(len(self.both), dtype=bool)
        changed[self.both] = np.any([self.differ(*pair) for pair in fates], axis=0)
        for trace, rows in zip((self.base, self.other), self.rows, strict=True):
            alone = ~self.both & (rows != ABSENT)
            changed[alone] = _end(trace.course)[rows[alone]] != NO_MATCH
        return changed

    def drawn_anew(self) -> Flags:
        """Who is not the same person in both: followed in one trace alone, or with another row of draws."""
        anew = ~self.both
        if self.same_people:
            return anew
        columns = [field.name for field in fields(Bookings)]
        pairs = [(getattr(self.base.bookings, name), getattr(self.other.bookings, name)) for name in columns]
        anew[self.both] = np.any([self.differ(*pair) for pair in pairs], axis=0)
        return anew

    def of_bookings(self, column: str) -> Ints:
        """A column of the bookings, of the base where the person is followed there."""
        first, second = self.rows
        ours, theirs = getattr(self.base.bookings, column), getattr(self.other.bookings, column)
        found = np.empty(len(self.both), dtype=np.int64)
        found[second != ABSENT] = theirs[second[second != ABSENT]]
        found[first != ABSENT] = ours[first[first != ABSENT]]
        return found


def changes(base: Trace, other: Trace, base_plan: Plan, other_plan: Plan) -> Changes:
    """Compare two traces that the same seed and replication gave; both of the same agencies.

    Counted under the units of the base plan.
    """
    days = base.booked.shape[1]
    shape = int(base_plan.unit_of.max()) + 1, int(base.calendar.months[days - 1]) + 1
    if base is other:
        return Changes(np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64))
    pairing = Pairing(base, other)
    changed, by_rule = pairing.changed(), pairing.drawn_anew()
    agency = pairing.of_bookings("agency")
    for position in base.agencies:
        if circumstances(base_plan, position) != circumstances(other_plan, position):
            by_rule |= agency == position
    asked = np.flatnonzero(changed & ~by_rule)
    by_rule[asked] = touched(pairing, asked)
    month = base.calendar.months[:days][pairing.of_bookings("day")]
    unit = base_plan.unit_of[agency]
    return Changes(_counted(changed & by_rule, unit, month, shape), _counted(changed & ~by_rule, unit, month, shape))


def circumstances(plan: Plan, agency: int) -> tuple[object, ...]:
    """What the flow reads about an agency besides its people, its policy, and the queues' own state."""
    scenario, office = plan.scenario, plan.office_of[agency]
    return scenario.jail, scenario.stations, office, scenario.field_offices[office], scenario.federal.removal


def touched(pairing: Pairing, people: Ints) -> Flags:
    """Whether two policies treat each of these people, followed in both, differently when either asks."""
    base, other = pairing.base, pairing.other
    pairs = np.stack([rows[people] for rows in pairing.rows], axis=1)
    found = np.zeros(len(people), dtype=bool)
    luck = base.luck._replace(rules_ask=base.luck.rules_ask or other.luck.rules_ask)
    find_touched(base.board, other.board, luck, base.office_of, base.rows, base.happened, other.happened, pairs, found)
    return found


def _rows_of(everybody: Ints, keys: Ints) -> Ints:
    """The row of each person in one trace, whose keys rise; ABSENT if there is none."""
    if not len(keys):
        return np.full(len(everybody), ABSENT)
    row = np.minimum(np.searchsorted(keys, everybody), len(keys) - 1)
    return np.where(keys[row] == everybody, row, ABSENT)


def _counted(chosen: Flags, unit: Ints, month: Ints, shape: tuple[int, int]) -> Ints:
    cell = unit[chosen] * shape[1] + month[chosen]
    return np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)


def _end(course: Course) -> Ints:
    """Ends as a person meets them: whether ICE took no action or made no match is the same to that person."""
    return np.where(course.end == NO_ACTION, NO_MATCH, course.end)
