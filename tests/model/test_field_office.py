"""Steps 6 and 7, worked out by hand: the field office decides, and the detainer races the local release."""

from __future__ import annotations

from tests.example_place import EVERY_DAY, fixed, scenario, shift
from tests.model.one_person import NO_ADDED_DAYS, PLAIN, person, walk


def test_no_action_when_ice_does_not_want_the_person() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00", ice_wants=False))
    assert (course["decided_at"], course["end"], course["ended_at"]) == (
        "2012-03-06 10:50",
        "no-action",
        "2012-03-07 10:00",
    )


def test_outside_office_hours_the_decision_waits_for_the_morning() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 17:00", "2012-03-08 10:00"))
    assert (course["answer_at"], course["decided_at"]) == ("2012-03-06 19:30", "2012-03-07 08:20")


def test_an_officer_who_has_begun_finishes_after_the_shift_ends() -> None:
    place = scenario(
        NO_ADDED_DAYS | {"field_offices.capital.decision.shifts": [shift(["Tue"], 8, 11, 1), shift(["Wed"], 8, 9, 1)]}
    )
    at = ("2012-03-06 08:20", "2012-03-09 10:00")
    begun, waiting = walk(place, person(place, *at), person(place, *at))
    assert begun["decided_at"] == "2012-03-06 11:10"
    assert waiting["decided_at"] == "2012-03-07 08:20"


def test_without_officers_nobody_is_decided_about() -> None:
    place = scenario(NO_ADDED_DAYS | {"field_offices.capital.decision.shifts": [shift(["Tue"], 8, 11, 0)]})
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-09 10:00"))
    assert (course["decided_at"], course["end"], course["ended_at"]) == (None, "no-action", "2012-03-09 10:00")


def test_release_on_the_minute_when_the_detainer_comes_is_still_in_jail() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-06 10:50"))
    assert (course["lodged_at"], course["end"]) == ("2012-03-06 10:50", "transferred")


def test_release_a_second_before_the_detainer_is_missed() -> None:
    row = person(PLAIN, "2012-03-06 08:00", "2012-03-06 10:50")
    row["released_at"] -= 1
    (course,) = walk(PLAIN, row)
    assert (course["lodged_at"], course["end"], course["ended_at"]) == (None, "missed", "2012-03-06 10:49")


def test_a_stay_of_no_time_is_missed() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-06 08:00"))
    assert (course["end"], course["ended_at"]) == ("missed", "2012-03-06 08:00")


def test_without_level_first_who_came_first_is_served_first() -> None:
    one_officer = [shift(EVERY_DAY, 8, 18, 1)]
    queue = {"kind": "queue", "service": fixed(20, "minutes"), "shifts": one_officer, "level_first": False}
    place = scenario(NO_ADDED_DAYS | {"field_offices.capital.decision": queue})
    release = "2012-03-09 10:00"
    courses = walk(
        place,
        person(place, "2012-03-06 08:00", release),
        person(place, "2012-03-06 08:01", release, level="3"),
        person(place, "2012-03-06 08:02", release, level="1"),
    )
    assert [course["decided_at"][-5:] for course in courses] == ["10:50", "11:10", "11:30"]


def test_level_1_is_served_before_those_who_came_earlier() -> None:
    place = scenario(NO_ADDED_DAYS | {"field_offices.capital.decision.shifts": [shift(EVERY_DAY, 8, 18, 1)]})
    release = "2012-03-09 10:00"
    courses = walk(
        place,
        person(place, "2012-03-06 08:00", release),
        person(place, "2012-03-06 08:01", release, level="3"),
        person(place, "2012-03-06 08:02", release, level="1"),
    )
    assert [course["decided_at"][-5:] for course in courses] == ["10:50", "11:30", "11:10"]
