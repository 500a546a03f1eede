"""Differences from the place as it is: drawn where the summary says, no change said in words."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.runs.tables import RunTables
from simulator.views.figures.differences import differences
from tests.views.made_tables import tables_of, title, words


def test_differences_stand_where_the_summary_says(shipped: RunTables) -> None:
    names = ("detainers", "hold_days", "added_pretrial_days", "local_net_cost_usd")
    for axes, name in zip(differences(shipped).axes, names, strict=True):
        entries = [measures[name] for measures in shipped.summary["differences"].values()]
        markers = [line for line in axes.lines if line.get_marker() != "None"]
        drawn = [np.asarray(line.get_xdata()).tolist() for line in markers]
        assert [ends[0] for ends in drawn] == pytest.approx([entry["mean"] for entry in entries])
        bars = [np.asarray(line.get_xdata()).tolist() for line in axes.lines[1:] if line.get_marker() == "None"]
        assert bars == [[entry["low"], entry["high"]] for entry in entries if entry["mean"]]


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
