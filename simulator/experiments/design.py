"""Where the unknowns of a study are drawn: a Latin hypercube of levels, the same for all policies.

The range of each is cut into as many parts of equal probability as there are draws, and each part is drawn from once.
A column depends on the seed, the number of draws and the path of its unknown alone, so that a new unknown leaves the
others where they were. Unknowns that go together (``correlations``) are joined by a Gaussian copula.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from simulator.scenario.correlations import Correlation, matrix_of
from simulator.scenario.unknowns import Unknown

Floats = NDArray[np.float64]
Design = dict[str, Floats]
"""Levels by path: draws x columns."""


def latin_hypercube(
    unknowns: Sequence[Unknown], draws: int, seed: int, correlations: Sequence[Correlation] = ()
) -> Design:
    """The levels of every unknown under each draw."""
    design = {
        unknown.path: np.column_stack([_column(unknown.path, number, draws, seed) for number in range(unknown.columns)])
        for unknown in unknowns
    }
    return design | _going_together(design, list(correlations))


def _column(path: str, number: int, draws: int, seed: int) -> Floats:
    from scipy.stats.qmc import LatinHypercube

    name = f"{path}#{number}" if number else path
    word = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
    stream = np.random.Generator(np.random.PCG64([seed, word]))
    return np.asarray(LatinHypercube(1, rng=stream).random(draws)[:, 0])


def _going_together(design: Design, correlations: list[Correlation]) -> Design:
    """The columns that are correlated: each keeps its own levels, in an order that makes their ranks go together.

    Iman and Conover (1982): the levels are put in the order of normal variables with the wanted correlations.
    """
    if not correlations:
        return {}
    paths, matrix = matrix_of(correlations)
    normal = ndtri(np.column_stack([design[path][:, 0] for path in paths]))
    spread = normal - normal.mean(axis=0)
    if len(spread) > len(paths):  # take out what chance has correlated, so that only what is stated is left
        spread = np.linalg.solve(np.linalg.cholesky(np.cov(spread.T)), spread.T).T
    wanted = ndtr(spread @ np.linalg.cholesky(matrix).T)
    ranks = wanted.argsort(axis=0).argsort(axis=0)
    return {path: np.sort(design[path][:, 0])[ranks[:, place]][:, None] for place, path in enumerate(paths)}
