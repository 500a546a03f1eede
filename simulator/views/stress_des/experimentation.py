"""Section 4 of the checklist: how runs begin and end, and how chance is told."""

from __future__ import annotations

from datetime import timedelta

from simulator.experiments.intervals import CONFIDENCE
from simulator.experiments.unknowns import DRAWS
from simulator.model.cohort import run_calendar
from simulator.scenario.phrases import amount, day
from simulator.scenario.place import Scenario
from simulator.scenario.standing import end_of
from simulator.views.stress_des.conduct import Conduct
from simulator.views.stress_des.content import Block

INITIALISATION = (
    "The system is terminating: bookings end with the last simulated day, and the run ends when the last of them has "
    "come to its end.",
    "No warm-up. What is counted goes by the people booked in the simulated years, each followed from booking to end, "
    "and not by who is in jail on a day; so nothing that began before the first day is missing from a count, and no "
    "first weeks have to be thrown away. Staffed queues and tours begin empty, which the first hours alone feel; work "
    "from outside the scenario, where it is stated, is there from the first day on.",
)
WHY_REPLICATIONS = (
    "Replications and not batch means, because the years are bounded and what is asked is a year. A number of "
    "replications is enough when the intervals are narrow beside the differences in question, and the intervals say "
    "that."
)


def initialisation() -> tuple[Block, ...]:
    """Item 4.1."""
    return INITIALISATION


def run_length(scenario: Scenario) -> tuple[Block, ...]:
    """Item 4.2."""
    years = "1 year" if scenario.years == 1 else f"{scenario.years} years"
    last = end_of(scenario) - timedelta(days=1)
    followed = len(run_calendar(scenario).weekdays)
    return (
        f"{day(scenario.starts)} to {day(last)}: {years} of bookings, by the clock of {scenario.timezone}. People are "
        f"followed beyond that to their ends, for which {followed:,} days from the first are laid out. Time is in "
        "whole seconds.",
    )


def estimation(conduct: Conduct, policies: int) -> tuple[Block, ...]:
    """Item 4.3."""
    often = "1 independent replication" if conduct.replications == 1 else (
        f"{conduct.replications:,} independent replications"
    )  # fmt: skip
    paired = "Differences are paired: replication by replication, on the same people with the same luck. "
    return (
        f"{often}, with seed {conduct.seed}. Intervals are {amount(CONFIDENCE, 'share')} t intervals of the mean over "
        f"replications. {paired if policies else ''}{WHY_REPLICATIONS}",
        "These intervals hold chance alone. Every number has two intervals more: of what is not known about the inputs "
        f"({DRAWS} draws of a Latin hypercube over every input with a range, shared by all policies; the middle "
        f"{amount(CONFIDENCE, 'share')}), and of both.",
    )
