"""The compiled engine tells what the SimPy engine tells, to the last bit: every moment, every end, every tie."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.experiments.replications import Outcome, study_plan_of
from simulator.model.codes import NEVER
from simulator.model.cohort import Cohort, cohort_of, run_calendar
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from simulator.model.trace import Course, Trace
from simulator.outcomes.changes import changes
from simulator.outcomes.measures import tally
from simulator.outcomes.shapes import shapes
from simulator.scenario.load import load_study
from simulator.scenario.place import Scenario
from simulator.scenario.study import Case, Study
from tests.engines.scenarios import places
from tests.shipped_files import ANYWHERE, PLACES

GRAINS = [1, 900, 3_600, 14_400]
"""Seconds to which all times are rounded: the coarser, the more happens within one instant."""
MOMENTS = ("booked_at", "released_at", "found_at")
SPANS = ("decision_seconds", "withdrawn_after", "ready_after", "rest_of_case")


def coarse(cohort: Cohort, grain: int) -> Cohort:
    """The same people with all moments and times in steps of a grain."""
    rows = cohort.rows.copy()
    for name in (*MOMENTS, *SPANS):
        rows[name] = np.where(rows[name] == NEVER, NEVER, rows[name] // grain * grain)
    return replace(cohort, rows=rows, passing=cohort.passing // grain * grain)


def differences(one: Trace, other: Trace) -> dict[str, list[Any]]:
    """By column, the first rows that differ, with both values."""
    found = {}
    for field in fields(Course):
        first, second = getattr(one.course, field.name), getattr(other.course, field.name)
        if differing := np.flatnonzero(first != second).tolist():
            found[field.name] = [(row, int(first[row]), int(second[row])) for row in differing[:3]]
    return found


def switches(trace: Trace) -> list[Any]:
    return [stances.switches for stances in trace.stances]


def both(place: Scenario, grain: int, replication: int = 0) -> tuple[Trace, Trace]:
    cohort = coarse(cohort_of(place, 7, replication), grain)
    plan = plan_of(place, run_calendar(place))
    return simulate(plan, cohort, "compiled"), simulate(plan, cohort, "simpy")


@given(pair=places(), grain=st.sampled_from(GRAINS))
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_both_engines_give_the_same_trace(pair: tuple[Scenario, Scenario], grain: int) -> None:
    as_is, other = (both(place, grain) for place in pair)
    for compiled, reference in (as_is, other):
        assert differences(compiled, reference) == {}
        assert switches(compiled) == switches(reference)
        assert np.array_equal(tally(compiled).values, tally(reference).values)
        assert same_shapes(shapes(compiled), shapes(reference))
    plans = [plan_of(place, run_calendar(place)) for place in pair]
    ours, theirs = (changes(as_is[engine], other[engine], *plans) for engine in (0, 1))
    assert np.array_equal(ours.by_rule, theirs.by_rule)
    assert np.array_equal(ours.by_crowding, theirs.by_crowding)


@given(pair=places())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_counted_does_not_depend_on_the_engine(pair: tuple[Scenario, Scenario]) -> None:
    """The compiled engine draws only what matters, and goes through the country part by part."""
    as_is, other = pair
    study = Study("place", (Case("as-is", "", "", as_is, {}), Case("other", "", "", other, {})))
    assert_same(on_both(study, 3, 1))


@pytest.mark.parametrize("place", PLACES)
def test_shipped_places_under_every_policy(place: str) -> None:
    study = load_study(place, ANYWHERE)
    assert_same(on_both(study, 1, 0))


def on_both(study: Study, seed: int, replication: int) -> tuple[Outcome, Outcome]:
    compiled, reference = (study_plan_of(replace(study, engine=engine)) for engine in ("compiled", "simpy"))
    return compiled.replicate(seed, replication), reference.replicate(seed, replication)


def assert_same(outcomes: tuple[Outcome, Outcome]) -> None:
    one, other = outcomes
    for ours, theirs in zip(one.policies, other.policies, strict=True):
        assert np.array_equal(ours.tally.values, theirs.tally.values), ours.policy
        assert np.array_equal(ours.changed.by_rule, theirs.changed.by_rule), ours.policy
        assert np.array_equal(ours.changed.by_crowding, theirs.changed.by_crowding), ours.policy
        assert same_shapes(ours.shapes, theirs.shapes), ours.policy
        for line, same in zip(ours.lines, theirs.lines, strict=True):
            assert np.array_equal(line.amounts, same.amounts), (ours.policy, line.item)


def same_shapes(one: Any, other: Any) -> bool:
    return all(np.array_equal(ours.counts, theirs.counts) for ours, theirs in zip(one, other, strict=True))
