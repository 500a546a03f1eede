"""Reading the tables that ``network`` names: strictly, every fault with its file, row and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from simulator.errors import Fault
from simulator.scenario.document import read_number
from simulator.scenario.faults import explained, fault_at, nearest
from simulator.scenario.network import AGENCY_COLUMNS, UNITS, Network
from simulator.scenario.overlay import PERIODS
from simulator.scenario.written import Origin, Route, Written, part_at, parts_of, shown

MIDDLE_OF_MONTH = 15
OPTIONAL = ("average_daily_population", "capacity")
OFFICE_COLUMNS = ("name", "label")
MOST_FAULTS = 50
"""Of one table; more of them would hide those of other files."""
GIVES = "`network` gives them already"


@dataclass(frozen=True)
class Row:
    """One row of a table: its line in the file (the header is line 1), and its cells by column."""

    line: int
    cells: dict[str, str]


class Table:
    """A CSV file, and what is wrong with it."""

    def __init__(self, path: Path, required: Sequence[str], *, others: bool) -> None:
        self.file = shown(path)
        self.faults: list[Fault] = []
        self.columns: list[str] = []
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
            elif name in names:
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


def expanded(written: Written) -> tuple[Written, list[Fault]]:
    """A place with the rows of its tables in ``agencies`` and ``field_offices``; as it is if it has no ``network``."""
    if "network" not in written.tree:
        return written, []
    try:
        network = Network.model_validate(written.tree["network"])
    except ValidationError as error:
        return written, explained(error, Network, _below(written, ("network",)))
    expansion = _Expansion(written, network)
    expansion.agencies()
    if network.field_offices or network.each_office:
        expansion.offices()
    return Written(expansion.tree, expansion.origins), expansion.faults


def _below(written: Written, route: Route) -> Written:
    """One part of a tree as a tree of its own."""
    length = len(route)
    origins = {place[length:]: origin for place, origin in written.origins.items() if place[:length] == route}
    return Written(part_at(written.tree, route), {(): written.origin(route)} | origins)


class _Expansion:
    """Rows on their way into the tree of a place."""

    def __init__(self, written: Written, network: Network) -> None:
        self._written, self._network = written, network
        self.tree = dict(written.tree)
        self.origins = dict(written.origins)
        self.faults: list[Fault] = []

    def agencies(self) -> None:
        """An entry of ``agencies`` for each row, and periods for rows that name a policy or were never activated."""
        table = self._table("agencies", self._network.agencies, tuple(AGENCY_COLUMNS), others=False)
        self._refuse_both("agencies")
        self._require_facts(table)
        agencies: dict[str, Any] = {}
        whose: dict[str, list[str]] = {}
        for row in table.rows:
            name = row.cells["fips"]
            agencies[name] = self._agency(table, row)
            self._place(("agencies", name), table, row, {"bookings_per_year", "match_share", "state", "field_office",
                                                         *OPTIONAL})  # fmt: skip
            for policy in filter(None, [row.cells["policy"], "" if row.cells["activated"] else NEVER_ACTIVATED]):
                whose.setdefault(policy, []).append(name)
                if policy not in self._network.policies and policy != NEVER_ACTIVATED:
                    rule = "there is no such name under network.policies"
                    table.fault(row, "policy", rule, nearest(policy, self._network.policies))
        self.tree["agencies"] = agencies
        self._add_periods(whose)
        self.faults += _first(table)

    def offices(self) -> None:
        """An entry of ``field_offices`` for each row: what each office has, with the columns of the row set."""
        route: Route = ("network", "field_offices")
        self._refuse_both("field_offices")
        template, file = self._network.each_office, self._network.field_offices
        if not template or not file:
            rule = "`field_offices` and `each_office` of `network` go together"
            self.faults.append(fault_at(self._written, ("network",), rule))
            return
        table = self._table(str(route[-1]), file, OFFICE_COLUMNS, others=True)
        offices = {}
        for row in table.rows:
            offices[row.cells["name"]] = self._office(table, row, template)
            self._place(("field_offices", row.cells["name"]), table, row, set())
        self.tree["field_offices"] = offices
        self.faults += _first(table)

    def _table(self, key: str, name: str, required: Sequence[str], *, others: bool) -> Table:
        file = Path(self._written.origin(("network", key)).file)
        return Table(Path.cwd() / file.parent / name, required, others=others)

    def _refuse_both(self, key: str) -> None:
        if key in self._written.tree:
            self.faults.append(fault_at(self._written, (key,), GIVES, "Keep one of the two."))

    def _require_facts(self, table: Table) -> None:
        used = [name for name in UNITS if any(row.cells[name] for row in table.rows)]
        for column in used:
            if column not in self._network.facts:
                route = ("network", "facts", column)
                rule = "this key is required, for the table has numbers in this column"
                self.faults.append(fault_at(self._written, route, rule, "Say where they come from."))

    def _agency(self, table: Table, row: Row) -> dict[str, Any]:
        cells = row.cells
        agency: dict[str, Any] = {
            "label": cells["name"],
            "state": cells["state"],
            "field_office": cells["field_office"],
        }
        agency["activated_on"] = self._activation(table, row)
        for column, unit in UNITS.items():
            if cells[column] or column not in OPTIONAL:
                agency[column] = self._quantity(column, table.number(row, column), unit)
        agency["jail_paid_by"] = "state" if cells["state"] in self._network.state_pays_in else "local"
        return agency

    def _quantity(self, column: str, value: float | int | None, unit: str) -> dict[str, Any]:
        fact = self._network.facts.get(column)  # type: ignore[call-overload]  # any text may be looked up
        stated: dict[str, Any] = {"value": 0 if value is None else value, "unit": unit}
        if fact is None:
            return stated | {"source": "missing"}
        origin = {"source": fact.source} if fact.source else {"assumed": fact.assumed}
        if fact.spread and value is not None:
            most = 1.0 if unit == "share" and value <= 1 else float("inf")
            stated |= {"low": value * (1 - fact.spread), "high": min(value * (1 + fact.spread), most)}
        return stated | origin

    def _activation(self, table: Table, row: Row) -> dict[str, Any]:
        text = row.cells["activated"]
        if not text:
            return {"value": self.tree.get("starts"), "source": "never activated, by the table"}
        day: date | None = None
        try:
            day = date.fromisoformat(text if len(text) > 7 else f"{text}-{MIDDLE_OF_MONTH}")
        except ValueError:
            table.fault(row, "activated", "a month such as 2010-06 is needed, or a day such as 2010-06-15")
        fact = self._network.facts.get("activated")
        if fact is None:
            return {"value": day, "source": "by the table"}
        if fact.source:
            return {"value": day, "source": fact.source}
        return {"value": day, "earliest": day, "latest": day, "assumed": fact.assumed}

    def _office(self, table: Table, row: Row, template: Mapping[str, Any]) -> dict[str, Any]:
        office = deepcopy(dict(template)) | {"label": row.cells["label"]}
        for column in table.columns:
            if column in OFFICE_COLUMNS:
                continue
            stated = _stated(office, column)
            if stated is None:
                table.fault(row, column, "each_office has no number at this path")
            elif (value := table.number(row, column)) is not None:
                ratio = value / stated["value"] if stated["value"] else 0.0
                stated |= {end: stated[end] * ratio for end in ("low", "high") if end in stated} | {"value": value}
        return office

    def _place(self, route: Route, table: Table, row: Row, columns: set[str]) -> None:
        """Note where the parts of an entry are written."""
        self.origins[route] = Origin(table.file, row.line, 1, route)
        renamed = {"label": "name", "activated_on": "activated"}
        for column in (*columns, *renamed):
            for part in ((*route, column), (*route, column, "value")):
                self.origins[part] = Origin(table.file, row.line, 1, (renamed.get(column, column),))

    def _add_periods(self, whose: Mapping[str, list[str]]) -> None:
        policies = {**self._network.policies, NEVER_ACTIVATED: {"in_activation_plan": False}}
        policy = dict(self.tree.get("policy") or {})
        periods = list(policy.get("periods") or [])
        for name, agencies in whose.items():
            if name in policies:
                route: Route = ("network", "policies", name)
                self.origins[(*PERIODS, len(periods))] = self._written.origin(route)
                periods.append({"agencies": agencies, **deepcopy(policies[name])})
        self.tree["policy"] = policy | {"periods": periods}


NEVER_ACTIVATED = "never activated"


def _stated(tree: Any, path: str) -> dict[str, Any] | None:
    """The number with a unit at a dotted path."""
    for name in path.split("."):
        parts = parts_of(tree)
        if name not in parts:
            return None
        tree = tree[parts[name]]
    return tree if isinstance(tree, dict) and "value" in tree else None


def _first(table: Table) -> list[Fault]:
    """The faults of a table, as many as help."""
    more = len(table.faults) - MOST_FAULTS
    if more <= 0:
        return table.faults
    return [*table.faults[:MOST_FAULTS], Fault(table.file, 0, "", "", f"this table has {more} more faults", "")]
