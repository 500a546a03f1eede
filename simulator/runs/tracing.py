"""Keeping the trace of one replication as an event log."""

from __future__ import annotations

import time
from pathlib import Path

from simulator.experiments.replications import trace_of
from simulator.outcomes.event_log import event_log
from simulator.runs.folder import whole_folder, write_manifest, write_parquet
from simulator.runs.manifest import manifest_of
from simulator.runs.reading import SCENARIO
from simulator.runs.scenarios import write_scenarios
from simulator.runs.tables import AS_IT_IS
from simulator.runs.xes import XES, write_xes
from simulator.scenario.study import BASE_POLICY, Case, Study


def write_trace(folder: Path, case: Case, seed: int, replication: int) -> None:
    """The event log of one replication of one case, as Parquet, CSV and XES, named by the policy."""
    folder.mkdir(exist_ok=True)
    log = event_log(trace_of(case, seed, replication), case.scenario)
    write_parquet(folder / f"{case.name}.parquet", log)
    log.to_csv(folder / f"{case.name}.csv", index=False, lineterminator="\n")
    scenario, label = case.scenario, AS_IT_IS if case.name == BASE_POLICY else case.label
    about: dict[str, str | int] = {"concept:name": f"{scenario.label}: {label}", "policy": case.name}
    about |= {"seed": seed, "replication": replication, "timezone": scenario.timezone}
    write_xes(folder / f"{case.name}{XES}", log, about)


def keep_trace(study: Study, case: Case, folder: Path, *, seed: int, replication: int, command: str) -> None:
    """A folder with the trace of one replication of one case, the case as a place file, and the manifest."""
    alone = Study(study.place, (case,))
    begun = time.monotonic()
    with whole_folder(folder, "trace") as fresh:
        write_trace(fresh, case, seed, replication)
        write_scenarios(fresh / SCENARIO, alone)
        seconds = time.monotonic() - begun
        manifest = manifest_of(
            alone, "trace", seed=seed, asked=1, finished=1, failures={}, command=command, seconds=seconds
        )
        write_manifest(fresh, manifest | {"replication": replication})
