"""Random numbers that depend on (seed, replication, agency, column, booking number) and on nothing else.

Each column of draws is a stream of its own, keyed by seed, replication, agency and column; the booking's number is
the place in it. So a new column shifts no other, an agency that is added or taken away shifts no other, and two
policies meet the same people with the same luck.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray


@cache
def _word(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


class Draws:
    """The uniform numbers of one agency (or other named unit) in one replication."""

    def __init__(self, seed: int, replication: int, unit: str) -> None:
        self._key = (seed, replication, _word(unit))

    def uniforms(self, column: str, count: int) -> NDArray[np.float64]:
        """The first ``count`` uniform numbers in [0, 1) of a column; number i belongs to booking i."""
        stream = np.random.PCG64([*self._key, _word(column)])
        return np.random.Generator(stream).random(count)

    def of_rows(self, column: str, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """The uniform numbers of some bookings, given by their numbers in rising order."""
        return self.uniforms(column, int(numbers[-1]) + 1)[numbers] if len(numbers) else np.empty(0)
