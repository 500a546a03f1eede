"""The waterfall: from one cost to the other, each step where the one above it ends."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.runs.tables import RunTables
from simulator.views.figures.waterfall import waterfall
from tests.views.made_tables import rectangles, tables_of, title, words


def test_steps_lead_from_one_cost_to_the_other(shipped: RunTables) -> None:
    (axes,) = waterfall(shipped, "opt-out-of-sharing").axes
    first, *steps, last = rectangles(axes)
    policies = shipped.summary["policies"]
    assert first.get_width() == pytest.approx(policies["as-is"]["local_net_cost_usd"]["mean"])
    assert last.get_width() == pytest.approx(policies["opt-out-of-sharing"]["local_net_cost_usd"]["mean"])
    reached = first.get_width()
    for step in steps:
        assert step.get_x() == pytest.approx(reached)
        reached += step.get_width()
    assert reached == pytest.approx(last.get_width())


def test_steps_worked_out_by_hand_stand_the_largest_first(shipped: RunTables) -> None:
    (axes,) = waterfall(shipped, "opt-out-of-sharing").axes
    steps = [bar.get_width() for bar in rectangles(axes)[1:-1]]
    added, scaap, paperwork = -3250 * 10, 3250 * 2, -169 * 30
    assert steps == pytest.approx([added, scaap, paperwork, -4500, -275 * 10, -134 * 15])
    assert "from $46,500 to $14,000" in words(axes.figure)  # type: ignore[arg-type]  # never a part of another figure


def test_items_that_do_not_change_are_left_out(shipped: RunTables) -> None:
    figure = waterfall(shipped, "opt-out-of-receiving")
    assert len(rectangles(figure.axes[0])) == 3
    assert "Hold days" not in words(figure)


def test_the_interval_is_that_of_the_difference(shipped: RunTables) -> None:
    (axes,) = waterfall(shipped, "opt-out-of-sharing").axes
    base = shipped.summary["policies"]["as-is"]["local_net_cost_usd"]["mean"]
    entry = shipped.summary["differences"]["opt-out-of-sharing"]["local_net_cost_usd"]
    ends = [np.asarray(line.get_xdata()) for line in axes.lines if np.ptp(np.asarray(line.get_xdata()))]
    assert ends[-1] == pytest.approx([base + entry["low"], base + entry["high"]])


def test_the_title_names_the_item_that_matters_most(shipped: RunTables) -> None:
    assert title(waterfall(shipped, "decline-all-detainers")).endswith("above all $23,500 less for added pretrial days")
    assert "above all" not in title(waterfall(shipped, "opt-out-of-receiving"))


def test_the_title_names_what_runs_against_it() -> None:
    # 3,250 days of $10 less; $25,000 once and 3,250 x $2 of SCAAP more.
    found = title(waterfall(tables_of("paid once")))
    assert found.endswith("Example County: $32,500 less for added pretrial days, but $31,500 more for others")


def test_what_is_paid_once_is_a_step_up() -> None:
    (axes,) = waterfall(tables_of("paid once")).axes
    assert any(bar.get_width() == pytest.approx(25_000) for bar in rectangles(axes))


def test_a_waterfall_needs_another_policy(shipped: RunTables) -> None:
    with pytest.raises(ValueError, match="this run has only the place as it is"):
        waterfall(tables_of("base only"))
    with pytest.raises(ValueError, match="compares a policy with 'as-is'; choose one of opt-out-of-sharing"):
        waterfall(shipped, "as-is")
    with pytest.raises(ValueError, match="no policy 'sharing'"):
        waterfall(shipped, "sharing")
