"""The tornado: what each number of the costs does to a difference, from its low to its high, all others as stated."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from simulator.experiments.pricing import counts_by_policy, dollars_at
from simulator.experiments.replications import Outcome
from simulator.outcomes.ledger import JAIL_PAYERS, central_prices
from simulator.outcomes.ledger_counts import Counts
from simulator.outcomes.ledger_totals import NET_NAMES
from simulator.scenario.costs import inputs_of
from simulator.scenario.quantities import Quantity
from simulator.scenario.reporting import units_of
from simulator.scenario.study import Case, Study

MEASURES = {payer: f"{NET_NAMES[payer]}_usd" for payer in JAIL_PAYERS}
"""The numbers whose differences are told: local and state cost at the headline bed price."""
COLUMNS = {
    "policy": "str",
    "measure": "str",
    "input": "str",
    "unit": "str",
    "low": "float64",
    "value": "float64",
    "high": "float64",
    "difference_usd": "float64",
    "difference_at_low_usd": "float64",
    "difference_at_high_usd": "float64",
}

Means = list[dict[str, float]]
"""Local and state cost of each case, by the name of the number."""


def tornado(study: Study, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Differences to the place as it is, a year, means over replications, by policy, measure and number of the costs.

    ``low``, ``value`` and ``high`` are those of the place as it is, or of the first policy that gives a range where the
    place gives none; a policy that sets the same number has its own ends, taken at the same time. A payer that pays for
    no jail has no rows.
    """
    counts = counts_by_policy(study, outcomes)
    stated_in = [inputs_of(case.scenario.costs) for case in reversed(study.cases)]
    ranged = {path: stated for inputs in stated_in for path, stated in inputs if stated.low is not None}
    central = _means(study, counts)
    rows = []
    for path, stated in ranged.items() if len(study.cases) > 1 else ():
        ends = [_means(study, counts, path, end) for end in ("low", "high")]
        rows += _rows(study, path, stated, [central, *ends])
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _rows(study: Study, path: str, stated: Quantity, found: Sequence[Means]) -> list[tuple[object, ...]]:
    """A row for each policy and payer; ``found`` is at the stated values, at the low and at the high."""
    payers = {unit.jail_paid_by for unit in units_of(study.cases[0].scenario)}
    about = (path, stated.unit, stated.low, stated.value, stated.high)
    return [
        (case.name, measure, *about, *(means[position][measure] - means[0][measure] for means in found))
        for position, case in enumerate(study.cases)
        for payer, measure in MEASURES.items()
        if position > 0 and payer in payers
    ]


def _means(study: Study, counts: Sequence[Counts], path: str = "", end: str = "") -> Means:
    """Of each case, with one number at an end of its range and all others as stated."""
    return [_mean(case, found, path, end) for case, found in zip(study.cases, counts, strict=True)]


def _mean(case: Case, counts: Counts, path: str, end: str) -> dict[str, float]:
    inputs = dict(inputs_of(case.scenario.costs))
    prices = central_prices(case.scenario.costs)
    if path in inputs and (at_end := getattr(inputs[path], end)) is not None:
        prices[path] = at_end
    dollars = dollars_at(case.scenario, counts, prices)
    return {name: float(dollars[name].mean()) for name in MEASURES.values()}
