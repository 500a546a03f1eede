"""The tail of litigation: what suits cost in a bad year, for each person held in it.

Suits a year are Poisson. A suit costs a lognormal amount for each person held in its year. Most years see no suit, so
that the mean says little; the 90th and 99th percentiles of a year stand in numbers of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from simulator.scenario.distributions import NORMAL_90

TAIL_LEVELS: dict[str, float] = {"litigation_p90_usd": 0.9, "litigation_p99_usd": 0.99}
"""The percentiles of a year's cost, by the name of their number."""
SAMPLES = 4_096
"""Years laid out for each number of suits; with one suit they are spread evenly over its distribution."""
NEGLIGIBLE = 1e-9


def tail_per_person_held(prices: Mapping[str, float]) -> dict[str, float]:
    """Each percentile of a year's cost for one person held in it; empty where no suits are reckoned with."""
    if "litigation.suits_per_year" not in prices:
        return {}
    named = ("suits_per_year", "severity_median", "severity_p90")
    found = year_percentiles(*(prices[f"litigation.{name}"] for name in named))
    return dict(zip(TAIL_LEVELS, found, strict=True))


@lru_cache(maxsize=1024)
def year_percentiles(suits_per_year: float, median: float, p90: float) -> tuple[float, ...]:
    """The percentiles TAIL_LEVELS of the sum of a year's suits; the same numbers always give the same answer.

    ``median`` and ``p90`` are those of one suit. Weighted samples: as many for each possible number of suits, each
    with the probability of that number.
    """
    from scipy.special import ndtri
    from scipy.stats import poisson
    from scipy.stats.qmc import LatinHypercube

    most = max(int(poisson.ppf(1 - NEGLIGIBLE, suits_per_year)), 1)
    design = LatinHypercube(most, rng=np.random.Generator(np.random.PCG64(most))).random(SAMPLES)
    sigma = np.log(p90 / median) / NORMAL_90
    costs = np.cumsum(median * np.exp(sigma * ndtri(design)), axis=1)
    weights = np.tile(poisson.pmf(np.arange(1, most + 1), suits_per_year) / SAMPLES, (SAMPLES, 1))
    order = np.argsort(costs, axis=None)
    reached = np.exp(-suits_per_year) + np.cumsum(weights.ravel()[order])
    ranked = np.append(0.0, costs.ravel()[order])
    below = np.append(np.exp(-suits_per_year), reached)
    places = np.minimum(np.searchsorted(below, list(TAIL_LEVELS.values())), len(ranked) - 1)
    return tuple(float(cost) for cost in ranked[places])
