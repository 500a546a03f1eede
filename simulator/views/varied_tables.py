"""Tables of sweeps for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from simulator.experiments.sweeps import Sweep
from simulator.outcomes.yearly import meanings
from simulator.runs.tables import policy_labels
from simulator.views.varied_words import bare_in_words, name_of, noun, rows_of, value_in_words
from simulator.views.words import difference, rounded

MOST_ROWS = 40


def tables_of(result: Sweep, measures: Sequence[str]) -> list[Table]:
    """A table for each measure; of two inputs one for each policy too."""
    if len(result.inputs) == 1:
        return [sweep_table(result, measure) for measure in measures]
    policies = [case.name for case in result.study.cases[1:]]
    return [map_table(result, policy, measure) for measure in measures for policy in policies]


def sweep_table(result: Sweep, measure: str) -> Table:
    """A row for each point, a column for each policy: in words, how it differs from the place as it is."""
    labels, unit = policy_labels(result.study), meanings()[measure][0]
    table = Table(show_edge=False, pad_edge=False, title=f"Difference in {noun(measure)} a year", title_justify="left")
    (varied,) = result.inputs
    table.add_column(Text(name_of(varied)))
    columns = []
    for case in result.study.cases[1:]:
        table.add_column(Text(labels[case.name]))
        columns.append(rows_of(result, case.name, measure))
    for place in range(min(len(columns[0]), MOST_ROWS)):
        rows = [column.iloc[place] for column in columns]
        value = value_in_words(rows[0][varied.path], varied)
        table.add_row(value, *(difference(_entry(row), unit) for row in rows))
    if len(columns[0]) > MOST_ROWS:
        table.add_row(f"and {len(columns[0]) - MOST_ROWS} more in sweep.csv")
    return table


def _entry(row: Any) -> dict[str, float | None]:
    """Mean and ends of a difference; None for what is not a number."""
    names = {"mean": "difference", "low": "difference_low", "high": "difference_high"}
    return {end: None if row[name] != row[name] else float(row[name]) for end, name in names.items()}


def map_table(result: Sweep, policy: str, measure: str) -> Table:
    """The first input across and the second down: differences, with ``?`` where the interval holds zero."""
    first, second = result.inputs
    rows, unit = rows_of(result, policy, measure), meanings()[measure][0]
    title = f"{policy_labels(result.study)[policy]}: difference in {noun(measure)} a year; ?: its interval holds zero"
    table = Table(show_edge=False, pad_edge=False, title=title, title_justify="left")
    table.add_column(Text(f"{name_of(second)}, by {_lowered(name_of(first))}"))
    for value in first.values:
        table.add_column(Text(bare_in_words(value, first)), justify="right")
    cells = {(row[first.path], row[second.path]): _cell(row, unit) for _, row in rows.iterrows()}
    for down in second.values:
        table.add_row(bare_in_words(down, second), *(cells.get((across, down), "") for across in first.values))
    return table


def _cell(row: Any, unit: str) -> str:
    mean = row["difference"]
    if mean != mean:
        return "none"
    doubt = " ?" * bool(row["difference_low"] <= 0 <= row["difference_high"] and row["difference_low"] < 0)
    return f"{'+' if mean > 0 else ''}{rounded(mean, unit)}{doubt}"


def _lowered(name: str) -> str:
    return name if name[1:2].isupper() else name[0].lower() + name[1:]
