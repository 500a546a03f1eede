"""The plain models that the simulator's speed is compared with are models of the same county."""

from __future__ import annotations

import numpy as np
import pytest

from bench.plain_simpy import SimpyModel
from simulator.model.cohort import cohort_of, run_calendar
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from simulator.outcomes.measures import tally
from simulator.scenario.load import load_study
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import STATUSES
from tests.bench.crowded_county import CROWDED, MEASURES, Sums, far_apart, plain_sums
from tests.example_place import EVERY_DAY, decline, fixed, honor, scenario, shift

SIMULATOR_RUNS = 16
PLAIN_RUNS = 5


def simulator_sums(place: Scenario, runs: int) -> Sums:
    plan = plan_of(place, run_calendar(place))
    tallies = [tally(simulate(plan, cohort_of(place, 11, run))) for run in range(runs)]
    return {name: np.array([each.of(name).sum() for each in tallies]) for name in MEASURES}


@pytest.fixture(scope="module")
def crowded_sums() -> Sums:
    return simulator_sums(CROWDED, SIMULATOR_RUNS)


@pytest.mark.parametrize("policies", [[], ["opt-out-of-sharing"]])
def test_plain_model_has_the_means_of_the_simulator(policies: list[str]) -> None:
    place = load_study("arlington-va", policies).cases[-1].scenario
    assert far_apart(simulator_sums(place, SIMULATOR_RUNS), plain_sums(place, PLAIN_RUNS)) == {}


def test_means_agree_where_it_is_crowded(crowded_sums: Sums) -> None:
    """Few seats, officers who are away at night, outside work in their queue, withdrawals, and four rules."""
    assert far_apart(crowded_sums, plain_sums(CROWDED, PLAIN_RUNS)) == {}


def test_the_comparison_of_means_can_fail(crowded_sums: Sums) -> None:
    """Twice the added days of one charge class show, and only where they should."""
    felony = CROWDED.jail.added_days.felony.model_copy(update={"value": 90.0})
    added_days = CROWDED.jail.added_days.model_copy(update={"felony": felony})
    other = CROWDED.model_copy(update={"jail": CROWDED.jail.model_copy(update={"added_days": added_days})})
    apart = set(far_apart(crowded_sums, plain_sums(other, PLAIN_RUNS)))
    assert "added_pretrial_days" in apart
    assert not apart & {"bookings", "matches", "detainers", "missed", "honored"}


def test_every_booking_of_the_plain_model_ends_once() -> None:
    counts = SimpyModel(plan_of(CROWDED, run_calendar(CROWDED))).run(3)
    assert len(counts) == 12
    for counted in counts.values():
        ends = sum(value for name, value in counted.items() if name.startswith("ended_"))
        assert ends == counted["bookings"] > 0


def test_codes_of_the_plain_model_are_those_of_the_scenario() -> None:
    assert STATUSES == ("us-citizen", "lawful", "removable")


def test_a_plain_model_refuses_what_it_does_not_know() -> None:
    queue = {"kind": "queue", "service": fixed(5, "minutes"), "shifts": [shift(EVERY_DAY, 0, 24, 1)]}
    place = scenario({"stations.state_bureau": queue})
    with pytest.raises(ValueError, match="staffed queues at field offices only"):
        SimpyModel(plan_of(place, run_calendar(place)))


@pytest.mark.parametrize(
    "when",
    [{"conviction": ["felony"]}, {"warrant": ["judicial"]}, {"watch_list": True}, {"prior_order": False}],
    ids=str,
)
def test_a_plain_model_refuses_rules_about_the_record(when: dict[str, object]) -> None:
    place = scenario(periods=[{"detainer_rules": [honor(**when), decline()]}])
    with pytest.raises(ValueError, match="no rule may ask about it"):
        SimpyModel(plan_of(place, run_calendar(place)))


def test_a_plain_model_knows_rules_about_level_class_age_and_removal() -> None:
    when = {"level": ["1"], "charge_class": ["felony"], "adult": True, "min_age": 21, "prior_removal": True}
    place = scenario(periods=[{"detainer_rules": [honor(reimbursement="agreed"), honor(**when), decline()]}])
    SimpyModel(plan_of(place, run_calendar(place)))
