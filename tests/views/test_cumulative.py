"""Cumulative cost: sums over the months, with what is paid once, and what is paid late."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.runs.tables import RunTables
from simulator.views.figures.cumulative import courses_of, cumulative, months_late
from simulator.views.figures.findings import LOCAL
from tests.views.made_tables import tables_of, title, words


def months_of(tables: RunTables) -> list[str]:
    return sorted(tables.ledger["month"].unique())


def test_lines_add_up_to_the_difference_of_the_summary(shipped: RunTables) -> None:
    courses = courses_of(shipped, months_of(shipped), LOCAL)
    for policy, course in courses.items():
        entry = shipped.summary["differences"][policy]["local_net_cost_usd"]
        assert course.in_all.mean() == pytest.approx(entry["mean"])
    line, beside = cumulative(shipped).axes[0].lines[0], cumulative(shipped).axes[1]
    assert np.asarray(line.get_ydata()) == pytest.approx(courses["opt-out-of-sharing"].by_month.mean(axis=1))
    interval, mean = beside.lines[0], beside.lines[1]
    entry = shipped.summary["differences"]["opt-out-of-sharing"]["local_net_cost_usd"]
    assert np.asarray(interval.get_ydata()) == pytest.approx([entry["low"], entry["high"]])
    assert np.asarray(mean.get_ydata()) == pytest.approx([entry["mean"]])


def test_what_scaap_pays_comes_two_years_later() -> None:
    tables = tables_of("six years")
    assert months_late(tables) == 24
    course = courses_of(tables, months_of(tables), LOCAL)["opt-out-of-sharing"]
    steps = np.diff(course.by_month.mean(axis=1), prepend=0.0)
    # A year: $46,830 less at once, and $6,500 less from SCAAP.
    assert steps[:24].sum() == pytest.approx(2 * -46_830)
    assert steps[24:].sum() == pytest.approx(4 * (-46_830 + 6_500))
    assert course.in_all.mean() - course.by_month[-1].mean() == pytest.approx(2 * 6_500)


def test_what_is_paid_once_stands_in_the_first_month() -> None:
    tables = tables_of("paid once")
    course = courses_of(tables, months_of(tables), LOCAL)["once"].by_month.mean(axis=1)
    assert course[0] == pytest.approx(25_000 - 46_830 / 12, rel=0.05)
    assert course[-1] == pytest.approx(25_000 - 46_830)
    assert title(cumulative(tables)).endswith("; more in all until March 2011")


def test_without_the_years_that_scaap_takes_nothing_is_moved() -> None:
    figure = cumulative(tables_of("no ranges"))
    assert len(figure.axes) == 1
    assert "What SCAAP pays stands in the month of booking too" in words(figure)
    assert np.asarray(figure.axes[0].lines[0].get_ydata())[-1] == pytest.approx(-40_330)


def test_one_replication_has_no_bands() -> None:
    assert cumulative(tables_of("shipped")).axes[0].collections
    assert not cumulative(tables_of("one replication")).axes[0].collections


def test_cumulative_needs_another_policy() -> None:
    with pytest.raises(ValueError, match="this run has only the place as it is"):
        cumulative(tables_of("base only"))
