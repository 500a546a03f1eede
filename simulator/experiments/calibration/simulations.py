"""Simulations of a place at drawn inputs, each with luck of its own, counted as the targets are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.errors import RunInterrupted, SimulatorError
from simulator.experiments.batches import Progress
from simulator.experiments.calibration.inputs import Inputs
from simulator.experiments.calibration.targets import Series
from simulator.experiments.executors import run_numbers
from simulator.experiments.points import Point, study_at
from simulator.experiments.replications import Failure, study_plan_of
from simulator.outcomes.measures import NAMES
from simulator.scenario.reporting import units_of
from simulator.scenario.study import Study

Floats = NDArray[np.float64]
MOST_FAILED = 0.02
"""Of all simulations; a few that broke change nothing that is learnt, more might."""


@dataclass(frozen=True)
class Counted:
    """What one simulation came to: for each series, its months."""

    number: int
    counts: tuple[Floats, ...]


@dataclass(frozen=True)
class Simulations:
    """Simulations to be done; ``levels`` of the first is that of number ``first``, which is also its luck."""

    study: Study
    levels: tuple[Mapping[str, Sequence[float]], ...]
    series: tuple[Series, ...]
    first: int

    def laid_out(self) -> Simulations:
        """Each is laid out when it is simulated, for its inputs are its own."""
        return self

    def replicate(self, seed: int, number: int) -> Counted:
        """One simulation of the place as it is."""
        plan = study_plan_of(study_at(self.study, Point(self.levels[number - self.first])))
        (outcome,) = plan.replicate(seed, number).policies
        values = outcome.tally.values.sum(axis=3)
        units = [unit.name for unit in units_of(self.study.cases[0].scenario)]
        return Counted(number, tuple(_of(one, values, units) for one in self.series))


def _of(series: Series, values: Floats, units: Sequence[str]) -> Floats:
    """A series out of measures x units x months."""
    measured = values[NAMES.index(series.measure)]
    found: Floats = measured.sum(axis=0) if not series.agency else measured[units.index(series.agency)]
    return found[list(series.months)]


@dataclass
class Simulator:
    """Simulates draws, one lot after the other; no two simulations have the same luck.

    ``failures`` are simulations that broke; ``on_done`` hears how many are done in all.
    """

    study: Study
    inputs: Inputs
    series: tuple[Series, ...]
    seed: int
    asked: int
    workers: int = 1
    executor: Executor | None = None
    on_done: Progress = lambda done: None
    done: int = 0
    failures: list[Failure] = field(default_factory=list)

    def __call__(self, scores: Floats) -> tuple[Floats, list[Floats]]:
        """The scores (draws x columns) of the simulations that did not break, and for each series draws x months.

        RunInterrupted if the user stopped it; SimulatorError if too many broke.
        """
        first, levels = self.done, tuple(self.inputs.points(scores))
        task = Simulations(self.study, levels, self.series, first)
        numbers = range(first, first + len(levels))
        batch = run_numbers(
            task, numbers, self.seed, self.workers, lambda done: self.on_done(first + done), self.executor
        )
        if batch.interrupted:
            raise RunInterrupted(first + len(batch.outcomes), self.asked)
        self.done += len(levels)
        self.failures += batch.failures
        if len(batch.failures) > MOST_FAILED * len(levels):
            rule = f"{len(batch.failures)} of {len(levels)} simulations failed; the first error was:"
            raise SimulatorError(f"{rule}\n{batch.failures[0].error}")
        kept = [outcome.number - first for outcome in batch.outcomes]
        places = range(len(self.series))
        return scores[kept], [np.array([outcome.counts[place] for outcome in batch.outcomes]) for place in places]
