"""Targets files: what is read, and every fault of a wrong one at once, in words that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.experiments.calibration.targets import Series, held_out, months_of, partial_months, read_targets
from simulator.scenario.load import load_study
from tests.calibration.counts import write_rows
from tests.example_place import scenario

PERIOD = "2012-01 to 2012-12"
OUTSIDE = f"this lies outside of the simulated period, {PERIOD}"
OUTSIDE_FIX = "Set `starts`, or give --years, so that the simulated period has it; or leave the row out."


def faults(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_targets(path, scenario())
    return [str(fault).replace(f"{path}", "t.csv") for fault in caught.value.faults]


def test_rows_become_series_in_order_of_months(tmp_path: Path) -> None:
    rows = ["2012-03,detainers,7", "2012-01,detainers,5", "2012-01,hold_days,2.5", "2012-02,hold_days,0"]
    targets = read_targets(write_rows(tmp_path / "t.csv", rows), scenario())
    assert targets.series == (
        Series("", "detainers", (0, 2), (5.0, 7.0)),
        Series("", "hold_days", (0, 1), (2.5, 0.0)),
    )
    assert targets.counted == [0, 1, 2]


def test_counts_may_be_told_by_agency(tmp_path: Path) -> None:
    rows = ["2012-01,bookings,300,example", "2012-02,bookings,310,example", "2012-01,detainers,9,"]
    targets = read_targets(write_rows(tmp_path / "t.csv", rows, "month,measure,value,agency"), scenario())
    assert [(series.agency, series.name) for series in targets.series] == [
        ("example", "bookings of example"),
        ("", "detainers"),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ["2012-01,detainer,5", "2012-02,beds,5"],
            [
                "t.csv:2: measure: detainer: this is no measure that adds up over months. Did you mean `detainers`?",
                "t.csv:3: measure: beds: this is no measure that adds up over months. docs/results.md lists them; "
                "detainers and bookings are two.",
            ],
        ),
        (
            ["2011-12,detainers,5", "2013-01,detainers,5", "2012-13,detainers,5", "Jan 2012,detainers,5",
             ",bookings,1"],
            [
                f"t.csv:2: month: 2011-12: {OUTSIDE}. {OUTSIDE_FIX}",
                f"t.csv:3: month: 2013-01: {OUTSIDE}. {OUTSIDE_FIX}",
                "t.csv:4: month: 2012-13: a month such as 2011-06 is needed.",
                "t.csv:5: month: Jan 2012: a month such as 2011-06 is needed.",
                "t.csv:6: month: this must not be empty.",
            ],
        ),
        (
            ["2012-01,detainers,", "2012-02,detainers,five", '2012-03,bookings,"1,234"', "2012-04,detainers,-3",
             "2012-05,detainers,2.5", "2012-06,detainers,nan"],
            [
                "t.csv:2: value: this must not be empty. Leave the row out where nothing was counted; write 0 where "
                "nobody was.",
                "t.csv:3: value: five: a number is needed.",
                "t.csv:4: value: 1,234: a number is needed. Write 1234.",
                "t.csv:5: value: -3: a count is 0 or more.",
                "t.csv:6: value: 2.5: people are counted in whole numbers.",
                "t.csv:7: value: nan: a number is needed.",
            ],
        ),
        (
            ["2012-01,detainers,5", "2012-02,detainers,5", "2012-01,detainers,6", "2012-03,bookings,1,234"],
            [
                "t.csv:4: month: 2012-01: line 2 has the same month and measure. Keep one of the two.",
                "t.csv:5: this row has 4 cells, and the header has 3. Write 1234, not 1,234.",
            ],
        ),
        ([], ["t.csv: this table has no rows."]),
        (
            ["2012-01,detainers,5", "2012-01,bookings,500"],
            [
                "t.csv: two months or more are needed, for one is held out to see how well the others predict it."
            ],
        ),
    ],
    ids=["unknown measure", "month", "value", "twice and too long", "empty", "one month"],
)  # fmt: skip
def test_wrong_rows(tmp_path: Path, rows: list[str], expected: list[str]) -> None:
    assert faults(write_rows(tmp_path / "t.csv", rows)) == expected


def test_wrong_columns_and_no_file(tmp_path: Path) -> None:
    assert faults(write_rows(tmp_path / "t.csv", ["2012-01,detainers,5"], "Month,measure,values")) == [
        "t.csv:1: Month: this column is not known. Did you mean `month`?",
        "t.csv:1: month: the table needs this column. Did you mean `Month`?",
        "t.csv:1: value: the table needs this column. Did you mean `values`?",
        "t.csv:1: values: this column is not known. Did you mean `value`?",
    ]
    assert faults(tmp_path / "none.csv") == ["t.csv: this table cannot be read: No such file or directory."]


def test_wrong_agencies(tmp_path: Path) -> None:
    rows = ["2012-01,detainers,5,exampel", "2012-01,detainers,5,example", "2012-02,detainers,5,example",
            "2012-02,detainers,5,"]  # fmt: skip
    path = write_rows(tmp_path / "t.csv", rows, "month,measure,value,agency")
    assert faults(path) == ["t.csv:2: agency: exampel: the place has no such agency. Did you mean `example`?"]
    path = write_rows(tmp_path / "t.csv", rows[1:], "month,measure,value,agency")
    assert faults(path) == ["t.csv: detainers is given for example and for all agencies together. Keep one of the two."]


def test_a_part_of_a_month_is_no_month(tmp_path: Path) -> None:
    place = load_study("arlington-va", (), ["starts=2010-10-15"]).cases[0].scenario
    assert months_of(place)[0] == "2010-10"
    assert months_of(place)[-1] == "2011-10"
    assert partial_months(place) == {"2010-10", "2011-10"}
    path = write_rows(tmp_path / "t.csv", ["2010-10,detainers,5", "2010-11,detainers,5"])
    with pytest.raises(ScenarioError, match="only a part of this month is simulated, for the period is 2010-10 to"):
        read_targets(path, place)


def test_the_last_quarter_is_held_out_and_something_is_left_to_fit(tmp_path: Path) -> None:
    rows = [f"2012-{month:02d},detainers,5" for month in range(1, 13)]
    year = read_targets(write_rows(tmp_path / "t.csv", rows), scenario())
    two = read_targets(write_rows(tmp_path / "t.csv", rows[:2]), scenario())
    assert list(held_out(year, None)) == [9, 10, 11]
    assert list(held_out(year, 0)) == []
    assert list(held_out(two, None)) == [1]
    with pytest.raises(ScenarioError, match=r"--hold-out: 2: 2 of 2 months held out would leave none to fit\."):
        held_out(two, 2)
