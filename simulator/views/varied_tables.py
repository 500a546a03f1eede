"""Tables of sweeps for the terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table
from rich.text import Text

from simulator.experiments.sweeps import Sweep
from simulator.outcomes.yearly import meanings
from simulator.runs.tables import policy_labels
from simulator.views.varied_words import name_of, noun, rows_of, value_in_words
from simulator.views.words import difference

MOST_ROWS = 40


def sweep_table(result: Sweep, measure: str) -> Table:
    """A row for each point, a column for each policy: in words, how it differs from the place as it is."""
    labels, unit = policy_labels(result.study), meanings()[measure][0]
    table = Table(show_edge=False, pad_edge=False, title=f"Difference in {noun(measure)} a year", title_justify="left")
    for one in result.inputs:
        table.add_column(Text(name_of(one)))
    columns = []
    for case in result.study.cases[1:]:
        table.add_column(Text(labels[case.name]))
        columns.append(rows_of(result, case.name, measure))
    for place in range(min(len(columns[0]), MOST_ROWS)):
        rows = [column.iloc[place] for column in columns]
        values = [value_in_words(rows[0][one.path], one) for one in result.inputs]
        table.add_row(*values, *(difference(_entry(row), unit) for row in rows))
    if len(columns[0]) > MOST_ROWS:
        table.add_row(f"and {len(columns[0]) - MOST_ROWS} more in sweep.csv")
    return table


def _entry(row: Any) -> dict[str, float | None]:
    """Mean and ends of a difference; None for what is not a number."""
    names = {"mean": "difference", "low": "difference_low", "high": "difference_high"}
    return {end: None if row[name] != row[name] else float(row[name]) for end, name in names.items()}
