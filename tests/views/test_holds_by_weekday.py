"""Holds by weekday: median and range, from counts in bins."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.runs.tables import RunTables
from simulator.views.figures.bins import Bins
from simulator.views.figures.holds_by_weekday import holds_by_weekday
from tests.views.made_tables import rectangles, tables_of, words


def test_holds_show_median_and_range_of_each_weekday(shipped: RunTables) -> None:
    first, second = holds_by_weekday(shipped).axes
    boxes = rectangles(first)
    # Half of Monday's holds lie in 20-22 hours, half in 40-42: 10 % at 20.4, 50 % at 22, 90 % at 41.6.
    assert (boxes[0].get_y(), boxes[0].get_y() + boxes[0].get_height()) == pytest.approx((20.4, 41.6))
    assert [np.asarray(line.get_ydata())[0] for line in first.lines] == pytest.approx([22, 24, 26, 28, 30, 32, 34])
    assert first.get_xticklabels()[0].get_text() == "Mon\n29"
    assert second.get_xticklabels()[0].get_text() == "Mon\n8.0"
    assert holds_by_weekday(tables_of("six years")).axes[0].get_xticklabels()[0].get_text() == "Mon\n29"
    assert "Nobody is held under: Decline all detainers." in words(holds_by_weekday(shipped))


def test_quantiles_worked_out_by_hand() -> None:
    bins = Bins(np.array([0.0, 2.0, 4.0, 10.0]), np.array([1.0, 0.0, 3.0]))
    assert [bins.quantile(share) for share in (0.125, 0.25, 0.5, 1.0)] == pytest.approx([1.0, 2.0, 6.0, 10.0])
