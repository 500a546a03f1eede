"""Times from uniform numbers: the distributions of simulator.scenario.distributions, one number at a time."""

from __future__ import annotations

from math import exp, floor, lgamma, log, log1p, sqrt
from typing import Any

import numpy as np

from simulator.model.kernels.compiling import inner, small

FIXED, EXPONENTIAL, LOGNORMAL, UNIFORM, QUANTILES = range(5)
KIND, CENTRE, SPREAD, MAXIMUM, UNIT, COUNT, FIRST = range(7)
"""Places of a table's row: the kind, two parameters, the longest time, seconds of the unit; then a quantile table."""
GUIDE = 64
"""Parts of 0 to 1 for which a table says where to begin to look (Chen and Asau, 1974)."""

# Rational approximations of Wichura's algorithm AS 241 (1988), highest power first: about 16 digits.
_NEAR = ((2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
          1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0),
         (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
          5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0))  # fmt: skip
_FAR = ((7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
         3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0),
        (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
         6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0))  # fmt: skip
_FARTHEST = ((2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
              2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
              5.46378491116411436990e0, 6.65790464350110377720e0),
             (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
              7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
              5.99832206555887937690e-1, 1.0))  # fmt: skip


@small
def _ratio(above: Any, below: Any, x: Any) -> Any:
    top, bottom = above[0], below[0]
    for power in range(1, 8):
        top = top * x + above[power]
        bottom = bottom * x + below[power]
    return top / bottom


@inner
def normal_quantile(uniform: Any) -> Any:
    """The inverse of the standard normal distribution function."""
    middle = uniform - 0.5
    if abs(middle) <= 0.425:
        return middle * _ratio(_NEAR[0], _NEAR[1], 0.180625 - middle * middle)
    if uniform <= 0.0:
        return -np.inf
    tail = sqrt(-log(uniform if middle < 0 else 1.0 - uniform))
    size = _ratio(_FAR[0], _FAR[1], tail - 1.6) if tail <= 5.0 else _ratio(_FARTHEST[0], _FARTHEST[1], tail - 5.0)
    return -size if middle < 0 else size


@inner
def seconds(times: Any, which: Any, uniform: Any) -> Any:
    """Whole seconds by the distribution in row ``which`` of a table (see ``simulator.model.lots``)."""
    row = times[which]
    kind = int(row[KIND])
    if kind == LOGNORMAL:
        value = min(row[CENTRE] * exp(row[SPREAD] * normal_quantile(uniform)), row[MAXIMUM])
    elif kind == QUANTILES:
        value = row[CENTRE] * (exp(_between(row, int(row[COUNT]), uniform)) - 1.0)
    elif kind == EXPONENTIAL:
        value = -row[CENTRE] * log1p(-uniform)
    else:
        value = row[CENTRE] + row[SPREAD] * uniform
    return np.int64(np.rint(value * row[UNIT]))


@small
def _between(row: Any, count: Any, uniform: Any) -> Any:
    """A straight line between the two rows of a quantile table that surround a probability.

    The table is of probabilities, times, and a guide: where to begin to look, for each of GUIDE parts of 0 to 1.
    """
    low = FIRST + int(row[FIRST + 2 * count + int(uniform * GUIDE)])
    while row[low + 1] <= uniform:
        low += 1
    part = (uniform - row[low]) / (row[low + 1] - row[low])
    return row[low + count] + part * (row[low + 1 + count] - row[low + count])


@small
def pick(edges: Any, uniform: Any) -> Any:
    """The category by the rising edges between categories."""
    category = 0
    for edge in edges:
        category += uniform >= edge
    return category


@small
def of_profile(edges: Any, uniform: Any) -> Any:
    """The fraction of a day (0 to 1) by 25 rising edges of 24 hourly shares, with a guide (see ``_between``)."""
    hour = int(edges[25 + int(uniform * GUIDE)])
    while edges[hour + 1] <= uniform:
        hour += 1
    return (hour + (uniform - edges[hour]) / (edges[hour + 1] - edges[hour])) / 24.0


@inner
def count(mean: Any, variance_ratio: Any, uniform: Any) -> Any:
    """A count with this mean: negative binomial with this variance over mean, Poisson where that is 1 or less.

    Adds up probabilities from 9 standard deviations below the mean on, until what is left is lost in rounding.
    """
    if mean <= 0.0:
        return 0
    spread = max(variance_ratio, 1.0)
    number = max(floor(mean - 9.0 * sqrt(mean * spread)), 0)
    shape = mean / (spread - 1.0) if spread > 1.0 else 0.0
    left = 1.0 - 1.0 / spread
    start = -shape * log(spread) if spread > 1.0 else -mean
    if number and spread > 1.0:
        start += lgamma(number + shape) - lgamma(shape) + number * log(left) - lgamma(number + 1.0)
    elif number:
        start += number * log(mean) - lgamma(number + 1.0)
    probability = exp(start)
    below = probability
    while below < uniform and (number < mean or probability > 1e-16):
        number += 1
        probability *= ((number - 1 + shape) * left if spread > 1.0 else mean) / number
        below += probability
    return number
