"""One finished replication, or draw of the inputs, as a Parquet file: what an incomplete run needs to be resumed.

It is exact to the last bit. Of a replication it holds what was counted under each policy; the ledger follows from that
and is worked out again. Of a draw it holds what the draw moves.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import parquet

from simulator.errors import RunFolderError
from simulator.experiments.replications import Outcome, PolicyOutcome
from simulator.experiments.unknowns import EACH, FIRST_DRAW, Drawn, Piece, numbers_of_run
from simulator.outcomes.changes import Changes
from simulator.outcomes.ledger import ledger
from simulator.outcomes.measures import LEVEL_LABELS, NAMES, Tally
from simulator.outcomes.shapes import joined_counts, shapes_from
from simulator.outcomes.yearly import meanings
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


def finished_name(number: int) -> str:
    """The file of a replication or draw, below a run folder."""
    return f"{FINISHED}/{number:06d}.parquet"


def finished_numbers(manifest: Manifest) -> list[int]:
    """The replications and draws of a run folder: of an incomplete one, those that it holds a file of."""
    if manifest.complete:
        return numbers_of_run(manifest.replications_asked, manifest.draws_asked)
    names = [Path(name) for name in manifest.sha256 if name.startswith(f"{FINISHED}/")]
    return sorted(int(name.stem) for name in names if name.stem.isdecimal())


def write_finished(folder: Path, piece: Piece, manifest: Mapping[str, Any]) -> None:
    """Write one piece of the run of ``manifest`` into a run folder: it is there whole, or not there."""
    path = folder / finished_name(piece.number)
    path.parent.mkdir(exist_ok=True)
    policies, names, parts = zip(*_parts_of(piece), strict=True)
    lengths = [len(part) for part in parts]
    table = pa.table(
        {
            "policy": _texts(policies, lengths),
            "part": _texts(names, lengths),
            "value": np.concatenate(parts),
        },
        metadata={"replication": str(piece.number), "run": run_hash(manifest)},
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


def read_finished(path: Path, study: Study, manifest: Mapping[str, Any]) -> Piece:
    """A replication or draw as it was; one of DAMAGED if it cannot be read, RunFolderError if it is of another run."""
    table = parquet.read_table(path, page_checksum_verification=True)
    about = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    replication = int(about["replication"])
    if path.name != Path(finished_name(replication)).name:
        raise ValueError(f"the file holds replication {replication}")
    if about["run"] != run_hash(manifest):
        rule = f"{path} is of another run than {MANIFEST} says: of another scenario, seed or version"
        raise RunFolderError(f"{rule}. Move it away, and its replication is simulated again.")
    if replication >= FIRST_DRAW:
        return _drawn(replication, study, table["value"].to_numpy())
    values, policy, part = table["value"].to_numpy(), _places(table["policy"]), _places(table["part"])
    chosen = [[values[policy(case.name) & part(name)] for name in PARTS] for case in study.cases]
    return Outcome(replication, tuple(_outcome(*found) for found in zip(study.cases, chosen, strict=True)))


def _parts_of(piece: Piece) -> Iterator[tuple[str, str, Values]]:
    """The policy, name and numbers of each part of a piece."""
    if isinstance(piece, Drawn):
        for policy, moved in piece.policies.items():
            yield from ((policy, name, moved[name]) for name in meanings())
    else:
        for chosen in piece.policies:
            yield from ((chosen.policy, name, part) for name, part in zip(PARTS, _parts(chosen), strict=True))


def _drawn(number: int, study: Study, values: Values) -> Drawn:
    names = list(meanings())
    whole = values.reshape(len(study.cases), len(names), EACH)
    return Drawn(
        number, {case.name: dict(zip(names, whole[position], strict=True)) for position, case in enumerate(study.cases)}
    )


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


def _texts(texts: Sequence[str], lengths: list[int]) -> pa.DictionaryArray:
    known = list(dict.fromkeys(texts))
    codes = np.repeat(np.array([known.index(text) for text in texts], dtype=np.int32), lengths)
    return pa.DictionaryArray.from_arrays(codes, known)


def _places(column: pa.ChunkedArray) -> Callable[[str], NDArray[np.bool_]]:
    """Where each text of a column stands."""
    texts = column.combine_chunks()
    known, codes = texts.dictionary.to_pylist(), texts.indices.to_numpy()
    return lambda text: np.asarray(codes == known.index(text))
