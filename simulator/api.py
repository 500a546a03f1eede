"""The public functions: load, describe, compare, look, keep.

Importing this module is cheap; each function imports what it needs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.errors import RunInterrupted, SimulatorError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd
    from matplotlib.figure import Figure

    from simulator.experiments.batches import Batch
    from simulator.experiments.unknowns import Piece
    from simulator.runs.tables import RunTables
    from simulator.runs.unfinished import Begun, Unfinished
    from simulator.scenario.study import Case, Study

DEFAULT_REPLICATIONS = 40
DEFAULT_SEED = 1
DEFAULT_DRAWS = 100
RESULTS = Path("results")

Item = TypeVar("Item")


@dataclass(frozen=True)
class Comparison:
    """A finished comparison: its study, its replications and draws, and the tables that files and figures come from.

    ``begun`` says how a run began that was to be kept from the start.
    """

    study: Study
    batch: Batch[Piece]
    tables: RunTables
    seed: int
    seconds: float
    draws_asked: int = 0
    begun: Begun | None = None

    @property
    def summary(self) -> dict[str, Any]:
        """Per-year means with intervals, and paired differences to the place as it is: ``summary.json``."""
        return self.tables.summary

    @property
    def replications(self) -> pd.DataFrame:
        """One row per policy, replication, agency, month, level and measure; a sum over levels is the total."""
        return self.tables.replications

    @property
    def ledger(self) -> pd.DataFrame:
        """One row per policy, replication, agency, month, item, payer and bed price; amounts in USD."""
        return self.tables.ledger

    @property
    def name(self) -> str:
        """A name for the run folder: the place and eight characters of the hash of all that was asked."""
        return run_name(self.study, self.seed, self.replications_asked, self.draws_asked)

    @property
    def replications_asked(self) -> int:
        """How many replications with all inputs as stated were asked for."""
        return self.batch.asked - self.draws_asked


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
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Callable[[int], None] = lambda done: None,
    folder: Path | str | None = None,
    command: str = "",
    trace: bool = False,
) -> Comparison:
    """Simulate every case of a study on the same people, ``replications`` times with all inputs as stated.

    Then the inputs that are not known are drawn ``draws`` times, 20 or more, for the intervals of what is not known;
    none are drawn for 0. All run on ``workers`` processes, or on ``executor``: any of ``concurrent.futures``, or of a
    Dask client (``client.get_executor()``), which stays open. ``on_done`` hears how many are done. An interrupt keeps
    what is finished (``batch.interrupted``); RunInterrupted if nothing is. SimulatorError for numbers that are too
    small; ClusterError if Dask's workers run other versions.

    With the ``folder`` in which the run will be kept, each replication is written to ``FOLDER-unfinished`` as it is
    finished, so that a run that is killed can be resumed; ``keep`` then takes ``folder``, ``command`` and ``trace``
    from here. RunFolderError if a run that was stopped has left that folder.
    """
    from simulator.runs.unfinished import Begun, refuse_unfinished, unfinished_of

    require_at_least(1, replications=replications, workers=workers)
    require_at_least(0, seed=seed)
    require_draws(draws)
    require_one_place(workers, executor)
    if folder is None:
        return compared(study, replications, seed, workers, on_done, draws=draws, executor=executor)
    begun = Begun(Path(folder), command, trace)
    refuse_unfinished(begun.folder)
    unfinished = unfinished_of(begun, study, seed=seed, replications=replications, draws=draws)
    found = compared(study, replications, seed, workers, on_done, unfinished, draws=draws, executor=executor)
    return replace(found, begun=begun)


def compared(
    study: Study,
    replications: int,
    seed: int,
    workers: int,
    on_done: Callable[[int], None],
    unfinished: Unfinished | None = None,
    earlier: Sequence[Piece] = (),
    *,
    draws: int,
    executor: Executor | None = None,
) -> Comparison:
    """The comparison of all replications and draws, with ``earlier`` ones; each new one is told to ``unfinished``."""
    from simulator.experiments.executors import run_numbers
    from simulator.experiments.unknowns import Run, draws_among, numbers_of_run, replications_among
    from simulator.runs.tables import tables_of

    begun = time.monotonic()
    if earlier:
        on_done(len(earlier))
    asked = numbers_of_run(replications, draws)
    batch = run_numbers(
        Run(study, draws, seed),
        sorted({*asked} - {piece.number for piece in earlier}),
        seed,
        workers,
        lambda done: on_done(len(earlier) + done),
        executor,
        unfinished.keep if unfinished else lambda piece: None,
        asked=len(asked),
    )
    pieces = (*earlier, *batch.outcomes)
    outcomes, drawn = replications_among(pieces), draws_among(pieces)
    if not outcomes:
        if batch.interrupted:
            raise RunInterrupted(len(drawn), len(asked))
        raise SimulatorError(f"every replication failed; the first error was:\n{batch.failures[0].error}")
    tables = tables_of(study, outcomes, seed, drawn)
    whole = replace(batch, outcomes=(*outcomes, *drawn))
    return Comparison(study, whole, tables, seed, time.monotonic() - begun, draws)


def run(place: Path | str, policy: Path | str | None = None, **options: Any) -> Comparison:
    """Simulate a place, as it is or beside one policy; ``options`` are those of ``compare``."""
    return compare(load(place, (policy,) if policy else ()), **options)


def figures(comparison: Comparison) -> dict[str, Figure]:
    """All figures of a comparison by name."""
    from simulator.views.figures import all_figures

    return all_figures(comparison.tables)


def keep(comparison: Comparison, folder: Path | str | None = None, *, command: str = "", trace: bool = False) -> Path:
    """Write the run folder, figures and workbook included, and say where it is.

    ``trace`` adds the events of replication 0. An earlier run folder there is replaced, but a complete one never by an
    incomplete one: that goes to ``NAME-partial`` beside it. An incomplete one holds what it takes to resume it.
    RunFolderError if the folder holds anything else, if its workbook was changed, or if it cannot be written.
    """
    from simulator.runs.finished import write_finished
    from simulator.runs.folder import WORKBOOK, kept_at, whole_folder, write_run
    from simulator.runs.tracing import write_trace
    from simulator.runs.unfinished import Begun, remove_unfinished
    from simulator.views.saving import save_figures
    from simulator.views.workbook import write_workbook

    begun = comparison.begun or Begun(RESULTS / comparison.name, command, trace)
    batch = comparison.batch
    complete = len(batch.outcomes) == batch.asked
    target = kept_at(Path(folder) if folder else begun.folder, complete=complete)
    manifest = _manifest(comparison, begun)
    with whole_folder(target, "comparison") as fresh:
        save_figures(figures(comparison), fresh / "figures")
        for case in comparison.study.cases if begun.with_trace else ():
            write_trace(fresh / "trace", case, comparison.seed, 0)
        for outcome in () if complete else batch.outcomes:
            write_finished(fresh, outcome, manifest)
        write_workbook(fresh / WORKBOOK, comparison.study, comparison.tables, manifest)
        write_run(fresh, comparison.study, comparison.tables, manifest)
    if comparison.begun:
        remove_unfinished(begun.folder)
    return target


def _manifest(comparison: Comparison, begun: Begun) -> dict[str, Any]:
    from simulator.experiments.unknowns import draws_among, replications_among
    from simulator.runs.manifest import manifest_of

    batch = comparison.batch
    manifest = manifest_of(
        comparison.study,
        "comparison",
        seed=comparison.seed,
        asked=comparison.replications_asked,
        draws_asked=comparison.draws_asked,
        finished=len(replications_among(batch.outcomes)),
        draws_finished=len(draws_among(batch.outcomes)),
        failures={failure.replication: failure.error for failure in batch.failures},
        command=begun.command,
        seconds=comparison.seconds,
    )
    return manifest | begun.told()


def read(folder: Path | str) -> RunTables:
    """The tables of a finished run folder."""
    from simulator.runs.folder import read_run

    return read_run(Path(folder))


def run_name(study: Study, seed: int, replications: int, draws: int = DEFAULT_DRAWS) -> str:
    """A name for a run, the same whenever the same is asked: the place and eight characters of a hash."""
    from simulator.runs.manifest import study_hash

    return f"{study.place}-{study_hash(study, seed, replications, draws)}"


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
