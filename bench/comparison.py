"""The simulator and a plain model, timed in turns on the same county."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import partial
from statistics import median

from bench.plain_models import Library, PlainModel
from bench.simulator_side import Side
from bench.timing import Timed, timed
from simulator.scenario.place import Scenario
from simulator.scenario.study import Engine

LEAST_BOOKINGS = 200_000
"""A timed run of the simulator has at least this many bookings, in as many replications as that takes."""


@dataclass(frozen=True)
class Comparison:
    """Rates in bookings per second (medians), their ratio pair by pair, and milliseconds of a replication's steps."""

    county: str
    bookings_per_year: float
    model: str
    simulator_rate: float
    plain_rate: float
    ratio: float
    ratios: list[float]
    draw_ms: float
    flow_ms: float
    count_ms: float


def warm_up(scenario: Scenario, library: Library) -> None:
    """Let both run once, so that no timed run has to import modules."""
    side = Side(scenario)
    side.run(0, 1)
    library.model_of(side.plan).run(0)


def compare(county: str, scenario: Scenario, library: Library, pairs: int, engine: Engine = "compiled") -> Comparison:
    """Run the two in turns; each pair has replications and seeds of its own."""
    side = Side(scenario, engine)
    plain = library.model_of(side.plan)
    a_year = sum(agency.bookings_per_year.value for agency in scenario.agencies.values())
    ours, theirs = (
        max(1, round(least / (a_year * scenario.years))) for least in (LEAST_BOOKINGS, library.least_bookings)
    )
    turns = [(side.run(pair * ours, ours), plain_run(plain, pair * theirs, theirs)) for pair in range(1, pairs + 1)]
    return _summary(county, a_year, library.title, turns)


def _summary(county: str, a_year: float, model: str, turns: list[tuple[Timed, Timed]]) -> Comparison:
    ratios = [ours.rate / theirs.rate for ours, theirs in turns]
    steps = (
        1_000 * median(getattr(ours, step) / ours.replications for ours, _ in turns)
        for step in ("draw", "flow", "count")
    )
    simulator_rate, plain_rate = median(ours.rate for ours, _ in turns), median(theirs.rate for _, theirs in turns)
    return Comparison(county, a_year, model, simulator_rate, plain_rate, median(ratios), ratios, *steps)


def plain_run(plain: PlainModel, first: int, replications: int) -> Timed:
    """Run a plain model some times, with seeds of its own."""
    gc.collect()
    bookings = flow = 0.0
    for replication in range(first, first + replications):
        counts, seconds = timed(partial(plain.run, replication))
        bookings += sum(count["bookings"] for count in counts.values())
        flow += seconds
    return Timed(bookings, replications, 0.0, flow, 0.0)
