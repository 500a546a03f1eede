"""The summary of a comparison: per-year means with intervals, and paired differences to the place as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.intervals import Interval, interval, same_sign_share
from simulator.experiments.points import read
from simulator.experiments.replications import Outcome
from simulator.experiments.unknowns import EACH, Drawn, intervals_of, moved_by_draws
from simulator.scenario.study import Study
from simulator.scenario.unknowns import unknowns_of_study

Values = dict[str, NDArray[np.float64]]
Entry = dict[str, float | None]


def summarise(study: Study, outcomes: Sequence[Outcome], seed: int, drawn: Sequence[Drawn] = ()) -> dict[str, Any]:
    """The content of ``summary.json``; docs/results.md describes it. Needs one outcome or more."""
    values, moved = read(study, outcomes), moved_by_draws(drawn)
    base = study.cases[0].name
    others = [case.name for case in study.cases[1:]]
    return {
        "place": study.place,
        "seed": seed,
        "replications": len(outcomes),
        "years": study.cases[0].scenario.years,
        "unknowns": {
            "inputs": len(unknowns_of_study(study)) if drawn else 0,
            "draws": len(drawn),
            "replications_each": EACH if drawn else 0,
        },
        "policies": {name: _entries(values[name], moved.get(name, {})) for name in values},
        "differences": {
            name: _differences(_less(values[name], values[base]), _less(moved.get(name, {}), moved.get(base, {})))
            for name in others
        },
    }


def _entries(values: Values, moved: Values) -> dict[str, Entry]:
    """Every number with its intervals: by chance, by what is not known about the inputs, and by both."""
    return {name: _entry(interval(array)) | _unknowns(name, array, moved) for name, array in values.items()}


def _differences(values: Values, moved: Values) -> dict[str, Entry]:
    """The same of the differences to the place as it is, replication by replication and draw by draw."""
    return {name: _difference(array) | _unknowns(name, array, moved) for name, array in values.items()}


def _less(one: Values, other: Values) -> Values:
    return {name: array - other[name] for name, array in one.items()}


def _unknowns(name: str, values: NDArray[np.float64], moved: Values) -> Entry:
    return intervals_of(values, moved[name]) if moved else {}


def _entry(found: Interval) -> Entry:
    return {"mean": found.mean if np.isfinite(found.mean) else None, "low": found.low, "high": found.high}


def _difference(differences: NDArray[np.float64]) -> Entry:
    share = same_sign_share(differences)
    return _entry(interval(differences)) | {"same_sign_share": share if np.isfinite(share) else None}
