"""Cases run and compared: one finding for each published figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.intervals import Interval
from simulator.experiments.validation.case_file import Comparison, Verdict
from simulator.experiments.validation.reading import VALIDATION, PublishedCase
from simulator.experiments.validation.trials import Simulated, Trials, compares_tables, drawn_points, simulated
from simulator.experiments.validation.verdicts import verdict_of
from simulator.scenario.load import load_study
from simulator.scenario.study import Study

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
    """How often a case is simulated as stated, how often with drawn inputs, from which seed, by how many processes."""

    replications: int
    draws: int
    seed: int
    workers: int = 1


def run_case(case: PublishedCase, record: Record, effort: Effort) -> CaseResult:
    """Simulate a case and compare every figure. SimulatorError if a replication breaks."""
    if case.file.not_run:
        return CaseResult(case, not_run=case.file.not_run)
    if lacking := record.lacks(case.file.needs):
        return CaseResult(case, not_run=NEEDS.format(" and ".join(lacking)))
    study = study_of(case, record)
    comparisons = tuple(case.file.comparisons)
    points = drawn_points(study, least(effort.draws, case.file.draws_at_most), effort.seed)
    table = record.shares(case.file.needs[0]) if compares_tables(comparisons) else None
    as_stated = least(effort.replications, case.file.replications_at_most)
    found = simulated(Trials(study, comparisons, table, as_stated, points), effort.seed, effort.workers)
    return CaseResult(case, tuple(_finding(case, *pair) for pair in zip(comparisons, found, strict=True)))


def _finding(case: PublishedCase, comparison: Comparison, found: Simulated) -> Finding:
    verdict = verdict_of(comparison.published, found.both, comparison.role)
    return Finding(case.name, comparison, found.both, found.chance, verdict)


def least(asked: int, at_most: int | None) -> int:
    """As many as asked for, or as a case takes at most."""
    return asked if at_most is None else min(asked, at_most)


def study_of(case: PublishedCase, record: Record) -> Study:
    """The place and policies of a case; files beside the cases come before shipped ones of the same name."""
    assert case.file.place is not None
    place = record.places.get(case.file.place) or _beside("places", case.file.place)
    policies = [_beside("policies", name) for name in case.file.policies]
    return load_study(place, policies, case.file.settings, case.file.years)


def _beside(folder: str, name: str) -> Path | str:
    path = VALIDATION / folder / f"{name}.yaml"
    return path if path.exists() else name
