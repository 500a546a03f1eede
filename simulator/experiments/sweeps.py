"""A study over a grid of values of one input or two: every measure and every difference at each point.

Every point is simulated for the same replications, so points are paired with each other as policies are. Intervals hold
chance alone at the inputs given: the input that is swept is itself what is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.errors import RunInterrupted, SimulatorError
from simulator.experiments.batches import Batch, Progress
from simulator.experiments.intervals import interval, same_sign_share
from simulator.experiments.points import Evaluated, Point, Read, evaluate
from simulator.outcomes.yearly import meanings
from simulator.scenario.study import Study
from simulator.scenario.varying import Varied, as_settings

LEVEL_COLUMNS = ("mean", "low", "high")
DIFFERENCE_COLUMNS = ("difference", "difference_low", "difference_high", "same_sign_share")
Row = dict[str, object]


@dataclass(frozen=True)
class Sweep:
    """A study over a grid of values.

    ``table`` has a row for each point, policy and measure: point, a column for each input by its path, policy, measure,
    unit, mean, low, high (95 % t interval over replications, per year), and for policies but the first difference,
    difference_low, difference_high, same_sign_share (paired with the first policy at the same point).
    """

    study: Study
    inputs: tuple[Varied, ...]
    replications: int
    seed: int
    batch: Batch[Evaluated]
    table: pd.DataFrame

    @property
    def finished(self) -> int:
        """How many points are there; fewer than asked for after an interrupt."""
        return len(self.batch.outcomes)

    @property
    def complete(self) -> bool:
        """Whether every point came to an end."""
        return self.finished == self.batch.asked


def sweep(
    study: Study,
    inputs: Sequence[Varied],
    *,
    replications: int,
    seed: int,
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Progress = lambda done: None,
) -> Sweep:
    """Simulate a study at every combination of the values of its inputs.

    An interrupt keeps the points that are finished; RunInterrupted if none is. SimulatorError if every point breaks.
    """
    grid = grid_of(inputs)
    points = [Point(settings=as_settings(values, *inputs), policies_only=inputs[0].policies_only) for values in grid]
    numbers = range(replications)
    batch = evaluate(
        study, points, replications=numbers, seed=seed, workers=workers, executor=executor, on_done=on_done
    )
    if not batch.outcomes:
        if batch.interrupted:
            raise RunInterrupted(0, len(points))
        raise SimulatorError(f"every point failed; the first error was:\n{batch.failures[0].error}")
    rows = [row for found in batch.outcomes for row in _rows(found, grid[found.number])]
    return Sweep(study, tuple(inputs), replications, seed, batch, pd.DataFrame(rows))


def grid_of(inputs: Sequence[Varied]) -> list[dict[str, float]]:
    """Every combination of values by path; the last input runs fastest."""
    combined = product(*(one.values for one in inputs))
    return [dict(zip((one.path for one in inputs), values, strict=True)) for values in combined]


def _rows(found: Evaluated, values: Mapping[str, float]) -> list[Row]:
    base = next(iter(found.policies))
    return [
        {"point": found.number, **values, "policy": policy, **row}
        for policy, read in found.policies.items()
        for row in _measures(read, None if policy == base else found.policies[base])
    ]


def _measures(read: Read, base: Read | None) -> list[Row]:
    known = meanings()
    rows: list[Row] = []
    for name, values in read.items():
        difference = _difference(values - base[name]) if base else dict.fromkeys(DIFFERENCE_COLUMNS, np.nan)
        rows.append({"measure": name, "unit": known[name][0], **_level(values), **difference})
    return rows


def _level(values: NDArray[np.float64], names: Sequence[str] = LEVEL_COLUMNS) -> dict[str, float]:
    found = interval(values)
    ends = (np.nan if end is None else end for end in (found.low, found.high))
    return dict(zip(names, (found.mean, *ends), strict=True))


def _difference(differences: NDArray[np.float64]) -> dict[str, float]:
    return _level(differences, DIFFERENCE_COLUMNS[:3]) | {"same_sign_share": same_sign_share(differences)}
