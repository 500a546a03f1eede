"""One replication of one policy: a pure function of (scenario, seed, replication)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.model.answers import Answered, answers
from simulator.model.boards import board_of, rules_ask_for_a_record
from simulator.model.cohort import Cohort
from simulator.model.compiled import compiled_course
from simulator.model.flow import Flow
from simulator.model.kernels.flow import Luck
from simulator.model.kernels.rules import Board
from simulator.model.plan import Plan
from simulator.model.stances import Stances, stances_of
from simulator.model.trace import Trace, course_records
from simulator.scenario.standing import concerns
from simulator.scenario.study import Engine


@dataclass(frozen=True)
class Ground:
    """What holds in one replication, whatever happens to whom: the answers to requests, and where agencies stand.

    ``board`` are the stances as tables, ``rules_ask`` whether any of them asks for a person's record.
    """

    answered: tuple[Answered, ...]
    stances: list[Stances]
    board: Board
    rules_ask: bool


def ground_of(plan: Plan, seed: int, replication: int) -> Ground:
    """What holds in a replication; in all alike, unless chance answers a request or a trigger may change a mode."""
    answered = tuple(answers(plan.scenario, seed, replication))
    if all(request.answer for request in plan.scenario.policy.requests) and not plan.scenario.policy.triggers:
        return Ground(answered, plan.stances, plan.board, plan.rules_ask)
    stances = _stances(plan, answered)
    return Ground(answered, stances, board_of(stances), rules_ask_for_a_record(stances))


def simulate(plan: Plan, cohort: Cohort, engine: Engine = "auto", ground: Ground | None = None) -> Trace:
    """Let these people go through the flow as a scenario plans it."""
    ground = ground or ground_of(plan, cohort.seed, cohort.replication)
    luck = Luck(cohort.population.lot, cohort.keys, cohort.lazy, cohort.lazy and ground.rules_ask)
    if engine == "simpy":
        happened = course_records(Flow(plan, cohort, ground.stances).run())
        board = board_of(ground.stances) if plan.scenario.policy.triggers else ground.board
    else:
        happened, board = compiled_course(plan, cohort, ground.stances, ground.board, luck)
    return Trace(
        cohort.rows,
        cohort.passing,
        happened,
        cohort.booked,
        cohort.calendar,
        cohort.agencies,
        ground.stances,
        board,
        luck,
        cohort.population.office_of,
        ground.answered,
    )


def _stances(plan: Plan, answered: Sequence[Answered]) -> list[Stances]:
    """The stances of each agency: the plan's own, unless a trigger may change them or chance answers a request."""
    policy = plan.scenario.policy
    granted = [answer.effect for answer in answered if answer.effect]
    by_chance = [request for request in policy.requests if not request.answer]
    return [
        stances_of(plan.scenario, name, plan.calendar, granted)
        if policy.triggers or any(concerns(request, name, plan.scenario) for request in by_chance)
        else stances
        for name, stances in zip(plan.scenario.agencies, plan.stances, strict=True)
    ]
