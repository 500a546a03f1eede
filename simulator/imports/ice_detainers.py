"""The detainers table of the Deportation Data Project, counted by agency and month.

Each release names its columns a little differently, with blanks as ICE does or with underscores. What is known of
people is read only where it tells repeated rows apart, and never leaves this room.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from simulator.errors import Fault, ScenarioError
from simulator.imports.cells import NOTHING, Cells, Names, county, plain
from simulator.imports.faults import missing_columns
from simulator.imports.files import Header, header_of, read
from simulator.imports.repeated import Repeated, repeated_rows
from simulator.imports.roles import COUNTY, DATE, FACILITY, KNOWN, STATE, Roles
from simulator.imports.states import OF_DIGITS, letters_of

TARGET_COLUMNS = ("agency", "month", "measure", "value")
MEASURE = "detainers"
LABEL = "the detainers table"
DAYS = (np.datetime64("2000-01-01"), np.datetime64("2099-12-31"))
"""A date beyond them is a slip of the pen."""
NO_STATE = "?"

Pair: TypeAlias = tuple[np.datetime64, np.datetime64]
"""The first and the last day or month."""


@dataclass(frozen=True)
class Targets:
    """Detainers by agency and month, as targets for calibration, and what their reader should know of the file."""

    table: pd.DataFrame
    """The columns of ``TARGET_COLUMNS``; 0 for the months of the period in which an agency has no detainer."""
    file: str
    rows: int
    by_county: bool
    days: Pair
    """Between them lie the dates of the file."""
    months: Pair
    """From the first to the last month that is counted."""
    tells_repeated: bool
    left_out: dict[str, int]
    """How many rows are not counted, by why not."""
    stateless: int
    """How many rows are counted that name a facility but no state."""


@dataclass(frozen=True)
class _Placed:
    """The rows of a table: the day of each, or NaT; its agency and the letters of its state, or nothing."""

    days: Any
    agencies: Names
    states: Names
    by_county: bool


def read_targets(path: Path, first: str = "", last: str = "", states: Collection[str] = ()) -> Targets:
    """Detainers by agency and month from ``first`` to ``last``, such as 2010-10; by default all that the file has.

    ``ScenarioError`` carries every fault of the file, or says that it has no such months or states.
    """
    header = header_of(path, KNOWN, clean)
    roles = Roles.of(header.names, clean)
    _refuse_unknown(header, roles, states)
    cells = Cells(read(header, roles.columns))
    placed = _placed(cells, roles)
    repeated = repeated_rows(cells, roles, placed.days)
    if cells.faults:
        raise ScenarioError(cells.faults)
    _refuse_absent(header.file, states, placed.states)
    days = _days(header.file, placed.days)
    return _counted(header.file, placed, repeated, days, _period(header.file, days, first, last), states)


def _counted(
    file: str, placed: _Placed, repeated: Repeated, days: Pair, months: Pair, states: Collection[str]
) -> Targets:
    """The rows of these months and states, counted, and the others by why they are not."""
    reasons = {f"repeat a detainer, {repeated.by}": repeated.rows, **_reasons(placed, months, states)}
    counted = ~np.logical_or.reduce(list(reasons.values()))
    stateless = 0 if placed.by_county else int((counted & (placed.states.codes == NOTHING)).sum())
    return Targets(
        table=_table(file, placed, counted, months),
        file=file,
        rows=len(counted),
        by_county=placed.by_county,
        days=days,
        months=months,
        tells_repeated=bool(repeated.by),
        left_out=_counts(reasons),
        stateless=stateless,
    )


def summary(targets: Targets) -> list[str]:
    """How the targets came about, in plain words: what was counted, by what, and every row that was left out."""
    by = "county" if targets.by_county else "facility and state, for the table has no column of counties"
    (first_day, last_day), (first, last) = targets.days, targets.months
    lines = [
        f"Read {targets.file}. Rows: {targets.rows:,}; dates from {first_day} to {last_day}.",
        f"Counted by {by}. Detainers from {first} to {last}: {targets.table['value'].sum():,}.",
        *_not_whole(targets),
    ]
    if targets.stateless:
        lines.append(f"Of these without a state, which is written {NO_STATE}: {targets.stateless:,}.")
    if not targets.tells_repeated:
        lines.append("The table has no column that tells repeated rows apart, so each row counts as a detainer.")
    lines.append(f"Rows left out: {sum(targets.left_out.values()):,}.")
    return lines + [f"  {why}: {count:,}" for why, count in targets.left_out.items()]


def clean(name: str) -> str:
    """A column's name in small letters, with underscores for all else."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _not_whole(targets: Targets) -> list[str]:
    """What to say of months that the file's dates cover in part."""
    (first_day, last_day), (first, last) = targets.days, targets.months
    lines = []
    if first == first_day.astype("M8[M]") and first_day > first:
        lines.append(f"{first} may not be whole: the first date is {first_day}.")
    if last == last_day.astype("M8[M]") and last_day + 1 < last + 1:
        lines.append(f"{last} may not be whole: the last date is {last_day}.")
    return lines


def _refuse_unknown(header: Header, roles: Roles, states: Collection[str]) -> None:
    """``ScenarioError`` if the header has no date, no place, or no state though states are asked for."""
    needed = [DATE] if roles.has(COUNTY) else [DATE, FACILITY, *([STATE] if states else [])]
    missing = [role[0] for role in needed if not roles.has(role)]
    if missing:
        found = [clean(name) for name in header.names]
        raise ScenarioError(missing_columns(header.file, header.line, missing, found, LABEL))


def _refuse_absent(file: str, states: Collection[str], present: Names) -> None:
    """``ScenarioError`` if a state that is asked for has no row."""
    fix = f"The states here are {', '.join(sorted(present.texts))}." if present.texts else ""
    absent = [
        Fault(file, 0, STATE[0], name, "no row is of this state", fix) for name in states if name not in present.texts
    ]
    if absent:
        raise ScenarioError(absent)


def _placed(cells: Cells, roles: Roles) -> _Placed:
    days = roles.days_in(cells)
    if roles.has(COUNTY):
        counties = roles.names_in(cells, COUNTY, county)
        states = Names.of(counties.codes, [OF_DIGITS.get(fips[:2], "") for fips in counties.texts])
        return _Placed(days, counties, states, by_county=True)
    states = roles.names_in(cells, STATE, letters_of)
    return _Placed(days, _agencies(states, roles.names_in(cells, FACILITY, plain)), states, by_county=False)


def _agencies(states: Names, facilities: Names) -> Names:
    """``STATE: facility`` for each row; nothing if it names no facility."""
    letters, count = (NO_STATE, *states.texts), max(len(facilities.texts), 1)
    pairs = (states.codes.astype(int) + 1) * count + facilities.codes
    codes, found = pd.factorize(np.where(facilities.codes == NOTHING, NOTHING, pairs))
    names = [f"{letters[pair // count]}: {facilities.texts[pair % count]}" if pair >= 0 else "" for pair in found]
    return Names.of(codes, names)


def _days(file: str, days: Any) -> Pair:
    """The first and the last date that can be right."""
    usable = days[(days >= DAYS[0]) & (days <= DAYS[1])]
    if not len(usable):
        raise ScenarioError([Fault(file, 0, DATE[0], "", "no row has a date from 2000 to 2099", "")])
    return usable.min(), usable.max()


def _period(file: str, days: Pair, first: str, last: str) -> Pair:
    """The months asked for, as far as the file's dates reach."""
    begins, ends = (limit.astype("M8[M]") for limit in days)
    months = max(begins, np.datetime64(first or begins)), min(ends, np.datetime64(last or ends))
    if months[0] > months[1]:
        rule = "no row has a date in the months asked for"
        fix = f"The dates go from {days[0]} to {days[1]}."
        raise ScenarioError([Fault(file, 0, DATE[0], "", rule, fix)])
    return months


def _reasons(placed: _Placed, months: Pair, states: Collection[str]) -> dict[str, Any]:
    """Which rows cannot be counted, by why not; a row may have several reasons."""
    month = placed.days.astype("M8[M]")
    undated = np.isnat(placed.days)
    return {
        "without a date": undated,
        "with a date before 2000 or after 2099": ~undated & ((placed.days < DAYS[0]) | (placed.days > DAYS[1])),
        f"outside of {months[0]} to {months[1]}": (month < months[0]) | (month > months[1]),
        f"not of {', '.join(sorted(states))}": ~placed.states.among(states) & bool(states),
        f"without a {'county' if placed.by_county else 'facility'}": placed.agencies.codes == NOTHING,
    }


def _counts(reasons: dict[str, Any]) -> dict[str, int]:
    """How many rows have each reason; a row with several counts for the first."""
    numbers = np.select(list(reasons.values()), range(len(reasons)), default=-1)
    counts = {why: int((numbers == number).sum()) for number, why in enumerate(reasons)}
    return {why: count for why, count in counts.items() if count}


def _table(file: str, placed: _Placed, counted: Any, months: Pair) -> pd.DataFrame:
    """A row for each agency with a detainer and each month of the period."""
    if not counted.any():
        raise ScenarioError([Fault(file, 0, "", "", "no row is left to count", "Ask for more months or states.")])
    codes, month = placed.agencies.codes[counted], placed.days[counted].astype("M8[M]")
    period = np.arange(months[0], months[1] + 1)
    counts = np.bincount(
        codes * len(period) + (month - months[0]).astype(int), minlength=(codes.max() + 1) * len(period)
    )
    order = sorted(np.unique(codes), key=placed.agencies.texts.__getitem__)
    agencies = [placed.agencies.texts[code] for code in order]
    values = counts.reshape(-1, len(period))[order].ravel()
    columns = (np.repeat(agencies, len(period)), np.tile(period.astype(str), len(agencies)), MEASURE, values)
    return pd.DataFrame(dict(zip(TARGET_COLUMNS, columns, strict=True)))
