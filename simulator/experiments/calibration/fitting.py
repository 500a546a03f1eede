"""A place fitted to targets: simulate at drawn inputs, infer, and simulate again at what was inferred."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.batches import Progress
from simulator.experiments.calibration.inference import Posterior, infer
from simulator.experiments.calibration.inputs import Inputs, Others, inputs_of
from simulator.experiments.calibration.simulations import Simulator
from simulator.experiments.calibration.summaries import observed, summaries
from simulator.experiments.calibration.targets import Targets, held_out
from simulator.experiments.replications import Failure
from simulator.scenario.study import Study

Floats = NDArray[np.float64]

DRAWS = 1_000
"""Of the posterior, of equal weight."""
PREDICTED = 300
"""Simulations at draws of the posterior, with new luck: what the fitted place would count."""
SHARE_PREDICTED = 0.2
"""Of the simulations asked for, at most."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a calibration; ``place`` is the file that is fitted, and ``is_set`` if more was set in it."""

    place: Path
    is_set: bool = False
    fit: tuple[str, ...] = ()
    others: Others = "drawn"
    hold_out: int | None = None
    simulations: int = 2_000
    seed: int = 1


@dataclass(frozen=True)
class Calibration:
    """What came of fitting: ``before`` and ``after`` are values (draws x fitted), ``scores`` the posterior's.

    ``prior_counts`` and ``predicted`` have for each series draws x its months: at inputs as they were thought to be
    beforehand, and at the posterior. ``held_out`` are positions of months.
    """

    study: Study
    targets: Targets
    asked: Asked
    inputs: Inputs
    held_out: Sequence[int]
    before: Floats
    after: Floats
    scores: Floats
    effective: float
    prior_counts: list[Floats]
    predicted: list[Floats]
    failures: tuple[Failure, ...]
    seconds: float

    @property
    def normal(self) -> Floats:
        """The posterior's scores after mixing, standard normal each beforehand: draws x columns."""
        return np.asarray(self.scores @ self.inputs.mixing.T)


def fitted(
    study: Study,
    targets: Targets,
    asked: Asked,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Progress = lambda done: None,
) -> Calibration:
    """Fit the place as it is; ScenarioError if an input cannot be fitted, RunInterrupted if the user stopped it."""
    begun = time.monotonic()
    alone = replace(study, cases=study.cases[:1])
    inputs = inputs_of(alone.cases[0].scenario, targets, asked.fit, asked.others)
    last = held_out(targets, asked.hold_out)
    simulator = Simulator(alone, inputs, targets.series, asked.seed, asked.simulations, workers, executor, on_done)
    posterior, prior_scores, prior_counts = _inferred(simulator, targets, last, asked)
    chosen = np.linspace(0, DRAWS - 1, predicted_of(asked.simulations)).round().astype(int)
    _, predicted = simulator(posterior.scores[chosen])
    values = inputs.values
    return Calibration(
        alone, targets, asked, inputs, last, values(prior_scores), values(posterior.scores), posterior.scores,
        posterior.effective, prior_counts, predicted, tuple(simulator.failures),
        time.monotonic() - begun,
    )  # fmt: skip


def predicted_of(simulations: int) -> int:
    """How many of the simulations are made at the posterior."""
    return min(PREDICTED, int(SHARE_PREDICTED * simulations))


def _inferred(
    simulator: Simulator, targets: Targets, last: Sequence[int], asked: Asked
) -> tuple[Posterior, Floats, list[Floats]]:
    """The posterior, and the scores and counts of the first round."""
    months = set(targets.counted) - set(last)
    rounds: list[tuple[Floats, list[Floats]]] = []
    posterior = infer(
        _summarised(simulator, targets, months, rounds),
        summaries(targets.series, observed(targets.series), months)[0],
        fitted=len(simulator.inputs.fitted),
        columns=len(simulator.inputs.columns),
        simulations=asked.simulations - predicted_of(asked.simulations),
        draws=DRAWS,
        seed=asked.seed,
    )
    return posterior, *rounds[0]


def _summarised(
    simulator: Simulator, targets: Targets, months: set[int], rounds: list[tuple[Floats, list[Floats]]]
) -> Callable[[Floats], tuple[Floats, Floats]]:
    """Simulate scores into summaries; every round is noted in ``rounds``."""

    def simulate(scores: Floats) -> tuple[Floats, Floats]:
        rounds.append(simulator(scores))
        kept, counts = rounds[-1]
        return kept, summaries(targets.series, counts, months)

    return simulate
