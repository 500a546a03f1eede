"""The flow drawn: the way of a booking through a scenario's own stations, gates and ends, on one page."""

from __future__ import annotations

from collections import Counter

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Rectangle

from simulator.scenario.phrases import listed
from simulator.scenario.place import Scenario
from simulator.scenario.station_words import KIND_WORDS, stations_in_words
from simulator.views.figures.flow_layout import (
    BOX_WIDTH,
    COLUMNS,
    FIRST_ROW_OF_ICE,
    FIRST_ROW_OF_ICE_ALONE,
    HEAD_INCHES,
    LAST_ROW,
    ROW_GAP,
    STAY_LEFT,
    STAY_RIGHT,
    ZONE_MARGIN,
    Page,
    Placed,
    page_of,
)
from simulator.views.figures.flow_lines import LINE, draw_lines
from simulator.views.figures.flow_shapes import WAITING_INCHES, Box, draw_shape
from simulator.views.figures.flow_steps import SHAPE_WORDS, steps_of
from simulator.views.figures.style import (
    INK,
    LEFT,
    MUTED,
    SMALL_POINTS,
    TEXT_POINTS,
    WIDTH,
    line_inches,
    sheet,
    text_style,
)

GROUND = "#F3F3F3"
STAY_FILL = "#BDBDBD"
NAME_INCHES, KEY_PITCH, KEY_WIDTH = 0.3, 0.27, 1.72
"""Room for the name of a ground, and for a line and a column of the key."""
NOTES = (
    "A time is the middle of its distribution; at a queue, that of serving one person. IDENT: the fingerprint store of "
    "the Department of Homeland Security (DHS). LESC: ICE's support center. A detainer that ICE takes back during a "
    "hold ends it; when a hold runs out, ICE takes some people at the door. Missed, declined and lapsed are leads for "
    "an arrest at large.",
)


def flow(scenario: Scenario) -> Figure:
    """The way of a booking in a scenario, on a page of its own; ``flow_words.flow_in_words`` tells it."""
    page = page_of(steps_of(scenario))
    drawn = sheet(_title(scenario), _subtitle(scenario), NOTES, page.height)
    axes = drawn.axes(0, 0, WIDTH, page.height)
    axes.set(xlim=(0, WIDTH), ylim=(0, page.height), aspect="equal")
    axes.set_axis_off()
    _zones(axes, page)
    _stay(axes, page)
    draw_lines(axes, page)
    for placed in page.placed.values():
        draw_shape(axes, placed.step.shape, placed.box)
        _write(axes, placed)
    _key(axes, page)
    return drawn.figure


def _title(scenario: Scenario) -> str:
    return f"{scenario.label}: from booking to ICE, through four gates that a policy can set"


def _subtitle(scenario: Scenario) -> str:
    kinds = Counter(station.kind for station in stations_in_words(scenario))
    told = [f"{count} {_plural(KIND_WORDS[kind], count)}" for kind, count in kinds.items()]
    return f"Stations as the scenario states them: {listed(told)}"


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _zones(axes: Axes, page: Page) -> None:
    """Whose hands the steps are in: three grounds, and their names on top."""
    edge = BOX_WIDTH / 2 + ZONE_MARGIN
    jail, bureau, ice, _ = COLUMNS
    top, bottom = page.height - HEAD_INCHES, page.rows[LAST_ROW][1] - ZONE_MARGIN
    between = page.rows[FIRST_ROW_OF_ICE_ALONE][0] + ROW_GAP / 2
    ice_top = _ice_top(page)
    _ground(axes, [(LEFT, top), (jail + edge, top), (jail + edge, bottom), (LEFT, bottom)])
    _ground(axes, [(bureau - edge, top), (bureau + edge, top), (bureau + edge, between + 0.04),
                   (bureau - edge, between + 0.04)])  # fmt: skip
    _ground(axes, [(ice - edge, ice_top), (ice + edge, ice_top), (ice + edge, bottom), (bureau - edge, bottom),
                   (bureau - edge, between - 0.04), (ice - edge, between - 0.04)])  # fmt: skip
    for centre, height, name in ((jail, top, "The jail"), (bureau, top, "State bureau and FBI"),
                                 (ice, ice_top, "DHS and ICE")):  # fmt: skip
        _name(axes, centre, height, name)
    _name(axes, COLUMNS[3], ice_top, "The booking ends")


def _ice_top(page: Page) -> float:
    """The upper edge of ICE's ground."""
    return page.rows[FIRST_ROW_OF_ICE][0] + ROW_GAP / 2


def _ground(axes: Axes, corners: list[tuple[float, float]]) -> None:
    axes.add_patch(Polygon(corners, closed=True, facecolor=GROUND, edgecolor="none", zorder=0))


def _name(axes: Axes, centre: float, height: float, name: str) -> None:
    axes.text(centre, height + 0.05, name, ha="center", va="bottom", fontweight="bold",
              **text_style(TEXT_POINTS, MUTED))  # fmt: skip


def _stay(axes: Axes, page: Page) -> None:
    """The stay as a bar along the jail's column, from booking to local release."""
    first = page.box("booking_to_prints")
    top, bottom = page.height - HEAD_INCHES - 0.06, page.box("release").middle - 0.06
    axes.add_patch(Rectangle((STAY_LEFT, bottom), STAY_RIGHT - STAY_LEFT, top - bottom, color=STAY_FILL, linewidth=0))
    middle = (STAY_LEFT + STAY_RIGHT) / 2
    words = "local stay, as the county's own case makes it"
    axes.text(middle, (top + page.box("access").middle) / 2, words, rotation=90, ha="center", va="center",
              **text_style())  # fmt: skip
    start = top - 0.08
    axes.add_patch(Circle((first.centre, start), 0.06, color=INK))
    axes.text(first.centre + 0.12, start, "booked", va="center_baseline", **text_style(fontweight="bold"))
    axes.annotate("", (first.centre, first.top), (first.centre, start), arrowprops={
        "arrowstyle": "-|>,head_length=0.45,head_width=0.22", "color": INK, "linewidth": LINE, "shrinkA": 0,
        "shrinkB": 0})  # fmt: skip


def _write(axes: Axes, placed: Placed) -> None:
    """A title and its detail in the middle of a step; what an end means stands under it."""
    box, high = placed.box, line_inches(SMALL_POINTS)
    if placed.step.shape == "end":
        title, detail = "\n".join(placed.title), "\n".join(placed.detail)
        axes.text(box.centre, box.middle, title, ha="center", va="center_baseline", fontweight="bold",
                  **text_style(colour="white"))  # fmt: skip
        axes.text(box.centre, box.bottom - 0.03, detail, ha="center", va="top", linespacing=1.2, **text_style())
        return
    centre = box.centre + (WAITING_INCHES / 2 if "queue" in placed.step.shape else 0)
    line = box.middle + (len(placed.title) + len(placed.detail)) * high / 2 - high / 2
    for text, weight in (*((it, "bold") for it in placed.title), *((it, "normal") for it in placed.detail)):
        axes.text(centre, line, text, ha="center", va="center_baseline", fontweight=weight, **text_style())
        line -= high


def _key(axes: Axes, page: Page) -> None:
    """What each shape means, where the page is empty."""
    left, rows = COLUMNS[2] - BOX_WIDTH / 2, -(-len(SHAPE_WORDS) // 2)
    top = _ice_top(page) + NAME_INCHES + rows * KEY_PITCH
    for place, (shape, words) in enumerate(SHAPE_WORDS.items()):
        column, row = divmod(place, rows)
        box = Box(left + column * KEY_WIDTH + 0.23, top - (row + 0.5) * KEY_PITCH, 0.42, 0.18)
        draw_shape(axes, shape, box)
        axes.text(box.right + 0.1, box.middle, words, va="center_baseline", **text_style())
