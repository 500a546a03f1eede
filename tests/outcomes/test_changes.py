"""Who fares differently: by rule or by crowding."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from simulator.experiments.replications import Outcome, study_plan_of
from simulator.scenario.study import Case, Study
from tests.example_place import EVERY_DAY, fixed, number, place_tree, scenario, shift, study

AMPLE = {
    "field_offices.capital.decision.shifts": [shift(EVERY_DAY, 0, 24, 500)],
    "field_offices.capital.tours.seats": number(500, "seats"),
}
"""Nobody ever waits, so nobody changes by crowding."""


def laid_over(changes: dict[str, Any], ground: dict[str, Any]) -> Study:
    """A place, and the same place under an overlay that sets these numbers."""
    cases = [
        Case(name, name, "", scenario(ground | numbers), place_tree(ground | numbers))
        for name, numbers in (("as-is", {}), ("overlay", changes))
    ]
    return Study("example", tuple(cases))


def outcome(changes: dict[str, Any], ground: dict[str, Any] = AMPLE) -> Outcome:
    return study_plan_of(laid_over(changes, ground)).replicate(1, 0)


def test_a_change_through_access_alone_is_by_rule() -> None:
    """Before activation, with seats for all and no queue, ICE's access to the jail is all that the policy changes."""
    closed = study(
        {"closed": [{"ice_access": False}]},
        {
            "agencies.example.activated_on.value": date(2020, 1, 1),
            "field_offices.capital.decision": {"kind": "delay", "time": fixed(1, "hours")},
            "field_offices.capital.tours.seats": number(500, "seats"),
        },
    )
    changed = study_plan_of(closed).replicate(1, 0).policies[1].changed
    assert changed.by_rule.sum() > 10
    assert changed.by_crowding.sum() == 0


def test_more_matches_add_people_and_change_nobody_else() -> None:
    more = outcome({"agencies.example.match_share": number(0.1, "share")})
    base, other = more.policies
    matches = [policy.tally.of("matches").sum() for policy in (base, other)]
    assert matches[1] / matches[0] == pytest.approx(0.1 / 0.08, rel=0.1)
    assert other.changed.by_crowding.sum() == 0
    assert 0 < other.changed.by_rule.sum() <= matches[1] - matches[0] + base.tally.of("found_by_interview").sum()


@pytest.mark.parametrize(
    "changes",
    [
        {"agencies.example.bookings_per_year": number(3000, "bookings/year")},
        {"agencies.example.growth": number(0.3, "share/year")},
        {"arrivals.day_to_day_variance_ratio": number(1, "ratio")},
        {"people.removable_with_ident_record": number(0.3, "share")},
        {"people.prior_removal": number(0.9, "share"), "federal.other_channel.found": number(0.9, "share")},
        {"federal.other_channel.found": number(0, "share")},
        {"federal.detainer.us_citizen": number(1, "share")},
        {"federal.removal.counted_within": number(30, "days")},
        {"stations.fbi_search": {"kind": "delay", "time": fixed(3, "days")}},
        {"jail.added_days.felony": number(1, "days")},
        {"field_offices.capital.comes": number(0.2, "share")},
        {"field_offices.capital.tours.hours": [3]},
    ],
)
def test_whatever_an_overlay_sets_its_changes_are_by_rule(changes: dict[str, Any]) -> None:
    changed = outcome(changes).policies[1].changed
    assert changed.by_rule.sum() > 0
    assert changed.by_crowding.sum() == 0


def test_fewer_seats_by_an_overlay_are_a_rule_and_a_neighbour_s_are_crowding() -> None:
    changed = outcome({"field_offices.capital.tours.seats": number(0, "seats")}).policies[1].changed
    assert changed.by_rule.sum() > 20
    assert changed.by_crowding.sum() == 0


def test_who_is_followed_under_one_policy_alone_changes_only_if_ice_acts() -> None:
    """With no answers and no interviews, those whom a larger match share adds fare as if it were not there."""
    ground = AMPLE | {"agencies.example.activated_on.value": date(2020, 1, 1)}
    ground["federal.other_channel.found"] = number(0, "share")
    more = outcome({"agencies.example.match_share": number(0.1, "share")}, ground)
    assert more.policies[1].tally.of("followed").sum() > more.policies[0].tally.of("followed").sum() + 30
    assert more.policies[1].changed.by_rule.sum() == more.policies[1].changed.by_crowding.sum() == 0


def test_changes_stand_in_the_month_of_booking() -> None:
    """An overlay that opts out from July on changes nobody booked months before and long gone."""
    later = study({"later": [{"opt_out": "share", "begins": date(2012, 7, 1)}]}, AMPLE)
    by_rule = study_plan_of(later).replicate(1, 0).policies[1].changed.by_rule
    assert by_rule.shape == (1, 12)
    assert by_rule[0, :6].sum() == 0
    assert np.all(by_rule[0, 6:] > 0)
