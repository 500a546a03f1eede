"""What the ledger reads of a tally: counts by agency and span of time, for one replication or for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.outcomes.measures import Tally

MONTHS_A_YEAR = 12
COUNTED_NAMES = (
    "submissions",
    "detainers",
    "answers_seen",
    "honored",
    "reimbursed_holds",
    "reimbursed_hold_days",
    "transferred",
    "removed",
    "arrested_at_large",
    "hold_days",
    "added_pretrial_days",
    "felony_days",
    "felony_days_anyway",
    "misdemeanor_days",
    "misdemeanor_days_anyway",
)
"""The measures that cost something."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """``sums`` by name: (replications x) agencies x spans; a span is a month, or a year as far as prices go.

    ``year`` is the simulated year of each span, from 0; ``years`` how much of a year each span stands for.
    """

    sums: dict[str, Floats]
    year: NDArray[np.int64]
    years: Floats

    def of(self, name: str) -> Floats:
        """One measure."""
        return self.sums[name]


def monthly_counts(tally: Tally, years: int) -> Counts:
    """By month, of one replication: agencies x months."""
    sums = {name: tally.of(name) for name in COUNTED_NAMES}
    months = tally.values.shape[2]
    return Counts(sums, _year_of_month(months, years), np.full(months, years / months))


def yearly_counts(tallies: Sequence[Tally], years: int) -> Counts:
    """By year, of many replications at once: replications x agencies x years. The ledger's totals are the same."""
    monthly = [monthly_counts(tally, years) for tally in tallies]
    first = monthly[0]
    starts = np.flatnonzero(np.diff(first.year, prepend=-1))
    stacked = {name: np.array([counts.sums[name] for counts in monthly]) for name in COUNTED_NAMES}
    sums = {name: np.add.reduceat(values, starts, axis=-1) for name, values in stacked.items()}
    return Counts(sums, first.year[starts], np.add.reduceat(first.years, starts))


def _year_of_month(months: int, years: int) -> NDArray[np.int64]:
    """A scenario that starts within a month has one month more; its last part belongs to the last year."""
    return np.minimum(np.arange(months) // MONTHS_A_YEAR, years - 1)
