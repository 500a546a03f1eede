"""The public functions: load, describe, compare, look, keep.

Importing this module is cheap; each function imports what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.comparing import Comparison, compared, keep
from simulator.errors import SimulatorError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd
    from matplotlib.figure import Figure

    from simulator.experiments.precision import Precision
    from simulator.runs.tables import RunTables
    from simulator.scenario.study import Case, Study

DEFAULT_REPLICATIONS = 40
DEFAULT_SEED = 1
DEFAULT_DRAWS = 100

Item = TypeVar("Item")
__all__ = ["Comparison", "compare", "describe", "figures", "keep", "load", "numbers", "read", "run"]


def load(
    place: Path | str, policies: Sequence[Path | str] = (), settings: Sequence[str] = (), years: int | None = None
) -> Study:
    """A place as it is and under policies: file names, or names of shipped ones.

    ``settings`` are ``path=value`` as for ``--set``. Raises ScenarioError with all faults of all files.
    """
    from simulator.scenario.load import load_study

    return load_study(place, _several(policies), _several(settings), years)


def describe(study: Study, policy: str | None = None) -> str:
    """The place in plain words; or what one of the study's policies changes there, and what stays the same."""
    from simulator.scenario.describe import describe as describe_case

    case = case_of(study, policy)
    base = study.cases[0]
    return describe_case(case, None if case is base else base).text


def numbers(study: Study, policy: str | None = None) -> pd.DataFrame:
    """Every number of a case with its value, range and source; ``unsourced`` marks those that are assumed."""
    import pandas as pd

    from simulator.scenario.sources import numbers_of

    return pd.DataFrame([asdict(number) for number in numbers_of(case_of(study, policy))])


def compare(
    study: Study,
    *,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = DEFAULT_SEED,
    draws: int = DEFAULT_DRAWS,
    precision: Precision | float | None = None,
    minutes: float | None = None,
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Callable[[int], None] = lambda done: None,
    folder: Path | str | None = None,
    command: str = "",
    trace: bool = False,
) -> Comparison:
    """Simulate every case of a study on the same people, ``replications`` times with all inputs as stated.

    Then the inputs that are not known are drawn ``draws`` times, 20 or more, for the intervals of what is not known;
    none are drawn for 0. With a ``precision``, such as 0.02, as many replications are simulated as bring the intervals
    of the differences watched within that share of the place as it is, and ``replications`` says nothing; ``minutes``
    bounds their time. All run on ``workers`` processes, or on ``executor``: any of ``concurrent.futures``, or of a
    Dask client (``client.get_executor()``), which stays open. ``on_done`` hears how many are done. An interrupt keeps
    what is finished (``batch.interrupted``); RunInterrupted if nothing is. SimulatorError for numbers that are too
    small; ClusterError if Dask's workers run other versions.

    With the ``folder`` in which the run will be kept, each replication is written to ``FOLDER-unfinished`` as it is
    finished, so that a run that is killed can be resumed; ``keep`` then takes ``folder``, ``command`` and ``trace``
    from here. RunFolderError if a run that was stopped has left that folder.
    """
    from simulator.experiments.rounds import Extent, Where
    from simulator.runs.unfinished import Begun, refuse_unfinished, unfinished_of

    require_at_least(1, replications=replications, workers=workers)
    require_at_least(0, seed=seed)
    require_draws(draws)
    require_one_place(workers, executor)
    extent = Extent(replications, draws, _watching(study, precision), minutes)
    where = Where(workers, executor, on_done)
    if folder is None:
        return compared(study, extent, seed, where)
    begun = Begun(Path(folder), command, trace)
    refuse_unfinished(begun.folder)
    found = compared(study, extent, seed, where, unfinished_of(begun, study, seed, extent))
    return replace(found, begun=begun)


def _watching(study: Study, precision: Precision | float | None) -> Precision | None:
    """The precision, with the usual measures where only a share is given; SimulatorError for an unknown measure."""
    from simulator.experiments.precision import Precision
    from simulator.experiments.rounds import usual_measures
    from simulator.outcomes.yearly import meanings
    from simulator.scenario.faults import nearest

    if precision is None:
        return None
    if isinstance(precision, float | int):
        try:
            return Precision(float(precision), usual_measures(study))
        except ValueError as error:
            raise SimulatorError(f"precision: {error}") from error
    for name in precision.measures:
        if name not in meanings():
            raise SimulatorError(f"there is no measure {name!r}. {nearest(name, meanings())}".rstrip())
    return precision


def run(place: Path | str, policy: Path | str | None = None, **options: Any) -> Comparison:
    """Simulate a place, as it is or beside one policy; ``options`` are those of ``compare``."""
    return compare(load(place, (policy,) if policy else ()), **options)


def figures(comparison: Comparison) -> dict[str, Figure]:
    """All figures of a comparison by name."""
    from simulator.views.figures import all_figures

    return all_figures(comparison.tables)


def read(folder: Path | str) -> RunTables:
    """The tables of a finished run folder."""
    from simulator.runs.folder import read_run

    return read_run(Path(folder))


def case_of(study: Study, policy: str | None) -> Case:
    """The case of a policy by its name; the place as it is if none is named."""
    for case in study.cases:
        if case.name == (policy or study.cases[0].name):
            return case
    known = ", ".join(case.name for case in study.cases)
    raise SimulatorError(f"the study has no policy {policy!r}; it has {known}")


def _several(given: Sequence[Item]) -> Sequence[Item]:
    """A single text where several are expected is one of them, not a list of letters."""
    return [given] if isinstance(given, str) else given  # type: ignore[list-item]  # a text is a sequence of texts


def require_at_least(least: int, **numbers: int) -> None:
    """SimulatorError for a number that is less, or no whole number."""
    for name, number in numbers.items():
        if not isinstance(number, int):
            raise SimulatorError(f"{name} must be a whole number, and {number!r} is not")
        if number < least:
            raise SimulatorError(f"{name} must be {least} or more, and {number} is not")


def require_draws(draws: int) -> None:
    """SimulatorError for so few draws that there is no 95 % interval of them."""
    from simulator.experiments.unknowns import LEAST_DRAWS

    require_at_least(0, draws=draws)
    if 0 < draws < LEAST_DRAWS:
        raise SimulatorError(f"draws must be {LEAST_DRAWS} or more, or 0 for none, and {draws} is not")


def require_one_place(workers: int, executor: object) -> None:
    """SimulatorError if an executor is none, or stands beside workers."""
    from concurrent.futures import Executor

    if executor is not None and not isinstance(executor, Executor):
        rule = f"executor must be one of concurrent.futures, and {type(executor).__name__} is not"
        raise SimulatorError(f"{rule}; of a Dask client, give client.get_executor()")
    if executor is not None and workers > 1:
        raise SimulatorError("workers and executor say both where to run: give one of them")
