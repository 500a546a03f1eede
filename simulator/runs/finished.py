"""One finished replication as a Parquet file, exact to the last bit: what an incomplete run needs to be resumed.

It holds what was counted under each policy. The ledger follows from that and is worked out again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import parquet

from simulator.errors import RunFolderError
from simulator.experiments.replications import Outcome, PolicyOutcome
from simulator.outcomes.changes import Changes
from simulator.outcomes.ledger import ledger
from simulator.outcomes.measures import LEVEL_LABELS, NAMES, Tally
from simulator.outcomes.shapes import joined_counts, shapes_from
from simulator.runs.folder import MANIFEST
from simulator.runs.manifest import run_hash
from simulator.runs.reading import Manifest
from simulator.scenario.reporting import units_of
from simulator.scenario.study import Case, Study

FINISHED = "finished"
"""The folder that holds finished replications."""
DAMAGED = (OSError, ValueError, LookupError, pa.ArrowException)
"""What reading a damaged file raises."""
PARTS = ("measures", "changed_by_rule", "changed_by_crowding", "shapes")

Values = NDArray[np.float64]


def finished_name(replication: int) -> str:
    """The file of a replication, below a run folder."""
    return f"{FINISHED}/{replication:06d}.parquet"


def finished_numbers(manifest: Manifest) -> list[int]:
    """The replications of a run folder: of an incomplete one, those that it holds a file of."""
    if manifest.complete:
        return list(range(manifest.replications_asked))
    names = [Path(name) for name in manifest.sha256 if name.startswith(f"{FINISHED}/")]
    return sorted(int(name.stem) for name in names if name.stem.isdecimal())


def write_finished(folder: Path, outcome: Outcome, manifest: Mapping[str, Any]) -> None:
    """Write one replication of the run of ``manifest`` into a run folder: it is there whole, or not there."""
    path = folder / finished_name(outcome.replication)
    path.parent.mkdir(exist_ok=True)
    parts = [part for chosen in outcome.policies for part in _parts(chosen)]
    lengths = [len(part) for part in parts]
    table = pa.table(
        {
            "policy": _texts([chosen.policy for chosen in outcome.policies for _ in PARTS], lengths),
            "part": _texts([*PARTS] * len(outcome.policies), lengths),
            "value": np.concatenate(parts),
        },
        metadata={"replication": str(outcome.replication), "run": run_hash(manifest)},
    )
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    parquet.write_table(
        table,
        fresh,
        use_dictionary=["policy", "part"],
        write_statistics=False,
        write_page_checksum=True,
        compression="zstd",
    )
    fresh.replace(path)


def read_finished(path: Path, study: Study, manifest: Mapping[str, Any]) -> Outcome:
    """A replication as it was; one of DAMAGED if the file is damaged, RunFolderError if it is of another run."""
    table = parquet.read_table(path, page_checksum_verification=True)
    about = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    replication = int(about["replication"])
    if path.name != Path(finished_name(replication)).name:
        raise ValueError(f"the file holds replication {replication}")
    if about["run"] != run_hash(manifest):
        rule = f"{path} is of another run than {MANIFEST} says: of another scenario, seed or version"
        raise RunFolderError(f"{rule}. Move it away, and its replication is simulated again.")
    values, policy, part = table["value"].to_numpy(), _places(table["policy"]), _places(table["part"])
    chosen = [[values[policy(case.name) & part(name)] for name in PARTS] for case in study.cases]
    return Outcome(replication, tuple(_outcome(*found) for found in zip(study.cases, chosen, strict=True)))


def _parts(chosen: PolicyOutcome) -> tuple[Values, ...]:
    """What was counted, in the order of PARTS; counts are whole numbers, which a float64 holds exactly."""
    changed = chosen.changed
    found = (chosen.tally.values, changed.by_rule, changed.by_crowding, joined_counts(chosen.shapes))
    return tuple(part.ravel().astype(np.float64) for part in found)


def _outcome(case: Case, parts: list[Values]) -> PolicyOutcome:
    measures, by_rule, by_crowding, counts = parts
    agencies = len(units_of(case.scenario))
    tally = Tally(measures.reshape(len(NAMES), agencies, -1, len(LEVEL_LABELS)))
    months = tally.values.shape[2]
    changed = (part.astype(np.int64).reshape(agencies, months) for part in (by_rule, by_crowding))
    return PolicyOutcome(
        case.name, tally, ledger(case.scenario, tally), shapes_from(counts.astype(np.int64)), Changes(*changed)
    )


def _texts(texts: list[str], lengths: list[int]) -> pa.DictionaryArray:
    known = list(dict.fromkeys(texts))
    codes = np.repeat(np.array([known.index(text) for text in texts], dtype=np.int32), lengths)
    return pa.DictionaryArray.from_arrays(codes, known)


def _places(column: pa.ChunkedArray) -> Callable[[str], NDArray[np.bool_]]:
    """Where each text of a column stands."""
    texts = column.combine_chunks()
    known, codes = texts.dictionary.to_pylist(), texts.indices.to_numpy()
    return lambda text: np.asarray(codes == known.index(text))
