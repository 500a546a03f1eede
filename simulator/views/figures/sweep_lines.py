"""A sweep over one input: the difference of each policy to the place as it is, with its interval, over the values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiments.sweeps import Sweep
from simulator.outcomes.yearly import meanings
from simulator.runs.tables import policy_labels
from simulator.scenario.study import Study
from simulator.scenario.varying import Varied
from simulator.views.figures.findings import alike, notes
from simulator.views.figures.style import (
    INK,
    LEFT,
    LOOKS,
    RIGHT,
    SMALL_POINTS,
    Sheet,
    dollar_axis,
    line_inches,
    line_style,
    number_axis,
    sheet,
    wrapped,
)
from simulator.views.figures.varied_axis import RANGE_FILL, input_axis, range_note, shown
from simulator.views.varied_words import CHANCE_ALONE, noun, rows_of, sweep_words

AXIS_INCHES, LEFT_INCHES, HIGH_INCHES, HEAD_INCHES = 0.45, 0.75, 3.3, 0.25
SUBTITLE = 'Difference to "As it is" a year, for the same people with the same luck; bands: 95 % interval, chance alone'


def sweep_lines(sweep: Sweep, measure: str) -> Figure:
    """A line for each policy; those that coincide share one."""
    (varied,) = sweep.inputs
    groups = alike(
        {case.name: rows_of(sweep, case.name, measure)["difference"].to_numpy() for case in sweep.study.cases[1:]}
    )
    labels = policy_labels(sweep.study)
    keys = [wrapped(" = ".join(labels[policy] for policy in group), RIGHT - LEFT - 0.5) for group in groups]
    key_inches = (sum(map(len, keys)) + (varied.low is not None)) * line_inches(SMALL_POINTS) + 0.1
    body = AXIS_INCHES + HIGH_INCHES + HEAD_INCHES + key_inches
    drawn = sheet(sweep_words(sweep, measure), SUBTITLE, _notes(sweep, measure), body)
    _key(drawn, sweep, groups, keys, body)
    axes = drawn.axes(LEFT + LEFT_INCHES, AXIS_INCHES, RIGHT - LEFT - LEFT_INCHES - 0.1, HIGH_INCHES)
    axes.axhline(0, color=INK, linewidth=0.9)
    for group in groups:
        _line(axes, sweep, group[0], measure)
    input_axis(axes, varied)
    value_axis(axes, measure)
    return drawn.figure


def value_axis(axes: Axes, measure: str) -> None:
    """The upright axis of differences a year, in the unit of the measure."""
    unit = meanings()[measure][0]
    least, most = axes.get_ylim()
    axes.set_ylim(least, most)
    if unit == "USD":
        dollar_axis(axes, "y", f"{noun(measure)}: {{}} a year more (+) or less (-)", 6)
    else:
        number_axis(axes, "y", f"{noun(measure)}: {unit} a year more (+) or fewer (-)", 6)


def simulated_note(replications: int, years: int) -> str:
    """How often each value was simulated, on the same people."""
    how = f"{years} simulated years" if years > 1 else "a simulated year"
    times = f"{replications} replications" if replications > 1 else "one replication, so without intervals,"
    return f"Each value: {times} of {how}, with the same people and the same luck."


def dollars_note_of(sweep: Sweep, measure: str) -> str:
    """Whose dollars they are, and the price of a jail day behind them."""
    costs = sweep.study.cases[0].scenario.costs
    if meanings()[measure][0] != "USD":
        return ""
    priced = any(price.replace("-", "_") in measure for price in ("short-run", "step", "average"))
    return f"Dollars of {costs.report_year}" + (
        "." if priced else f", with a jail day at the {costs.headline_bed_price} price."
    )


def without_note(study: Study, inputs: Sequence[Varied]) -> str:
    """Where an input is not varied: as it is, if so asked, and under policies that have not got it."""
    labels = policy_labels(study)
    asked = "Varied under the policies alone; as it is, the place keeps what it states." * inputs[0].policies_only
    cases = study.cases[inputs[0].policies_only :]
    lacking = [labels[case.name] for case in cases if any(case.name not in one.cases for one in inputs)]
    without = f"Not part of this, so not varied there: {', '.join(lacking)}." if lacking else ""
    return f"{asked} {without}".strip()


def _notes(sweep: Sweep, measure: str) -> list[str]:
    years = sweep.study.cases[0].scenario.years
    missing = sweep.batch.asked - sweep.finished
    return notes(
        simulated_note(sweep.replications, years),
        CHANCE_ALONE,
        range_note(sweep.inputs[0]),
        without_note(sweep.study, sweep.inputs),
        dollars_note_of(sweep, measure),
        f"{missing} of {sweep.batch.asked} values were not finished." if missing else "",
    )


def _key(
    drawn: Sheet, sweep: Sweep, groups: Sequence[Sequence[str]], keys: Sequence[Sequence[str]], top: float
) -> None:
    names = [case.name for case in sweep.study.cases]
    for group, lines in zip(groups, keys, strict=True):
        drawn.key(LEFT, top, LOOKS[names.index(group[0]) % len(LOOKS)], lines)
        top -= len(lines) * line_inches(SMALL_POINTS)
    if sweep.inputs[0].low is not None:
        drawn.swatch(LEFT, top, "plausible range of the input, by the scenario", **RANGE_FILL)


def _line(axes: Axes, sweep: Sweep, policy: str, measure: str) -> None:
    rows = rows_of(sweep, policy, measure)
    (varied,) = sweep.inputs
    look = LOOKS[[case.name for case in sweep.study.cases].index(policy) % len(LOOKS)]
    places = [shown(value, varied) for value in rows[varied.path]]
    low, high = rows["difference_low"].to_numpy(), rows["difference_high"].to_numpy()
    if np.isfinite(low).any():
        axes.fill_between(places, low, high, color=look.colour, alpha=0.22, linewidth=0)
    axes.plot(places, rows["difference"], **line_style(look))
