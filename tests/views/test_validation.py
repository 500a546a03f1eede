"""The figure of validation: a row for each figure that has a ratio, and the count of verdicts in its title."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from simulator.views.figures.validation import ENDS, validation
from simulator.views.validation import COLUMNS

ROWS = [
    ("a", "First place", "detainers", 100, 110, 90, 130, "agrees"),
    ("a", "First place", "matches", 100, 115, 112, 118, "near"),
    ("b", "Second place", "removals", 10, 400, 300, 500, "miss"),
    ("b", "Second place", "holds", 0, 0, 0, 0, "agrees"),
    ("b", "Second place", "levels", 0.2, 0.2, 0.1, 0.3, "input"),
    ("c", "Third place", None, None, None, None, None, "not run"),
]
NAMES = ("case", "label", "compared", "published", "simulated", "low", "high", "verdict")


def drawn() -> Figure:
    return validation(pd.DataFrame([dict(zip(NAMES, row, strict=True)) for row in ROWS], columns=COLUMNS))


def texts(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text() for text in figure.texts).split())


def test_the_title_counts_what_set_no_input() -> None:
    assert texts(drawn()).startswith(
        "Of 4 published figures that set no input, the model agrees with 2, is near 1 and misses 1"
    )


def test_a_mark_for_each_ratio_and_none_for_what_was_published_as_zero() -> None:
    axes = drawn().axes[0]
    marks = [line for line in axes.lines if line.get_marker() in ("o", "s", "D", ">")]
    assert [float(line.get_xdata()[0]) for line in marks] == [1.1, 1.15, ENDS[1] * 0.93, 1.0]
    assert "Figures left out because they were published as zero: 1. Cases that were not run: 1." in texts(drawn())


def test_intervals_end_at_the_edge_of_the_axis() -> None:
    spans = [
        line.get_xdata() for line in drawn().axes[0].lines if line.get_marker() == "None" and len(line.get_xdata()) == 2
    ]
    assert [list(span) for span in spans if span[0] != span[1]][:2] == [[0.9, 1.3], [1.12, 1.18]]
    assert all(span[1] <= ENDS[1] for span in spans)
