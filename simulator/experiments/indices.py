"""Designs and indices of sensitivity by SALib: Morris screening, and Sobol indices by Saltelli's design.

Columns of a design lie between 0 and 1 and stand in groups; a group is varied as a whole and has one index. Whatever
does not move the values at all has indices of exactly zero.

Morris (1991), with groups as by Campolongo and others (2007); first-order and total indices by the estimators of
Saltelli and others (2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVELS = 4
"""Values that Morris screening gives to a column: 0, 1/3, 2/3 and 1. A step goes over two thirds of the range."""
RESAMPLES = 1_000
"""How often points are drawn again, with replacement, for the intervals."""
NOTHING = "nothing"
"""A group without effect, which stands beside a group that is alone: SALib takes one group for none."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Screening:
    """By group: how far the values move, on average, for its whole range; and half of the 95 % interval of that."""

    mu_star: Floats
    mu_star_conf: Floats


@dataclass(frozen=True)
class Indices:
    """By group: shares of the variance of the values, and half of the 95 % interval of each.

    ``first``: what the group explains by itself. ``total``: with what it does together with other groups.
    """

    first: Floats
    first_conf: Floats
    total: Floats
    total_conf: Floats


def morris_design(groups: Sequence[str], trajectories: int, seed: int) -> Floats:
    """Points: trajectories x (groups + 1) rows, and a column for each entry of ``groups``; the last may be a filler."""
    from SALib.sample import morris

    rows = morris.sample(_problem(groups), trajectories, num_levels=LEVELS, seed=stream(seed, "morris"))
    return np.clip(np.asarray(rows, dtype=np.float64), 0.0, 1.0)  # rounding leaves some a little outside


def screened(groups: Sequence[str], design: Floats, values: Floats, seed: int) -> Screening:
    """What the values at the points of a Morris design say about each group, in the order in which groups come."""
    from SALib.analyze import morris

    found = morris.analyze(
        _problem(groups), design, values, RESAMPLES, num_levels=LEVELS, seed=stream(seed, "morris intervals")
    )
    count = len(set(groups))
    return Screening(*(np.ma.getdata(found[name])[:count] for name in ("mu_star", "mu_star_conf")))


def sobol_design(groups: Sequence[str], base_samples: int, seed: int) -> Floats:
    """Points: base_samples x (groups + 2) rows; ``base_samples`` is a power of two, which the sequence needs."""
    from SALib.sample import sobol

    rows = sobol.sample(_problem(groups), base_samples, calc_second_order=False, seed=stream(seed, "sobol"))
    return np.asarray(rows, dtype=np.float64)


def indices(groups: Sequence[str], values: Floats, seed: int) -> Indices:
    """First-order and total indices out of the values at the points of a Sobol design."""
    from SALib.analyze import sobol

    count = len(set(groups))
    if np.ptp(independent(groups, values)) == 0:
        return Indices(*np.zeros((4, count)))
    found = sobol.analyze(
        _problem(groups),
        values,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        seed=stream(seed, "sobol intervals"),
    )
    return Indices(*(np.asarray(found[name])[:count] for name in ("S1", "S1_conf", "ST", "ST_conf")))


def independent(groups: Sequence[str], values: Floats) -> Floats:
    """Those of the values at a Sobol design that are independent draws of all groups: 2 x base_samples of them."""
    step = len(set(_grouped(groups))) + 2
    return np.concatenate([values[::step], values[step - 1 :: step]])


def stream(seed: int, what: str) -> int:
    """A seed of its own for each thing that is drawn; never 0, with which SALib would take global luck."""
    word = blake2b(f"{seed} {what}".encode(), digest_size=7).digest()
    return 1 + int.from_bytes(word, "big")


def _problem(groups: Sequence[str]) -> dict[str, Any]:
    """What SALib is to be told."""
    named = _grouped(groups)
    names = [f"column {number}" for number in range(len(named))]
    return {"num_vars": len(named), "names": names, "bounds": [[0.0, 1.0]] * len(named), "groups": named}


def _grouped(groups: Sequence[str]) -> list[str]:
    return [*groups, NOTHING] if len(set(groups)) == 1 else list(groups)
