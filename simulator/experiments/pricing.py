"""The ledger of many replications at once, at other prices than stated; nothing is simulated again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.replications import Outcome
from simulator.outcomes.ledger import Prices, priced
from simulator.outcomes.ledger_counts import Counts, yearly_counts
from simulator.outcomes.yearly import dollars_per_year
from simulator.scenario.place import Scenario
from simulator.scenario.study import Study

Dollars = dict[str, NDArray[np.float64]]


def counts_by_policy(study: Study, outcomes: Sequence[Outcome]) -> list[Counts]:
    """What the ledger reads, of all replications at once, for each case of a study."""
    return [
        yearly_counts([outcome.policies[position].tally for outcome in outcomes], case.scenario.years)
        for position, case in enumerate(study.cases)
    ]


def dollars_at(scenario: Scenario, counts: Counts, prices: Prices) -> Dollars:
    """Every number in dollars at these prices: one a replication."""
    held = counts.of("honored").sum(axis=(-2, -1))
    found = dollars_per_year(scenario, priced(scenario, counts, prices), held, prices)
    return {name: np.broadcast_to(values, held.shape) for name, values in found.items()}
