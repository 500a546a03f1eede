"""Two overlays that do not touch each other may be laid in either order; one that changes nothing costs nothing."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.experiments.replications import study_plan_of
from simulator.experiments.summary import summarise
from simulator.scenario.load import load_study

APART = [
    ("serious-only", "opt-out-of-sharing"),
    ("ask-to-opt-out-of-sharing", "decline-all-detainers"),
    ("pep-2014", "king-2014"),
    ("regime-september-2010", "ask-to-opt-out-of-sharing"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_the_order_of_overlays_apart_changes_nothing(one: str, other: str) -> None:
    study = load_study("arlington-va", [f"{one}+{other}", f"{other}+{one}"])
    _, first, second = study_plan_of(study).replicate(1, 0).policies
    assert np.array_equal(first.tally.values, second.tally.values)
    assert [line.amounts.sum() for line in first.lines] == [line.amounts.sum() for line in second.lines]
    assert np.array_equal(first.changed.by_rule, second.changed.by_rule)


def test_the_order_of_files_matters_where_they_build_on_each_other() -> None:
    """So that the test above can fail: laid over all, decline-all-detainers leaves nobody for serious-only."""
    study = load_study("arlington-va", ["serious-only", "decline-all-detainers"])
    _, serious, none = study_plan_of(study).replicate(1, 0).policies
    assert serious.tally.of("honored").sum() > none.tally.of("honored").sum() == 0


def test_a_policy_that_changes_nothing_costs_nothing() -> None:
    """To the last digit, in every number and under every draw of prices."""
    study = load_study("arlington-va", ["default-honor-all", "mandatory", "miami-dade-2017"])
    plan = study_plan_of(study)
    differences = summarise(study, [plan.replicate(1, number) for number in range(2)], seed=1)["differences"]
    for policy, numbers in differences.items():
        for name, entry in numbers.items():
            moved = {key: value for key, value in entry.items() if key != "same_sign_share" and value}
            assert not moved, (policy, name)
