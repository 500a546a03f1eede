"""A person's record and age, as far as local rules ask for them: columns of Bookings, each drawn by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulator.model.draws import pick, seconds_by_kind
from simulator.scenario.distributions import TimeDistribution
from simulator.scenario.people import ADULT_AGE, CONVICTIONS, Ages, Record
from simulator.scenario.quantities import SECONDS_PER_UNIT

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Uniform: TypeAlias = Callable[[str], Floats]
"""The uniform numbers of the rows, by the name of a column."""


def ages_of(ages: Ages, uniform: Floats) -> Ints:
    """Ages in whole years; who falls under the share of minors is one, whatever the other inputs are."""
    minors, youngest = ages.under_18.value, ages.youngest.value
    of_adults = _years(ages.adults, np.clip((uniform - minors) / (1 - minors), 0, None)) if minors < 1 else uniform
    of_minors = youngest + (ADULT_AGE - youngest) * uniform / minors if minors > 0 else uniform
    return np.where(uniform < minors, np.minimum(of_minors, ADULT_AGE - 1), of_adults).astype(np.int64)


def convictions_of(record: Record, level: Ints, years_of_life: Floats, uniform: Uniform) -> dict[str, Any]:
    """The most serious conviction (position in CONVICTIONS), and years since it and since release.

    Years are infinite for people without a conviction. Nobody was convicted before the ``years_of_life`` in which
    convictions count, and release never lies before the conviction.
    """
    conviction = pick(uniform("conviction"), np.array(record.conviction.rows())[level])
    since_release = _years(record.since_release, uniform("since_release"))
    since_conviction = since_release + _served(record, conviction, uniform("served"))
    too_long = since_conviction > years_of_life
    since_conviction = np.where(too_long, years_of_life * uniform("conviction_in_life"), since_conviction)
    since_release = np.where(too_long, since_conviction * uniform("release_since"), since_release)
    convicted = conviction > 0
    return {
        "conviction": conviction,
        "years_since_conviction": np.where(convicted, since_conviction, np.inf),
        "years_since_release": np.where(convicted, np.minimum(since_release, since_conviction), np.inf),
    }


def other_record(record: Record, removed_before: Flags, removable: Flags, uniform: Uniform) -> dict[str, Flags]:
    """Lists, open cases and orders of removal; who was removed before had an order."""
    ordered = uniform("prior_order") < record.prior_order.value
    return {
        "watch_list": uniform("watch_list") < record.watch_list.value,
        "pending_charge": uniform("pending_charge") < record.pending_charge.value,
        "prior_order": removed_before | (ordered & removable),
    }


def _served(record: Record, conviction: Ints, uniform: Floats) -> Floats:
    served = [getattr(record.served, name.replace("-", "_")) for name in CONVICTIONS[1:]]
    return seconds_by_kind(served, conviction - 1, uniform) / SECONDS_PER_UNIT["years"]


def _years(distribution: TimeDistribution, uniform: Floats) -> Floats:
    return distribution.seconds(uniform) / SECONDS_PER_UNIT["years"]
