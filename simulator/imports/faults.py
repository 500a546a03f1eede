"""Faults of tables: of the header, and of rows, of which a broken file may have a million."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from simulator.errors import Fault
from simulator.scenario.faults import nearest

NO_ROW = "no row is of this state"
MOST_LISTED = 20
"""How many rows are named that break the same rule in the same column; the others are counted."""


def listed(count: int, fault_of: Callable[[int], Fault]) -> list[Fault]:
    """The first of ``count`` faults of one kind, in order of rows; the last says how many more there are."""
    faults = [fault_of(position) for position in range(min(count, MOST_LISTED))]
    if count > MOST_LISTED:
        more = f"{count - MOST_LISTED:,} more rows break this rule."
        faults[-1] = replace(faults[-1], fix=f"{faults[-1].fix} {more}".strip())
    return faults


def missing_columns(file: str, line: int, missing: Sequence[str], found: Collection[str], layout: str) -> list[Fault]:
    """A fault for each column of ``layout`` that a header does not have, with the nearest name that it has."""
    rule = f"the header has no such column, and {layout} has one"
    others = [name for name in found if name]
    return [Fault(file, line, name, "", rule, nearest(name, others) or _all_of(others)) for name in missing]


def _all_of(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_LISTED])
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return f"The columns here are {shown}{more}." if names else ""
