"""Step 9, worked out by hand: what the jail's rules say at local release, and who waits at the door."""

from __future__ import annotations

from datetime import date

from tests.example_place import decline, honor, scenario
from tests.model.one_person import NO_ADDED_DAYS, PLAIN, person, walk


def test_declined_and_released() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [honor(level=["1"]), decline()]}])
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-07 10:00"))
    assert (course["rule_at_release"], course["hold_until"], course["end"]) == ("decline", None, "declined")


def test_hold_of_no_hours_is_a_release() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [honor(0)]}])
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-06 16:00"))
    assert (course["rule_at_release"], course["end"], course["ended_at"]) == ("decline", "declined", "2012-03-06 16:00")


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
        person(place, *at, charge_class="felony", age=17),
        person(place, *at, charge_class="felony", age=17, prior_removal=True),
        person(place, *at),
    )
    assert [course["rule_at_release"] for course in courses] == ["honor", "decline", "notify", "decline"]


def test_the_rule_that_holds_at_release_decides_about_the_hold() -> None:
    place = scenario(NO_ADDED_DAYS, [{"begins": date(2012, 3, 7), "detainer_rules": [decline()]}])
    (course,) = walk(place, person(place, "2012-03-06 08:00", "2012-03-07 10:00"))
    assert (course["rule_at_lodging"], course["rule_at_release"]) == ("honor", "decline")


def test_state_prison_comes_before_the_hold() -> None:
    (course,) = walk(PLAIN, person(PLAIN, "2012-03-06 08:00", "2012-03-07 10:00", to_state_prison=True))
    assert (course["end"], course["hold_until"]) == ("state-prison", None)


def test_notified_ice_takes_the_person_at_the_door() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [decline("notify")]}])
    taken, gone = walk(
        place,
        person(place, "2012-03-06 08:00", "2012-03-07 10:00", door=0.29),
        person(place, "2012-03-06 08:00", "2012-03-07 10:00", door=0.31),
    )
    assert (taken["end"], taken["ended_at"]) == ("transferred", "2012-03-07 10:00")
    assert gone["end"] == "declined"


def test_ice_takes_some_at_the_door_where_the_detainer_is_declined() -> None:
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": [decline()]}])
    at = ("2012-03-06 08:00", "2012-03-07 10:00")
    courses = walk(place, person(place, *at, door=0.09), person(place, *at, door=0.11))
    assert [course["end"] for course in courses] == ["transferred", "declined"]


ON_RECORD = ("homicide", "serious-or-violent", "felony", "misdemeanor")


def test_rules_look_at_the_record_and_its_limits_of_years() -> None:
    """Ten years from conviction or five from release, whichever is later; a limit holds on its very day."""
    rules = [
        honor(24, conviction=["serious-or-violent"], convicted_within_years=10),
        honor(24, conviction=["serious-or-violent"], released_within_years=5),
        decline("notify", warrant=["judicial"], pending_charge=True),
        decline(),
    ]
    place = scenario(NO_ADDED_DAYS, [{"detainer_rules": rules}])
    at = ("2012-03-06 08:00", "2012-03-06 16:00")
    years = [(10.0, 9.0), (10.01, 5.0), (10.01, 5.01)]
    rows = [
        person(place, *at, conviction="serious-or-violent", years_since_conviction=since, years_since_release=released)
        for since, released in years
    ]
    rows += [person(place, *at, conviction=kind, years_since_conviction=1.0) for kind in ON_RECORD]
    rows += [person(place, *at, warrant="judicial"), person(place, *at, warrant="judicial", pending_charge=True)]
    courses = walk(place, *rows)
    assert [course["rule_at_release"] for course in courses] == [
        *("honor", "honor", "decline"),
        *("decline", "honor", "decline", "decline"),
        *("decline", "notify"),
    ]


def test_a_rule_under_an_agreement_counts_from_the_day_of_the_agreement_on() -> None:
    periods = [
        {"detainer_rules": [honor(24, reimbursement="agreed"), decline()]},
        {"begins": date(2012, 3, 6), "reimbursement_agreement": True},
        {"begins": date(2012, 3, 8), "reimbursement_agreement": False},
    ]
    place = scenario(NO_ADDED_DAYS, periods)
    days = ("2012-03-05", "2012-03-06", "2012-03-07", "2012-03-08")
    courses = walk(place, *(person(place, f"{day} 08:00", f"{day} 16:00", comes=False) for day in days))
    assert [course["rule_at_release"] for course in courses] == ["decline", "honor", "honor", "decline"]
