"""What stands on the sheets of ``summary.xlsx``, as plain rows: results, differences, the ledger, the inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from simulator.outcomes.ledger_items import ITEM_FACTS, ITEMS, Item
from simulator.outcomes.ledger_totals import TOTALS
from simulator.outcomes.yearly import meanings
from simulator.runs.tables import RunTables
from simulator.scenario.costs import BED_PRICES, PAYERS
from simulator.scenario.describe import LEFT_OUT, describe
from simulator.scenario.sources import StatedNumber, numbers_of
from simulator.scenario.study import Case, Study

Kind = Literal["text", "amount", "cents", "share"]
Cell = str | float | None
Line = tuple[Item, str, str]
"""Item, payer and bed price."""
MONTHS_A_YEAR = 12
AVERAGE_YEAR = "average year"
ASSUMED = "assumed"


@dataclass(frozen=True)
class Column:
    """A heading, the width in characters, and how what stands below is written."""

    title: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True)
class Row:
    """Cells from left to right; ``unit`` says how amounts are written; ``marked`` rows stand out."""

    cells: tuple[Cell, ...]
    unit: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table under one row of headings."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


WHICH = (Column("Policy", 24), Column("Number", 30), Column("Unit", 9), Column("Meaning", 48))
ENTRIES = {
    "mean": "Mean",
    "low": "Chance, low",
    "high": "Chance, high",
    "unknowns_low": "Unknowns, low",
    "unknowns_high": "Unknowns, high",
    "both_low": "Both, low",
    "both_high": "Both, high",
}
AMOUNTS = tuple(Column(title, 14, "amount") for title in ENTRIES.values())
SAME_SIGN = Column("Same sign", 11, "share")
LEDGER = (
    *(Column("Year", 20), Column("Policy", 24), Column("Item", 30), Column("Meaning", 48), Column("Caused by", 14)),
    *(Column("Payer", 9), Column("Bed price", 11), Column("USD", 16, "cents")),
    Column("Difference to as-is, USD", 16, "cents"),
)
INPUTS = (
    *(Column("Policy", 24), Column("Input", 34), Column("What it is", 40), Column("Value", 30), Column("Range", 24)),
    *(Column("Assumed", 10), Column("Source", 60), Column("Note", 40)),
)


def results_sheet(tables: RunTables) -> Sheet:
    """Every number of every policy."""
    return Sheet("Results", (*WHICH, *AMOUNTS), tuple(_entries(tables, tables.summary["policies"], (*ENTRIES,))))


def differences_sheet(tables: RunTables) -> Sheet:
    """Every difference to the place as it is; without rows if there is no second policy."""
    rows = _entries(tables, tables.summary["differences"], (*ENTRIES, "same_sign_share"))
    return Sheet("Differences", (*WHICH, *AMOUNTS, SAME_SIGN), tuple(rows))


def _entries(tables: RunTables, policies: Mapping[str, Any], shown: tuple[str, ...]) -> Iterator[Row]:
    known = meanings()
    for policy, measures in policies.items():
        for name, entry in measures.items():
            unit, meaning = known[name]
            cells = (tables.labels.policies[policy], name, unit, meaning, *(entry.get(key) for key in shown))
            yield Row(cells, unit)


def ledger_sheet(tables: RunTables) -> Sheet:
    """Every line by year and policy, and the totals: those of an average year are numbers of the results."""
    return Sheet("Ledger", LEDGER, tuple(_ledger_rows(tables)))


def _ledger_rows(tables: RunTables) -> Iterator[Row]:
    policies = list(tables.labels.policies)
    for year, bills in _years(tables).items():
        known = {policy: _lines(bills[policy]) | _totals(tables, bills[policy]) for policy in policies}
        as_is = known[policies[0]]
        for policy, bill in known.items():
            for line, usd in bill.items():
                difference = None if policy == policies[0] else usd - as_is.get(line, 0.0)
                cells = (year, tables.labels.policies[policy], *line, usd, difference)
                yield Row(cells, "USD", marked=line[0] not in ITEM_FACTS)


def _years(tables: RunTables) -> dict[str, dict[str, dict[Line, float]]]:
    """Means over replications in USD by policy and line: of an average year, and of each where there are several."""
    lines, years = tables.ledger, int(tables.summary["years"])
    months = sorted(map(str, lines["month"].unique()))
    starts = [year * MONTHS_A_YEAR for year in range(years)]
    spans = {AVERAGE_YEAR: (months, years)}
    for start in starts if years > 1 else ():
        within = months[start:] if start == starts[-1] else months[start : start + MONTHS_A_YEAR]
        spans[f"{within[0]} to {within[-1]}"] = (within, 1)
    return {name: _bills(tables, within, divisor) for name, (within, divisor) in spans.items()}


def _bills(tables: RunTables, months: list[str], years: int) -> dict[str, dict[Line, float]]:
    lines = tables.ledger[tables.ledger["month"].isin(months)]
    sums = lines.groupby(["policy", "item", "payer", "bed_price"], observed=True)["amount_usd"].sum()
    bills: dict[str, dict[Line, float]] = {policy: {} for policy in tables.labels.policies}
    for key, amount in sums.items():
        policy, item, payer, price = cast(tuple[str, Item, str, str], key)
        bills[policy][item, payer, price] = float(amount) / tables.summary["replications"] / years
    return bills


def _lines(bill: Mapping[Line, float]) -> dict[tuple[str, ...], float]:
    """Item, meaning, cause, payer and bed price of each line, by payer and then in the order of the items."""
    prices = (*BED_PRICES, "any")
    order = sorted(bill, key=lambda line: (PAYERS.index(line[1]), ITEMS.index(line[0]), prices.index(line[2])))
    facts = ((line, ITEM_FACTS[line[0]]) for line in order)
    return {(line[0], what.meaning, what.caused_by, line[1], line[2]): bill[line] for line, what in facts}


def _totals(tables: RunTables, bill: Mapping[Line, float]) -> dict[tuple[str, ...], float]:
    """The totals of a bill, named as in the results, payer by payer."""
    known = meanings()
    totals: dict[tuple[str, ...], float] = {}
    paying = {payer for _, payer, _ in bill}
    for total in sorted(TOTALS, key=lambda total: PAYERS.index(total.payer)):
        if total.payer in paying:
            price = total.bed_price or tables.labels.headline_bed_price
            cause = "anyway" if total.anyway else "all but anyway"
            lines = (
                usd
                for (item, by, at), usd in bill.items()
                if by == total.payer
                and at in (price, "any")
                and (ITEM_FACTS[item].caused_by == "anyway") == total.anyway
            )
            totals[total.name, f"Total: {known[total.name][1]}", cause, total.payer, price] = sum(lines)
    return totals


def inputs_sheet(study: Study, tables: RunTables) -> Sheet:
    """Every number of the place as it is; then what each policy changes, in words and with its own numbers."""
    base, *others = study.cases
    rows = [_number(tables.labels.policies[base.name], stated) for stated in numbers_of(base)]
    for case in others:
        rows += _changes(tables.labels.policies[case.name], case, base)
    return Sheet("Inputs", INPUTS, tuple(rows))


def _changes(label: str, case: Case, base: Case) -> Iterator[Row]:
    for part in describe(case, base).parts:
        for line in () if part.lines == LEFT_OUT else part.lines:
            yield Row((label, part.title, line, *[None] * 5))
    known = set(numbers_of(base))
    yield from (_number(label, stated) for stated in numbers_of(case) if stated not in known)


def _number(label: str, stated: StatedNumber) -> Row:
    assumed = ASSUMED if stated.unsourced else None
    number = (stated.path, stated.what, stated.value, stated.range or None)
    return Row((label, *number, assumed, stated.source, stated.note or None), marked=stated.unsourced)
