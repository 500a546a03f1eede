"""A study at other inputs: the same people, the same luck, the same numbers on any worker."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import api
from simulator.experiments.points import Point, evaluate
from simulator.experiments.replications import study_plan_of
from simulator.outcomes.yearly import per_year
from simulator.scenario.unknowns import unknowns_of

STUDY = api.load("arlington-va", ["opt-out-of-sharing"])
LEVELS = {unknown.path: [0.9] * unknown.columns for unknown in unknowns_of(STUDY.cases[0].scenario)}
MATCH = "agencies.arlington.match_share"


def test_at_no_other_inputs_stands_what_is_stated() -> None:
    (found,) = evaluate(STUDY, [Point()], replications=[3, 5], seed=2).outcomes
    plan = study_plan_of(STUDY)
    for place, replication in enumerate((3, 5)):
        for case, chosen in zip(STUDY.cases, plan.replicate(2, replication).policies, strict=True):
            stated = per_year(case.scenario, chosen.tally, chosen.lines, chosen.changed)
            assert {name: values[place] for name, values in found.policies[case.name].items()} == pytest.approx(
                stated, rel=0, abs=0, nan_ok=True
            )


def test_a_number_set_is_the_same_as_with_set() -> None:
    (found,) = evaluate(STUDY, [Point(settings={MATCH: 0.06})], replications=[0], seed=1).outcomes
    plan = study_plan_of(api.load("arlington-va", ["opt-out-of-sharing"], [f"{MATCH}=0.06"]))
    for chosen in plan.replicate(1, 0).policies:
        assert found.policies[chosen.policy]["detainers"][0] == chosen.tally.of("detainers").sum()


def test_months_add_up_to_the_year() -> None:
    points = [Point(LEVELS)]
    (months,) = evaluate(STUDY, points, replications=range(2), seed=1, reading="monthly").outcomes
    (years,) = evaluate(STUDY, points, replications=range(2), seed=1).outcomes
    for policy, found in months.policies.items():
        assert found["detainers"].shape == (2, 12)
        assert np.array_equal(found["detainers"].sum(axis=1), years.policies[policy]["detainers"])


def test_no_number_depends_on_the_workers() -> None:
    points = [Point(), Point(LEVELS), Point(settings={MATCH: 0.06})]
    one, two = (evaluate(STUDY, points, replications=[0], seed=1, workers=workers) for workers in (1, 2))
    assert [outcome.number for outcome in two.outcomes] == [0, 1, 2]
    for ours, theirs in zip(one.outcomes, two.outcomes, strict=True):
        for policy, found in ours.policies.items():
            for name, values in found.items():
                np.testing.assert_array_equal(values, theirs.policies[policy][name])


def test_a_point_that_cannot_be_is_a_record_beside_the_others() -> None:
    batch = evaluate(STUDY, [Point(settings={MATCH: 2.0}), Point()], replications=[0], seed=1)
    assert [outcome.number for outcome in batch.outcomes] == [1]
    assert [failure.number for failure in batch.failures] == [0]
    assert "a share lies between 0 and 1, and 2 does not" in batch.failures[0].error
