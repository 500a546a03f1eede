"""How a detainer on file puts off the local release: by added days or by rarer bail, never both."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.experiments.replications import study_plan_of
from simulator.model.replication import cohort_of
from simulator.model.stay import Stay, longest_effect_days
from simulator.scenario.place import Scenario
from tests.example_place import SOURCE, decline, fixed, number, place_tree, scenario, study

HOUR, DAY = 3600, 86_400


def by_class(felony: float, misdemeanor: float, infraction: float) -> dict[str, Any]:
    shares = {"felony": felony, "misdemeanor": misdemeanor, "infraction": infraction}
    return shares | {"unit": "share", "source": SOURCE}


def hazards(**changes: Any) -> dict[str, Any]:
    bail = {
        "on_bail": by_class(0.2, 0.3, 0),
        "on_recognizance": by_class(0.1, 0.2, 0),
        "bail_factor": number(0.1, "share"),
        "recognizance_factor": number(0.5, "share"),
        "rest_of_case": {name: fixed(20, "days") for name in ("felony", "misdemeanor", "infraction")},
    }
    return {"jail.stay_effect": "bail-hazards", "jail.bail": bail | changes}


def released(factor: float, share: float, left: int, rest: int, effect: str = "bail-hazards") -> int:
    """Seconds after lodging until the release of a person with this much left of the stay and of the case."""
    jail = scenario(hazards() | {"jail.stay_effect": effect}).jail
    rows: dict[str, list[Any]] = {
        "released_at": [left], "rest_of_case": [rest], "release_factor": [factor], "charge_class": [1],
    }  # fmt: skip
    return Stay(jail, rows).released_at(0, 0, share)


@pytest.mark.parametrize(
    ("factor", "share", "expected"),
    [
        (1.0, 1.0, 10 * HOUR),  # released another way
        (0.5, 1.0, 20 * HOUR),  # half the hazard, twice the time
        (0.5, 0.5, 10 * HOUR / 0.75),  # half of the effect is left
        (0.5, 0.0, 10 * HOUR),  # none of it is left
        (0.1, 1.0, 60 * HOUR),  # the case ends first
        (0.0, 1.0, 60 * HOUR),  # no bail at all
    ],
)
def test_the_time_left_to_bail_is_divided_until_the_case_ends(factor: float, share: float, expected: float) -> None:
    assert released(factor, share, 10 * HOUR, 50 * HOUR) == round(expected)


def test_never_both() -> None:
    assert released(0.5, 1.0, 10 * HOUR, 50 * HOUR, "added-days") == 10 * HOUR + 12 * DAY
    assert released(1.0, 1.0, 10 * HOUR, 50 * HOUR) == 10 * HOUR


def test_each_way_of_release_has_its_share_and_its_factor() -> None:
    place = scenario(hazards() | {"agencies.example.bookings_per_year": number(200_000, "bookings/year")})
    rows = cohort_of(place, 1, 0).bookings
    for code, (bail, recognizance) in enumerate(((0.2, 0.1), (0.3, 0.2), (0, 0))):
        factors = rows.release_factor[rows.charge_class == code]
        assert (factors == 0.1).mean() == pytest.approx(bail, abs=0.015)
        assert (factors == 0.5).mean() == pytest.approx(recognizance, abs=0.015)


def added(place: dict[str, Any], rules: list[dict[str, Any]] | None = None) -> float:
    cases = study({"other": [{"detainer_rules": rules}] if rules else []}, place)
    return float(study_plan_of(cases).replicate(1, 0).policies[1].tally.of("added_pretrial_days").sum())


def test_rarer_bail_adds_days_and_less_so_where_the_jail_does_not_honor() -> None:
    honored, declined = added(hazards()), added(hazards(), [decline()])
    assert honored > declined > 0
    untouched = hazards(bail_factor=number(1, "share"), recognizance_factor=number(1, "share"))
    assert added(untouched) == 0
    assert added(hazards(on_bail=by_class(0, 0, 0), on_recognizance=by_class(0, 0, 0))) == 0


def test_the_longest_effect_bounds_the_calendar() -> None:
    assert longest_effect_days(scenario(hazards()).jail) == 20
    assert longest_effect_days(scenario().jail) == 45


def test_people_alike_in_both_ways_until_a_detainer_is_lodged() -> None:
    one, two = (cohort_of(scenario(changes), 1, 0).bookings for changes in ({}, hazards()))
    assert np.array_equal(one.released_at, two.released_at)
    assert np.array_equal(one.ice_wants, two.ice_wants)


def test_hazards_need_their_inputs() -> None:
    with pytest.raises(ValueError, match="needs the inputs of `bail`"):
        Scenario.model_validate(place_tree({"jail.stay_effect": "bail-hazards"}))
    too_many = hazards(on_bail=by_class(0.8, 0, 0), on_recognizance=by_class(0.3, 0, 0))
    with pytest.raises(ValueError, match="more than everybody"):
        Scenario.model_validate(place_tree(too_many))
