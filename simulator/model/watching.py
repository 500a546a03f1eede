"""Triggers: on the first day of each month an agency looks at its own numbers, and may change its mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.model.bookings import Records
from simulator.model.plan import Plan
from simulator.model.progress import Progress, Steps
from simulator.model.queues import Moment, Turn
from simulator.model.readings import Column, Readings
from simulator.model.stances import Stances, Switch
from simulator.scenario.costs import Costs
from simulator.scenario.standing import end_of
from simulator.scenario.triggers import Trigger


@dataclass
class Watch:
    """One agency with one trigger: its stretches to look at, by their first and last moment; the next is ``at``."""

    costs: Costs
    number: int
    trigger: Trigger
    agency: int
    stances: Stances
    windows: list[tuple[int, int]]
    at: int = 0
    is_on: bool = field(default=False)

    @property
    def moment(self) -> int | None:
        """When it looks next; None if never again."""
        return self.windows[self.at][1] if self.at < len(self.windows) else None

    def look(self, drawn: Column, happened: Column) -> bool:
        """Look at the next stretch; gives whether that changed the agency's mode."""
        begins, ends = self.windows[self.at]
        self.at += 1
        reading = Readings(self.costs, drawn, happened, begins, ends).of(self.trigger.measure)
        falls = self.trigger.back_below is not None and reading < self.trigger.back_below
        switches = (self.is_on and falls) or (not self.is_on and reading > self.trigger.above)
        if switches:
            self.is_on = not self.is_on
            opt_out = self.trigger.opt_out if self.is_on else None
            self.stances.switches.append(Switch(ends, self.number, opt_out, reading))
        return switches


def watches_of(plan: Plan, stances: Sequence[Stances]) -> list[Watch]:
    """Every agency with every trigger that is about it, in the order in which they look within an instant."""
    scenario = plan.scenario
    return [
        Watch(scenario.costs, number, trigger, agency, stances[agency], _windows(plan, trigger))
        for number, trigger in enumerate(scenario.policy.triggers)
        for agency, name in enumerate(scenario.agencies)
        if trigger.agencies == "all" or name in trigger.agencies
    ]


def watch(progress: Progress) -> None:
    """Have every agency watch what its triggers are about, while a flow runs."""
    for watching in watches_of(progress.plan, progress.stances):
        progress.env.process(_watching(progress, watching))


def _watching(progress: Progress, watching: Watch) -> Steps:
    """A month's first second goes before all else that happens in it, as the first second of a dated period does."""
    rows = [row for row, whose in enumerate(progress.rows["agency"]) if whose == watching.agency]

    def drawn(name: str) -> NDArray[np.int64]:
        return np.array([progress.rows[name][row] for row in rows], dtype=np.int64)

    def happened(name: str) -> NDArray[np.int64]:
        return np.array([progress.columns[name][row] for row in rows], dtype=np.int64)

    while (moment := watching.moment) is not None:
        yield Moment(progress.env, moment - int(progress.env.now), Turn.POLICY)
        watching.look(drawn, happened)


def switched(watches: Sequence[Watch], rows: Records, course: Records) -> bool:
    """Let all look, in a course that is right up to the first switch, until there is one; whether there was."""
    while moments := [moment for watching in watches if (moment := watching.moment) is not None]:
        now, changed = min(moments), False
        for watching in watches:
            if watching.moment == now:
                own = rows["agency"] == watching.agency
                changed |= watching.look(rows[own].__getitem__, course[own].__getitem__)
        if changed:
            return True
    return False


def _windows(plan: Plan, trigger: Trigger) -> list[tuple[int, int]]:
    """The stretches to look at, each of whole months that were simulated, by their first and last moment."""
    calendar, scenario = plan.calendar, plan.scenario
    firsts = [day for day in range((end_of(scenario) - scenario.starts).days) if calendar.is_first_of_month(day)]
    not_before = calendar.midnight(trigger.not_before) if trigger.not_before else 0
    moments = [calendar.midnights[day] for day in firsts]
    spans = zip(moments, moments[trigger.over_months :], strict=False)
    return [(begins, ends) for begins, ends in spans if ends >= not_before]
