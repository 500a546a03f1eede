"""When replications are enough: by hand, against the definition, and where nothing can be told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from simulator.experiments.intervals import interval
from simulator.experiments.precision import (
    GROWTH,
    MOST,
    PRECISE,
    Found,
    Precision,
    Watched,
    needed_for,
    replications_to_try,
    stopped_by,
    stopping_point,
)
from tests.experiments.watched import ALTERNATING, TENTH, until, watched


def random_watched(seed: int, size: int = 60) -> list[Watched]:
    """A wide one, a narrow one, and one that does not exist in every replication."""
    random = np.random.default_rng(seed)
    wide, narrow, some = random.normal(3, (3.0, 1.0, 2.0), (size, 3)).T
    base = random.normal(10, 2, size)
    missing = random.random(size) < 0.3
    some, some_base = np.where(missing, np.nan, some), np.where(missing, np.nan, base)
    return [watched(wide, base), watched(narrow, base, "beds"), watched(some, some_base, "hours_per_hold")]


def first_by_definition(series: list[Watched], precision: Precision) -> int | None:
    """The algorithm as the paper has it, one replication after the other, from the intervals of the results."""
    lasted = 0
    for done in range(precision.least, len(series[0].base) + 1):
        lasted = lasted + 1 if all(is_narrow(one, precision) for one in until(series, done)) else 0
        if lasted > precision.further(done - lasted + 1):
            return done - lasted + 1
    return None


def is_narrow(one: Watched, precision: Precision) -> bool:
    found = interval(one.differences)
    if found.high is None or np.isfinite(one.differences).sum() < precision.least:
        return False
    return found.high - found.mean <= precision.share * abs(interval(one.base).mean)


def test_stop_by_hand() -> None:
    """7 values, 9 four times: deviation 1.0690, t(0.975, 6) = 2.4469, so 0.9887 of about 10; 6 values give 1.150."""
    assert stopping_point([watched(ALTERNATING[:11])], TENTH) is None
    stop = stopping_point([watched(ALTERNATING[:12])], TENTH)
    assert stop is not None
    assert (stop.reason, stop.replications, stop.confirmed_at) == (PRECISE, 7, 12)
    (found,) = stop.found
    assert (found.known, found.base_mean, found.within) == (7, 10, True)
    assert (found.half_width, found.share) == pytest.approx((0.9887, 0.09887), abs=5e-5)


def test_narrow_by_luck_does_not_last() -> None:
    """Three alike, then one that is not: a stop at 3 for who does not look ahead, and later for who does."""
    values = np.concatenate([[10.0, 10.01, 9.99, 14.0], ALTERNATING])
    hasty = stopping_point([watched(values)], replace(TENTH, look_ahead=0))
    careful = stopping_point([watched(values)], TENTH)
    assert hasty is not None
    assert careful is not None
    assert (hasty.replications, hasty.confirmed_at) == (3, 3)
    assert careful.replications > 10


@pytest.mark.parametrize(("replications", "further"), [(3, 5), (100, 5), (119, 5), (120, 6), (250, 12), (1000, 50)])
def test_how_far_to_look_ahead(replications: int, further: int) -> None:
    """kLimit = 5 up to 100 replications, 5 for each 100 above, rounded down."""
    assert Precision().further(replications) == further


@pytest.mark.parametrize("seed", range(25))
def test_the_stop_is_that_of_the_definition(seed: int) -> None:
    series, precision = random_watched(seed, 200), Precision(0.06, most=200)
    stop = stopping_point(series, precision)
    assert stop is not None
    assert (stop.replications if stop.reason == PRECISE else None) == first_by_definition(series, precision)


@pytest.mark.parametrize("seed", range(8))
def test_values_after_the_window_change_nothing_and_before_its_end_nothing_is_decided(seed: int) -> None:
    series, precision = random_watched(seed), Precision(0.12, most=60)
    stop = stopping_point(series, precision)
    assert stop is not None
    assert stop.confirmed_at is not None
    for one in series:
        one.differences[stop.confirmed_at :] = 1e6
    assert stopping_point(series, precision) == stop
    assert stopping_point(until(series, stop.confirmed_at), precision) == stop
    assert stopping_point(until(series, stop.confirmed_at - 1), precision) is None


@pytest.mark.parametrize("seed", range(8))
def test_rounds_end_at_the_same_stop_as_one_replication_after_the_other(seed: int) -> None:
    """In few rounds, each larger than the one before, none beyond the most."""
    series, precision = random_watched(seed, 400), Precision(0.045, most=400)
    one_by_one = next(stop for size in range(1, 401) if (stop := stopping_point(until(series, size), precision)))
    sizes = [replications_to_try([], precision)]
    while (stop := stopping_point(until(series, sizes[-1]), precision)) is None:
        sizes.append(replications_to_try(until(series, sizes[-1]), precision))
    assert stop == one_by_one
    assert sizes == sorted(set(sizes))
    assert len(sizes) <= 10
    assert all(after <= GROWTH * before for before, after in pairwise(sizes))


def test_the_first_round_is_long_enough_for_the_earliest_stop() -> None:
    assert replications_to_try([], TENTH) == 8
    assert replications_to_try([watched(ALTERNATING[:2])], TENTH) == 8


def test_a_round_by_hand() -> None:
    """8 replications of share 0.0894 of which 0.05 is asked: 8 x (0.0894 / 0.05)^2 = 25.6, and 5 to look ahead."""
    assert replications_to_try([watched(ALTERNATING[:8])], Precision(0.05)) == 26 + 5


def test_a_round_that_only_confirms() -> None:
    """Narrow enough since 7, so 12 are looked at."""
    assert replications_to_try([watched(ALTERNATING[:10])], TENTH) == 12


def test_a_difference_always_the_same_is_known_to_the_last_bit() -> None:
    stop = stopping_point([watched(np.full(8, 0.1), 0.0)], Precision())
    assert stop is not None
    assert stop.found[0].share == 0


def test_replications_without_such_people_are_left_out() -> None:
    """The same stop as without them, that many replications later."""
    gaps = np.concatenate([[np.nan] * 4, ALTERNATING])
    stop = stopping_point([watched(gaps, np.where(np.isnan(gaps), np.nan, 10.0))], TENTH)
    assert stop is not None
    assert (stop.replications, stop.found[0].known, stop.found[0].base_mean) == (11, 7, 10)


@pytest.mark.parametrize("size", [0, 1, 2])
def test_fewer_than_the_least_decide_nothing(size: int) -> None:
    assert stopping_point([watched(np.zeros(size))], Precision()) is None


def test_large_means_do_not_blur_the_spread() -> None:
    """A million with a deviation of a thousandth has the same half-width as without the million."""
    small, large = (watched(values, 1.0) for values in (ALTERNATING * 1e-3, 1e6 + ALTERNATING * 1e-3))
    halves = [stopped_by(MOST, [one], TENTH).found[0].half_width for one in (small, large)]
    assert halves[1] == pytest.approx(halves[0], rel=1e-6)


def test_differences_of_other_replications_are_refused() -> None:
    rule = "all differences watched must be of the same replications, and there must be one or more"
    for series in ([], [watched(np.zeros(3)), watched(np.zeros(4))]):
        with pytest.raises(ValueError, match=rule):
            stopping_point(series, Precision())


def test_every_broken_rule_of_what_is_asked_is_told() -> None:
    with pytest.raises(ValueError, match="share") as caught:
        Precision(0.0, measures=("beds", "beds"), most=4, look_ahead=-1, least=1)
    assert str(caught.value) == (
        "share must be above 0 and below 1; no measure may be named twice; least must be 2 or more; "
        "look_ahead must be 0 or more"
    )
    with pytest.raises(ValueError, match="most must leave room for least and look_ahead"):
        Precision(most=7)


def test_how_many_would_do_falls_with_the_square() -> None:
    found = Found("opt-out", "beds", 10, 0.4, 10.0, 0.04, False)
    assert needed_for(found, 10, 0.02) == 40
    assert needed_for(replace(found, share=None), 10, 0.02) is None
