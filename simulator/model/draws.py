"""Random numbers that depend on (seed, replication, agency, column, booking number) and on nothing else.

Each number is a hash of these five, so that any of them can be had alone, in any order: a new column shifts no
other, an agency or a booking that is added shifts no other, and two policies meet the same people with the same luck.
NumPy's generators give the numbers of a stream one after the other; here the few bookings in a hundred that are
followed are drawn without the rest. The hash is the output function of SplitMix64 (Steele, Lea and Flood, "Fast
splittable pseudorandom number generators", 2014; constants of variant 13 of Stafford), applied twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from simulator.scenario.distributions import TimeDistribution

Words = NDArray[np.uint64]
STEP = np.uint64(0x9E3779B97F4A7C15)
"""2 ** 64 by the golden ratio: numbers in a row fall far apart."""


class Draws:
    """The uniform numbers of one agency (or other named unit) in one replication."""

    def __init__(self, seed: int, replication: int, unit: str) -> None:
        self._name = f"{seed}\n{replication}\n{unit}"

    def uniforms(self, column: str, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """A uniform number in [0, 1) for each booking, given by its number (0 or more); 53 bits are random."""
        first, second = _keys(f"{self._name}\n{column}")
        words = numbers.astype(np.uint64) * STEP
        words += first
        _mix(words)
        words ^= second
        _mix(words)
        words >>= np.uint64(11)
        return np.asarray(words * 2.0**-53, dtype=np.float64)


@lru_cache(maxsize=4096)
def _keys(name: str) -> tuple[np.uint64, np.uint64]:
    words = np.frombuffer(blake2b(name.encode(), digest_size=16).digest(), dtype="<u8")
    return np.uint64(words[0]), np.uint64(words[1])


def _mix(words: Words) -> None:
    """In place: every bit of a word comes to depend on every bit that it had."""
    words ^= words >> np.uint64(30)
    words *= np.uint64(0xBF58476D1CE4E5B9)
    words ^= words >> np.uint64(27)
    words *= np.uint64(0x94D049BB133111EB)
    words ^= words >> np.uint64(31)


def pick(uniform: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """The category of each row, by the shares of its own row of the table (or of the table's only row)."""
    edges = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    return np.asarray((uniform[:, None] >= edges).sum(axis=1), dtype=np.int64)


def seconds_by_kind(
    distributions: Sequence[TimeDistribution], kind: NDArray[np.int64], uniform: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Whole seconds of each row, from the distribution of its kind, which is a position in the list."""
    seconds = np.zeros(len(kind), dtype=np.int64)
    for code, distribution in enumerate(distributions):
        chosen = kind == code
        seconds[chosen] = distribution.seconds(uniform[chosen])
    return seconds
