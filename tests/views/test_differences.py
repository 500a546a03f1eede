"""Differences from the place as it is: drawn where the summary says, no change said in words."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simulator.runs.tables import RunTables
from simulator.views.figures.differences import APART, CHANCE_POINTS, UNKNOWNS_POINTS, differences
from tests.views.made_tables import tables_of, title, words


def test_differences_stand_where_the_summary_says(shipped: RunTables) -> None:
    names = ("detainers", "hold_days", "added_pretrial_days", "local_net_cost_usd")
    for axes, name in zip(differences(shipped).axes, names, strict=True):
        entries = [measures[name] for measures in shipped.summary["differences"].values()]
        points = [line for line in axes.lines if line.get_marker() in ("o", "s", "^", "D", "v")]
        assert [np.asarray(line.get_xdata())[0] for line in points] == pytest.approx([e["mean"] for e in entries])
        thick = [np.asarray(line.get_xdata()).tolist() for line in axes.lines if line.get_linewidth() == CHANCE_POINTS]
        assert thick == [[entry["low"], entry["high"]] for entry in entries if entry["mean"]]


def thin_lines(axes: Axes) -> list[Line2D]:
    """Level ones; the upright one is at zero."""
    thin = [line for line in axes.lines if line.get_linewidth() == UNKNOWNS_POINTS]
    return [line for line in thin if np.ptp(np.asarray(line.get_ydata())) == 0]


@pytest.mark.parametrize(("kind", "style", "row"), [("unknowns", "-", 1), ("both", "--", 2)])
def test_what_is_not_known_is_a_thin_line_of_its_own_and_both_a_dashed_one(
    shipped: RunTables, kind: str, style: str, row: int
) -> None:
    names = ("detainers", "hold_days", "added_pretrial_days", "local_net_cost_usd")
    for axes, name in zip(differences(shipped).axes, names, strict=True):
        entries = [measures[name] for measures in shipped.summary["differences"].values()]
        found = [
            (np.asarray(line.get_xdata()).tolist(), set(np.asarray(line.get_ydata()).tolist()))
            for line in axes.lines
            if line in thin_lines(axes) and line.get_linestyle() == style
        ]
        assert found == [
            ([entry[f"{kind}_low"], entry[f"{kind}_high"]], {place + row * APART})
            for place, entry in enumerate(entries)
            if entry["mean"]
        ]


def test_the_three_intervals_are_written_out_and_explained(shipped: RunTables) -> None:
    shown = words(differences(shipped))
    cost = shipped.summary["differences"]["opt-out-of-sharing"]["local_net_cost_usd"]
    assert "-$80,700 to -$20,200" in shown
    assert (cost["unknowns_low"], cost["unknowns_high"]) == pytest.approx((-80_700, -20_200), abs=50)
    assert (
        "Thin lines and italics: what is not known about the inputs, 95 % of 100 draws of 12 numbers, tables and dates "
        "from their ranges. Dashed, with the last small numbers: both." in shown
    )


@pytest.mark.parametrize("draws", [0, 19])
def test_of_a_run_without_such_intervals_nothing_is_said_or_drawn(shipped: RunTables, draws: int) -> None:
    summary = deepcopy(shipped.summary)
    summary["unknowns"]["draws"] = draws
    for numbers in summary["differences"].values():
        for entry in numbers.values():
            entry |= dict.fromkeys(("unknowns_low", "unknowns_high", "both_low", "both_high"))
    bare = differences(replace(shipped, summary=summary))
    assert "Thin lines" not in words(bare)
    assert not [line for axes in bare.axes for line in thin_lines(axes)]


def test_a_direction_that_the_inputs_can_turn_is_named(shipped: RunTables) -> None:
    assert "the cost can go either way" not in words(differences(shipped))
    summary = deepcopy(shipped.summary)
    summary["differences"]["opt-out-of-sharing"]["local_net_cost_usd"]["unknowns_high"] = 9.0
    turned = differences(replace(shipped, summary=summary))
    assert "Within them the cost can go either way: Opt out of sharing." in words(turned)


def test_a_difference_of_exactly_zero_is_said_in_words(shipped: RunTables) -> None:
    texts = [text.get_text() for text in differences(shipped).texts]
    assert texts.count("no change") == 4  # receiving: all but cost; declining: detainers
    assert "-169" in texts
    assert "-$4,500" in texts


def test_differences_need_a_second_policy() -> None:
    with pytest.raises(ValueError, match="compares policies, and this run has only the place as it is"):
        differences(tables_of("base only"))


def test_a_change_that_leaves_some_numbers_alone_says_so() -> None:
    assert title(differences(tables_of("coinciding"))) == (
        "Opt out of receiving in Example County: about $4,500 less local cost a year; "
        "no change in detainers, hold days or added pretrial days"
    )


def test_differences_show_the_states_cost_where_it_pays_for_all_jails() -> None:
    figure = differences(tables_of("state pays"))
    assert "State cost" in words(figure)
    assert "Local cost" not in words(figure)
    assert "Local cost" in words(differences(tables_of("several agencies")))
