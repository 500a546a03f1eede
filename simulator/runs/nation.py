"""A place file for a country of many agencies, beside its table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from simulator.scenario.places import SCENARIOS

PLACE = """\
kind: place
base: {base}
label: United States, by county
about: The country as {agencies:,} agencies, for sums over it.
starts: {starts}
years: {years}
network:
  agencies: counties.csv
  count_by: state
  facts:
    capacity: {{source: "Prison boundaries (HIFLD), as the table of counties has them"}}
"""


def write_nation(folder: Path, table: pd.DataFrame, starts: str = "2011-10-01", years: int = 1) -> Path:
    """A place file in this folder with its table of agencies; all else is as in the shipped country by state."""
    base = SCENARIOS / "places" / "united-states-by-state.yaml"
    table.to_csv(folder / "counties.csv", index=False)
    place = folder / "nation.yaml"
    place.write_text(PLACE.format(base=base, agencies=len(table), starts=starts, years=years), encoding="utf-8")
    return place
