"""What is not known about a scenario: found by its ranges, drawn within them, and possible together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from simulator import api
from simulator.errors import ScenarioError
from simulator.scenario.distributions import Duration
from simulator.scenario.drawing import at_levels, between, columns_of
from simulator.scenario.network import ColumnFact
from simulator.scenario.place import Scenario
from simulator.scenario.places import shipped
from simulator.scenario.quantities import DatedFact, Quantity
from simulator.scenario.settings import with_settings
from simulator.scenario.unknowns import drawn, possible, unknowns_of

PLACES = sorted(path.stem for path in shipped()["places"])
DURATION: TypeAdapter[Duration] = TypeAdapter(Duration)
COUNTIES = [place for place in PLACES if place != "united-states-by-state"]


def scenario_of(place: str) -> Scenario:
    return api.load(place).cases[0].scenario


def share(**more: object) -> Quantity:
    return Quantity.model_validate({"value": 0.1, "unit": "share", "source": "somewhere"} | more)


def test_every_number_with_a_range_is_an_unknown_and_no_choice_is() -> None:
    found = {unknown.path: unknown for unknown in unknowns_of(scenario_of("arlington-va"))}
    match = found["agencies.arlington.match_share"]
    assert (match.low, match.value, match.high, match.unit) == (0.0584, 0.0755, 0.0927, "share")
    assert match.what == "Share of bookings whose prints match an IDENT record"
    assert found["people.level"].columns == 12
    assert found["arrivals.week"].columns == 168
    assert found["stays.felony"].columns == 1
    assert found["agencies.arlington.activated_on"].columns == 1
    assert "costs.discount_rate" not in found
    assert "federal.form.hold_hours" not in found  # it has no range


@pytest.mark.parametrize("place", COUNTIES)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_what_is_drawn_is_a_valid_scenario(place: str, seed: int) -> None:
    stated = scenario_of(place)
    luck = np.random.default_rng(seed)
    edges = luck.choice([0.0, 1.0, 0.5, luck.random()], size=4)
    levels = {u.path: luck.choice([*edges, luck.random()], size=u.columns).tolist() for u in unknowns_of(stated)}
    made = drawn(stated, levels)
    assert Scenario.model_validate(made.model_dump()) == made
    assert possible(made)


@pytest.mark.parametrize("place", PLACES)
def test_in_the_middle_stands_what_is_stated(place: str) -> None:
    stated = scenario_of(place)
    assert drawn(stated, {unknown.path: [0.5] * unknown.columns for unknown in unknowns_of(stated)}) == stated


@pytest.mark.parametrize("place", COUNTIES)
def test_at_the_ends_stand_the_ends_of_the_range(place: str) -> None:
    stated = scenario_of(place)
    for unknown in unknowns_of(stated):
        if unknown.low is None or unknown.high is None:
            continue
        ends = [drawn(stated, {unknown.path: [level]}) for level in (0.0, 1.0)]
        assert [_centre(made, unknown.path) for made in ends] == pytest.approx([unknown.low, unknown.high], rel=1e-6)


def _centre(scenario: Scenario, path: str) -> float:
    return next(unknown.value or 0.0 for unknown in unknowns_of(scenario) if unknown.path == path)


def test_the_stated_value_is_the_median_however_lopsided_the_range() -> None:
    luck = np.random.default_rng(1).random(4_000)
    drawn_values = np.array([between(0, 100, 2_000, level) for level in luck])
    assert abs(np.mean(drawn_values < 100) - 0.5) < 0.03
    assert drawn_values.min() >= 0
    assert drawn_values.max() <= 2_000


def test_quantiles_take_the_place_of_the_triangles() -> None:
    number = share(low=0.05, high=0.2, quantiles={0.0: 0.0, 0.25: 0.08, 0.5: 0.1, 1.0: 0.4})
    assert [at_levels(number, [level]).value for level in (0, 0.125, 0.25, 0.75, 1)] == pytest.approx(
        [0, 0.04, 0.08, 0.25, 0.4]
    )


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"quantiles": {0.0: 0.0, 1.0: 1.0}}, "`quantiles` need `low` and `high` beside them"),
        ({"low": 0.0, "high": 0.5, "quantiles": {0.0: 0.0, 0.9: 1.0}}, "must run from probability 0 to probability 1"),
        ({"low": 0.0, "high": 0.5, "quantiles": {0.0: 0.5, 1.0: 0.0}}, "must both rise"),
        ({"low": 0.0, "high": 0.5, "quantiles": {0.0: 0.1, 1.0: 0.4}}, "must lie within the quantiles"),
        (
            {"low": 0.1, "high": 0.1, "quantiles": {0.0: 0.0, 1.0: 1.0}},
            "the same, so the quantiles would never be used",
        ),
    ],
)
def test_quantiles_that_cannot_be(wrong: dict[str, object], rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        share(**wrong)


def test_a_table_keeps_its_sum_and_a_staff_stays_whole() -> None:
    stated = scenario_of("arlington-va")
    status = stated.people.status_of_matched
    low = at_levels(status, [0.0, 1.0, 0.0])
    assert sum(low.by_status()) == pytest.approx(1)
    assert low.lawful / low.removable == pytest.approx(status.lawful / status.removable * 1.3 / 0.7)
    officers = Quantity(value=2, low=1, high=4, unit="officers", assumed="to try")
    assert {at_levels(officers, [level]).value for level in (0.0, 0.3, 0.5, 0.8, 1.0)} == {1.0, 2.0, 3.0, 4.0}


def test_a_date_is_drawn_between_those_that_sources_give() -> None:
    day = DatedFact(value=date(2010, 6, 15), earliest=date(2010, 6, 1), latest=date(2010, 6, 20), source="a list")
    assert columns_of(day) == 1
    assert at_levels(day, [0.0]).value == date(2010, 6, 1)
    assert at_levels(day, [0.5]).value == date(2010, 6, 15)
    assert at_levels(day, [1.0]).value == date(2010, 6, 20)
    assert columns_of(DatedFact(value=date(2010, 6, 15), source="a list")) == 0


def test_agencies_of_a_table_are_unsure_together() -> None:
    stated = scenario_of("united-states-by-state")
    assert stated.network is not None
    column = next(name for name, fact in stated.network.facts.items() if name == "bookings_per_year" and fact.spread)
    made = drawn(stated, {f"network.facts.{column}": [1.0]})
    ratios = [
        agency.bookings_per_year.value / stated.agencies[name].bookings_per_year.value
        for name, agency in made.agencies.items()
    ]
    fact: ColumnFact = stated.network.facts[column]
    assert fact.spread is not None
    assert ratios == pytest.approx([1 + fact.spread] * len(ratios))


def test_what_cannot_be_true_together_is_moved_towards_what_is_stated() -> None:
    stated = scenario_of("arlington-va")
    lesc = stated.stations.lesc.model_copy(update={"on_duty": stated.stations.lesc.on_duty.model_copy(
        update={"low": 5.0})})  # fmt: skip
    tight = stated.model_copy(update={"stations": stated.stations.model_copy(update={"lesc": lesc})})
    made = drawn(tight, {"stations.lesc.on_duty": [0.0]})
    assert possible(made)
    assert 5 < made.stations.lesc.on_duty.value < stated.stations.lesc.on_duty.value


def faults_of(text: str, tmp_path: object) -> list[str]:
    place = Path(str(tmp_path)) / "place.yaml"
    place.write_text(f"kind: place\nbase: arlington-va\n{text}", encoding="utf-8")
    try:
        api.load(place)
    except ScenarioError as error:
        return [f"{fault.line}: {fault.rule}" for fault in error.faults]
    return []


def test_a_number_that_is_set_is_known_and_goes_together_with_nothing(tmp_path: Path) -> None:
    """The other pair stays, and its faults keep their line."""
    match, prior, listed = "agencies.arlington.match_share", "people.prior_removal", "people.record.watch_list"
    place = tmp_path / "place.yaml"
    pairs = [(prior, match), (prior, listed)]
    lines = [f"  - {{between: [{one}, {other}], rank: 0.5, source: somewhere}}\n" for one, other in pairs]
    place.write_text(f"kind: place\nbase: arlington-va\ncorrelations:\n{''.join(lines)}", encoding="utf-8")
    (stated,) = api.load(place).cases
    assert [tuple(one.between) for one in stated.scenario.correlations] == pairs
    for known in (api.load(place, (), [f"{match}=0.06"]).cases[0], with_settings(stated, {match: 0.06})):
        assert [tuple(one.between) for one in known.scenario.correlations] == pairs[1:]
    place.write_text(place.read_text(encoding="utf-8").replace(listed, "people.level"), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        api.load(place, (), [f"{match}=0.06"])
    assert [(fault.line, fault.rule) for fault in caught.value.faults] == [
        (5, "people.level is no single number with a range")
    ]


def test_correlations_that_cannot_be(tmp_path: object) -> None:
    one = "  - {between: [people.prior_removal, people.record.watch_list], rank: 0.5, source: somewhere}\n"
    assert faults_of(f"correlations:\n{one}", tmp_path) == []
    assert faults_of(f"correlations:\n{one}{one}", tmp_path) == ["5: this pair is given twice"]
    table = one.replace("people.prior_removal", "people.level")
    assert faults_of(f"correlations:\n{table}", tmp_path) == ["4: people.level is no single number with a range"]
    same = one.replace("people.prior_removal", "people.record.watch_list")
    assert faults_of(f"correlations:\n{same}", tmp_path) == ["4: a number goes together with itself anyway"]
    against = same.replace("0.5", "-0.5")
    assert faults_of(f"correlations:\n{against}", tmp_path) == ["4: a number goes together with itself anyway"]
    names = ["people.prior_removal", "people.record.watch_list", "people.record.prior_order"]
    pairs = [(names[0], names[1], 0.9), (names[1], names[2], 0.9), (names[0], names[2], -0.9)]
    lines = [f"  - {{between: [{a}, {b}], rank: {rank}, source: somewhere}}\n" for a, b, rank in pairs]
    assert faults_of(f"correlations:\n{''.join(lines)}", tmp_path) == ["6: these correlations cannot all hold at once"]


def test_only_what_cannot_be_true_together_is_moved() -> None:
    stated = scenario_of("arlington-va")
    lesc = stated.stations.lesc
    low = lesc.on_duty.model_copy(update={"low": 5.0})
    tight = stated.model_copy(
        update={"stations": stated.stations.model_copy(update={"lesc": lesc.model_copy(update={"on_duty": low})})}
    )
    made = drawn(tight, {"stations.lesc.on_duty": [0.0], "people.prior_removal": [0.9]})
    assert made.people.prior_removal == drawn(stated, {"people.prior_removal": [0.9]}).people.prior_removal


def test_a_table_with_all_at_the_low_end_of_a_whole_spread_is_as_stated() -> None:
    people = scenario_of("arlington-va").people
    for table, columns in ((people.status_of_matched, 3), (people.level, 12)):
        wide = table.model_copy(update={"spread": 1.0})
        assert at_levels(wide, [0.0] * columns) == wide


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ({"distribution": "lognormal", "median": 3, "p90": 9, "low": 0}, "low must be above 0, and 0 is not"),
        ({"distribution": "exponential", "mean": 3, "low": -1}, "low must be above 0, and -1 is not"),
        ({"distribution": "fixed", "value": 3, "low": -1}, "low must be at least 0, and -1 is not"),
        ({"distribution": "quantiles", "at": {0.0: 2.0, 1.0: 9.0}, "low": 1}, "low must be above 2, and 1 is not"),
        ({"distribution": "fixed", "value": 3, "low": 0}, ""),
    ],
)
def test_a_range_of_times_that_are_none_is_refused(kind: dict[str, object], rule: str) -> None:
    stated = kind | {"unit": "hours", "high": 8, "assumed": "made up"}
    if not rule:
        assert at_levels(DURATION.validate_python(stated, strict=False), [0.0]).value == 0
        return
    with pytest.raises(ValidationError, match=rule):
        DURATION.validate_python(stated, strict=False)
