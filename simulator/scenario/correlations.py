"""Numbers of a scenario that go together: where one is higher than stated, another tends to be higher or lower."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from simulator.scenario.quantities import Sourced

LEAST_EIGENVALUE = 1e-9
"""Correlations that leave less than this free could not be drawn."""


class Correlation(Sourced):
    """How closely what is not known about two numbers goes together."""

    between: list[str] = Field(
        min_length=2, max_length=2, description="Paths of two numbers with a range, as for --set, such as people.level."
    )
    rank: float = Field(
        gt=-1,
        lt=1,
        description="Spearman's rank correlation: near 1, both are high together; near -1, one is low then.",
    )


def matrix_of(correlations: list[Correlation]) -> tuple[list[str], NDArray[np.float64]]:
    """The paths named, and the correlations of normal variables whose ranks are correlated as stated."""
    paths = list(dict.fromkeys(path for one in correlations for path in one.between))
    matrix = np.eye(len(paths))
    for one in correlations:
        i, j = (paths.index(path) for path in one.between)
        matrix[i, j] = matrix[j, i] = 2 * np.sin(np.pi * one.rank / 6)
    return paths, matrix


def contradictions(correlations: list[Correlation], single: set[str]) -> Iterator[tuple[int, str]]:
    """Of which entry, and why, correlations cannot be as stated; ``single``: paths of single numbers with a range."""
    known: set[frozenset[str]] = set()
    for position, one in enumerate(correlations):
        pair = frozenset(one.between)
        if len(pair) < 2:
            yield position, "a number goes together with itself anyway"
        elif pair in known:
            yield position, "this pair is given twice"
        known.add(pair)
        for path in sorted(pair - single):
            yield position, f"{path} is no single number with a range"
    _, matrix = matrix_of([one for one in correlations if len(set(one.between)) > 1])
    if len(matrix) and np.linalg.eigvalsh(matrix).min() < LEAST_EIGENVALUE:
        yield len(correlations) - 1, "these correlations cannot all hold at once"
