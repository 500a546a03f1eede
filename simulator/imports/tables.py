"""Writing a table that was made of a published one: whole or not at all, and over nothing by accident."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pandas as pd

from simulator.errors import Fault, ScenarioError
from simulator.scenario.written import shown

NUMBER = "%.15g"
"""Every digit that a number has, and no point after a whole one."""


def refuse_target(target: Path, source: Path, *, replace: bool) -> None:
    """``ScenarioError`` if a table must not be written there."""
    if target.exists() and source.exists() and target.samefile(source):
        raise _refused(target, "this is the file that is read", "Name another with --out.")
    if target.is_dir():
        raise _refused(target, "this is a folder, not a file", "Name a file with --out.")
    if target.exists() and not replace:
        raise _refused(target, "this file exists already", "Name another with --out, or use --force to replace it.")


def write_table(table: pd.DataFrame, target: Path, source: Path, *, replace: bool) -> None:
    """The table as CSV in UTF-8; it takes its place when it is whole, so a stopped command leaves nothing behind."""
    refuse_target(target, source, replace=replace)
    place = Path(os.path.realpath(target))
    fresh = place.with_name(f".{place.name[:100]}.partial-{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(fresh, index=False, lineterminator="\n", float_format=NUMBER)
        os.replace(fresh, place)
    except OSError as error:
        raise _refused(target, f"the file cannot be written: {error.strerror or error}", "") from error
    finally:
        with suppress(OSError):
            fresh.unlink()


def _refused(target: Path, rule: str, fix: str) -> ScenarioError:
    return ScenarioError([Fault(shown(target), 0, "", "", rule, fix)])
