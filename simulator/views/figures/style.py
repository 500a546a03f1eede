"""What all figures share: palette, sizes, text that wraps, and a sheet measured in inches.

Colours are those of Okabe and Ito, which people with colour-blindness tell apart; markers and hatches say the same in
black-and-white print. Only the object API of matplotlib is used, and no global state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextToPath
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simulator.runs.tables import RunTables
from simulator.views.figures.said import Body, Said, SaidFigure

BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
INK, MUTED, RULE, PALE = "#222222", "#555555", "#D9D9D9", "#ECECEC"

Weight = Literal["normal", "bold"]

FONT = "DejaVu Sans"
TITLE_POINTS, TEXT_POINTS, SMALL_POINTS = 12.0, 9.0, 8.0
SLACK = 1.04
WIDTH, MARGIN = 8.0, 0.2
LEFT, RIGHT = MARGIN, WIDTH - MARGIN
DOLLAR_UNITS = (("million USD", 1e6, 5e6), ("thousand USD", 1e3, 5e3), ("USD", 1, 0))
"""Units of a dollar axis, their dollars, and the least amount from which each is used."""
KEY_INCHES = 0.36
"""Room for a line with its marker before a label."""


@dataclass(frozen=True)
class Look:
    """How a policy is drawn."""

    colour: str
    marker: str
    line: str


LOOKS = (
    Look(BLACK, "o", "-"),
    Look(BLUE, "s", "-"),
    Look(VERMILION, "^", "-"),
    Look(GREEN, "D", "-"),
    Look(PURPLE, "v", "-"),
    Look(ORANGE, "P", "-"),
    Look(SKY, "X", "-"),
    Look("#8C8C8C", "*", "-"),
)


def look_of(tables: RunTables, policy: str) -> Look:
    """The look of a policy, by its place in the list; the first is the base."""
    return LOOKS[list(tables.labels.policies).index(policy) % len(LOOKS)]


@lru_cache(maxsize=4096)
def text_inches(text: str, points: float = SMALL_POINTS, weight: Weight = "normal") -> float:
    """How wide a line of text is, with a little for renderers that set it wider."""
    font = FontProperties(family=FONT, size=points, weight=weight)
    width: float = TextToPath().get_text_width_height_descent(text, font, ismath=False)[0]
    return width / 72 * SLACK


def line_inches(points: float) -> float:
    """How high a line of text is, with the space to the next."""
    return points * 1.3 / 72


def wrapped(text: str, inches: float, points: float = SMALL_POINTS, weight: Weight = "normal") -> list[str]:
    """The lines of a text no wider than this; a word that is wider is cut."""
    space = text_inches(" ", points, weight)
    lines, reached = [""], 0.0
    pieces = [piece for word in text.split() for piece in _pieces(word, inches, points, weight)]
    for piece in pieces:
        width = text_inches(piece, points, weight)
        if lines[-1] and reached + space + width > inches:
            lines.append("")
        reached = reached + space + width if lines[-1] else width
        lines[-1] = f"{lines[-1]} {piece}".strip()
    return lines


def balanced(title: str, inches: float) -> list[str]:
    """The lines of a title, of about the same width, so that no word stands alone on the last."""
    count = len(wrapped(title, inches, TITLE_POINTS, "bold"))
    tries = (wrapped(title, inches * percent / 100, TITLE_POINTS, "bold") for percent in range(50, 101, 5))
    return next(lines for lines in tries if len(lines) == count)


def _pieces(word: str, inches: float, points: float, weight: Weight) -> list[str]:
    """The word itself, or, if it is wider than this, the parts that fit."""
    if text_inches(word, points, weight) <= inches:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_inches(pieces[-1] + letter, points, weight) > inches:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def text_style(points: float = SMALL_POINTS, colour: str = INK, **more: Any) -> dict[str, Any]:
    """Keyword arguments for text on axes; dollar signs stay dollar signs."""
    return {"fontsize": points, "fontfamily": FONT, "color": colour, "parse_math": False, **more}


@dataclass(frozen=True)
class Sheet:
    """A figure with title and notes in place; positions are inches, counted from the lower left of the body."""

    figure: Figure
    bottom: float

    def axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """Axes at a position of the body, plainly framed."""
        high = self.figure.get_figheight()
        axes = self.figure.add_axes((left / WIDTH, (self.bottom + bottom) / high, width / WIDTH, height / high))
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(MUTED)
        axes.tick_params(labelsize=SMALL_POINTS, labelcolor=INK, color=MUTED, labelfontfamily=FONT)
        axes.set_axisbelow(True)
        return axes

    def write(self, left: float, bottom: float, text: str, points: float = SMALL_POINTS, **more: Any) -> None:
        """Write text with its anchor at a position; by default its lower left corner."""
        style = text_style(points, **more)
        style.setdefault("linespacing", 1.25)
        self.figure.text(left / WIDTH, (self.bottom + bottom) / self.figure.get_figheight(), text, **style)

    def key(self, left: float, top: float, look: Look, lines: Sequence[str], *, hollow: bool = False) -> None:
        """A line with the marker of a policy, and its label beside it; ``top`` is the upper edge of the text."""
        middle = self.bottom + top - line_inches(SMALL_POINTS) / 2
        mark = Line2D([left, left + 0.15, left + 0.3], [middle] * 3, markevery=[1], **line_style(look, hollow=hollow))
        mark.set_transform(self.figure.dpi_scale_trans)
        self.figure.add_artist(mark)
        text = "\n".join(lines)
        self.write(left + KEY_INCHES, top, text, va="top", fontweight="bold")

    def swatch(self, left: float, top: float, text: str, **fill: Any) -> None:
        """A filled box, and its label beside it."""
        side = 0.11
        middle = top - line_inches(SMALL_POINTS) / 2
        box = Rectangle((left, self.bottom + middle - side / 2), side * 1.6, side, **fill)
        box.set_transform(self.figure.dpi_scale_trans)
        self.figure.add_artist(box)
        self.write(left + 0.25, middle, text, va="center_baseline")


def line_style(look: Look, *, hollow: bool = False) -> dict[str, Any]:
    """Keyword arguments of a line with markers; the base is hollow."""
    return {
        "color": look.colour,
        "marker": look.marker,
        "markersize": 4.5,
        "markerfacecolor": "white" if hollow else look.colour,
        "linestyle": look.line,
        "linewidth": 1.2,
    }


def sheet(title: str, subtitle: str, notes: Sequence[str], body_inches: float) -> Sheet:
    """A figure of the usual width: the finding on top, then what is shown, the body, and notes at the foot.

    Long titles and notes wrap and make the figure higher; the body keeps its height. The figure keeps its words.
    """
    room = WIDTH - 2 * MARGIN
    heads = balanced(title, room)
    below = wrapped(subtitle, room, TEXT_POINTS)
    feet = [line for note in notes for line in wrapped(note, room, SMALL_POINTS)]
    foot = MARGIN + len(feet) * line_inches(SMALL_POINTS) + 0.1
    head = MARGIN + len(heads) * line_inches(TITLE_POINTS) + len(below) * line_inches(TEXT_POINTS) + 0.15
    said = Said(title, subtitle, tuple(note for note in notes if note))
    figure = SaidFigure(said, Body(head, body_inches), figsize=(WIDTH, foot + body_inches + head), facecolor="white")
    made = Sheet(figure, foot)
    top = body_inches + head - MARGIN
    made.write(LEFT, top, "\n".join(heads), TITLE_POINTS, va="top", fontweight="bold")
    top -= len(heads) * line_inches(TITLE_POINTS) + 0.03
    made.write(LEFT, top, "\n".join(below), TEXT_POINTS, va="top", colour=MUTED)
    made.write(LEFT, MARGIN - foot, "\n".join(feet), colour=MUTED)
    return made


def number_axis(axes: Axes, which: Literal["x", "y"], label: str, ticks: int = 5) -> None:
    """Ticks at round numbers with separated thousands, a faint grid, and a label with the unit."""
    _scaled_axis(axes, which, label, ticks, 1)


def dollar_axis(axes: Axes, which: Literal["x", "y"], label: str, ticks: int = 5) -> None:
    """The same for dollars, in thousands or millions where they are many; set the limits before.

    ``label`` has ``{}`` in the place of the unit.
    """
    most = max(map(abs, axes.get_xlim() if which == "x" else axes.get_ylim()))
    unit, size = next((unit, size) for unit, size, least in DOLLAR_UNITS if most >= least)
    _scaled_axis(axes, which, label.format(unit), ticks, size)


def _scaled_axis(axes: Axes, which: Literal["x", "y"], label: str, ticks: int, size: float) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(_ticks_that_fit(axes, ticks, size) if which == "x" else ticks))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value / size)))
    axes.grid(axis=which, color=RULE, linewidth=0.6)
    axis.set_label_text(label, fontsize=SMALL_POINTS, fontfamily=FONT, color=INK)


def _tick(value: float) -> str:
    return f"{value:,.10g}"


def _ticks_that_fit(axes: Axes, most: int, size: float) -> int:
    """How many steps a level axis may have so that the numbers at its ticks stand apart; set the limits before."""
    low, high = axes.get_xlim()
    inches = axes.get_position().width * WIDTH / (high - low)
    for steps in range(most, 1, -1):
        places = MaxNLocator(steps).tick_values(low, high)
        widest = max(text_inches(_tick(place / size)) for place in places)
        if (places[1] - places[0]) * inches > widest + 0.1:
            return steps
    return 1


def say_nothing_to_show(axes: Axes, text: str) -> None:
    """In the place of marks: why there are none."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", **text_style(TEXT_POINTS, MUTED))
