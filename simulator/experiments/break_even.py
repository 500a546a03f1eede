"""Break-even: at which value of an input a policy makes no difference to a measure.

At every value the same replications are simulated, so the mean paired difference is a plain function of the value, to
the last digit. It is first looked at on a grid, so that several break-evens are noticed, and then solved where its sign
changes (Brent's method). It may jump, for people are whole: then the place of the jump is the answer. It may be zero
over a stretch: then the stretch is the answer.

The interval of a break-even holds the values at which the 95 % t interval of the paired difference holds zero. If a
value is the true break-even, its interval holds zero in 95 of 100 studies; so this set holds the true break-even as
often, whatever the shape of the curve (Fieller 1954, for a ratio of means). A bootstrap over 20 replications would come
out too narrow. Between the values that were simulated, each replication's difference is drawn as a straight line, which
is exact for prices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.intervals import t_quantile

Floats = NDArray[np.float64]
Kind = Literal["value", "stretch", "step"]
RELATIVE_ZERO = 1e-9
"""A mean difference below this part of the largest is rounding in sums."""
RELATIVE_STEP = 1e-6
"""How closely a break-even is found, as a part of the range."""
PROBE = 1e-3
"""How far beside a value with no difference to look whether that is a stretch, as a part of the step of the grid."""


@dataclass(frozen=True)
class BreakEven:
    """Where the mean difference is zero: at one ``value`` (``start`` = ``end``), or all along a ``stretch``.

    Of a number that must be whole, it may change its sign at the ``step`` from one to the next. ``before`` and
    ``after``: the sign of the difference below and above, 0 where the range ends. ``low`` to ``high``: the interval;
    None with one replication, and reaching beyond the range where it is ``open_below`` or ``open_above``.
    """

    kind: Kind
    start: float
    end: float
    before: int
    after: int
    low: float | None = None
    high: float | None = None
    open_below: bool = False
    open_above: bool = False


class Curve:
    """The difference of every replication at each value that was asked for; each is simulated once."""

    def __init__(self, at: Callable[[float], Floats]) -> None:
        self._at = at
        self.known: dict[float, Floats] = {}

    def know(self, value: float, differences: Floats) -> None:
        """Take in a value that was simulated elsewhere."""
        self.known[value] = differences

    def mean(self, value: float) -> float:
        """The mean difference at a value; zero if that is within rounding."""
        if value not in self.known:
            self.known[value] = self._at(value)
        mean = float(self.known[value].mean())
        return 0.0 if abs(mean) <= RELATIVE_ZERO * self._size() else mean

    def sign(self, value: float) -> int:
        """-1, 0 or 1."""
        return int(np.sign(self.mean(value)))

    def points(self) -> tuple[Floats, Floats]:
        """Values in order, and the differences there: values x replications."""
        values = sorted(self.known)
        return np.array(values), np.array([self.known[value] for value in values])

    def _size(self) -> float:
        return max(float(np.abs(differences).max()) for differences in self.known.values())


def break_evens(curve: Curve, grid: Sequence[float], *, whole: bool = False) -> tuple[BreakEven, ...]:
    """All break-evens that a grid of rising values shows, in order, with their intervals.

    A single stretch from end to end means that the measure does not change at all.
    """
    for value in grid:
        curve.mean(value)
    found: list[BreakEven] = []
    place = 0
    while place < len(grid):
        last = place
        if curve.sign(grid[place]) == 0:
            while last + 1 < len(grid) and curve.sign(grid[last + 1]) == 0:
                last += 1
            found.append(_zeros(curve, grid, place, last, whole=whole))
        elif last + 1 < len(grid) and curve.sign(grid[place]) * curve.sign(grid[place + 1]) < 0:
            found.append(_change(curve, grid[place], grid[place + 1], whole=whole))
        place = last + 1
    return tuple(_with_interval(curve, one, whole=whole) for one in found)


def _zeros(curve: Curve, grid: Sequence[float], first: int, last: int, *, whole: bool) -> BreakEven:
    """The value, or the stretch, around values of the grid that are all zero."""
    before = curve.sign(grid[first - 1]) if first else 0
    after = curve.sign(grid[last + 1]) if last + 1 < len(grid) else 0
    start = _edge(curve, grid[first], grid[first - 1], whole=whole) if before else grid[first]
    end = _edge(curve, grid[last], grid[last + 1], whole=whole) if after else grid[last]
    return BreakEven("value" if start == end else "stretch", start, end, before, after)


def _edge(curve: Curve, zero: float, other: float, *, whole: bool) -> float:
    """How far zero reaches towards a value that is not: not at all, or up to a value found by halving."""
    if not whole and curve.sign(zero + PROBE * (other - zero)):
        return zero
    tolerance = 1.0 if whole else PROBE * abs(other - zero)
    while abs(other - zero) > tolerance:
        middle = _middle(zero, other, whole=whole)
        zero, other = (zero, middle) if curve.sign(middle) else (middle, other)
    return zero


def _middle(one: float, other: float, *, whole: bool) -> float:
    return float((one + other) // 2) if whole else (one + other) / 2


def _change(curve: Curve, below: float, above: float, *, whole: bool) -> BreakEven:
    """Where the sign changes between two values."""
    before, after = curve.sign(below), curve.sign(above)
    if not whole:
        from scipy.optimize import brentq

        root = float(brentq(curve.mean, below, above, xtol=RELATIVE_STEP * (above - below)))
        return BreakEven("value", root, root, before, after)
    while above - below > 1:
        middle = _middle(below, above, whole=True)
        if curve.sign(middle) == 0:
            return _zeros(curve, (below, middle, above), 1, 1, whole=True)
        below, above = (middle, above) if curve.sign(middle) == before else (below, middle)
    return BreakEven("step", below, above, before, after)


def _with_interval(curve: Curve, one: BreakEven, *, whole: bool) -> BreakEven:
    """With the span around it in which the interval of the difference holds zero; in whole numbers, if they must be."""
    values, differences = curve.points()
    if differences.shape[1] < 2:
        return one
    held = [span for span in zero_spans(values, differences) if span[0] <= one.end and span[1] >= one.start]
    low, high = min([one.start, *(span[0] for span in held)]), max([one.end, *(span[1] for span in held)])
    return replace(
        one,
        low=float(floor(low)) if whole else low,
        high=float(ceil(high)) if whole else high,
        open_below=bool(low <= values[0] and holds_zero(differences[0])),
        open_above=bool(high >= values[-1] and holds_zero(differences[-1])),
    )


def zero_spans(values: Floats, differences: Floats) -> list[tuple[float, float]]:
    """Where the t interval of the mean difference holds zero, as spans in order.

    ``values``: rising; ``differences``: values x replications, with straight lines between. Between two values the
    bound is a quadratic, whose roots are the ends of the spans.
    """
    edges = [float(values[0])]
    for place in range(len(values) - 1):
        width = values[place + 1] - values[place]
        roots = _roots(differences[place], differences[place + 1])
        edges += [float(values[place] + root * width) for root in roots]
        edges.append(float(values[place + 1]))
    spans: list[tuple[float, float]] = []
    for low, high in pairwise(edges):
        if high > low and holds_zero(_between(values, differences, (low + high) / 2)):
            joined = bool(spans) and spans[-1][1] == low
            spans[-1:] = [(spans[-1][0], high)] if joined else [*spans[-1:], (low, high)]
    return spans


def _between(values: Floats, differences: Floats, value: float) -> Floats:
    """Each replication's difference at a value, on the straight line between its neighbours."""
    right = int(np.clip(np.searchsorted(values, value), 1, len(values) - 1))
    part = (value - values[right - 1]) / (values[right] - values[right - 1])
    found: Floats = (1 - part) * differences[right - 1] + part * differences[right]
    return found


def holds_zero(differences: Floats) -> bool:
    """Whether the t interval of the mean of these holds zero."""
    return bool(_bound(differences, differences) <= 0)


def _bound(one: Floats, other: Floats) -> float:
    """Product of means less that of half-widths; of values with themselves, below zero if the interval holds zero."""
    count = len(one)
    covariance = float(np.sum((one - one.mean()) * (other - other.mean()))) / (count - 1)
    return float(one.mean() * other.mean()) - t_quantile(count) ** 2 * covariance / count


def _roots(start: Floats, end: Floats) -> list[float]:
    """Where, from 0 at ``start`` to 1 at ``end``, an end of the interval is zero."""
    slope = end - start
    quadratic = (_bound(slope, slope), 2 * _bound(start, slope), _bound(start, start))
    if not any(quadratic):
        return []
    roots = np.roots(quadratic)
    real = roots[np.isreal(roots)].real
    return sorted(float(root) for root in real if 0 < root < 1)
