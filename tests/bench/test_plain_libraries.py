"""The county in Ciw and in salabim is the county in SimPy."""

from __future__ import annotations

import pytest

from bench.plain_models import LIBRARIES, PlainModel
from simulator.model.cohort import run_calendar
from simulator.model.plan import plan_of
from simulator.scenario.place import Scenario
from tests.bench.crowded_county import SMALL, Sums, far_apart, plain_sums, with_rates
from tests.example_place import AGENCY, PLACE, number, scenario

SIMPY_RUNS = 60
RUNS = {"ciw": 16, "salabim": 12}


def installed(name: str) -> pytest.ParameterSet:
    library = LIBRARIES[name]
    reason = f"{library.title} is not installed: pip install '.[bench]'"
    return pytest.param(name, marks=pytest.mark.skipif(not library.is_installed, reason=reason))


each_library = pytest.mark.parametrize("name", [installed("ciw"), installed("salabim")])


def model(name: str, place: Scenario) -> PlainModel:
    return LIBRARIES[name].model_of(plan_of(place, run_calendar(place)))


@pytest.fixture(scope="module")
def simpy_sums() -> Sums:
    return with_rates(plain_sums(SMALL, SIMPY_RUNS))


@each_library
def test_means_are_those_of_the_model_in_simpy(name: str, simpy_sums: Sums) -> None:
    """Within four standard errors, over a year with rules, crowding, withdrawals and three months of no sharing."""
    sums = with_rates(plain_sums(SMALL, RUNS[name], library=name, first=1_000))
    assert far_apart(sums, simpy_sums) == {}


@each_library
def test_answers_take_what_the_stations_take(name: str) -> None:
    """Every delay is fixed: 90 minutes up to the FBI's answer, 30 more up to ICE's."""
    counts = model(name, scenario({"agencies.example.bookings_per_year": number(300, "bookings/year")})).run(5)
    bookings, answers = (sum(count[measure] for count in counts.values()) for measure in ("bookings", "answers"))
    assert bookings > answers > 0
    assert sum(count["hours_until_fbi_answer"] for count in counts.values()) == pytest.approx(1.5 * bookings)
    assert sum(count["hours_until_answer"] for count in counts.values()) == pytest.approx(2 * answers)


@each_library
def test_every_booking_ends_once_at_two_agencies_with_an_office_each(name: str) -> None:
    """The second agency has a tenth of the bookings."""
    coast = PLACE["field_offices"]["capital"] | {"label": "Coast"}
    other = AGENCY | {
        "label": "Other County",
        "field_office": "coast",
        "bookings_per_year": number(40, "bookings/year"),
    }
    changes = {
        "agencies": {"example": AGENCY | {"bookings_per_year": number(400, "bookings/year")}, "other": other},
        "field_offices": PLACE["field_offices"] | {"coast": coast},
    }
    counts = model(name, scenario(changes)).run(3)
    assert len(counts) == 24
    for counted in counts.values():
        ends = sum(value for measure, value in counted.items() if measure.startswith("ended_"))
        assert ends == counted["bookings"]
    at_other = sum(counted["bookings"] for (agency, _), counted in counts.items() if agency == "other")
    assert 15 < at_other < 80


@each_library
def test_a_seed_gives_the_same_run_again(name: str) -> None:
    place = scenario({"agencies.example.bookings_per_year": number(200, "bookings/year")})
    plain = model(name, place)
    first, other, again = plain.run(3), plain.run(4), plain.run(3)
    assert first == again == model(name, place).run(3)
    assert first != other


@each_library
def test_a_county_without_bookings_ends_at_once(name: str) -> None:
    counts = model(name, scenario({"agencies.example.bookings_per_year": number(0.001, "bookings/year")})).run(1)
    assert sum(sum(counted.values()) for counted in counts.values()) == 0
