"""One replication of all policies of a study, on the same people, counted and compared."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.model.plan import Plan, plan_of
from simulator.model.replication import Cohort, cohort_of, run_calendar, simulate
from simulator.model.trace import Trace
from simulator.outcomes.changes import Changes, changes
from simulator.outcomes.ledger import Line, ledger
from simulator.outcomes.measures import Tally, tally
from simulator.outcomes.shapes import Shape, shapes
from simulator.scenario.place import Scenario
from simulator.scenario.study import Case, Study


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


@dataclass(frozen=True)
class Failure:
    """A replication that broke, with its error; the others go on."""

    replication: int
    error: str


@dataclass(frozen=True)
class StudyPlan:
    """A study laid out once, to be replicated many times; ``people`` is alike for cases that meet the same people."""

    study: Study
    plans: tuple[Plan, ...]
    people: tuple[str, ...]

    def replicate(self, seed: int, replication: int) -> Outcome:
        """One replication: the same people under every policy."""
        cohorts: dict[str, Cohort] = {}
        traces = []
        for people, plan in zip(self.people, self.plans, strict=True):
            if people not in cohorts:
                cohorts[people] = cohort_of(plan.scenario, seed, replication)
            traces.append(simulate(plan, cohorts[people]))
        return Outcome(replication, tuple(self._outcome(number, traces) for number in range(len(traces))))

    def _outcome(self, number: int, traces: list[Trace]) -> PolicyOutcome:
        case, plan, trace = self.study.cases[number], self.plans[number], traces[number]
        counted = tally(trace)
        changed = changes(traces[0], trace, self.plans[0], plan)
        return PolicyOutcome(case.name, counted, ledger(case.scenario, counted), shapes(trace), changed)


def study_plan_of(study: Study) -> StudyPlan:
    """Lay out every case of a study on its calendar."""
    scenarios = [case.scenario for case in study.cases]
    plans = tuple(plan_of(scenario, run_calendar(scenario)) for scenario in scenarios)
    return StudyPlan(study, plans, tuple(_people(scenario) for scenario in scenarios))


def trace_of(case: Case, seed: int, replication: int) -> Trace:
    """The whole trace of one replication of one case."""
    return simulate(plan_of(case.scenario, run_calendar(case.scenario)), cohort_of(case.scenario, seed, replication))


def _people(scenario: Scenario) -> str:
    """All of a scenario that the draws of people may depend on."""
    return scenario.model_dump_json(exclude={"policy", "costs", "label", "about"})
