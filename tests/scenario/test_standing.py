"""Which mode and which rules hold on a day: the later in the list wins, for each key and each agency."""

from __future__ import annotations

from datetime import date
from typing import Any

from simulator.model.calendar import calendar_for
from simulator.model.stances import stances_of
from simulator.scenario.place import Scenario
from simulator.scenario.standing import Standing, end_of, standings_of, stretches
from tests.example_place import AGENCY, decline, honor, scenario

TWO_AGENCIES = {"agencies": {"example": AGENCY, "other": {**AGENCY, "state": "WA", "label": "Other County"}}}


def modes(changed: Scenario, name: str = "example") -> list[tuple[date, str]]:
    return [(standing.begins, standing.mode) for standing in standings_of(changed, name)]


def test_the_later_in_the_list_wins_from_its_first_day_on() -> None:
    changed = scenario(
        periods=[
            {"begins": date(2012, 7, 1), "opt_out": "share"},
            {"begins": date(2012, 3, 1), "opt_out": "both"},
        ]
    )
    assert modes(changed) == [
        (date(2012, 1, 1), "full"),
        (date(2012, 3, 1), "opt-out-of-both"),
        (date(2012, 7, 1), "opt-out-of-both"),
    ]


def test_each_key_holds_until_it_is_set_again() -> None:
    changed = scenario(
        periods=[
            {"begins": date(2012, 3, 1), "detainer_rules": [decline()]},
            {"begins": date(2012, 7, 1), "opt_out": "receive-only"},
        ]
    )
    last = standings_of(changed, "example")[-1]
    assert (last.mode, [rule.then for rule in last.rules]) == ("opt-out-of-receiving", ["decline"])


def test_periods_are_about_agencies_or_states() -> None:
    about_state = scenario(TWO_AGENCIES, [{"states": ["WA"], "opt_out": "share"}])
    about_agency = scenario(TWO_AGENCIES, [{"agencies": ["example"], "opt_out": "both"}])
    assert [modes(about_state, name)[0][1] for name in ("example", "other")] == ["full", "opt-out-of-sharing"]
    assert [modes(about_agency, name)[0][1] for name in ("example", "other")] == ["opt-out-of-both", "full"]


def test_nothing_is_shared_before_activation_or_out_of_the_plan() -> None:
    later = scenario({"agencies.example.activated_on.value": date(2012, 6, 5)}, [{"opt_out": "share"}])
    assert modes(later) == [(date(2012, 1, 1), "not-activated"), (date(2012, 6, 5), "opt-out-of-sharing")]
    removed = scenario(
        periods=[{"in_activation_plan": False}, {"begins": date(2012, 5, 1), "in_activation_plan": True}]
    )
    assert modes(removed) == [(date(2012, 1, 1), "not-activated"), (date(2012, 5, 1), "full")]


def flows(changed: Scenario) -> tuple[bool, bool]:
    first: Standing = standings_of(changed, "example")[0]
    return first.shares, first.receives


def test_each_opt_out_stops_what_it_is_about() -> None:
    of = {
        opt_out: flows(scenario(periods=[{"opt_out": opt_out}]))
        for opt_out in ("none", "receive-only", "share", "both")
    }
    assert of == {
        "none": (True, True),
        "receive-only": (True, False),
        "share": (False, True),
        "both": (False, False),
    }
    assert flows(scenario({"agencies.example.state_relays_answers": False})) == (True, False)


def test_the_model_takes_the_same_standings() -> None:
    periods: list[dict[str, Any]] = [
        {
            "begins": date(2012, 3, 1),
            "opt_out": "both",
            "detainer_rules": [honor(24, level=["1"]), decline("notify")],
        }
    ]
    changed = scenario(periods=periods)
    calendar = calendar_for(changed.starts, 400, changed.timezone)
    stances = stances_of(changed, "example", calendar)
    expected = [
        (
            calendar.midnight(standing.begins),
            standing.mode,
            standing.shares,
            standing.receives,
            len(standing.rules),
        )
        for standing in standings_of(changed, "example")
    ]
    assert [
        (stance.begins, stance.mode, stance.shares, stance.receives, len(stance.rules)) for stance in stances.stances
    ] == expected
    assert [begins for begins, *_ in expected] == stances.begins


def test_stretches_cut_the_simulated_years_where_either_scenario_changes() -> None:
    base = scenario(periods=[{"begins": date(2012, 3, 1), "opt_out": "both"}])
    case = scenario(
        periods=[
            {"begins": date(2012, 5, 1), "opt_out": "both"},
            {"begins": date(2013, 1, 1), "opt_out": "none"},
        ]
    )
    cuts = [
        (stretch.first, stretch.last, stretch.values)
        for stretch in stretches((base, case), "example", lambda standing: standing.mode)
    ]
    assert cuts == [
        (date(2012, 1, 1), date(2012, 2, 29), ("full", "full")),
        (date(2012, 3, 1), date(2012, 4, 30), ("opt-out-of-both", "full")),
        (date(2012, 5, 1), None, ("opt-out-of-both", "opt-out-of-both")),
    ]


def test_the_simulated_years_end_on_the_same_date_years_later() -> None:
    assert end_of(scenario({"years": 2})) == date(2014, 1, 1)
    assert end_of(scenario({"starts": date(2012, 2, 29)})) == date(2013, 3, 1)
