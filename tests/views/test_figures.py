from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from simulator.experiments.intervals import interval
from simulator.runs.tables import RunTables
from simulator.views.figures import FIGURES, all_figures
from simulator.views.figures.bins import Bins
from simulator.views.figures.costs import costs
from simulator.views.figures.detainers_by_month import detainers_by_month
from simulator.views.figures.differences import differences
from simulator.views.figures.endings import BAR_INCHES, END_AT, WAYS, endings
from simulator.views.figures.holds_by_weekday import holds_by_weekday
from simulator.views.figures.race import race
from simulator.views.figures.style import text_inches, wrapped
from tests.views.made_tables import AS_IS, DECLINE, RACE_EDGES, RACE_SHARES, SHARING, Yearly, made_tables

RECEIVING = Yearly(**{**vars(AS_IS), "answers_seen": 0})
SHIPPED = {
    "as-is": ("As is", AS_IS),
    "opt-out-of-sharing": ("Opt out of sharing", SHARING),
    "opt-out-of-receiving": ("Opt out of receiving", RECEIVING),
    "not-activated": ("Not activated", SHARING),
    "decline-all-detainers": ("Decline all detainers", DECLINE),
}
LONG = "Hold for level 1 only if ICE pays $90 a day and $16 for meals, as the board asked in 2010"
SIX = {f"policy-{n}": (f"{n} {LONG}", Yearly(**{k: v * (1 + n / 5) for k, v in vars(AS_IS).items()})) for n in range(6)}


def chosen(*names: str) -> dict[str, tuple[str, Yearly]]:
    return {name: SHIPPED[name] for name in names}


def times(factor: float) -> dict[str, tuple[str, Yearly]]:
    return {
        name: (label, Yearly(**{key: value * factor for key, value in vars(yearly).items()}))
        for name, (label, yearly) in SHIPPED.items()
    }


CASES: dict[str, Callable[[], RunTables]] = {
    "shipped": lambda: made_tables(SHIPPED),
    "base only": lambda: made_tables(chosen("as-is")),
    "two": lambda: made_tables(chosen("as-is", "opt-out-of-sharing")),
    "coinciding": lambda: made_tables(chosen("as-is", "opt-out-of-receiving")),
    "six, long labels": lambda: made_tables(SIX, place=f"The County of {LONG}"),
    "one replication": lambda: made_tables(SHIPPED, replications=1),
    "nothing": lambda: made_tables(times(0)),
    "nothing, base only": lambda: made_tables({"as-is": ("As is", Yearly())}, replications=1),
    "nobody known": lambda: made_tables({"as-is": ("As is", Yearly(no_match=500)), "more": ("More", AS_IS)}),
    "rare": lambda: made_tables(times(0.002)),
    "many": lambda: made_tables(times(300)),
    "several agencies": lambda: made_tables(SHIPPED, agencies=("one", "two", "three"), state_pays=True),
    "state pays": lambda: made_tables(SHIPPED, state_pays=True),
    "six years": lambda: made_tables(SHIPPED, years=6),
    "partial months": lambda: made_tables(SHIPPED, months=13),
    "everyone known": lambda: made_tables({"as-is": ("As is", Yearly(no_action=30, transferred=70))}),
}


@cache
def tables_of(case: str) -> RunTables:
    return CASES[case]()


@pytest.fixture(scope="module")
def shipped() -> RunTables:
    return tables_of("shipped")


def title(figure: Figure) -> str:
    return figure.texts[0].get_text().replace("\n", " ")


def words(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.findobj(Text) if isinstance(text, Text)).replace("\n", " ")


# The numbers drawn are those of the tables


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


def test_differences_stand_where_the_summary_says(shipped: RunTables) -> None:
    names = ("detainers", "hold_days", "added_pretrial_days", "local_net_cost_usd")
    for axes, name in zip(differences(shipped).axes, names, strict=True):
        entries = [measures[name] for measures in shipped.summary["differences"].values()]
        markers = [line for line in axes.lines if line.get_marker() != "None"]
        assert [line.get_xdata()[0] for line in markers] == pytest.approx([entry["mean"] for entry in entries])
        bars = [list(line.get_xdata()) for line in axes.lines[1:] if line.get_marker() == "None"]
        assert bars == [[entry["low"], entry["high"]] for entry in entries if entry["mean"]]


def test_a_difference_of_exactly_zero_is_said_in_words(shipped: RunTables) -> None:
    texts = [text.get_text() for text in differences(shipped).texts]
    assert texts.count("no change") == 4  # receiving: all but cost; declining: detainers
    assert "-169" in texts
    assert "-$4,500" in texts


def test_differences_need_a_second_policy() -> None:
    with pytest.raises(ValueError, match="compares policies, and this run has only the place as it is"):
        differences(tables_of("base only"))


@pytest.mark.parametrize("case", ["shipped", "six years"])
def test_cost_bars_add_up_to_the_summary(case: str) -> None:
    by_item, by_price = costs(tables_of(case)).axes
    ends: dict[float, float] = {}
    for patch in by_item.patches:
        assert isinstance(patch, Rectangle)
        ends[round(patch.get_y(), 6)] = max(ends.get(round(patch.get_y(), 6), 0.0), patch.get_x() + patch.get_width())
    policies = tables_of(case).summary["policies"].values()
    expected = [policy[name]["mean"] for policy in policies for name in ("local_net_cost_usd", "federal_cost_usd")]
    assert [ends[place] for place in sorted(ends)] == pytest.approx(expected)
    widths = [patch.get_width() for patch in by_price.patches if isinstance(patch, Rectangle)]
    prices = ("short_run", "step", "average")
    totals = [policy[f"local_net_cost_{price}_usd"]["mean"] for policy in policies for price in prices]
    assert widths == pytest.approx(totals)


def test_costs_of_one_policy_stack_the_items_worked_out_by_hand() -> None:
    by_item, _ = costs(tables_of("base only")).axes
    widths = [patch.get_width() for patch in by_item.patches if isinstance(patch, Rectangle)]
    assert [width for width in widths if width] == pytest.approx([3850, 46500, 234 * 30, 4500, 186 * 15, 18600])


def test_costs_are_at_the_headline_price() -> None:
    tables = made_tables(chosen("as-is", "decline-all-detainers"))
    assert "By item, short-run price" in words(costs(tables))
    figure = costs(replace(tables, labels=replace(tables.labels, headline_bed_price="average")))
    assert "By item, average price" in words(figure)
    assert figure.axes[0].patches[0].get_width() == pytest.approx(385 * 90)


def test_costs_name_the_payer_of_the_jail() -> None:
    assert "Total local and state cost by price" in words(costs(tables_of("several agencies")))
    figure = costs(tables_of("state pays"))
    assert "Total state cost by price" in words(figure)
    assert title(figure) == "Opt out of sharing = Not activated: about $46,830 less state cost a year in Example County"


def test_ends_are_drawn_to_scale_and_add_up(shipped: RunTables) -> None:
    first, second = endings(shipped, "opt-out-of-sharing").axes
    expected = {0: AS_IS, 1: SHARING}
    scales = []
    for panel, axes in enumerate((first, second)):
        bars = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_x() == END_AT]
        counts = [getattr(expected[panel], way.end.replace("-", "_")) for way in WAYS if way.end != "declined"]
        heights = [bar.get_height() for bar in bars]
        scales += [height / count for height, count in zip(heights, counts, strict=True)]
        known = max(
            patch.get_height()
            for patch in axes.patches
            if isinstance(patch, Rectangle) and 1 < patch.get_x() < END_AT - BAR_INCHES
        )
        assert sum(heights) == pytest.approx(known)
    assert scales == pytest.approx([scales[0]] * len(scales))


def test_ends_say_their_numbers_and_their_changes(shipped: RunTables) -> None:
    shown = words(endings(shipped, "opt-out-of-sharing"))
    assert "186 transferred to ICE" in shown
    assert "52 transferred to ICE (134 fewer)" in shown
    assert "7,852 end as no match" in shown
    assert "Nobody came to these ends: released, detainer not honored." in shown


def test_endings_show_the_largest_change_of_transfers_unless_told(shipped: RunTables) -> None:
    assert title(endings(shipped)).startswith("Decline all detainers: about 167 fewer people transferred to ICE a year")
    assert title(endings(shipped, "opt-out-of-receiving")) == (
        "Opt out of receiving: no change in people transferred to ICE in Example County"
    )
    with pytest.raises(ValueError, match="no policy 'sharing'; it has as-is, opt-out-of-sharing"):
        endings(shipped, "sharing")


def test_race_curves_are_cumulative_shares(shipped: RunTables) -> None:
    (axes,) = race(shipped).axes
    curves = [line for line in axes.lines if len(line.get_xdata()) == len(RACE_EDGES) - 1]
    for curve, shares in zip(curves, RACE_SHARES.values(), strict=True):
        assert curve.get_xdata() == pytest.approx(RACE_EDGES[1:])
        assert curve.get_ydata() == pytest.approx(100 * np.cumsum(shares), abs=0.2)


def test_race_names_the_share_who_had_left(shipped: RunTables) -> None:
    wanted = "As is: about 15 % of the people whom ICE wanted had left before its decision in Example County"
    assert title(race(shipped)) == wanted  # 40 of 274
    assert title(race(shipped, "opt-out-of-sharing")).startswith("Opt out of sharing: about 4.4 %")  # 3 of 68
    with pytest.raises(ValueError, match="no policy 'sharing'"):
        race(shipped, "sharing")


def test_race_starts_with_a_policy_under_which_ice_wants_anybody() -> None:
    assert title(race(tables_of("nobody known"))).startswith("More: about 15 %")


def test_holds_show_median_and_range_of_each_weekday(shipped: RunTables) -> None:
    first, second = holds_by_weekday(shipped).axes
    boxes = [patch for patch in first.patches if isinstance(patch, Rectangle)]
    # Half of Monday's holds lie in 20-22 hours, half in 40-42: 10 % at 20.4, 50 % at 22, 90 % at 41.6.
    assert (boxes[0].get_y(), boxes[0].get_y() + boxes[0].get_height()) == pytest.approx((20.4, 41.6))
    assert [line.get_ydata()[0] for line in first.lines] == pytest.approx([22, 24, 26, 28, 30, 32, 34])
    assert first.get_xticklabels()[0].get_text() == "Mon\n29"
    assert second.get_xticklabels()[0].get_text() == "Mon\n8.0"
    assert holds_by_weekday(tables_of("six years")).axes[0].get_xticklabels()[0].get_text() == "Mon\n29"
    assert "Nobody is held under: Decline all detainers." in words(holds_by_weekday(shipped))


def test_quantiles_worked_out_by_hand() -> None:
    bins = Bins(np.array([0.0, 2.0, 4.0, 10.0]), np.array([1.0, 0.0, 3.0]))
    assert [bins.quantile(share) for share in (0.125, 0.25, 0.5, 1.0)] == pytest.approx([1.0, 2.0, 6.0, 10.0])


# Titles say the finding


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


def test_titles_of_the_shipped_case(shipped: RunTables) -> None:
    assert {name: title(figure) for name, figure in all_figures(shipped).items()} == {
        "detainers_by_month": "Opt out of sharing = Not activated: about 169 fewer detainers a year in Example County",
        "differences": "Opt out of sharing = Not activated in Example County: about 169 fewer detainers, 275 fewer "
        "hold days, 3,250 fewer added pretrial days and $46,830 less local cost a year",
        "costs": "Opt out of sharing = Not activated: about $46,830 less local cost a year in Example County",
        "endings": "Decline all detainers: about 167 fewer people transferred to ICE a year in Example County",
        "race": "As is: about 15 % of the people whom ICE wanted had left before its decision in Example County",
        "holds_by_weekday": "As is: holds in Example County last longest after release on a Sunday (median about 34 "
        "hours), shortest on a Monday (22)",
    }


def test_titles_when_there_is_nothing() -> None:
    assert [title(figure) for figure in all_figures(tables_of("nothing")).values()] == [
        "No detainers in Example County under any policy",
        "No policy changes detainers, jail days or local cost in Example County",
        "No local cost in Example County under any policy",
        "No people transferred to ICE in Example County under any policy",
        "As is: ICE wanted a detainer for nobody in Example County",
        "No holds in Example County under any policy",
    ]


def test_titles_of_a_run_of_one_policy() -> None:
    assert {name: title(figure) for name, figure in all_figures(tables_of("base only")).items()} == {
        "detainers_by_month": "As is: about 234 detainers a year in Example County",
        "costs": "As is: about $64,660 of local cost a year in Example County",
        "endings": "As is: about 186 people transferred to ICE a year in Example County",
        "race": "As is: about 15 % of the people whom ICE wanted had left before its decision in Example County",
        "holds_by_weekday": "As is: holds in Example County last longest after release on a Sunday (median about 34 "
        "hours), shortest on a Monday (22)",
    }


def test_a_change_that_leaves_some_numbers_alone_says_so() -> None:
    assert title(differences(tables_of("coinciding"))) == (
        "Opt out of receiving in Example County: about $4,500 less local cost a year; "
        "no change in detainers, hold days or added pretrial days"
    )


def test_notes_explain_the_intervals() -> None:
    shown = words(detainers_by_month(tables_of("shipped")))
    assert "Bars: 95 % interval of the mean over 3 simulated years" in shown
    assert "3 replications of 6 simulated years" in words(detainers_by_month(tables_of("six years")))
    assert "One replication was run, so there are no intervals." in words(costs(tables_of("one replication")))
    assert "All 3 agencies together." in words(race(tables_of("several agencies")))


# They draw, for any run


def visible_texts(figure: Figure) -> Iterator[Text]:
    """All texts that are drawn; of ticks those within the limits."""
    yield from figure.texts
    for axes in figure.axes:
        yield from (*axes.texts, axes.title)
        if not axes.axison:
            continue
        for axis in (axes.xaxis, axes.yaxis):
            least, most = sorted(axis.get_view_interval())
            yield axis.label
            yield from (tick.label1 for tick in axis.get_major_ticks() if least <= tick.get_loc() <= most)


@pytest.mark.parametrize("case", CASES)
def test_texts_are_readable_inside_the_figure_and_apart(case: str) -> None:
    for name, figure in all_figures(tables_of(case)).items():
        figure.draw_without_rendering()
        texts = [text for text in visible_texts(figure) if text.get_visible() and text.get_text().strip()]
        boxes = {text: text.get_window_extent() for text in texts}
        for text, box in boxes.items():
            assert text.get_fontsize() >= 8, (name, text.get_text())
            inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
            assert inside, (name, text.get_text())
        edges = {text: (box.x0 + 0.5, box.y0 + 0.5, box.x1 - 0.5, box.y1 - 0.5) for text, box in boxes.items()}
        for one, other in combinations(texts, 2):
            left, low, right, high = edges[one]
            x0, y0, x1, y1 = edges[other]
            apart = right < x0 or x1 < left or high < y0 or y1 < low
            assert apart, (name, one.get_text(), other.get_text())


def test_a_run_of_one_policy_has_no_differences() -> None:
    assert list(all_figures(tables_of("base only"))) == [name for name in FIGURES if name != "differences"]


def test_figures_leave_the_settings_of_matplotlib_alone(shipped: RunTables) -> None:
    before = dict(rcParams)
    all_figures(shipped)
    assert dict(rcParams) == before


def test_the_same_tables_give_the_same_picture(shipped: RunTables) -> None:
    def picture() -> bytes:
        kept = io.BytesIO()
        costs(shipped).savefig(kept, format="png", metadata={"Software": None})
        return kept.getvalue()

    assert picture() == picture()


def test_labels_with_dollar_signs_stay_as_written() -> None:
    shown = re.sub(r"\s+", " ", words(costs(tables_of("six, long labels"))))
    assert "ICE pays $90" in shown


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "a word and oneveryverylongwordthatfitsnowhere, then more"
    found = wrapped(text, 1.0)
    assert all(text_inches(line) <= 1.0 for line in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_differences_show_the_states_cost_where_it_pays_for_all_jails() -> None:
    figure = differences(tables_of("state pays"))
    assert "State cost" in words(figure)
    assert "Local cost" not in words(figure)
    assert "Local cost" in words(differences(tables_of("several agencies")))
