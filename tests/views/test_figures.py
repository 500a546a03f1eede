"""All figures of a run: titles say the finding, texts can be read, nothing around them changes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import combinations

import pytest
from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulator.runs.tables import RunTables
from simulator.views.figures import COMPARISONS, FIGURES, all_figures
from simulator.views.figures.costs import costs
from simulator.views.figures.detainers_by_month import detainers_by_month
from simulator.views.figures.race import race
from simulator.views.figures.style import text_inches, wrapped
from tests.views.made_tables import CASES, tables_of, title, words

SHARING = "Opt out of sharing = Not activated"


def test_titles_of_the_shipped_case(shipped: RunTables) -> None:
    assert {name: title(figure) for name, figure in all_figures(shipped).items()} == {
        "detainers_by_month": f"{SHARING}: about 169 fewer detainers a year in Example County",
        "differences": f"{SHARING} in Example County: about 169 fewer detainers, 275 fewer "
        "hold days, 3,250 fewer added pretrial days and $40,300 less local cost a year",
        "costs": f"{SHARING}: about $40,300 less local cost a year in Example County",
        "waterfall": f"{SHARING}: about $40,300 less local cost a year in Example County, above all $32,500 less for "
        "added pretrial days",
        "who_pays": f"{SHARING} in Example County: about $282,000 less in lost wages, $40,300 less local cost and "
        "$19,900 less federal cost a year",
        "tornado": f'{SHARING} in Example County: of prices and working times, "A jail day, short-run price" moves '
        "local cost most; alone, between $22,700 and $75,600 less local cost a year",
        "cumulative": f"{SHARING} in Example County: about $46,800 less local cost by the end of September 2011, "
        "$40,300 less once SCAAP has paid",
        "endings": "Decline all detainers: about 167 fewer people transferred to ICE a year in Example County",
        "race": "As is: about 15 % of the people whom ICE wanted had left before its decision in Example County",
        "holds_by_weekday": "As is: holds in Example County last longest after release on a Sunday (median about 34 "
        "hours), shortest on a Monday (22)",
    }


def test_titles_when_there_is_nothing() -> None:
    assert {name: title(figure) for name, figure in all_figures(tables_of("nothing")).items()} == {
        "detainers_by_month": "No detainers in Example County under any policy",
        "differences": "No policy changes detainers, jail days or local cost in Example County",
        "costs": "No local cost in Example County under any policy",
        "waterfall": "No local cost in Example County under any policy",
        "who_pays": "No policy changes what anybody pays in Example County",
        "tornado": "No local cost in Example County under any policy",
        "cumulative": "No local cost in Example County under any policy",
        "endings": "No people transferred to ICE in Example County under any policy",
        "race": "As is: ICE wanted a detainer for nobody in Example County",
        "holds_by_weekday": "No holds in Example County under any policy",
    }


def test_titles_of_a_run_of_one_policy() -> None:
    assert {name: title(figure) for name, figure in all_figures(tables_of("base only")).items()} == {
        "detainers_by_month": "As is: about 234 detainers a year in Example County",
        "costs": "As is: about $55,400 of local cost a year in Example County",
        "endings": "As is: about 186 people transferred to ICE a year in Example County",
        "race": "As is: about 15 % of the people whom ICE wanted had left before its decision in Example County",
        "holds_by_weekday": "As is: holds in Example County last longest after release on a Sunday (median about 34 "
        "hours), shortest on a Monday (22)",
    }


def test_notes_explain_the_intervals() -> None:
    shown = words(detainers_by_month(tables_of("shipped")))
    assert "Bars: 95 % interval of the mean over 3 simulated years" in shown
    assert "3 replications of 6 simulated years" in words(detainers_by_month(tables_of("six years")))
    assert "One replication was run, so there are no intervals of chance." in words(costs(tables_of("one replication")))
    assert "All 3 agencies together." in words(race(tables_of("several agencies")))


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
            assert float(text.get_fontsize()) >= 8, (name, text.get_text())
            inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
            assert inside, (name, text.get_text())
        edges = {text: (box.x0 + 0.5, box.y0 + 0.5, box.x1 - 0.5, box.y1 - 0.5) for text, box in boxes.items()}
        for one, other in combinations(texts, 2):
            left, low, right, high = edges[one]
            x0, y0, x1, y1 = edges[other]
            apart = right < x0 or x1 < left or high < y0 or y1 < low
            assert apart, (name, one.get_text(), other.get_text())


def test_a_run_of_one_policy_has_no_comparisons() -> None:
    assert list(all_figures(tables_of("base only"))) == [name for name in FIGURES if name not in COMPARISONS]


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


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "a word and oneveryverylongwordthatfitsnowhere, then more"
    found = wrapped(text, 1.0)
    assert all(text_inches(line) <= 1.0 for line in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
