"""The event logs of a run folder: those that it keeps, or the same made again from its scenario and seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyarrow import ArrowException

from simulator.errors import RunFolderError
from simulator.experiments.replications import trace_of
from simulator.outcomes.event_log import event_log
from simulator.runs.reading import Manifest, read_manifest, study_of
from simulator.runs.tables import policy_labels
from simulator.scenario.faults import nearest
from simulator.scenario.study import Case

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Wanted:
    """Which event logs of a run folder are asked for, of these cases under these labels."""

    folder: Path
    manifest: Manifest
    cases: tuple[Case, ...]
    labels: tuple[str, ...]
    replication: int

    @property
    def to_make(self) -> list[str]:
        """The names of the cases that must be simulated again."""
        return [case.name for case in self.cases if not self._kept(case)]

    def read(self, on_made: Callable[[int], None] = lambda made: None) -> tuple[pd.DataFrame, ...]:
        """The log of each case; ``on_made`` hears how many are made again. RunFolderError if one is damaged."""
        logs, made = [], 0
        for case in self.cases:
            if path := self._kept(case):
                logs.append(_read(path))
                continue
            logs.append(event_log(trace_of(case, self.manifest.seed, self.replication), case.scenario))
            on_made(made := made + 1)
        return tuple(logs)

    def _kept(self, case: Case) -> Path | None:
        """Where the log of a case is kept; a comparison keeps those of replication 0, and only if asked to."""
        if self.manifest.kind == "trace":
            return self.folder / f"{case.name}.parquet"
        path = self.folder / "trace" / f"{case.name}.parquet"
        return path if self.replication == 0 and path.exists() else None


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_parquet(path)
    except (OSError, ValueError, ArrowException) as error:
        raise RunFolderError(f"{path} cannot be read: {str(error).splitlines()[0]}.") from error


def wanted(folder: Path, policy: str | None = None, replication: int | None = None) -> Wanted:
    """The case as it is and ``policy``, by default the first one, of a run folder of kind comparison or trace.

    RunFolderError if the folder is of another kind, or has no such policy or replication.
    """
    manifest = read_manifest(folder)
    if manifest.kind not in ("comparison", "trace"):
        rule = f"{folder} holds a run of another kind ({manifest.kind}), which has no event log"
        raise RunFolderError(f"{rule}. Give a folder of compare, run or trace.")
    study = study_of(folder)
    cases, labels = {case.name: case for case in study.cases}, policy_labels(study)
    names = list(cases)
    if policy is not None and policy not in cases:
        fix = nearest(policy, names) or f"It has {', '.join(names)}."
        raise RunFolderError(f"{folder} has no policy {policy!r}. {fix}")
    chosen = dict.fromkeys([names[0], policy] if policy else names[:2])
    number = _replication(folder, manifest, replication)
    return Wanted(
        folder, manifest, tuple(cases[name] for name in chosen), tuple(labels[name] for name in chosen), number
    )


def _replication(folder: Path, manifest: Manifest, asked: int | None) -> int:
    """The replication asked for; that of a trace, or the first one, if none is."""
    has: Iterable[int] = [manifest.replication] if manifest.kind == "trace" else range(manifest.replications_asked)
    first, last = min(has), max(has)
    if asked is not None and asked not in has:
        which = f"replication {first} alone" if first == last else f"the replications {first} to {last}"
        raise RunFolderError(f"{folder} has no replication {asked}: it has {which}.")
    return first if asked is None else asked
