"""What a difference hangs on: shares of what is unsure, and the difference from end to end of each range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiments.intervals import Interval
from simulator.experiments.sensitivity import ALONE
from simulator.runs.sensitivities import SensitivityTables
from simulator.views.figures.bars import draw_interval
from simulator.views.figures.findings import SMALLEST, notes
from simulator.views.figures.input_names import amount_in_words, stated_in_words
from simulator.views.figures.items import EDGE, Fill
from simulator.views.figures.style import (
    BLUE,
    LEFT,
    RIGHT,
    SKY,
    SMALL_POINTS,
    Sheet,
    line_inches,
    number_axis,
    say_nothing_to_show,
    sheet,
    text_inches,
    text_style,
    wrapped,
)
from simulator.views.figures.swings import Scale, Swing, swings_figure
from simulator.views.sensitivity_words import (
    from_to,
    give_or_take,
    name_of,
    noun_of,
    percent,
    plain_unit,
    range_and_value,
    range_in_words,
    where,
)

FIRST: Fill = {"facecolor": BLUE, "hatch": ""}
TOTAL: Fill = {"facecolor": SKY, "hatch": "////"}
LABEL_INCHES, ROW_INCHES, AXIS_INCHES, HEAD_INCHES, EMPTY_INCHES = 2.9, 0.46, 0.55, 0.35, 0.8
THICK, APART = 0.3, 0.17
NOTHING = "No number with a range moves it"

Row = Mapping[str, Any]


def sensitivity_figures(tables: SensitivityTables) -> dict[str, Figure]:
    """Both figures by name."""
    return {"shares": shares(tables), "tornado": ends(tables)}


def shares(tables: SensitivityTables) -> Figure:
    """A pair of bars for each input that was kept: what it explains by itself, and together with others."""
    rows = [*tables.summary["ranked"], *_others(tables)]
    labels = [_label(tables, row) for row in rows]
    row_inches = max([ROW_INCHES, *(len(lines) * line_inches(SMALL_POINTS) + 0.12 for lines in labels)])
    height = row_inches * len(rows) or EMPTY_INCHES
    subtitle = f"Share of the variance of {_result(tables)}, with all {tables.summary['unknowns']} unknowns drawn"
    drawn = sheet(_title(tables), subtitle, _notes_of_shares(tables), AXIS_INCHES + height + HEAD_INCHES)
    if not rows:
        return _empty(drawn, height)
    _key(drawn, AXIS_INCHES + height + HEAD_INCHES)
    for position, lines in enumerate(labels):
        drawn.write(LEFT, AXIS_INCHES + height - (position + 0.5) * row_inches, "\n".join(lines), va="center")
    left = LEFT + LABEL_INCHES
    _draw(drawn.axes(left, AXIS_INCHES, RIGHT - left, height), rows)
    return drawn.figure


def ends(tables: SensitivityTables) -> Figure:
    """A tornado: each input that was kept alone at both ends of its range, the widest first."""
    swings = [_swing(tables, row) for row in tables.summary["ranked"]]
    shown = sorted((swing for swing in swings if swing.width > SMALLEST), key=lambda swing: -swing.width)
    difference = tables.summary["policy"] is not None
    amount = "{} a year" if tables.summary["unit"] == "USD" else f"{tables.summary['unit']} a year"
    label = f"{amount}, more (+) or less (-) than as it is" if difference else amount
    scale = Scale(tables.summary["unit"], label, "no change" if difference else "")
    subtitle = f"{_result(tables, start=True)}, with one input at a time at the ends of its range"
    return swings_figure(_title_of_ends(tables, shown), subtitle, _notes_of_ends(tables), shown, scale, NOTHING)


def _title(tables: SensitivityTables) -> str:
    ranked = tables.summary["ranked"]
    if not ranked:
        return f"{where(tables)}: nothing that is unsure moves {noun_of(tables)}"
    first = ranked[0]
    share = f"about {percent(first['total'])} of what is unsure about {_result(tables)}"
    return f'{where(tables)}: "{name_of(tables, first["path"])}" explains {share}'


def _title_of_ends(tables: SensitivityTables, shown: Sequence[Swing]) -> str:
    if not shown:
        return _title(tables)
    found = from_to(tables, *shown[0].ends)
    return f'{where(tables)}: {found} a year; alone, "{shown[0].name}" moves it most'


def _result(tables: SensitivityTables, *, start: bool = False) -> str:
    noun = noun_of(tables)
    if tables.summary["policy"] is None:
        return noun[0].upper() + noun[1:] if start else noun
    return f"{'Difference to as it is' if start else 'the difference'} in {noun}"


def _others(tables: SensitivityTables) -> list[Row]:
    return [tables.summary["others"]] if tables.summary["others"] else []


def _label(tables: SensitivityTables, row: Row) -> list[str]:
    if "path" not in row:
        return wrapped(f"All other {row['count']} unknowns, drawn together", LABEL_INCHES - 0.15)
    room = LABEL_INCHES - 0.15
    return [*wrapped(name_of(tables, row["path"]), room), *wrapped(range_and_value(row), room)]


def _key(drawn: Sheet, top: float) -> None:
    left = LEFT + LABEL_INCHES
    for text, fill in {"together with others (total)": TOTAL, "by itself (first-order)": FIRST}.items():
        drawn.swatch(left, top, text, **fill | EDGE)
        left += text_inches(text) + 0.5


def _draw(axes: Axes, rows: Sequence[Row]) -> None:
    most = max(max(row[name] + row[f"{name}_conf"] for row in rows for name in ("first", "total")), 0.1)
    texts = [give_or_take(row["total"], row["total_conf"]) for row in rows]
    room = max(map(text_inches, texts)) + 0.15
    width = RIGHT - LEFT - LABEL_INCHES
    axes.set_xlim(0, 100 * most * width / (width - room))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    for position, (row, text) in enumerate(zip(rows, texts, strict=True)):
        for name, fill, place in (("total", TOTAL, -APART), ("first", FIRST, APART)):
            axes.barh(position + place, 100 * max(row[name], 0.0), THICK, **fill | EDGE)
            draw_interval(axes, _interval(row, name), position + place)
        right = 100 * max(row["total"] + row["total_conf"], 0.0)
        style = text_style(xytext=(4, 0), textcoords="offset points", va="center_baseline")
        axes.annotate(text, (right, position - APART), **style)
    number_axis(axes, "x", "percent of the variance", 5)


def _interval(row: Row, name: str) -> Interval:
    share, half = row[name], row[f"{name}_conf"]
    low, high = (100 * max(end, 0.0) for end in (share - half, share + half))
    return Interval(100 * share, low, high)


def _empty(drawn: Sheet, height: float) -> Figure:
    axes = drawn.axes(LEFT, AXIS_INCHES, RIGHT - LEFT, height)
    axes.set_axis_off()
    say_nothing_to_show(axes, NOTHING)
    return drawn.figure


def _swing(tables: SensitivityTables, row: Row) -> Swing:
    name, unit = name_of(tables, row["path"]), plain_unit(row["unit"])
    at = (row["difference_at_low"], tables.summary["stated"], row["difference_at_high"])
    if row["low"] is None:
        low, high = ("earliest", "latest") if row["numbers"] == 1 else ("lowest", "highest")
        return Swing(row["path"], name, range_in_words(row), low, high, *at)
    low, high = (amount_in_words(row[end], unit) for end in ("low", "high"))
    return Swing(row["path"], name, f"stated: {stated_in_words(row['value'], unit)}", low, high, *at)


def _notes_of_shares(tables: SensitivityTables) -> list[str]:
    summary = tables.summary
    designs = (
        f"Lines: 95 % interval. {summary['unknowns']} unknowns screened by Morris ({summary['trajectories']} "
        f"trajectories), {len(summary['ranked'])} kept for Sobol indices ({summary['base_samples']} base samples), "
        f"{summary['points']:,} points of {summary['replications']} replications."
    )
    together = "Shares can add up to more than 100 %: what two inputs do together counts for both."
    return notes(designs, together, _dollars(tables))


def _notes_of_ends(tables: SensitivityTables) -> list[str]:
    tabled = any(row["numbers"] > 1 for row in tables.summary["ranked"])
    return notes(
        "Each bar: one input goes from the low to the high end of its range, which stand beside the bar; all others as "
        "stated. Two inputs at once can do more.",
        f"Of several numbers together: the lowest and the highest of {ALONE} draws." if tabled else "",
        _dollars(tables),
    )


def _dollars(tables: SensitivityTables) -> str:
    summary = tables.summary
    if summary["unit"] != "USD":
        return ""
    return f"Dollars of {summary['dollars_of']}, with a jail day at the {summary['headline_bed_price']} price."
