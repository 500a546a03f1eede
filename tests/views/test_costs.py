"""Costs: bars add up to the summary, at the headline price, with their payer named."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import pytest
from matplotlib.axes import Axes

from simulator.views.figures.costs import costs
from tests.views.made_tables import chosen, made_tables, rectangles, tables_of, title, words

PAID = -4650 * 2
"""What SCAAP pays as it is, worked out by hand."""


def nets(axes: Axes) -> list[float]:
    """The sum of the parts of each bar, from the top."""
    sums: dict[float, float] = defaultdict(float)
    for patch in rectangles(axes):
        sums[round(patch.get_y(), 6)] += patch.get_width()
    return [sums[place] for place in sorted(sums)]


@pytest.mark.parametrize("case", ["two", "paid once, six years"])
def test_cost_bars_add_up_to_the_summary(case: str) -> None:
    by_item, by_price, beside = costs(tables_of(case)).axes
    policies = tables_of(case).summary["policies"].values()
    assert nets(by_item) == pytest.approx([policy["local_net_cost_usd"]["mean"] for policy in policies])
    prices = ("short_run", "step", "average")
    totals = [policy[f"local_net_cost_{price}_usd"]["mean"] for policy in policies for price in prices]
    assert [bar.get_width() for bar in rectangles(by_price)] == pytest.approx(totals)
    others = [policy[name]["mean"] for policy in policies for name in ("federal_cost_usd", "person_cost_usd")]
    assert [bar.get_width() for bar in rectangles(beside)] == pytest.approx(others)


def test_costs_of_one_policy_stack_the_items_worked_out_by_hand() -> None:
    by_item = costs(tables_of("base only")).axes[0]
    widths = [bar.get_width() for bar in rectangles(by_item)]
    assert widths == pytest.approx([3850, 46500, 234 * 30, 4500, 186 * 15, PAID])


def test_what_the_jail_is_paid_stands_left_of_zero() -> None:
    by_item = costs(tables_of("base only")).axes[0]
    paid = rectangles(by_item)[-1]
    assert (paid.get_x(), paid.get_width()) == pytest.approx((0, PAID))
    assert by_item.get_xlim()[0] < PAID
    assert "net $55,400" in words(by_item.figure)  # type: ignore[arg-type]  # never a part of another figure


def test_policies_that_cost_the_same_share_a_bar() -> None:
    figure = costs(tables_of("shipped"))
    assert "Opt out of sharing = Not activated" in words(figure)
    assert len(nets(figure.axes[0])) == 4


def test_what_is_there_under_every_policy_is_in_the_note_alone() -> None:
    shown = words(costs(tables_of("base only")))
    # 7,934 bookings of $12 each.
    assert "In no bar, because it is there under every policy: fingerprinting (about $95,200 a year)." in shown
    assert "Fingerprinting" not in shown


def test_small_items_stand_together_and_are_named() -> None:
    policies = chosen("as-is", "opt-out-of-sharing")
    policies["as-is"] = ("As is", replace(policies["as-is"][1], answers_seen=20, transferred=10, lapsed=196))
    figure = costs(made_tables(policies))
    assert "Other items: answering and handover." in words(figure)
    # 20 answers of a quarter of an hour, 10 handovers of half an hour.
    assert any(bar.get_width() == pytest.approx(150 + 150) for bar in rectangles(figure.axes[0]))


def test_costs_are_at_the_headline_price() -> None:
    tables = made_tables(chosen("as-is", "decline-all-detainers"))
    assert "by item, short-run price" in words(costs(tables))
    figure = costs(replace(tables, labels=replace(tables.labels, headline_bed_price="average")))
    assert "by item, average price" in words(figure)
    assert rectangles(figure.axes[0])[0].get_width() == pytest.approx(385 * 90)


def test_costs_name_the_payer_of_the_jail() -> None:
    assert "Local and state cost by price" in words(costs(tables_of("several agencies")))
    figure = costs(tables_of("state pays"))
    assert "State cost by price" in words(figure)
    assert title(figure) == "Opt out of sharing = Not activated: about $40,300 less state cost a year in Example County"


def test_labels_with_dollar_signs_stay_as_written() -> None:
    shown = re.sub(r"\s+", " ", words(costs(tables_of("eight, long labels"))))
    assert "ICE pays $90" in shown
