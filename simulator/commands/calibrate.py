"""The command ``calibrate``.

Heavy libraries are imported inside the command, so that ``--help`` answers at once.
"""

from __future__ import annotations

import shlex
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.calibrating import DEFAULT_SIMULATIONS, LEAST_SIMULATIONS
from simulator.commands import where_it_runs
from simulator.commands.options import AS_JSON, SEED, SETTINGS, WORKERS, YEARS
from simulator.commands.progress import progress
from simulator.errors import RunInterrupted

if TYPE_CHECKING:
    from simulator.experiments.calibration.fitting import Calibration


@click.command()
@click.argument("place")
@click.option(
    "--targets",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.csv",
    help="What was counted: columns month (YYYY-MM), measure, value, and agency where counts are of one.",
)
@click.option(
    "--fit",
    multiple=True,
    metavar="PATH",
    help="A number to fit, such as agencies.arlington.match_share. May be repeated.  "
    "[default: those that the measures tell most of]",
)
@click.option(
    "--others",
    type=click.Choice(["drawn", "stated"]),
    default="drawn",
    show_default=True,
    help="Numbers that are not fitted: drawn within their ranges, or as stated (intervals are then too narrow).",
)
@click.option(
    "--hold-out",
    type=click.IntRange(0),
    metavar="N",
    help="How many of the last months are predicted and not fitted.  [default: a quarter, 1 or more]",
)
@click.option(
    "--simulations",
    type=click.IntRange(LEAST_SIMULATIONS),
    default=DEFAULT_SIMULATIONS,
    show_default=True,
    help="How many years are simulated in all. More: smoother intervals.",
)
@SEED
@YEARS
@SETTINGS
@WORKERS
@where_it_runs.dask_option
@click.option("--out", type=click.Path(path_type=Path), help="The folder.  [default: results/PLACE-calibrated]")
@click.option(
    "--write", type=click.Path(path_type=Path), metavar="FILE.yaml", help="Also write the calibrated place file here."
)
@click.option("--force", is_flag=True, help="Replace the file of --write if it exists.")
@click.option(
    "--date",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day that the new sources name.  [default: today]",
)
@AS_JSON
def calibrate(place: str, write: Path | None, out: Path | None, on: datetime | None, as_json: bool, force: bool,
              dask: str | None, workers: int, **asked: Any) -> None:  # fmt: skip
    """Fit numbers of PLACE, as it is, to what was counted there by month.

    The place is simulated with its numbers drawn within their ranges; draws that come near to the counts are kept. What
    comes back is a place file with what was fitted as distributions, and figures that show how well months predict
    others that were held out. docs/calibration.md has an example from end to end.

    Everything that happens to a person counts in the month of BOOKING: a detainer lodged in May on somebody booked in
    April is April's. Counts by another day need to be regrouped first.
    """
    from simulator import calibrating
    from simulator.comparing import RESULTS
    from simulator.runs.folder import refuse_unfit

    target = out or RESULTS / f"{_stem(place)}-calibrated"
    refuse_unfit(target, "calibration")
    if write:
        _refuse_file(write, replace=force)
    day = on.date() if on else date.today()
    where_it_runs.compile_with_a_word()
    try:
        with where_it_runs.opened(workers, dask) as where, progress(asked["simulations"]) as on_done:
            calibration = calibrating.calibrate(place, on_done=on_done, **where, **asked)
    except RunInterrupted as error:
        raise click.Abort from error
    calibrating.keep_calibration(calibration, target, on=day, command=shlex.join(["python", *sys.argv]))
    if write:
        _write(write, calibration, day)
    _report(target, _stem(place), as_json=as_json)


def _stem(place: str) -> str:
    from simulator.scenario.places import path_of

    return path_of(place).stem


def _refuse_file(path: Path, *, replace: bool) -> None:
    if path.is_dir() or not path.parent.is_dir():
        raise click.UsageError(f"--write {path}: this is a folder, or lies in none that exists.")
    if path.exists() and not replace:
        raise click.UsageError(f"--write {path}: this file exists already. Name another, or use --force.")


def _write(path: Path, calibration: Calibration, on: date) -> None:
    from simulator.runs.calibrated_place import calibrated_place
    from simulator.runs.calibrations import write_place

    write_place(path, calibrated_place(calibration, on, path.parent))


def _report(folder: Path, place: str, *, as_json: bool) -> None:
    from simulator.runs.calibrations import SUMMARY, read_calibration
    from simulator.views.calibration_console import print_calibration

    if as_json:
        click.echo((folder / SUMMARY).read_text(encoding="utf-8"), nl=False)
    else:
        print_calibration(read_calibration(folder).summary, folder, folder / f"{place}-calibrated.yaml")
