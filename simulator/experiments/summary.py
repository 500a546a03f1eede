"""The summary of a comparison: per-year means with intervals, and paired differences to the place as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.intervals import Interval, interval, same_sign_share
from simulator.experiments.replications import Outcome
from simulator.experiments.unknowns import DRAWS, Dollars, counts_by_policy, drawn_dollars, intervals_of
from simulator.outcomes.yearly import per_year
from simulator.scenario.study import Study

Values = dict[str, NDArray[np.float64]]
Entry = dict[str, float | None]


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
    summary: dict[str, Any] = {
        "place": study.place,
        "seed": seed,
        "replications": len(outcomes),
        "years": study.cases[0].scenario.years,
        "price_draws": DRAWS,
        "policies": {},
        "differences": {},
    }
    base, base_dollars = values[study.cases[0].name], None
    for case, counts in zip(study.cases, counts_by_policy(study, outcomes), strict=True):
        dollars = drawn_dollars(case.scenario, counts, seed)
        summary["policies"][case.name] = _entries(values[case.name], dollars)
        if base_dollars is None:
            base_dollars = dollars
        else:
            summary["differences"][case.name] = _differences(values[case.name], base, dollars, base_dollars)
    return summary


def _entries(values: Values, dollars: Dollars) -> dict[str, Entry]:
    """Every number with its interval by chance; those in dollars with what prices not known add."""
    return {name: _entry(interval(array)) | _unknowns(name, dollars) for name, array in values.items()}


def _differences(values: Values, base: Values, dollars: Dollars, base_dollars: Dollars) -> dict[str, Entry]:
    """The same of the differences to the place as it is, replication by replication and draw by draw."""
    drawn = {name: array - base_dollars[name] for name, array in dollars.items()}
    return {name: _difference(array - base[name]) | _unknowns(name, drawn) for name, array in values.items()}


def _unknowns(name: str, dollars: Dollars) -> Entry:
    return intervals_of(dollars[name]) if name in dollars else {}


def _entry(found: Interval) -> Entry:
    return {"mean": found.mean if np.isfinite(found.mean) else None, "low": found.low, "high": found.high}


def _difference(differences: NDArray[np.float64]) -> Entry:
    share = same_sign_share(differences)
    return _entry(interval(differences)) | {"same_sign_share": share if np.isfinite(share) else None}
