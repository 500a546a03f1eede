"""Asking and getting: nothing changes until an answer grants it, and what it grants may not be what was asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from simulator.experiments.replications import study_plan_of
from simulator.model.answers import answers
from simulator.model.cohort import cohort_of, run_calendar
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from simulator.model.trace import Trace
from simulator.outcomes.event_log import event_log
from simulator.scenario.place import Scenario
from simulator.scenario.standing import standings_of
from simulator.scenario.study import Case, Study
from tests.example_place import SOURCE, fixed, place_tree, scenario

GRANTS = {"to_receive_only": "receive-only", "to_share": "receive-only", "to_both": "receive-only"}


def regime(begins: date | None = None, days: float = 30, **grants: Any) -> dict[str, Any]:
    return {"label": "made up", "begins": begins, "after": fixed(days, "days"), "source": SOURCE} | GRANTS | grants


def asks(what: str = "share", **more: Any) -> dict[str, Any]:
    return {"asks": what, "source": SOURCE} | more


def answer(given_on: date, grants: str, **more: Any) -> dict[str, Any]:
    return {"given_on": given_on, "grants": grants, "source": SOURCE} | more


def asking(*requests: dict[str, Any], regimes: list[dict[str, Any]] | None = None, **changes: Any) -> Scenario:
    return scenario({"policy.requests": list(requests), "federal.regimes": regimes or []} | changes)


def modes(place: Scenario) -> list[tuple[date, str]]:
    granted = [answer.effect for answer in answers(place, 1, 0) if answer.effect]
    found: list[tuple[date, str]] = []
    for standing in standings_of(place, "example", granted):
        if not found or found[-1][1] != standing.mode:
            found.append((standing.begins, standing.mode))
    return found


START = date(2012, 1, 1)


def test_nothing_changes_until_the_answer_and_then_what_it_grants() -> None:
    place = asking(asks(asked_on=date(2012, 3, 1)), regimes=[regime(days=30, to_share="share")])
    assert modes(place) == [(START, "full"), (date(2012, 3, 31), "opt-out-of-sharing")]


def test_what_is_granted_may_be_less_than_what_was_asked() -> None:
    request = asks(asked_on=date(2012, 3, 1))
    assert modes(asking(request, regimes=[regime()]))[1:] == [(date(2012, 3, 31), "opt-out-of-receiving")]
    assert modes(asking(request | {"accepts_less": False}, regimes=[regime()])) == [(START, "full")]
    assert modes(asking(request, regimes=[regime(to_share="nothing")])) == [(START, "full")]


def test_the_day_of_asking_says_how_long_it_takes_and_the_day_of_the_answer_what_is_granted() -> None:
    regimes = [regime(days=30, to_share="share"), regime(date(2012, 3, 31), days=5, to_share="nothing")]
    in_time = asking(asks(asked_on=date(2012, 2, 29)), regimes=regimes)
    assert modes(in_time) == [(START, "full"), (date(2012, 3, 30), "opt-out-of-sharing")]
    assert modes(asking(asks(asked_on=date(2012, 3, 1)), regimes=regimes)) == [(START, "full")]
    assert [answer.given_on for answer in answers(asking(asks(asked_on=date(2012, 4, 1)), regimes=regimes), 1, 0)] == [
        date(2012, 4, 6)
    ]


def test_a_later_regime_may_end_what_was_granted() -> None:
    ending = regime(date(2012, 8, 1)) | {"ends_grants": True}
    place = asking(asks("both"), regimes=[regime(days=10, to_both="both"), ending])
    assert modes(place) == [(START, "full"), (date(2012, 1, 11), "opt-out-of-both"), (date(2012, 8, 1), "full")]
    receiving = asking(asks("receive-only"), regimes=[regime(days=10), ending])
    assert modes(receiving)[-1] == (date(2012, 1, 11), "opt-out-of-receiving")


def test_under_a_regime_without_a_first_day_that_ends_grants_none_given_in_fact_holds() -> None:
    ending = regime(to_share="nothing") | {"ends_grants": True}
    given = asks(answer=answer(date(2012, 2, 1), "share"))
    assert modes(asking(given, regimes=[ending])) == [(START, "full")]
    assert modes(asking(given, regimes=[regime()]))[-1][1] == "opt-out-of-sharing"


def test_an_answer_in_fact_goes_before_any_regime() -> None:
    given = answer(date(2012, 5, 1), "share", until=date(2012, 6, 1))
    place = asking(asks(asked_on=date(2011, 5, 1), answer=given), regimes=[regime(to_share="nothing")])
    assert modes(place) == [(START, "full"), (date(2012, 5, 1), "opt-out-of-sharing"), (date(2012, 6, 1), "full")]


def test_only_who_is_not_yet_activated_can_be_taken_out_of_the_plan() -> None:
    request = asks(asked_on=START, answer=answer(date(2012, 2, 1), "removal", until=date(2012, 9, 1)))
    later = {"agencies.example.activated_on.value": date(2012, 6, 1)}
    assert modes(asking(request, **later)) == [(START, "not-activated"), (date(2012, 9, 1), "full")]
    assert modes(asking(request)) == [(START, "full")]


def test_two_grants_add_up() -> None:
    place = asking(
        asks("share", answer=answer(date(2012, 3, 1), "share")),
        asks("receive-only", answer=answer(date(2012, 5, 1), "receive-only")),
    )
    assert [mode for _, mode in modes(place)] == ["full", "opt-out-of-sharing", "opt-out-of-both"]


def test_a_state_asks_for_all_its_agencies_and_no_others() -> None:
    place = asking(asks(states=["VA"], answer=answer(date(2012, 3, 1), "share")))
    assert modes(place)[-1][1] == "opt-out-of-sharing"
    elsewhere = asking(asks(states=["MD"], answer=answer(date(2012, 3, 1), "share")))
    assert modes(elsewhere) == [(START, "full")]


def spread(place: Scenario) -> list[int]:
    return [(next(iter(answers(place, 7, number))).given_on - START).days for number in range(400)]


def test_the_delay_of_an_answer_is_drawn_once_a_replication_and_has_its_distribution() -> None:
    delay = {"distribution": "uniform", "shortest": 29, "longest": 145, "unit": "days", "source": SOURCE}
    varied = regime(to_share="share")
    varied["after"] = delay
    place = asking(asks(), regimes=[varied])
    days = spread(place)
    written = asking(asks(asked_on=START, agencies=["example"]), regimes=[varied])
    assert spread(written) == days, "however the request is written"
    assert 29 <= min(days) < 36
    assert 138 < max(days) <= 145
    assert np.mean(days) == pytest.approx(87.5, abs=5)
    beside = asking(asks("receive-only"), asks(), regimes=[varied])
    assert [list(answers(beside, 7, number))[1].given_on for number in range(5)] == [
        START + timedelta(days) for days in days[:5]
    ]


def run(place: Scenario, replication: int = 0) -> Trace:
    cohort = cohort_of(place, 1, replication)
    return simulate(plan_of(place, run_calendar(place)), cohort)


def test_a_grant_acts_like_a_dated_policy() -> None:
    granted = run(asking(asks(), regimes=[regime(days=100, to_share="share")]))
    dated = run(scenario(periods=[{"begins": START + timedelta(100), "opt_out": "share"}]))
    assert granted.same_course(dated).all()
    assert not granted.same_course(run(scenario())).all()


def test_a_request_that_is_refused_changes_nobody_and_costs_nothing() -> None:
    refused = {"policy.requests": [asks()], "federal.regimes": [regime(to_share="nothing")]}
    cases = [
        Case(name, name, "", scenario(change), place_tree(change)) for name, change in (("as-is", {}), ("no", refused))
    ]
    as_is, asked = study_plan_of(Study("example", tuple(cases))).replicate(1, 0).policies
    assert np.array_equal(as_is.tally.values, asked.tally.values)
    assert asked.changed.by_rule.sum() == asked.changed.by_crowding.sum() == 0


def test_requests_and_answers_stand_in_the_event_log() -> None:
    place = asking(asks(asked_on=date(2012, 3, 1), accepts_less=False), regimes=[regime()])
    log = event_log(run(place), place)
    own = log[log["case"] == "example"]
    assert own["activity"].tolist() == ["mode: full", "asks to opt out: share", "answer: receive-only, not taken up"]
    assert own["timestamp"].str[:10].tolist() == ["2012-01-01", "2012-03-01", "2012-03-31"]
