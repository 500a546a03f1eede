"""Where everybody stands while a flow runs: the rows of draws, and what the flow has written down so far."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import fields
from typing import Any, TypeAlias

import simpy
from simpy.events import Event

from simulator.model.bookings import Bookings
from simulator.model.codes import NEVER, NO_MATCH
from simulator.model.plan import Plan
from simulator.model.stances import Effect, Stance, Stances
from simulator.model.trace import Course
from simulator.model.traits import NAMES, Traits

Steps: TypeAlias = Generator[Event, Any, None]
"""A process on SimPy."""


class Progress:
    """``rows`` and ``columns`` hold one list for each field of Bookings and of Course; ``stances`` are those that hold.

    Plain lists: reading one number from an array costs as much as an event.
    """

    def __init__(self, plan: Plan, bookings: Bookings, stances: list[Stances]) -> None:
        self.env = simpy.Environment()
        self.plan = plan
        self.stances = stances
        self.rows: dict[str, list[Any]] = {
            field.name: getattr(bookings, field.name).tolist() for field in fields(Bookings)
        }
        self._traits = [self.rows[name] for name in NAMES]
        self.columns: dict[str, list[int]] = {field.name: [NEVER] * len(bookings) for field in fields(Course)}
        self.columns["released_at"] = list(self.rows["released_at"])
        self.columns["end"] = [NO_MATCH] * len(bookings)

    def stance(self, row: int) -> Stance:
        """Where the person's agency stands now."""
        agency: int = self.rows["agency"][row]
        return self.stances[agency].at(int(self.env.now))

    def answer(self, row: int) -> Effect:
        """What the jail's rules say now about a detainer for this person."""
        stance = self.stance(row)
        return stance.for_everyone or stance.answer(Traits(*[column[row] for column in self._traits]))

    def office(self, row: int) -> str:
        """The field office of the person's agency."""
        agency: int = self.rows["agency"][row]
        return self.plan.office_of[agency]
