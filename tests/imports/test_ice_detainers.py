"""The detainers table of the Deportation Data Project, release by release, and with each mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.imports.ice_detainers import TARGET_COLUMNS, read_targets, summary
from simulator.imports.tables import write_table
from tests.imports.published import (
    HISTORICAL,
    LATEST_AUGUST_2026,
    LATEST_MARCH_2026,
    RAW_2025,
    RAW_AUGUST_2026,
    RAW_MARCH_2026,
    RAW_NPR,
    Row,
    write_csv,
    write_parquet,
)

SECRET = "0123456789abcdef"
ELM, OAK = "ELM COUNTY JAIL", "OAK CO. DETENTION CTR"
NO_FLAGS = "The table has no column that tells repeated rows apart, so each row counts as a detainer."


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def counts(path: Path, *period: str, states: tuple[str, ...] = ()) -> dict[tuple[str, str], int]:
    table = read_targets(path, *period, states=states).table
    assert tuple(table.columns) == TARGET_COLUMNS
    assert set(table["measure"]) == {"detainers"}
    return {(agency, month): value for agency, month, value in zip(table.agency, table.month, table.value, strict=True)}


def message(path: Path, *period: str, states: tuple[str, ...] = ()) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_targets(path, *period, states=states)
    return str(caught.value)


def latest(**changes: object) -> Row:
    """A row of the table as it is since August 2026."""
    row = {
        "detainer_prepare_date": "2026-05-04",
        "facility_state": "VIRGINIA",
        "detention_facility": ELM,
        "detainer_type": "I247A",
        "unique_identifier": SECRET,
        "duplicate_drop_row": "FALSE",
    }
    return row | changes


def march(**changes: object) -> Row:
    row = latest(duplicate_likely="FALSE") | changes
    return {name: value for name, value in row.items() if name in LATEST_MARCH_2026}


def historical(**changes: object) -> Row:
    """A row of the table of all years."""
    row = {"prepare_date": date(2011, 3, 14), "detention_facility": ELM, "state": "VA", "unique_identifier": SECRET}
    return {**row, "duplicate_episode_id": 1, "detainer_type": "I-247", **changes}


def test_the_newest_release_is_counted_by_facility_and_month() -> None:
    rows = [
        latest(),
        latest(detainer_prepare_date="2026-05-30"),
        latest(detainer_prepare_date="2026-07-01"),
        latest(detention_facility=OAK, facility_state="MARYLAND"),
        latest(duplicate_drop_row="TRUE"),
    ]
    path = write_csv(Path("detainers.csv"), LATEST_AUGUST_2026, rows)
    assert counts(path) == {
        (f"MD: {OAK}", "2026-05"): 1,
        (f"MD: {OAK}", "2026-06"): 0,
        (f"MD: {OAK}", "2026-07"): 0,
        (f"VA: {ELM}", "2026-05"): 2,
        (f"VA: {ELM}", "2026-06"): 0,
        (f"VA: {ELM}", "2026-07"): 1,
    }
    assert summary(read_targets(path)) == [
        "Read detainers.csv. Rows: 5; dates from 2026-05-04 to 2026-07-01.",
        "Counted by facility and state, for the table has no column of counties. Detainers from 2026-05 to 2026-07: 4.",
        "2026-05 may not be whole: the first date is 2026-05-04.",
        "2026-07 may not be whole: the last date is 2026-07-01.",
        "Rows left out: 1.",
        "  repeat a detainer, by `duplicate_drop_row`: 1",
    ]


RELEASES = {
    "2025": (RAW_2025, "Detainer Prepare Date", "Facility State", "Detention Facility"),
    "March 2026": (RAW_MARCH_2026, "Detainer Prepare Date", "Facility State", "Detainer Facility"),
    "August 2026": (RAW_AUGUST_2026, "Detainer Prepared Date", "State", "Detention Facility"),
    "NPR": (RAW_NPR, "Prepare Date", "State", "Detainer Detention Facility"),
    "latest, March 2026": (LATEST_MARCH_2026, "detainer_prepare_date", "facility_state", "detention_facility"),
    "latest, August 2026": (LATEST_AUGUST_2026, "detainer_prepare_date", "facility_state", "detention_facility"),
    "historical": (HISTORICAL, "prepare_date", "facility_state", "detention_facility"),
    "historical, early": (HISTORICAL, "prepare_date", "state", "detention_facility"),
}


@pytest.mark.parametrize(("header", "prepared", "state", "facility"), RELEASES.values(), ids=RELEASES)
def test_each_release_by_the_names_of_its_columns(header: list[str], prepared: str, state: str, facility: str) -> None:
    rows = [{prepared: "2011-03-14 00:00:00", state: "VIRGINIA", facility: ELM}]
    assert counts(write_csv(Path("detainers.csv"), header, rows)) == {(f"VA: {ELM}", "2011-03"): 1}


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("prepared", ["2011-03-14", "3/14/2011 0:00", "03/14/11", "2011-03-14T23:59:00"])
def test_each_delimiter_and_each_form_of_a_date(delimiter: str, prepared: str) -> None:
    rows = [{"Prepare Date": prepared, "Detainer Detention Facility": ELM, "State": "virginia "}]
    path = write_csv(Path("detainers.csv"), RAW_NPR, rows, delimiter)
    assert counts(path) == {(f"VA: {ELM}", "2011-03"): 1}


def test_titles_above_the_header_of_a_sheet_are_passed_over_and_rows_keep_their_numbers() -> None:
    path = write_csv(Path("detainers.csv"), RAW_2025, [{"Detainer Prepare Date": "soon", "Detention Facility": ELM}])
    titles = 'ICE Detainers\nFOIA 1,,\n\n\n"Source, with a comma",,\n\n'
    path.write_text(titles + path.read_text("utf-8"), "utf-8")
    rule = "a day such as 2011-03-14 or 3/14/2011 is needed"
    assert message(path) == f"detainers.csv:8: Detainer Prepare Date: 'soon': {rule}."


@pytest.mark.parametrize("prepared", [date(2011, 3, 14), datetime(2011, 3, 14, 23, 59), "2011-03-14"])
def test_parquet_with_dates_of_each_type(prepared: object) -> None:
    path = write_parquet(Path("detainers.parquet"), HISTORICAL, [historical(prepare_date=prepared)])
    assert counts(path) == {(f"VA: {ELM}", "2011-03"): 1}


def test_counties_are_counted_by_where_the_file_has_them() -> None:
    rows = [
        latest(facility_county_fips="51901"),
        latest(facility_county_fips=1901),
        latest(facility_county_fips="24901", detention_facility=""),
        latest(facility_county_fips=""),
    ]
    path = write_csv(Path("detainers.csv"), [*LATEST_AUGUST_2026, "facility_county_fips"], rows)
    assert counts(path) == {("01901", "2026-05"): 1, ("24901", "2026-05"): 1, ("51901", "2026-05"): 1}
    assert counts(path, states=("VA", "AL")) == {("01901", "2026-05"): 1, ("51901", "2026-05"): 1}
    lines = summary(read_targets(path, states=("VA", "AL")))
    assert lines[1] == "Counted by county. Detainers from 2026-05 to 2026-05: 2."
    assert lines[-2:] == ["Rows left out: 2.", "  not of AL, VA: 2"]


def test_months_asked_for_are_counted_and_no_zeros_are_made_beyond_the_dates_of_the_file() -> None:
    days = ("2010-09-30", "2010-10-01", "2010-12-31", "2011-01-01")
    path = write_csv(Path("detainers.csv"), RAW_NPR, [
        {"Prepare Date": day, "Detainer Detention Facility": ELM, "State": "VA"} for day in days
    ])  # fmt: skip
    agency = f"VA: {ELM}"
    assert counts(path, "2010-10", "2010-12") == {
        (agency, "2010-10"): 1, (agency, "2010-11"): 0, (agency, "2010-12"): 1
    }  # fmt: skip
    assert [month for _, month in counts(path, "2010-12", "2030-01")] == ["2010-12", "2011-01"]
    assert summary(read_targets(path, "2010-10", "2010-12"))[-1] == "  outside of 2010-10 to 2010-12: 2"


def test_only_the_states_asked_for() -> None:
    rows = [latest(), latest(facility_state="MD"), latest(facility_state="")]
    path = write_csv(Path("detainers.csv"), LATEST_AUGUST_2026, rows)
    assert counts(path, states=("VA",)) == {(f"VA: {ELM}", "2026-05"): 1}
    assert summary(read_targets(path, states=("VA",)))[-1] == "  not of VA: 2"


def test_rows_that_name_no_state_are_kept_apart_and_told() -> None:
    path = write_csv(
        Path("detainers.csv"), LATEST_AUGUST_2026, [latest(facility_state=""), latest(facility_state="NA")]
    )
    assert counts(path) == {(f"?: {ELM}", "2026-05"): 2}
    assert "Of these without a state, which is written ?: 2." in summary(read_targets(path))


def test_rows_without_a_date_or_place_and_with_dates_that_cannot_be_are_left_out_and_counted() -> None:
    rows = [
        latest(),
        latest(detainer_prepare_date=""),
        latest(detainer_prepare_date="NA", duplicate_drop_row="TRUE"),
        latest(detainer_prepare_date="0002-06-14"),
        latest(detention_facility="UNKNOWN"),
    ]
    path = write_csv(Path("detainers.csv"), LATEST_AUGUST_2026, rows)
    assert counts(path) == {(f"VA: {ELM}", "2026-05"): 1}
    assert read_targets(path).left_out == {
        "repeat a detainer, by `duplicate_drop_row`": 1,
        "without a date": 1,
        "with a date before 2000 or after 2099": 1,
        "without a facility": 1,
    }


def test_episodes_of_the_table_of_all_years_are_counted_once_per_person_kind_and_facility() -> None:
    rows = [
        historical(prepare_date=date(2011, 4, 1)),
        historical(prepare_date=date(2011, 3, 31)),
        historical(duplicate_episode_id=2),
        historical(detention_facility=OAK),
        historical(unique_identifier="another"),
        historical(unique_identifier=None),
        historical(unique_identifier=None),
        historical(unique_identifier="(b)(6), (b)(7)(c)"),
        historical(unique_identifier="(b)(6), (b)(7)(c)"),
    ]
    path = write_parquet(Path("detainers.parquet"), HISTORICAL, rows)
    assert counts(path) == {
        (f"VA: {ELM}", "2011-03"): 7, (f"VA: {ELM}", "2011-04"): 0,
        (f"VA: {OAK}", "2011-03"): 1, (f"VA: {OAK}", "2011-04"): 0,
    }  # fmt: skip
    why = "repeat a detainer, by person, `duplicate_episode_id`, kind and facility"
    assert read_targets(path).left_out == {why: 1}


def test_of_rows_flagged_as_likely_the_first_of_a_person_and_day_counts() -> None:
    rows = [march(duplicate_likely=flag) for flag in ("TRUE", "TRUE", "TRUE", "FALSE")]
    rows.append(march(duplicate_likely="TRUE", detainer_prepare_date="2026-05-05"))
    rows.append(march(duplicate_likely="NA", unique_identifier=""))
    path = write_csv(Path("detainers.csv"), LATEST_MARCH_2026, rows)
    assert counts(path) == {(f"VA: {ELM}", "2026-05"): 4}
    assert read_targets(path).left_out == {"repeat a detainer, by `duplicate_likely`, person and day": 2}


def test_without_people_in_the_file_every_flagged_row_is_left_out_and_that_is_told() -> None:
    header = [name for name in LATEST_MARCH_2026 if name != "unique_identifier"]
    rows = [{**march(duplicate_likely=likely)} for likely in ("TRUE", "TRUE", "FALSE")]
    rows = [{name: value for name, value in row.items() if name in header} for row in rows]
    why = "repeat a detainer, by `duplicate_likely`, the first of each too: the table has no column of persons"
    assert read_targets(write_csv(Path("detainers.csv"), header, rows)).left_out == {why: 2}


def test_a_table_whose_column_of_people_is_empty() -> None:
    rows = [march(duplicate_likely="TRUE", unique_identifier="") for _ in range(2)]
    assert counts(write_csv(Path("detainers.csv"), LATEST_MARCH_2026, rows)) == {(f"VA: {ELM}", "2026-05"): 2}


def test_a_table_without_flags_is_counted_row_by_row_and_that_is_told() -> None:
    row = {"Prepare Date": "03/14/11", "Detainer Detention Facility": ELM, "State": "VA"}
    path = write_csv(Path("detainers.csv"), RAW_NPR, [row, row])
    assert counts(path) == {(f"VA: {ELM}", "2011-03"): 2}
    assert NO_FLAGS in summary(read_targets(path))


@pytest.mark.parametrize(
    ("header", "make", "write"),
    [
        (LATEST_AUGUST_2026, latest, write_csv),
        (LATEST_MARCH_2026, march, write_csv),
        (HISTORICAL, historical, write_parquet),
    ],
)
def test_nothing_about_people_is_written_or_told(
    header: list[str], make: Callable[..., Row], write: Callable[..., Path]
) -> None:
    private = {"gender": "Gender-of-one", "birth_year": 1907}
    path = write(Path("detainers.any"), header, [make(**private), make(**private, detention_facility=OAK)])
    targets = read_targets(path)
    write_table(targets.table, Path("out.csv"), path, replace=False)
    told = Path("out.csv").read_text("utf-8") + "\n".join(summary(targets))
    for text in (SECRET, "Gender-of-one", "1907"):
        assert text not in told


def test_faults_quote_no_part_of_rows_about_people() -> None:
    path = write_csv(Path("detainers.csv"), LATEST_AUGUST_2026, [latest(gender="Male, Person-Name")])
    told = message(path)
    assert told == (
        "detainers.csv:2: this row has 18 fields, and the header has 17. Put fields with a delimiter in them in quotes."
    )
    damaged = write_parquet(Path("cut.parquet"), HISTORICAL, [historical()])
    damaged.write_bytes(damaged.read_bytes()[:-20])
    assert message(damaged) == (
        "cut.parquet: this file is cut off or damaged: it cannot be read as a table. Download it again, or save it anew"
        " from a spreadsheet program."
    )


def test_the_same_rows_give_the_same_table_whatever_their_order_and_format() -> None:
    rows = [
        historical(prepare_date=date(2011, month, 1 + one), detention_facility=facility, unique_identifier=f"{one % 5}")
        for month in (1, 2, 4) for one in range(20) for facility in (ELM, OAK)
    ]  # fmt: skip
    first = read_targets(write_parquet(Path("a.parquet"), HISTORICAL, rows))
    other = read_targets(write_csv(Path("b.csv"), HISTORICAL, rows[::-1]))
    assert first.table.equals(other.table)
    assert first.table["value"].sum() > 0


def test_every_mistake_is_told_at_once_by_row() -> None:
    rows = [
        latest(detainer_prepare_date="2026-02-30"),
        latest(),
        latest(detainer_prepare_date="13/01/2026", duplicate_drop_row="maybe"),
    ]
    path = write_csv(Path("detainers.csv"), LATEST_AUGUST_2026, rows)
    assert message(path) == (
        "detainers.csv:2: detainer_prepare_date: '2026-02-30': the calendar has no such day.\n"
        "detainers.csv:4: detainer_prepare_date: '13/01/2026': the calendar has no such day.\n"
        "detainers.csv:4: duplicate_drop_row: 'maybe': true or false is needed."
    )


def test_a_county_that_is_no_code() -> None:
    path = write_csv(Path("detainers.csv"), [*RAW_NPR, "county_fips_code"], [
        {"Prepare Date": "03/14/11", "county_fips_code": "Elm"}
    ])  # fmt: skip
    rule = "a county's FIPS code of five digits is needed, such as 51013"
    assert message(path) == f"detainers.csv:2: county_fips_code: 'Elm': {rule}."


def test_rows_of_parquet_are_numbered_as_if_a_header_stood_above_them() -> None:
    rows = [historical(prepare_date="2011-03-14"), historical(prepare_date="never")]
    path = write_parquet(Path("detainers.parquet"), HISTORICAL, rows)
    rule = "a day such as 2011-03-14 or 3/14/2011 is needed"
    assert message(path) == f"detainers.parquet:3: prepare_date: 'never': {rule}."


def test_an_unknown_header_names_what_is_missing_and_the_nearest_that_is_there() -> None:
    path = write_csv(Path("detainers.csv"), ["Detainer Date", "Facility", "Detention Facilities"], [])
    rule = "the header has no such column, and the detainers table has one"
    assert message(path) == (
        f"detainers.csv:1: detainer_prepare_date: {rule}. Did you mean `detainer_date`?\n"
        f"detainers.csv:1: detention_facility: {rule}. Did you mean `detention_facilities`?"
    )


def test_states_are_asked_for_of_a_table_that_has_none() -> None:
    path = write_csv(Path("detainers.csv"), ["prepare_date", "detention_facility"], [])
    rule = "the header has no such column, and the detainers table has one"
    columns = "The columns here are prepare_date, detention_facility."
    assert message(path, states=("VA",)) == f"detainers.csv:1: facility_state: {rule}. {columns}"


def test_months_and_states_that_the_file_does_not_have() -> None:
    path = write_csv(Path("detainers.csv"), LATEST_AUGUST_2026, [latest(), latest(facility_state="MD")])
    assert message(path, "2010-10", "2011-09") == (
        "detainers.csv: detainer_prepare_date: no row has a date in the months asked for. The dates go from 2026-05-04"
        " to 2026-05-04."
    )
    assert message(path, states=("WY",)) == (
        "detainers.csv: facility_state: WY: no row is of this state. The states here are MD, VA."
    )


def test_a_table_without_a_row_that_can_be_counted() -> None:
    path = write_csv(Path("detainers.csv"), LATEST_AUGUST_2026, [latest(detainer_prepare_date="")])
    assert message(path) == "detainers.csv: detainer_prepare_date: no row has a date from 2000 to 2099."
    path = write_csv(Path("detainers.csv"), LATEST_AUGUST_2026, [latest(detention_facility="")])
    assert message(path) == "detainers.csv: no row is left to count. Ask for more months or states."
