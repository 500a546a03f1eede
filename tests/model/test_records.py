"""The record of each person: who has which conviction, how long ago, and that it shifts nobody's luck."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.model.bookings import Bookings
from simulator.model.codes import REMOVABLE
from simulator.model.cohort import cohort_of
from simulator.scenario.federal import WARRANTS
from simulator.scenario.people import CONVICTIONS
from simulator.scenario.quantities import LEVELS
from tests.example_place import SOURCE, convictions, fixed, number, quantiles, scenario

LARGE = {"agencies.example.bookings_per_year": number(60_000, "bookings/year")}
NO_LEVEL = LEVELS.index("none")
WARRANT = {"no_warrant": 0.2, "administrative": 0.3, "judicial": 0.5, "unit": "share", "source": SOURCE}
OTHER_CONVICTIONS = {
    "level_1": convictions(0, 0, 0, 1),
    "level_2": convictions(0, 1, 0, 0),
    "level_3": convictions(0.5, 0.5, 0, 0),
    "unit": "share",
    "source": SOURCE,
}


@cache
def _drawn() -> Bookings:
    return cohort_of(scenario(LARGE), 5, 0).bookings


YEARS = {"years_since_conviction", "years_since_release"}


def near(flags: NDArray[Any], share: float) -> bool:
    """Whether the share of true rows is within 5 standard errors of what was asked for."""
    return bool(abs(flags.mean() - share) <= 5 * np.sqrt(share * (1 - share) / len(flags)))


def test_people_of_no_level_and_only_they_have_no_conviction() -> None:
    people = _drawn()
    without = people.conviction == 0
    assert (without == (people.level == NO_LEVEL)).all()
    assert 0.1 < without.mean() < 0.9
    assert np.isinf(people.years_since_conviction[without]).all()
    assert np.isinf(people.years_since_release[without]).all()
    assert np.isfinite(people.years_since_conviction[~without]).all()


def test_convictions_follow_the_table_of_their_level() -> None:
    people = _drawn()
    for level, shares in enumerate(scenario().people.record.conviction.rows()):
        of_level = people.conviction[people.level == level]
        assert len(of_level) > 300
        for kind, share in enumerate(shares):
            assert near(of_level == kind, share)


def test_release_is_never_before_the_conviction_nor_the_conviction_before_18() -> None:
    people = _drawn()
    convicted = people.conviction > 0
    since, released = people.years_since_conviction[convicted], people.years_since_release[convicted]
    assert (released <= since).all()
    assert (released >= 0).all()
    adults = people.age[convicted] >= 18
    assert (people.age[convicted] - since >= 18)[adults].all()
    assert (since[~adults] == 0).all()
    at_the_edge = np.isclose(people.age[convicted] - since, 18)
    assert at_the_edge[adults].mean() < 0.05, "they do not pile up at 18"
    old = (people.conviction == CONVICTIONS.index("homicide")) & (people.age > 60)
    served = people.years_since_conviction[old] - people.years_since_release[old]
    assert (served > 9.99).any()
    assert (served < 10.01).all()


def test_ages_are_of_minors_and_adults_in_their_share() -> None:
    age = _drawn().age
    assert near(age < 18, 0.02)
    assert set(age[age < 18]) == {14, 15, 16, 17}
    assert (np.median(age[age >= 18]), age.max() <= 80) == (pytest.approx(30, abs=1), True)


@pytest.mark.parametrize(("share", "ages"), [(0.0, (18, 80)), (1.0, (14, 17))])
def test_all_may_be_adults_or_minors(share: float, ages: tuple[int, int]) -> None:
    age = cohort_of(scenario({"people.ages.under_18": number(share, "share")}), 5, 0).bookings.age
    assert ages[0] <= age.min() <= age.max() <= ages[1]


def test_orders_of_removal_are_of_removable_people_and_of_all_who_were_removed() -> None:
    people = _drawn()
    assert people.prior_order[people.prior_removal].all()
    assert (people.status[people.prior_order] == REMOVABLE).all()
    assert near(people.prior_order[(people.status == REMOVABLE) & ~people.prior_removal], 0.05)


def test_lists_cases_and_warrants_have_their_shares() -> None:
    people = _drawn()
    assert near(people.watch_list, 0.02)
    assert near(people.pending_charge, 0.2)
    for code, share in enumerate((0.85, 0.1, 0.05)):
        assert near(people.warrant == code, share)
    assert WARRANTS[2] == "judicial"


@pytest.mark.parametrize(
    ("changes", "moved"),
    [
        ({"people.record.conviction": OTHER_CONVICTIONS}, {"conviction", *YEARS}),
        ({"people.record.since_release": fixed(1, "years")}, {"years_since_conviction", "years_since_release"}),
        ({"people.record.served.felony": fixed(2, "years")}, YEARS),
        ({"people.record.watch_list": number(0.5, "share")}, {"watch_list"}),
        ({"people.record.pending_charge": number(0.5, "share")}, {"pending_charge"}),
        ({"people.record.prior_order": number(0.5, "share")}, {"prior_order"}),
        ({"federal.form.warrant": WARRANT}, {"warrant"}),
        ({"people.ages.adults": quantiles({0.0: 40, 1.0: 80}, "years")}, {"age"}),
    ],
    ids=lambda changes: next(iter(changes)) if isinstance(changes, dict) else "",
)
def test_each_number_moves_its_own_columns_only(changes: dict[str, Any], moved: set[str]) -> None:
    before, after = _drawn(), cohort_of(scenario(LARGE | changes), 5, 0).bookings
    columns = [field.name for field in fields(Bookings)]
    differing = {name for name in columns if not np.array_equal(getattr(before, name), getattr(after, name))}
    assert differing - (YEARS if moved == {"age"} else set()) == moved


def test_more_of_something_is_the_same_people_and_some_more() -> None:
    before = _drawn()
    more = cohort_of(scenario(LARGE | {"people.record.pending_charge": number(0.5, "share")}), 5, 0).bookings
    assert more.pending_charge[before.pending_charge].all()
