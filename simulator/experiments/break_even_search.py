"""The break-even of a policy: a study simulated at the values that the search asks for."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from simulator.errors import SimulatorError
from simulator.experiments.batches import Progress
from simulator.experiments.break_even import RELATIVE_ZERO, BreakEven, Curve, Floats, break_evens
from simulator.experiments.points import Evaluated, Point, evaluate
from simulator.scenario.study import Study
from simulator.scenario.varying import Varied, as_settings

GRID = 9
"""At how many values to look before solving."""


@dataclass(frozen=True)
class BreakEvenStudy:
    """What was found about one policy, one input and one measure.

    ``values``: all that were simulated, rising; ``differences``: values x replications, policy minus as-is, per year.
    """

    study: Study
    input: Varied
    measure: str
    replications: int
    seed: int
    found: tuple[BreakEven, ...]
    values: Floats
    differences: Floats

    @property
    def does_not_move(self) -> bool:
        """Whether the input moves the difference in no replication."""
        return bool(np.ptp(self.differences, axis=0).max() <= RELATIVE_ZERO * np.abs(self.differences).max())

    @property
    def never_changes(self) -> bool:
        """Whether the policy makes no difference to the measure at any value, in any replication."""
        return not self.differences.any()


@dataclass(frozen=True)
class _Search:
    """How differences at values are simulated."""

    study: Study
    input: Varied
    measure: str
    replications: int
    seed: int
    executor: Executor | None

    def at(self, values: Sequence[float], workers: int, on_done: Progress = lambda done: None) -> list[Floats]:
        """The differences at each of these values; KeyboardInterrupt if the user stops."""
        settings = [as_settings({self.input.path: value}, self.input) for value in values]
        points = [Point(settings=one, policies_only=self.input.policies_only) for one in settings]
        batch = evaluate(
            self.study, points, replications=range(self.replications), seed=self.seed, workers=workers,
            executor=self.executor, on_done=on_done,
        )  # fmt: skip
        if batch.interrupted:
            raise KeyboardInterrupt
        if batch.failures:
            value, error = values[batch.failures[0].number], batch.failures[0].error
            raise SimulatorError(f"at {self.input.path} = {value:g}: {error.rstrip().splitlines()[-1]}")
        return [self._difference(found, value) for found, value in zip(batch.outcomes, values, strict=True)]

    def _difference(self, found: Evaluated, value: float) -> Floats:
        base, policy = (read[self.measure] for read in found.policies.values())
        difference: Floats = policy - base
        if not np.isfinite(difference).all():
            told = f"{self.measure} is about people of whom there are none in some replications"
            raise SimulatorError(f"{told}, at {self.input.path} = {value:g}. Choose another measure.")
        return difference


def search(
    study: Study,
    input: Varied,
    measure: str,
    *,
    replications: int,
    seed: int,
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Progress = lambda done: None,
) -> BreakEvenStudy:
    """Where the policy of a study of one makes no difference to a measure, between the ends of ``input.values``.

    The grid runs on ``workers``; the values that solving asks for come one after the other. SimulatorError if the study
    has not exactly one policy beside as-is, or if a replication does not tell the measure.
    """
    if len(study.cases) != 2:
        raise SimulatorError("a break-even is that of one policy against the place as it is: give exactly one policy")
    asked = _Search(study, input, measure, replications, seed, executor)
    curve = Curve(lambda value: asked.at([value], 1)[0])
    for value, differences in zip(input.values, asked.at(input.values, workers, on_done), strict=True):
        curve.know(value, differences)
    found = break_evens(curve, input.values, whole=input.whole)
    return BreakEvenStudy(study, input, measure, replications, seed, found, *curve.points())
