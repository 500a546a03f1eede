"""The trace of a replication: what happened to every person who could meet ICE, one row each."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulator.model.answers import Answered
from simulator.model.bookings import Bookings, Records, bookings_from
from simulator.model.calendar import Calendar
from simulator.model.codes import NEVER, WITHDRAWN
from simulator.model.kernels.flow import Luck
from simulator.model.kernels.rows import COURSE
from simulator.model.kernels.rules import Board
from simulator.model.stances import Stances

Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Course:
    """What the flow decided, one entry a row of ``Bookings``; moments in elapsed seconds, -1 for never.

    ``released_at`` is the local release after any days that a detainer on file added; ``ended_at`` when the person
    left the jail; ``rule_at_*`` the action (position in ACTIONS) that the jail's rules gave when the detainer was
    lodged and at local release; ``hold_until`` the legal end of a hold that began.
    """

    fbi_answer_at: Ints
    shared: Ints
    matched_at: Ints
    answer_at: Ints
    seen_at: Ints
    interviewed_at: Ints
    decided_at: Ints
    lodged_at: Ints
    rule_at_lodging: Ints
    released_at: Ints
    rule_at_release: Ints
    hold_until: Ints
    ended_at: Ints
    end: Ints
    removed_at: Ints


@dataclass(frozen=True)
class Trace:
    """One replication of one policy: the people, their course, and what they were a part of.

    ``rows`` and ``happened`` are records of Bookings and of Course, ``passing`` the seconds at each print station.
    ``booked`` counts all bookings by day, for each of ``agencies`` (positions in the scenario, rising). ``stances`` are
    those of all agencies, as they came to hold, ``board`` the same as tables, ``office_of`` the position of each
    agency's field office, and ``answered`` the requests to opt out. If ``luck`` is lazy, only that part of the people's
    luck is drawn that mattered.
    """

    rows: Records
    passing: Ints
    happened: Records
    booked: Ints
    calendar: Calendar
    agencies: Ints
    stances: list[Stances]
    board: Board
    luck: Luck
    office_of: Ints
    answered: tuple[Answered, ...] = ()

    @cached_property
    def bookings(self) -> Bookings:
        """The people, by column."""
        return bookings_from(self.rows, self.passing)

    @cached_property
    def course(self) -> Course:
        """What happened to them, by column."""
        return Course(**{name: self.happened[name].astype(np.int64) for name in COURSE.names or ()})

    @property
    def withdrawn_at(self) -> Ints:
        """When ICE took the detainer back, of those whose booking ends so; -1 for the others."""
        withdrawn = self.course.end == WITHDRAWN
        return np.where(withdrawn, self.course.lodged_at + self.bookings.withdrawn_after, NEVER)

    def same_course(self, other: Trace) -> NDArray[np.bool_]:
        """For each row, whether everything that happened is the same in both traces."""
        same = [getattr(self.course, field.name) == getattr(other.course, field.name) for field in fields(Course)]
        return np.asarray(np.all(same, axis=0))


def course_records(course: Course) -> Records:
    """Columns as records."""
    records = np.empty(len(course.end), dtype=COURSE)
    for field in fields(Course):
        records[field.name] = getattr(course, field.name)
    return records
