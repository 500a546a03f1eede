"""Every path through the flow, worked out by hand for one person.

The print path of the test person: prints after 1 h, state bureau 30 min, FBI 30 min (first answer after 2 h), IDENT
10 min, ICE's support center 20 min (answer after 2 h 30), relay 5 min, field office 20 min (8 to 18 o'clock).
"""

from __future__ import annotations

from tests.example_place import decline, honor, number, scenario, shift
from tests.model.one_person import DAY, HOUR, moment, person, walk

NO_ADDED_DAYS = {f"jail.added_days.{name}": number(0, "days") for name in ("felony", "misdemeanor", "infraction")}
PLAIN = scenario(NO_ADDED_DAYS)


def test_transferred_on_the_next_tour() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00"))
    assert course == {
        "fbi_answer_at": "2012-03-06 10:00",
        "shared": True,
        "matched_at": "2012-03-06 10:10",
        "answer_at": "2012-03-06 10:30",
        "seen_at": "2012-03-06 10:35",
        "interviewed_at": None,
        "decided_at": "2012-03-06 10:50",
        "lodged_at": "2012-03-06 10:50",
        "rule_at_lodging": "honor",
        "released_at": "2012-03-07 10:00",
        "rule_at_release": "honor",
        "hold_until": "2012-03-09 10:00",
        "ended_at": "2012-03-07 15:00",
        "end": "transferred",
        "removed_at": None,
    }


def test_release_on_the_minute_when_the_detainer_comes_is_still_in_jail() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-06 10:50"))
    assert (course["lodged_at"], course["end"]) == ("2012-03-06 10:50", "transferred")


def test_release_a_second_before_the_detainer_is_missed() -> None:
    row = person(PLAIN, "2012-03-06 08:00", "2012-03-06 10:50")
    row["released_at"] -= 1
    (course,) = walk(PLAIN, row)
    assert (course["lodged_at"], course["end"], course["ended_at"]) == (None, "missed", "2012-03-06 10:49")


def test_no_action_when_ice_does_not_want_the_person() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00", ice_wants=False))
    assert (course["decided_at"], course["end"], course["ended_at"]) == (
        "2012-03-06 10:50",
        "no-action",
        "2012-03-07 10:00",
    )


def test_no_match_leaves_on_the_local_clock() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00", matched=False))
    assert (course["matched_at"], course["end"], course["ended_at"]) == (None, "no-match", "2012-03-07 10:00")


def test_a_stay_of_no_time_is_missed() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-06 08:00"))
    assert (course["end"], course["ended_at"]) == ("missed", "2012-03-06 08:00")


def test_friday_evening_release_before_a_monday_holiday_is_held_until_wednesday() -> None:
    """Presidents' Day 2012 is 20 February: 6 h of Friday, all Tuesday, 18 h of Wednesday."""
    (course,) = walk(PLAIN, person(PLAIN, "2012-02-17 08:00", "2012-02-17 18:00", comes=False))
    assert (course["hold_until"], course["end"], course["ended_at"]) == (
        "2012-02-22 18:00",
        "lapsed",
        "2012-02-22 18:00",
    )


def test_tours_do_not_call_on_a_holiday() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-02-17 08:00", "2012-02-17 18:00"))
    assert (course["end"], course["ended_at"]) == ("transferred", "2012-02-21 08:00")


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


def test_hold_of_no_hours_is_a_release() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [honor(0)]}])
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-06 16:00"))
    assert (course["rule_at_release"], course["end"], course["ended_at"]) == ("decline", "declined", "2012-03-06 16:00")


def test_declined_and_released() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [honor(level=["1"]), decline()]}])
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-07 10:00"))
    assert (course["rule_at_release"], course["hold_until"], course["end"]) == ("decline", None, "declined")


def test_first_match_wins() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [decline(level=["2"]), honor()]}])
    second, first = walk(
        place,
        person(place, "2012-03-06 08:00", "2012-03-07 10:00"),
        person(place, "2012-03-06 08:00", "2012-03-07 10:00", level="1"),
    )
    assert (second["rule_at_release"], first["rule_at_release"]) == ("decline", "honor")


def test_rules_look_at_charge_class_prior_removal_and_age() -> None:
    rules = [
        honor(charge_class=["felony"], adult=True),
        decline("notify", prior_removal=True),
        decline(),
    ]
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": rules}])
    at = ("2012-03-06 08:00", "2012-03-07 10:00")
    courses = walk(
        place,
        person(place, *at, charge_class="felony"),
        person(place, *at, charge_class="felony", adult=False),
        person(place, *at, charge_class="felony", adult=False, prior_removal=True),
        person(place, *at),
    )
    assert [course["rule_at_release"] for course in courses] == ["honor", "decline", "notify", "decline"]


def test_notified_ice_takes_the_person_at_the_door() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [decline("notify")]}])
    taken, gone = walk(
        place,
        person(place, "2012-03-06 08:00", "2012-03-07 10:00", door=0.29),
        person(place, "2012-03-06 08:00", "2012-03-07 10:00", door=0.31),
    )
    assert (taken["end"], taken["ended_at"]) == ("transferred", "2012-03-07 10:00")
    assert gone["end"] == "declined"


def test_withdrawn_before_release() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00", withdrawn=True, withdrawn_after=HOUR))
    assert (course["rule_at_release"], course["end"], course["ended_at"]) == (None, "withdrawn", "2012-03-07 10:00")


def test_withdrawn_while_on_hold() -> None:
    row = person(PLAIN, "2012-03-06 08:00", "2012-03-06 16:00", comes=False, withdrawn=True)
    row["withdrawn_after"] = DAY
    (course,) = walk(PLAIN, row)
    assert (course["end"], course["ended_at"]) == ("withdrawn", "2012-03-07 10:50")


def test_state_prison_comes_before_the_hold() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00", to_state_prison=True))
    assert (course["end"], course["hold_until"]) == ("state-prison", None)


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


def test_the_policy_that_holds_at_the_fbi_answer_decides_about_sharing() -> None:
    """The opt-out begins at midnight; prints answered before it have gone on, and their match still comes after it."""
    place = scenario(NO_ADDED_DAYS, [{"begins": _day("2012-03-07"), "opt_out": "share"}])
    before, after = walk(
        place,
        person(place, "2012-03-06 21:59", "2012-03-08 10:00"),
        person(place, "2012-03-06 22:00", "2012-03-08 10:00"),
    )
    assert (before["fbi_answer_at"], before["matched_at"]) == ("2012-03-06 23:59", "2012-03-07 00:09")
    assert (after["fbi_answer_at"], after["matched_at"], after["end"]) == ("2012-03-07 00:00", None, "no-match")


def test_the_policy_that_holds_at_ices_answer_decides_about_receiving() -> None:
    place = scenario(NO_ADDED_DAYS, [{"begins": _day("2012-03-07"), "opt_out": "receive-only"}])
    before, after = walk(
        place,
        person(place, "2012-03-06 21:29", "2012-03-08 10:00"),
        person(place, "2012-03-06 21:30", "2012-03-08 10:00"),
    )
    assert (before["answer_at"], before["seen_at"]) == ("2012-03-06 23:59", "2012-03-07 00:04")
    assert (after["answer_at"], after["seen_at"], after["end"]) == ("2012-03-07 00:00", None, before["end"])


def test_the_rule_that_holds_at_release_decides_about_the_hold() -> None:
    place = scenario(NO_ADDED_DAYS, [{"begins": _day("2012-03-07"), "detainer_rules": [decline()]}])
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-07 10:00"))
    assert (course["rule_at_lodging"], course["rule_at_release"]) == ("honor", "decline")


def test_before_activation_only_the_other_channel_finds_people() -> None:
    place = scenario(NO_ADDED_DAYS | {"agencies.example.activated_on": _fact("2012-03-07")})
    alone = person(place, "2012-03-05 08:00", "2012-03-08 10:00")
    found = person(place, "2012-03-05 08:00", "2012-03-08 10:00", found_at=moment(place, "2012-03-06 09:00"))
    later = person(place, "2012-03-07 08:00", "2012-03-08 10:00")
    courses = walk(place, alone, found, later)
    assert [course["end"] for course in courses] == ["no-match", "transferred", "transferred"]
    assert (courses[1]["interviewed_at"], courses[1]["decided_at"]) == ("2012-03-06 09:00", "2012-03-06 09:20")


def test_a_person_found_twice_reaches_the_field_office_once() -> None:
    at = ("2012-03-06 08:00", "2012-03-09 10:00")
    first, second = walk(
        PLAIN,
        person(PLAIN, *at, found_at=moment(PLAIN, "2012-03-06 09:00")),
        person(PLAIN, *at, found_at=moment(PLAIN, "2012-03-06 12:00")),
    )
    assert (first["decided_at"], first["answer_at"]) == ("2012-03-06 09:20", "2012-03-06 10:30")
    assert (second["interviewed_at"], second["decided_at"]) == (None, "2012-03-06 10:50")


def test_the_state_bureau_that_cannot_relay_stops_the_answer_only() -> None:
    place = scenario(NO_ADDED_DAYS | {"agencies.example.state_relays_answers": False})
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-07 10:00"))
    assert (course["answer_at"], course["seen_at"], course["end"]) == ("2012-03-06 10:30", None, "transferred")


def test_a_full_tour_leaves_the_last_released_for_the_next() -> None:
    place = scenario(NO_ADDED_DAYS | {"field_offices.capital.tours.seats": number(2, "seats")})
    releases = ["2012-03-07 09:00", "2012-03-07 11:00", "2012-03-07 10:00"]
    courses = walk(place, *(person(place, "2012-03-06 08:00", release) for release in releases))
    assert [course["ended_at"] for course in courses] == ["2012-03-07 15:00", "2012-03-08 08:00", "2012-03-07 15:00"]


def test_a_tour_that_calls_when_the_hold_ends_still_takes_the_person() -> None:
    place = scenario(NO_ADDED_DAYS)
    on_time, late = walk(
        place,
        person(place, "2012-03-06 08:00", "2012-03-07 15:00", ready_after=48 * HOUR),
        person(place, "2012-03-06 08:00", "2012-03-07 14:59", ready_after=48 * HOUR),
    )
    assert (on_time["end"], on_time["ended_at"]) == ("transferred", "2012-03-09 15:00")
    assert (late["end"], late["ended_at"]) == ("lapsed", "2012-03-09 14:59")


def test_a_pick_up_is_brought_forward_to_the_last_tour_within_the_hold() -> None:
    (course,) = walk(
        PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 14:00", ready_after=60 * HOUR, brought_forward=True)
    )
    assert (course["end"], course["ended_at"]) == ("transferred", "2012-03-09 08:00")


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


def test_removal_after_transfer_and_after_an_arrest_at_large() -> None:
    at = ("2012-03-06 08:00", "2012-03-07 10:00")
    luck = {"removed": True, "removed_after": 30 * DAY}
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


def _day(text: str) -> object:
    from datetime import date

    return date.fromisoformat(text)


def _fact(text: str) -> dict[str, object]:
    return {"value": _day(text), "source": "made up for tests"}


def test_without_access_to_the_jail_the_other_channel_finds_only_some() -> None:
    place = scenario(NO_ADDED_DAYS, [{"begins": _day("2012-03-07"), "opt_out": "share", "ice_access": False}])
    found = {"matched": False, "found_at": moment(place, "2012-03-07 09:00")}
    at = ("2012-03-06 08:00", "2012-03-08 10:00")
    kept_out, by_roster, before = walk(
        place,
        person(place, *at, **found),
        person(place, *at, **found, found_needs_access=False),
        person(place, *at, **found | {"found_at": moment(place, "2012-03-06 23:59")}),
    )
    assert (kept_out["interviewed_at"], kept_out["end"]) == (None, "no-match")
    assert (by_roster["interviewed_at"], by_roster["end"]) == ("2012-03-07 09:00", "transferred")
    assert before["interviewed_at"] == "2012-03-06 23:59"


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
