"""Detainers by month: mean and interval of each policy, and a title that gives number and direction."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.experiments.intervals import interval
from simulator.runs.tables import RunTables
from simulator.views.figures.detainers_by_month import detainers_by_month
from tests.views.made_tables import SHIPPED, chosen, made_tables, tables_of, title, words


def test_months_show_the_mean_and_interval_of_each_distinct_policy(shipped: RunTables) -> None:
    (axes,) = detainers_by_month(shipped).axes
    rows = shipped.replications[shipped.replications["measure"] == "detainers"]
    for container, policy in zip(axes.containers, ("as-is", "opt-out-of-sharing"), strict=True):
        table = rows[rows["policy"] == policy].pivot_table("value", "month", "replication", "sum")
        expected = [interval(row) for row in table.to_numpy()]
        line, _, (bars,) = container
        assert line.get_ydata() == pytest.approx([one.mean for one in expected])
        ends = np.array([segment[:, 1] for segment in bars.get_segments()])
        assert ends[:, 0] == pytest.approx([one.low for one in expected])
        assert ends[:, 1] == pytest.approx([one.high for one in expected])


def test_months_name_policies_that_coincide_in_one_label(shipped: RunTables) -> None:
    shown = words(detainers_by_month(shipped))
    assert "As is = Opt out of receiving" in shown
    assert "Opt out of sharing = Not activated" in shown


def test_months_add_up_agencies() -> None:
    one, three = tables_of("shipped"), made_tables(SHIPPED, agencies=("one", "two", "three"))
    (alone,), (together,) = detainers_by_month(one).axes, detainers_by_month(three).axes
    assert together.containers[0][0].get_ydata() == pytest.approx(alone.containers[0][0].get_ydata())


def test_months_that_are_parts_are_said() -> None:
    assert "parts of a month" in words(detainers_by_month(tables_of("partial months")))
    assert "parts of a month" not in words(detainers_by_month(tables_of("shipped")))


def with_difference(mean: float, low: float | None, high: float | None) -> RunTables:
    tables = made_tables(chosen("as-is", "opt-out-of-sharing"))
    entry = {"mean": mean, "low": low, "high": high}
    tables.summary["differences"]["opt-out-of-sharing"] = dict.fromkeys(
        tables.summary["differences"]["opt-out-of-sharing"], entry
    )
    return tables


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        ((-168.3, -173.0, -163.0), "Opt out of sharing: about 168 fewer detainers a year in Example County"),
        ((1234.4, 1200.0, 1300.0), "Opt out of sharing: about 1,234 more detainers a year in Example County"),
        ((-2.04, None, None), "Opt out of sharing: about 2.0 fewer detainers a year in Example County"),
        (
            (2.0, -1.0, 5.0),
            "Opt out of sharing: no clear change in detainers (about 2.0 more a year) in Example County",
        ),
        ((-0.03, -0.04, -0.02), "Opt out of sharing: under 0.1 fewer detainers a year in Example County"),
        (
            (0.0, -1.0, 1.0),
            "No policy clearly changes the number of detainers in Example County: about 234 detainers a year",
        ),
        ((0.0, 0.0, 0.0), "No policy changes the number of detainers in Example County: about 234 detainers a year"),
    ],
)
def test_title_gives_number_and_direction(difference: tuple[float, float | None, float | None], expected: str) -> None:
    assert title(detainers_by_month(with_difference(*difference))) == expected
