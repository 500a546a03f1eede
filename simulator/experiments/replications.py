"""One replication of all policies of a study, on the same people, counted and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.model.codes import PRINT_STATIONS
from simulator.model.cohort import cohort_from, cohort_of, horizon_days, run_calendar
from simulator.model.plan import Plan, plan_of
from simulator.model.population import Population, population_of
from simulator.model.replication import ground_of, simulate
from simulator.model.trace import Trace
from simulator.outcomes.changes import Changes, changes
from simulator.outcomes.ledger import Line, ledger
from simulator.outcomes.measures import Tally, Tallying
from simulator.outcomes.shapes import Shape, added_up, shapes
from simulator.scenario.place import Scenario
from simulator.scenario.stations import Queue
from simulator.scenario.study import Case, Engine, Study


@dataclass(frozen=True)
class PolicyOutcome:
    """What one policy led to in one replication; ``changed`` compares with the first case of the study."""

    policy: str
    tally: Tally
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]
    changed: Changes


@dataclass(frozen=True)
class Outcome:
    """One replication: an outcome for each case of the study, in order."""

    replication: int
    policies: tuple[PolicyOutcome, ...]

    @property
    def number(self) -> int:
        """The number of the replication."""
        return self.replication


@dataclass(frozen=True)
class Failure:
    """A replication that broke, with its error; the others go on."""

    replication: int
    error: str

    @property
    def number(self) -> int:
        """The number of the replication."""
        return self.replication


@dataclass(frozen=True)
class StudyPlan:
    """A study laid out once, to be replicated many times.

    ``populations``: of each case; the very same for cases that meet the same people. ``parts``: agencies (positions)
    that share no queue with others, so that they can be simulated part by part.
    """

    study: Study
    plans: tuple[Plan, ...]
    populations: tuple[Population, ...]
    parts: tuple[NDArray[np.int64], ...]

    def replicate(self, seed: int, replication: int) -> Outcome:
        """One replication: the same people under every policy."""
        counts = [Counting(case, plan) for case, plan in zip(self.study.cases, self.plans, strict=True)]
        grounds = [ground_of(plan, seed, replication) for plan in self.plans]
        peoples = {id(population): population for population in self.populations}
        keys = {which: population.keys(seed, replication) for which, population in peoples.items()}
        for part in self.parts:
            cohorts = {
                which: cohort_from(population, seed, replication, part, keys[which], lazy=self._lazy)
                for which, population in peoples.items()
            }
            traces = [
                simulate(plan, cohorts[id(population)], self.study.engine, ground)
                for plan, population, ground in zip(self.plans, self.populations, grounds, strict=True)
            ]
            for counting, trace in zip(counts, traces, strict=True):
                counting.add(trace, traces[0], self.plans[0])
        return Outcome(replication, tuple(counting.outcome() for counting in counts))

    @property
    def _lazy(self) -> bool:
        """Whether only what matters need be drawn: not for SimPy, nor where people are compared with other people."""
        return self.study.engine != "simpy" and len(set(map(id, self.populations))) == 1


class Counting:
    """What one policy leads to in one replication, counted part by part."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self._case, self._plan = case, plan
        self._tallying = Tallying(plan.unit_of, plan.calendar.months[: horizon_days(case.scenario)])
        self._shapes: list[tuple[Shape, ...]] = []
        self._changes: list[Changes] = []

    def add(self, trace: Trace, base: Trace, base_plan: Plan) -> None:
        """Count one part, next to the same part of the place as it is."""
        self._tallying.add(trace)
        self._shapes.append(shapes(trace))
        self._changes.append(changes(base, trace, base_plan, self._plan))

    def outcome(self) -> PolicyOutcome:
        """What is counted so far."""
        tally = self._tallying.tally()
        return PolicyOutcome(
            self._case.name,
            tally,
            ledger(self._case.scenario, tally),
            added_up(self._shapes),
            Changes(
                np.sum([changed.by_rule for changed in self._changes], axis=0),
                np.sum([changed.by_crowding for changed in self._changes], axis=0),
            ),
        )


def study_plan_of(study: Study) -> StudyPlan:
    """Lay out every case of a study on its calendar."""
    scenarios = [case.scenario for case in study.cases]
    plans = tuple(plan_of(scenario, run_calendar(scenario)) for scenario in scenarios)
    known: dict[str, Population] = {}
    for plan in plans:
        known.setdefault(_people(plan.scenario), population_of(plan.scenario, plan.calendar))
    populations = tuple(known[_people(scenario)] for scenario in scenarios)
    return StudyPlan(study, plans, populations, _parts(scenarios[0], populations))


def _parts(scenario: Scenario, populations: Sequence[Population]) -> tuple[NDArray[np.int64], ...]:
    """Agencies by field office, if they share nothing else; otherwise all of them together."""
    stations = scenario.stations
    shared = any(isinstance(getattr(stations, name), Queue) for name in PRINT_STATIONS)
    office_of = populations[0].office_of
    if shared or len(set(map(id, populations))) > 1:
        return (np.arange(len(office_of)),)
    return tuple(np.flatnonzero(office_of == office) for office in np.unique(office_of))


def trace_of(case: Case, seed: int, replication: int, engine: Engine = "auto") -> Trace:
    """The whole trace of one replication of one case."""
    plan = plan_of(case.scenario, run_calendar(case.scenario))
    return simulate(plan, cohort_of(case.scenario, seed, replication), engine)


def _people(scenario: Scenario) -> str:
    """All of a scenario that the draws of people may depend on."""
    return scenario.model_dump_json(exclude={"policy", "costs", "label", "about"})
