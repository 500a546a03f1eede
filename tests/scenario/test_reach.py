"""Rules that can never be reached, found by boxes, are those that trying every person finds."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.stances import compiled_rule
from simulator.model.traits import Traits
from simulator.scenario.federal import WARRANTS
from simulator.scenario.people import CONVICTIONS
from simulator.scenario.quantities import LEVELS
from simulator.scenario.reach import Reach
from simulator.scenario.rules import Condition, DetainerRule
from tests.example_place import scenario

FORM = scenario().federal.form
INFINITE = float("inf")


def everybody() -> list[Traits]:
    """People who can exist, enough to tell apart all rules made of the conditions below."""
    convictions = [(0, INFINITE, INFINITE)]
    convictions += [
        (kind, since, out)
        for kind, since, out in product(range(1, len(CONVICTIONS)), (3.0, 7.0, 20.0), (3.0, 7.0, 20.0))
        if out <= since
    ]
    return [
        Traits(
            level=level,
            charge_class=1,
            conviction=kind,
            years_since_conviction=since,
            years_since_release=out,
            pending_charge=False,
            prior_removal=removed,
            prior_order=ordered,
            watch_list=False,
            age=age,
            warrant=warrant,
        )
        for level, (kind, since, out), removed, ordered, age, warrant in product(
            range(len(LEVELS)), convictions, (False, True), (False, True), (17, 18, 21), range(len(WARRANTS))
        )
        if (kind == 0) == (level == LEVELS.index("none")) and (ordered or not removed)
    ]


EVERYBODY = everybody()


def some(names: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)


CONDITIONS = st.builds(
    Condition,
    level=some(LEVELS),
    conviction=some(CONVICTIONS),
    convicted_within_years=st.sampled_from([None, None, 5.0, 10.0]),
    released_within_years=st.sampled_from([None, None, 5.0, 10.0]),
    prior_removal=st.sampled_from([None, None, True, False]),
    prior_order=st.sampled_from([None, None, True, False]),
    adult=st.sampled_from([None, None, True, False]),
    min_age=st.sampled_from([None, None, 21]),
    warrant=some(WARRANTS),
    reimbursement=st.sampled_from([None, None, "agreed"]),
)
RULES = st.lists(
    st.builds(DetainerRule, when=CONDITIONS, then=st.just("decline"), source=st.just("made up")),
    min_size=1,
    max_size=4,
)


def first_to_fit(rules: list[DetainerRule]) -> set[int]:
    """The positions of the rules that are the first to fit somebody, with or without an agreement to pay."""
    compiled = [compiled_rule(rule, FORM) for rule in rules]
    return {
        next((position for position, rule in enumerate(compiled) if rule.fits(person, agreed)), -1)
        for person in EVERYBODY
        for agreed in (False, True)
    }


@settings(max_examples=40, deadline=None)
@given(RULES)
def test_boxes_leave_what_trying_everybody_leaves(rules: list[DetainerRule]) -> None:
    reach, reached = Reach(rules), first_to_fit(rules)
    for position in range(len(rules)):
        assert reach.is_covered(position, range(position)) == (position not in reached)


def rule(**when: Any) -> DetainerRule:
    return DetainerRule(when=Condition(**when), then="decline", source="made up")


@pytest.mark.parametrize(
    ("when", "exists"),
    [
        ({"level": ["none"], "conviction": ["none"]}, True),
        ({"level": ["none"], "conviction": ["felony"]}, False),
        ({"level": ["1"], "conviction": ["none"]}, False),
        ({"level": ["1", "none"], "conviction": ["none"]}, True),
        ({"prior_removal": True, "prior_order": False}, False),
        ({"prior_removal": False, "prior_order": True}, True),
        ({"conviction": ["felony"], "convicted_within_years": 3, "released_within_years": 9}, True),
        ({"adult": False, "min_age": 18}, False),
        ({"adult": False, "under_age": 30}, True),
    ],
)
def test_who_can_exist(when: dict[str, Any], exists: bool) -> None:
    assert Reach([rule(**when)]).can_exist(0) == exists


def test_released_lately_takes_those_convicted_lately() -> None:
    """Release is never before the conviction, so who was convicted within 5 years was released within 5."""
    released = rule(conviction=["felony"], released_within_years=5)
    convicted = rule(conviction=["felony"], convicted_within_years=5)
    assert Reach([released, convicted]).is_covered(1, [0])
    assert not Reach([convicted, released]).is_covered(1, [0])
