"""Simulated over published, for every figure of validation: a dot with its interval, on a scale of ratios."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from simulator.views.figures.style import (
    BLACK,
    BLUE,
    LEFT,
    MUTED,
    ORANGE,
    PALE,
    RIGHT,
    RULE,
    VERMILION,
    Look,
    Sheet,
    say_nothing_to_show,
    sheet,
    text_style,
    wrapped,
)

LOOKS = {
    "agrees": Look(BLUE, "o", "-"),
    "near": Look(ORANGE, "s", "-"),
    "miss": Look(VERMILION, "^", "-"),
    "input": Look(MUTED, "D", "-"),
}
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
ENDS = (0.08, 12.5)
"""Ratios further off are drawn at the edge with an arrow."""
NEAR = (0.8, 1.2)
NAME_INCHES, ROW_INCHES, AXIS_INCHES, KEY_INCHES = 3.9, 0.19, 0.45, 0.3


def validation(findings: pd.DataFrame) -> Figure:
    """Every figure that was compared, by case; those published as zero have no ratio and are left out."""
    compared = findings[(findings["verdict"] != "not run") & (findings["published"] != 0)]
    lines = _lines(compared)
    height = ROW_INCHES * max(len(lines), 1)
    made = sheet(_title(findings), "Simulated over published; the line is the 95 % interval", _notes(findings),
                 AXIS_INCHES + height + KEY_INCHES)  # fmt: skip
    axes = made.axes(LEFT + NAME_INCHES, AXIS_INCHES, RIGHT - LEFT - NAME_INCHES, height)
    _frame(axes, len(lines))
    if not lines:
        say_nothing_to_show(axes, "Nothing was compared")
    for position, line in enumerate(lines):
        _write(made, AXIS_INCHES + height - (position + 0.5) * ROW_INCHES, line)
        if isinstance(line, dict):
            _draw(axes, position, line)
    _key(made, AXIS_INCHES + height + KEY_INCHES)
    return made.figure


def _lines(compared: pd.DataFrame) -> list[str | dict[str, object]]:
    """The label of each case, and under it its figures."""
    lines: list[str | dict[str, object]] = []
    for label, rows in compared.groupby("label", sort=False):
        lines += [str(label), *rows.to_dict("records")]  # type: ignore[list-item]  # keys are columns
    return lines


def _title(findings: pd.DataFrame) -> str:
    """What came of the figures that are no inputs."""
    agrees, near, miss = (int((findings["verdict"] == verdict).sum()) for verdict in ("agrees", "near", "miss"))
    tested = f"Of {agrees + near + miss} published figures that set no input"
    return f"{tested}, the model agrees with {agrees}, is near {near} and misses {miss}"


def _notes(findings: pd.DataFrame) -> Sequence[str]:
    left_out = int((findings["published"] == 0).sum())
    not_run = int((findings["verdict"] == "not run").sum())
    return (
        "Agrees: the published figure lies in the interval, or the simulated one within what the publication leaves. "
        "Near: not so, but within 20 percent (shaded). Miss: further off. Input: the figure set an input of the model, "
        "so that agreement says nothing. An arrow: further off than the axis shows.",
        f"Figures left out because they were published as zero: {left_out}. Cases that were not run: {not_run}.",
    )


def _frame(axes: Axes, rows: int) -> None:
    axes.set_xscale("log")
    axes.set_xlim(*ENDS)
    axes.set_ylim(max(rows, 1), 0)
    axes.axvspan(*NEAR, color=PALE, linewidth=0)
    axes.axvline(1, color=MUTED, linewidth=0.8)
    axes.xaxis.set_major_locator(FixedLocator(TICKS))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticklabels([f"{tick:g}" for tick in TICKS])
    axes.set_yticks([])
    axes.grid(axis="x", color=RULE, linewidth=0.6)
    axes.set_xlabel("simulated / published", **text_style())


def _write(made: Sheet, height: float, line: str | dict[str, object]) -> None:
    if isinstance(line, str):
        made.write(LEFT, height, _cut(line, NAME_INCHES), va="center", fontweight="bold")
    else:
        made.write(LEFT + 0.12, height, _cut(str(line["compared"]), NAME_INCHES - 0.2), va="center")


def _cut(text: str, inches: float) -> str:
    lines = wrapped(text, inches)
    return lines[0] if len(lines) == 1 else f"{lines[0]} …"


def _draw(axes: Axes, position: int, row: dict[str, object]) -> None:
    look = LOOKS[str(row["verdict"])]
    published = float(str(row["published"]))
    ratio, low, high = (float(str(row[name])) / published for name in ("simulated", "low", "high"))
    middle = position + 0.5
    if np.isfinite([low, high]).all():
        axes.plot(np.clip([low, high], *ENDS), [middle] * 2, color=look.colour, linewidth=1.4, solid_capstyle="butt")
    if ENDS[0] < ratio < ENDS[1]:
        axes.plot([ratio], [middle], look.marker, color=look.colour, markersize=4.5, markeredgecolor=BLACK,
                  markeredgewidth=0.4)  # fmt: skip
    elif np.isfinite(ratio):
        edge, arrow = (ENDS[1] * 0.93, ">") if ratio > 1 else (ENDS[0] * 1.07, "<")
        axes.plot([edge], [middle], arrow, color=look.colour, markersize=5, clip_on=False)


def _key(made: Sheet, top: float) -> None:
    for position, (verdict, look) in enumerate(LOOKS.items()):
        made.key(LEFT + NAME_INCHES + position * 0.95, top, look, [verdict])
