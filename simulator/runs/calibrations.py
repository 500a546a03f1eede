"""What is kept of a calibration: its tables, and a run folder with the place file that it gives back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulator.errors import RunFolderError
from simulator.experiments.calibration.doubts import doubts_of, rank_correlations
from simulator.experiments.calibration.fitting import Calibration
from simulator.experiments.calibration.targets import UNITS
from simulator.runs.calibrated_place import calibrated_place
from simulator.runs.folder import manifest_at, write_json, write_manifest
from simulator.runs.manifest import manifest_of
from simulator.runs.scenarios import write_scenarios

SUMMARY, FIT, DRAWS = "calibration.json", "fit.csv", "draws.csv"
BANDS = {"low_90": 0.05, "low_50": 0.25, "median": 0.5, "high_50": 0.75, "high_90": 0.95}
"""Quantiles of what the fitted place would count."""
NUMBER = "%.10g"


@dataclass(frozen=True)
class CalibrationTables:
    """What files and figures of a calibration are made from.

    ``fit``: agency, measure, unit, month, held_out, observed and the columns of BANDS, a row for each target.
    ``draws``: when (before or after), draw, input, value.
    """

    summary: dict[str, Any]
    fit: pd.DataFrame
    draws: pd.DataFrame


def tables_of(calibration: Calibration) -> CalibrationTables:
    """The tables of a calibration."""
    fit = pd.DataFrame(list(_fit_rows(calibration)))
    return CalibrationTables(_summary(calibration, fit), fit, _draws(calibration))


def _fit_rows(calibration: Calibration) -> Iterator[dict[str, Any]]:
    for series, counts in zip(calibration.targets.series, calibration.predicted, strict=True):
        bands = {name: np.quantile(counts, probability, axis=0) for name, probability in BANDS.items()}
        for place, month in enumerate(series.months):
            yield {
                "agency": series.agency,
                "measure": series.measure,
                "unit": UNITS[series.measure],
                "month": calibration.targets.months[month],
                "held_out": month in calibration.held_out,
                "observed": series.values[place],
            } | {name: values[place] for name, values in bands.items()}


def _draws(calibration: Calibration) -> pd.DataFrame:
    paths = [unknown.path for unknown in calibration.inputs.fitted]
    parts = [
        pd.DataFrame(values, columns=paths).rename_axis("draw").reset_index().melt("draw", paths, "input", "value")
        for values in (calibration.before, calibration.after)
    ]
    return pd.concat(parts, keys=["before", "after"], names=["when"]).reset_index("when").reset_index(drop=True)


def _summary(calibration: Calibration, fit: pd.DataFrame) -> dict[str, Any]:
    months = calibration.targets.months
    counted = calibration.targets.counted
    return {
        "place": calibration.study.cases[0].label,
        "targets": calibration.targets.name,
        "months_fitted": [months[month] for month in counted if month not in calibration.held_out],
        "months_held_out": [months[month] for month in calibration.held_out],
        "others": calibration.asked.others,
        "simulations": calibration.asked.simulations,
        "seed": calibration.asked.seed,
        "effective_draws": round(calibration.effective, 1),
        "inputs": [_input(calibration, place) for place in range(len(calibration.inputs.fitted))],
        "rank_correlations": rank_correlations(calibration.after).round(3).tolist(),
        "fitted_months": _within(fit[~fit["held_out"]]),
        "held_out": _within(fit[fit["held_out"]]),
        "doubts": doubts_of(calibration),
    }


def _input(calibration: Calibration, place: int) -> dict[str, Any]:
    unknown, stated = calibration.inputs.fitted[place], calibration.inputs.stated[place]
    after = calibration.after[:, place]
    return {
        "path": unknown.path,
        "what": unknown.what,
        "unit": unknown.unit,
        "before": {"value": stated.value, "low": stated.low, "high": stated.high},
        "after": {name: float(np.quantile(after, probability)) for name, probability in BANDS.items()},
        "spread_after_over_before": round(float(calibration.normal[:, place].std()), 3),
    }


def _within(fit: pd.DataFrame) -> dict[str, Any]:
    """How many values lie within the 90 % band, and which of them do not."""
    inside = (fit["low_90"] <= fit["observed"]) & (fit["observed"] <= fit["high_90"])
    outside = fit[~inside]
    return {
        "values": len(fit),
        "within_90": int(inside.sum()),
        "outside": [
            {"month": row.month, "measure": row.measure, "agency": row.agency, "observed": row.observed}
            for row in outside.itertuples()
        ],
    }


def write_calibration(
    folder: Path, calibration: Calibration, tables: CalibrationTables, on: date, command: str, target: Path
) -> None:
    """Fill a folder, which will stand at ``target``; the manifest comes last, with the hash of every file."""
    write_scenarios(folder / "scenario", calibration.study)
    write_json(folder / SUMMARY, tables.summary)
    tables.fit.to_csv(folder / FIT, index=False, lineterminator="\n", float_format=NUMBER)
    tables.draws.to_csv(folder / DRAWS, index=False, lineterminator="\n", float_format=NUMBER)
    write_place(folder / place_name(calibration), calibrated_place(calibration, on, target))
    manifest = manifest_of(
        calibration.study,
        "calibration",
        seed=calibration.asked.seed,
        asked=calibration.asked.simulations,
        finished=calibration.asked.simulations - len(calibration.failures),
        failures={failure.replication: failure.error for failure in calibration.failures},
        command=command,
        seconds=calibration.seconds,
    )
    write_manifest(folder, manifest | {"complete": True, "targets": calibration.targets.name})


def place_name(calibration: Calibration) -> str:
    """The name of the place file that a calibration gives back."""
    return f"{calibration.study.place}-calibrated.yaml"


def write_place(path: Path, text: str) -> None:
    """Write a place file."""
    path.write_text(text, encoding="utf-8", newline="\n")


def read_calibration(folder: Path) -> CalibrationTables:
    """The tables of a calibration's folder; RunFolderError if it is none."""
    if manifest_at(folder).get("kind") != "calibration":
        raise RunFolderError(f"{folder} is not the folder of a calibration: its manifest.json is missing, or another.")
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        text = {"agency": str, "month": str}
        fit = pd.read_csv(folder / FIT, dtype=text, keep_default_na=False)
        return CalibrationTables(summary, fit, pd.read_csv(folder / DRAWS))
    except (OSError, ValueError) as error:
        raise RunFolderError(f"{folder} is damaged: {error}") from error
