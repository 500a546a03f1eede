"""What fitting looks at: for each series its total, and how its second half compares with its first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.calibration.targets import Series

Floats = NDArray[np.float64]
HALF = 0.5
"""Added to counts, so that zero has a logarithm."""
MONTHS_WITH_A_CHANGE = 6
"""From so many fitted months on a series has halves worth comparing."""


def summaries(series: Sequence[Series], counts: Sequence[Floats], fitted: Collection[int]) -> Floats:
    """Logarithms of totals and of changes over the fitted months: draws x summaries.

    ``counts`` has for each series draws x its months.
    """
    columns: list[Floats] = []
    for one, table in zip(series, counts, strict=True):
        kept = table[:, [place for place, month in enumerate(one.months) if month in fitted]]
        if kept.shape[1]:
            columns.append(np.log(kept.sum(axis=1) + HALF))
        if kept.shape[1] >= MONTHS_WITH_A_CHANGE:
            middle = kept.shape[1] // 2
            first, second = kept[:, :middle], kept[:, kept.shape[1] - middle :]
            columns.append(np.log(second.sum(axis=1) + HALF) - np.log(first.sum(axis=1) + HALF))
    return np.column_stack(columns)


def observed(series: Sequence[Series]) -> list[Floats]:
    """The counts of the targets themselves, as of one draw."""
    return [np.array([one.values]) for one in series]
