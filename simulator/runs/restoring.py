"""The replications of a run folder, restored from what it holds: what was counted, exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.experiments.replications import Outcome, PolicyOutcome
from simulator.experiments.unknowns import Piece
from simulator.outcomes.changes import Changes
from simulator.outcomes.ledger import ledger
from simulator.outcomes.measures import LEVEL_LABELS, NAMES, Tally
from simulator.outcomes.shapes import shapes_from
from simulator.runs.finished import finished_name, finished_numbers, read_finished
from simulator.runs.reading import Manifest
from simulator.runs.tables import CHANGED, counted_cells, drawn_from
from simulator.scenario.reporting import units_of
from simulator.scenario.study import Case, Study

Values = NDArray[np.float64]


def recorded(folder: Path, manifest: Manifest, study: Study) -> tuple[Piece, ...]:
    """The replications and draws that a run folder holds; one of DAMAGED if they cannot be read.

    A complete one keeps shapes as a sum over replications, which the first outcome gets; the others have nobody in
    theirs.
    """
    if manifest.complete:
        draws = drawn_from(pd.read_parquet(folder / "draws.parquet"))
        return (*_from_tables(folder, study, manifest.replications_asked), *draws)
    files = (folder / finished_name(number) for number in finished_numbers(manifest))
    return tuple(read_finished(file, study, manifest.model_dump()) for file in files)


def with_shapes_of(known: Piece, outcome: Piece) -> Piece:
    """An outcome with the shapes of another; a draw has none."""
    if not isinstance(known, Outcome) or not isinstance(outcome, Outcome):
        return outcome
    pairs = zip(known.policies, outcome.policies, strict=True)
    return replace(outcome, policies=tuple(replace(chosen, shapes=shown.shapes) for shown, chosen in pairs))


def _from_tables(folder: Path, study: Study, replications: int) -> tuple[Outcome, ...]:
    table = pd.read_parquet(folder / "replications.parquet", columns=["value"])
    named = len(counted_cells()[0]) + len(CHANGED)
    agencies = len(units_of(study.cases[0].scenario))
    values = table["value"].to_numpy(np.float64).reshape(replications, len(study.cases), named, agencies, -1)
    sums = _shape_sums(folder, study)
    return tuple(
        Outcome(
            number,
            tuple(
                _outcome(case, values[number, position], sums[case.name] * (number == 0))
                for position, case in enumerate(study.cases)
            ),
        )
        for number in range(replications)
    )


def _outcome(case: Case, values: Values, counts: NDArray[np.int64]) -> PolicyOutcome:
    """``values``: what is named x agencies x months."""
    measure, level = counted_cells()
    tally = Tally(np.zeros((len(NAMES), *values.shape[1:], len(LEVEL_LABELS))))
    tally.values.transpose(0, 3, 1, 2)[measure, level] = values[: len(measure)]
    changed = Changes(**dict(zip(CHANGED.values(), values[len(measure) :].astype(np.int64), strict=True)))
    return PolicyOutcome(case.name, tally, ledger(case.scenario, tally), shapes_from(counts), changed)


def _shape_sums(folder: Path, study: Study) -> dict[str, NDArray[np.int64]]:
    table = pd.read_parquet(folder / "shapes.parquet", columns=["policy", "people"])
    return {case.name: table["people"][table["policy"] == case.name].to_numpy(np.int64) for case in study.cases}
