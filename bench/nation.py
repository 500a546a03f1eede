"""A country to measure and test on: counties made up, with sizes as skewed as in the table by county."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.imports.us_counties import STATES, match_share_at

MEDIAN_BOOKINGS, SPREAD = 1_050.0, 1.5
"""Of counties' bookings a year, and the standard deviation of their logarithm, in the table by county."""


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
