"""Differences with their sign: ``+120``, ``-$1,200 (-$1,500 to -$900)``."""

from __future__ import annotations

from simulator.experiments.intervals import Interval
from simulator.views.figures.findings import SMALLEST
from simulator.views.words import rounded


def signed(value: float, unit: str = "") -> str:
    """A difference; what is added has its sign too."""
    return ("+" if value > 0 else "") + rounded(value, unit)


def is_none(found: Interval) -> bool:
    """Whether a difference is exactly zero in every replication."""
    return all(abs(end or 0.0) < SMALLEST for end in (found.mean, found.low, found.high))


def signed_spread(found: Interval, unit: str = "") -> str:
    """A difference with its interval, or that there is none."""
    if is_none(found):
        return "no change"
    if found.low is None or found.high is None:
        return signed(found.mean, unit)
    return f"{signed(found.mean, unit)} ({rounded(found.low, unit)} to {rounded(found.high, unit)})"
