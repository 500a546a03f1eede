"""A break-even: the difference to the place as it is over the values of the input, and where it is zero."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiments.break_even import BreakEven
from simulator.experiments.break_even_search import BreakEvenStudy
from simulator.experiments.intervals import interval
from simulator.outcomes.yearly import meanings
from simulator.runs.tables import policy_labels
from simulator.views.figures.findings import notes
from simulator.views.figures.style import (
    INK,
    LEFT,
    LOOKS,
    RIGHT,
    SMALL_POINTS,
    VERMILION,
    line_inches,
    line_style,
    sheet,
)
from simulator.views.figures.sweep_lines import (
    AXIS_INCHES,
    HEAD_INCHES,
    HIGH_INCHES,
    LEFT_INCHES,
    simulated_note,
    value_axis,
    without_note,
)
from simulator.views.figures.varied_axis import RANGE_FILL, input_axis, name_line, range_note, shown
from simulator.views.varied_words import CHANCE_ALONE, break_even_words, value_in_words

SUBTITLE = 'Difference to "As it is" a year, for the same people with the same luck; band: 95 % interval, chance alone'
ROOT_COLOUR = VERMILION


def break_even_line(result: BreakEvenStudy) -> Figure:
    """The line of the mean difference with its band, each break-even, and its interval along the line of zero."""
    varied, case = result.input, result.study.cases[1]
    key_inches = (1 + (varied.low is not None)) * line_inches(SMALL_POINTS) + 0.1
    body = AXIS_INCHES + HIGH_INCHES + HEAD_INCHES + line_inches(SMALL_POINTS) + key_inches
    drawn = sheet(break_even_words(result)[0].rstrip("."), SUBTITLE, _notes(result), body)
    drawn.key(LEFT, body, LOOKS[1], [policy_labels(result.study)[case.name]])
    if varied.low is not None:
        top = body - line_inches(SMALL_POINTS)
        drawn.swatch(LEFT, top, "plausible range of the input, by the scenario", **RANGE_FILL)
    axes = drawn.axes(LEFT + LEFT_INCHES, AXIS_INCHES, RIGHT - LEFT - LEFT_INCHES - 0.1, HIGH_INCHES)
    axes.axhline(0, color=INK, linewidth=0.9)
    _line(axes, result)
    input_axis(axes, varied)
    value_axis(axes, result.measure)
    for one in result.found if not result.never_changes else ():
        _mark(axes, one, result)
    return drawn.figure


def _notes(result: BreakEvenStudy) -> list[str]:
    costs = result.study.cases[0].scenario.costs
    in_dollars = meanings()[result.measure][0] == "USD"
    found = bool(result.found) and not result.never_changes
    return notes(
        *break_even_words(result)[1:],
        "Thick bar on the line of zero: the values at which the interval of the difference holds zero."
        if found and result.found[0].low is not None
        else "",
        simulated_note(result.replications, result.study.cases[0].scenario.years),
        CHANCE_ALONE,
        range_note(result.input),
        without_note(result.study, [result.input]),
        f"Dollars of {costs.report_year}; the headline price of a jail day is {costs.headline_bed_price}." * in_dollars,
    )


def _line(axes: Axes, result: BreakEvenStudy) -> None:
    places = [shown(float(value), result.input) for value in result.values]
    found = [interval(differences) for differences in result.differences]
    if found[0].low is not None:
        ends = ([one.low or 0.0 for one in found], [one.high or 0.0 for one in found])
        axes.fill_between(places, *ends, color=LOOKS[1].colour, alpha=0.22, linewidth=0)
    axes.plot(places, [one.mean for one in found], **line_style(LOOKS[1]))


def _mark(axes: Axes, one: BreakEven, result: BreakEvenStudy) -> None:
    """The break-even as a point on the line of zero, or a bar for a stretch, with its interval and its value."""
    start, end = (shown(value, result.input) for value in (one.start, one.end))
    if one.low is not None and one.high is not None:
        ends = [shown(one.low, result.input), shown(one.high, result.input)]
        axes.plot(ends, [0, 0], color=ROOT_COLOUR, linewidth=4.5, alpha=0.55, solid_capstyle="butt", zorder=3)
        axes.plot(ends, [0, 0], color=INK, linestyle="none", marker="|", markersize=10, zorder=4)
    for place in dict.fromkeys((start, end)):
        axes.axvline(place, color=ROOT_COLOUR, linewidth=1.2, linestyle="--")
        axes.plot([place], [0], color=ROOT_COLOUR, marker="o", markersize=6, markeredgecolor=INK, zorder=5)
    at = value_in_words(one.start, result.input)
    text = f"break-even: {at}" if start == end else f"{at} to {value_in_words(one.end, result.input)}"
    name_line(axes, start, text, 1, INK, "bold")
