"""Ranges on the command line: read strictly, every fault at once; numbers set in the cases that have them."""

from __future__ import annotations

import pytest

from simulator import api
from simulator.errors import ScenarioError
from simulator.scenario.settings import study_with_settings
from simulator.scenario.varying import as_settings, varied

STUDY = api.load("arlington-va", ["decline-all-detainers", "serious-only"])
HOLD = "policy.periods.1.detainer_rules.0.hold_hours"
ON_DUTY = "field_offices.washington.decision.shifts.0.on_duty"
PLAIN = "Write numbers plainly, such as 0.25 or 1500."
FORM = "Write path=first:last:count, such as costs.bed_day.short_run=5:100:9."


def faults(*specifications: str, count: int | None = None) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        varied(STUDY, specifications, count)
    return [str(fault) for fault in caught.value.faults]


def test_even_steps_with_what_the_scenario_says_of_the_input() -> None:
    (price,) = varied(STUDY, ["costs.bed_day.short_run=0:1:11"])
    assert price.values == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    assert (price.stated, price.low, price.high, price.unit) == (13.97, 6.99, 31.44, "USD/day")
    assert price.what == "Food, medicine, laundry: what one day more costs at once"
    assert price.cases == ("as-is", "decline-all-detainers", "serious-only")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("costs.staff_hour", f"--vary: costs.staff_hour: a range is needed. {FORM}"),
        ("costs.staff_hour=1", f"--vary: costs.staff_hour: 1: a range is needed. {FORM}"),
        ("=1:2:3", f"--vary: 1:2:3: a range is needed. {FORM}"),
        ("costs.staff_hour=1:2:3:4", f"--vary: costs.staff_hour: 1:2:3:4: these are too many numbers. {FORM}"),
        (
            "costs.staff_hour=1:2",
            "--vary: costs.staff_hour: 1:2: how many values is missing. Write costs.staff_hour=1:2:11 for 11 values.",
        ),
        ("costs.staff_hour=1:x:3", f"--vary: costs.staff_hour: 1:x:3: 'x' is not a number. {PLAIN}"),
        ("costs.staff_hour=1:inf:3", f"--vary: costs.staff_hour: 1:inf:3: 'inf' is not a number. {PLAIN}"),
        ("costs.staff_hour=1::3", f"--vary: costs.staff_hour: 1::3: a number is missing. {PLAIN}"),
        (
            "costs.staff_hour=1:1:3",
            "--vary: costs.staff_hour: 1:1:3: the two ends are the same, so nothing is varied. "
            "Give two different numbers.",
        ),
        (
            "costs.staff_hour=2:1:3",
            "--vary: costs.staff_hour: 2:1:3: the first end must be below the last. Write costs.staff_hour=1:2:3.",
        ),
        (
            "costs.staff_hour=1:2:1",
            "--vary: costs.staff_hour: 1:2:1: how many values must lie between 2 and 1,000, and 1 does not.",
        ),
        (
            "costs.staff_hour=1:2:2.5",
            "--vary: costs.staff_hour: 1:2:2.5: how many values must be a whole number, and '2.5' is not. "
            "Write 11, for example.",
        ),
        (
            "costs.staf_hour=1:2:3",
            "--vary: costs.staf_hour: 1:2:3: the scenario has no such path. Did you mean `costs.staff_hour`?",
        ),
        (
            "match_share=0:1:3",
            "--vary: match_share: 0:1:3: the scenario has no such path. Did you mean `agencies.arlington.match_share`?",
        ),
        (
            "jail.added_days=1:2:3",
            "--vary: jail.added_days: 1:2:3: this is not a single number. Name one of its numbers: "
            "jail.added_days.felony, jail.added_days.misdemeanor, jail.added_days.infraction, "
            "jail.added_days.share_when_declined.",
        ),
        (
            "label=1:2:3",
            "--vary: label: 1:2:3: only a number can be varied, and this is none. "
            "See every number with: describe PLACE.",
        ),
        (
            f"{ON_DUTY}=1:2.5:3",
            f"--vary: {ON_DUTY}: 1:2.5:3: only whole numbers can stand here, and 2.5 is not one. Give whole ends.",
        ),
    ],
)
def test_what_is_wrong_with_a_range_and_what_to_do(text: str, said: str) -> None:
    assert faults(text) == [said]


def test_all_faults_at_once_and_those_of_both_ends_in_the_words_of_the_scenario() -> None:
    assert faults("agencies.arlington.match_share=-1:2:5", "label=1:2:3") == [
        "--vary: agencies.arlington.match_share: -1.0 share: a share lies between 0 and 1, and -1 does not.",
        "--vary: agencies.arlington.match_share: 2.0 share: a share lies between 0 and 1, and 2 does not. "
        "Write 0.02 for 2 percent.",
        "--vary: label: 1:2:3: only a number can be varied, and this is none. See every number with: describe PLACE.",
    ]


def test_an_input_is_varied_once_however_its_path_is_written() -> None:
    said = ["--vary: costs.staff_hour.value: this is varied twice. Leave one out."]
    assert faults("costs.staff_hour=1:2:3", "costs.staff_hour.value=1:2:3") == said


def test_a_search_needs_the_two_ends_alone() -> None:
    said = "only the two ends of the range are needed. Write costs.staff_hour=1:2; the search chooses its own values."
    assert faults("costs.staff_hour=1:2:3", count=9) == [f"--vary: costs.staff_hour: 1:2:3: {said}"]


def test_whole_numbers_are_rounded_and_none_comes_twice() -> None:
    one, even, years = varied(STUDY, [f"{ON_DUTY}=1:4:9", "costs.bed_day.pod_size=10:30:3", "years=1:3:3"])
    assert (one.values, one.whole, one.rounded) == ((1.0, 2.0, 3.0, 4.0), True, False)
    assert (even.values, even.rounded) == ((10.0, 20.0, 30.0), False)
    assert years.values == (1.0, 2.0, 3.0)
    assert as_settings({"years": 2.0}, years) == {"years": 2}
    (uneven,) = varied(STUDY, [f"{ON_DUTY}=1:4:3"])
    assert (uneven.values, uneven.rounded) == ((1.0, 2.0, 4.0), True)


def test_a_path_that_one_policy_alone_has_is_varied_there() -> None:
    (hold,) = varied(STUDY, [f"{HOLD}=0:48:3"])
    assert (hold.cases, hold.stated) == (("serious-only",), 48.0)
    changed = study_with_settings(STUDY, {HOLD: 12.0})
    assert [case.scenario.model_dump() == before.scenario.model_dump() for case, before in zip(
        changed.cases, STUDY.cases, strict=True)] == [True, True, False]  # fmt: skip


def test_a_path_that_no_case_has_is_said_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        study_with_settings(STUDY, {"costs.staf_hour": 3.0})
    said = "--set: costs.staf_hour: 3.0: the scenario has no such path. Did you mean `staff_hour`?"
    assert str(caught.value) == said


def test_under_the_policies_alone_the_place_stays_as_it_is() -> None:
    (cost,) = varied(STUDY, ["costs.opt_out_administration=0:10:3"], policies_only=True)
    assert (cost.cases, cost.policies_only) == (("decline-all-detainers", "serious-only"), True)
    changed = study_with_settings(STUDY, {cost.path: 10.0}, policies_only=True)
    costs = [case.scenario.costs.opt_out_administration for case in changed.cases]
    assert [stated.value if stated else None for stated in costs] == [0.0, 10.0, 10.0]


def test_a_number_is_set_where_the_place_has_dated_periods_before_those_of_a_policy() -> None:
    study = api.load("washington-dc", ["decline-all-detainers"])
    changed = study_with_settings(study, {"costs.staff_hour": 20.0})
    assert [case.scenario.costs.staff_hour.value for case in changed.cases] == [20.0, 20.0]
