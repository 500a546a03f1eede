"""Cases run and compared: one finding for each published figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.errors import SimulatorError
from simulator.experiments.executors import run_replications
from simulator.experiments.intervals import Interval, interval
from simulator.experiments.replications import Outcome, trace_of
from simulator.experiments.validation.case_file import Comparison, Ratio, Spread, Verdict, Watched
from simulator.experiments.validation.measures import Floats, position_of, ratios, spreads
from simulator.experiments.validation.people import watched
from simulator.experiments.validation.reading import VALIDATION, PublishedCase
from simulator.experiments.validation.verdicts import verdict_of
from simulator.model.trace import Trace
from simulator.scenario.load import load_study
from simulator.scenario.study import Study

Traces = Callable[[int], list[Trace]]
"""The traces of the replications of one policy, by its position."""
NEEDS = "needs {}: give the folder of the published tables with --data DIR"


@dataclass(frozen=True)
class Finding:
    """A published figure beside what the model gives: ``simulated`` is what the verdict rests on."""

    case: str
    comparison: Comparison
    simulated: Interval
    chance: Interval
    verdict: Verdict

    @property
    def explanation(self) -> str:
        """The reason written in the case, unless it was written for another verdict."""
        if self.verdict == self.comparison.verdict:
            return self.comparison.because
        return f"The case explains the verdict {self.comparison.verdict!r}, which this run does not give."


@dataclass(frozen=True)
class CaseResult:
    """What came of a case: its findings, or why it was not run."""

    case: PublishedCase
    findings: tuple[Finding, ...] = ()
    not_run: str = ""


@dataclass(frozen=True)
class Record:
    """Published tables: the folder they lie in, and places that were made of them, by name."""

    folder: Path | None = None
    places: Mapping[str, Path] = field(default_factory=dict)

    def lacks(self, names: Sequence[str]) -> list[str]:
        """Those of these tables that are not there."""
        return [name for name in names if self.folder is None or not (self.folder / name).exists()]

    def shares(self, name: str) -> NDArray[np.float64]:
        """A table of shares whose first column names its rows."""
        assert self.folder is not None
        return np.asarray(np.genfromtxt(self.folder / name, delimiter=",", skip_header=1)[:, 1:])


@dataclass(frozen=True)
class Effort:
    """How often a case is simulated, from which seed, by how many processes."""

    replications: int
    seed: int
    workers: int = 1

    def of(self, case: PublishedCase) -> int:
        """How often this case is simulated."""
        return min(self.replications, case.file.replications_at_most or self.replications)


def run_case(case: PublishedCase, record: Record, effort: Effort) -> CaseResult:
    """Simulate a case and compare every figure. SimulatorError if a replication breaks."""
    if case.file.not_run:
        return CaseResult(case, not_run=case.file.not_run)
    if lacking := record.lacks(case.file.needs):
        return CaseResult(case, not_run=NEEDS.format(" and ".join(lacking)))
    study = study_of(case, record)
    outcomes = _outcomes(case, study, effort)
    table = record.shares(case.file.needs[0]) if case.file.needs and study.place == "travis-tx" else None

    @cache
    def traces(position: int) -> list[Trace]:
        return [trace_of(study.cases[position], effort.seed, number) for number in range(effort.of(case))]

    values = (_values(comparison, study, outcomes, traces, table) for comparison in case.file.comparisons)
    return CaseResult(case, tuple(_finding(case, *pair) for pair in zip(case.file.comparisons, values, strict=True)))


def _finding(case: PublishedCase, comparison: Comparison, values: Floats) -> Finding:
    simulated = interval(values)
    verdict = verdict_of(comparison.published, simulated, comparison.role)
    return Finding(case.name, comparison, simulated, simulated, verdict)


def study_of(case: PublishedCase, record: Record) -> Study:
    """The place and policies of a case; files beside the cases come before shipped ones of the same name."""
    assert case.file.place is not None
    place = record.places.get(case.file.place) or _beside("places", case.file.place)
    policies = [_beside("policies", name) for name in case.file.policies]
    return load_study(place, policies, case.file.settings, case.file.years)


def _beside(folder: str, name: str) -> Path | str:
    path = VALIDATION / folder / f"{name}.yaml"
    return path if path.exists() else name


def _outcomes(case: PublishedCase, study: Study, effort: Effort) -> tuple[Outcome, ...]:
    """Replications that are counted; none if every figure is read from traces."""
    if all(isinstance(comparison.simulated, Watched) for comparison in case.file.comparisons):
        return ()
    batch = run_replications(study, effort.of(case), effort.seed, effort.workers)
    if batch.interrupted:
        raise KeyboardInterrupt
    if batch.failures:
        raise SimulatorError(f"the case {case.name} broke:\n{batch.failures[0].error}")
    return batch.outcomes


def _values(
    comparison: Comparison, study: Study, outcomes: Sequence[Outcome], traces: Traces, table: Floats | None
) -> Floats:
    match comparison.simulated:
        case Ratio() as asked:
            return ratios(asked, study, outcomes)
        case Spread() as asked:
            return spreads(asked, study, outcomes)
        case asked:
            return np.array([watched(asked, trace, table) for trace in traces(position_of(study, asked.policy))])
