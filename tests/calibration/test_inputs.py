"""Which numbers are fitted, what a wrong choice is told, and how scores become values of the place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from simulator import api
from simulator.errors import ScenarioError
from simulator.experiments.calibration.inputs import WITHOUT_RECORD, Inputs, inputs_of, told_of
from simulator.experiments.calibration.targets import Series, Targets, months_of
from simulator.scenario.correlations import Correlation
from simulator.scenario.place import Scenario

ARLINGTON = api.load("arlington-va").cases[0].scenario
BOOKINGS, MATCHES = "agencies.arlington.bookings_per_year", "agencies.arlington.match_share"


def targets(*measures: str, scenario: Scenario = ARLINGTON) -> Targets:
    series = tuple(Series("", measure, (0, 1), (5.0, 6.0)) for measure in measures)
    return Targets("counts.csv", months_of(scenario), series)


def inputs(*named: str, scenario: Scenario = ARLINGTON, measures: Sequence[str] = ("detainers",)) -> Inputs:
    return inputs_of(scenario, targets(*measures), named, "drawn")


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        (["bookings"], [BOOKINGS]),
        (["bookings", "matches"], [BOOKINGS, MATCHES]),
        (["matches", "detainers"], [BOOKINGS, MATCHES, *WITHOUT_RECORD]),
        (["found_by_interview"], [BOOKINGS, MATCHES, *WITHOUT_RECORD]),
        (["lapsed", "transferred"], [BOOKINGS, MATCHES, "field_offices.washington.comes", *WITHOUT_RECORD]),
    ],
)
def test_what_measures_tell_of_is_fitted_by_default(measures: list[str], expected: list[str]) -> None:
    assert told_of(ARLINGTON, targets(*measures)) == expected
    assert [unknown.path for unknown in inputs(measures=measures).fitted] == expected


def test_all_else_with_a_range_is_drawn_but_prices() -> None:
    drawn = inputs()
    assert "federal.withdrawal.removable" in drawn.columns
    assert drawn.columns.count("people.status_of_matched") == 3
    assert not any(path.startswith("costs.") for path in drawn.columns)
    stated = inputs_of(ARLINGTON, targets("detainers"), (), "stated")
    assert stated.columns == [BOOKINGS, MATCHES, *WITHOUT_RECORD]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("agencies.arlington.match_shares",
         "the scenario has no such path. Did you mean `agencies.arlington.match_share`?"),
        ("people.level", "this is no single number with a range, so its range cannot be narrowed. Give it `low` and "
         "`high` in the place file if it is a single number."),
        ("costs.staff_hour", "a price changes no count, so no count tells of it."),
    ],
)  # fmt: skip
def test_what_cannot_be_fitted_is_said(named: str, expected: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        inputs(BOOKINGS, named)
    assert str(caught.value) == f"--fit: {named}: {expected}"


def test_a_path_named_twice_and_no_range_at_all() -> None:
    with pytest.raises(ScenarioError, match=f"--fit: {BOOKINGS}: this is named twice"):
        inputs(BOOKINGS, BOOKINGS)
    fixed = api.load("arlington-va", (), [f"{BOOKINGS}=7000"]).cases[0].scenario
    with pytest.raises(ScenarioError, match="none of the numbers that these targets tell of is a single number"):
        inputs(scenario=fixed, measures=["bookings"])


def test_scores_of_zero_are_what_is_stated_and_far_ones_are_the_ends() -> None:
    chosen = inputs(measures=["bookings", "matches"])
    scores = np.zeros((3, len(chosen.columns)))
    scores[1], scores[2] = -9, 9
    assert chosen.values(scores) == pytest.approx(np.array([[7000, 0.0755], [5485, 0.0584], [9000, 0.0927]]))
    point = chosen.points(scores)[0]
    assert point[BOOKINGS] == (0.5,)
    assert point["people.level"] == (0.5,) * 12


def test_numbers_that_go_together_are_drawn_together() -> None:
    found = "federal.other_channel.found"
    together = [
        Correlation(between=[BOOKINGS, MATCHES], rank=-0.8, source="made up"),
        Correlation(between=[MATCHES, found], rank=0.5, source="made up"),
    ]
    chosen = inputs(BOOKINGS, MATCHES, scenario=ARLINGTON.model_copy(update={"correlations": together}))
    scores = np.random.default_rng(1).standard_normal((4_000, len(chosen.columns)))
    levels = chosen.levels(scores)
    ranks = np.corrcoef(levels[:, [0, 1, chosen.columns.index(found), 5]].T)
    assert ranks[0, 1] == pytest.approx(-0.8, abs=0.03)
    assert ranks[1, 2] == pytest.approx(0.5, abs=0.04)
    assert abs(ranks[0, 3]) < 0.05
    assert levels.min() > 0
    assert levels.max() < 1
