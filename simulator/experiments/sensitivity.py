"""What a result hangs on: all unknowns are screened, and those that matter get their shares of what is unsure.

First Morris screening moves every factor over its range, from many starting points. Those that move the result most are
kept. Then Saltelli's design draws the kept ones each on its own, and all others together as one more group, so that
nothing is held fixed and the shares are shares of all that is unsure. Last, each kept one alone goes to the ends of its
range, with all else as stated. Every point has the same replications: the same people with the same luck.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.design import latin_hypercube
from simulator.experiments.factors import Factor, points_of
from simulator.experiments.indices import (
    Indices,
    Screening,
    independent,
    indices,
    morris_design,
    screened,
    sobol_design,
    stream,
)
from simulator.experiments.points import Point

OTHERS = "all others together"
LEAST_SHARE = 0.01
"""What moves the result by less than this share of what moves it most is not kept, even if there is room."""
LOOKED_AT = 64
"""So many points, evenly spread over those behind the shares, are looked at for whether they can be as drawn."""
ALONE = 32
"""So often a table is drawn alone: it has no two ends, so the least and the most of these stand for them."""

Floats = NDArray[np.float64]
Run = Callable[[str, Sequence[Point]], Floats]
"""Simulates a stage, by its name: the result at each point in each replication, points x replications."""


@dataclass(frozen=True)
class Sizes:
    """How much is simulated: ``base_samples`` is a power of two; ``keep`` is how many factors get indices at most."""

    trajectories: int = 10
    base_samples: int = 128
    keep: int = 10


@dataclass(frozen=True)
class Ends:
    """The result with one factor alone at its low end and at its high; of a table, the least and the most of draws."""

    at_low: float
    at_high: float


@dataclass(frozen=True)
class Spread:
    """The result with everything drawn: median, and the ends between which 95 % of draws lie.

    ``luck_share``: how much of the variance comes of the luck of few replications; None for a single one.
    """

    median: float
    low: float
    high: float
    luck_share: float | None


@dataclass(frozen=True)
class Found:
    """What came out. ``kept``: positions of factors, the one of the largest total share first.

    ``indices`` are of the kept, in that order, and then of all others together, if there are others. ``spread`` and
    ``indices`` are None where nothing moves the result. ``ends`` are of the kept. ``sample``: some of the points behind
    the shares.
    """

    stated: float
    screening: Screening
    kept: tuple[int, ...]
    indices: Indices | None
    ends: tuple[Ends, ...]
    spread: Spread | None
    points: int
    sample: tuple[Point, ...] = ()


def found_of(factors: Sequence[Factor], sizes: Sizes, seed: int, run: Run) -> Found:
    """Do all of it; the designs depend on the factors, the sizes and the seed."""
    stated = float(run("As stated", [Point()]).mean())
    groups = [factor.path for factor in factors for _ in range(factor.columns)]
    design = morris_design(groups, sizes.trajectories, seed)
    screening = screened(groups, design, run("Screening", [*points_of(factors, design)]).mean(axis=1), seed)
    points = 1 + len(design)
    chosen = _kept(screening.mu_star, sizes.keep)
    if not chosen:
        return Found(stated, screening, (), None, (), None, points)
    shares, spread, drawn = _shares(factors, chosen, sizes.base_samples, seed, run)
    sample = tuple(drawn[:: -(-len(drawn) // LOOKED_AT)])
    order = np.argsort(-shares.total[: len(chosen)], kind="stable")
    kept = tuple(chosen[place] for place in order)
    ends, alone = _ends([factors[place] for place in kept], seed, run)
    points += len(drawn) + alone
    return Found(stated, screening, kept, _in_order(shares, order), ends, spread, points, sample)


def most_points(factors: int, trajectories: int, base_samples: int, keep: int) -> int:
    """How many points it takes if as many factors are kept as may be, but for tables, which take some more."""
    kept = min(keep, factors)
    groups = kept + (kept < factors)
    return 1 + trajectories * (factors + 1) + base_samples * (groups + 2) + 2 * kept


def _kept(mu_star: Floats, most: int) -> list[int]:
    """The factors that move the result most, and that move it to speak of."""
    order = np.argsort(-mu_star, kind="stable")[:most]
    return [int(place) for place in order if mu_star[place] > LEAST_SHARE * mu_star.max()]


def _shares(
    factors: Sequence[Factor], chosen: Sequence[int], base_samples: int, seed: int, run: Run
) -> tuple[Indices, Spread, list[Point]]:
    """Indices of the chosen factors, in their order, and then of all others as one; and the points that it took."""
    others = [place for place in range(len(factors)) if place not in chosen]
    names = [factors[place].path for place in chosen] + [OTHERS] * len(others)
    ordered = [factors[place] for place in (*chosen, *others)]
    groups = [name for name, factor in zip(names, ordered, strict=True) for _ in range(factor.columns)]
    design = sobol_design(groups, base_samples, seed)
    points = [*points_of(ordered, design)]
    values = run("Shares", points)
    return indices(groups, values.mean(axis=1), seed), _spread(independent(groups, values)), points


def _in_order(shares: Indices, order: NDArray[np.intp]) -> Indices:
    places = [*order, *range(len(order), len(shares.total))]
    return Indices(shares.first[places], shares.first_conf[places], shares.total[places], shares.total_conf[places])


def _spread(values: Floats) -> Spread:
    """Of independent draws: draws x replications."""
    low, median, high = (float(end) for end in np.quantile(values.mean(axis=1), (0.025, 0.5, 0.975)))
    return Spread(median, low, high, luck_share(values))


def luck_share(values: Floats) -> float | None:
    """The share of the variance of the means over replications that would be another with other luck.

    Two-way analysis of variance: what luck adds at all points alike moves no difference between points; what it adds
    at each of them differently, over the number of replications, is noise.
    """
    points, replications = values.shape
    means = values.mean(axis=1)
    variance = float(means.var(ddof=1))
    if replications == 1 or variance == 0:
        return None
    left = values - means[:, None] - values.mean(axis=0) + values.mean()
    noise = float((left**2).sum()) / ((points - 1) * (replications - 1)) / replications
    return float(min(noise / variance, 1.0))


def _ends(kept: Sequence[Factor], seed: int, run: Run) -> tuple[tuple[Ends, ...], int]:
    """The ends of each, and how many points it took."""
    alone = [_alone(factor, seed) for factor in kept]
    values = run("One at a time", [point for points in alone for point in points]).mean(axis=1)
    parts = np.split(values, np.cumsum([len(points) for points in alone])[:-1])
    ends = [
        Ends(float(part[0]), float(part[-1])) if factor.single else Ends(float(part.min()), float(part.max()))
        for factor, part in zip(kept, parts, strict=True)
    ]
    return tuple(ends), len(values)


def _alone(factor: Factor, seed: int) -> list[Point]:
    """Points with one factor moved: a single number to its low end and its high, anything else drawn."""
    if factor.single:
        return [Point({factor.path: [level]}) for level in (0.0, 1.0)]
    design = latin_hypercube(factor.unknowns, ALONE, stream(seed, "alone"), factor.correlations)
    return [Point({path: rows[draw].tolist() for path, rows in design.items()}) for draw in range(ALONE)]
