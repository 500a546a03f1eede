"""Differences to watch, made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.precision import Precision, Watched

Floats = NDArray[np.float64]

TENTH = Precision(0.1, most=60)
ALTERNATING = np.array([9.0, 11.0] * 30)
"""Mean 10 and deviation about 1: the half-width is a tenth of the mean or less from 7 replications on."""


def watched(differences: Floats, base: Floats | float = 10.0, measure: str = "detainers") -> Watched:
    return Watched("opt-out", measure, differences, np.broadcast_to(base, len(differences)).astype(float))


def until(series: list[Watched], size: int) -> list[Watched]:
    return [replace(one, differences=one.differences[:size], base=one.base[:size]) for one in series]
