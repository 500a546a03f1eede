"""What validation reads and keeps: published tables made into places, and a folder with the findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from simulator.experiments.validation.case_file import COUNTRY_BY_COUNTY
from simulator.experiments.validation.running import Effort, Record
from simulator.imports.us_counties import COUNTIES, county_table
from simulator.runs.folder import write_manifest
from simulator.runs.manifest import versions
from simulator.runs.nation import write_nation


@contextmanager
def opened_record(folder: Path | None) -> Iterator[Record]:
    """The published tables of a folder; the country by county is made of one of them for as long as this is open."""
    with TemporaryDirectory() as made:
        counties = folder / COUNTIES if folder else None
        places: dict[str, Path] = {}
        if counties and counties.exists():
            places[COUNTRY_BY_COUNTY] = write_nation(Path(made), county_table(counties))
        yield Record(folder, places)


def write_findings(folder: Path, findings: pd.DataFrame, effort: Effort, command: str) -> None:
    """Fill a folder with the findings as CSV; the manifest comes last, with the hash of every file."""
    findings.to_csv(folder / "findings.csv", index=False, lineterminator="\n")
    asked = {"seed": effort.seed, "replications": effort.replications, "draws": effort.draws, "command": command}
    write_manifest(folder, {"kind": "validation", **versions(), **asked})
