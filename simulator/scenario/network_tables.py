"""Reading the tables that ``network`` names: strictly, every fault with its file, row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from simulator.errors import Fault
from simulator.scenario.csv_table import Row, Table, first_faults
from simulator.scenario.faults import explained, fault_at, nearest
from simulator.scenario.network import AGENCY_COLUMNS, UNITS, Network
from simulator.scenario.overlay import PERIODS
from simulator.scenario.written import Origin, Route, Written, part_at, parts_of

MIDDLE_OF_MONTH = 15
OPTIONAL = ("average_daily_population", "capacity")
OFFICE_COLUMNS = ("name", "label")
GIVES = "`network` gives them already"
EXPANDED = ("field_offices", "each_office", "policies")
"""Keys of ``network`` whose content then stands elsewhere in the scenario."""


def expanded(written: Written) -> tuple[Written, list[Fault]]:
    """A place with the rows of its tables in ``agencies`` and ``field_offices``; as it is if it has no ``network``."""
    if "network" not in written.tree:
        return written, []
    try:
        network = Network.model_validate(written.tree["network"])
    except ValidationError as error:
        return written, explained(error, Network, _below(written, ("network",)))
    expansion = _Expansion(written, network)
    if network.agencies:
        expansion.agencies(network.agencies)
    if network.field_offices or network.each_office:
        expansion.offices()
    kept = {key: part for key, part in written.tree["network"].items() if key not in EXPANDED}
    return Written(expansion.tree | {"network": kept}, expansion.origins), expansion.faults


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

    def agencies(self, file: str) -> None:
        """An entry of ``agencies`` for each row, and periods for rows that name a policy or were never activated."""
        table = self._table("agencies", file, tuple(AGENCY_COLUMNS), others=False)
        self._require_facts(table)
        agencies: dict[str, Any] = {}
        whose: dict[str, list[str]] = {}
        for row in table.rows:
            name = row.cells["fips"]
            agencies[name] = agency_entry(self._network, self._values(table, row))
            self._place(("agencies", name), table, row, {"bookings_per_year", "match_share", "state", "field_office",
                                                         *OPTIONAL})  # fmt: skip
            for policy in filter(None, [row.cells["policy"], "" if row.cells["activated"] else NEVER_ACTIVATED]):
                whose.setdefault(policy, []).append(name)
                if policy not in self._network.policies and policy != NEVER_ACTIVATED:
                    rule = "there is no such name under network.policies"
                    table.fault(row, "policy", rule, nearest(policy, self._network.policies))
        self.tree["agencies"] = agencies | self._laid_over(agencies)
        self._add_periods(whose)
        self.faults += first_faults(table)

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
        self.faults += first_faults(table)

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

    def _laid_over(self, agencies: Mapping[str, Any]) -> dict[str, Any]:
        """What the file itself says of agencies, over what the table says."""
        own = self._written.tree.get("agencies")
        if not isinstance(own, dict):
            return {}
        return {name: {**agencies.get(name, {}), **entry} for name, entry in own.items() if isinstance(entry, dict)}

    def _values(self, table: Table, row: Row) -> dict[str, Any]:
        """The cells of a row as values; what cannot be read is noted as a fault."""
        values: dict[str, Any] = dict(row.cells)
        for column in UNITS:
            optional = column in OPTIONAL and not row.cells[column]
            values[column] = None if optional else table.number(row, column) or 0
        values["activated"] = self.tree.get("starts")
        try:
            if text := row.cells["activated"]:
                values["activated"] = date.fromisoformat(text if len(text) > 7 else f"{text}-{MIDDLE_OF_MONTH}")
        except ValueError:
            table.fault(row, "activated", "a month such as 2010-06 is needed, or a day such as 2010-06-15")
        return values

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


def agency_entry(network: Network, values: Mapping[str, Any]) -> dict[str, Any]:
    """The entry of ``agencies`` for a row, its numbers with the sources of their columns."""
    entry: dict[str, Any] = {"label": values["name"], "state": values["state"], "field_office": values["field_office"]}
    entry["activated_on"] = _activation(network, values["activated"])
    for column, unit in UNITS.items():
        if values[column] is not None:
            entry[column] = _quantity(network, column, values[column], unit)
    entry["jail_paid_by"] = "state" if values["state"] in network.state_pays_in else "local"
    return entry


def _quantity(network: Network, column: str, value: float, unit: str) -> dict[str, Any]:
    fact = network.facts.get(column)  # type: ignore[call-overload]  # any text may be looked up
    stated: dict[str, Any] = {"value": value, "unit": unit}
    if fact is None:
        return stated | {"source": "missing"}
    if fact.spread:
        most = 1.0 if unit == "share" and value <= 1 else float("inf")
        stated |= {"low": value * (1 - fact.spread), "high": min(value * (1 + fact.spread), most)}
    return stated | ({"source": fact.source} if fact.source else {"assumed": fact.assumed})


def _activation(network: Network, day: date | None) -> dict[str, Any]:
    fact = network.facts.get("activated")
    if fact and fact.assumed:
        return {"value": day, "earliest": day, "latest": day, "assumed": fact.assumed}
    return {"value": day, "source": fact.source if fact else "by the table"}


def _stated(tree: Any, path: str) -> dict[str, Any] | None:
    """The number with a unit at a dotted path."""
    for name in path.split("."):
        parts = parts_of(tree)
        if name not in parts:
            return None
        tree = tree[parts[name]]
    return tree if isinstance(tree, dict) and "value" in tree else None
