"""Triggers: an agency opts out by its own numbers, and back in, without flapping."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator.experiments.replications import study_plan_of
from simulator.model.codes import NEVER
from simulator.model.cohort import cohort_of, run_calendar
from simulator.model.plan import plan_of
from simulator.model.readings import running_prices
from simulator.model.replication import simulate
from simulator.model.trace import Trace
from simulator.outcomes.event_log import event_log
from simulator.scenario.place import Scenario
from simulator.scenario.study import Case, Study
from simulator.scenario.triggers import TRIGGER_MEASURES
from tests.example_place import AGENCY, SOURCE, number, place_tree, scenario
from tests.model.one_person import NO_ADDED_DAYS, person, trace_by_hand


def trigger(above: float, measure: str = "detainers", over_months: int = 1, **more: Any) -> dict[str, Any]:
    watched = {"opt_out": "share", "measure": measure, "over_months": over_months, "above": above}
    return watched | {"source": SOURCE} | more


def run(place: Scenario, seed: int = 1) -> Trace:
    return simulate(plan_of(place, run_calendar(place)), cohort_of(place, seed, 0))


def watching(*triggers: dict[str, Any], **changes: Any) -> Scenario:
    return scenario({"policy.triggers": list(triggers)} | changes)


def switches(trace: Trace, agency: int = 0) -> list[tuple[str, str | None, float]]:
    return [
        (trace.calendar.stamp(switch.moment)[:16], switch.opt_out, switch.reading)
        for switch in trace.stances[agency].switches
    ]


def in_month(trace: Trace, moments: np.ndarray, month: int) -> int:
    """How many of these moments lie in a month of 2012."""
    begins, ends = (trace.calendar.midnight(date(2012 + m // 12, m % 12 + 1, 1)) for m in (month - 1, month))
    return int(((moments >= begins) & (moments < ends)).sum())


@cache
def plain() -> Trace:
    return run(scenario())


def test_a_trigger_that_never_fires_changes_nobody() -> None:
    """Though the prints then walk one by one, and not all at once."""
    watched = run(watching(trigger(10**6)))
    assert watched.same_course(plain()).all()
    assert switches(watched) == []


def test_it_fires_on_the_first_of_the_month_after_a_month_above() -> None:
    by_month = [in_month(plain(), plain().course.lodged_at, month) for month in range(1, 13)]
    above = min(by_month[2], by_month[3]) - 0.5
    first = next(month for month in range(1, 13) if by_month[month - 1] > above)
    trace = run(watching(trigger(above)))
    moment, opt_out, reading = switches(trace)[0]
    assert (moment, opt_out, reading) == (f"2012-{first + 1:02d}-01T00:00", "share", by_month[first - 1])
    shared = trace.course.shared.astype(bool)
    answered = trace.course.fbi_answer_at
    change = trace.calendar.midnight(date(2012, first + 1, 1))
    assert shared[(answered != NEVER) & (answered < change)].all()
    assert not shared[answered >= change].any()


def test_between_the_thresholds_nothing_changes() -> None:
    """Opted out, detainers fall to those of the other channel; thresholds far apart make one change of many."""
    by_month = [in_month(plain(), plain().course.lodged_at, month) for month in range(1, 13)]
    lowest = min(by_month)
    flapping = switches(run(watching(trigger(lowest - 1, back_below=lowest - 1))))
    steady = switches(run(watching(trigger(lowest - 1, back_below=0))))
    assert len(steady) == 1
    assert len(flapping) > 3
    assert [opt_out for _, opt_out, _ in flapping] == ["share", None] * (len(flapping) // 2) + ["share"] * (
        len(flapping) % 2
    )


def test_not_before_a_day_and_only_over_whole_months() -> None:
    late = switches(run(watching(trigger(0, not_before=date(2012, 7, 2)))))
    assert late[0][0] == "2012-08-01T00:00"
    quarter = switches(run(watching(trigger(0, over_months=3))))
    assert quarter[0][0] == "2012-04-01T00:00"
    midmonth = switches(run(watching(trigger(0), starts=date(2012, 1, 15))))
    assert midmonth[0][0] == "2012-03-01T00:00"


def test_each_agency_watches_its_own_numbers() -> None:
    small = AGENCY | {"bookings_per_year": number(400, "bookings/year")}
    two = {"agencies": {"big": AGENCY, "small": small}}
    trace = run(watching(trigger(8), **two))
    assert len(switches(trace, 0)) == 1
    assert switches(trace, 1) == []
    named = run(watching(trigger(0, agencies=["small"]), **two))
    assert switches(named, 0) == []


def test_two_triggers_add_up_and_are_told_apart() -> None:
    place = watching(trigger(0), trigger(0, opt_out="receive-only", over_months=2))
    modes = [run(place).stances[0].at(moment).mode for moment in (0, 32 * 86_400, 63 * 86_400)]
    assert modes == ["full", "opt-out-of-sharing", "opt-out-of-both"]


def test_a_trigger_is_seen_in_the_event_log_and_its_changes_are_by_rule() -> None:
    place = watching(trigger(0))
    log = event_log(run(place), place)
    own = log[log["case"] == "example"]["activity"].tolist()
    assert own[0] == "mode: full"
    assert own[1].startswith("mode: opt-out-of-sharing") or own[1].startswith("trigger at")
    cases = [
        Case(name, name, "", scenario(change), place_tree(change))
        for name, change in (("as-is", {}), ("trigger", {"policy.triggers": [trigger(0)]}))
    ]
    changed = study_plan_of(Study("example", tuple(cases))).replicate(1, 0).policies[1].changed
    assert changed.by_rule.sum() > 50
    assert changed.by_crowding.sum() <= 3


@pytest.mark.parametrize(
    ("measure", "february", "march"),
    [
        ("matches", 1, 1),
        ("answers_seen", 1, 1),
        ("detainers", 1, 1),
        ("citizens_with_detainer", 1, 0),
        ("honored", 1, 1),
        ("transferred", 0, 2),
        ("hold_days", 14 / 24, (15 + 5) / 24),
        ("added_pretrial_days", 0, 0),
    ],
)
def test_readings_by_hand(measure: str, february: float, march: float) -> None:
    """Released on 29 February at 10:00 and held until the tour of 1 March at 15:00; then 6 to 7 March as ever."""
    seen = {}
    for month, name in ((3, "february"), (4, "march")):
        place = scenario(
            NO_ADDED_DAYS | {"policy.triggers": [trigger(0, measure, not_before=date(2012, month, 1)) | {"above": 0.0}]}
        )
        trace = trace_by_hand(
            place,
            person(place, "2012-02-28 08:00", "2012-02-29 10:00", ready_after=25 * 3600, status="us-citizen"),
            person(place, "2012-03-06 08:00", "2012-03-07 10:00"),
        )
        first = date(2012, month, 1)
        found = [
            switch.reading for switch in trace.stances[0].switches if switch.moment == trace.calendar.midnight(first)
        ]
        seen[name] = found[0] if found else 0.0
    assert (seen["february"], seen["march"]) == (pytest.approx(february), pytest.approx(march))


def test_running_cost_is_the_sum_of_its_measures() -> None:
    costs = scenario().costs
    assert running_prices(costs) == {
        "hold_days": 16, "added_pretrial_days": 16, "detainers": 32, "answers_seen": 8, "transferred": 16,
    }  # fmt: skip
    assert set(running_prices(costs)) < set(TRIGGER_MEASURES)
