"""Random numbers that depend on (seed, replication, agency, column, booking number) and on nothing else.

Each column of draws is a Philox stream of its own: the key holds seed and replication, the upper half of the
counter holds agency and column, the lower half counts the bookings. So a new column shifts no other, an
agency that is added or taken away shifts no other, and two policies meet the same people with the same luck.
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
        self._key = np.array([seed, replication], dtype=np.uint64)
        self._unit = _word(unit)

    def uniforms(self, column: str, count: int) -> NDArray[np.float64]:
        """``count`` uniform numbers in [0, 1) for a column; number i belongs to booking i."""
        counter = np.array([0, 0, _word(column), self._unit], dtype=np.uint64)
        return np.random.Generator(np.random.Philox(counter=counter, key=self._key)).random(count)
