"""The public functions of calibration: fit a place to counts, look, keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.api import load, require_at_least, require_one_place
from simulator.comparing import RESULTS
from simulator.errors import Fault, ScenarioError, SimulatorError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from simulator.experiments.calibration.fitting import Asked, Calibration
    from simulator.experiments.calibration.inputs import Others
    from simulator.scenario.study import Study

DEFAULT_SIMULATIONS = 2_000
LEAST_SIMULATIONS = 200


def calibrate(
    place: Path | str,
    targets: Path | str,
    *,
    fit: Sequence[str] = (),
    others: Others = "drawn",
    hold_out: int | None = None,
    settings: Sequence[str] = (),
    years: int | None = None,
    simulations: int = DEFAULT_SIMULATIONS,
    seed: int = 1,
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Callable[[int], None] = lambda done: None,
) -> Calibration:
    """Fit numbers of a place, as it is, to counts by month in a CSV file: month, measure, value, and perhaps agency.

    ``fit`` names the paths to fit; by default those that the measures tell most of. All other numbers with a range are
    drawn within it (``others="drawn"``), or stay as stated. The last ``hold_out`` months, by default a quarter, are not
    fitted but predicted. ScenarioError with all faults of the files, or if the counts are so far out of reach that they
    leave a single value of a number; RunInterrupted after Ctrl-C.
    """
    from simulator.experiments.calibration.fitting import Asked, fitted
    from simulator.experiments.calibration.targets import read_targets
    from simulator.scenario.places import path_of

    require_at_least(LEAST_SIMULATIONS, simulations=simulations)
    require_at_least(1, workers=workers)
    require_at_least(0, seed=seed, hold_out=hold_out or 0)
    require_one_place(workers, executor)
    named = (fit,) if isinstance(fit, str) else tuple(fit)
    asked = Asked(path_of(place), bool(settings or years), named, others, hold_out, simulations, seed)
    study = load(place, (), settings, years)
    _refuse_what_cannot_go_back(study, asked)
    counted = read_targets(Path(targets), study.cases[0].scenario)
    calibration = fitted(study, counted, asked, workers=workers, executor=executor, on_done=on_done)
    _refuse_a_single_value(calibration)
    return calibration


def _refuse_a_single_value(calibration: Calibration) -> None:
    """Counts so far out of reach that all draws lie at one end of a range say nothing of how likely values are."""
    for unknown, values in zip(calibration.inputs.fitted, calibration.after.T, strict=True):
        if values.min() == values.max():
            rule = f"these counts leave one single value of {unknown.path}, {values[0]:g}, so nothing can be fitted"
            fix = "Look whether they are counts of one month each, of this place and of the people that it books."
            raise ScenarioError([Fault(calibration.targets.file, 0, "", "", rule, fix)])


def _refuse_what_cannot_go_back(study: Study, asked: Asked) -> None:
    network = study.cases[0].scenario.network
    if network and network.agencies and asked.is_set:
        rule = "what is set cannot be written back into a place whose agencies are in a table"
        raise ScenarioError([Fault("--set", 0, "", "", rule, "Change the place file itself.")])
    if asked.others not in ("drawn", "stated"):
        raise SimulatorError(f"others must be 'drawn' or 'stated', and {asked.others!r} is neither")


def keep_calibration(
    calibration: Calibration, folder: Path | str | None = None, *, on: date, command: str = ""
) -> Path:
    """Write the folder of a calibration: tables, figures, and the place file with what was fitted; say where it is.

    ``on`` is the day that the sources of what was fitted name.
    An earlier folder of a calibration there is replaced; RunFolderError if it holds anything else.
    """
    from simulator.runs.calibrations import tables_of, write_calibration
    from simulator.runs.folder import whole_folder
    from simulator.views.figures.fit import figures_of
    from simulator.views.saving import save_figures

    target = Path(folder) if folder else RESULTS / f"{calibration.study.place}-calibrated"
    tables = tables_of(calibration)
    with whole_folder(target, "calibration") as fresh:
        save_figures(figures_of(tables), fresh / "figures")
        write_calibration(fresh, calibration, tables, on, command, target)
    return target
