"""What a sensitivity study varies: each unknown, or those together that are said to go together.

A design is a matrix of levels from 0 to 1 with a row for each point; a factor has as many columns of it as it takes to
draw its unknowns. Designs vary factors independently of each other, so unknowns that are correlated make one factor,
and a Gaussian copula joins them inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from simulator.experiments.points import Point
from simulator.scenario.correlations import Correlation, matrix_of
from simulator.scenario.unknowns import Unknown

FURTHEST = 0.001
"""A normal variable has no ends: levels that are joined by a copula keep so far from 0 and 1."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Factor:
    """One unknown, or several that can only be varied together."""

    unknowns: tuple[Unknown, ...]
    correlations: tuple[Correlation, ...] = ()

    @property
    def path(self) -> str:
        """The path of its unknown, or the paths of all with plus signs between."""
        return " + ".join(unknown.path for unknown in self.unknowns)

    @property
    def columns(self) -> int:
        """How many levels it takes to draw it."""
        return sum(unknown.columns for unknown in self.unknowns)

    @property
    def single(self) -> Unknown | None:
        """The unknown that is all of it and one number or date; None for tables and what goes together."""
        return self.unknowns[0] if self.columns == 1 else None

    def levels(self, row: Floats) -> dict[str, list[float]]:
        """The levels of each of its unknowns, by path, out of its columns of a row."""
        if self.correlations:
            return self._joined(row)
        ends = np.cumsum([unknown.columns for unknown in self.unknowns])
        parts = np.split(row, ends[:-1])
        return {unknown.path: part.tolist() for unknown, part in zip(self.unknowns, parts, strict=True)}

    def _joined(self, row: Floats) -> dict[str, list[float]]:
        paths, matrix = matrix_of(list(self.correlations))
        normal = ndtri(np.clip(row, FURTHEST, 1 - FURTHEST))
        joined = ndtr(np.linalg.cholesky(matrix) @ normal)
        return {path: [float(level)] for path, level in zip(paths, joined, strict=True)}


def factors_of(unknowns: Sequence[Unknown], correlations: Sequence[Correlation]) -> tuple[Factor, ...]:
    """A factor for each unknown, and one for all that hang together by correlations, where the first of them stands."""
    together = {unknown.path: {unknown.path} for unknown in unknowns}
    for one in correlations:
        joined = together[one.between[0]] | together[one.between[1]]
        together |= dict.fromkeys(joined, joined)
    seen: dict[frozenset[str], None] = dict.fromkeys(frozenset(together[unknown.path]) for unknown in unknowns)
    return tuple(_factor(paths, unknowns, correlations) for paths in seen)


def points_of(factors: Sequence[Factor], design: Floats) -> Iterator[Point]:
    """A point for each row of a design; columns that belong to no factor are left alone."""
    ends = np.cumsum([factor.columns for factor in factors])
    for row in design:
        parts = np.split(row, ends)
        levels: dict[str, Sequence[float]] = {}
        for factor, part in zip(factors, parts, strict=False):
            levels |= factor.levels(part)
        yield Point(levels)


def _factor(paths: frozenset[str], unknowns: Sequence[Unknown], correlations: Sequence[Correlation]) -> Factor:
    return Factor(
        tuple(unknown for unknown in unknowns if unknown.path in paths),
        tuple(one for one in correlations if one.between[0] in paths),
    )
