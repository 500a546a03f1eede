"""Places and policies in plain words; ``python -m tests.scenario.test_describe`` accepts new golden texts."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from simulator.scenario.contrast import STILL_FOUND, STILL_OPEN, STILL_RECEIVED, STILL_TREATED
from simulator.scenario.describe import LEFT_OUT, MODE_SENTENCES, describe
from simulator.scenario.load import load_study
from simulator.scenario.policies import Mode
from simulator.scenario.study import Case
from tests.example_place import AGENCY, decline, honor, number, place_tree, scenario, study
from tests.shipped_files import ANYWHERE, OF_ONE_STATE, PLACES

GOLDEN = Path(__file__).parent / "golden"
PLACE = "arlington-va"
STATES = {
    "state-of-california-trust-act": "CA",
    "state-of-illinois-2011": "IL",
    "state-of-massachusetts-2011": "MA",
    "state-of-new-york-2011": "NY",
    "state-of-texas-mandatory": "TX",
}
ICE_SIDE_SAME = (
    "Prints still go on to DHS and ICE, ICE still decides and may still ask for detainers: the ICE side "
    "stays exactly as it is."
)
Tree = dict[str, Any]


@cache
def golden_texts() -> dict[str, str]:
    """The text of each place, and of each policy and federal era in Arlington; of states, as if it lay in them."""
    texts = {place: describe(load_study(place).cases[0]).text for place in PLACES}
    studies = [load_study(PLACE, ANYWHERE)]
    studies += [load_study(PLACE, [name], [f"agencies.arlington.state={state}"]) for name, state in STATES.items()]
    for base, *cases in (each.cases for each in studies):
        texts |= {case.name: describe(case, base).text for case in cases}
    return texts


def test_every_shipped_file_has_a_golden_text() -> None:
    assert set(STATES) == set(OF_ONE_STATE)
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(golden_texts())


@pytest.mark.parametrize("name", [*PLACES, *ANYWHERE, *OF_ONE_STATE])
def test_shipped_descriptions_are_as_they_were(name: str) -> None:
    assert golden_texts()[name] == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def parts(periods: list[Tree], changes: Tree | None = None, base: Tree | None = None) -> dict[str, tuple[str, ...]]:
    """A policy against the example place, by title; ``changes`` are the policy's numbers."""
    case = Case("p", "P", "A policy.", scenario((base or {}) | (changes or {}), periods), place_tree())
    described = describe(case, study({}, base).cases[0])
    return {part.title: part.lines for part in described.parts}


def same(periods: list[Tree], changes: Tree | None = None, base: Tree | None = None) -> tuple[str, ...]:
    return parts(periods, changes, base)["What stays the same"]


def test_out_of_receiving_leaves_the_ice_side_alone() -> None:
    lines = same([{"opt_out": "receive-only"}])
    assert ICE_SIDE_SAME in lines
    assert STILL_TREATED in lines
    assert STILL_RECEIVED not in lines


def test_out_of_sharing_does_not_claim_that_the_ice_side_stays() -> None:
    lines = same([{"opt_out": "share"}])
    assert not any("Prints still go on" in line or "the ICE side" in line for line in lines)
    assert {STILL_FOUND, STILL_OPEN, STILL_TREATED} <= set(lines)


def test_out_of_both_keeps_neither_sharing_nor_receiving() -> None:
    lines = same([{"opt_out": "both"}])
    assert not {STILL_OPEN, STILL_RECEIVED, ICE_SIDE_SAME} & set(lines)
    assert {STILL_FOUND, STILL_TREATED} <= set(lines)


def test_without_another_channel_nobody_is_found_without_prints() -> None:
    nobody = {"federal.other_channel.found": number(0, "share")}
    assert STILL_FOUND not in same([{"opt_out": "share"}], base=nobody)


def test_other_rules_are_not_the_same_ice_side() -> None:
    lines = same([{"detainer_rules": [decline()]}])
    assert "Prints still go on to DHS and ICE, ICE still decides and may still ask for detainers." in lines
    assert STILL_RECEIVED in lines
    assert not {ICE_SIDE_SAME, STILL_TREATED} & set(lines)


def test_a_policy_with_dates_holds_from_day_to_day() -> None:
    described = parts(
        [{"begins": date(2012, 3, 1), "opt_out": "share"}, {"begins": date(2012, 7, 1), "opt_out": "none"}]
    )
    assert described["What changes"] == (
        "Example County, from 1 March 2012 to 30 June 2012: opt-out-of-sharing, in place of full.",
        f"  {MODE_SENTENCES['opt-out-of-sharing']}",
    )


def test_before_activation_an_opt_out_changes_nothing() -> None:
    june = {"agencies.example.activated_on.value": date(2012, 6, 5)}
    described = parts([{"opt_out": "share"}], base=june)
    assert described["What changes"][0] == (
        "Example County, from 5 June 2012 on: opt-out-of-sharing, in place of full."
    )
    assert any(
        line.startswith("Prints go on to DHS and ICE where and when they did before")
        for line in same([{"opt_out": "receive-only"}], base=june)
    )


def test_where_nothing_is_shared_a_receiving_opt_out_has_nothing_to_change() -> None:
    later = {"agencies.example.activated_on.value": date(2014, 1, 1)}
    described = parts([{"opt_out": "receive-only"}], base=later)
    assert described["What changes"] == ("Nothing: in the simulated years, all is as it is without this policy.",)
    assert "Prints do not go on to DHS and ICE, as before." in described["What stays the same"]


def test_a_policy_after_the_simulated_years_changes_nothing() -> None:
    described = parts([{"begins": date(2013, 1, 1), "opt_out": "share"}])
    assert described["What changes"] == ("Nothing: in the simulated years, all is as it is without this policy.",)


TWO: Tree = {"agencies": {"example": AGENCY, "other": AGENCY | {"label": "Other County", "state": "WA"}}}


def test_agencies_that_fare_alike_are_told_of_once() -> None:
    assert parts([{"opt_out": "share"}], base=TWO)["What changes"][0] == (
        "All 2 agencies, from 1 January 2012 on: opt-out-of-sharing, in place of full."
    )


def test_agencies_that_a_policy_is_not_about_are_named() -> None:
    described = parts([{"states": ["WA"], "opt_out": "share"}], base=TWO)
    assert described["What changes"][0].startswith("Other County, from 1 January 2012 on: opt-out-of-sharing")
    assert "Mode, access and detainer rules stay as they are for Example County." in described["What stays the same"]


def test_rules_stand_beside_those_that_they_replace() -> None:
    rules = [honor(24, exclude=False, level=["1", "2"], prior_removal=True), decline("notify")]
    assert parts([{"detainer_rules": rules}])["What changes"] == (
        "Example County, from 1 January 2012 on:",
        "  1. honor for people of level 1 or level 2, removed from the country before: hold them for ICE for "
        "at most 24 hours after local release.",
        "  2. notify for everyone else: tell ICE when they leave, and do not hold them.",
        "  in place of:",
        "  1. honor for everyone: hold them for ICE for at most 48 hours after local release, weekends and "
        "federal holidays not counted.",
    )


def test_the_same_rules_from_another_source_are_the_same_rules() -> None:
    rule = honor() | {"source": "another law"}
    assert parts([{"detainer_rules": [rule]}])["What changes"][0].startswith("Nothing")


OTHERS: list[tuple[Tree, tuple[str, ...]]] = [
    (
        {"costs.bed_day.average": number(100, "USD/day")},
        ("costs.bed_day.average: from 90 USD/day to 100 USD/day",),
    ),
    (
        {"costs.staff_hour": number(32, "USD/hour") | {"low": 20, "high": 40}},
        ("costs.staff_hour: from 32 USD/hour (no range) to 32 USD/hour (20 to 40 USD/hour)",),
    ),
    (
        {"arrivals.months": {"factors": [1.0] * 10 + [0.5, 1.5], "unit": "ratio", "source": "made up"}},
        ("arrivals.months: from table of 12 factors, from 1 to 1 to table of 12 factors, from 0.5 to 1.5",),
    ),
    (
        {"stays.release_hours": {"shares": [0.0] * 23 + [1.0], "unit": "share", "source": "made up"}},
        ("stays.release_hours: from table of 24 shares (no range) to another table of 24 shares",),
    ),
    (
        {
            "stations.state_bureau.time": {
                "distribution": "fixed",
                "value": 2,
                "unit": "hours",
                "source": "made up",
            }
        },
        ("stations.state_bureau.time: from always 15 minutes to always 2 hours",),
    ),
    (
        {"agencies.example.growth": number(0.02, "share/year")},
        ("agencies.example.growth: from not there to 2 % a year",),
    ),
    (
        {"agencies.example.state_relays_answers": False},
        ("agencies.example.state_relays_answers: from yes to no",),
    ),
]


@pytest.mark.parametrize(("changes", "lines"), OTHERS, ids=[next(iter(changes)) for changes, _ in OTHERS])
def test_other_numbers_that_change_are_listed(changes: Tree, lines: tuple[str, ...]) -> None:
    described = parts([{"opt_out": "receive-only"}], changes)
    assert described["Other numbers that change"] == lines
    assert "All other numbers of the scenario stay as they are." in described["What stays the same"]


def test_another_source_is_not_another_number() -> None:
    changes = {"costs.bed_day.average": number(90, "USD/day") | {"source": "another budget"}}
    assert "Other numbers that change" not in parts([{"opt_out": "share"}], changes)


def test_other_prices_leave_the_ice_side_alone_and_other_people_do_not() -> None:
    periods: list[Tree] = [{"opt_out": "receive-only"}]
    assert ICE_SIDE_SAME in same(periods, {"costs.bed_day.average": number(100, "USD/day")})
    changed = same(periods, {"people.prior_removal": number(0.3, "share")})
    assert ICE_SIDE_SAME not in changed
    assert not any(line.startswith("The same people") for line in changed)


def test_a_place_says_when_where_and_how() -> None:
    changes = {
        "agencies.example.activated_on.value": date(2012, 6, 5),
        "agencies.example.jail_paid_by": "state",
        "agencies.example.state_relays_answers": False,
        "agencies.example.growth": number(0.02, "share/year"),
        "agencies.example.match_share": {
            "value": 0.08, "low": 0.05, "high": 0.1, "unit": "share", "assumed": "a guess",
        },
    }  # fmt: skip
    described = {part.title: part.lines for part in describe(study({}, changes).cases[0]).parts}
    assert described["When"][0] == "1 January 2012 to 31 December 2012, 1 year; hours are those of America/New_York."
    assert described["Agencies"] == (
        "Example County, VA: activated on 5 June 2012; Capital; 4,000 bookings/year, changing by 2 % a year; "
        "8 % (assumed) of prints match an IDENT record; 300 people in jail on an average day; the jail is "
        "paid for by the state. The state bureau cannot pass on ICE's answers.",
    )
    assert described["Prints and ICE's answers"] == (
        "Example County, from 1 January 2012 to 4 June 2012: not-activated.",
        f"  {MODE_SENTENCES['not-activated']}",
        "Example County, from 5 June 2012 on: full.",
        f"  {MODE_SENTENCES['full']}",
    )
    assert described["What the model leaves out"] == LEFT_OUT


def test_each_mode_has_one_sentence() -> None:
    assert set(MODE_SENTENCES) == set(get_args(Mode))
    assert all(sentence.endswith(".") and ". " not in sentence for sentence in MODE_SENTENCES.values())


if __name__ == "__main__":
    for golden, text in golden_texts().items():
        (GOLDEN / f"{golden}.txt").write_text(text, encoding="utf-8", newline="\n")


def test_ices_access_to_the_jail_is_told() -> None:
    base, case = study({"no access": [{"ice_access": False}]}).cases
    told = describe(case, base).text
    assert "ICE may not come into the jail or see its rosters; it finds fewer people without prints." in told
    assert "the ICE side stays exactly as it is" not in told
    assert "ICE may come into the jail to interview people and see its rosters." in describe(base).text
