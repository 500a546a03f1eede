"""The commands as functions: load, compare, keep."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import RunInterrupted, SimulatorError
from simulator.experiments.executors import Batch, run_replications
from simulator.experiments.replications import trace_of
from simulator.outcomes.event_log import event_log
from simulator.runs.folder import whole_folder, write_manifest, write_parquet, write_run
from simulator.runs.manifest import manifest_of, study_hash
from simulator.runs.tables import RunTables, tables_of
from simulator.scenario.load import load_study
from simulator.scenario.study import BASE_POLICY, Case, Study

DEFAULT_REPLICATIONS = 40
DEFAULT_SEED = 1
RESULTS = Path("results")


@dataclass(frozen=True)
class Comparison:
    """A finished comparison: its study, its replications, and the tables that files and figures are made from."""

    study: Study
    batch: Batch
    tables: RunTables
    seed: int
    seconds: float

    @property
    def name(self) -> str:
        """A name for the run folder: the place and eight characters of the hash of all that was asked."""
        return f"{self.study.place}-{study_hash(self.study, self.seed, self.batch.asked)}"


def compare(
    place: Path | str,
    policies: Sequence[Path | str] = (),
    *,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = DEFAULT_SEED,
    years: int | None = None,
    workers: int = 1,
    settings: Sequence[str] = (),
    on_done: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Compare a place as it is with policies: file names, or names of shipped ones.

    ``settings`` are ``path=value`` as for ``--set``. Raises ScenarioError with all faults of the files.
    """
    study = load_study(place, policies, settings, years)
    return compare_study(study, replications=replications, seed=seed, workers=workers, on_done=on_done)


def compare_study(
    study: Study,
    *,
    replications: int = DEFAULT_REPLICATIONS,
    seed: int = DEFAULT_SEED,
    workers: int = 1,
    on_done: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Compare the cases of a loaded study; an interrupt keeps what is finished (``batch.interrupted``)."""
    begun = time.monotonic()
    batch = run_replications(study, replications, seed, workers, on_done)
    if not batch.outcomes:
        if batch.interrupted:
            raise RunInterrupted(0, replications)
        raise SimulatorError(f"every replication failed; the first error was:\n{batch.failures[0].error}")
    tables = tables_of(study, batch.outcomes, seed)
    return Comparison(study, batch, tables, seed, time.monotonic() - begun)


def keep(comparison: Comparison, folder: Path | None = None, *, command: str = "", trace: bool = False) -> Path:
    """Write the run folder, figures included, and say where it is; ``trace`` adds the events of replication 0."""
    from simulator.views.figures import all_figures
    from simulator.views.saving import save_figures

    target = folder or RESULTS / comparison.name
    batch = comparison.batch
    manifest = manifest_of(
        comparison.study,
        seed=comparison.seed,
        asked=batch.asked,
        finished=len(batch.outcomes),
        failures={failure.replication: failure.error for failure in batch.failures},
        command=command,
        seconds=comparison.seconds,
    )
    with whole_folder(target) as fresh:
        save_figures(all_figures(comparison.tables), fresh / "figures")
        if trace:
            for case in comparison.study.cases:
                write_trace(fresh / "trace", case, comparison.seed, 0)
        write_run(fresh, comparison.study, comparison.tables, manifest)
    return target


def keep_trace(case: Case, folder: Path, *, seed: int = DEFAULT_SEED, replication: int = 0, command: str = "") -> Path:
    """Write a folder with the trace of one replication of one case."""
    study = Study(folder.name, (case,))
    manifest = manifest_of(study, seed=seed, asked=1, finished=1, failures={}, command=command, seconds=0.0)
    with whole_folder(folder) as fresh:
        write_trace(fresh, case, seed, replication)
        write_manifest(fresh, manifest | {"replication": replication})
    return folder


def write_trace(folder: Path, case: Case, seed: int, replication: int) -> None:
    """The event log of one replication of one case, as Parquet and CSV."""
    folder.mkdir(exist_ok=True)
    log = event_log(trace_of(case, seed, replication), case.scenario)
    write_parquet(folder / f"{case.name}.parquet", log)
    log.to_csv(folder / f"{case.name}.csv", index=False, lineterminator="\n")


__all__ = ["BASE_POLICY", "Comparison", "compare", "compare_study", "keep", "keep_trace"]
