"""Countries to measure and test on: the counties of a published table, or counties made up with sizes as skewed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.scenario.load import SCENARIOS

STATES = SCENARIOS / "places" / "tables" / "united-states-by-state.csv"
OFFICES = SCENARIOS / "places" / "tables" / "field-offices.csv"
ONE_SYSTEM = ("AK", "CT", "DE", "HI", "RI", "VT")
"""States that run prisons and jails as one: they stay one row each."""
MEDIAN_BOOKINGS, SPREAD = 1_050.0, 1.5
"""Of counties' bookings a year, and the standard deviation of their logarithm, in the table by county."""
PLACE = """\
kind: place
base: {base}
label: United States, by county
about: The country as {agencies:,} agencies, for measuring and testing.
starts: {starts}
years: {years}
network:
  agencies: counties.csv
  count_by: state
  facts:
    capacity: {{source: "Prison boundaries (HIFLD), as the table of counties has them"}}
"""


def county_table(counties: Path) -> pd.DataFrame:
    """A row a county out of a table of counties, and a row for each state with a single system.

    Bookings of a state are spread by people, which is a factor of 2 off for a county. Columns that are read: fips,
    state (name), county, total_population, foreignborn_pct (percent), aor, jail_capacity_hifld, sc_activation_month.
    """
    by_state = pd.read_csv(STATES, dtype={"fips": str, "activated": str}, keep_default_na=False)
    rows = pd.read_csv(counties, dtype={"fips": str}).dropna(subset=["total_population", "foreignborn_pct", "aor"])
    rows = rows.merge(by_state.add_prefix("state_"), left_on="state", right_on="state_name")
    rows = rows[~rows["state_state"].isin(ONE_SYSTEM)]
    part = rows["total_population"] / rows.groupby("state")["total_population"].transform("sum")
    table = pd.DataFrame(
        {
            "fips": rows["fips"],
            "name": rows["county"] + ", " + rows["state_state"],
            "state": rows["state_state"],
            "field_office": rows["aor"].str.lower(),
            "bookings_per_year": (rows["state_bookings_per_year"] * part).round().clip(lower=1),
            "match_share": match_share_at(rows["foreignborn_pct"].to_numpy() / 100).round(4),
            "activated": rows["sc_activation_month"].fillna(
                rows.groupby("state")["sc_activation_month"].transform("max")
            ),
            "average_daily_population": (rows["state_average_daily_population"] * part).round(),
            "capacity": rows["jail_capacity_hifld"],
            "policy": "",
        }
    )
    whole = by_state[by_state["state"].isin(ONE_SYSTEM)]
    return pd.concat([table, whole[table.columns]], ignore_index=True).sort_values("fips", ignore_index=True)


def match_share_at(foreign_born: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle of the two logistic curves of the shipped places; ``foreign_born`` is a share, 0 to 1."""
    low, high = (1 / (1 + np.exp(-(start + 2.789 * foreign_born))) for start in (-3.422, -2.923))
    return np.asarray((low + high) / 2)


def made_up_table(agencies: int, bookings: float, seed: int = 1) -> pd.DataFrame:
    """Agencies with lognormal sizes that add up to this many bookings a year, spread over states and offices."""
    draws = np.random.default_rng(seed)
    states = pd.read_csv(STATES, dtype={"fips": str, "activated": str}, keep_default_na=False)
    home = states.iloc[draws.integers(len(states), size=agencies)].reset_index(drop=True)
    sizes = MEDIAN_BOOKINGS * np.exp(SPREAD * draws.standard_normal(agencies))
    return pd.DataFrame(
        {
            "fips": [f"A{number:05d}" for number in range(agencies)],
            "name": [f"County {number}, {state}" for number, state in enumerate(home["state"])],
            "state": home["state"],
            "field_office": home["field_office"],
            "bookings_per_year": (sizes * bookings / sizes.sum()).round(1),
            "match_share": match_share_at(draws.beta(1.2, 18, agencies)).round(4),
            "activated": home["activated"],
            "average_daily_population": "",
            "capacity": "",
            "policy": "",
        }
    )


def write_nation(folder: Path, table: pd.DataFrame, starts: str = "2011-10-01", years: int = 1) -> Path:
    """A place file in this folder with its table of agencies; all else is as in the shipped country by state."""
    base = SCENARIOS / "places" / "united-states-by-state.yaml"
    table.to_csv(folder / "counties.csv", index=False)
    place = folder / "nation.yaml"
    place.write_text(PLACE.format(base=base, agencies=len(table), starts=starts, years=years), encoding="utf-8")
    return place
