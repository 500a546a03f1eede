"""The simulator's side of the comparison, with the time that each of its steps took."""

from __future__ import annotations

import gc
from functools import partial

from bench.timing import Timed, timed
from simulator.model.cohort import cohort_from, horizon_days, run_calendar
from simulator.model.plan import plan_of
from simulator.model.population import population_of
from simulator.model.replication import simulate
from simulator.model.trace import Trace
from simulator.outcomes.measures import Tally, Tallying
from simulator.scenario.place import Scenario
from simulator.scenario.study import Engine

SEED = 2010


class Side:
    """A scenario laid out once, as a run does, to be replicated on one engine."""

    def __init__(self, scenario: Scenario, engine: Engine = "compiled") -> None:
        calendar = run_calendar(scenario)
        self.plan = plan_of(scenario, calendar)
        self.population = population_of(scenario, calendar)
        self.engine: Engine = engine
        self._month_of_day = calendar.months[: horizon_days(scenario)]

    def run(self, first: int, replications: int) -> Timed:
        """Draw, simulate and count some replications."""
        gc.collect()
        bookings = draw = flow = count = 0.0
        lazy = self.engine == "compiled"
        for replication in range(first, first + replications):
            cohort, draw_seconds = timed(partial(cohort_from, self.population, SEED, replication, lazy=lazy))
            trace, flow_seconds = timed(partial(simulate, self.plan, cohort, self.engine))
            _, count_seconds = timed(partial(self._count, trace))
            bookings += float(cohort.booked.sum())
            draw, flow, count = draw + draw_seconds, flow + flow_seconds, count + count_seconds
        return Timed(bookings, replications, draw, flow, count)

    def _count(self, trace: Trace) -> Tally:
        return Tallying(self.plan.unit_of, self._month_of_day).add(trace).tally()
