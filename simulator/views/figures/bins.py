"""Shapes read back: counts of people in bins of hours, and quantiles of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.runs.tables import RunTables


@dataclass(frozen=True)
class Bins:
    """Counts of people summed over replications; ``edges`` in hours, one longer than ``counts``."""

    edges: NDArray[np.float64]
    counts: NDArray[np.float64]

    @property
    def people(self) -> float:
        """How many people there are in all bins."""
        return float(self.counts.sum())

    def shares_by_edge(self) -> NDArray[np.float64]:
        """Share of people below each edge; needs one person or more."""
        return np.asarray(np.concatenate(([0.0], np.cumsum(self.counts))) / self.people)

    def quantile(self, share: float) -> float:
        """Hours that this share of people stay under, as if people were spread evenly in each bin."""
        below = self.shares_by_edge()
        bin_number = int(np.searchsorted(below, share, side="left"))
        low, high = below[bin_number - 1], below[bin_number]
        part = (share - low) / (high - low)
        return float(self.edges[bin_number - 1] + part * (self.edges[bin_number] - self.edges[bin_number - 1]))


def bins_of(tables: RunTables, policy: str, shape: str, group: str) -> Bins:
    """The bins of one group of a shape under a policy."""
    shapes = tables.shapes
    rows = shapes[(shapes["policy"] == policy) & (shapes["shape"] == shape) & (shapes["group"] == group)]
    rows = rows.sort_values("bin_low_hours")
    edges = [*rows["bin_low_hours"], rows["bin_high_hours"].iloc[-1]]
    return Bins(np.array(edges, dtype=float), rows["people"].to_numpy(float))
