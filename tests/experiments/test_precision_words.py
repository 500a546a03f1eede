"""What a stop is told as, in whole sentences and in the manifest."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from simulator.experiments.precision import (
    MOST,
    PRECISE,
    Found,
    Precision,
    Stop,
    replications_to_try,
    stopped_by,
    stopping_point,
)
from simulator.experiments.precision_words import for_manifest, in_words, percent
from tests.experiments.watched import ALTERNATING, TENTH, until, watched


def test_a_budget_of_replications_ends_first() -> None:
    """Nothing beyond the most is looked at, whatever it is."""
    precision = Precision(0.01, most=20)
    assert replications_to_try([watched(ALTERNATING[:19])], precision) == 20
    stop = stopping_point([watched(ALTERNATING)], precision)
    assert stop == stopping_point([watched(ALTERNATING[:20])], precision)
    assert stop is not None
    assert (stop.reason, stop.replications, stop.confirmed_at) == (MOST, 20, None)
    assert in_words(stop, precision) == (
        "Not enough replications: stopped at 20, the most allowed. Of 1 number watched, chance alone leaves 1 unsure "
        "by more than 1 % of the place as it is: detainers of opt-out, 4.8 % (about 470 replications would do)."
    )


def test_the_most_may_end_before_the_precision_is_confirmed() -> None:
    precision = replace(TENTH, most=10)
    stop = stopping_point([watched(ALTERNATING)], precision)
    assert stop is not None
    assert (stop.reason, stop.replications) == (MOST, 10)
    assert in_words(stop, precision) == (
        "Perhaps enough replications: stopped at 10, the most allowed. Chance alone leaves each number watched unsure "
        "by 10 % of the place as it is or less, but more replications were to confirm it. The widest is detainers of "
        "opt-out: 7.54 %. What is not known about the inputs stays as wide as it is."
    )


def test_time_may_end_first() -> None:
    """The widest is told first."""
    wide = watched(2 * ALTERNATING[:6], measure="beds")
    stop = stopped_by("time", [watched(ALTERNATING[:6]), wide], TENTH)
    assert (stop.reason, stop.replications) == ("time", 6)
    assert in_words(stop, TENTH, {"opt-out": "Opt out", "detainers": "Detainers"}) == (
        "Not enough replications: stopped at 6, when the time allowed was over. Of 2 numbers watched, chance "
        "alone leaves 2 unsure by more than 10 % of the place as it is: beds of Opt out, 23 % (about 32 replications "
        "would do); Detainers of Opt out, 11.5 % (about 8 replications would do)."
    )


def test_enough_in_words() -> None:
    stop = stopping_point([watched(ALTERNATING), watched(ALTERNATING / 3, measure="beds")], TENTH)
    assert stop is not None
    assert in_words(stop, TENTH) == (
        "Enough replications: after 7, chance alone leaves each number watched unsure by 10 % of the place as it is or "
        "less, and stays so for 5 more. The widest is detainers of opt-out: 9.89 %. What is not known about the inputs "
        "stays as wide as it is."
    )


def test_no_difference_at_all_is_known_at_once_even_where_the_place_has_none() -> None:
    stop = stopping_point([watched(np.zeros(8), 0.0), watched(np.zeros(8), 5.0)], Precision())
    assert stop is not None
    assert (stop.reason, stop.replications) == (PRECISE, 3)
    assert [(found.half_width, found.share) for found in stop.found] == [(0, 0), (0, 0)]
    assert in_words(stop, Precision()) == (
        "Enough replications: after 3, chance alone leaves each number watched unsure by 2 % of the place as it is or "
        "less, and stays so for 5 more. None of them varies. What is not known about the inputs stays as wide as it is."
    )


def test_a_share_of_nothing_cannot_be_told() -> None:
    """The place as it is has none, the policy some: the run goes on to its budget and says so."""
    precision = Precision(most=20)
    series = [watched(ALTERNATING[:20], 0.0), watched(np.zeros(20), measure="beds")]
    assert stopping_point(until(series, 19), precision) is None
    assert replications_to_try(until(series, 8), precision) == 20
    stop = stopping_point(series, precision)
    assert stop is not None
    assert stop.found[0] == Found("opt-out", "detainers", 20, stop.found[0].half_width, 0.0, None, False)
    assert in_words(stop, precision) == (
        "Not enough replications: stopped at 20, the most allowed. Of 2 numbers watched, chance alone leaves 1 unsure "
        "by more than 2 % of the place as it is: detainers of opt-out, which is no share of the place as it is "
        "while the mean there is 0."
    )


def test_what_exists_in_few_replications_is_not_known() -> None:
    """Two values alike are no precision where three are the least; none at all even less."""
    twice, never = np.full(20, np.nan), np.full(20, np.nan)
    twice[[4, 9]] = 2.0
    precision = Precision(most=20)
    stop = stopping_point([watched(twice, twice, "hours_per_hold"), watched(never, never, "beds")], precision)
    assert stop is not None
    assert stop.found == (
        Found("opt-out", "beds", 0, None, None, None, False),
        Found("opt-out", "hours_per_hold", 2, 0.0, 2.0, 0.0, False),
    )
    assert in_words(stop, precision) == (
        "Not enough replications: stopped at 20, the most allowed. Of 2 numbers watched, chance alone leaves 2 unsure "
        "by more than 2 % of the place as it is: beds of opt-out, which exists in none; hours_per_hold of opt-out, "
        "which exists in only 2 of 20 replications."
    )


def test_one_replication_and_no_more() -> None:
    stop = stopped_by("interrupt", [watched(np.array([4.0]))], Precision())
    assert stop == Stop("interrupt", 1, None, (Found("opt-out", "detainers", 1, None, 10.0, None, False),))
    assert in_words(stop, Precision()) == (
        "Not enough replications: stopped at 1, by the user. Of 1 number watched, chance alone leaves 1 unsure by more "
        "than 2 % of the place as it is: detainers of opt-out, which exists in only 1 of 1 replication."
    )


def test_what_the_manifest_holds() -> None:
    stop = stopping_point([watched(ALTERNATING), watched(np.full(60, np.nan), np.nan)], replace(TENTH, most=60))
    assert stop is not None
    kept = json.loads(json.dumps(for_manifest(stop, TENTH), allow_nan=False))
    assert kept == for_manifest(stop, TENTH)
    assert {key: kept[key] for key in ("stopped_by", "replications_used", "confirmed_at")} == {
        "stopped_by": "replications",
        "replications_used": 60,
        "confirmed_at": None,
    }
    assert kept["asked"] == {
        "share": 0.1,
        "measures": ["detainers", "local_net_cost_usd"],
        "most": 60,
        "look_ahead": 5,
        "least": 3,
    }
    assert [found["share"] is None for found in kept["differences"]] == [True, False]


@pytest.mark.parametrize(("share", "text"), [(0.02, "2 %"), (0.0184, "1.84 %"), (2.3, "230 %"), (123.4, "12,340 %")])
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_mean_next_to_nothing_needs_more_than_a_million() -> None:
    precision = Precision(most=20)
    stop = stopping_point([watched(ALTERNATING[:20], 1e-6)], precision)
    assert stop is not None
    assert in_words(stop, precision).endswith("48,017,265 % (more than a million replications would do).")
