"""The race: cumulative shares, and the share who had left."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.runs.tables import RunTables
from simulator.views.figures.race import race
from tests.views.made_tables import RACE_EDGES, RACE_SHARES, tables_of, title


def test_race_curves_are_cumulative_shares(shipped: RunTables) -> None:
    (axes,) = race(shipped).axes
    curves = [line for line in axes.lines if np.size(line.get_xdata()) == len(RACE_EDGES) - 1]
    for curve, shares in zip(curves, RACE_SHARES.values(), strict=True):
        assert curve.get_xdata() == pytest.approx(RACE_EDGES[1:])
        assert curve.get_ydata() == pytest.approx(100 * np.cumsum(shares), abs=0.2)


def test_race_names_the_share_who_had_left(shipped: RunTables) -> None:
    wanted = "As is: about 15 % of the people whom ICE wanted had left before its decision in Example County"
    assert title(race(shipped)) == wanted  # 40 of 274
    assert title(race(shipped, "opt-out-of-sharing")).startswith("Opt out of sharing: about 4.4 %")  # 3 of 68
    with pytest.raises(ValueError, match="no policy 'sharing'"):
        race(shipped, "sharing")


def test_race_starts_with_a_policy_under_which_ice_wants_anybody() -> None:
    assert title(race(tables_of("nobody known"))).startswith("More: about 15 %")
