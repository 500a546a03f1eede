"""Means over replications with their 95 % t intervals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """A mean and the ends of its interval; without a second replication the ends are not known (None)."""

    mean: float
    low: float | None
    high: float | None


def interval(values: NDArray[np.float64]) -> Interval:
    """The mean of independent values and its t interval; values that are not numbers (no such people) are left out."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return Interval(float("nan"), None, None)
    mean = float(known.mean())
    if len(known) == 1:
        return Interval(mean, None, None)
    half = float(t_quantile(len(known)) * known.std(ddof=1) / np.sqrt(len(known)))
    return Interval(mean, mean - half, mean + half)


@lru_cache
def t_quantile(count: int) -> float:
    """How many standard errors the interval of the mean of so many values reaches to either side."""
    from scipy.stats import t

    return float(t.ppf((1 + CONFIDENCE) / 2, count - 1))


def same_sign_share(differences: NDArray[np.float64]) -> float:
    """Share of replications whose difference has the sign of the mean difference; of zeros if the mean is zero."""
    known = differences[np.isfinite(differences)]
    return float(np.mean(np.sign(known) == np.sign(known.mean()))) if len(known) else float("nan")
