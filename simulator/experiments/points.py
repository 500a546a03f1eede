"""A study at other inputs than stated: at drawn levels of its unknowns, or with numbers set.

Experiments ask for many points at once. Each point is laid out and simulated on some worker, with the same people and
the same luck at every point, and only what is to be read comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.batches import Batch, Progress
from simulator.experiments.executors import run_numbers
from simulator.experiments.replications import Outcome, PolicyOutcome, study_plan_of
from simulator.outcomes.measures import NAMES
from simulator.outcomes.yearly import per_year
from simulator.scenario.settings import study_with_settings
from simulator.scenario.study import Case, Study
from simulator.scenario.unknowns import drawn

Floats = NDArray[np.float64]
Read = dict[str, Floats]
Reading = Literal["yearly", "monthly"]
"""What comes back of a replication: all numbers a year, or the sums that add up over months, by month."""


@dataclass(frozen=True)
class Point:
    """Inputs that differ from what is stated: levels of unknowns (0 to 1, by path), or numbers set (by path).

    ``policies_only``: the numbers are set under the policies alone, and the place as it is keeps what it states.
    """

    levels: Mapping[str, Sequence[float]] = field(default_factory=dict)
    settings: Mapping[str, float] = field(default_factory=dict)
    policies_only: bool = False


@dataclass(frozen=True)
class Evaluated:
    """What came of a point: for each policy, numbers by name; yearly: replications; monthly: replications x months."""

    number: int
    policies: dict[str, Read]


@dataclass(frozen=True)
class Points:
    """Points to be simulated, each for the same replications; ``reading`` is what comes back."""

    study: Study
    points: tuple[Point, ...]
    replications: tuple[int, ...]
    reading: Reading = "yearly"

    def laid_out(self) -> Points:
        """Points are laid out one by one, when they are simulated."""
        return self

    def replicate(self, seed: int, number: int) -> Evaluated:
        """One point, by its number, in all its replications."""
        plan = study_plan_of(study_at(self.study, self.points[number]))
        outcomes = [plan.replicate(seed, replication) for replication in self.replications]
        return Evaluated(number, read(plan.study, outcomes, self.reading))


def evaluate(
    study: Study,
    points: Sequence[Point],
    *,
    replications: Sequence[int],
    seed: int,
    reading: Reading = "yearly",
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Progress = lambda done: None,
) -> Batch[Evaluated]:
    """Simulate a study at every point; ``outcomes`` are in the order of the points, each with its number.

    An interrupt keeps the points that are finished, and a point that breaks is a record among ``failures``.
    """
    task = Points(study, tuple(points), tuple(replications), reading)
    return run_numbers(task, range(len(points)), seed, workers, on_done, executor)


def study_at(study: Study, point: Point) -> Study:
    """The study with other inputs in every case that has them; ScenarioError if a number cannot be set so."""
    changed = study
    if point.settings:
        changed = study_with_settings(study, point.settings, policies_only=point.policies_only)
    return replace(changed, cases=tuple(_at(case, point) for case in changed.cases)) if point.levels else changed


def _at(case: Case, point: Point) -> Case:
    return replace(case, scenario=drawn(case.scenario, point.levels))


def read(study: Study, outcomes: Sequence[Outcome], reading: Reading = "yearly") -> dict[str, Read]:
    """What these replications of a study come to, by policy and name."""
    read_one = _yearly if reading == "yearly" else _monthly
    found: dict[str, Read] = {}
    for position, case in enumerate(study.cases):
        rows = [read_one(case, outcome.policies[position]) for outcome in outcomes]
        found[case.name] = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return found


def _yearly(case: Case, chosen: PolicyOutcome) -> dict[str, float]:
    return per_year(case.scenario, chosen.tally, chosen.lines, chosen.changed)


def _monthly(case: Case, chosen: PolicyOutcome) -> Read:
    return {name: chosen.tally.of(name).sum(axis=0) for name in NAMES}
