"""The plain model that the simulator's speed is compared with is a model of the same county."""

from __future__ import annotations

import datetime
import json
from collections import Counter

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from bench import __main__ as command
from bench.comparison import Comparison, compare
from bench.plain_simpy import PlainModel
from simulator.model.cohort import cohort_of, run_calendar
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from simulator.outcomes.measures import tally
from simulator.scenario.load import load_study
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import STATUSES
from tests.example_place import EVERY_DAY, decline, fixed, honor, lognormal, number, scenario, shift

MEASURES = (
    "bookings", "submissions", "matches", "answers", "answers_seen", "found_by_interview", "decisions", "detainers",
    "missed", "honored", "declined", "notified", "transferred", "lapsed", "withdrawn", "state_prison",
    "at_large_leads", "removed", "citizens_matched", "hold_days", "added_pretrial_days", "detainer_days",
    "hours_until_answer", "hours_until_detainer", "ended_no_match", "ended_no_action", "ended_declined",
)  # fmt: skip
STANDARD_ERRORS = 4.0
SIMULATOR_RUNS = 16
PLAIN_RUNS = 5

CROWDED = scenario(
    {
        "agencies.example.match_share": number(0.35, "share"),
        "people.prior_removal": number(0.4, "share"),
        "stations.booking_to_prints": {"kind": "delay", "time": lognormal(2, 12, "hours") | {"maximum": 48}},
        "field_offices.capital.decision": {
            "kind": "queue",
            "service": lognormal(30, 90, "minutes"),
            "shifts": [shift(EVERY_DAY, 8, 18, 1), shift(EVERY_DAY, 12, 15, 1)],
            "background": {"arrivals": number(0.4, "queries/hour"), "level_1_share": number(0.15, "share")},
        },
        "field_offices.capital.tours": {
            "weekdays": ["Thu"],
            "hours": [9],
            "seats": number(1, "seats"),
            "source": "made up for tests",
        },
        "federal.withdrawal.removable": number(0.5, "share"),
        "federal.withdrawal.after": lognormal(12, 40, "days"),
    },
    [
        {
            "detainer_rules": [
                decline("notify", level=["3"]),
                honor(96, exclude=False, prior_removal=True),
                decline(charge_class=["infraction"]),
                honor(),
            ]
        },
        {"begins": datetime.date(2012, 7, 1), "ice_access": False},
    ],
)


def simulator_sums(place: Scenario, runs: int) -> dict[str, NDArray[np.float64]]:
    plan = plan_of(place, run_calendar(place))
    tallies = [tally(simulate(plan, cohort_of(place, 11, run))) for run in range(runs)]
    return {name: np.array([each.of(name).sum() for each in tallies]) for name in MEASURES}


def plain_sums(place: Scenario, runs: int) -> dict[str, NDArray[np.float64]]:
    plain = PlainModel(plan_of(place, run_calendar(place)))
    totals = []
    for run in range(runs):
        total: Counter[str] = Counter()
        for counted in plain.run(run).values():
            total.update(counted)
        totals.append(total)
    return {name: np.array([total[name] for total in totals], dtype=float) for name in MEASURES}


def standard_errors_apart(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
    """The difference of means in standard errors, with one variance for both: they claim to be the same model."""
    squares = ((ours - ours.mean()) ** 2).sum() + ((theirs - theirs.mean()) ** 2).sum()
    variance = squares / (len(ours) + len(theirs) - 2)
    error = float(np.sqrt(variance * (1 / len(ours) + 1 / len(theirs))))
    return abs(float(ours.mean() - theirs.mean())) / error if error else float(ours.mean() != theirs.mean())


def far_apart(simulated: dict[str, NDArray[np.float64]], theirs: Scenario) -> dict[str, float]:
    """Measures of which the plain model's means differ by more than chance, and by how many standard errors."""
    plain = plain_sums(theirs, PLAIN_RUNS)
    apart = {name: standard_errors_apart(simulated[name], plain[name]) for name in MEASURES}
    return {name: errors for name, errors in apart.items() if errors > STANDARD_ERRORS}


@pytest.fixture(scope="module")
def crowded_sums() -> dict[str, NDArray[np.float64]]:
    return simulator_sums(CROWDED, SIMULATOR_RUNS)


@pytest.mark.parametrize("policies", [[], ["opt-out-of-sharing"]])
def test_plain_model_has_the_means_of_the_simulator(policies: list[str]) -> None:
    place = load_study("arlington-va", policies).cases[-1].scenario
    assert far_apart(simulator_sums(place, SIMULATOR_RUNS), place) == {}


def test_means_agree_where_it_is_crowded(crowded_sums: dict[str, NDArray[np.float64]]) -> None:
    """Few seats, officers who are away at night, outside work in their queue, withdrawals, and four rules."""
    assert far_apart(crowded_sums, CROWDED) == {}


def test_the_comparison_of_means_can_fail(crowded_sums: dict[str, NDArray[np.float64]]) -> None:
    """Twice the added days of one charge class show, and only where they should."""
    felony = CROWDED.jail.added_days.felony.model_copy(update={"value": 90.0})
    added_days = CROWDED.jail.added_days.model_copy(update={"felony": felony})
    other = CROWDED.model_copy(update={"jail": CROWDED.jail.model_copy(update={"added_days": added_days})})
    apart = set(far_apart(crowded_sums, other))
    assert "added_pretrial_days" in apart
    assert not apart & {"bookings", "matches", "detainers", "missed", "honored"}


def test_every_booking_of_the_plain_model_ends_once() -> None:
    counts = PlainModel(plan_of(CROWDED, run_calendar(CROWDED))).run(3)
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
        PlainModel(plan_of(place, run_calendar(place)))


@pytest.mark.parametrize(
    "when",
    [{"conviction": ["felony"]}, {"warrant": ["judicial"]}, {"watch_list": True}, {"prior_order": False}],
    ids=str,
)
def test_a_plain_model_refuses_rules_about_the_record(when: dict[str, object]) -> None:
    place = scenario(periods=[{"detainer_rules": [honor(**when), decline()]}])
    with pytest.raises(ValueError, match="no rule may ask about it"):
        PlainModel(plan_of(place, run_calendar(place)))


def test_a_plain_model_knows_rules_about_level_class_age_and_removal() -> None:
    when = {"level": ["1"], "charge_class": ["felony"], "adult": True, "min_age": 21, "prior_removal": True}
    place = scenario(periods=[{"detainer_rules": [honor(reimbursement="agreed"), honor(**when), decline()]}])
    PlainModel(plan_of(place, run_calendar(place)))


def test_comparison_takes_ratios_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.comparison.LEAST_BOOKINGS", 600)
    small = command.with_bookings(scenario(), 300)
    comparison = compare("Example", small, pairs=2)
    assert comparison.bookings_per_year == 300
    assert len(comparison.ratios) == 2
    assert min(comparison.ratios) <= comparison.ratio <= max(comparison.ratios)
    assert min(comparison.draw_ms, comparison.flow_ms, comparison.count_ms) > 0


def test_command_prints_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "LARGE", 2_000)
    monkeypatch.setattr("bench.comparison.LEAST_BOOKINGS", 1)
    result = CliRunner().invoke(command.main, ["--pairs", "1", "--json"], catch_exceptions=False)
    assert [each["bookings_per_year"] for each in json.loads(result.output)] == [7_000, 2_000]


def test_table_shows_medians_and_ranges() -> None:
    comparison = Comparison("Example", 8_000, 412_345.6, 20_617.3, 20.1, [18.2, 20.1, 25.6], 5.0, 12.5, 1.5)
    assert command.table([comparison]).splitlines()[2:] == [
        "Example      8,000     412,346   20,617     20.1   18.2-25.6     5.0   12.5    1.5   19.0",
        "Medians of 3 pairs; processor time of one core.",
    ]
