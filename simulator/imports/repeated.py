"""Rows of the detainers table that tell of a detainer once more: ICE corrects an entry by a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from simulator.imports.cells import NOTHING, Cells, flag, plain
from simulator.imports.roles import EPISODE, FACILITY, KIND, LIKELY, PERSON, REPEATS, Roles

REDACTED = re.compile(r"\(?b\)?\(\d\)")
"""What is blacked out is the same of many people."""


@dataclass(frozen=True)
class Repeated:
    """Which rows repeat a detainer, and how the table tells; ``by`` is empty if it does not."""

    rows: Any
    by: str


def repeated_rows(cells: Cells, roles: Roles, days: Any) -> Repeated:
    """The rows that the project's own flags call repeated, all but the first of those that tell of one detainer."""
    if roles.has(REPEATS):
        name = roles.names[REPEATS][0]
        return Repeated(cells.read(name, flag, False), f"by `{name}`")
    if roles.has(EPISODE, PERSON):
        return _of_episodes(cells, roles, days)
    if roles.has(LIKELY):
        return _of_likely_ones(cells, roles, days)
    return Repeated(np.zeros(len(cells), dtype=bool), "")


def _of_episodes(cells: Cells, roles: Roles, days: Any) -> Repeated:
    """As the project does since August 2026: one person, number, kind and facility."""
    people = cells.identities(roles.names[PERSON][0], REDACTED)
    parts = [roles.names_in(cells, role, plain).codes for role in (EPISODE, KIND, FACILITY)]
    by = f"by person, `{roles.names[EPISODE][0]}`, kind and facility"
    return Repeated(_again(days, people, *parts) & (people != NOTHING), by)


def _of_likely_ones(cells: Cells, roles: Roles, days: Any) -> Repeated:
    """Of the flagged rows all but the first of a person and day; all of them if the table names no person."""
    likely = cells.read(roles.names[LIKELY][0], flag, False)
    if not roles.has(PERSON):
        return Repeated(likely, "by `duplicate_likely`, the first of each too: the table has no column of persons")
    people = cells.identities(roles.names[PERSON][0], REDACTED)
    again = _again(days, people, days.astype(int), likely)
    return Repeated(again & likely & (people != NOTHING), "by `duplicate_likely`, person and day")


def _again(days: Any, *parts: Any) -> Any:
    """Whether all parts of a row stood together in a row of an earlier day, or in one further up."""
    order = np.argsort(days, kind="stable")
    again = np.empty(len(days), dtype=bool)
    again[order] = pd.DataFrame({position: part[order] for position, part in enumerate(parts)}).duplicated()
    return again
