"""What the columns of the detainers table are called, release by release, once blanks are underscores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

import numpy as np

from simulator.imports.cells import NOTHING, Cells, Names, day

Role: TypeAlias = tuple[str, ...]
"""The names of one thing; where a table has several of them, an earlier one goes before a later one."""

DATE: Role = ("detainer_prepare_date", "detainer_prepared_date", "prepare_date")
FACILITY: Role = ("detention_facility", "detainer_facility", "detainer_detention_facility")
STATE: Role = ("facility_state", "state")
COUNTY: Role = ("facility_county_fips", "county_fips_code")
"""Not in the table as it is published, but in the project's tables of facilities, from which it can be joined."""
PERSON: Role = ("unique_identifier", "anonymized_identifier", "anonymized_unique_identifier")
KIND: Role = ("detainer_type",)
REPEATS: Role = ("duplicate_drop_row", "drop_row")
"""True for each row but the first of those that tell of one detainer."""
EPISODE: Role = ("duplicate_episode_identifier", "duplicate_episode_id")
"""Numbers a person's detainers; rows of one number lie within a day of each other."""
LIKELY: Role = ("duplicate_likely",)
"""True for every row of those that tell of one detainer, the first one too."""
ROLES = (DATE, FACILITY, STATE, COUNTY, PERSON, KIND, REPEATS, EPISODE, LIKELY)
NO_DAY = np.datetime64("NaT", "D")
KNOWN = {name for role in ROLES for name in role}


@dataclass(frozen=True)
class Roles:
    """The columns of one table that play each role, by the names that its header gives them."""

    names: dict[Role, tuple[str, ...]]

    @classmethod
    def of(cls, header: Sequence[str], clean: Callable[[str], str]) -> Roles:
        """The roles of the columns of a header."""
        return cls({role: tuple(name for alias in role for name in header if clean(name) == alias) for role in ROLES})

    def has(self, *roles: Role) -> bool:
        """Whether the table has a column for each of these roles."""
        return all(self.names[role] for role in roles)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read: of those that tell repeated rows apart, only what is needed for it."""
        read = (DATE, FACILITY, STATE, COUNTY, *self._telling_apart)
        return tuple(name for role in read for name in self.names[role])

    @property
    def _telling_apart(self) -> tuple[Role, ...]:
        if self.has(REPEATS):
            return (REPEATS,)
        if self.has(EPISODE, PERSON):
            return (EPISODE, KIND, PERSON)
        return (LIKELY, PERSON) if self.has(LIKELY) else ()

    def names_in(self, cells: Cells, role: Role, understand: Callable[[str], str]) -> Names:
        """What the first column of a role says in each row, or else the next one."""
        columns = [cells.names(name, understand) for name in self.names[role]]
        return reduce(Names.or_else, columns) if columns else Names.of(np.full(len(cells), NOTHING), ())

    def days_in(self, cells: Cells) -> Any:
        """The date of each row, of the first column that has one; NaT where none stands."""
        days = np.full(len(cells), NO_DAY)
        for name in self.names[DATE]:
            days = np.where(np.isnat(days), cells.read(name, day, NO_DAY), days)
        return days
