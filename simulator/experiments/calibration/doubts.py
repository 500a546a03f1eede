"""What a reader should doubt about a calibration, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.calibration.fitting import Calibration
from simulator.experiments.calibration.inference import SMALLEST
from simulator.experiments.calibration.summaries import observed, summaries
from simulator.experiments.calibration.targets import UNITS, Series

Floats = NDArray[np.float64]

STILL_WIDE = 0.85
"""Spread after over spread before, from which on the counts have told next to nothing."""
TOGETHER = 0.7
"""Rank correlation from which on two inputs can hardly be told apart."""
MOVED, NARROWED = 0.35, 0.2
"""How far the middle of an input that is not fitted may move, and by how much its spread may shrink, unsaid."""
CLEARLY = 4.5
"""So many standard errors: there are hundreds of inputs, and chance moves some of them."""
MANY = 50
"""From so many other inputs on, most of which no count tells of, they show how far chance moves one."""
AT_THE_END = 2.0
"""A score this far out is one that 1 in 44 draws beforehand lay beyond."""
MEDIAN_OF_A_HALF_NORMAL = 0.6745
FEW = 100
"""Independent draws under which the ends of intervals are rough."""


def doubts_of(calibration: Calibration) -> list[str]:
    """Every doubt, the gravest first."""
    return [
        *_out_of_reach(calibration),
        *_at_the_end(calibration),
        *_untold(calibration),
        *_not_told_apart(calibration),
        *_others_moved(calibration),
        *_thin(calibration),
    ]


def _out_of_reach(calibration: Calibration) -> Iterator[str]:
    """Counts that no draw beforehand came to, one by one, or else together."""
    known = [
        words
        for series, counts in zip(calibration.targets.series, calibration.prior_counts, strict=True)
        if (words := _beyond(series, counts, calibration))
    ]
    yield from known
    if not known and _is_out_together(calibration):
        yield (
            "No draw within the stated ranges gives these levels and changes over the months together, though each can "
            "be had alone. Something that is not fitted differs from the place file, or other people are counted."
        )


def _beyond(series: Series, counts: Floats, calibration: Calibration) -> str:
    places = [place for place, month in enumerate(series.months) if month not in calibration.held_out]
    if not places:
        return ""
    total, simulated = sum(series.values[place] for place in places), counts[:, places].sum(axis=1)
    if simulated.min() <= total <= simulated.max():
        return ""
    end, limit = ("most", simulated.max()) if total > simulated.max() else ("least", simulated.min())
    unit = UNITS[series.measure]
    return (
        f"The model cannot give {total / len(places):,.3g} {unit} a month of {series.name}: at {end} "
        f"{limit / len(places):,.3g}, wherever in their ranges the inputs lie. What is fitted is pushed to the ends "
        "of its ranges; do not use it before you know why."
    )


def _is_out_together(calibration: Calibration) -> bool:
    """Whether what was observed lies further from the middle of all draws beforehand than any of these draws."""
    months = set(calibration.targets.counted) - set(calibration.held_out)
    series = calibration.targets.series
    simulated = summaries(series, calibration.prior_counts, months)
    seen = summaries(series, observed(series), months)
    sizes, directions = np.linalg.eigh(np.cov(simulated.T).reshape(simulated.shape[1], simulated.shape[1]))
    root = directions / np.sqrt(np.maximum(sizes, SMALLEST * max(sizes.max(), SMALLEST)))
    distances = [np.sqrt((((table - simulated.mean(axis=0)) @ root) ** 2).sum(axis=1)) for table in (simulated, seen)]
    return bool(distances[1][0] > distances[0].max())


def _at_the_end(calibration: Calibration) -> Iterator[str]:
    for place, unknown in enumerate(calibration.inputs.fitted):
        middle = float(np.median(calibration.normal[:, place]))
        if abs(middle) > AT_THE_END:
            end = "low" if middle < 0 else "high"
            yield f"{unknown.path} lies at the {end} end of its range: the range may be too narrow."


def _untold(calibration: Calibration) -> Iterator[str]:
    spread = calibration.normal.std(axis=0)
    for place, unknown in enumerate(calibration.inputs.fitted):
        if spread[place] > STILL_WIDE:
            yield f"The counts tell next to nothing about {unknown.path}: its range is about as wide as before."


def _not_told_apart(calibration: Calibration) -> Iterator[str]:
    correlations = rank_correlations(calibration.after)
    for i, j in combinations(range(len(calibration.inputs.fitted)), 2):
        if abs(correlations[i, j]) > TOGETHER:
            one, other = (calibration.inputs.fitted[place].path for place in (i, j))
            how = "in the same way" if correlations[i, j] < 0 else "against each other"
            yield (
                f"{one} and {other} move these counts {how} and can hardly be told apart (rank correlation "
                f"{correlations[i, j]:.2f}). Use them together, never one without the other."
            )


def _others_moved(calibration: Calibration) -> Iterator[str]:
    """Inputs that are not fitted, and about which the counts say something all the same."""
    number = len(calibration.inputs.fitted)
    middles = np.abs(calibration.normal[:, number:].mean(axis=0))
    narrowed = 1 - calibration.normal[:, number:].std(axis=0)
    error = 1 / np.sqrt(calibration.effective)
    moved = middles > max(MOVED, CLEARLY * _by_chance(middles, error))
    moved |= narrowed > max(NARROWED, CLEARLY * _by_chance(np.abs(narrowed), error / np.sqrt(2)))
    columns = zip(calibration.inputs.columns[number:], moved, strict=True)
    paths = dict.fromkeys(path for path, is_moved in columns if is_moved)
    if paths:
        yield (
            f"The counts also say something about {', '.join(paths)}, not fitted and so not written. Runs of the new "
            "file draw these from their old ranges again, so they spread wider than the fit shown here; name single "
            "numbers among them with --fit."
        )


def _by_chance(moves: Floats, at_least: float) -> float:
    """The standard error of a move: read off the middle one of many, of which most are chance."""
    return max(at_least, float(np.median(moves)) / MEDIAN_OF_A_HALF_NORMAL if len(moves) >= MANY else 0.0)


def _thin(calibration: Calibration) -> Iterator[str]:
    if not calibration.held_out:
        yield "No month was held out, so nothing here shows how well the fitted place predicts months it has not seen."
    if calibration.effective < FEW:
        yield (
            f"The result rests on about {calibration.effective:.0f} independent draws, so that the ends of intervals "
            "are rough. Ask for more with --simulations."
        )
    if calibration.failures:
        yield f"{len(calibration.failures)} simulations failed and were left out; see manifest.json."


def rank_correlations(values: Floats) -> Floats:
    """Spearman's rank correlations between the columns of values."""
    from scipy.stats import rankdata

    return np.atleast_2d(np.corrcoef(rankdata(values, axis=0).T))
