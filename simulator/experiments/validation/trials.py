"""The simulated side of a case, trial by trial: as stated, and with every input drawn from its range.

A trial is one replication and gives one number for each comparison. The trials as stated differ by luck alone; each of
the others has its own luck and its own inputs, drawn in a Latin hypercube, so that together they show where one
published period may lie if the model is right and its inputs are within their ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from simulator.errors import SimulatorError
from simulator.experiments.design import latin_hypercube
from simulator.experiments.executors import run_numbers
from simulator.experiments.intervals import Interval, interval
from simulator.experiments.points import Point, study_at
from simulator.experiments.replications import Outcome, StudyPlan, study_plan_of, trace_of
from simulator.experiments.unknowns import ENDS
from simulator.experiments.validation.case_file import Comparison, Ratio, Spread, Watched
from simulator.experiments.validation.measures import position_of, ratio_of, spread_of
from simulator.experiments.validation.people import watched
from simulator.model.trace import Trace
from simulator.scenario.study import Study
from simulator.scenario.unknowns import unknowns_of_study

Floats = NDArray[np.float64]
NOT_DRAWN = "costs."
"""No figure that is compared is in dollars."""


@dataclass(frozen=True)
class Trial:
    """One replication: a number for each comparison."""

    number: int
    values: tuple[float, ...]


@dataclass(frozen=True)
class Trials:
    """A case to be simulated: first ``as_stated`` times as stated, then once at each of the ``points``."""

    study: Study
    comparisons: tuple[Comparison, ...]
    table: Floats | None
    as_stated: int
    points: tuple[Point, ...]

    def laid_out(self) -> LaidOutTrials:
        """The study as stated is laid out once, the others when it is their turn."""
        return LaidOutTrials(self, study_plan_of(self.study))


@dataclass(frozen=True)
class LaidOutTrials:
    """Trials, with the plan of the study as stated."""

    asked: Trials
    plan: StudyPlan

    def replicate(self, seed: int, number: int) -> Trial:
        """One trial; every trial has a luck of its own."""
        drawn = number - self.asked.as_stated
        plan = self.plan if drawn < 0 else study_plan_of(study_at(self.asked.study, self.asked.points[drawn]))
        return Trial(number, _values(plan, self.asked, seed, number))


@dataclass(frozen=True)
class Simulated:
    """What the trials of one comparison come to, both with the mean as stated.

    ``chance``: the 95 % interval of that mean. ``both``: where 95 % of single trials lie, by other luck and inputs.
    """

    chance: Interval
    both: Interval


def simulated(trials: Trials, seed: int, workers: int) -> list[Simulated]:
    """Run all trials; one result for each comparison. SimulatorError if one breaks."""
    batch = run_numbers(trials, range(trials.as_stated + len(trials.points)), seed, workers)
    if batch.interrupted:
        raise KeyboardInterrupt
    if batch.failures:
        raise SimulatorError(f"a case of the place {trials.study.place} broke:\n{batch.failures[0].error}")
    values = np.array([trial.values for trial in batch.outcomes])
    return [_simulated(column, trials.as_stated) for column in values.T]


def drawn_points(study: Study, draws: int, seed: int) -> tuple[Point, ...]:
    """Every input of the study with a range, drawn this often."""
    unknowns = [unknown for unknown in unknowns_of_study(study) if not unknown.path.startswith(NOT_DRAWN)]
    if not draws:
        return ()
    correlations = study.cases[0].scenario.correlations
    design = latin_hypercube(unknowns, draws, seed, correlations)
    return tuple(Point(levels={path: tuple(rows[draw]) for path, rows in design.items()}) for draw in range(draws))


def _simulated(values: Floats, as_stated: int) -> Simulated:
    chance = interval(values[:as_stated])
    drawn = values[as_stated:]
    drawn = drawn[np.isfinite(drawn)]
    if not len(drawn) or chance.low is None or chance.high is None:
        return Simulated(chance, chance)
    low, high = (float(end) for end in np.quantile(drawn, ENDS, method="hazen"))
    return Simulated(chance, Interval(chance.mean, min(low, chance.low), max(high, chance.high)))


def _values(plan: StudyPlan, asked: Trials, seed: int, number: int) -> tuple[float, ...]:
    """One number for each comparison; nothing is counted, and no trace made, that no comparison asks for."""
    study = plan.study

    @cache
    def outcome() -> Outcome:
        return plan.replicate(seed, number)

    @cache
    def trace(position: int) -> Trace:
        return trace_of(study.cases[position], seed, number)

    return tuple(_value(comparison, study, outcome, trace, asked.table) for comparison in asked.comparisons)


def _value(
    comparison: Comparison,
    study: Study,
    outcome: Callable[[], Outcome],
    trace: Callable[[int], Trace],
    table: Floats | None,
) -> float:
    asked = comparison.simulated
    position = position_of(study, asked.policy)
    match asked:
        case Ratio():
            return ratio_of(asked, study.cases[position].scenario, outcome(), position)
        case Spread():
            return spread_of(asked, outcome().policies[position])
        case Watched():
            return watched(asked, trace(position), table)


def compares_tables(comparisons: Sequence[Comparison]) -> bool:
    """Whether a comparison needs a published table beside the simulated one."""
    return any(getattr(one.simulated, "people", "") == "largest_difference_of_a_cell" for one in comparisons)
