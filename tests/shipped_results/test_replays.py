"""The shipped cases replay what happened: who asked, what was answered when, and what came of it."""

from __future__ import annotations

from datetime import date

import pytest

from simulator.experiments.replications import trace_of
from simulator.model.answers import answers
from simulator.outcomes.event_log import event_log
from simulator.scenario.load import load_study
from simulator.scenario.place import Scenario
from simulator.scenario.standing import answered_in_fact, standings_of
from simulator.scenario.study import Case


def place(name: str) -> Case:
    return load_study(name).cases[0]


def without_requests(scenario: Scenario) -> Scenario:
    policy = scenario.policy.model_copy(update={"requests": []})
    return scenario.model_copy(update={"policy": policy})


def delay(scenario: Scenario) -> int:
    (answer,) = answers(scenario, 1, 0)
    return (answer.given_on - answer.asked_on).days


@pytest.mark.parametrize(
    ("name", "asked_on", "days"),
    [
        ("arlington-va", date(2010, 10, 7), 145),
        ("santa-clara-ca", date(2010, 9, 28), 42),
        ("providence-ri", date(2011, 3, 3), 19),
    ],
)
def test_what_was_asked_and_when_it_was_answered(name: str, asked_on: date, days: int) -> None:
    scenario = place(name).scenario
    assert (scenario.policy.requests[0].asked_on, scenario.policy.requests[0].asks) == (asked_on, "share")
    assert delay(scenario) == days


@pytest.mark.parametrize("name", ["arlington-va", "santa-clara-ca", "providence-ri", "washington-dc"])
def test_the_flow_goes_on_as_if_nobody_had_asked(name: str) -> None:
    """Also in Washington, DC: it was out of the plan until the day on which it was switched on."""
    case = place(name)
    asked = trace_of(case, 1, 0)
    silent = trace_of(Case(case.name, "", "", without_requests(case.scenario), case.tree), 1, 0)
    assert asked.same_course(silent).all()


def test_washington_was_out_of_the_plan_until_5_june_2012() -> None:
    scenario = place("washington-dc").scenario
    course = standings_of(scenario, "dc", answered_in_fact(scenario))
    modes = {standing.begins: standing.mode for standing in course}
    assert modes[date(2012, 6, 1)] == "not-activated"
    assert modes[date(2012, 6, 5)] == "full"
    (request,) = scenario.policy.requests
    assert request.answer
    assert (request.answer.until, request.answer.grants) == (date(2012, 6, 5), "removal")
    assert (date(2012, 6, 5) - date(2009, 11, 12)).days == 936


def test_providence_was_switched_on_two_weeks_before_it_was_told() -> None:
    scenario = place("providence-ri").scenario
    switched_on = scenario.agencies["providence"].activated_on.value
    assert (date(2011, 4, 5) - switched_on).days == 14
    (request,) = scenario.policy.requests
    assert request.answer
    assert (request.answer.given_on, request.answer.grants) == (switched_on, "nothing")


@pytest.mark.parametrize(
    ("policy", "state", "days"),
    [
        ("state-of-illinois-2011", "IL", 93),
        ("state-of-new-york-2011", "NY", 65),
        ("state-of-massachusetts-2011", "MA", 60),
    ],
)
def test_states_asked_and_nothing_changed(policy: str, state: str, days: int) -> None:
    """Laid over Arlington as if it lay there."""
    base, case = load_study("arlington-va", [policy], [f"agencies.arlington.state={state}"]).cases
    *_, answer = answers(case.scenario, 1, 0)
    assert (answer.given_on - answer.asked_on).days == days
    assert answer.given_on == date(2011, 8, 5)
    assert answer.effect is None
    log = event_log(trace_of(case, 1, 0), case.scenario)
    assert log[log["case"] == f"state {state}"]["activity"].tolist() == ["asks to opt out: share", "answer: nothing"]
    assert trace_of(case, 1, 0).same_course(trace_of(base, 1, 0)).all()


def test_asking_in_arlington_gets_what_the_regime_of_the_answer_grants() -> None:
    """Asked on 1 October 2010, under the letter of September; nearly every answer comes under that of November."""
    case = load_study("arlington-va", ["ask-to-opt-out-of-sharing"]).cases[1]
    granted = []
    for number in range(200):
        *_, answer = answers(case.scenario, 1, number)
        granted.append(answer.grants)
        assert answer.effect is None or answer.given_on < date(2010, 10, 6)
    assert granted.count("receive-only") > 190
