"""Costs: bars add up to the summary, at the headline price, with their payer named."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from simulator.views.figures.costs import costs
from tests.views.made_tables import chosen, made_tables, rectangles, tables_of, title, words


@pytest.mark.parametrize("case", ["shipped", "six years"])
def test_cost_bars_add_up_to_the_summary(case: str) -> None:
    by_item, by_price = costs(tables_of(case)).axes
    ends: dict[float, float] = {}
    for patch in rectangles(by_item):
        ends[round(patch.get_y(), 6)] = max(ends.get(round(patch.get_y(), 6), 0.0), patch.get_x() + patch.get_width())
    policies = tables_of(case).summary["policies"].values()
    expected = [policy[name]["mean"] for policy in policies for name in ("local_net_cost_usd", "federal_cost_usd")]
    assert [ends[place] for place in sorted(ends)] == pytest.approx(expected)
    widths = [bar.get_width() for bar in rectangles(by_price)]
    prices = ("short_run", "step", "average")
    totals = [policy[f"local_net_cost_{price}_usd"]["mean"] for policy in policies for price in prices]
    assert widths == pytest.approx(totals)


def test_costs_of_one_policy_stack_the_items_worked_out_by_hand() -> None:
    by_item, _ = costs(tables_of("base only")).axes
    widths = [bar.get_width() for bar in rectangles(by_item)]
    assert [width for width in widths if width] == pytest.approx([3850, 46500, 234 * 30, 4500, 186 * 15, 18600])


def test_costs_are_at_the_headline_price() -> None:
    tables = made_tables(chosen("as-is", "decline-all-detainers"))
    assert "By item, short-run price" in words(costs(tables))
    figure = costs(replace(tables, labels=replace(tables.labels, headline_bed_price="average")))
    assert "By item, average price" in words(figure)
    assert rectangles(figure.axes[0])[0].get_width() == pytest.approx(385 * 90)


def test_costs_name_the_payer_of_the_jail() -> None:
    assert "Total local and state cost by price" in words(costs(tables_of("several agencies")))
    figure = costs(tables_of("state pays"))
    assert "Total state cost by price" in words(figure)
    assert title(figure) == "Opt out of sharing = Not activated: about $46,830 less state cost a year in Example County"


def test_labels_with_dollar_signs_stay_as_written() -> None:
    shown = re.sub(r"\s+", " ", words(costs(tables_of("six, long labels"))))
    assert "ICE pays $90" in shown
