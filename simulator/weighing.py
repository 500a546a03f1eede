"""What a result hangs on, from Python: ``sensitivity`` and what it gives.

Importing this module is cheap; each function imports what it needs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.api import DEFAULT_SEED, require_at_least, require_one_place
from simulator.comparing import RESULTS
from simulator.errors import Fault, ScenarioError, SimulatorError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import numpy as np
    import pandas as pd
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from simulator.experiments.points import Point
    from simulator.experiments.sensitivity import Sizes
    from simulator.runs.sensitivities import Asked, SensitivityTables
    from simulator.scenario.study import Study

REPLICATIONS = 2
TRAJECTORIES = 10
BASE_SAMPLES = 128
KEEP = 10
LEAST_BASE_SAMPLES = 16

OnStage = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Hears the name of a stage and how many points it has, and gives what hears how many of them are done."""


@dataclass(frozen=True)
class Sensitivity:
    """A finished sensitivity study: what was asked, and the tables that files and figures are made from."""

    asked: Asked
    tables: SensitivityTables
    seconds: float

    @property
    def summary(self) -> dict[str, Any]:
        """What moves the result, in order, and how much is left to all else: ``summary.json``."""
        return self.tables.summary

    @property
    def table(self) -> pd.DataFrame:
        """A row for each unknown by rank: range, screening, shares and ends: ``sensitivity.csv``."""
        return self.tables.table

    @property
    def figures(self) -> dict[str, Figure]:
        """``shares`` and ``tornado``."""
        from simulator.views.figures.sensitivity import sensitivity_figures

        return sensitivity_figures(self.tables)

    def keep(self, folder: Path | str | None = None, *, command: str = "") -> Path:
        """Write the run folder, figures included, and say where it is; an earlier one there is replaced.

        RunFolderError if the folder holds anything else, or if it cannot be written.
        """
        from simulator.runs.sensitivities import write_sensitivity
        from simulator.views.saving import save_figures

        target = Path(folder) if folder else default_folder(self.asked.study)
        write_sensitivity(
            target,
            self.asked,
            self.tables,
            command=command,
            seconds=self.seconds,
            write_figures=lambda place: save_figures(self.figures, place),
        )
        return target


def sensitivity(
    study: Study,
    measure: str | None = None,
    *,
    trajectories: int = TRAJECTORIES,
    base_samples: int = BASE_SAMPLES,
    keep: int = KEEP,
    replications: int = REPLICATIONS,
    seed: int = DEFAULT_SEED,
    workers: int = 1,
    executor: Executor | None = None,
    on_stage: OnStage = lambda stage, points: nullcontext(lambda done: None),
) -> Sensitivity:
    """Which unknowns the difference of the study's last policy to the place as it is hangs on.

    Of a study without a policy, the level of ``measure`` itself. ``measure`` is any name that a summary has; by default
    the cost of the side that pays for the jail. ``base_samples`` is a power of two, 16 or more. ScenarioError if there
    is no such measure, or nothing that is unsure; KeyboardInterrupt on Ctrl-C, for half a design says nothing.
    """
    from simulator.experiments.measured import measure_of, results_at
    from simulator.experiments.sensitivity import Sizes, found_of
    from simulator.runs.sensitivities import Asked, sensitivity_tables

    require_at_least(1, replications=replications, workers=workers)
    require_at_least(0, seed=seed)
    require_one_place(workers, executor)
    sizes = Sizes(trajectories, base_samples, keep)
    _require_fit(sizes)
    asked = Asked(study, measure_of(study, measure), sizes, replications, seed)
    factors = varied_in(study)
    begun = time.monotonic()

    def run(stage: str, points: Sequence[Point]) -> NDArray[np.float64]:
        with on_stage(stage, len(points)) as on_done:
            return results_at(study, asked.measure, points, replications=replications, seed=seed, workers=workers,
                              executor=executor, on_done=on_done)  # fmt: skip

    found = found_of(factors, sizes, seed, run)
    return Sensitivity(asked, sensitivity_tables(asked, factors, found), time.monotonic() - begun)


def _require_fit(sizes: Sizes) -> None:
    """SimulatorError for sizes with which nothing can be found."""
    require_at_least(2, trajectories=sizes.trajectories)
    require_at_least(1, keep=sizes.keep)
    if fault := base_samples_fault(sizes.base_samples):
        raise SimulatorError(f"base_samples: {fault}")


def base_samples_fault(number: int) -> str:
    """What is wrong with this size of a design, which Sobol's sequence needs to be a power of two; else nothing."""
    if number >= LEAST_BASE_SAMPLES and number & (number - 1) == 0:
        return ""
    below = max(1 << max(number, 1).bit_length() - 1, LEAST_BASE_SAMPLES)
    rule = f"{number} is not a power of two of {LEAST_BASE_SAMPLES} or more"
    return f"{rule}. Take {below}{f' or {2 * below}' if number > below else ''}."


def varied_in(study: Study) -> Any:
    """What a study has that is unsure; ScenarioError if all its numbers are said to be certain."""
    from simulator.experiments.factors import factors_of
    from simulator.scenario.unknowns import unknowns_of_study

    factors = factors_of(unknowns_of_study(study), study.cases[0].scenario.correlations)
    if not factors:
        rule = "no number has a range, so nothing is unsure"
        raise ScenarioError([Fault(study.place, 0, "", "", rule, "Give a number a `low` and a `high`.")])
    return factors


def default_folder(study: Study) -> Path:
    """``results/PLACE-POLICY-sensitivity``."""
    return RESULTS / "-".join([study.place, *(case.name for case in study.cases[1:]), "sensitivity"])
