"""The reporting sheet: every item answered for every place, and out of the scenario, not beside it."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

import pytest

from simulator.api import load
from simulator.model.bookings import Bookings
from simulator.model.codes import ENDS
from simulator.outcomes.ledger_items import ITEMS as ITEMS_OF_THE_LEDGER
from simulator.outcomes.yearly import meanings
from simulator.runs.manifest import versions
from simulator.scenario.sources import numbers_of
from simulator.scenario.station_words import stations_in_words
from simulator.scenario.study import Study
from simulator.views.stress_des.attributes import ATTRIBUTES
from simulator.views.stress_des.checklist import ITEMS, SECTIONS
from simulator.views.stress_des.components import END_MEANINGS, entry_and_exit
from simulator.views.stress_des.conduct import Conduct
from simulator.views.stress_des.content import Points, Sheet, Table
from simulator.views.stress_des.inputs import input_parameters
from simulator.views.stress_des.markdown import block_text, markdown_of
from simulator.views.stress_des.sheet import sheet_of
from tests.example_place import decline, delay, study
from tests.shipped_files import COUNTRY, PLACES

MADE_WITH = {"simulator": "1.2.3", "python": "3.11.9", "platform": "linux", "packages": {"simpy": "9.9"}}
EVERYWHERE = [*PLACES, COUNTRY]
HOW = Conduct(40, 1)
POLICIES = ["opt-out-of-sharing", "decline-all-detainers"]


@cache
def sheet(place: str) -> Sheet:
    return sheet_of(shipped_study(place), HOW)


@cache
def shipped_study(place: str) -> Study:
    return load(place, POLICIES)


@cache
def text(place: str) -> str:
    return markdown_of(sheet(place))


def tables(of: Sheet, number: str) -> list[Table]:
    return [block for block in of.item(number).blocks if isinstance(block, Table)]


def cells(of: Sheet, number: str, column: int) -> list[str]:
    return [row[column] for table in tables(of, number) for row in table.rows]


def test_the_checklist_has_its_twenty_four_items_in_six_sections() -> None:
    assert len(ITEMS) == 24
    assert [number[0] for number in ITEMS] == sorted(number[0] for number in ITEMS)
    assert {number[0] for number in ITEMS} == set(SECTIONS)


@pytest.mark.parametrize("place", EVERYWHERE)
def test_every_item_is_answered_in_order(place: str) -> None:
    assert [item.number for item in sheet(place).items] == list(ITEMS)
    assert [item.number for item in sheet(place).items if not "".join(map(block_text, item.blocks)).strip()] == []
    headings = [line for line in text(place).splitlines() if line.startswith("### ")]
    assert headings == [f"### {number} {title}" for number, title in ITEMS.items()]


@pytest.mark.parametrize("place", EVERYWHERE)
def test_every_number_of_the_scenario_is_there_with_value_range_and_source(place: str) -> None:
    stated = numbers_of(shipped_study(place).cases[0])
    inputs = tables(sheet(place), "3.3")[0]
    assert [row[0] for row in inputs.rows] == [number.path for number in stated]
    for row, number in zip(inputs.rows, stated, strict=True):
        assert (row[2], row[3]) == (number.value, number.range)
        assert number.source.removeprefix("assumed: ").rstrip(".") in row[4]
        assert number.note in row[4]
        assert row[4].startswith("ASSUMED: ") == number.unsourced
    assert cells(sheet(place), "3.4", 0) == [number.path for number in stated if number.unsourced]


@pytest.mark.parametrize("place", EVERYWHERE)
def test_every_station_is_there_with_its_kind_time_and_staff(place: str) -> None:
    stations = stations_in_words(shipped_study(place).cases[0].scenario)
    assert [row[0] for row in tables(sheet(place), "2.5.2")[0].rows] == [station.path for station in stations]
    assert [row[3] for row in tables(sheet(place), "2.5.2")[0].rows] == [station.time for station in stations]
    staff = {(row[0], row[1]) for row in tables(sheet(place), "2.5.3")[0].rows}
    assert {(station.title, line) for station in stations for line in station.staff} <= staff
    assert cells(sheet(place), "2.5.4", 0) == [station.title for station in stations]


def test_outputs_attributes_ends_and_versions_are_those_of_the_code() -> None:
    arlington = sheet("arlington-va")
    assert cells(arlington, "1.2", 0) == [*meanings(), *ITEMS_OF_THE_LEDGER]
    assert cells(arlington, "2.5.1", 0) == list(ATTRIBUTES) == [field.name for field in fields(Bookings)]
    assert [row[0] for row in tables(arlington, "2.5.5")[-1].rows] == list(ENDS) == list(END_MEANINGS)
    installed = versions()
    assert dict(tables(arlington, "5.1")[0].rows[2:]) == installed["packages"]
    assert dict(tables(arlington, "5.1")[0].rows)["Python"] == installed["python"]


@pytest.mark.parametrize("place", EVERYWHERE)
def test_tables_are_given_to_the_last_number(place: str) -> None:
    scenario = shipped_study(place).cases[0].scenario
    in_full = dict(tables(sheet(place), "3.3")[1].rows)
    weeks = "; ".join(", ".join(f"{share:.10g}" for share in row) for row in scenario.arrivals.week.shares)
    shown = in_full["arrivals.week"].removeprefix("shares: ")
    assert "; ".join(part.split(" ", 1)[1] for part in shown.split("; ")) == weeks
    level = scenario.people.level.felony
    assert f"felony: level 1 {level.level_1:g}, level 2 {level.level_2:g}" in in_full["people.level"]
    assert "0.5: 3.467" in in_full["stays.felony"]


def test_policies_are_told_with_what_they_change_and_nothing_else() -> None:
    told = [block.title for block in sheet("arlington-va").item("2.3").blocks if isinstance(block, Points)]
    assert {title.split(": ")[0] for title in told} == set(POLICIES)
    assert "opt-out-of-sharing: What changes" in told
    *_, changed = tables(sheet("arlington-va"), "3.3")
    assert changed.title == "In experiments: decline-all-detainers states otherwise"
    assert [row[0] for row in changed.rows] == ["policy.periods.1.detainer_rules.0"]
    alone = sheet_of(study({}), HOW).item("2.3").blocks
    assert alone == ("The study has the place as it is, and no policy beside it.",)


def test_each_source_stands_once_with_all_that_rests_on_it() -> None:
    stated = [it for it in numbers_of(shipped_study("arlington-va").cases[0]) if not it.unsourced]
    rows = dict(tables(sheet("arlington-va"), "3.1")[0].rows)
    for number in stated:
        if number.source in rows:
            assert number.path in rows[number.source].split("; ")
    left = {number.source for number in stated} - set(rows)
    assert left == {"a choice of this scenario"}


def test_another_scenario_has_another_sheet() -> None:
    def made(changes: dict[str, object]) -> str:
        return markdown_of(
            sheet_of(study({"none": [{"detainer_rules": [decline()]}]}, changes), Conduct(3, 7, MADE_WITH))
        )

    plain = made({})
    assert plain == made({})
    assert "| `stations.lesc` | ICE's support center (LESC) | delay | always 20 minutes |" in plain
    slower = made({"stations.lesc": delay(33, "minutes")})
    assert "| `stations.lesc` | ICE's support center (LESC) | delay | always 33 minutes |" in slower
    assert "2 years of bookings" in made({"years": 2})
    assert "3 independent replications, with seed 7." in plain
    assert "| Fingerprint data-sharing flow simulator | 1.2.3 |" in plain
    assert "Operating system: Linux." in plain


def test_a_rarer_release_is_told_in_place_of_added_days() -> None:
    place = load("arlington-va", settings=["jail.stay_effect=rarer-release"])
    told = markdown_of(sheet_of(place, HOW))
    assert "Detainer on file, felony" not in told
    assert "Detainer on file, release lost, felony" in told


def test_markdown_shows_marks_as_text_and_keeps_tables_whole() -> None:
    table = Table(("A", "B"), (("x; y", "a | b *c* <d>\nnext"),), "Title", code=(0,))
    assert block_text(table) == "**Title**\n\n| A | B |\n| --- | --- |\n| `x`; `y` | a \\| b \\*c\\* \\<d> next |"
    assert block_text(Points(("one", "  1. two"), "")) == "- one\n    1. two"


def test_entry_points_have_every_agency() -> None:
    scenario = shipped_study(COUNTRY).cases[0].scenario
    entries = next(block for block in entry_and_exit(scenario) if isinstance(block, Table))
    assert [row[0] for row in entries.rows] == [agency.label for agency in scenario.agencies.values()]


def test_inputs_of_a_study_without_policies_end_with_the_place() -> None:
    titles = [block.title for block in input_parameters(study({})) if isinstance(block, Table)]
    assert titles == ["The place as it is: as-is", "Tables and distributions in full"]
