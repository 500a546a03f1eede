"""What a sensitivity study leaves: a table with a row for each factor, a summary, and the folder that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulator.experiments.factors import Factor
from simulator.experiments.indices import Indices
from simulator.experiments.measured import moved_share
from simulator.experiments.sensitivity import Found, Sizes
from simulator.outcomes.yearly import meanings
from simulator.runs.folder import whole_folder, write_json, write_manifest, write_parquet
from simulator.runs.manifest import manifest_of
from simulator.runs.scenarios import write_scenarios
from simulator.runs.tables import policy_labels
from simulator.scenario.study import Study

COLUMNS = {
    "rank": "int64",
    "path": "str",
    "what": "str",
    "unit": "str",
    "numbers": "int64",
    **dict.fromkeys(("low", "value", "high", "mu_star", "mu_star_conf"), "float64"),
    **dict.fromkeys(("first", "first_conf", "total", "total_conf"), "float64"),
    **dict.fromkeys(("difference_at_low", "difference_at_high"), "float64"),
}
SHARES = ("first", "first_conf", "total", "total_conf")


@dataclass(frozen=True)
class Asked:
    """What a sensitivity study was asked: of which study, which measure, and how much to simulate."""

    study: Study
    measure: str
    sizes: Sizes
    replications: int
    seed: int


@dataclass(frozen=True)
class SensitivityTables:
    """All that views read of a sensitivity study. ``table``: columns of COLUMNS, a row for each factor by rank.

    Those that were not kept have no shares and no ends, and are ranked by ``mu_star``; so do all without effect.
    """

    summary: dict[str, Any]
    table: pd.DataFrame


def sensitivity_tables(asked: Asked, factors: tuple[Factor, ...], found: Found) -> SensitivityTables:
    """Lay out what was found."""
    mu_star = found.screening.mu_star
    rest = [int(place) for place in np.argsort(-mu_star, kind="stable") if place not in found.kept]
    rows = [
        _about(factors[place], rank)
        | {"mu_star": mu_star[place], "mu_star_conf": found.screening.mu_star_conf[place]}
        | _kept(found, rank - 1)
        for rank, place in enumerate((*found.kept, *rest), start=1)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return SensitivityTables(_summary(asked, found, table), table)


def _about(factor: Factor, rank: int) -> dict[str, Any]:
    single = factor.single
    return {
        "rank": rank,
        "path": factor.path,
        "what": "; ".join(unknown.what for unknown in factor.unknowns),
        "unit": ", ".join(dict.fromkeys(unknown.unit for unknown in factor.unknowns)),
        "numbers": factor.columns,
        "low": single and single.low,
        "value": single and single.value,
        "high": single and single.high,
    }


def _kept(found: Found, place: int) -> dict[str, float]:
    if found.indices is None or place >= len(found.kept):
        return {}
    ends = found.ends[place]
    return _shares(found.indices, place) | {"difference_at_low": ends.at_low, "difference_at_high": ends.at_high}


def _shares(indices: Indices, place: int) -> dict[str, float]:
    return {name: float(getattr(indices, name)[place]) for name in SHARES}


def _summary(asked: Asked, found: Found, table: pd.DataFrame) -> dict[str, Any]:
    base = asked.study.cases[0].scenario
    chosen = asked.study.cases[-1] if len(asked.study.cases) > 1 else None
    unit, meaning = meanings()[asked.measure]
    kept = len(found.kept)
    return {
        "place": base.label,
        "policy": chosen.name if chosen else None,
        "policy_label": policy_labels(asked.study)[chosen.name] if chosen else None,
        "measure": asked.measure,
        "unit": unit,
        "meaning": meaning,
        "dollars_of": base.costs.report_year,
        "headline_bed_price": base.costs.headline_bed_price,
        "years": base.years,
        "seed": asked.seed,
        "replications": asked.replications,
        **asdict(asked.sizes),
        "points": found.points,
        "unknowns": len(table),
        "without_effect": int((table["mu_star"] == 0).sum()),
        "stated": found.stated,
        "spread": asdict(found.spread) if found.spread else None,
        "moved_share": moved_share(asked.study, found.sample) if found.sample else 0.0,
        "held_fixed": [],
        "drawn_together": table["path"][kept:].tolist() if found.indices else [],
        "others": _others(found, len(table) - kept),
        "ranked": [_entry(row) for row in table[:kept].to_dict("records")],
    }


def _others(found: Found, count: int) -> dict[str, float] | None:
    """The shares of all that were not kept, together."""
    return {"count": count, **_shares(found.indices, len(found.kept))} if found.indices and count else None


def _entry(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of the table; what it does not have is left empty."""
    return {name: None if isinstance(value, float) and np.isnan(value) else value for name, value in row.items()}


def write_sensitivity(
    folder: Path,
    asked: Asked,
    tables: SensitivityTables,
    *,
    command: str,
    seconds: float,
    write_figures: Callable[[Path], object],
) -> None:
    """The run folder: scenarios, table, summary and figures; an earlier one of the same kind is replaced.

    ``write_figures`` is told the folder of the figures. RunFolderError if the folder holds anything else.
    """
    with whole_folder(folder, "sensitivity") as fresh:
        write_figures(fresh / "figures")
        write_scenarios(fresh / "scenario", asked.study)
        write_json(fresh / "summary.json", tables.summary)
        tables.table.to_csv(fresh / "sensitivity.csv", index=False, lineterminator="\n")
        write_parquet(fresh / "sensitivity.parquet", tables.table)
        write_manifest(fresh, _manifest(asked, tables, command, seconds))


def _manifest(asked: Asked, tables: SensitivityTables, command: str, seconds: float) -> dict[str, Any]:
    """What a comparison's manifest says, and the measure, the designs and what made them."""
    made = manifest_of(
        asked.study,
        "sensitivity",
        seed=asked.seed,
        asked=asked.replications,
        finished=asked.replications,
        failures={},
        command=command,
        seconds=seconds,
    )
    designs = {"measure": asked.measure, **asdict(asked.sizes), "points": tables.summary["points"]}
    return made | designs | {"packages": made["packages"] | {"SALib": version("SALib")}}
