"""Random numbers that depend on (seed, replication, agency, column, booking number) and on nothing else.

Each number is a hash of these five, so that any of them can be had alone, in any order: a new column shifts no
other, an agency or a booking that is added shifts no other, and two policies meet the same people with the same luck.
NumPy's generators give the numbers of a stream one after the other; here the few bookings in a hundred that are
followed are drawn without the rest. The hash is the output function of SplitMix64 (Steele, Lea and Flood, "Fast
splittable pseudorandom number generators", 2014; constants of variant 13 of Stafford), applied twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from simulator.model.kernels.luck import keys_of, lucks

Words = NDArray[np.uint64]


class Draws:
    """The uniform numbers of one agency (or other named unit) in one replication."""

    def __init__(self, seed: int, replication: int, unit: str) -> None:
        self._run, self._unit = run_words(seed, replication), words_of(unit)

    def uniforms(self, column: str, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """A uniform number in [0, 1) for each booking, given by its number (0 or more); 53 bits are random."""
        keys = keys_of(self._run, self._unit, words_of(column)[None, :])
        uniforms: NDArray[np.float64] = lucks(keys, 0, numbers)
        return uniforms


def run_words(seed: int, replication: int) -> Words:
    """The two words of a replication."""
    return words_of(f"{seed}\n{replication}")


def words_of_all(names: Iterable[str]) -> Words:
    """The two words of each name: names x 2."""
    return np.array([words_of(name) for name in names])


@lru_cache(maxsize=65536)
def words_of(name: str) -> Words:
    """Two words that stand for a name, of an agency or a column."""
    return np.frombuffer(blake2b(name.encode(), digest_size=16).digest(), dtype="<u8").astype(np.uint64)
