"""A place of many agencies, read from tables: one row an agency, one row a field office.

``network:`` in a place file names the tables and says once, for each column, where its numbers come from. The rows
become entries of ``agencies`` and ``field_offices`` as if they stood in the file, so that every check and every
overlay works on them; a fault in a row names the table, the row and the column.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from pydantic import Field

from simulator.scenario.quantities import Sourced, Strict

Column: TypeAlias = Literal[
    "bookings_per_year", "match_share", "activated", "average_daily_population", "capacity", "field_office"
]
CountBy: TypeAlias = Literal["agency", "state", "field-office"]
AGENCY_COLUMNS: dict[str, str] = {
    "fips": "a number or name of its own for each row, such as the county's FIPS code; other parts of the scenario "
    "call the agency by it",
    "name": "the name that plots and pages show",
    "state": "two-letter state",
    "field_office": "the ICE field office, by its name under field_offices",
    "bookings_per_year": "bookings/year, at the pace of the first simulated day",
    "match_share": "share of bookings whose prints match an IDENT record, 0 to 1",
    "activated": "when Secure Communities was switched on: YYYY-MM (read as the middle of the month) or YYYY-MM-DD; "
    "never if empty",
    "average_daily_population": "people in jail on an average day; may be empty",
    "capacity": "beds; may be empty",
    "policy": "a name under network.policies; may be empty",
}
"""The columns of a table of agencies, all of which must be there, with what they hold."""
UNITS = {"bookings_per_year": "bookings/year", "match_share": "share", "average_daily_population": "people",
         "capacity": "beds"}  # fmt: skip
"""The units of the columns of numbers."""


class ColumnFact(Sourced):
    """Where the numbers of a column come from; ``spread`` is their relative uncertainty, 0.2 for 20 percent."""

    spread: float | None = Field(None, gt=0, le=1, description="Relative uncertainty of each number of the column.")


class Network(Strict):
    """Tables of agencies and of field offices, in place of ``agencies`` and ``field_offices``."""

    agencies: str | None = Field(
        None,
        description="A CSV file, one row an agency; named as seen from this file. What stands under agencies as well "
        "is laid over the rows.",
    )
    facts: dict[Column, ColumnFact] = Field(
        default_factory=dict, description="For each column that is used, where its numbers come from."
    )
    state_pays_in: list[str] = Field(
        default_factory=list, description="States that pay for their jails; elsewhere local governments do."
    )
    count_by: CountBy = Field(
        "agency", description="What results are told by: each agency, or agencies together by state or field office."
    )
    field_offices: str | None = Field(
        None,
        description="A CSV file, one row a field office: name, label, and columns named by paths within each_office, "
        "such as tours.seats. Without it, field_offices stand in the place file.",
    )
    each_office: dict[str, Any] | None = Field(
        None, description="What all field offices have, but for the columns of the table: as under field_offices."
    )
    policies: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="Periods, without agencies or states, for rows that name them as policy."
    )
