"""The tornado: bars from the table, the widest first, with the ends of each range beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pandas as pd
import pytest
from pydantic import BaseModel

from simulator.runs.tables import RunTables
from simulator.scenario.costs import Costs
from simulator.scenario.quantities import Quantity
from simulator.views.figures.input_names import NAMES, amount_in_words, input_name, stated_in_words
from simulator.views.figures.tornado import swings_of, tornado
from tests.views.made_tables import rectangles, tables_of, title, words

POLICY, MEASURE = "opt-out-of-sharing", "local_net_cost_usd"


def with_swings(tables: RunTables, count: int, *, offset: float = 0.0) -> RunTables:
    """Rows of as many numbers, each of which moves the difference by its place."""
    first = tables.tornado[tables.tornado["policy"] == POLICY].iloc[0]
    rows = [
        first.to_dict()
        | {
            "input": f"number_{number}",
            "difference_at_low_usd": first["difference_usd"] - number - offset,
            "difference_at_high_usd": first["difference_usd"] + number,
        }
        for number in range(count)
    ]
    return replace(tables, tornado=pd.DataFrame(rows))


def test_bars_reach_from_the_stated_difference_to_its_ends(shipped: RunTables) -> None:
    (axes,) = tornado(shipped, POLICY).axes
    rows = shipped.tornado[(shipped.tornado["policy"] == POLICY)].set_index("input")
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in rectangles(axes)]
    expected = [
        (rows.loc[name, "difference_usd"], rows.loc[name, f"difference_at_{end}_usd"])
        for name in ("bed_day.short_run", "staff_hour")
        for end in ("high", "low")  # the wider part first
    ]
    assert ends == [pytest.approx(pair) for pair in expected]


def test_the_ends_of_the_range_stand_beside_the_bar(shipped: RunTables) -> None:
    (axes,) = tornado(shipped, POLICY).axes
    found = {text.get_text(): text.xy for text in axes.texts}  # type: ignore[attr-defined]  # those with an arrow have a place
    row = shipped.tornado[shipped.tornado["policy"] == POLICY].set_index("input").loc["bed_day.short_run"]
    assert found["$5"] == pytest.approx((row["difference_at_low_usd"], 0))
    assert found["$20"] == pytest.approx((row["difference_at_high_usd"], 0))
    assert "A jail day, short-run price stated: $10 a day" in words(tornado(shipped, POLICY))


def test_ten_are_shown_the_widest_first_and_the_rest_counted(shipped: RunTables) -> None:
    tables = with_swings(shipped, 14)
    (axes,) = tornado(tables, POLICY).axes
    assert len(rectangles(axes)) == 20
    assert [swing.path for swing in swings_of(tables.tornado, POLICY, MEASURE)][:2] == ["number_13", "number_12"]
    shown = words(axes.figure)  # type: ignore[arg-type]  # never a part of another figure
    assert "Not shown: 3 more that move it less. 1 other numbers with a range do not move it." in shown


def test_the_title_says_where_the_sign_turns(shipped: RunTables) -> None:
    assert "between $22,700 and $75,600 less local cost" in title(tornado(shipped, POLICY))
    assert "between $50,600 less and $2,300 more local cost" in title(tornado(tables_of("paid once")))


def test_without_ranges_the_figure_says_so() -> None:
    assert "No number with a range moves the difference" in words(tornado(tables_of("no ranges")))
    with pytest.raises(ValueError, match="this run has only the place as it is"):
        tornado(tables_of("base only"))


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models that a field may hold, under whatever it is wrapped in."""
    if isinstance(annotation, type):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for part in get_args(annotation) for model in models_in(part)]


def paths_of(model: type[BaseModel], prefix: str = "") -> list[str]:
    """Every number that a section of the costs can have."""
    fields = model.model_fields.items()
    held = [(f"{prefix}{name}", inner) for name, field in fields for inner in models_in(field.annotation)]
    return [
        path
        for name, inner in held
        for path in ([name] if issubclass(inner, Quantity) else paths_of(inner, f"{name}."))
    ]


def test_every_number_of_the_costs_has_a_plain_name() -> None:
    assert set(paths_of(Costs)) == set(NAMES)
    assert input_name("a_new.long_number") == "A new, long number"


@pytest.mark.parametrize(
    ("value", "unit", "alone", "stated"),
    [
        (13.97, "USD/day", "$13.97", "$13.97 a day"),
        (359_700, "USD/year", "$360,000", "$360,000 a year"),
        (31.44, "USD/hour", "$31.44", "$31.44 an hour"),
        (1, "hours", "1", "1 hour"),
        (0.25, "hours", "0.25", "0.25 hours"),
        (0.08, "share", "8 %", "8 %"),
        (0.015, "share/year", "1.5 %", "1.5 % a year"),
    ],
)
def test_values_in_words(value: float, unit: str, alone: str, stated: str) -> None:
    assert amount_in_words(value, unit) == alone
    assert stated_in_words(value, unit) == stated
