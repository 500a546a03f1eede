"""Differences from the place as it is: drawn where the summary says, no change said in words."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest

from simulator.runs.tables import RunTables
from simulator.views.figures.differences import CHANCE_POINTS, differences
from tests.views.made_tables import tables_of, title, words


def test_differences_stand_where_the_summary_says(shipped: RunTables) -> None:
    names = ("detainers", "hold_days", "added_pretrial_days", "local_net_cost_usd")
    for axes, name in zip(differences(shipped).axes, names, strict=True):
        entries = [measures[name] for measures in shipped.summary["differences"].values()]
        points = [line for line in axes.lines if line.get_marker() in ("o", "s", "^", "D", "v")]
        assert [np.asarray(line.get_xdata())[0] for line in points] == pytest.approx([e["mean"] for e in entries])
        thick = [np.asarray(line.get_xdata()).tolist() for line in axes.lines if line.get_linewidth() == CHANCE_POINTS]
        assert thick == [[entry["low"], entry["high"]] for entry in entries if entry["mean"]]


def test_what_is_not_known_about_prices_is_a_thin_line_of_its_own(shipped: RunTables) -> None:
    *days, cost = differences(shipped).axes
    entries = [measures["local_net_cost_usd"] for measures in shipped.summary["differences"].values()]
    thin = [bar.get_segments()[0][:, 0].tolist() for bar in cost.collections]  # type: ignore[attr-defined]
    assert thin == [pytest.approx([entry["unknowns_low"], entry["unknowns_high"]]) for entry in entries]
    assert not any(axes.collections for axes in days)
    shown = words(differences(shipped))
    assert "-$80,700 to -$20,200" in shown
    assert "Thin lines and italics, under local cost: what is not known about prices" in shown


def test_a_direction_that_prices_can_turn_is_named(shipped: RunTables) -> None:
    assert "the direction can turn" not in words(differences(shipped))
    summary = deepcopy(shipped.summary)
    summary["differences"]["opt-out-of-sharing"]["local_net_cost_usd"]["unknowns_high"] = 9.0
    turned = differences(replace(shipped, summary=summary))
    assert "Within them the direction can turn: Opt out of sharing." in words(turned)


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
