"""What is not known, drawn in whole runs of a small place: the same for all policies, on the same people."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from simulator import api
from simulator.api import Comparison, compare
from simulator.experiments.unknowns import FIRST_DRAW, LUCKS, Run, draws_among, moved_by_draws, replications_among
from simulator.runs.tables import drawn_from, draws_table
from simulator.views.figures.differences import differences
from simulator.views.money import BY_CHANCE, doubt_words
from tests.example_place import AGENCY, PLACE, fixed, study
from tests.outcomes.counted import SECTIONS, ranged
from tests.views.made_tables import words

DRAWS = 24
POLICIES: dict[str, list[dict[str, Any]]] = {
    "opt-out": [{"opt_out": "share"}],
    "receiving": [{"opt_out": "receive-only"}],
    "same": [{"opt_out": "none"}],
}
OF_RECEIVING = {"answers_seen"}
"""Measures that an opt-out of receiving changes: who sees ICE's answers, and nothing that ICE does."""
SHORT_RUN, STAFF_HOUR = "costs.bed_day.short_run", "costs.staff_hour"
PRICES = {
    SHORT_RUN: ranged(16, 4, 40, "USD/day"),
    STAFF_HOUR: ranged(32, 20, 60, "USD/hour"),
    "costs.fingerprinting_per_submission": ranged(10, 0, 500, "USD"),
}
UNSURE_AGENCY = AGENCY | {
    "match_share": ranged(0.08, 0.05, 0.1, "share"),
    "bookings_per_year": ranged(4000, 3600, 4600, "bookings/year"),
    "activated_on": AGENCY["activated_on"] | {"latest": datetime.date(2012, 4, 1)},
}
ALL_OF_IT = (
    SECTIONS
    | PRICES
    | {
        "agencies": {"example": UNSURE_AGENCY},
        "people.status_of_matched": PLACE["people"]["status_of_matched"] | {"spread": 0.3},
        "people.level": PLACE["people"]["level"] | {"spread": 0.5},
        "field_offices.capital.decision.service": fixed(20, "minutes") | {"low": 10, "high": 60},
    }
)
ENDS = tuple(f"{kind}_{end}" for kind in ("unknowns", "both") for end in ("low", "high"))
Policies = dict[str, list[dict[str, Any]]]
Floats = NDArray[np.float64]


def ran(changes: dict[str, Any], policies: Policies = POLICIES, **options: Any) -> Comparison:
    return compare(study(policies, changes), **{"replications": 4, "draws": DRAWS, "seed": 1} | options)


@cache
def whole() -> Comparison:
    """Numbers, tables, a time, a date and prices are all unsure."""
    return ran(ALL_OF_IT)


def moved(comparison: Comparison) -> dict[str, dict[str, Floats]]:
    return moved_by_draws(draws_among(comparison.batch.outcomes))


def width(comparison: Comparison, measure: str, policy: str = "opt-out", kind: str = "unknowns") -> float:
    entry = comparison.summary["differences"][policy][measure]
    return float(entry[f"{kind}_high"] - entry[f"{kind}_low"])


def test_every_kind_of_unknown_is_drawn() -> None:
    assert whole().summary["unknowns"] == {"inputs": 9, "draws": DRAWS, "replications_each": 2}
    assert all(values.shape == (DRAWS, 2) for numbers in moved(whole()).values() for values in numbers.values())
    entries = whole().summary["policies"]["as-is"]
    for measure in ("bookings", "matches", "detainers", "hold_days", "hours_to_detainer", "local_net_cost_usd"):
        assert entries[measure]["unknowns_low"] <= entries[measure]["mean"] <= entries[measure]["unknowns_high"]
        assert entries[measure]["unknowns_low"] < entries[measure]["unknowns_high"]


def test_what_ice_does_is_the_same_under_an_opt_out_of_receiving_in_every_draw() -> None:
    found = moved(whole())
    changed = {
        name
        for name, values in found["receiving"].items()
        if not np.array_equal(values, found["as-is"][name], equal_nan=True)
    }
    assert {name for name in changed if not name.endswith("_usd")} == OF_RECEIVING
    assert not any(name.startswith(("federal", "person")) for name in changed)
    entries = whole().summary["differences"]["receiving"]
    for measure in ("detainers", "transferred", "hold_days", "added_pretrial_days", "removed", "federal_cost_usd"):
        assert [entries[measure][end] for end in ("mean", *ENDS)] == [0, 0, 0, 0, 0]


def test_a_policy_that_changes_nothing_differs_by_nothing_in_any_draw() -> None:
    for name, entry in whole().summary["differences"]["same"].items():
        known = {entry[end] for end in ("mean", "low", "high", *ENDS)} - {None}
        assert known <= {0.0}, name


def test_no_policy_changes_how_many_are_booked_in_any_draw() -> None:
    """All policies meet the same draws: bookings move, and by as many under each."""
    found = moved(whole())
    assert np.ptp(found["as-is"]["bookings"].mean(axis=1)) > 300
    for policy in POLICIES:
        assert np.array_equal(found[policy]["bookings"], found["as-is"]["bookings"])
        assert np.array_equal(found[policy]["local_anyway_usd"], found["as-is"]["local_anyway_usd"])


def test_fingerprinting_that_nobody_knows_the_price_of_adds_nothing() -> None:
    entry = whole().summary["policies"]["as-is"]["local_anyway_usd"]
    assert entry["unknowns_high"] - entry["unknowns_low"] > 500_000
    for policy in POLICIES:
        assert width(whole(), "local_anyway_usd", policy) == width(whole(), "local_anyway_usd", policy, "both") == 0


def test_without_ranges_the_interval_of_what_is_not_known_is_a_point_and_both_is_chance() -> None:
    found = ran(SECTIONS, {"opt-out": POLICIES["opt-out"]}).summary
    for entries in (found["policies"]["as-is"], found["differences"]["opt-out"]):
        for name, entry in entries.items():
            if entry["mean"] is None:  # how long a hold is where nobody is held
                continue
            assert entry["unknowns_low"] == entry["unknowns_high"] == pytest.approx(entry["mean"], rel=1e-9, abs=1e-6)
            chance = entry["high"] - entry["low"]
            assert entry["both_high"] - entry["both_low"] == pytest.approx(chance, rel=0.02, abs=1e-6), name


@pytest.mark.parametrize(
    ("narrow", "wide", "measure"),
    [
        ({SHORT_RUN: ranged(16, 14, 20, "USD/day")}, {SHORT_RUN: ranged(16, 4, 40, "USD/day")}, "local_net_cost_usd"),
        (
            {"agencies": {"example": AGENCY | {"match_share": ranged(0.08, 0.075, 0.09, "share")}}},
            {"agencies": {"example": AGENCY | {"match_share": ranged(0.08, 0.04, 0.14, "share")}}},
            "detainers",
        ),
    ],
)
def test_a_wider_range_gives_a_wider_interval_and_leaves_chance_as_it_was(
    narrow: dict[str, Any], wide: dict[str, Any], measure: str
) -> None:
    one, other = (ran(SECTIONS | changes, {"opt-out": POLICIES["opt-out"]}) for changes in (narrow, wide))
    assert 0 < 2 * width(one, measure) < width(other, measure)
    assert width(one, measure, kind="both") < width(other, measure, kind="both")
    entries = [found.summary["differences"]["opt-out"][measure] for found in (one, other)]
    assert [[entry[key] for key in ("mean", "low", "high")] for entry in entries[:1]] == [
        [entry[key] for key in ("mean", "low", "high")] for entry in entries[1:]
    ]


def test_one_price_moves_the_cost_by_what_the_ledger_says() -> None:
    """Of a price alone, each draw is worked out by hand: hold and added days, times how much dearer they are."""
    found = ran(SECTIONS | {SHORT_RUN: ranged(16, 4, 40, "USD/day")}, {})
    levels = Run(found.study, DRAWS, 1).design[SHORT_RUN][:, 0]
    price = np.where(
        levels < 0.5, 4 + 12 * np.sqrt(2 * np.minimum(levels, 0.5)), 40 - 24 * np.sqrt(2 * np.minimum(1 - levels, 0.5))
    )
    stated = {
        outcome.replication: outcome for outcome in replications_among(ran({}, {}, replications=LUCKS).batch.outcomes)
    }
    days = [float(sum(stated[luck].policies[0].tally.of(name).sum() for name in ("hold_days", "added_pretrial_days")))
            for luck in range(LUCKS)]  # fmt: skip
    by_hand = [[(price[draw] - 16) * days[(2 * draw + place) % LUCKS] for place in range(2)] for draw in range(DRAWS)]
    assert moved(found)["as-is"]["local_net_cost_short_run_usd"] == pytest.approx(np.array(by_hand), abs=0.01)


def test_a_new_unknown_leaves_the_draws_of_the_others_alone() -> None:
    """A price more, and another policy: every count that no price has a part in moves as before, to the last bit."""
    more = ran(ALL_OF_IT | {"costs.wage_lost_per_day": ranged(90, 0, 140, "USD/day")}, {"opt-out": POLICIES["opt-out"]})
    one, other = moved(whole())["opt-out"], moved(more)["opt-out"]
    assert np.array_equal(one["detainers"], other["detainers"])
    assert np.array_equal(one["local_net_cost_usd"], other["local_net_cost_usd"])
    assert not np.array_equal(one["person_cost_usd"], other["person_cost_usd"])


def test_no_number_depends_on_where_it_runs_and_all_on_the_seed() -> None:
    with ThreadPoolExecutor(3) as threads:
        others = [ran(ALL_OF_IT, workers=2), ran(ALL_OF_IT, executor=threads)]
    for other in others:
        assert other.summary == whole().summary
        pd.testing.assert_frame_equal(other.tables.draws, whole().tables.draws, check_exact=True)
    designs = [Run(whole().study, DRAWS, seed).design["costs.staff_hour"] for seed in (1, 2)]
    assert not np.array_equal(*designs)


def test_draws_are_paired_with_the_stated_inputs_on_the_same_people() -> None:
    """Two replications differ; what a draw moves differs far less from luck to luck, so few are enough."""
    unsure = SECTIONS | {"field_offices.capital.comes": ranged(0.9, 0.8, 0.95, "share")}
    found = ran(unsure, {}, replications=12)
    values = found.tables.replications.query("measure == 'transferred'").groupby("replication")["value"].sum()
    unpaired = 2 * float(values.var())
    paired = float(moved(found)["as-is"]["transferred"].var(axis=1, ddof=1).mean())
    assert 0 < paired < unpaired / 10


def test_the_table_of_draws_holds_them_exactly() -> None:
    drawn = draws_among(whole().batch.outcomes)
    assert [one.number for one in drawn] == [*range(FIRST_DRAW, FIRST_DRAW + DRAWS)]
    again = drawn_from(draws_table(drawn))
    for one, other in zip(drawn, again, strict=True):
        assert one.number == other.number
        for policy, numbers in one.policies.items():
            for name, values in numbers.items():
                assert np.array_equal(values, other.policies[policy][name], equal_nan=True)
    assert drawn_from(draws_table(())) == ()


def test_a_posterior_takes_the_place_of_a_range() -> None:
    """The range is 20 to 60, and by its quantiles 95 % lie between 31 and 33: so does the interval."""
    plain = {STAFF_HOUR: ranged(32, 20, 60, "USD/hour")}
    likely = {STAFF_HOUR: plain[STAFF_HOUR] | {"quantiles": {0.0: 20, 0.025: 31, 0.975: 33, 1.0: 60}}}
    one, other = (ran(SECTIONS | changes, {"opt-out": POLICIES["opt-out"]}, draws=40) for changes in (plain, likely))
    hours = -other.summary["differences"]["opt-out"]["detainers"]["mean"]
    assert hours > 0
    assert width(other, "local_net_cost_usd") < width(one, "local_net_cost_usd") / 5
    drawn = moved(other)["opt-out"]["local_net_cost_usd"] - moved(other)["as-is"]["local_net_cost_usd"]
    stated = moved(one)["opt-out"]["local_net_cost_usd"] - moved(one)["as-is"]["local_net_cost_usd"]
    levels = Run(other.study, 40, 1).design[STAFF_HOUR][:, 0]
    inside = (levels > 0.025) & (levels < 0.975)
    assert np.abs(drawn[inside]).max() < np.abs(stated).max() / 5
    assert np.abs(drawn[~inside]).max() > np.abs(drawn[inside]).max()


def test_what_goes_together_makes_a_sum_more_or_less_sure() -> None:
    """Two sums of money that an opt-out costs: if one is high where the other is low, their sum is well known."""
    paths = ["costs.opt_out_administration", "costs.penalties.amount"]
    unsure = {paths[0]: ranged(7000, 2000, 12_000, "USD"), paths[1]: ranged(12_000, 2000, 22_000, "USD")}
    widths = []
    for rank in (-0.98, None, 0.98):
        together = [{"between": paths, "rank": rank, "source": "made up"}] if rank else []
        found = ran(SECTIONS | unsure | {"correlations": together}, {"opt-out": POLICIES["opt-out"]})
        entry = found.summary["policies"]["opt-out"]["local_net_cost_usd"]
        widths.append(entry["unknowns_high"] - entry["unknowns_low"])
    assert widths[0] < widths[1] / 3
    assert widths[1] < 0.85 * widths[2]


@pytest.mark.parametrize("draws", [0, 20, DRAWS])
def test_stopped_among_the_draws_it_has_intervals_of_20_or_more(draws: int) -> None:
    """At 4 replications and 19 draws there are none yet; and without draws there are no such entries at all."""

    def stop(done: int) -> None:
        if done == 4 + (19 if draws == DRAWS else 20):
            raise KeyboardInterrupt

    found = ran(ALL_OF_IT, draws=draws, on_done=stop)
    finished = {0: 0, 20: 20, DRAWS: 19}[draws]
    assert found.summary["unknowns"]["draws"] == finished == len(draws_among(found.batch.outcomes))
    assert found.batch.interrupted is (draws > 0)
    entry = found.summary["differences"]["opt-out"]["detainers"]
    assert [entry.get(end, "no entry") is None for end in ENDS] == [finished == 19] * 4
    assert ("unknowns_low" in entry) is (finished > 0)
    said = words(differences(found.tables))
    assert (doubt_words(found.tables) == BY_CHANCE) is (finished < 20)
    assert ("Thin lines and italics" in said) is (finished == 20)


def test_all_that_comes_of_it_is_the_same_whether_or_not_inputs_are_drawn() -> None:
    """Draws add entries and change none: means and intervals of chance are those of a run without."""
    with_draws = deepcopy(whole().summary)
    without = ran(ALL_OF_IT, draws=0).summary
    assert without["unknowns"] == {"inputs": 0, "draws": 0, "replications_each": 0}
    for part in ("policies", "differences"):
        for numbers in with_draws[part].values():
            for entry in numbers.values():
                for end in ENDS:
                    del entry[end]
        assert with_draws[part] == without[part]


def test_the_small_place_of_the_files_is_drawn_as_it_is_read() -> None:
    loaded = api.load("tests/scenario/small-place.yaml", ["opt-out-of-receiving"])
    found = compare(loaded, replications=2, draws=20, seed=3)
    assert found.summary["unknowns"]["inputs"] > 50
    entries = found.summary["differences"]["opt-out-of-receiving"]
    for measure in ("detainers", "transferred", "missed", "hold_days", "added_pretrial_days", "federal_cost_usd"):
        assert [entries[measure][end] for end in ("mean", *ENDS)] == [0, 0, 0, 0, 0]
