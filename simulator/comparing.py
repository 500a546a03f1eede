"""A comparison made and kept: simulated, laid out as tables, and written as a run folder.

Like ``simulator.api``, cheap to import; each function imports what it needs.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.errors import RunInterrupted, SimulatorError

if TYPE_CHECKING:
    import pandas as pd

    from simulator.experiments.batches import Batch
    from simulator.experiments.precision import Stop
    from simulator.experiments.rounds import Extent, Where
    from simulator.experiments.unknowns import Piece
    from simulator.runs.tables import RunTables
    from simulator.runs.unfinished import Begun, Unfinished
    from simulator.scenario.study import Study

RESULTS = Path("results")


@dataclass(frozen=True)
class Comparison:
    """A finished comparison: its study, its replications and draws, and the tables that files and figures come from.

    ``begun`` says how a run began that was to be kept from the start, ``extent`` how much was asked for, and ``stop``
    what ended the replications of a run with a precision.
    """

    study: Study
    batch: Batch[Piece]
    tables: RunTables
    seed: int
    seconds: float
    draws_asked: int = 0
    begun: Begun | None = None
    extent: Extent | None = None
    stop: Stop | None = None

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
        from simulator.experiments.rounds import Extent

        extent = self.extent or Extent(self.replications_asked, self.draws_asked)
        return run_name(self.study, self.seed, extent)

    @property
    def replications_asked(self) -> int:
        """How many replications with all inputs as stated were asked for."""
        return self.batch.asked - self.draws_asked


def compared(
    study: Study,
    extent: Extent,
    seed: int,
    where: Where,
    unfinished: Unfinished | None = None,
    earlier: Sequence[Piece] = (),
) -> Comparison:
    """The comparison of all replications and draws, with ``earlier`` ones; each new one is told to ``unfinished``."""
    from simulator.experiments.rounds import simulate_all
    from simulator.experiments.unknowns import Run, draws_among, replications_among
    from simulator.runs.tables import tables_of

    begun = time.monotonic()
    heard = replace(where, on_piece=unfinished.keep) if unfinished else where
    try:
        batch, stop = simulate_all(Run(study, extent.draws, seed), extent, heard, earlier)
    except KeyboardInterrupt as stopped:
        raise RunInterrupted(0, extent.most) from stopped
    outcomes, drawn = replications_among(batch.outcomes), draws_among(batch.outcomes)
    if not outcomes and batch.interrupted:
        raise RunInterrupted(len(drawn), batch.asked)
    if not outcomes:
        raise SimulatorError(f"every replication failed; the first error was:\n{batch.failures[0].error}")
    tables = tables_of(study, outcomes, seed, drawn)
    seconds = time.monotonic() - begun
    return Comparison(study, batch, tables, seed, seconds, extent.draws, extent=extent, stop=stop)


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
    from simulator.views.figures import all_figures
    from simulator.views.saving import save_figures
    from simulator.views.workbook import write_workbook

    begun = comparison.begun or Begun(RESULTS / comparison.name, command, trace)
    batch = comparison.batch
    complete = len(batch.outcomes) == batch.asked
    target = kept_at(Path(folder) if folder else begun.folder, complete=complete)
    manifest = _manifest(comparison, begun)
    with whole_folder(target, "comparison") as fresh:
        save_figures(all_figures(comparison.tables), fresh / "figures")
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
    return manifest | begun.told() | _precision(comparison)


def _precision(comparison: Comparison) -> dict[str, Any]:
    """What a manifest says of a precision that was asked for, and of what came of it."""
    from simulator.experiments.precision_words import for_manifest

    extent, stop = comparison.extent, comparison.stop
    return {"precision": for_manifest(stop, extent.precision)} if stop and extent and extent.precision else {}


def run_name(study: Study, seed: int, extent: Extent) -> str:
    """A name for a run, the same whenever the same is asked: the place and eight characters of a hash."""
    from simulator.runs.manifest import study_hash

    return f"{study.place}-{study_hash(study, seed, extent)}"
