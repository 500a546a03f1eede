"""A state's rule and a local rule together: neither lets through what the other stops."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.scenario.standing import standings_of
from tests.example_place import decline, honor, scenario
from tests.model.one_person import NO_ADDED_DAYS, person, walk

OPT_OUTS = ("none", "receive-only", "share", "both")
STOPS = {"none": set(), "receive-only": {"receive"}, "share": {"share"}, "both": {"share", "receive"}}
MODES = {
    frozenset(): "full",
    frozenset({"receive"}): "opt-out-of-receiving",
    frozenset({"share"}): "opt-out-of-sharing",
    frozenset({"share", "receive"}): "opt-out-of-both",
}


@pytest.mark.parametrize("own", OPT_OUTS)
@pytest.mark.parametrize("state", OPT_OUTS)
def test_a_flow_needs_both(own: str, state: str) -> None:
    """Whichever is written first."""
    periods: list[dict[str, Any]] = [{"opt_out": own}, {"states": ["VA"], "opt_out": state}]
    for order in (periods, periods[::-1]):
        standing = standings_of(scenario(periods=order), "example")[-1]
        assert standing.mode == MODES[frozenset(STOPS[own] | STOPS[state])]
        sides = (("agency", own), ("state", state))
        assert standing.stopped_by == tuple(side for side, opt_out in sides if "share" in STOPS[opt_out])


def test_another_state_binds_nobody_here() -> None:
    standing = standings_of(scenario(periods=[{"states": ["MD"], "opt_out": "both"}]), "example")[-1]
    assert (standing.mode, standing.stopped_by) == ("full", ())


def test_access_needs_both() -> None:
    for own, state in ((True, True), (True, False), (False, True)):
        periods = [{"ice_access": own}, {"states": ["VA"], "ice_access": state}]
        assert standings_of(scenario(periods=periods), "example")[-1].access is (own and state)


def held(own: dict[str, Any], state: dict[str, Any], agencies_may: str | None, **traits: Any) -> tuple[Any, ...]:
    """The rule at release, and the legal end of a hold, of a person released on Wednesday at 10:00."""
    bound = {"agencies_may": agencies_may} if agencies_may else {}
    periods = [{"detainer_rules": [own]}, {"states": ["VA"], "detainer_rules": [state]} | bound]
    place = scenario(NO_ADDED_DAYS, periods)
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-07 10:00", ready_after=10**7, **traits))
    return course["rule_at_release"], course["hold_until"]


@pytest.mark.parametrize(
    ("own", "state", "agencies_may", "expected"),
    [
        (honor(48), decline(), None, ("decline", None)),
        (decline(), honor(48), None, ("decline", None)),
        (honor(48), decline("notify"), "hold-less", ("notify", None)),
        (decline("notify"), decline(), "hold-less", ("decline", None)),
        (honor(24), honor(48), "hold-less", ("honor", "2012-03-08 10:00")),
        (honor(48), honor(24), "hold-less", ("honor", "2012-03-08 10:00")),
        (decline(), honor(48), "hold-more", ("honor", "2012-03-09 10:00")),
        (honor(48), decline(), "hold-more", ("honor", "2012-03-09 10:00")),
        (honor(24), honor(48), "hold-more", ("honor", "2012-03-09 10:00")),
        (decline(), decline("notify"), "hold-more", ("notify", None)),
    ],
)
def test_the_state_bounds_what_the_jail_does(
    own: dict[str, Any], state: dict[str, Any], agencies_may: str | None, expected: tuple[Any, ...]
) -> None:
    assert held(own, state, agencies_may) == expected


def test_of_two_holds_of_equal_hours_the_shorter_clock_binds_below_and_the_longer_above() -> None:
    """Released on a Friday: the clocks differ over a weekend alone."""
    flat, standing_still = honor(48, exclude=False), honor(48, exclude=True)
    periods = [{"detainer_rules": [standing_still]}, {"states": ["VA"], "detainer_rules": [flat]}]
    for agencies_may, end in (("hold-less", "2012-03-11 11:00"), ("hold-more", "2012-03-13 10:00")):
        bound = [periods[0], periods[1] | {"agencies_may": agencies_may}]
        place = scenario(NO_ADDED_DAYS, bound)
        (course,) = walk(place, person(place, "2012-03-08 08:00", "2012-03-09 10:00", ready_after=10**7))
        assert course["hold_until"] == end
