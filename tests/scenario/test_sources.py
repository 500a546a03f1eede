"""The table of numbers: nothing escapes it, and it says what the files say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from simulator.scenario.load import load_study
from simulator.scenario.quantities import Sourced
from simulator.scenario.sources import CHOICE, StatedNumber, numbers_of
from simulator.scenario.study import Case
from simulator.scenario.wording import in_words
from tests.example_place import fixed, honor, lognormal, number, study
from tests.shipped_files import ANYWHERE, PLACES

ABSTRACT = {"Ranged", "Table", "TimeDistribution"}


def example_case(changes: dict[str, Any] | None = None, periods: list[dict[str, Any]] | None = None) -> Case:
    return study({"policy": periods or []}, changes).cases[1]


def rows_of(case: Case) -> dict[str, StatedNumber]:
    rows = numbers_of(case)
    by_path = {row.path: row for row in rows}
    assert len(by_path) == len(rows)
    return by_path


def origins(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each mapping of a tree that names its origin, with its path."""
    if isinstance(node, dict) and ("source" in node or "assumed" in node):
        yield path, node
    for key, part in entries(node):
        yield from origins(part, f"{path}.{key}" if path else str(key))


def unowned_numbers(node: Any, path: str = "") -> Iterator[str]:
    """The path of each number or date that no mapping with an origin holds."""
    if isinstance(node, dict) and ("source" in node or "assumed" in node):
        return
    if isinstance(node, int | float | date) and not isinstance(node, bool):
        yield path
    for key, part in entries(node):
        yield from unowned_numbers(part, f"{path}.{key}" if path else str(key))


def entries(node: Any) -> list[tuple[Any, Any]]:
    return list(node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ())


@pytest.mark.parametrize("place", PLACES)
def test_no_number_of_a_shipped_file_escapes_the_table(place: str) -> None:
    for case in load_study(place, ANYWHERE).cases:
        rows = rows_of(case)
        stated = dict(origins(case.tree))
        choices = set(unowned_numbers(case.tree))
        assert set(rows) == set(stated) | choices
        assert {path for path, row in rows.items() if row.source == CHOICE} == choices
        for path, node in stated.items():
            source = node["source"] if "source" in node else f"assumed: {node['assumed']}"
            assert (rows[path].source, rows[path].note) == (source, node.get("note", "")), path
            assert rows[path].unsourced == ("assumed" in node), path


@pytest.mark.parametrize("place", PLACES)
def test_each_row_says_something(place: str) -> None:
    for row in numbers_of(load_study(place).cases[0]):
        assert row.what
        assert row.value
        assert "_" not in row.value + row.range, row.path


def concrete_kinds(kind: type = Sourced) -> Iterator[type]:
    for narrower in kind.__subclasses__():
        if narrower.__name__ not in ABSTRACT:
            yield narrower
        yield from concrete_kinds(narrower)


def test_each_kind_of_number_has_its_own_words() -> None:
    fallback = in_words.dispatch(object)
    kinds = set(concrete_kinds())
    assert len(kinds) > 10
    assert [kind for kind in kinds if in_words.dispatch(kind) is fallback] == []


EXPONENTIAL = {
    "distribution": "exponential",
    "mean": 1,
    "unit": "days",
    "low": 0.5,
    "high": 2,
    "assumed": "why not",
}
QUANTILES = {
    "distribution": "quantiles",
    "at": {0: 0, 0.5: 3, 1: 1314.5},
    "unit": "days",
    "source": "made up",
}
WORDS: dict[str, tuple[Any, str, str]] = {
    "agencies.example.bookings_per_year": (
        number(8000, "bookings/year") | {"low": 7000, "high": 9500.5},
        "8,000 bookings/year",
        "7,000 to 9,500.5 bookings/year",
    ),
    "agencies.example.growth": (number(-0.02, "share/year"), "-2 % a year", ""),
    "agencies.example.match_share": (
        number(0.074, "share") | {"low": 0.06, "high": 0.09},
        "7.4 %",
        "6 % to 9 %",
    ),
    "agencies.example.average_daily_population": (number(1, "people"), "1 person", ""),
    "agencies.example.activated_on": (
        {
            "value": date(2010, 6, 15),
            "earliest": date(2010, 3, 16),
            "latest": date(2010, 6, 21),
            "source": "a list",
        },
        "15 June 2010",
        "16 March 2010 to 21 June 2010",
    ),
    "arrivals.day_to_day_variance_ratio": (number(1.46, "ratio"), "1.46", ""),
    "stays.felony": (QUANTILES, "table of 3 quantiles, median 3 days, at most 1,314.5 days", ""),
    "stays.misdemeanor": (EXPONENTIAL, "exponential, mean 1 day", "mean 0.5 to 2 days"),
    "stays.infraction": (fixed(1, "hours"), "always 1 hour", ""),
    "federal.other_channel.after": (
        lognormal(1, 6, "hours") | {"maximum": 48, "low": 0.2, "high": 4},
        "lognormal, median 1 hour, 90 % under 6 hours, at most 48 hours",
        "median 0.2 to 4 hours",
    ),
    "costs.bed_day.pod_cost": (number(359_700, "USD/year"), "359,700 USD/year", ""),
}


@pytest.mark.parametrize("path", WORDS)
def test_a_number_is_put_into_words(path: str) -> None:
    stated, value, plausible = WORDS[path]
    row = rows_of(example_case({path: stated}))[path]
    assert (row.value, row.range) == (value, plausible)


def test_tables_shifts_tours_and_rules_are_put_into_words() -> None:
    rows = rows_of(example_case())
    assert rows["arrivals.week"].value == "table of 168 shares"
    assert rows["stays.release_hours"].value == "table of 24 shares"
    assert rows["arrivals.months"].value == "table of 12 factors, from 1 to 1"
    assert rows["people.level"].value == "table of 12 shares"
    assert rows["people.status_of_matched"].value == "US citizen 5 %, lawful 45 %, removable 50 %"
    assert rows["federal.detainer.removable"].value == "level 1 95 %, level 2 90 %, level 3 70 %, no level 70 %"
    assert rows["field_offices.capital.decision.shifts.0"].value == "every day, 8:00 to 18:00"
    assert rows["field_offices.capital.tours"].value == "Mon to Fri at 8:00 and 15:00, not on federal holidays"
    assert rows["field_offices.capital.preparation"].value == "equally likely from 0 to 72 hours"
    assert rows["policy.periods.0.detainer_rules.0"].value == (
        "honor for everyone: hold them for ICE for at most 48 hours after local release, weekends and "
        "federal holidays not counted"
    )


def test_a_spread_is_a_range() -> None:
    months = {"factors": [1.0] * 12, "unit": "ratio", "spread": 0.05, "assumed": "no month stands out"}
    row = rows_of(example_case({"arrivals.months": months}))["arrivals.months"]
    assert (row.range, row.source, row.unsourced) == ("5 % either way", "assumed: no month stands out", True)


def test_what_a_number_is_comes_from_its_field_or_its_path() -> None:
    rows = rows_of(example_case())
    assert rows["federal.other_channel.found"].what == (
        "Share of removable people in jail that it would find, given time."
    )
    assert rows["stations.fbi_search.time"].what == "stations: FBI search: time"
    assert rows["field_offices.capital.decision.shifts.0"].what == "field offices: capital: decision: shift 1"


def test_days_on_which_a_policy_begins_are_in_the_table() -> None:
    rows = rows_of(example_case(periods=[{"begins": date(2012, 7, 1), "detainer_rules": [honor(24)]}]))
    assert rows["policy.periods.1.begins"].value == "1 July 2012"
    assert rows["policy.periods.1.detainer_rules.0.hold_hours"].value == "24 hours"


def test_a_number_set_on_the_command_line_says_so() -> None:
    case = load_study("arlington-va", settings=["agencies.arlington.match_share=0.05"]).cases[0]
    row = rows_of(case)["agencies.arlington.match_share"]
    assert (row.value, row.range, row.source) == ("5 %", "", "set on the command line")
