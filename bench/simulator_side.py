"""The simulator's side of the comparison, with the time that each of its steps took."""

from __future__ import annotations

import gc
from functools import partial

from bench.timing import Timed, timed
from simulator.model.plan import Plan
from simulator.model.replication import cohort_of, simulate
from simulator.outcomes.measures import tally

SEED = 2010


def simulator_run(plan: Plan, first: int, replications: int) -> Timed:
    """Draw, simulate and count some replications."""
    gc.collect()
    bookings = draw = flow = count = 0.0
    for replication in range(first, first + replications):
        cohort, draw_seconds = timed(partial(cohort_of, plan.scenario, SEED, replication))
        trace, flow_seconds = timed(partial(simulate, plan, cohort))
        _, count_seconds = timed(partial(tally, trace))
        bookings += float(cohort.booked.sum())
        draw, flow, count = draw + draw_seconds, flow + flow_seconds, count + count_seconds
    return Timed(bookings, replications, draw, flow, count)
