"""What is measured: ratios of counts add up, people are read from traces, and trials differ by luck and inputs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator.experiments.intervals import interval
from simulator.experiments.replications import StudyPlan, study_plan_of, trace_of
from simulator.experiments.validation.case_file import CaseFile, Ratio, Spread, Watched
from simulator.experiments.validation.measures import ratio_of, spread_of, switched_on
from simulator.experiments.validation.people import days_to_ice_by_weekday, watched
from simulator.experiments.validation.reading import read_cases
from simulator.experiments.validation.running import CaseResult, Effort, Record, run_case, study_of
from simulator.experiments.validation.trials import Trials, drawn_points, simulated
from simulator.scenario.load import load_study
from simulator.scenario.stations import WEEKDAYS


@pytest.fixture(scope="module")
def plan() -> StudyPlan:
    return study_plan_of(load_study("arlington-va", ["decline-all-detainers"]))


def ratio(plan: StudyPlan, position: int = 0, **asked: object) -> float:
    scenario = plan.study.cases[position].scenario
    return ratio_of(Ratio.model_validate(asked), scenario, plan.replicate(1, 0), position)


def test_shares_of_levels_add_up_to_one(plan: StudyPlan) -> None:
    shares = [ratio(plan, count="matches", levels=[level], per="matches") for level in ("1", "2", "3", "none")]
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0.05


def test_months_add_up_to_the_year_and_a_day_is_a_part_of_it(plan: StudyPlan) -> None:
    whole = ratio(plan, count="detainers")
    halves = [ratio(plan, count="detainers", per="total", months=months) for months in ([1, 6], [7, 12])]
    assert sum(halves) == whole == ratio(plan, count="detainers", per="total")
    assert ratio(plan, count="detainers", months=[1, 6]) == 2 * halves[0]
    assert ratio(plan, count="detainers", per="day") == pytest.approx(whole / 365.25)
    assert ratio(plan, count="detainers", times=0.5) == whole / 2


def test_everybody_who_was_decided_about_is_honored_or_declined(plan: StudyPlan) -> None:
    assert ratio(plan, count="honored", per="honored_or_declined") == 1
    assert ratio(plan, 1, count="declined", per="honored_or_declined") == 1
    assert ratio(plan, 1, count="honored", per="honored_or_declined") == 0


def test_the_place_as_it_is_is_once_itself_and_nothing_over_nothing_is_no_number(plan: StudyPlan) -> None:
    assert ratio(plan, count="detainers", per="as-is") == 1
    assert 0 < ratio(plan, 1, count="transferred", per="as-is") < 0.3
    assert np.isnan(ratio(plan, 1, count="detainers", per="honored"))


def test_prints_count_from_the_day_of_activation() -> None:
    """On since 16 November 2010: nothing of October, half of November (15 of 30 days), all of the rest."""
    scenario = load_study("arlington-va", (), ["agencies.arlington.activated_on.value=2010-11-16"]).cases[0].scenario
    assert switched_on(scenario)[0, :12].tolist() == [0, 0.5, *[1] * 10]


def test_spread_over_agencies_by_hand(plan: StudyPlan) -> None:
    chosen = plan.replicate(1, 0).policies[0]
    alone = Spread.model_validate({"agencies": "share_with_few", "bound": 3})
    assert spread_of(alone, chosen) == 0
    assert spread_of(alone.model_copy(update={"bound": 1e6}), chosen) == 1
    assert spread_of(Spread.model_validate({"agencies": "share_of_the_top", "bound": 1}), chosen) == 1


def days(**asked: Any) -> float:
    case = load_study("arlington-va", (), asked.pop("settings", ())).cases[0]
    return watched(Watched.model_validate(asked), trace_of(case, 1, 0), None)


KEPT = [f"federal.withdrawal.{status}=0" for status in ("removable", "lawful", "us_citizen")]
"""No detainer is taken back, so that each has its whole effect."""


def test_added_days_lengthen_the_stay_by_as_many() -> None:
    """Ten more days for everybody with a detainer: ten more in the mean."""
    more = [
        f"jail.added_days.{name}={days}" for name, days in (("felony", 55), ("misdemeanor", 22), ("infraction", 10))
    ]
    gained = days(people="days_to_local_release", settings=[*KEPT, *more])
    assert gained - days(people="days_to_local_release", settings=KEPT) == pytest.approx(10, abs=0.05)


def test_with_nothing_added_only_those_who_stay_long_enough_have_a_detainer() -> None:
    none = [f"jail.added_days.{name}=0" for name in ("felony", "misdemeanor", "infraction")]
    assert days(people="mean_stay_ratio", settings=none) > 1
    assert days(people="stay_ratio", settings=none) > 1
    assert days(people="stay_ratio") > days(people="stay_ratio", settings=none)


def test_rows_of_weekdays_are_shares_and_no_one_is_taken_at_weekends() -> None:
    trace = trace_of(load_study("travis-tx").cases[0], 1, 0)
    table = days_to_ice_by_weekday(trace)
    assert table.sum(axis=1) == pytest.approx(np.ones(7))
    assert (table[4, 1], table[4, 2], table[5, 0], table[5, 1], table[6, 0]) == (0, 0, 0, 0, 0)
    asked = Watched.model_validate({"people": "largest_difference_of_a_cell"})
    assert watched(asked, trace, table) == 0
    assert watched(asked, trace, table + np.eye(7) / 4) == pytest.approx(0.25)


def test_every_detainer_is_lodged_on_one_weekday() -> None:
    each = [days(people="lodged_on", weekday=weekday) for weekday in WEEKDAYS]
    assert sum(each) == pytest.approx(1)
    assert each[5] < each[0], "the desk is closed on weekend nights"


@pytest.fixture(scope="module")
def trials() -> Trials:
    case = read_cases(["v01-san-francisco"])[0]
    study = study_of(case, Record())
    return Trials(study, tuple(case.file.comparisons), None, 6, drawn_points(study, 20, 1))


def test_draws_widen_the_interval_and_leave_the_middle(trials: Trials) -> None:
    alone = simulated(replace(trials, points=()), 1, 1)
    drawn = simulated(trials, 1, 1)
    for one, other in zip(alone, drawn, strict=True):
        assert one.both == one.chance == other.chance
        assert other.both.mean == one.chance.mean
        assert other.both.low < one.chance.low < one.chance.high < other.both.high  # type: ignore[operator]  # each has both ends


def test_chance_is_the_interval_of_the_replications_as_stated(trials: Trials) -> None:
    plan = trials.laid_out()
    values = np.array([plan.replicate(1, number).values for number in range(6)])
    found = simulated(trials, 1, 1)
    assert [one.chance for one in found] == [interval(column) for column in values.T]


def test_no_price_is_drawn_and_what_a_case_sets_is_not_either(trials: Trials) -> None:
    paths = set(trials.points[0].levels)
    assert "people.status_of_matched" in paths
    assert not {path for path in paths if path.startswith("costs.")}
    assert "federal.other_channel.found" not in paths, "set to 0 by the case"


def test_a_reason_is_not_shown_beside_a_verdict_that_it_was_not_written_for() -> None:
    case = read_cases(["v01-san-francisco"])[0]
    first, second = case.file.comparisons[:2]
    stale = second.model_copy(update={"verdict": "agrees"})
    file = CaseFile.model_validate(case.file.model_dump() | {"comparisons": [first, stale]})
    result: CaseResult = run_case(replace(case, file=file), Record(), Effort(3, 0, 1))
    assert result.findings[0].explanation == first.because
    assert result.findings[1].explanation == ("The case explains the verdict 'agrees', which this run does not give.")
