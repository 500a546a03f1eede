"""How many replications are enough: until the differences watched are known to a share of the place as it is.

The replications algorithm of Hoad, Robinson and Davies (2010), Automated selection of the number of replications for a
discrete-event simulation, Journal of the Operational Research Society 61, 1632-1644: the precision must be reached and
then last while more replications come in, for a narrow interval of few replications may be luck. What must be narrow
here is the interval of the difference of a policy to the place as it is, against the mean of that place.

As there, only the replications up to the point where the precision was reached are used. Those that confirm it are
picked for not disturbing it: with them the means are bent more and the intervals cover less (docs/precision.md).

The decision depends on the values in the order of replications alone: on no clock and on no number of workers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.intervals import CONFIDENCE

Floats = NDArray[np.float64]

PRECISE = "precision"
"""The reason of a stop that was reached, and not forced by a budget."""
MOST = "replications"
"""The budget that ends when ``Precision.most`` replications are done; a caller may have others, such as time."""
GROWTH = 4
"""So many times as many replications at most after the next round: a spread of few replications is a rough guess."""


@dataclass(frozen=True)
class Precision:
    """What is asked for: the half-width of the 95 % interval of each difference, as a share of the mean as it is.

    ``least`` and ``most`` bound the number of replications. ``look_ahead`` is the kLimit of Hoad and others.
    ValueError, with every rule that is broken.
    """

    share: float = 0.02
    measures: tuple[str, ...] = ("detainers", "local_net_cost_usd")
    most: int = 1000
    look_ahead: int = 5
    least: int = 3

    def __post_init__(self) -> None:
        rules = {
            "share must be above 0 and below 1": 0 < self.share < 1,
            "one measure or more must be watched": len(self.measures) > 0,
            "no measure may be named twice": len(set(self.measures)) == len(self.measures),
            "least must be 2 or more": self.least >= 2,
            "look_ahead must be 0 or more": self.look_ahead >= 0,
            "most must leave room for least and look_ahead": self.most >= self.least + self.look_ahead,
        }
        broken = [rule for rule, kept in rules.items() if not kept]
        if broken:
            raise ValueError("; ".join(broken))

    def further(self, replications: int) -> int:
        """How many replications more the precision must last: ``look_ahead``, and in proportion above 100."""
        return self.look_ahead * max(replications, 100) // 100


@dataclass(frozen=True)
class Watched:
    """One measure of one policy, a value for each replication in their order; NaN where it does not exist."""

    policy: str
    measure: str
    differences: Floats
    base: Floats


@dataclass(frozen=True)
class Found:
    """How well a difference is known; ``known`` counts the replications in which it exists.

    ``half_width`` is None with fewer than 2 of these, and ``share`` also where the mean as it is is 0 and the
    difference varies. Without any variation ``share`` is 0. ``within`` says whether it is known as well as asked.
    """

    policy: str
    measure: str
    known: int
    half_width: float | None
    base_mean: float | None
    share: float | None
    within: bool


@dataclass(frozen=True)
class Stop:
    """Why no more replications are needed, or allowed; the first ``replications`` of them are to be used.

    ``confirmed_at`` is the number up to which the precision lasted as long as it must; None if a budget ended first.
    ``found`` tells of each difference over the replications used, the least well known first.
    """

    reason: str
    replications: int
    confirmed_at: int | None
    found: tuple[Found, ...]


def stopping_point(watched: Sequence[Watched], precision: Precision) -> Stop | None:
    """The stop that these replications lead to; None if more are needed."""
    within = _all_within(watched, precision)
    enough = _lasting(within, precision)
    if enough is not None:
        return Stop(PRECISE, enough, enough + precision.further(enough), found_in(watched, precision, enough))
    return stopped_by(MOST, watched, precision) if len(within) == precision.most else None


def stopped_by(budget: str, watched: Sequence[Watched], precision: Precision) -> Stop:
    """The stop when a budget ends before the precision is reached, or before it has lasted; all is used."""
    done = len(_all_within(watched, precision))
    return Stop(budget, done, None, found_in(watched, precision, done))


def replications_to_try(watched: Sequence[Watched], precision: Precision) -> int:
    """How many replications to have after the next round, judged by the spread so far; never more than ``most``.

    Without any: enough for the earliest stop. More than there are, unless these are ``most``.
    """
    earliest = precision.least + precision.look_ahead
    within = _all_within(watched, precision) if watched else np.zeros(0, dtype=bool)
    done = len(within)
    if done < earliest:
        return earliest
    needed = _began(within) or max(done + 1, _needed(watched, precision))
    return min(max(needed + precision.further(needed), done + 1), GROWTH * done, precision.most)


def found_in(watched: Sequence[Watched], precision: Precision, replications: int) -> tuple[Found, ...]:
    """How well each difference is known after the first so many replications, the least well known first."""
    found = [_found(one, precision, replications) for one in watched]
    return tuple(sorted(found, key=lambda one: np.inf if one.share is None else one.share, reverse=True))


def needed_for(found: Found, replications: int, share: float) -> int | None:
    """How many replications would bring a difference to a share, if it goes on to vary as it does; None: not known."""
    return None if found.share is None else int(np.ceil(replications * (found.share / share) ** 2))


def _needed(watched: Sequence[Watched], precision: Precision) -> int:
    """By the difference that needs most; where that cannot be told, as many as may be."""
    done = len(watched[0].base)
    guesses = [needed_for(found, done, precision.share) for found in found_in(watched, precision, done)]
    return max(precision.most if guess is None else guess for guess in guesses)


def _all_within(watched: Sequence[Watched], precision: Precision) -> NDArray[np.bool_]:
    """Whether every difference is as narrow as asked after 1, 2, 3, ... replications, no more than ``most``."""
    if len({len(array) for one in watched for array in (one.differences, one.base)}) != 1:
        raise ValueError("all differences watched must be of the same replications, and there must be one or more")
    every = np.logical_and.reduce([_within(one, precision) for one in watched])
    return np.asarray(every[: precision.most])


def _within(one: Watched, precision: Precision) -> NDArray[np.bool_]:
    known, _, half_widths = _running(one.differences)
    _, base_means, _ = _running(one.base)
    return np.asarray((known >= precision.least) & (half_widths <= precision.share * np.abs(base_means)))


def _running(values: Floats) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Known values, their mean and the half-width of its interval after 1, 2, 3, ... replications; NaN without."""
    from scipy.special import stdtrit

    exists = np.isfinite(values)
    known = np.cumsum(exists)
    shift = values[exists][0] if exists.any() else 0.0  # so that a constant has no spread, to the last bit
    apart = np.where(exists, values - shift, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.cumsum(apart) / known
        variances = np.maximum(np.cumsum(apart**2) - known * means**2, 0) / (known - 1)
        half_widths = stdtrit(known - 1.0, (1 + CONFIDENCE) / 2) * np.sqrt(variances / known)
    return known, means + shift, half_widths


def _lasting(within: NDArray[np.bool_], precision: Precision) -> int | None:
    """The first number of replications from which on the precision lasts as long as it must."""
    numbers = np.arange(1, len(within) + 1)
    next_failure = np.minimum.accumulate(np.where(within, len(within) + 1, numbers)[::-1])[::-1]
    for number in numbers[within]:
        if next_failure[number - 1] > number + precision.further(number) <= len(within):
            return int(number)
    return None


def _began(within: NDArray[np.bool_]) -> int | None:
    """The number of replications since which the precision is there without a break; None if it is not there."""
    failures = np.flatnonzero(~within)
    began = int(failures[-1]) + 2 if len(failures) else 1
    return began if began <= len(within) else None


def _found(one: Watched, precision: Precision, replications: int) -> Found:
    known, _, half_widths = (array[replications - 1] for array in _running(one.differences))
    base_mean = float(_running(one.base)[1][replications - 1])
    half_width = float(half_widths) if known >= 2 else None
    return Found(
        one.policy,
        one.measure,
        int(known),
        half_width,
        base_mean if np.isfinite(base_mean) else None,
        _share(half_width, base_mean),
        bool(_within(one, precision)[replications - 1]),
    )


def _share(half_width: float | None, base_mean: float) -> float | None:
    if half_width is None or half_width == 0:
        return half_width
    with np.errstate(divide="ignore", over="ignore"):
        share = float(np.divide(half_width, abs(base_mean)))
    return share if np.isfinite(share) else None
