"""The county file of Incarceration Trends, in each of its layouts, and with each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.imports.tables import write_table
from simulator.imports.vera import NETWORK_COLUMNS, read_network, summary
from tests.imports.published import VERA_1, VERA_2, VERA_3, VERA_31, Row, vera_row, write_csv

YEARLY = {"version 1 (2018)": VERA_1, "version 2 (2019 and 2020)": VERA_2, "version 3.1 (March 2026)": VERA_31}
HEADER_LINE = (
    "fips,name,state,field_office,bookings_per_year,match_share,activated,average_daily_population,capacity,policy"
)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def vera(*rows: Row, header: list[str] = VERA_31) -> Path:
    return write_csv(Path("vera.csv"), header, rows)


def row(fips: str, when: int, numbers: str, **changes: object) -> Row:
    return {**vera_row(VERA_31, fips, when, numbers), **changes}


def written(path: Path, year: int | None = None, states: tuple[str, ...] = ()) -> str:
    network = read_network(path, year, states)
    write_table(network.table, Path("out.csv"), path, replace=True)
    return Path("out.csv").read_text(encoding="utf-8")


def message(path: Path, year: int | None = None, states: tuple[str, ...] = ()) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_network(path, year, states)
    return str(caught.value)


@pytest.mark.parametrize(("label", "header"), YEARLY.items(), ids=["1", "2", "3.1"])
def test_each_yearly_layout_gives_the_same_table(label: str, header: list[str]) -> None:
    rows = [("51901", "8200.5/300.25/412"), ("01901", "120/8/"), ("24901", "0/0.5/12")]
    path = vera(*(vera_row(header, fips, 2013, numbers) for fips, numbers in rows), header=header)
    assert written(path) == (
        f"{HEADER_LINE}\n"
        "01901,Fern County,AL,,120,,,8,,\n"
        "24901,Oak County,MD,,0,,,0.5,12,\n"
        "51901,Elm County,VA,,8200.5,,,300.25,412,\n"
    )
    assert summary(read_network(path)) == [
        f"vera.csv is Incarceration Trends, {label}.",
        "The year is 2013, the last in which at least half of the counties have admissions.",
        "3 of 3 counties have admissions in 2013.",
        "In 1 of them the number is 0.",
    ]


def test_columns_of_the_network_table() -> None:
    assert ",".join(NETWORK_COLUMNS) == HEADER_LINE


def test_quarters_of_version_3_are_made_one_year_and_admissions_are_yearly_already() -> None:
    quarters = [("2", "4000/100/200"), ("1", "/90/190"), ("4", "5000/110/"), ("3", "/100/210")]
    rows = [vera_row(VERA_3, "51901", 2013, numbers, quarter=quarter) for quarter, numbers in quarters]
    rows.append(vera_row(VERA_3, "24901", 2013, "70/3/9"))
    path = vera(*rows, header=VERA_3)
    assert written(path) == (f"{HEADER_LINE}\n24901,Oak County,MD,,70,,,3,9,\n51901,Elm County,VA,,4500,,,100,210,\n")
    assert summary(read_network(path))[:2] == [
        "vera.csv is Incarceration Trends, version 3 (May 2025).",
        "Its rows are quarters: numbers are means of a year's quarters, capacity that of the last one.",
    ]


def test_the_year_asked_for_is_taken_and_nothing_is_filled_in_from_another() -> None:
    path = vera(row("51901", 2013, "8200/300/400"), row("51901", 2014, "9000/310/400"), row("24901", 2014, "50/2/9"))
    assert written(path, 2013) == f"{HEADER_LINE}\n51901,Elm County,VA,,8200,,,300,400,\n"


def test_without_a_year_it_is_the_last_one_that_half_of_the_counties_report() -> None:
    rows = [row(f"5190{one}", 2013, "100/5/9") for one in (1, 3, 5, 7)]
    rows += [row(f"5190{one}", 2014, "200/5/9") for one in (1, 3)]
    rows += [row("51901", 2015, "300/5/9"), row("51903", 2015, "NA/5/9"), row("51905", 2015, "/5/9")]
    network = read_network(vera(*rows))
    assert (network.year, network.is_chosen, list(network.table["bookings_per_year"])) == (2014, True, [200, 200])


def test_half_is_counted_among_the_counties_asked_for() -> None:
    rows = [row(f"5190{one}", 2013, "100/5/9") for one in (1, 3, 5)]
    rows += [row("24901", 2013, "50/5/9"), row("24901", 2016, "60/5/9")]
    assert read_network(vera(*rows)).year == 2013
    assert read_network(vera(*rows), states=["MD"]).year == 2016


def test_counties_without_admissions_are_left_out_and_listed_with_their_nearest_year() -> None:
    rows = [
        row("51901", 2013, "8200/300/400"),
        row("51903", 2011, "100/5/9", county_name="Ash County"),
        row("51903", 2013, "/5/9", county_name="Ash County"),
        row("51903", 2015, "120/5/9", county_name="Ash County"),
        row("51905", 2016, "90/5/9", county_name="Fir County"),
        row("24901", 1985, "/1/2"),
    ]
    network = read_network(vera(*rows), 2013)
    assert list(network.table["fips"]) == ["51901"]
    assert summary(network) == [
        "vera.csv is Incarceration Trends, version 3.1 (March 2026).",
        "1 of 4 counties have admissions in 2013.",
        "Left out without admissions in 2013: 3. In brackets the nearest year with some.",
        "  MD 1: Oak County (none)",
        "  VA 2: Ash County (2011), Fir County (2016)",
    ]


def test_only_the_states_asked_for_are_read_and_checked() -> None:
    rows = [row("51901", 2013, "8200/300/400"), row("24901", 2013, "50/2/9"), row("01901", 2013, "-4/2/many")]
    table = read_network(vera(*rows), states=["VA", "MD"]).table
    assert list(table["state"]) == ["MD", "VA"]


def test_the_same_file_gives_the_same_bytes_whatever_the_order_of_its_rows() -> None:
    rows = [row(f"51{one:03}", 2013, f"{one}.25/{one / 7}/9") for one in range(901, 999, 2)]
    first = written(vera(*rows))
    assert written(vera(*rows)) == first
    assert written(vera(*reversed(rows))) == first


def test_a_byte_order_mark_blank_lines_and_names_with_commas_are_read() -> None:
    text = ",".join(VERA_31) + "\n" + ",".join(str(row("51901", 2013, "1/2/3").get(name, "")) for name in VERA_31)
    Path("vera.csv").write_text("\ufeff" + text.replace("Elm County", '"Elm, the County"') + "\n\n\n", "utf-8")
    assert list(read_network(Path("vera.csv")).table["name"]) == ["Elm, the County"]


def test_a_file_in_the_encoding_of_old_windows_programs_is_read() -> None:
    path = vera(row("35901", 2013, "1/2/3", county_name="Doña Elm County", state_abbr="NM"))
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    assert list(read_network(path).table["name"]) == ["Doña Elm County"]


MISTAKES = {
    "negative": (row("51901", 2013, "-5/300/400"), "vera.csv:2: total_jail_admits: '-5': this must be at least 0."),
    "negative people": (row("51901", 2013, "5/-3/4"), "vera.csv:2: total_jail_pop: '-3': this must be at least 0."),
    "text": (row("51901", 2013, "5/3/full"), "vera.csv:2: jail_rated_capacity: 'full': a number is needed."),
    "infinite": (row("51901", 2013, "inf/3/4"), "vera.csv:2: total_jail_admits: 'inf': a number is needed."),
    "too large": (
        row("51901", 2013, "1e999/3/4"),
        "vera.csv:2: total_jail_admits: '1e999': a finite number is needed.",
    ),
    "underscore": (row("51901", 2013, "1_0/3/4"), "vera.csv:2: total_jail_admits: '1_0': a number is needed."),
    "no state and more": (
        row("51901", 2013, "x/3/4", state_abbr=""),
        "vera.csv:2: state_abbr: two letters of a state are needed, such as VA.\n"
        "vera.csv:2: total_jail_admits: 'x': a number is needed.",
    ),
    "no year": (row("51901", 2013, "5/3/4", year=""), "vera.csv:2: year: a year is needed."),
    "half a year": (
        row("51901", 2013, "5/3/4", year="2013.5"),
        "vera.csv:2: year: '2013.5': a whole number from 1900 to 2100 is needed.",
    ),
    "no county": (
        row("51901", 2013, "5/3/4", county_fips=""),
        "vera.csv:2: county_fips: a county's FIPS code of five digits is needed, such as 51013.",
    ),
    "short county": (
        row("51901", 2013, "5/3/4", county_fips="519"),
        "vera.csv:2: county_fips: '519': a county's FIPS code of five digits is needed, such as 51013.",
    ),
    "state by name": (
        row("51901", 2013, "5/3/4", state_abbr="Virginia"),
        "vera.csv:2: state_abbr: 'Virginia': two letters of a state are needed, such as VA. Write VA.",
    ),
    "no state": (
        row("51901", 2013, "5/3/4", state_abbr=""),
        "vera.csv:2: state_abbr: two letters of a state are needed, such as VA.",
    ),
}


@pytest.mark.parametrize(("mistake", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_message_of_a_mistake(mistake: Row, expected: str) -> None:
    assert message(vera(mistake, row("24901", 2013, "1/2/3"))) == expected


def test_a_number_with_thousands_separated_is_told_how_to_write_it() -> None:
    path = vera(row("51901", 2013, '"8,200"/300/400'))
    rule = "a number is needed. Write 8200."
    assert message(path) == f"vera.csv:2: total_jail_admits: '8,200': {rule}"


def test_quarters_are_1_to_4_and_stand_once() -> None:
    rows = [vera_row(VERA_3, "51901", 2013, "1/2/3", quarter=quarter) for quarter in ("5", "2", "2", "3")]
    assert message(vera(*rows, header=VERA_3)) == (
        "vera.csv:2: quarter: '5': a whole number from 1 to 4 is needed.\n"
        "vera.csv:4: fips: '51901': row 3 has this county and quarter already. Keep one."
    )


def test_every_mistake_is_told_at_once_by_row() -> None:
    rows = [
        row("51901", 2013, "few/300/400"),
        row("24901", 2013, "1/2/3"),
        row("51901", 2013, "8200/-1/400"),
        row("51901", 2013, "8200/300/400"),
    ]
    assert message(vera(*rows)) == (
        "vera.csv:2: total_jail_admits: 'few': a number is needed.\n"
        "vera.csv:4: county_fips: '51901': row 2 has this county and year already. Keep one.\n"
        "vera.csv:4: total_jail_pop: '-1': this must be at least 0.\n"
        "vera.csv:5: county_fips: '51901': row 2 has this county and year already. Keep one."
    )


def test_of_many_rows_with_one_mistake_the_first_are_named_and_the_rest_counted() -> None:
    lines = message(vera(*(row("51901", 1970 + year, "-1/2/3") for year in range(50)))).splitlines()
    assert len(lines) == 20
    assert lines[0] == "vera.csv:2: total_jail_admits: '-1': this must be at least 0."
    assert lines[-1] == "vera.csv:21: total_jail_admits: '-1': this must be at least 0. 30 more rows break this rule."


def test_a_row_with_too_many_fields_is_named_by_its_row() -> None:
    path = vera(
        row("51901", 2013, "1/2/3"), row("24901", 2013, "1/2/3", county_name="Oak, County"), row("24903", 2013, "x/2/3")
    )
    rule = "this row has 26 fields, and the header has 25. Put fields with a delimiter in them in quotes."
    assert message(path) == f"vera.csv:3: {rule}\nvera.csv:4: total_jail_admits: 'x': a number is needed."


def test_an_unknown_header_names_what_is_missing_and_the_nearest_that_is_there() -> None:
    header = [{"total_jail_admits": "total_jail_admit", "county_fips": "county"}.get(name, name) for name in VERA_31]
    rule = "the header has no such column, and Incarceration Trends, version 3.1 (March 2026), has one"
    assert message(vera(header=header)).splitlines() == [
        f"vera.csv:1: county_fips: {rule}. Did you mean `county`?",
        f"vera.csv:1: total_jail_admits: {rule}. Did you mean `total_jail_admit`?",
    ]


def test_a_header_of_something_else_is_told_with_the_columns_that_it_has() -> None:
    path = write_csv(Path("vera.csv"), ["when", "where"], [{"when": 1, "where": 2}])
    lines = message(path).splitlines()
    rule = "the header has no such column, and Incarceration Trends, version 3.1 (March 2026), has one"
    assert lines[0] == f"vera.csv:1: county_fips: {rule}. The columns here are when, where."
    assert len(lines) == 7


def test_a_year_or_state_that_the_file_does_not_have() -> None:
    path = vera(row("51901", 2013, "8200/300/400"), row("24901", 2013, "/2/3"), row("24901", 2016, "/2/3"))
    assert message(path, 2016) == (
        "vera.csv: total_jail_admits: no county has admissions in 2016. The nearest year that has some is 2013."
    )
    assert message(path, states=("WY", "VA")) == (
        "vera.csv: state_abbr: WY: no row is of this state. The states here are MD, VA."
    )
    assert message(path, 2013, ("MD",)) == "vera.csv: total_jail_admits: no county has admissions in 2013."


def test_a_file_in_which_no_year_is_reported_by_half_of_the_counties() -> None:
    path = vera(*(row(f"5190{one}", 2010 + one, "5/1/2") for one in range(3)))
    rule = "in no year at least half of the 3 counties have admissions"
    assert message(path) == f"vera.csv: total_jail_admits: {rule}. The best is 2010, with 1: --year 2010."


def test_a_header_without_rows() -> None:
    assert message(vera()) == "vera.csv: this table has no rows of counties."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "this file is empty."),
        (b"PK\x03\x04...", "this is a spreadsheet or an archive. Open it, and save the table as CSV."),
        (b"\x1f\x8b\x08...", "this is a compressed file. Unpack it first."),
        ("year,fips\n".encode("utf-16"), "this is text in UTF-16. Save it as CSV in UTF-8."),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 67214220\n",
            "this is a pointer of Git LFS, not the table itself. Download the file with the button of the page that"
            " shows it.",
        ),
    ],
    ids=["empty", "xlsx", "gz", "utf-16", "lfs"],
)
def test_files_that_are_no_such_table(content: bytes, expected: str) -> None:
    Path("vera.csv").write_bytes(content)
    assert message(Path("vera.csv")) == f"vera.csv: {expected}"


def test_a_quote_that_is_never_closed() -> None:
    path = vera(row("51901", 2013, "1/2/3", county_name='"Elm'), row("24901", 2013, "1/2/3"))
    rule = "this row has 3 fields, and the header has 25. Put fields with a delimiter in them in quotes."
    assert message(path) == f"vera.csv:2: {rule}"


def test_no_such_file_and_a_folder() -> None:
    Path("folder").mkdir()
    assert message(Path("nowhere.csv")) == "nowhere.csv: there is no such file."
    assert message(Path("folder")).startswith("folder: the file cannot be read: ")


def test_two_columns_of_one_name() -> None:
    path = write_csv(Path("vera.csv"), [*VERA_31, "year"], [])
    assert message(path) == "vera.csv:1: year: two columns have this name. Rename one of the two."


def test_old_encoding_that_shows_only_far_down_in_a_large_file() -> None:
    rows = [row(f"51{county:03}", 1970 + year, "1/2/3") for county in range(1, 900, 2) for year in range(50)]
    path = vera(*rows, row("35901", 2013, "1/2/3", county_name="Doña Elm County", state_abbr="NM"))
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    assert read_network(path, 2013).table["name"].iloc[0] == "Doña Elm County"


def test_one_endless_line_is_no_table_and_no_crash() -> None:
    Path("vera.csv").write_text("{" + "x" * 200_000)
    assert "the header has no such column" in message(Path("vera.csv"))
