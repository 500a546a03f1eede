"""Targets for tests: counts of a simulated year whose inputs are known, and the calibration that they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator import api
from simulator.calibrating import calibrate
from simulator.experiments.calibration.fitting import Calibration
from simulator.experiments.calibration.targets import months_of
from simulator.experiments.points import Point, evaluate

PLACE = "arlington-va"
TRUE = {"agencies.arlington.bookings_per_year": 6_200.0, "agencies.arlington.match_share": 0.083}
MEASURES = ("bookings", "matches", "detainers")
SIMULATIONS = 300


def write_rows(path: Path, rows: Sequence[str], header: str = "month,measure,value") -> Path:
    """A targets file."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@cache
def simulated_rows() -> tuple[str, ...]:
    """A year of Arlington at TRUE, with luck that no calibration meets."""
    study = api.load(PLACE)
    (found,) = evaluate(study, [Point(settings=TRUE)], replications=[7], seed=99, reading="monthly").outcomes
    months = months_of(study.cases[0].scenario)
    counts = found.policies["as-is"]
    return tuple(
        f"{month},{measure},{value:.0f}"
        for measure in MEASURES
        for month, value in zip(months, counts[measure][0], strict=True)
    )


@cache
def calibration() -> Calibration:
    """Arlington fitted to that year."""
    with TemporaryDirectory() as folder:
        targets = write_rows(Path(folder) / "counts.csv", simulated_rows())
        return calibrate(PLACE, targets, fit=list(TRUE), simulations=SIMULATIONS, seed=1)
