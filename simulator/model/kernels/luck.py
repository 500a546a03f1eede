"""Uniform numbers as hashes: see simulator.model.draws, which says what they depend on and why."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.model.kernels.compiling import compiled, small

STEP = np.uint64(0x9E3779B97F4A7C15)
"""2 ** 64 by the golden ratio: numbers in a row fall far apart."""
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
SHIFT_30, SHIFT_27, SHIFT_31, SHIFT_11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
ONE_OF_2_53 = 2.0**-53


@small
def mixed(word: Any) -> Any:
    """A word of which every bit depends on every bit of the one given."""
    word = (word ^ (word >> SHIFT_30)) * FIRST
    word = (word ^ (word >> SHIFT_27)) * SECOND
    return word ^ (word >> SHIFT_31)


@compiled
def keys_of(run: Any, unit: Any, columns: Any) -> Any:
    """The two keys of each column (columns x 2) for a unit, such as an agency, in one replication."""
    keys = np.empty_like(columns)
    for side in range(2):
        both = mixed(run[side] ^ unit[side])
        for column in range(len(columns)):
            keys[column, side] = mixed(both ^ columns[column, side])
    return keys


@small
def luck(keys: Any, column: Any, number: Any) -> Any:
    """The uniform number in [0, 1) of one booking in one column; 53 bits are random."""
    word = mixed(np.uint64(number) * STEP + keys[column, 0])
    word = mixed(word ^ keys[column, 1])
    return np.float64(word >> SHIFT_11) * ONE_OF_2_53


@compiled
def lucks(keys: Any, column: Any, numbers: Any) -> Any:
    """The same for many bookings."""
    uniforms = np.empty(len(numbers))
    for position in range(len(numbers)):
        uniforms[position] = luck(keys, column, numbers[position])
    return uniforms


@compiled
def keys_of_all(run: Any, units: Any, columns: Any) -> Any:
    """The keys of many units: units x columns x 2."""
    keys = np.empty((len(units), *columns.shape), dtype=np.uint64)
    for unit in range(len(units)):
        keys[unit] = keys_of(run, units[unit], columns)
    return keys
