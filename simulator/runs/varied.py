"""The run folders of sweeps and break-evens: tables, summary, scenario, manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulator.experiments.break_even_search import BreakEvenStudy
from simulator.experiments.intervals import interval, same_sign_share
from simulator.experiments.sweeps import Sweep
from simulator.outcomes.yearly import meanings
from simulator.runs.folder import Kind, write_json, write_manifest, write_parquet
from simulator.runs.manifest import manifest_of
from simulator.runs.reading import SCENARIO
from simulator.runs.scenarios import write_scenarios
from simulator.runs.tables import policy_labels
from simulator.scenario.study import Study
from simulator.scenario.varying import Varied

CHANCE_ALONE = "95 % intervals hold chance alone, at the inputs given"


@dataclass(frozen=True)
class Made:
    """What was found, in sentences; about which measures it was asked; by which command, and how long it took."""

    findings: list[str]
    measures: list[str]
    command: str
    seconds: float


def write_sweep(folder: Path, sweep: Sweep, made: Made) -> None:
    """Fill a folder with the table of a sweep, its summary and scenarios; the manifest comes last."""
    _write_table(folder / "sweep", sweep.table)
    write_json(folder / "summary.json", sweep_summary(sweep, made))
    points = {
        "points_asked": sweep.batch.asked,
        "points_finished": sweep.finished,
        "point_failures": {str(failure.number): failure.error for failure in sweep.batch.failures},
        "complete": sweep.complete,
    }
    _write_rest(folder, "sweep", sweep, sweep.inputs, made, points)


def write_break_even(folder: Path, result: BreakEvenStudy, made: Made) -> None:
    """Fill a folder with the answer, and the difference at each value that was simulated on the way to it."""
    _write_table(folder / "break-even", break_even_table(result))
    write_json(folder / "summary.json", break_even_summary(result, made))
    _write_rest(folder, "break-even", result, (result.input,), made, {})


def sweep_summary(sweep: Sweep, made: Made) -> dict[str, Any]:
    """``summary.json``: what was asked, in words and numbers, and these measures; docs/sweeps.md describes it."""
    table = sweep.table[sweep.table["measure"].isin(made.measures)]
    return _asked(sweep.study, sweep.inputs, sweep.seed, sweep.replications) | {
        "points_asked": sweep.batch.asked,
        "points_finished": sweep.finished,
        "findings": made.findings,
        "points": [
            {"values": {one.path: rows[one.path].iloc[0] for one in sweep.inputs}, "policies": _policies(rows)}
            for _, rows in table.groupby("point", sort=True)
        ],
    }


def _policies(rows: pd.DataFrame) -> dict[str, dict[str, dict[str, float | None]]]:
    """By policy and measure, the numbers of one point; None for what there is not."""
    columns = list(rows.columns[list(rows.columns).index("unit") + 1 :])
    values = rows[columns].astype(object).where(rows[columns].notna(), None).to_numpy()
    found: dict[str, dict[str, dict[str, float | None]]] = {}
    for policy, measure, numbers in zip(rows["policy"], rows["measure"], values, strict=True):
        found.setdefault(policy, {})[measure] = dict(zip(columns, numbers, strict=True))
    return found


def break_even_summary(result: BreakEvenStudy, made: Made) -> dict[str, Any]:
    """``summary.json``: the break-evens, and the answer in words."""
    return _asked(result.study, (result.input,), result.seed, result.replications) | {
        "measure": result.measure,
        "unit": meanings()[result.measure][0],
        "findings": made.findings,
        "break_evens": [] if result.never_changes else [asdict(one) for one in result.found],
        "never_changes": result.never_changes,
        "input_does_not_move_it": result.does_not_move,
    }


def break_even_table(result: BreakEvenStudy) -> pd.DataFrame:
    """The input, and the mean difference with its interval, at each value that was simulated."""
    found = [interval(differences) for differences in result.differences]
    return pd.DataFrame(
        {
            result.input.path: result.values,
            "policy": result.study.cases[1].name,
            "measure": result.measure,
            "unit": meanings()[result.measure][0],
            "difference": [one.mean for one in found],
            "difference_low": [np.nan if one.low is None else one.low for one in found],
            "difference_high": [np.nan if one.high is None else one.high for one in found],
            "same_sign_share": [same_sign_share(differences) for differences in result.differences],
        }
    )


def _asked(study: Study, inputs: Sequence[Varied], seed: int, replications: int) -> dict[str, Any]:
    return {
        "place": study.place,
        "labels": policy_labels(study),
        "seed": seed,
        "replications": replications,
        "years": study.cases[0].scenario.years,
        "intervals": CHANCE_ALONE,
        "inputs": [asdict(one) for one in inputs],
    }


def _write_table(path: Path, table: pd.DataFrame) -> None:
    table.to_csv(path.with_suffix(".csv"), index=False, lineterminator="\n")
    write_parquet(path.with_suffix(".parquet"), table)


def _write_rest(
    folder: Path,
    kind: Kind,
    result: Sweep | BreakEvenStudy,
    inputs: Sequence[Varied],
    made: Made,
    more: dict[str, Any],
) -> None:
    """Scenarios as stated, and the manifest with the hash of every file."""
    write_scenarios(folder / SCENARIO, result.study)
    done = result.replications
    manifest = manifest_of(
        result.study,
        kind,
        seed=result.seed,
        asked=done,
        finished=done,
        failures={},
        command=made.command,
        seconds=made.seconds,
    )
    asked = {
        "vary": [one.asked for one in inputs],
        "measures": made.measures,
        "policies_only": inputs[0].policies_only,
    }
    write_manifest(folder, manifest | asked | more)
