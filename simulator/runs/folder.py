"""The run folder: written beside its place and moved there whole, so that a killed run never looks finished."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pandas as pd
from pyarrow import ArrowException

from simulator.errors import RunFolderError
from simulator.outcomes.yearly import meanings
from simulator.runs.scenarios import write_scenarios
from simulator.runs.tables import Labels, RunTables
from simulator.scenario.study import Study

MANIFEST = "manifest.json"
ELSEWHERE = "Name another folder with --out."
WORKBOOK = "summary.xlsx"
"""People write into workbooks, so one that was changed since the run is not replaced."""
LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""Files that file managers put into folders unasked."""
INTERVALS = ("mean", "low", "high", "unknowns_low", "unknowns_high", "both_low", "both_high")
SUMMARY_COLUMNS = [
    *("policy", "measure", "unit", "meaning"),
    *INTERVALS,
    *(f"difference_{name}" for name in (*INTERVALS, "same_sign_share")),
]
"""The columns of ``summary.csv``; without a second policy there are no differences."""
LEVEL_COLUMNS = 4 + len(INTERVALS)
Kind = Literal["comparison", "trace", "unfinished", "validation", "sensitivity", "sweep", "break-even", "calibration"]
"""What a run folder holds."""


@contextmanager
def whole_folder(target: Path, kind: Kind) -> Iterator[Path]:
    """A new folder to fill; it takes the place of ``target`` only when the block ends without an error.

    An earlier run folder of the same kind at ``target`` is replaced; any other that is not empty is refused. Errors
    of the system, such as a full disk, become a RunFolderError.
    """
    refuse_unfit(target, kind)
    place = Path(os.path.realpath(target))
    fresh = _hidden_beside(place, "partial")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        with _said_plainly(target):
            fresh.mkdir(parents=True)
            yield fresh
            _take_place(fresh, place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def kept_at(target: Path, *, complete: bool) -> Path:
    """Where a run is kept: an incomplete one never replaces a complete one, but goes to ``NAME-partial`` beside it."""
    if complete or not manifest_at(target).get("complete"):
        return target
    return kept_at(beside(target, "-partial"), complete=False)


def beside(target: Path, ending: str) -> Path:
    """The folder beside ``target`` that has its name with an ending."""
    place = Path(os.path.normpath(target))
    if place.name in ("", ".."):
        place = Path(os.path.abspath(place))
    return place.parent / f"{place.name}{ending}"


def refuse_unfit(target: Path, kind: Kind) -> None:
    """RunFolderError if a run of this kind cannot be written at ``target``, as far as can be told beforehand."""
    place = Path(os.path.realpath(target))
    with _said_plainly(target):
        if not place.name or Path.cwd().is_relative_to(place.resolve()):
            raise RunFolderError(f"{target} is the folder that you are in, or one around it. {ELSEWHERE}")
        _refuse_foreign(place, target, kind)
        existing = next(folder for folder in place.parents if folder.exists())
        with TemporaryDirectory(prefix=".", dir=existing) as trial:  # only an attempt tells what can be made
            (Path(trial) / place.name).mkdir()


def _refuse_foreign(place: Path, target: Path, kind: Kind) -> None:
    """RunFolderError if anything but an earlier run of this kind is there; it is called ``target`` in the message."""
    if place.exists() and not place.is_dir():
        raise RunFolderError(f"{target} is a file, not a folder. {ELSEWHERE}")
    if not place.is_dir() or all(path.name in LEFT_BY_SYSTEMS for path in place.iterdir()):
        return
    manifest = manifest_at(place)
    if manifest.get("kind") != kind:
        rule = f"{target} holds something other than an earlier {kind}, so it is not replaced."
        raise RunFolderError(f"{rule} {ELSEWHERE}")
    found = (path for path in place.rglob("*") if path.is_file() and path.name not in LEFT_BY_SYSTEMS)
    foreign = {path.relative_to(place).as_posix() for path in found} - {*manifest["sha256"], MANIFEST}
    if foreign:
        rule = f"{target} holds files that the run did not write, such as {min(foreign)}, so it is not replaced."
        raise RunFolderError(f"{rule} {ELSEWHERE}")
    workbook = place / WORKBOOK
    if workbook.exists() and sha256(workbook.read_bytes()).hexdigest() != manifest["sha256"].get(WORKBOOK):
        rule = f"{target} holds a {WORKBOOK} that was changed since its run, so it is not replaced."
        raise RunFolderError(f"{rule} {ELSEWHERE}")


@contextmanager
def _said_plainly(target: Path) -> Iterator[None]:
    """An error of the system becomes a RunFolderError that names the folder asked for."""
    try:
        yield
    except OSError as error:
        raise RunFolderError(f"{target} cannot be written: {error.strerror or error}. {ELSEWHERE}") from error


def manifest_at(folder: Path) -> dict[str, Any]:
    """The manifest that this program wrote there; empty if there is none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) and {"simulator", "sha256"} <= manifest.keys() else {}


def _hidden_beside(place: Path, what: str) -> Path:
    """A hidden name for this process's own use; a long name is cut, for a name has its limits."""
    return place.with_name(f".{place.name[:100]}.{what}-{os.getpid()}")


def _take_place(fresh: Path, place: Path) -> None:
    """Move a filled folder to its place; if that fails, what was there before is put back."""
    old = _hidden_beside(place, "old")
    try:
        if place.exists():
            place.rename(old)
        fresh.rename(place)
    finally:
        if old.exists() and not place.exists():
            old.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def write_run(folder: Path, study: Study, tables: RunTables, manifest: dict[str, Any]) -> None:
    """Fill a folder with scenario, tables and summary; the manifest comes last, with the hash of every file."""
    write_scenarios(folder / "scenario", study)
    write_json(folder / "summary.json", tables.summary)
    write_json(folder / "labels.json", asdict(tables.labels))
    summary_table(tables.summary).to_csv(folder / "summary.csv", index=False, lineterminator="\n")
    write_parquet(folder / "replications.parquet", tables.replications)
    write_parquet(folder / "ledger.parquet", tables.ledger)
    write_parquet(folder / "shapes.parquet", tables.shapes)
    write_parquet(folder / "tornado.parquet", tables.tornado)
    write_parquet(folder / "draws.parquet", tables.draws)
    write_manifest(folder, manifest)


def read_run(folder: Path) -> RunTables:
    """The tables of a finished run folder."""
    if manifest_at(folder).get("kind") != "comparison":
        raise RunFolderError(f"{folder} is not a finished run folder: its {MANIFEST} is missing, or of something else.")
    try:
        return _tables(folder)
    except (OSError, ValueError, TypeError, ArrowException) as error:
        raise RunFolderError(f"{folder} is damaged: {error}") from error


def _tables(folder: Path) -> RunTables:
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    return RunTables(
        Labels(**labels),
        json.loads((folder / "summary.json").read_text(encoding="utf-8")),
        pd.read_parquet(folder / "replications.parquet"),
        pd.read_parquet(folder / "ledger.parquet"),
        pd.read_parquet(folder / "shapes.parquet"),
        pd.read_parquet(folder / "tornado.parquet"),
        pd.read_parquet(folder / "draws.parquet"),
    )


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Sorted only as given, indented, with a newline at the end; no NaN."""
    path.write_text(json.dumps(content, indent=2, allow_nan=False) + "\n", encoding="utf-8", newline="\n")


def write_parquet(path: Path, table: pd.DataFrame) -> None:
    """Texts as dictionaries, so that tidy tables stay small."""
    table.to_parquet(path, index=False, compression="zstd")


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """The manifest, with the hash of every file in the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    hashes = {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}
    write_json(folder / MANIFEST, manifest | {"sha256": hashes})


def summary_table(summary: dict[str, Any]) -> pd.DataFrame:
    """``summary.json`` as a table: a row for each policy and measure, with unit, meaning and difference."""
    known = meanings()
    rows = []
    for policy, measures in summary["policies"].items():
        differences = summary["differences"].get(policy, {})
        for name, entry in measures.items():
            unit, meaning = known[name]
            difference = {f"difference_{key}": value for key, value in differences.get(name, {}).items()}
            rows.append({"policy": policy, "measure": name, "unit": unit, "meaning": meaning} | entry | difference)
    return pd.DataFrame(rows, columns=SUMMARY_COLUMNS if summary["differences"] else SUMMARY_COLUMNS[:LEVEL_COLUMNS])
