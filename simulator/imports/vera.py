"""The county file of Incarceration Trends (Vera Institute of Justice), turned into a network table.

Four layouts were published, each known by its header. In all of them admissions are an estimate of a whole year,
also in version 3, whose rows are quarters.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from simulator.errors import Fault, ScenarioError
from simulator.imports.cells import (
    A_COUNTY,
    A_STATE,
    NOTHING,
    YEARS,
    Cells,
    Names,
    county,
    number,
    plain,
    state,
    whole_number,
)
from simulator.imports.faults import NO_ROW, listed, missing_columns
from simulator.imports.files import Extract, Header, header_of, read

NETWORK_COLUMNS = (
    "fips",
    "name",
    "state",
    "field_office",
    "bookings_per_year",
    "match_share",
    "activated",
    "average_daily_population",
    "capacity",
    "policy",
)
BLANK_COLUMNS = ("field_office", "match_share", "activated", "policy")
"""What no file of Incarceration Trends holds."""
NUMBERS = ("bookings_per_year", "average_daily_population", "capacity")
A_YEAR = "a year is needed"


@dataclass(frozen=True)
class Layout:
    """A published form of the county file: what its versions call the columns that are read."""

    label: str
    fips: str
    state: str
    admissions: str
    capacity: str
    quarter: str = ""
    year: str = "year"
    name: str = "county_name"
    population: str = "total_jail_pop"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        own = (self.year, self.quarter, self.fips, self.state, self.name)
        return tuple(name for name in (*own, self.admissions, self.population, self.capacity) if name)


LAYOUTS = (
    Layout("version 3.1 (March 2026)", "county_fips", "state_abbr", "total_jail_admits", "jail_rated_capacity"),
    Layout("version 3 (May 2025)", "fips", "state_abbr", "total_jail_adm", "jail_rated_capacity", "quarter"),
    Layout("version 2 (2019 and 2020)", "fips", "state", "total_jail_adm", "jail_rated_capacity"),
    Layout("version 1 (2018)", "fips", "state", "total_jail_adm", "capacity"),
)
KNOWN = {name for layout in LAYOUTS for name in layout.columns}


@dataclass(frozen=True)
class LeftOut:
    """A county without admissions in the year, and the nearest year in which it has some; the earlier of two."""

    state: str
    fips: str
    name: str
    nearest_year: int | None


@dataclass(frozen=True)
class Network:
    """A network table, and what its reader should know of how it came about."""

    table: pd.DataFrame
    """The columns of ``NETWORK_COLUMNS``: bookings a year, people, beds; NaN where the file has no number."""
    file: str
    layout: Layout
    year: int
    is_chosen: bool
    """Whether the year was chosen here, not asked for."""
    left_out: tuple[LeftOut, ...]


def read_network(path: Path, year: int | None = None, states: Collection[str] = ()) -> Network:
    """The counties with admissions in a year; without one, in the last year that half of the counties or more have.

    ``ScenarioError`` carries every fault of the file, or says that it has no such year or state.
    """
    header = header_of(path, KNOWN)
    layout = _layout(header)
    extract = read(header, layout.columns)
    cells = Cells(extract)
    letters = cells.names(layout.state, state, needed=A_STATE)
    _refuse_absent(header.file, layout, states, letters, cells.faults)
    kept = letters.among(states or letters.texts) | (letters.codes == NOTHING)
    panel, faults = _panel(_rows_of(extract, kept), layout)
    if faults := [*cells.faults, *faults]:
        raise ScenarioError(faults)
    panel["state"] = letters.written()[kept]
    return _network(header.file, layout, _yearly(panel), year)


def summary(network: Network) -> list[str]:
    """How the table came about, in plain words: layout, year, and every county that is left out."""
    table, year, left_out = network.table, network.year, network.left_out
    counties = len(table) + len(left_out)
    lines = [f"{network.file} is Incarceration Trends, {network.layout.label}."]
    if network.layout.quarter:
        lines.append("Its rows are quarters: numbers are means of a year's quarters, capacity that of the last one.")
    if network.is_chosen:
        lines.append(f"The year is {year}, the last in which at least half of the counties have admissions.")
    lines.append(f"{len(table):,} of {counties:,} counties have admissions in {year}.")
    if zeros := int((table["bookings_per_year"] == 0).sum()):
        lines.append(f"In {zeros:,} of them the number is 0.")
    if left_out:
        lines.append(
            f"Left out without admissions in {year}: {len(left_out):,}. In brackets the nearest year with some."
        )
    return lines + [_of_one_state(letters, left_out) for letters in sorted({county.state for county in left_out})]


def _of_one_state(letters: str, left_out: Sequence[LeftOut]) -> str:
    names = [f"{one.name} ({one.nearest_year or 'none'})" for one in left_out if one.state == letters]
    return f"  {letters} {len(names):,}: {', '.join(names)}"


def _layout(header: Header) -> Layout:
    """The layout that a header fits; else the faults of what is missing to the nearest one."""
    for layout in LAYOUTS:
        if set(layout.columns) <= set(header.names):
            return layout
    near = max(LAYOUTS, key=lambda layout: len(set(layout.columns) & set(header.names)))
    missing = [name for name in near.columns if name not in header.names]
    found = [name for name in header.names if name not in near.columns]
    label = f"Incarceration Trends, {near.label},"
    raise ScenarioError(missing_columns(header.file, header.line, missing, found, label))


def _refuse_absent(file: str, layout: Layout, states: Collection[str], letters: Names, faults: Sequence[Fault]) -> None:
    """``ScenarioError`` if a state that is asked for has no row, or there are no rows at all."""
    present = sorted(letters.texts)
    fix = f"The states here are {', '.join(present)}."
    if not present:
        raise ScenarioError(faults or [Fault(file, 0, "", "", "this table has no rows of counties", "")])
    if absent := [Fault(file, 0, layout.state, name, NO_ROW, fix) for name in states if name not in present]:
        raise ScenarioError([*faults, *absent])


def _rows_of(extract: Extract, kept: np.ndarray) -> Extract:
    return Extract(extract.file, extract.columns[kept].reset_index(drop=True), extract.rows[kept])


def _panel(extract: Extract, layout: Layout) -> tuple[pd.DataFrame, list[Fault]]:
    """A row for each row of the file: who, when, and the three numbers; and every fault in them."""
    cells = Cells(extract)
    panel = pd.DataFrame(
        {
            "fips": cells.names(layout.fips, county, needed=A_COUNTY).written(),
            "name": cells.names(layout.name, plain).written(),
            "year": cells.read(layout.year, whole_number(*YEARS), 0.0, needed=A_YEAR).astype(int),
            "quarter": cells.read(layout.quarter, whole_number(1, 4), 0.0) if layout.quarter else 0.0,
            "bookings_per_year": cells.read(layout.admissions, number, np.nan),
            "average_daily_population": cells.read(layout.population, number, np.nan),
            "capacity": cells.read(layout.capacity, number, np.nan),
        }
    )
    return panel, [*cells.faults, *_duplicates(panel, cells, layout)]


def _duplicates(panel: pd.DataFrame, cells: Cells, layout: Layout) -> list[Fault]:
    """A fault for each row of a county, year and quarter that has one already."""
    whole = panel[(panel["fips"] != "") & (panel["year"] > 0)]
    groups = whole.groupby(["fips", "year", "quarter"])
    again = whole.index[groups.cumcount() > 0].to_numpy()
    firsts = groups["name"].transform(lambda names: names.index[0]) if len(again) else whole["year"]

    def fault_of(index: int) -> Fault:
        first = cells.row(int(firsts[again[index]]))
        when = "quarter" if layout.quarter else "year"
        return cells.fault(again[index], layout.fips, f"row {first} has this county and {when} already", "Keep one.")

    return listed(len(again), fault_of)


def _yearly(panel: pd.DataFrame) -> pd.DataFrame:
    """One row for each county and year: means of its quarters, and the last capacity; in order of county and year."""
    ordered = panel.sort_values(["fips", "year", "quarter"], kind="stable")
    how = {"name": "last", "state": "last", "capacity": "last"} | dict.fromkeys(NUMBERS[:2], "mean")
    return ordered.groupby(["fips", "year"], as_index=False).agg(how)


def _network(file: str, layout: Layout, panel: pd.DataFrame, year: int | None) -> Network:
    """The network table of one year out of a panel of counties by year."""
    has = panel[panel["bookings_per_year"].notna()]
    counties = panel.drop_duplicates("fips", keep="last")
    chosen = _year_with(has, year, file, layout) if year else _last_year(has, len(counties), file, layout)
    table = has[has["year"] == chosen].drop(columns="year").reset_index(drop=True)
    table = table.assign(**dict.fromkeys(BLANK_COLUMNS, ""))[list(NETWORK_COLUMNS)]
    rest = counties[~counties["fips"].isin(table["fips"])]
    years: dict[str, np.ndarray] = {str(fips): of_one.to_numpy() for fips, of_one in has.groupby("fips")["year"]}
    left_out = [
        LeftOut(letters, fips, name, _nearest(years.get(fips), chosen))
        for letters, fips, name in zip(rest["state"], rest["fips"], rest["name"], strict=True)
    ]
    return Network(table, file, layout, chosen, year is None, tuple(left_out))


def _nearest(years: np.ndarray | None, chosen: int) -> int | None:
    if years is None:
        return None
    return int(years[np.argmin(np.abs(years - chosen))])


def _year_with(has: pd.DataFrame, year: int, file: str, layout: Layout) -> int:
    """The year asked for, if any county has admissions in it."""
    if (has["year"] == year).any():
        return year
    nearest = _nearest(has["year"].to_numpy(), year) if len(has) else None
    fix = f"The nearest year that has some is {nearest}." if nearest else ""
    raise ScenarioError([Fault(file, 0, layout.admissions, "", f"no county has admissions in {year}", fix)])


def _last_year(has: pd.DataFrame, counties: int, file: str, layout: Layout) -> int:
    """The last year in which at least half of the counties have admissions."""
    reporting = has.groupby("year").size()
    enough = reporting.index[2 * reporting >= counties]
    if len(enough):
        return int(enough.max())
    fix = ""
    if len(reporting):
        fix = f"The best is {reporting.idxmax()}, with {reporting.max():,}: --year {reporting.idxmax()}."
    rule = f"in no year at least half of the {counties:,} counties have admissions"
    raise ScenarioError([Fault(file, 0, layout.admissions, "", rule, fix)])
