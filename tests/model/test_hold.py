"""Step 10 and what follows, worked out by hand: how long a hold lasts, how it ends, and removals."""

from __future__ import annotations

from typing import Any

from tests.example_place import decline, honor, number, scenario
from tests.model.one_person import DAY, HOUR, NO_ADDED_DAYS, PLAIN, person, walk


def test_friday_evening_release_before_a_monday_holiday_is_held_until_wednesday() -> None:
    """Presidents' Day 2012 is 20 February: 6 h of Friday, all Tuesday, 18 h of Wednesday."""
    (course,) = walk(PLAIN, person(PLAIN, "2012-02-17 08:00", "2012-02-17 18:00", comes=False))
    assert (course["hold_until"], course["end"], course["ended_at"]) == (
        "2012-02-22 18:00",
        "lapsed",
        "2012-02-22 18:00",
    )


def test_flat_hold_across_the_clock_change_is_48_hours_of_time() -> None:
    """On 11 March 2012 clocks go forward: 48 hours after Saturday noon is Monday 13:00."""
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [honor(48, exclude=False)]}])
    (course,) = walk(place, person(place, "2012-03-09 08:00", "2012-03-10 12:00", comes=False))
    assert (course["hold_until"], course["ended_at"]) == ("2012-03-12 13:00", "2012-03-12 13:00")


def test_a_hold_that_stops_at_weekends_skips_the_clock_change() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-08 08:00", "2012-03-09 12:00", comes=False))
    assert course["hold_until"] == "2012-03-13 12:00"


def test_hold_of_24_hours() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [honor(24)]}])
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-06 16:00", comes=False))
    assert course["hold_until"] == "2012-03-07 16:00"


def test_a_hold_without_a_limit_of_its_own_is_as_the_federal_form_asks() -> None:
    honored = [{"detainer_rules": [{"then": "honor", "source": "made up"}]}]
    flat = {"federal.form.exclude_weekends_and_holidays": False}
    limits = []
    for changes in ({}, flat, flat | {"federal.form.hold_hours": number(24, "hours")}):
        place = scenario(NO_ADDED_DAYS | changes, honored)
        (course,) = walk(place, person(place, "2012-02-17 08:00", "2012-02-17 18:00", comes=False))
        limits.append(course["hold_until"])
    assert limits == ["2012-02-22 18:00", "2012-02-19 18:00", "2012-02-18 18:00"]


def test_a_rule_with_a_limit_of_its_own_does_not_heed_the_form() -> None:
    place = scenario(
        NO_ADDED_DAYS | {"federal.form.hold_hours": number(24, "hours")}, [{"detainer_rules": [honor(48)]}]
    )
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-06 16:00", comes=False))
    assert course["hold_until"] == "2012-03-08 16:00"


def test_withdrawn_while_on_hold() -> None:
    row = person(PLAIN, "2012-03-06 08:00", "2012-03-06 16:00", comes=False, withdrawn=True)
    row["withdrawn_after"] = DAY
    (course,) = walk(PLAIN, row)
    assert (course["end"], course["ended_at"]) == ("withdrawn", "2012-03-07 10:50")


def test_at_the_end_of_a_hold_too_short_for_any_tour_ice_may_wait_at_the_door() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [honor(4)]}])
    at = ("2012-03-06 08:00", "2012-03-06 17:00")
    taken, gone, never = walk(
        place,
        person(place, *at, ready_after=60 * HOUR, door=0.29),
        person(place, *at, ready_after=60 * HOUR, door=0.31),
        person(place, *at, door=0.29, comes=False),
    )
    assert (taken["end"], taken["ended_at"]) == ("transferred", "2012-03-06 21:00")
    assert (gone["end"], never["end"]) == ("lapsed", "lapsed")


def test_removal_after_transfer_and_after_an_arrest_at_large() -> None:
    at = ("2012-03-06 08:00", "2012-03-07 10:00")
    luck: dict[str, Any] = {"removed": True, "removed_after": 30 * DAY}
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [honor(level=["2"]), decline()]}])
    moved, lead, arrested, late = walk(
        place,
        person(place, *at, **luck),
        person(place, *at, level="3", **luck),
        person(place, *at, level="3", arrested_at_large=True, **luck),
        person(place, *at, **luck | {"removed_after": 600 * DAY}),
    )
    assert [moved["removed_at"], lead["removed_at"]] == ["2012-04-06 16:00", None]
    assert (arrested["end"], arrested["removed_at"]) == ("declined", "2012-04-06 11:00")
    assert late["removed_at"] is None


def test_a_withdrawal_during_the_hold_goes_before_the_door() -> None:
    """ICE, which would have taken the person at the end of the hold, has no detainer any more."""
    row = person(PLAIN, "2012-03-06 08:00", "2012-03-06 16:00", ready_after=90 * HOUR, door=0.0, withdrawn=True)
    row["withdrawn_after"] = DAY
    (course,) = walk(PLAIN, row)
    assert (course["end"], course["ended_at"]) == ("withdrawn", "2012-03-07 10:50")
