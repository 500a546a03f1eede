"""The country by county, out of a published table of counties, with the month in which each was switched on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.scenario.places import SCENARIOS

STATES = SCENARIOS / "places" / "tables" / "united-states-by-state.csv"
COUNTIES = "us_counties.csv"
"""What the table of counties is called."""
ONE_SYSTEM = ("AK", "CT", "DE", "HI", "RI", "VT")
"""States that run prisons and jails as one: they stay one row each."""


def county_table(counties: Path) -> pd.DataFrame:
    """A row a county out of a table of counties, and a row for each state with a single system.

    Bookings of a state are spread by people, which is a factor of 2 off for a county. Columns that are read: fips,
    state (name), county, total_population, foreignborn_pct (percent), aor, jail_capacity_hifld, sc_activation_month.
    """
    by_state = pd.read_csv(STATES, dtype={"fips": str, "activated": str}, keep_default_na=False)
    rows = pd.read_csv(counties, dtype={"fips": str}).dropna(subset=["total_population", "foreignborn_pct", "aor"])
    rows = rows.merge(by_state.add_prefix("state_"), left_on="state", right_on="state_name")
    table = _table(rows[~rows["state_state"].isin(ONE_SYSTEM)])
    whole = by_state[by_state["state"].isin(ONE_SYSTEM)]
    return pd.concat([table, whole[table.columns]], ignore_index=True).sort_values("fips", ignore_index=True)


def match_share_at(foreign_born: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle of the two logistic curves of the shipped places; ``foreign_born`` is a share, 0 to 1."""
    low, high = (1 / (1 + np.exp(-(start + 2.789 * foreign_born))) for start in (-3.422, -2.923))
    return np.asarray((low + high) / 2)


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns of a table of agencies; ``rows`` has each county beside its state (``state_``)."""
    part = rows["total_population"] / rows.groupby("state")["total_population"].transform("sum")
    last = rows.groupby("state")["sc_activation_month"].transform("max")
    return pd.DataFrame(
        {
            "fips": rows["fips"],
            "name": rows["county"] + ", " + rows["state_state"],
            "state": rows["state_state"],
            "field_office": rows["aor"].str.lower(),
            "bookings_per_year": (rows["state_bookings_per_year"] * part).round().clip(lower=1),
            "match_share": match_share_at(rows["foreignborn_pct"].to_numpy() / 100).round(4),
            "activated": rows["sc_activation_month"].fillna(last),
            "average_daily_population": (rows["state_average_daily_population"] * part).round(),
            "capacity": rows["jail_capacity_hifld"],
            "policy": "",
        }
    )
