"""How a detainer on file puts off the local release: by added days or by rarer bail, never both."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.experiments.replications import study_plan_of
from simulator.model.codes import NEVER, WITHDRAWN
from simulator.model.cohort import cohort_of, run_calendar
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from simulator.model.stay import Stay, longest_effect_days
from simulator.scenario.place import Scenario
from tests.example_place import SOURCE, decline, fixed, number, place_tree, scenario, study

HOUR, DAY = 3600, 86_400


def by_class(felony: float, misdemeanor: float, infraction: float) -> dict[str, Any]:
    shares = {"felony": felony, "misdemeanor": misdemeanor, "infraction": infraction}
    return shares | {"unit": "share", "source": SOURCE}


def rarer(**changes: Any) -> dict[str, Any]:
    release = {
        "on_bail": by_class(0.2, 0.3, 0),
        "on_recognizance": by_class(0.1, 0.2, 0),
        "bail_ratio": number(0.1, "share"),
        "recognizance_ratio": number(0.5, "share"),
        "rest_of_case": {name: fixed(20, "days") for name in ("felony", "misdemeanor", "infraction")},
    }
    return {"jail.stay_effect": "rarer-release", "jail.pretrial_release": release | changes}


def released(ratio: float, luck: float, share: float, effect: str = "rarer-release") -> int:
    """Seconds until the release of a person with 10 hours left, and 50 more until the case ends."""
    jail = scenario(rarer() | {"jail.stay_effect": effect}).jail
    rows: dict[str, list[Any]] = {
        "released_at": [10 * HOUR], "rest_of_case": [50 * HOUR], "release_ratio": [ratio], "release_luck": [luck],
        "charge_class": [1],
    }  # fmt: skip
    return Stay(jail, rows).released_at(0, share)


@pytest.mark.parametrize(
    ("ratio", "luck", "share", "hours"),
    [
        (1.0, 0.99, 1.0, 10),  # released another way
        (0.1, 0.09, 1.0, 10),  # one of the releases that are left
        (0.1, 0.11, 1.0, 60),  # not released until the case ends
        (0.1, 0.54, 0.5, 10),  # half of the effect is left: 0.55
        (0.1, 0.56, 0.5, 60),
        (0.0, 0.99, 0.0, 10),  # none of the effect is left
    ],
)
def test_who_loses_the_release_stays_until_the_case_ends(ratio: float, luck: float, share: float, hours: int) -> None:
    assert released(ratio, luck, share) == hours * HOUR


def test_never_both() -> None:
    assert released(0.1, 0.9, 1.0, "added-days") == 10 * HOUR + 12 * DAY
    assert released(1.0, 0.9, 1.0) == 10 * HOUR


def test_of_releases_as_many_are_left_with_a_detainer_as_the_ratio_says() -> None:
    """The ratios that were published are of releases with a detainer and without."""
    place = scenario(rarer() | {"agencies.example.bookings_per_year": number(100_000, "bookings/year")})
    trace = simulate(plan_of(place, run_calendar(place)), cohort_of(place, 1, 0))
    rows, course = trace.bookings, trace.course
    on_file = (course.lodged_at != NEVER) & (course.end != WITHDRAWN)
    for ratio in (0.1, 0.5):
        chosen = on_file & (rows.release_ratio == ratio)
        assert (course.released_at == rows.released_at)[chosen].mean() == pytest.approx(ratio, abs=0.04)
        assert chosen.sum() > 300


def test_each_way_of_release_has_its_share_and_its_factor() -> None:
    place = scenario(rarer() | {"agencies.example.bookings_per_year": number(200_000, "bookings/year")})
    rows = cohort_of(place, 1, 0).bookings
    for code, (bail, recognizance) in enumerate(((0.2, 0.1), (0.3, 0.2), (0, 0))):
        factors = rows.release_ratio[(rows.charge_class == code) & ~rows.to_state_prison]
        assert (factors == 0.1).mean() == pytest.approx(bail, abs=0.015)
        assert (factors == 0.5).mean() == pytest.approx(recognizance, abs=0.015)


def added(place: dict[str, Any], rules: list[dict[str, Any]] | None = None) -> float:
    cases = study({"other": [{"detainer_rules": rules}] if rules else []}, place)
    return float(study_plan_of(cases).replicate(1, 0).policies[1].tally.of("added_pretrial_days").sum())


def test_rarer_bail_adds_days_and_less_so_where_the_jail_does_not_honor() -> None:
    honored, declined = added(rarer()), added(rarer(), [decline()])
    assert honored > declined > 0
    untouched = rarer(bail_ratio=number(1, "share"), recognizance_ratio=number(1, "share"))
    assert added(untouched) == 0
    assert added(rarer(on_bail=by_class(0, 0, 0), on_recognizance=by_class(0, 0, 0))) == 0


def test_the_longest_effect_bounds_the_calendar() -> None:
    assert longest_effect_days(scenario(rarer()).jail) == 20
    assert longest_effect_days(scenario().jail) == 45


def test_people_alike_in_both_ways_until_a_detainer_is_lodged() -> None:
    one, two = (cohort_of(scenario(changes), 1, 0).bookings for changes in ({}, rarer()))
    assert np.array_equal(one.released_at, two.released_at)
    assert np.array_equal(one.ice_wants, two.ice_wants)


def test_rarer_release_needs_its_inputs() -> None:
    with pytest.raises(ValueError, match="needs the inputs of `pretrial_release`"):
        Scenario.model_validate(place_tree({"jail.stay_effect": "rarer-release"}))
    too_many = rarer(on_bail=by_class(0.8, 0, 0), on_recognizance=by_class(0.3, 0, 0))
    with pytest.raises(ValueError, match="more than everybody"):
        Scenario.model_validate(place_tree(too_many))
