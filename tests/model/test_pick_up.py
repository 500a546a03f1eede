"""Step 11, worked out by hand: when ICE's tours call, and who gets a seat."""

from __future__ import annotations

from tests.example_place import honor, number, scenario
from tests.model.one_person import HOUR, NO_ADDED_DAYS, PLAIN, person, walk

ONE_SEAT = NO_ADDED_DAYS | {"field_offices.capital.tours.seats": number(1, "seats")}
SHORTER_FOR_LEVEL_1 = [{"detainer_rules": [honor(24, level=["1"]), honor(48)]}]


def test_tours_do_not_call_on_a_holiday() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-02-17 08:00", "2012-02-17 18:00"))
    assert (course["end"], course["ended_at"]) == ("transferred", "2012-02-21 08:00")


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


def test_seats_go_to_those_whose_hold_ends_first() -> None:
    place = scenario(ONE_SEAT, SHORTER_FOR_LEVEL_1)
    long, short = walk(
        place,
        person(place, "2012-03-06 08:00", "2012-03-07 09:00"),
        person(place, "2012-03-06 08:00", "2012-03-07 10:00", level="1"),
    )
    assert (long["ended_at"], short["ended_at"]) == ("2012-03-08 08:00", "2012-03-07 15:00")


def test_a_coming_withdrawal_gives_no_seat() -> None:
    """Nobody knows on the tour that the detainer will be taken back: the legal end of the hold counts."""
    place = scenario(ONE_SEAT, SHORTER_FOR_LEVEL_1)
    later_limit, earlier_limit = walk(
        place,
        person(place, "2012-03-06 08:00", "2012-03-07 09:00", withdrawn=True, withdrawn_after=33 * HOUR + 600),
        person(place, "2012-03-06 08:00", "2012-03-07 10:00", level="1"),
    )
    assert (later_limit["hold_until"], earlier_limit["hold_until"]) == ("2012-03-09 09:00", "2012-03-08 10:00")
    assert (earlier_limit["end"], earlier_limit["ended_at"]) == ("transferred", "2012-03-07 15:00")
    assert (later_limit["end"], later_limit["ended_at"]) == ("withdrawn", "2012-03-07 20:00")


def test_an_earlier_tour_is_planned_for_whoever_is_ready_earlier() -> None:
    late, early = walk(
        PLAIN,
        person(PLAIN, "2012-03-06 08:00", "2012-03-07 09:00", ready_after=30 * HOUR),
        person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00"),
    )
    assert (late["ended_at"], early["ended_at"]) == ("2012-03-08 15:00", "2012-03-07 15:00")


def test_a_tour_plans_the_next_for_the_first_who_is_ready() -> None:
    at = ("2012-03-06 08:00", "2012-03-07 09:00")
    courses = walk(PLAIN, *(person(PLAIN, *at, ready_after=hours * HOUR) for hours in (0, 20, 40)))
    assert [course["ended_at"] for course in courses] == ["2012-03-07 15:00", "2012-03-08 08:00", "2012-03-09 08:00"]
