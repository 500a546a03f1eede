"""Targets: what was counted in a place, by month and measure, read strictly from a CSV file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import Fault, ScenarioError
from simulator.outcomes.measures import COUNTED, MEASURES, NAMES
from simulator.scenario.csv_table import Row, Table, first_faults
from simulator.scenario.faults import nearest
from simulator.scenario.place import Scenario
from simulator.scenario.reporting import units_of
from simulator.scenario.standing import end_of
from simulator.scenario.written import shown

REQUIRED = ("month", "measure", "value")
AGENCY = "agency"
ALL_AGENCIES = ""
"""The agency of targets that are told of all agencies together."""
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
WITH_COMMAS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
UNITS = {measure.name: measure.unit for measure in COUNTED + MEASURES}
IN_PARTS = ("days", "hours")
"""Units of which there are parts; all others are whole."""
CELLS_FAULT = re.compile(r"this row has (\d+) cells, and the header has (\d+)")


@dataclass(frozen=True)
class Series:
    """What was counted of one measure at one agency, or at all of them (``agency`` is then empty).

    ``months`` are positions among the months of the simulated period, rising, and ``values`` belong to them.
    """

    agency: str
    measure: str
    months: tuple[int, ...]
    values: tuple[float, ...]

    @property
    def name(self) -> str:
        """What messages and files call it."""
        return f"{self.measure} of {self.agency}" if self.agency else self.measure


@dataclass(frozen=True)
class Targets:
    """All series of a file; ``months`` names every month of the simulated period, as YYYY-MM."""

    file: str
    months: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def name(self) -> str:
        """The name of the file, as sources tell it."""
        return Path(self.file).name

    @property
    def counted(self) -> list[int]:
        """Positions of the months that some series tells of, rising."""
        return sorted({month for series in self.series for month in series.months})


def read_targets(path: Path, scenario: Scenario) -> Targets:
    """The targets in a file, for a place and its simulated period; ScenarioError with every fault of the file."""
    header = _columns(path)
    required = (*REQUIRED, AGENCY) if AGENCY in header else REQUIRED
    reading = _Reading(Table(path, required, others=False, named=False), scenario)
    series = reading.series()
    if reading.table.faults:
        raise ScenarioError([_explained(fault) for fault in first_faults(reading.table)])
    return Targets(shown(path), reading.months, series)


def months_of(scenario: Scenario) -> tuple[str, ...]:
    """Every month of the simulated period, as YYYY-MM; the first and the last may be parts."""
    first = scenario.starts.year * 12 + scenario.starts.month - 1
    end = end_of(scenario)
    last = end.year * 12 + end.month - 1 - (end.day == 1)
    return tuple(f"{number // 12}-{number % 12 + 1:02d}" for number in range(first, last + 1))


def partial_months(scenario: Scenario) -> Collection[str]:
    """Months of which not every day is simulated."""
    months = months_of(scenario)
    return {months[0], months[-1]} if scenario.starts.day > 1 else set()


def _columns(path: Path) -> list[str]:
    """The names of the columns, as far as they can be read; whatever is wrong is told by the table."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return [name.strip().strip('"') for name in file.readline().split(",")]
    except (OSError, UnicodeDecodeError):
        return []


def _explained(fault: Fault) -> Fault:
    """A row too long is most often a number with a comma in it."""
    found = CELLS_FAULT.fullmatch(fault.rule)
    if not found or int(found[1]) <= int(found[2]):
        return fault
    return Fault(fault.file, fault.line, fault.field, fault.value, fault.rule, "Write 1234, not 1,234.")


class _Reading:
    """The rows of a table made into series; faults go to the table."""

    def __init__(self, table: Table, scenario: Scenario) -> None:
        self.table = table
        self.months = months_of(scenario)
        self._partial = partial_months(scenario)
        self._agencies = [unit.name for unit in units_of(scenario)]
        self._lines: dict[tuple[str, str, str], int] = {}

    def series(self) -> tuple[Series, ...]:
        """One for each agency and measure, in the order of the file."""
        found: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        for row in self.table.rows:
            month, value = self._month(row), self._value(row)
            agency, measure = self._agency(row), self._measure(row)
            if month is not None and value is not None and self._is_new(row):
                found[agency, measure][month] = value
        self._refuse_few(found)
        return tuple(
            Series(agency, measure, tuple(sorted(values)), tuple(values[month] for month in sorted(values)))
            for (agency, measure), values in found.items()
        )

    def _month(self, row: Row) -> int | None:
        text = row.cells["month"]
        if not MONTH.fullmatch(text):
            self.table.fault(row, "month", "a month such as 2011-06 is needed" if text else "this must not be empty")
        elif text not in self.months:
            fix = "Set `starts`, or give --years, so that the simulated period has it; or leave the row out."
            self.table.fault(row, "month", f"this lies outside of the simulated period, {self._period}", fix)
        elif text in self._partial:
            rule = f"only a part of this month is simulated, for the period is {self._period}"
            self.table.fault(row, "month", rule, "Let `starts` be the first of a month, or leave the row out.")
        else:
            return self.months.index(text)
        return None

    @property
    def _period(self) -> str:
        return f"{self.months[0]} to {self.months[-1]}"

    def _measure(self, row: Row) -> str:
        name = row.cells["measure"]
        if name not in NAMES:
            rule = "this is no measure that adds up over months" if name else "this must not be empty"
            fix = nearest(name, NAMES) or "docs/results.md lists them; detainers and bookings are two."
            self.table.fault(row, "measure", rule, fix)
        return name

    def _agency(self, row: Row) -> str:
        name = row.cells.get(AGENCY, ALL_AGENCIES)
        if name and name not in self._agencies:
            fix = nearest(name, self._agencies) or f"The agencies here are {', '.join(self._agencies[:10])}."
            self.table.fault(row, AGENCY, "the place has no such agency", fix)
        return name

    def _value(self, row: Row) -> float | None:
        text = row.cells["value"]
        if not text:
            fix = "Leave the row out where nothing was counted; write 0 where nobody was."
            self.table.fault(row, "value", "this must not be empty", fix)
            return None
        if WITH_COMMAS.fullmatch(text):
            self.table.fault(row, "value", "a number is needed", f"Write {text.replace(',', '')}.")
            return None
        value = self.table.number(row, "value")
        unit = UNITS.get(row.cells["measure"], IN_PARTS[0])
        if value is not None and value < 0:
            self.table.fault(row, "value", "a count is 0 or more")
        elif value is not None and value != int(value) and unit not in IN_PARTS:
            self.table.fault(row, "value", f"{unit} are counted in whole numbers")
        return None if value is None else float(value)

    def _is_new(self, row: Row) -> bool:
        key = row.cells.get(AGENCY, ALL_AGENCIES), row.cells["measure"], row.cells["month"]
        if key in self._lines:
            rule = f"line {self._lines[key]} has the same month and measure"
            self.table.fault(row, "month", f"{rule} of this agency" if key[0] else rule, "Keep one of the two.")
        return self._lines.setdefault(key, row.line) == row.line

    def _refuse_few(self, found: Mapping[tuple[str, str], Mapping[int, float]]) -> None:
        if self.table.faults:
            return
        months = {month for values in found.values() for month in values}
        if len(months) == 1:
            rule = "two months or more are needed, for one is held out to see how well the others predict it"
            self.table.faults.append(Fault(self.table.file, 0, "", "", rule, ""))
        for agency, measure in found:
            if agency and (ALL_AGENCIES, measure) in found:
                rule = f"{measure} is given for {agency} and for all agencies together"
                self.table.faults.append(Fault(self.table.file, 0, "", "", rule, "Keep one of the two."))


def held_out(targets: Targets, months: int | None) -> Sequence[int]:
    """The positions of the last months, which are not fitted: so many, or else a quarter, but at least one.

    ScenarioError if none would be left to fit.
    """
    counted = targets.counted
    number = max(1, len(counted) // 4) if months is None else months
    if number >= len(counted):
        rule = f"{number} of {len(counted)} months held out would leave none to fit"
        raise ScenarioError([Fault("--hold-out", 0, "", str(number), rule, "")])
    return counted[len(counted) - number :]
