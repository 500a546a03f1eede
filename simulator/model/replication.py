"""One replication of one policy: a pure function of (scenario, seed, replication)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.model.answers import Answered, answers
from simulator.model.bookings import Bookings, bookings_of
from simulator.model.calendar import Calendar, calendar_for
from simulator.model.flow import Flow
from simulator.model.plan import Plan
from simulator.model.stances import Stances, stances_of
from simulator.model.stay import longest_days, longest_effect_days
from simulator.model.trace import Trace
from simulator.scenario.place import Scenario
from simulator.scenario.standing import end_of

HOLD_ALLOWANCE_DAYS = 120
"""Days beyond the longest stay: more than twice the longest hold that a scenario may set."""


def horizon_days(scenario: Scenario) -> int:
    """Days that are simulated."""
    return (end_of(scenario) - scenario.starts).days


def run_calendar(scenario: Scenario) -> Calendar:
    """A calendar long enough for the last person booked to reach an end."""
    drain = longest_days(scenario.stays.by_class()) + longest_effect_days(scenario.jail) + HOLD_ALLOWANCE_DAYS
    return calendar_for(scenario.starts, horizon_days(scenario) + round(drain), scenario.timezone)


@dataclass(frozen=True)
class Cohort:
    """The people of one replication, before any policy touches them: rows, all bookings by agency and day."""

    bookings: Bookings
    booked: NDArray[np.int64]
    calendar: Calendar
    seed: int
    replication: int


def cohort_of(scenario: Scenario, seed: int, replication: int) -> Cohort:
    """Draw the people of one replication."""
    calendar = run_calendar(scenario)
    bookings, booked = bookings_of(scenario, calendar, horizon_days(scenario), seed, replication)
    return Cohort(bookings, booked, calendar, seed, replication)


def simulate(plan: Plan, cohort: Cohort) -> Trace:
    """Let these people go through the flow as a scenario plans it."""
    answered = tuple(answers(plan.scenario, cohort.seed, cohort.replication))
    stances = _stances(plan, answered)
    course = Flow(plan, cohort.bookings, stances, cohort.seed, cohort.replication).run()
    return Trace(cohort.bookings, course, cohort.booked, cohort.calendar, stances, answered)


def _stances(plan: Plan, answered: Sequence[Answered]) -> list[Stances]:
    """The stances of each agency: the plan's own, unless chance answers a request or a trigger may change them."""
    policy = plan.scenario.policy
    if all(request.answer for request in policy.requests) and not policy.triggers:
        return plan.stances
    granted = [answer.effect for answer in answered if answer.effect]
    return [stances_of(plan.scenario, name, plan.calendar, granted) for name in plan.scenario.agencies]
