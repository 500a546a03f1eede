"""Approximate Bayesian computation in rounds, with regression adjustment, on NumPy and SciPy.

Each round proposes where the rounds before found the observed counts likely (population Monte Carlo). All rounds are
used in the end, each draw weighted by how likely it was beforehand over how likely it was to be proposed by any round
(deterministic mixture; Cornuet, Marin, Mira and Robert 2012). The draws nearest to what was observed are kept and moved
along a local linear regression to where the observed counts are (Beaumont, Zhang and Balding 2002). Scores are standard
normal beforehand. Near means near in what the summaries tell of the inputs that are fitted, not in summaries that tell
nothing (Fearnhead and Prangle 2012).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Simulate = Callable[[Floats], tuple[Floats, Floats]]
"""Scores (draws x columns) to those that could be simulated, and their summaries (draws x summaries)."""

SHARES = (0.5, 0.25, 0.25)
"""Of the simulations: the first round is drawn from what was thought beforehand."""
KEPT_SHARE = 0.5
"""Of the simulations, the nearest, are kept."""
WIDER = 2.0
"""Proposals are so much wider than what was found, so that they do not miss its tails."""
FARTHEST = 2.5
"""No proposal centres further out than this score: beyond it lies 1 draw in 160."""
NARROWEST = 0.05
"""No proposal has a smaller standard deviation along any direction."""
JUST_BEYOND = 1.01
"""Weights reach zero a little beyond the furthest draw that is kept: of rare counts, all may be equally far."""
SMALLEST = 1e-9
"""Directions in which summaries vary by less, relatively, tell nothing."""


@dataclass(frozen=True)
class Posterior:
    """Draws of scores after the observed counts: draws x columns, all of equal weight; ``effective`` independent."""

    scores: Floats
    effective: float


@dataclass(frozen=True)
class Proposal:
    """A normal distribution of the scores that are fitted."""

    mean: Floats
    root: Floats

    def draw(self, normal: Floats) -> Floats:
        """Standard normal numbers (draws x fitted) made into draws."""
        return np.asarray(self.mean + normal @ self.root.T)

    def density(self, scores: Floats) -> Floats:
        """Relative to that of a standard normal at its centre."""
        standard = np.linalg.solve(self.root, (scores - self.mean).T).T
        return np.asarray(np.exp(-0.5 * (standard**2).sum(axis=1)) / np.prod(np.diag(self.root)))


def infer(
    simulate: Simulate,
    observed: Floats,
    *,
    fitted: int,
    columns: int,
    simulations: int,
    draws: int,
    seed: int,
    first: tuple[Floats, Floats] | None = None,
) -> Posterior:
    """What the observed summaries say about scores, of which the first ``fitted`` are proposed where they are likely.

    The others are drawn as they were thought beforehand in every round, and are adjusted with the rest. ``first`` are
    the scores and summaries of a first round that was simulated before.
    """
    before = Proposal(np.zeros(fitted), np.eye(fitted))
    proposals, sizes = [before], sizes_of(simulations)
    scores, summaries = first or simulate(first_scores(sizes[0], columns, seed))
    for number, size in enumerate(sizes[1:], start=1):
        weights = _weights(scores[:, :fitted], proposals, sizes)
        found = adjusted(scores, summaries, weights, observed, fitted)
        proposals.append(_proposal(*found, fitted))
        normal = np.random.Generator(np.random.PCG64([seed, number])).standard_normal((size, columns))
        normal[:, :fitted] = proposals[-1].draw(normal[:, :fitted])
        more, their_summaries = simulate(normal)
        scores, summaries = np.vstack([scores, more]), np.vstack([summaries, their_summaries])
    weights = _weights(scores[:, :fitted], proposals, sizes)
    moved, kept_weights = adjusted(scores, summaries, weights, observed, fitted)
    return Posterior(moved[_resampled(kept_weights, draws, seed)], effective_of(kept_weights))


def sizes_of(simulations: int) -> list[int]:
    """How many simulations each round has."""
    later = [round(simulations * share) for share in SHARES[1:]]
    return [simulations - sum(later), *later]


def first_scores(size: int, columns: int, seed: int) -> Floats:
    """A Latin hypercube of standard normal scores: size x columns."""
    from scipy.special import ndtri
    from scipy.stats.qmc import LatinHypercube

    stream = np.random.Generator(np.random.PCG64([seed, 0]))
    return np.asarray(ndtri(LatinHypercube(columns, rng=stream).random(size)))


def _weights(scores: Floats, proposals: list[Proposal], sizes: list[int]) -> Floats:
    """The density beforehand over that of the mixture of all proposals so far."""
    parts = np.array(sizes[: len(proposals)]) / sum(sizes[: len(proposals)])
    mixture = sum(part * proposal.density(scores) for part, proposal in zip(parts, proposals, strict=True))
    return np.asarray(proposals[0].density(scores) / mixture)


def adjusted(
    scores: Floats, summaries: Floats, weights: Floats, observed: Floats, fitted: int
) -> tuple[Floats, Floats]:
    """The nearest draws, moved along the regression to the observed summaries, and their weights."""
    distances = distances_of(scores, summaries, weights, observed, fitted)
    nearest = np.argsort(distances, kind="stable")[: max(round(KEPT_SHARE * len(scores)), 2 * fitted + 2)]
    reach = JUST_BEYOND * distances[nearest[-1]] or 1.0
    kernel = weights[nearest] * np.maximum(1 - (distances[nearest] / reach) ** 2, 0.0)
    told = _told(summaries[nearest], kernel)
    off = told - _told(summaries[nearest], kernel, observed[None, :])
    slopes = _slopes(off, scores[nearest], kernel)
    moved = scores[nearest] - off @ slopes
    middle = np.average(moved, axis=0, weights=kernel)
    return middle + (moved - middle) * _widening(kernel, off.shape[1]), kernel


def effective_of(weights: Floats) -> float:
    """How many draws of equal weight tell as much."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def _widening(weights: Floats, directions: int) -> float:
    """By how much a regression has drawn its own draws together: it bends to their luck."""
    effective = effective_of(weights)
    return float(np.sqrt(effective / max(effective - directions - 1, 1.0)))


def distances_of(scores: Floats, summaries: Floats, weights: Floats, observed: Floats, fitted: int) -> Floats:
    """How far each draw is from what was observed, in what the summaries tell of the fitted inputs."""
    told = _told(summaries, weights)
    slopes = _slopes(told, scores[:, :fitted], weights)
    off = (told - _told(summaries, weights, observed[None, :])) @ slopes
    return np.asarray(np.sqrt((_told(off, weights, off, centred=False) ** 2).sum(axis=1)))


def _told(table: Floats, weights: Floats, at: Floats | None = None, *, centred: bool = True) -> Floats:
    """Rows in directions in which the weighted rows of a table do not go together, each of variance 1.

    Directions in which they hardly vary are left out.
    """
    middle = np.average(table, axis=0, weights=weights)
    spread = np.cov(table.T, aweights=weights).reshape(table.shape[1], table.shape[1])
    sizes, directions = np.linalg.eigh(spread)
    large = sizes > SMALLEST * max(sizes.max(), SMALLEST)
    rows = (table if at is None else at) - (middle if centred else 0.0)
    return np.asarray(rows @ directions[:, large] / np.sqrt(sizes[large]))


def _slopes(off: Floats, scores: Floats, weights: Floats) -> Floats:
    """Of a weighted linear regression of scores on ``off``: directions x columns."""
    root = np.sqrt(weights)[:, None]
    design = np.column_stack([np.ones(len(off)), off])
    return np.asarray(np.linalg.lstsq(root * design, root * scores, rcond=None)[0][1:])


def _proposal(moved: Floats, weights: Floats, fitted: int) -> Proposal:
    """Where to look next: a normal distribution wider than what was found."""
    found = moved[:, :fitted]
    mean = np.clip(np.average(found, axis=0, weights=weights), -FARTHEST, FARTHEST)
    spread = np.cov(found.T, aweights=weights).reshape(fitted, fitted)
    sizes, directions = np.linalg.eigh(spread)
    sizes = np.clip(WIDER**2 * sizes, NARROWEST**2, WIDER**2)
    return Proposal(mean, np.linalg.cholesky(directions @ np.diag(sizes) @ directions.T))


def _resampled(weights: Floats, draws: int, seed: int) -> NDArray[np.int64]:
    """Positions drawn as often as their weights say, with one random number (systematic resampling)."""
    start = np.random.Generator(np.random.PCG64([seed, len(SHARES)])).random()
    places = np.searchsorted(np.cumsum(weights) / weights.sum(), (start + np.arange(draws)) / draws)
    return np.asarray(np.minimum(places, len(weights) - 1), dtype=np.int64)
