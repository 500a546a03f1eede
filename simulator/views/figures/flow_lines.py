"""The lines of the flow: from step to step, and where a gate lets nothing through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path

from simulator.views.figures.flow_layout import COLUMNS, GUTTER, STAY_RIGHT, Page
from simulator.views.figures.flow_shapes import Box
from simulator.views.figures.style import INK, text_style

Point = tuple[float, float]
Way = Literal["right", "left", "down"]
LINE = 1.1
STOP_INCHES, STOP_HALF = 0.16, 0.09


@dataclass(frozen=True)
class Arrow:
    """A straight line between facing sides of two steps; the label stands over or beside it."""

    start: str
    end: str
    way: Way
    label: str = ""


ARROWS = (
    Arrow("booking_to_prints", "state_bureau", "right"),
    Arrow("state_bureau", "fbi_search", "down"),
    Arrow("fbi_search", "first_answer", "left"),
    Arrow("fbi_search", "share", "down"),
    Arrow("share", "ident_search", "right", "yes"),
    Arrow("ident_search", "no-match", "right"),
    Arrow("ident_search", "lesc", "down", "a match"),
    Arrow("lesc", "receive", "left"),
    Arrow("lesc", "decision", "down", "ICE's answer"),
    Arrow("receive", "answer_relay", "down", "yes"),
    Arrow("answer_relay", "second_answer", "left"),
    Arrow("access", "other_channel", "right"),
    Arrow("other_channel", "decision", "right"),
    Arrow("decision", "no-action", "right"),
    Arrow("decision", "race", "down", "ICE asks"),
    Arrow("race", "missed", "right"),
    Arrow("race", "on_file", "left", "yes: detainer lodged"),
    Arrow("on_file", "release", "down"),
    Arrow("release", "rules", "down"),
    Arrow("rules", "door", "right", "decline, or notify"),
    Arrow("door", "declined", "right"),
    Arrow("rules", "hold", "down", "honor"),
    Arrow("hold", "preparation", "right"),
    Arrow("preparation", "tours", "right"),
    Arrow("tours", "transferred", "right"),
)
"""From step to step, as far as lines are straight."""
STOPS = {"share": "no: the prints go no further", "receive": "no: the agency does not see the answer"}
"""Gates that end a way of the prints, with what that means."""


def draw_lines(axes: Axes, page: Page) -> None:
    """All lines, under the steps."""
    for arrow in ARROWS:
        _straight(axes, page, arrow)
    for gate, meaning in STOPS.items():
        _stop(axes, page.box(gate), meaning)
    for name in ("access", "release"):
        box = page.box(name)
        _line(axes, [(STAY_RIGHT, box.middle), (box.left, box.middle)])
    _turning(axes, page)


def _turning(axes: Axes, page: Page) -> None:
    """Lines that turn on their way to an end."""
    release, door, hold = page.box("release"), page.box("door"), page.box("hold")
    for name in ("withdrawn", "state-prison"):
        end = page.box(name)
        turn = [(GUTTER, release.middle), (GUTTER, end.middle)]
        _line(axes, [(release.right, release.middle), *turn, (end.left, end.middle)])
    _label(axes, (COLUMNS[1], release.middle), "taken back, or to state prison")
    tours, out = page.box("tours"), door.middle - 0.13
    _line(axes, [(door.right, out), (GUTTER, out), (GUTTER, tours.middle)], head=False)
    lapsed = page.box("lapsed")
    _line(axes, [(hold.centre, hold.bottom), (hold.centre, lapsed.middle), (lapsed.left, lapsed.middle)])
    _label(axes, (COLUMNS[1], lapsed.middle), "no tour in time")


def _straight(axes: Axes, page: Page, arrow: Arrow) -> None:
    start, end = page.box(arrow.start), page.box(arrow.end)
    if arrow.way == "down":
        points = [(start.centre, start.bottom), (end.centre, end.top)]
        middle = (start.bottom + end.top) / 2
        _beside(axes, (start.centre, middle), arrow.label)
    else:
        leaves, arrives = (start.right, end.left) if arrow.way == "right" else (start.left, end.right)
        points = [(leaves, end.middle), (arrives, end.middle)]
        _label(axes, ((leaves + arrives) / 2, end.middle), arrow.label)
    _line(axes, points)


def _line(axes: Axes, points: Sequence[Point], *, head: bool = True) -> None:
    path = Path(points, [Path.MOVETO, *[Path.LINETO] * (len(points) - 1)])
    if head:
        style = "-|>,head_length=4.5,head_width=2.2"
        axes.add_patch(FancyArrowPatch(path=path, arrowstyle=style, color=INK, linewidth=LINE, joinstyle="miter"))
    else:
        axes.add_patch(PathPatch(path, fill=False, edgecolor=INK, linewidth=LINE))


def _stop(axes: Axes, box: Box, meaning: str) -> None:
    """A short line that ends at a bar, and what that means beside it."""
    at = box.left - STOP_INCHES
    _line(axes, [(box.left, box.middle), (at, box.middle)], head=False)
    axes.add_patch(PathPatch(Path([(at, box.middle - STOP_HALF), (at, box.middle + STOP_HALF)]), edgecolor=INK,
                             linewidth=2.4))  # fmt: skip
    words = meaning.split()
    half = (len(words) + 1) // 2
    text = "\n".join((" ".join(words[:half]), " ".join(words[half:])))
    axes.text(at - 0.08, box.middle, text, ha="right", va="center", linespacing=1.2, **text_style(fontstyle="italic"))


def _label(axes: Axes, point: Point, text: str) -> None:
    axes.text(point[0], point[1] + 0.035, text, ha="center", va="bottom", **text_style(fontstyle="italic"))


def _beside(axes: Axes, point: Point, text: str) -> None:
    axes.text(point[0] + 0.06, point[1], text, ha="left", va="center_baseline", **text_style(fontstyle="italic"))
