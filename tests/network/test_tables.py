"""A place of many agencies from tables: read like a place that names them, and as strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from simulator.errors import ScenarioError
from simulator.runs.scenarios import write_scenarios
from simulator.scenario.load import load_study
from simulator.scenario.place import Scenario
from simulator.scenario.reporting import units_of
from tests.example_place import SOURCE, place_tree

HEADER = "fips,name,state,field_office,bookings_per_year,match_share,activated,average_daily_population,capacity,policy"
ROWS = [
    "51013,Arlington,VA,capital,7000,0.0755,2010-06,600,719,",
    "24031,Montgomery,MD,capital,9000,0.08,2012-02-28,,,",
    "24033,Prince George's,MD,harbor,12000,0.07,,,,declines",
]
FACTS = {
    "bookings_per_year": {"assumed": "made up for tests", "spread": 0.2},
    "match_share": {"source": SOURCE},
    "activated": {"source": SOURCE},
    "average_daily_population": {"source": SOURCE},
    "capacity": {"source": SOURCE},
}
OFFICES = ["name,label,tours.seats,decision.shifts.0.on_duty", "capital,Capital,3,1", "harbor,Harbor,12,4"]


def place(
    folder: Path, rows: list[str], *, header: str = HEADER, offices: list[str] | None = None, **network: Any
) -> Path:
    """A place file beside its tables."""
    tree = place_tree()
    del tree["agencies"]
    office = tree["field_offices"]["capital"]
    del office["label"]
    office["tours"]["seats"] |= {"low": 3, "high": 12}
    tree["network"] = {"agencies": "agencies.csv", "facts": FACTS} | network
    tree["network"].setdefault("policies", {"declines": {"detainer_rules": [{"then": "decline", "source": SOURCE}]}})
    (folder / "agencies.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    tree["field_offices"] = {"capital": {**office, "label": "Capital"}, "harbor": {**office, "label": "Harbor"}}
    if offices:
        del tree["field_offices"]
        tree["network"] |= {"field_offices": "offices.csv", "each_office": office}
        (folder / "offices.csv").write_text("\n".join(offices) + "\n", encoding="utf-8")
    path = folder / "place.yaml"
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda _: True
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(tree, file)
    return path


def loaded(path: Path) -> Scenario:
    return load_study(path).cases[0].scenario


def faults(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_study(path)
    return [f"{Path(fault.file).name}:{fault.line}: {fault.field}: {fault.value}: {fault.rule}. {fault.fix}".rstrip()
            for fault in caught.value.faults]  # fmt: skip


def test_rows_are_agencies_with_the_sources_of_their_columns(tmp_path: Path) -> None:
    scenario = loaded(place(tmp_path, ROWS, state_pays_in=["MD"]))
    first, second, third = scenario.agencies.values()
    assert (first.label, first.state, first.jail_paid_by, str(first.activated_on.value)) == (
        "Arlington", "VA", "local", "2010-06-15",
    )  # fmt: skip
    bookings = first.bookings_per_year
    assert (bookings.value, bookings.low, bookings.high, bookings.assumed) == (7000, 5600, 8400, "made up for tests")
    assert first.match_share.source == SOURCE
    assert first.capacity is not None
    assert (first.capacity.value, first.capacity.unit) == (719, "beds")
    assert (second.capacity, second.average_daily_population, second.jail_paid_by) == (None, None, "state")
    assert str(second.activated_on.value) == "2012-02-28"
    assert third.field_office == "harbor"


def test_a_row_may_name_a_policy_and_an_empty_month_is_never(tmp_path: Path) -> None:
    scenario = loaded(place(tmp_path, ROWS))
    declining, never = scenario.policy.periods[1:]
    assert declining.agencies == never.agencies == ["24033"]
    assert declining.detainer_rules is not None
    assert declining.detainer_rules[0].then == "decline"
    assert never.in_activation_plan is False


def test_offices_take_their_columns_over_what_all_have(tmp_path: Path) -> None:
    offices = loaded(place(tmp_path, ROWS, offices=OFFICES)).field_offices
    seats = offices["harbor"].tours.seats
    assert (seats.value, seats.low, seats.high) == (12, 6, 24)
    assert offices["harbor"].label == "Harbor"
    assert offices["harbor"].comes == offices["capital"].comes


@pytest.mark.parametrize(
    ("count_by", "names"),
    [
        ("agency", ["51013", "24031", "24033"]),
        ("state", ["VA", "MD"]),
        ("field-office", ["capital", "harbor"]),
    ],
)
def test_results_are_told_by_units(tmp_path: Path, count_by: str, names: list[str]) -> None:
    assert [unit.name for unit in units_of(loaded(place(tmp_path, ROWS, count_by=count_by)))] == names


def test_agencies_of_one_unit_have_one_payer(tmp_path: Path) -> None:
    path = place(tmp_path, ROWS, count_by="field-office", state_pays_in=["MD"])
    assert "some jails of capital are paid for by the state and some are not: they cannot be one" in faults(path)[0]


def test_the_file_s_own_agencies_lie_over_the_rows(tmp_path: Path) -> None:
    path = place(tmp_path, ROWS)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"agencies:\n  '51013':\n    match_share: {{value: 0.5, unit: share, source: {SOURCE}}}\n")
    scenario = loaded(path)
    assert scenario.agencies["51013"].match_share.value == 0.5
    assert scenario.agencies["51013"].bookings_per_year.value == 7000


def test_what_a_run_keeps_is_the_same_scenario(tmp_path: Path) -> None:
    study = load_study(place(tmp_path, ROWS, offices=OFFICES), (), ["agencies.24031.match_share=0.09"])
    write_scenarios(tmp_path / "kept", study)
    again = load_study(tmp_path / "kept" / "as-is.yaml").cases[0].scenario
    assert again.model_dump_json(exclude={"merged", "network"}) == study.cases[0].scenario.model_dump_json(
        exclude={"merged", "network"}
    )


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (
            HEADER.replace("match_share", "matchshare"),
            ROWS,
            [
                "agencies.csv:1: match_share: : the table needs this column. Did you mean `matchshare`?",
                "agencies.csv:1: matchshare: : this column is not known. Did you mean `match_share`?",
            ],
        ),
        (HEADER + ",name", ROWS, ["agencies.csv:1: name: : this column stands twice."]),
        (HEADER, [], ["agencies.csv:0: : : this table has no rows."]),
        (HEADER, ROWS[:1] * 2, ["agencies.csv:3: fips: 51013: line 2 has the same. Each row needs its own."]),
        (HEADER, [ROWS[0] + ",,"], ["agencies.csv:2: : : this row has 12 cells, and the header has 10."]),
        (
            HEADER,
            [ROWS[0].replace("7000", "many").replace("2010-06", "June 2010")],
            [
                "agencies.csv:2: activated: June 2010: a month such as 2010-06 is needed, or a day such as 2010-06-15.",
                "agencies.csv:2: bookings_per_year: many: a number is needed.",
            ],
        ),
        (
            HEADER,
            [ROWS[0].replace("0.0755", "7.55"), ROWS[1].replace("capital", "capitol")],
            [
                "agencies.csv:2: match_share: 7.55 share: a share lies between 0 and 1, and 7.55 does not. "
                "Write 0.0755 for 7.55 percent.",
            ],
        ),
        (
            HEADER,
            [ROWS[1].replace("capital", "capitol"), ROWS[2].replace("declines", "decline")],
            [
                "agencies.csv:3: policy: decline: there is no such name under network.policies. "
                "Did you mean `declines`?",
            ],
        ),
        (
            HEADER,
            [ROWS[1].replace("capital", "capitol")],
            [
                "agencies.csv:2: field_office: 'capitol': there is no such name under field_offices. "
                "Did you mean `capital`?",
            ],
        ),
        (HEADER, [ROWS[0].replace("VA", "Virginia")],
         ["agencies.csv:2: state: 'Virginia': two capital letters are needed, such as WA."]),
    ],
)  # fmt: skip
def test_faults_name_the_table_the_row_and_the_column(
    tmp_path: Path, header: str, rows: list[str], expected: list[str]
) -> None:
    assert faults(place(tmp_path, rows, header=header)) == expected


def test_a_column_without_a_source_is_a_fault(tmp_path: Path) -> None:
    facts = {name: fact for name, fact in FACTS.items() if name != "match_share"}
    assert "network.facts.match_share: : this key is required" in faults(place(tmp_path, ROWS, facts=facts))[0]


def test_tables_of_offices_name_paths(tmp_path: Path) -> None:
    path = place(tmp_path, ROWS, offices=["name,label,tours.seat", *(row.rsplit(",", 1)[0] for row in OFFICES[1:])])
    assert faults(path) == [
        "offices.csv:2: tours.seat: 3: each_office has no number at this path.",
        "offices.csv:3: tours.seat: 12: each_office has no number at this path.",
    ]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    path = place(tmp_path, ROWS)
    (tmp_path / "agencies.csv").unlink()
    assert "agencies.csv:0: : : this table cannot be read: No such file or directory." in faults(path)
