"""The numbers behind each figure of a run, as a table of texts: for those who do not see it, and for copying."""

from __future__ import annotations

from collections.abc import Callable

from simulator.runs.tables import RunTables
from simulator.views.listing import Listing
from simulator.views.pictures.costs_listed import costs_listed, cumulative_listed, waterfall_listed, who_pays_listed
from simulator.views.pictures.differences_listed import differences_listed, tornado_listed
from simulator.views.pictures.people_listed import (
    detainers_by_month_listed,
    endings_listed,
    holds_by_weekday_listed,
    race_listed,
)

LISTINGS: dict[str, Callable[[RunTables], Listing]] = {
    "detainers_by_month": detainers_by_month_listed,
    "differences": differences_listed,
    "costs": costs_listed,
    "waterfall": waterfall_listed,
    "who_pays": who_pays_listed,
    "tornado": tornado_listed,
    "cumulative": cumulative_listed,
    "endings": endings_listed,
    "race": race_listed,
    "holds_by_weekday": holds_by_weekday_listed,
}
"""By the name of the figure; what a figure leaves out of a run, its listing leaves out too."""
