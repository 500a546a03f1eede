"""The summary of a comparison: per-year means with intervals, and paired differences to the place as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.intervals import Interval, interval, same_sign_share
from simulator.experiments.replications import Outcome
from simulator.outcomes.yearly import per_year
from simulator.scenario.study import Study

Values = dict[str, NDArray[np.float64]]


def yearly_values(study: Study, outcomes: Sequence[Outcome]) -> dict[str, Values]:
    """By policy and measure: one number a replication, per year and over all agencies."""
    values: dict[str, Values] = {}
    for position, case in enumerate(study.cases):
        rows = [
            per_year(case.scenario, chosen.tally, chosen.lines, chosen.changed)
            for chosen in (outcome.policies[position] for outcome in outcomes)
        ]
        values[case.name] = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return values


def summarise(study: Study, outcomes: Sequence[Outcome], seed: int) -> dict[str, Any]:
    """The content of ``summary.json``; docs/results.md describes it. Needs one outcome or more."""
    values = yearly_values(study, outcomes)
    base = values[study.cases[0].name]
    return {
        "place": study.place,
        "seed": seed,
        "replications": len(outcomes),
        "years": study.cases[0].scenario.years,
        "policies": {
            policy: {name: _entry(interval(array)) for name, array in measures.items()}
            for policy, measures in values.items()
        },
        "differences": {
            case.name: {name: _difference(array - base[name]) for name, array in values[case.name].items()}
            for case in study.cases[1:]
        },
    }


def _entry(found: Interval) -> dict[str, float | None]:
    return {"mean": found.mean if np.isfinite(found.mean) else None, "low": found.low, "high": found.high}


def _difference(differences: NDArray[np.float64]) -> dict[str, float | None]:
    share = same_sign_share(differences)
    return _entry(interval(differences)) | {"same_sign_share": share if np.isfinite(share) else None}
