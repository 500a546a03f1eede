"""Each shipped ordinance, person by person: a table of answers worked out from the text of the ordinance."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

import pytest

from simulator.experiments.replications import trace_of
from simulator.model.calendar import calendar_for
from simulator.model.codes import ACTIONS, HONOR
from simulator.model.stances import Stance, stances_of
from simulator.model.traits import Traits
from simulator.scenario.document import read
from simulator.scenario.federal import WARRANTS
from simulator.scenario.load import load_study
from simulator.scenario.people import CONVICTIONS
from simulator.scenario.places import shipped
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS
from tests.shipped_files import OF_ONE_STATE

HERE = Path(__file__).parent
TABLES = sorted(HERE.glob("*.yaml"))
SMALL_PLACE = HERE.parent / "scenario" / "small-place.yaml"
OWN_FILES = {"decline-all-detainers", "serious-only"}
"""Policies about detainers that are no ordinance of some place."""
LEVEL_OF = {"none": "none", "misdemeanor": "3", "felony": "2", "serious-or-violent": "1", "homicide": "1"}
FLAGS = ("pending_charge", "prior_removal", "prior_order", "watch_list")


def rows(table: Path) -> list[dict[str, Any]]:
    written, faults = read(table)
    assert written is not None
    assert faults == []
    people: list[dict[str, Any]] = written.tree["people"]
    return people


@cache
def _stance(name: str) -> Stance:
    """Where the small place stands under an ordinance; the form asks for 48 hours, weekends not counted."""
    scenario = load_study(SMALL_PLACE, [name]).cases[1].scenario
    return stances_of(scenario, "example", calendar_for(scenario.starts, 30, scenario.timezone)).at(0)


def traits(row: dict[str, Any]) -> Traits:
    conviction = row.get("conviction", "none")
    return Traits(
        level=LEVELS.index(row.get("level", LEVEL_OF[conviction])),
        charge_class=CHARGE_CLASSES.index(row.get("charge_class", "misdemeanor")),
        conviction=CONVICTIONS.index(conviction),
        years_since_conviction=row.get("convicted", inf),
        years_since_release=row.get("released", inf),
        age=row.get("age", 30),
        warrant=WARRANTS.index(row.get("warrant", "none")),
        **{name: row.get(name, False) for name in FLAGS},
    )


CASES = [pytest.param(table.stem, row, id=f"{table.stem}: {row['who']}") for table in TABLES for row in rows(table)]


@pytest.mark.parametrize(("name", "row"), CASES)
def test_answer_of_an_ordinance(name: str, row: dict[str, Any]) -> None:
    effect = replace(_stance(name), reimbursed=row.get("agreement", False)).answer(traits(row))
    told = {"answer": ACTIONS[effect.action]}
    if told["answer"] == "honor":
        told |= {"hours": effect.hold_seconds / 3600, "weekends_count": not effect.exclude_closed_days}
    assert told == {key: row[key] for key in ("answer", "hours", "weekends_count") if key in row}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_people_of_a_table_can_exist(table: Path) -> None:
    people = rows(table)
    assert len(people) >= 8
    assert len({row["who"] for row in people}) == len(people)
    for row in people:
        assert (row.get("conviction", "none") == "none") == ("convicted" not in row) == ("released" not in row)
        assert row.get("released", 0) <= row.get("convicted", 0)
        assert row.get("prior_order", False) or not row.get("prior_removal", False)


def test_every_ordinance_has_a_table_of_people() -> None:
    """The same rules as state law have the table of their own file."""
    about_rules = {path.stem for path in shipped()["policies"] if "detainer_rules:" in path.read_text(encoding="utf-8")}
    assert about_rules - OWN_FILES - set(OF_ONE_STATE) == {table.stem for table in TABLES}


def share_honored(name: str) -> float:
    """Of the detainers that the jail's rules were asked about at release, the share that it honored in one year."""
    course = trace_of(load_study("santa-clara-ca", [name]).cases[1], 3, 0).course
    return float((course.rule_at_release[course.rule_at_release >= 0] == HONOR).mean())


def test_new_york_honored_a_share_between_those_of_its_two_laws() -> None:
    """From October 2012 to September 2013, under the law of 2011 and then those of 2013: 3,074 honored, 1,163 not."""
    assert share_honored("nyc-ll21-22-2013") < 3_074 / (3_074 + 1_163) < share_honored("nyc-ll62-2011")
