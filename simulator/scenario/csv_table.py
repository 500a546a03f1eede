"""A CSV table read strictly: every fault with its file, row and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.errors import Fault
from simulator.scenario.document import read_number
from simulator.scenario.faults import nearest
from simulator.scenario.written import shown

MOST_FAULTS = 50
"""Of one table; more of them would hide those of other files."""


@dataclass(frozen=True)
class Row:
    """One row of a table: its line in the file (the header is line 1), and its cells by column."""

    line: int
    cells: dict[str, str]


class Table:
    """A CSV file, and what is wrong with it.

    ``others``: whether more columns than those required may be there; ``named``: whether the first of these names a
    row, so that no two may have the same.
    """

    def __init__(self, path: Path, required: Sequence[str], *, others: bool, named: bool = True) -> None:
        self.file = shown(path)
        self.faults: list[Fault] = []
        self.columns: list[str] = []
        self._named = named
        self.rows = list(self._read(path, required, others=others))

    def fault(self, row: Row, column: str, rule: str, fix: str = "") -> None:
        """Note what is wrong with one cell."""
        self.faults.append(Fault(self.file, row.line, column, row.cells.get(column, ""), rule, fix))

    def number(self, row: Row, column: str) -> float | int | None:
        """The number in a cell; None, with a fault noted, if none is there."""
        try:
            value = read_number(row.cells[column])
        except ValueError as error:
            self.fault(row, column, *error.args)
            return None
        if isinstance(value, str):
            self.fault(row, column, "a number is needed")
            return None
        return value

    def _read(self, path: Path, required: Sequence[str], *, others: bool) -> Iterator[Row]:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from self._rows(csv.reader(file, strict=True), required, others=others)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.faults.append(Fault(self.file, 0, "", "", f"this table cannot be read: {reason}", ""))

    def _rows(self, lines: Any, required: Sequence[str], *, others: bool) -> Iterator[Row]:
        self.columns = [name.strip() for name in next(lines, [])]
        if len(self.columns) == 1 and ";" in self.columns[0]:
            rule = "the columns are divided by semicolons"
            self.faults.append(Fault(self.file, 1, "", self.columns[0], rule, "Save the table with commas."))
            return
        self._check_header(required, others=others)
        if self.faults:
            return
        names: dict[str, int] = {}
        for cells in lines:
            row = Row(lines.line_num, dict(zip(self.columns, map(str.strip, cells), strict=False)))
            if not any(row.cells.values()):
                continue
            if len(cells) != len(self.columns):
                rule = f"this row has {len(cells)} cells, and the header has {len(self.columns)}"
                self.faults.append(Fault(self.file, row.line, "", "", rule, ""))
                continue
            name = row.cells[required[0]]
            if not name:
                self.fault(row, required[0], "this must not be empty")
            elif name in names and self._named:
                self.fault(row, required[0], f"line {names[name]} has the same", "Each row needs its own.")
            else:
                names[name] = row.line
                yield row
        if not names and not self.faults:
            self.faults.append(Fault(self.file, 0, "", "", "this table has no rows", ""))

    def _check_header(self, required: Sequence[str], *, others: bool) -> None:
        for column in required:
            if column not in self.columns:
                fix = nearest(column, set(self.columns) - set(required))
                self.faults.append(Fault(self.file, 1, column, "", "the table needs this column", fix))
        for place, column in enumerate(self.columns):
            if column in self.columns[:place]:
                self.faults.append(Fault(self.file, 1, column, "", "this column stands twice", ""))
            elif column not in required and not others:
                fix = nearest(column, set(required) - set(self.columns))
                self.faults.append(Fault(self.file, 1, column, "", "this column is not known", fix))


def first_faults(table: Table) -> list[Fault]:
    """The faults of a table, as many as help."""
    more = len(table.faults) - MOST_FAULTS
    if more <= 0:
        return table.faults
    return [*table.faults[:MOST_FAULTS], Fault(table.file, 0, "", "", f"this table has {more} more faults", "")]
