"""What the doubt about prices does to dollars, beside chance: every number of ``costs`` that has a range is drawn.

An outer Latin hypercube of DRAWS: each number's range is cut into DRAWS parts of equal probability, and each part is
drawn from once. The stated value is the median: half of the draws lie below it, half above, and on either side the
ends of the range are the least likely. All policies meet the same draws, so differences are paired. The ledger is
worked out anew from the counts of every replication; nothing is simulated again.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.intervals import CONFIDENCE
from simulator.experiments.replications import Outcome
from simulator.outcomes.ledger import Prices, priced
from simulator.outcomes.ledger_counts import Counts, yearly_counts
from simulator.outcomes.yearly import dollars_per_year
from simulator.scenario.costs import Costs, inputs_of
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import Quantity
from simulator.scenario.study import Study

DRAWS = 200
CHOICES = ("discount_rate",)
"""Numbers of the costs that somebody chooses, and nobody could know better."""
LUCK = 200
"""How many points stand for the luck of the replications in the interval of both doubts."""
ENDS = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)

Floats = NDArray[np.float64]
Dollars = dict[str, Floats]


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


def drawn_dollars(scenario: Scenario, counts: Counts, seed: int) -> Dollars:
    """Every number in dollars under each draw: draws x replications."""
    drawn = [dollars_at(scenario, counts, prices) for prices in drawn_prices(scenario.costs, seed)]
    return {name: np.array([dollars[name] for dollars in drawn]) for name in drawn[0]}


def drawn_prices(costs: Costs, seed: int) -> list[dict[str, float]]:
    """DRAWS sets of prices; a number without a range is always the same."""
    columns = {
        path: [quantity.value] * DRAWS if path in CHOICES else within(quantity, _levels(path, seed)).tolist()
        for path, quantity in inputs_of(costs)
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def within(quantity: Quantity, levels: Floats) -> Floats:
    """The values of a number's range at these probabilities: two triangles that meet at the stated value."""
    value = quantity.value
    low, high = (value if end is None else end for end in (quantity.low, quantity.high))
    below = low + (value - low) * np.sqrt(2 * np.minimum(levels, 0.5))
    above = high - (high - value) * np.sqrt(2 * np.minimum(1 - levels, 0.5))
    return np.asarray(np.where(levels < 0.5, below, above))


def intervals_of(values: Floats) -> dict[str, float | None]:
    """The 95 % intervals of a number by what is not known, and by that and chance; ``values``: draws x replications.

    What is not known: percentiles, over the draws, of the mean over replications. Both: each draw's mean with its own
    t distribution around it, all of them together; never narrower than what is not known alone.
    """
    means = values.mean(axis=1)
    low, high = (float(end) for end in np.quantile(means, ENDS, method="hazen"))
    entry: dict[str, float | None] = {"unknowns_low": low, "unknowns_high": high, "both_low": None, "both_high": None}
    if values.shape[1] > 1:
        both = np.quantile(_with_luck(values, means), ENDS, method="hazen")
        entry |= {"both_low": min(low, float(both[0])), "both_high": max(high, float(both[1]))}
    return entry


def _with_luck(values: Floats, means: Floats) -> Floats:
    """The mean of each draw at evenly spread levels of its t distribution: draws x LUCK."""
    from scipy.stats import t

    replications = values.shape[1]
    errors = values.std(axis=1, ddof=1) / np.sqrt(replications)
    steps = t.ppf((np.arange(LUCK) + 0.5) / LUCK, replications - 1)
    return np.asarray(means[:, None] + errors[:, None] * steps)


def _levels(path: str, seed: int) -> Floats:
    """The column of the Latin hypercube of one number; it depends on the seed and the number's path alone."""
    from scipy.stats.qmc import LatinHypercube

    word = int.from_bytes(blake2b(f"costs.{path}".encode(), digest_size=8).digest(), "big")
    stream = np.random.Generator(np.random.PCG64([seed, word]))
    return np.asarray(LatinHypercube(1, rng=stream).random(DRAWS)[:, 0])
