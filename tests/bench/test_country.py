"""The country: made up, or by county where the record is at hand; and what its speed hangs on, by counts."""

from __future__ import annotations

import cProfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bench.__main__ import with_bookings
from bench.floor import needs_of
from bench.nation import made_up_table
from simulator.experiments.replications import Outcome, StudyPlan, study_plan_of, trace_of
from simulator.imports.us_counties import county_table
from simulator.runs.nation import write_nation
from simulator.scenario.load import load_study
from simulator.scenario.study import Case, Study
from tests.shared_record import record


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> StudyPlan:
    folder = tmp_path_factory.mktemp("made up")
    return study_plan_of(load_study(write_nation(folder, made_up_table(300, 200_000))))


def total(outcome: Outcome, name: str) -> float:
    return float(outcome.policies[0].tally.of(name).sum())


def test_made_up_agencies_add_up_and_are_skewed() -> None:
    table = made_up_table(3_000, 1e7)
    sizes = table["bookings_per_year"].sort_values(ascending=False)
    assert sizes.sum() == pytest.approx(1e7, rel=1e-3)
    assert table["fips"].is_unique
    assert 0.4 < sizes[:300].sum() / sizes.sum() < 0.8, "a tenth of the counties have most of the bookings"


def test_every_booking_of_a_country_ends_once(made_up: StudyPlan) -> None:
    outcome = made_up.replicate(1, 0)
    ends = ["no_match", "no_action", "missed", "withdrawn", "state_prison", "declined", "lapsed", "transferred"]
    assert sum(total(outcome, f"ended_{name}") for name in ends) == total(outcome, "bookings") > 190_000
    assert outcome.policies[0].tally.values.shape[1] <= 51, "counted by state"


def test_parts_of_a_country_do_not_depend_on_each_other(made_up: StudyPlan) -> None:
    """The same from all agencies at once, drawn whole, on the SimPy engine's own way of counting."""
    case = made_up.study.cases[0]
    whole = trace_of(case, 1, 0)
    outcome = made_up.replicate(1, 0)
    assert total(outcome, "detainers") == (whole.course.lodged_at >= 0).sum()
    assert total(outcome, "followed") == len(whole.rows)


def test_the_work_of_python_does_not_grow_with_the_bookings() -> None:
    """Calls of Python functions, which are the same on every machine, in place of seconds."""
    case = load_study("arlington-va").cases[0]

    def calls(bookings: float) -> int:
        scenario = with_bookings(case.scenario, bookings)
        plan = study_plan_of(Study("place", (Case("as-is", "", "", scenario, {}),)))
        plan.replicate(1, 0)
        profile = cProfile.Profile()
        profile.runcall(plan.replicate, 1, 1)
        return int(sum(entry.callcount for entry in profile.getstats()))  # type: ignore[attr-defined]  # not in the types of Python's own library

    few, many = calls(7_000), calls(140_000)
    assert few < 2_500
    assert many < 1.05 * few


def test_only_what_matters_is_drawn() -> None:
    needs = needs_of(trace_of(load_study("arlington-va").cases[0], 1, 0))
    assert needs.bookings > 10 * needs.followed > 20 * needs.lodged
    assert needs.uniforms < 3 * needs.bookings, "drawn whole, it would be five times as many"


def test_the_country_by_county_through_the_roll_out(tmp_path: Path) -> None:
    """3,083 counties, October 2008 to September 2014: detainers rise with the roll-out, as ICE's did until 2012.

    Published: 273,982 detainers in fiscal 2012 (TRAC), from all sources. The rules and rates are those of 2010-2012
    throughout, so what came after is not to be met.
    """
    table = county_table(record("us_counties.csv"))
    assert len(table) == 3_083
    assert table["bookings_per_year"].sum() == pytest.approx(11.8e6, rel=0.01)
    plan = study_plan_of(load_study(write_nation(tmp_path, table, "2008-10-01", 6)))
    detainers = plan.replicate(1, 0).policies[0].tally.of("detainers").sum(axis=0)
    by_year = pd.Series(detainers.reshape(6, 12).sum(axis=1), range(2009, 2015))
    assert np.all(np.diff(by_year.loc[:2013]) > 0)
    assert by_year[2009] < 0.7 * by_year[2012], "before it, those whom the other channel finds"
    assert by_year[2012] == pytest.approx(273_982, rel=0.15)
