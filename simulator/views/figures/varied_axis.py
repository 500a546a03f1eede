"""The level axis of figures over an input: its values, what the scenario states, and which range is plausible."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from simulator.scenario.varying import Varied
from simulator.views.figures.style import MUTED, SMALL_POINTS, number_axis, text_style
from simulator.views.varied_words import bare_in_words, name_of, value_in_words

PAD = 0.03
NEAR_EDGE = 0.15
RANGE_FILL = {"facecolor": "#F1F1F1", "edgecolor": MUTED, "linewidth": 0.5}


def shown(value: float, varied: Varied) -> float:
    """A value as the axis has it: shares in percent."""
    return 100 * value if varied.unit.startswith("share") else value


def axis_label(varied: Varied) -> str:
    """The input in words, with its unit."""
    unit = varied.unit.replace("share", "%")
    return f"{name_of(varied)} ({unit})" if unit and unit != "ratio" else name_of(varied)


def input_axis(axes: Axes, varied: Varied) -> None:
    """Limits, ticks and label of the level axis; then what is stated and plausible."""
    first, last = (shown(end, varied) for end in (varied.values[0], varied.values[-1]))
    pad = PAD * (last - first)
    axes.set_xlim(first - pad, last + pad)
    number_axis(axes, "x", axis_label(varied), 8)
    axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 2.5, 5, 10], integer=varied.whole))
    if varied.low is not None and varied.high is not None:
        low, high = (min(max(shown(end, varied), first - pad), last + pad) for end in (varied.low, varied.high))
        axes.axvspan(low, high, zorder=0.1, facecolor=RANGE_FILL["facecolor"], linewidth=0)
        for end in (low, high):
            axes.axvline(end, zorder=0.2, color=MUTED, linewidth=0.5)
    if varied.stated is not None and first <= shown(varied.stated, varied) <= last:
        axes.axvline(shown(varied.stated, varied), color=MUTED, linewidth=1.0, linestyle=":")
        name_line(axes, shown(varied.stated, varied), f"stated: {bare_in_words(varied.stated, varied)}")


def name_line(axes: Axes, place: float, text: str, row: int = 0, colour: str = MUTED, weight: str = "normal") -> None:
    """Words over an upright line; ``row`` counts lines of text upward."""
    least, most = axes.get_xlim()
    part = (place - least) / (most - least)
    side = "left" if part < NEAR_EDGE else "right" if part > 1 - NEAR_EDGE else "center"
    style = text_style(SMALL_POINTS, colour, fontweight=weight, textcoords="offset points", va="bottom")
    up = 2 + row * SMALL_POINTS * 1.3
    axes.annotate(text, (place, 1), xycoords=("data", "axes fraction"), xytext=(0, up), ha=side, **style)


def range_note(varied: Varied, called: str = "Grey: the plausible range") -> str:
    """What range the scenario finds plausible, as it is ``called``, and what lies outside of the figure."""
    parts = []
    if varied.low is not None and varied.high is not None:
        ends = f"{bare_in_words(varied.low, varied)} to {value_in_words(varied.high, varied)}"
        parts.append(f"{called} by the scenario, {ends}.")
    if varied.stated is None:
        parts.append("Policies state different values of this input.")
    elif not varied.values[0] <= varied.stated <= varied.values[-1]:
        parts.append(f"The scenario states {value_in_words(varied.stated, varied)}, outside of the figure.")
    if varied.rounded:
        values = ", ".join(f"{value:g}" for value in varied.values)
        parts.append(f"Only whole numbers can stand here, so the values are {values}.")
    return " ".join(parts)
