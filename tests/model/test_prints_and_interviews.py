"""Steps 1 to 5 and the other channel, worked out by hand: who comes to ICE's knowledge, by the policy of the moment."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.example_place import scenario
from tests.model.one_person import NO_ADDED_DAYS, PLAIN, moment, person, walk


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


def test_no_match_leaves_on_the_local_clock() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00", matched=False))
    assert (course["matched_at"], course["end"], course["ended_at"]) == (None, "no-match", "2012-03-07 10:00")


def test_the_policy_that_holds_at_the_fbi_answer_decides_about_sharing() -> None:
    """The opt-out begins at midnight; prints answered before it have gone on, and their match still comes after it."""
    place = scenario(NO_ADDED_DAYS, [{"begins": date(2012, 3, 7), "opt_out": "share"}])
    before, after = walk(
        place,
        person(place, "2012-03-06 21:59", "2012-03-08 10:00"),
        person(place, "2012-03-06 22:00", "2012-03-08 10:00"),
    )
    assert (before["fbi_answer_at"], before["matched_at"]) == ("2012-03-06 23:59", "2012-03-07 00:09")
    assert (after["fbi_answer_at"], after["matched_at"], after["end"]) == ("2012-03-07 00:00", None, "no-match")


def test_the_policy_that_holds_at_ices_answer_decides_about_receiving() -> None:
    place = scenario(NO_ADDED_DAYS, [{"begins": date(2012, 3, 7), "opt_out": "receive-only"}])
    before, after = walk(
        place,
        person(place, "2012-03-06 21:29", "2012-03-08 10:00"),
        person(place, "2012-03-06 21:30", "2012-03-08 10:00"),
    )
    assert (before["answer_at"], before["seen_at"]) == ("2012-03-06 23:59", "2012-03-07 00:04")
    assert (after["answer_at"], after["seen_at"], after["end"]) == ("2012-03-07 00:00", None, before["end"])


def test_the_state_bureau_that_cannot_relay_stops_the_answer_only() -> None:
    place = scenario(NO_ADDED_DAYS | {"agencies.example.state_relays_answers": False})
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-07 10:00"))
    assert (course["answer_at"], course["seen_at"], course["end"]) == ("2012-03-06 10:30", None, "transferred")


def test_before_activation_only_the_other_channel_finds_people() -> None:
    place = scenario(NO_ADDED_DAYS | {"agencies.example.activated_on.value": date(2012, 3, 7)})
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


def test_without_access_to_the_jail_the_other_channel_finds_only_some() -> None:
    place = scenario(NO_ADDED_DAYS, [{"begins": date(2012, 3, 7), "opt_out": "share", "ice_access": False}])
    found: dict[str, Any] = {"matched": False, "found_at": moment(place, "2012-03-07 09:00")}
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
