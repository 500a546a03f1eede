"""What must hold whatever the numbers are: conservation, identity of the ICE side, bystanders, same bytes."""

from __future__ import annotations

import copy
from dataclasses import fields
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.experiments.executors import run_replications
from simulator.experiments.replications import Outcome, StudyPlan, study_plan_of
from simulator.model.codes import ENDS, NEVER
from simulator.model.cohort import Cohort, cohort_of, run_calendar
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from simulator.model.trace import Course, Trace
from simulator.outcomes.measures import tally
from simulator.runs.tables import tables_of
from simulator.scenario.place import Scenario
from simulator.scenario.study import Case, Study
from tests.example_place import AGENCY, EVERY_DAY, decline, honor, number, place_tree, scenario, shift, study

POLICIES: dict[str, list[dict[str, Any]]] = {
    "opt-out-of-receiving": [{"opt_out": "receive-only"}],
    "opt-out-of-sharing": [{"opt_out": "share"}],
    "opt-out-of-both": [{"opt_out": "both"}],
    "not-activated": [{"in_activation_plan": False}],
    "decline-all": [{"detainer_rules": [decline()]}],
    "serious-only": [{"detainer_rules": [honor(level=["1"]), decline()]}],
}
TWO_AGENCIES = {
    "agencies": {"one": AGENCY, "two": AGENCY | {"label": "Second County", "state": "MD"}},
    "field_offices.capital.tours.seats": number(1, "seats"),
    "field_offices.capital.decision.shifts": [shift(EVERY_DAY, 0, 24, 1)],
}
ICE_SIDE = [field.name for field in fields(Course) if field.name != "seen_at"]


@cache
def example() -> Study:
    return study(POLICIES)


@cache
def two_agencies() -> Study:
    return study({"two opts out": [{"agencies": ["two"], "opt_out": "share"}]}, TWO_AGENCIES)


STUDIES = {"example": example, "two": two_agencies}


@cache
def traces(of: str = "example", seed: int = 1, replication: int = 0) -> dict[str, Trace]:
    cases = STUDIES[of]().cases
    cohort = cohort_of(cases[0].scenario, seed, replication)
    return {case.name: run(case.scenario, cohort) for case in cases}


def run(place: Scenario, cohort: Cohort) -> Trace:
    return simulate(plan_of(place, run_calendar(place)), cohort)


@pytest.mark.parametrize("policy", ["as-is", *POLICIES])
def test_every_booking_ends_once(policy: str) -> None:
    counted = tally(traces()[policy])
    ends = sum(counted.of(f"ended_{end.replace('-', '_')}") for end in ENDS)
    assert np.array_equal(ends, counted.of("bookings"))
    assert counted.of("bookings").sum() == traces()[policy].booked.sum() > 3000


@pytest.mark.parametrize("policy", ["as-is", *POLICIES])
def test_counts_flow_into_each_other(policy: str) -> None:
    total = {name: tally(traces()[policy]).of(name).sum() for name in (
        "decisions", "detainers", "missed", "ended_no_action", "honored", "declined", "withdrawn", "state_prison",
        "transferred", "lapsed", "ended_declined", "at_large_leads", "matches", "answers")}  # fmt: skip
    assert total["matches"] == total["answers"]
    assert total["decisions"] == total["detainers"] + total["missed"] + total["ended_no_action"]
    after_detainer = ("withdrawn", "state_prison", "transferred", "lapsed", "ended_declined")
    assert total["detainers"] == sum(total[name] for name in after_detainer)
    assert total["at_large_leads"] == total["missed"] + total["ended_declined"] + total["lapsed"]


def test_clocks_never_run_backwards() -> None:
    for trace in traces().values():
        course, rows = trace.course, trace.bookings
        for before, after in (
            ("fbi_answer_at", "matched_at"), ("matched_at", "answer_at"), ("answer_at", "seen_at"),
            ("decided_at", "lodged_at"), ("lodged_at", "released_at"), ("released_at", "ended_at"),
            ("ended_at", "removed_at"),
        ):  # fmt: skip
            earlier, later = getattr(course, before), getattr(course, after)
            both = (earlier != NEVER) & (later != NEVER)
            assert (earlier[both] <= later[both]).all(), (before, after)
        held = course.hold_until != NEVER
        assert (course.ended_at[held] <= course.hold_until[held]).all()
        assert (rows.booked_at <= course.ended_at).all()


def test_opt_out_of_receiving_leaves_the_ice_side_identical_booking_by_booking() -> None:
    full, receiving = traces()["as-is"].course, traces()["opt-out-of-receiving"].course
    for name in ICE_SIDE:
        assert np.array_equal(getattr(full, name), getattr(receiving, name)), name
    assert (full.seen_at != NEVER).sum() > 200
    assert (receiving.seen_at == NEVER).all()


def test_no_match_and_no_sharing_lead_to_no_answers() -> None:
    for policy in ("opt-out-of-sharing", "opt-out-of-both", "not-activated"):
        course = traces()[policy].course
        assert (course.answer_at == NEVER).all()
        assert (course.lodged_at != NEVER).sum() > 0, "the other channel still finds people"


def test_bystanders_of_a_rule_are_unchanged() -> None:
    """People whom the rule does not concern and who met no queue and no full tour have identical traces."""
    as_is, serious = traces()["as-is"], traces()["serious-only"]
    concerned = (as_is.course.lodged_at != NEVER) & (as_is.bookings.level != 0)
    bystanders = ~concerned & ~crowded("as-is")
    changed = ~as_is.same_course(serious)
    assert bystanders.sum() > 150
    assert (bystanders & (as_is.course.hold_until != NEVER)).sum() > 10
    assert concerned.sum() > 50
    assert (changed & bystanders).sum() == 0
    assert (changed & concerned).sum() > 50


def test_bystanders_in_another_county_are_unchanged() -> None:
    """Where one of two counties opts out, nobody in the other changes who met no queue and no full tour."""
    as_is, other = traces("two")["as-is"], traces("two")["two opts out"]
    neighbours = as_is.bookings.agency == 0
    changed = ~as_is.same_course(other)
    alone = neighbours & ~crowded("as-is", "two") & ~crowded("two opts out", "two")
    assert alone.sum() > 200
    assert (alone & (as_is.course.hold_until != NEVER)).sum() > 50
    assert (changed & alone).sum() == 0
    assert (changed & neighbours).sum() > 0, "the counties share officers and a tour with one seat"


def crowded(policy: str, of: str = "example") -> NDArray[np.bool_]:
    """Whose tour was full, or who waited for an officer: they fare otherwise with seats and staff for all."""
    case = next(case for case in STUDIES[of]().cases if case.name == policy)
    tree = copy.deepcopy(case.tree)
    office = tree["field_offices"]["capital"]
    office["tours"]["seats"] = number(5000, "seats")
    for one in office["decision"]["shifts"]:
        one["on_duty"] = number(5000, "officers")
    ample = run(Scenario.model_validate(tree), cohort_of(case.scenario, 1, 0))
    return ~traces(of)[policy].same_course(ample)


def test_changes_are_told_apart_by_rule_and_by_crowding() -> None:
    outcome = study_plan_of(two_agencies()).replicate(1, 0)
    as_is, other = traces("two")["as-is"], traces("two")["two opts out"]
    changed = outcome.policies[1].changed
    assert changed.by_crowding.sum() > 0
    assert changed.by_rule.sum() > 50
    ends = [
        ["no-match" if ENDS[end] == "no-action" else ENDS[end] for end in trace.course.end] for trace in (as_is, other)
    ]
    fate = np.array(ends[0]) != np.array(ends[1])
    for name in ("released_at", "ended_at", "removed_at"):
        fate |= getattr(as_is.course, name) != getattr(other.course, name)
    by_agency = [(fate & (as_is.bookings.agency == agency)).sum() for agency in (0, 1)]
    assert (changed.by_rule + changed.by_crowding).sum(axis=1).tolist() == by_agency
    assert changed.by_rule[0].sum() == 0, "the first county's own policy is the same"
    unchanged = outcome.policies[0].changed
    assert unchanged.by_rule.sum() == unchanged.by_crowding.sum() == 0


def test_a_policy_that_says_what_holds_anyway_changes_nobody() -> None:
    same = study({"same": [{"opt_out": "none", "detainer_rules": [honor()]}]})
    outcome = study_plan_of(same).replicate(1, 0)
    assert np.array_equal(outcome.policies[0].tally.values, outcome.policies[1].tally.values)
    changed = outcome.policies[1].changed
    assert changed.by_rule.sum() == changed.by_crowding.sum() == 0


def test_more_honoring_never_lowers_hold_days_of_anybody() -> None:
    """With seats for all, each person's hold under the wider rule is at least as long as under the narrower one."""
    plenty = {"field_offices.capital.tours.seats": number(500, "seats")}
    cohort = cohort_of(scenario(plenty), 1, 0)
    all_held = run(scenario(plenty), cohort).course
    some_held = run(scenario(plenty, POLICIES["serious-only"]), cohort).course
    hours = [np.where(course.hold_until != NEVER, course.ended_at - course.released_at, 0) for course in
             (all_held, some_held)]  # fmt: skip
    assert (hours[0] >= hours[1]).all()
    assert hours[0].sum() > hours[1].sum() > 0


def test_no_matches_at_all() -> None:
    outcome = study_plan_of(study({}, {"agencies.example.match_share": number(0, "share")})).replicate(1, 0)
    counted = outcome.policies[0].tally
    assert counted.of("bookings").sum() == counted.of("ended_no_match").sum() > 3000


def same(one: Outcome, other: Outcome) -> bool:
    return one.replication == other.replication and all(
        np.array_equal(a.tally.values, b.tally.values)
        and all(np.array_equal(x.amounts, y.amounts) for x, y in zip(a.lines, b.lines, strict=True))
        for a, b in zip(one.policies, other.policies, strict=True)
    )


def test_replication_7_alone_equals_replication_7_of_20() -> None:
    small = study({"opt-out-of-sharing": POLICIES["opt-out-of-sharing"]})
    plan: StudyPlan = study_plan_of(small)
    together = run_replications(small, 20, seed=3).outcomes
    assert same(plan.replicate(3, 7), together[7])
    assert not same(plan.replicate(4, 7), together[7])


def test_two_workers_give_the_same_bytes_as_one() -> None:
    small = study({"opt-out-of-sharing": POLICIES["opt-out-of-sharing"]})
    one, two = (tables_of(small, run_replications(small, 6, 5, workers).outcomes, 5) for workers in (1, 2))
    assert one.replications.equals(two.replications)
    assert one.ledger.equals(two.ledger)
    assert one.shapes.equals(two.shapes)
    assert one.summary == two.summary


def test_a_replication_that_breaks_is_a_record_and_the_others_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = StudyPlan.replicate

    def broken(self: StudyPlan, seed: int, replication: int) -> Outcome:
        if replication == 1:
            raise ArithmeticError("made to break")
        return whole(self, seed, replication)

    monkeypatch.setattr(StudyPlan, "replicate", broken)
    batch = run_replications(study({}), 3, 1)
    assert [outcome.replication for outcome in batch.outcomes] == [0, 2]
    assert batch.failures[0].replication == 1
    assert "made to break" in batch.failures[0].error


def test_an_interrupt_keeps_what_is_finished() -> None:
    def stop(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    batch = run_replications(study({}), 5, 1, on_done=stop)
    assert batch.interrupted
    assert [outcome.replication for outcome in batch.outcomes] == [0, 1]


def test_of_people_whom_ice_collects_more_are_transferred_the_more_the_jail_does() -> None:
    """Declining, notifying, and holding for 1, 8 and 48 hours: nobody who is transferred falls out again."""
    rules = [decline(), decline("notify"), honor(1), honor(8), honor(48)]
    same_days = {"jail.added_days.share_when_declined": number(1, "share")}
    same_days |= {
        "field_offices.capital.comes": number(1, "share"),
        "field_offices.capital.tours.seats": number(99, "seats"),
    }
    cohort = cohort_of(scenario(same_days), 1, 0)
    moved = [run(scenario(same_days, [{"detainer_rules": [rule]}]), cohort).course.end == ENDS.index("transferred")
             for rule in rules]  # fmt: skip
    for fewer, more in pairwise(moved):
        assert not (fewer & ~more).any()
    assert moved[0].sum() < moved[1].sum() < moved[3].sum() < moved[4].sum()


def test_an_overlay_on_the_federal_side_meets_its_own_draws() -> None:
    for_all_citizens = {"federal.detainer.us_citizen": number(1, "share")}
    cases = tuple(
        Case(name, name, "", scenario(changes), place_tree(changes))
        for name, changes in (("as-is", {}), ("all citizens", for_all_citizens))
    )
    one, other = study_plan_of(Study("example", cases)).replicate(1, 0).policies
    counts = [outcome.tally.of("citizens_with_detainer").sum() for outcome in (one, other)]
    assert counts[1] > 2 * counts[0]
