"""The simulator and the plain model, timed in turns on the same county."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import process_time
from typing import TypeVar

from bench.plain_simpy import PlainModel
from simulator.model.cohort import cohort_of, run_calendar
from simulator.model.plan import Plan, plan_of
from simulator.model.replication import simulate
from simulator.outcomes.measures import tally
from simulator.scenario.place import Scenario

SEED = 2010
LEAST_BOOKINGS = 20_000
"""A timed run has at least this many bookings, in as many replications as that takes."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Comparison:
    """Rates in bookings per second (medians), their ratio pair by pair, and milliseconds of a replication's steps."""

    county: str
    bookings_per_year: float
    simulator_rate: float
    plain_rate: float
    ratio: float
    ratios: list[float]
    draw_ms: float
    flow_ms: float
    count_ms: float


@dataclass(frozen=True)
class Timed:
    """Seconds of drawing, flow and counting over some replications (for the plain model all of it is flow)."""

    bookings: float
    replications: int
    draw: float
    flow: float
    count: float

    @property
    def rate(self) -> float:
        """Bookings per second."""
        return self.bookings / (self.draw + self.flow + self.count)


def compare(county: str, scenario: Scenario, pairs: int) -> Comparison:
    """Run the two in turns; a first pair, in which modules are imported and caches fill, does not count."""
    plan = plan_of(scenario, run_calendar(scenario))
    plain = PlainModel(plan)
    a_year = sum(agency.bookings_per_year.value for agency in scenario.agencies.values())
    replications = max(1, round(LEAST_BOOKINGS / (a_year * scenario.years)))
    turns = [
        (simulator_run(plan, pair * replications, replications), plain_run(plain, pair * replications, replications))
        for pair in range(pairs + 1)
    ][1:]
    ratios = [ours.rate / theirs.rate for ours, theirs in turns]
    return Comparison(
        county,
        a_year,
        median(ours.rate for ours, _ in turns),
        median(theirs.rate for _, theirs in turns),
        median(ratios),
        ratios,
        *(
            1_000 * median(getattr(ours, step) / ours.replications for ours, _ in turns)
            for step in ("draw", "flow", "count")
        ),
    )


def simulator_run(plan: Plan, first: int, replications: int) -> Timed:
    """Draw, simulate and count some replications."""
    gc.collect()
    bookings = draw = flow = count = 0.0
    for replication in range(first, first + replications):
        cohort, draw_seconds = _timed(partial(cohort_of, plan.scenario, SEED, replication))
        trace, flow_seconds = _timed(partial(simulate, plan, cohort))
        _, count_seconds = _timed(partial(tally, trace))
        bookings += float(cohort.booked.sum())
        draw, flow, count = draw + draw_seconds, flow + flow_seconds, count + count_seconds
    return Timed(bookings, replications, draw, flow, count)


def plain_run(plain: PlainModel, first: int, replications: int) -> Timed:
    """Run the plain model as often, with seeds of its own."""
    gc.collect()
    bookings = flow = 0.0
    for replication in range(first, first + replications):
        counts, seconds = _timed(partial(plain.run, replication))
        bookings += sum(count["bookings"] for count in counts.values())
        flow += seconds
    return Timed(bookings, replications, 0.0, flow, 0.0)


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """The result, and the seconds of processor time that it took."""
    start = process_time()
    result = work()
    return result, process_time() - start
