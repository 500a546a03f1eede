"""Step 8, worked out by hand: a detainer on file adds days, until ICE takes it back."""

from __future__ import annotations

from tests.example_place import decline, honor, scenario
from tests.model.one_person import DAY, HOUR, PLAIN, person, walk


def test_a_detainer_on_file_adds_days_and_half_of_them_where_it_is_declined() -> None:
    place = scenario(periods=[{"detainer_rules": [honor(level=["1"]), decline()]}])
    at = ("2012-03-06 08:00", "2012-03-07 10:00")
    honored, declined = walk(place, person(place, *at, level="1"), person(place, *at))
    assert honored["released_at"] == "2012-03-19 11:00"  # 12 days; the clocks changed on 11 March
    assert declined["released_at"] == "2012-03-13 11:00"  # 6 days


def test_a_withdrawal_ends_the_added_days() -> None:
    place = scenario()
    row = person(place, "2012-03-06 08:00", "2012-03-07 10:00", withdrawn=True, withdrawn_after=3 * DAY)
    (course,) = walk(place, row)
    assert (course["released_at"], course["end"]) == ("2012-03-09 10:50", "withdrawn")


def test_withdrawn_before_release() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00", withdrawn=True, withdrawn_after=HOUR))
    assert (course["rule_at_release"], course["end"], course["ended_at"]) == (None, "withdrawn", "2012-03-07 10:00")


def test_a_detainer_of_which_ice_is_notified_adds_all_days() -> None:
    place = scenario(periods=[{"detainer_rules": [decline("notify")]}])
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-07 10:00"))
    assert course["released_at"] == "2012-03-19 11:00"  # 12 days; the clocks changed on 11 March
