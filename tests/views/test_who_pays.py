"""Who pays: a bar for each payer, as the summary has it."""

from __future__ import annotations

import pytest

from simulator.runs.tables import RunTables
from simulator.views.figures.who_pays import who_pays
from tests.views.made_tables import rectangles, tables_of, title, words

MEASURES = ("local_net_cost_usd", "state_cost_usd", "federal_cost_usd", "person_cost_usd")


@pytest.mark.parametrize("case", ["shipped", "several agencies", "one replication"])
def test_bars_are_the_differences_of_the_summary(case: str) -> None:
    (axes,) = who_pays(tables_of(case)).axes
    differences = tables_of(case).summary["differences"]
    shown = ("opt-out-of-sharing", "opt-out-of-receiving", "decline-all-detainers")  # not activated coincides
    names = [name for name in MEASURES if case == "several agencies" or name != "state_cost_usd"]
    expected = [differences[policy][name]["mean"] for policy in shown for name in names]
    assert [bar.get_width() for bar in rectangles(axes)] == pytest.approx(expected)


def test_numbers_have_their_sign_and_interval(shipped: RunTables) -> None:
    shown = words(who_pays(shipped))
    assert "-$4,500 (" in shown
    assert "no change" in shown
    assert "+$55,400 (" in words(who_pays(tables_of("nobody known")))


def test_payments_between_payers_stand_on_both_sides(shipped: RunTables) -> None:
    # Sharing: 134 fewer transfers of $100, and 3,250 fewer days for which SCAAP pays $2.
    bars = [bar.get_width() for bar in rectangles(who_pays(shipped).axes[0])]
    assert bars[1] == pytest.approx(-13_400 - 6_500)
    assert bars[0] == pytest.approx(-46_830 + 6_500)


def test_the_title_tells_the_largest_first() -> None:
    assert title(who_pays(tables_of("state pays"))) == (
        "Opt out of sharing = Not activated in Example County: about $282,000 less in lost wages, $40,300 less state "
        "cost and $19,900 less federal cost a year"
    )


def test_who_pays_needs_another_policy() -> None:
    with pytest.raises(ValueError, match="this run has only the place as it is"):
        who_pays(tables_of("base only"))
