"""Detainer rules in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.scenario.rules import Condition, DetainerRule
from simulator.scenario.wording import rule_in_words
from tests.example_place import decline, honor, scenario


def test_a_hold_of_no_hours_is_a_declined_detainer() -> None:
    rule = DetainerRule.model_validate(honor(0))
    assert rule_in_words(rule) == "decline for everyone: neither hold them nor tell ICE when they leave"


WHEN: dict[str, tuple[Any, str]] = {
    "level": (["none"], "people of no level"),
    "charge_class": (["infraction", "felony"], "people booked on an infraction or a felony"),
    "conviction": (["none", "misdemeanor"], "people without a conviction or convicted of a misdemeanor"),
    "convicted_within_years": (10, "people convicted in the last 10 years"),
    "released_within_years": (1, "people convicted and released from that sentence in the last year"),
    "pending_charge": (True, "people with another open case"),
    "prior_removal": (False, "people never removed from the country before"),
    "prior_order": (True, "people ordered removed before"),
    "watch_list": (False, "people on no gang or terror list"),
    "adult": (False, "people under 18"),
    "min_age": (21, "people 21 or older"),
    "under_age": (21, "people under 21"),
    "warrant": (
        ["none", "administrative"],
        "people whose detainer comes without a warrant or with a warrant of an ICE officer",
    ),
    "reimbursement": ("agreed", "people where the federal government has agreed in writing to pay for holds"),
}
RECORDS = {
    "people convicted of a serious or violent felony in the last 10 years": {
        "conviction": ["serious-or-violent"],
        "convicted_within_years": 10,
    },
    "people convicted of a felony and released from that sentence in the last 2.5 years, 18 or older": {
        "conviction": ["felony", "serious-or-violent", "homicide"],
        "released_within_years": 2.5,
        "adult": True,
    },
    "people convicted of a misdemeanor or a felony": {
        "conviction": ["misdemeanor", "felony", "serious-or-violent", "homicide"]
    },
    "people without a conviction": {"conviction": ["none"]},
}


@pytest.mark.parametrize("name", Condition.model_fields)
def test_each_condition_of_a_rule_is_put_into_words(name: str) -> None:
    value, words = WHEN[name]
    rule = DetainerRule.model_validate(decline(**{name: value}))
    assert rule_in_words(rule).startswith(f"decline for {words}:")


@pytest.mark.parametrize("words", RECORDS)
def test_conditions_about_a_conviction_make_one_phrase(words: str) -> None:
    rule = DetainerRule.model_validate(decline(**RECORDS[words]))
    assert rule_in_words(rule).startswith(f"decline for {words}:")


AGREED = "where the federal government has agreed in writing to pay for holds"


def test_a_rule_under_an_agreement_that_there_is_not_never_holds_anybody() -> None:
    rule = DetainerRule.model_validate(honor(24, exclude=False, reimbursement="agreed"))
    words = f"honor for people {AGREED}: hold them for ICE for at most 24 hours after local release"
    assert rule_in_words(rule, reimbursed=True) == words
    assert rule_in_words(rule) == f"{words}; there is no such agreement, so it never holds anybody"


def test_a_hold_by_the_form_is_told_in_hours_where_the_form_is_known() -> None:
    rule = DetainerRule.model_validate({"then": "honor", "source": "made up"})
    form = scenario().federal.form
    hold = "honor for everyone: hold them for ICE"
    assert rule_in_words(rule) == f"{hold} for as long as the federal form asks after local release"
    assert rule_in_words(rule, form=form) == (
        f"{hold} for at most 48 hours after local release, weekends and federal holidays not counted"
    )
    none = form.model_copy(update={"hold_hours": form.hold_hours.model_copy(update={"value": 0.0})})
    assert rule_in_words(rule, form=none).startswith("decline for everyone")
