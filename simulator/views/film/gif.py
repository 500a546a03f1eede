"""The film as a GIF, for slides: the same panels, drawn frame by frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.animation import PillowWriter
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from simulator.views.figures.style import INK, MUTED, text_style
from simulator.views.film.content import Film, Panel
from simulator.views.film.layout import EDGE, HEIGHT, WIDTH, Box, Layout, arrows, digit_of
from simulator.views.film.look import FILLS, GLIDE_SECONDS, SIZE
from simulator.views.film.marks import Kind, Mark, counts_at
from simulator.views.film.stations import STATIONS

FRAMES_PER_SECOND = 8
LINES: dict[Kind, Any] = {"person": "-", "prints": (0, (2, 1.2))}
"""The outline of a mark: that of prints whose person has left is broken."""
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HEAD_UNITS, FOOT_UNITS = 62.0, 64.0
DOTS_PER_INCH = 100
INCHES = 0.008
"""Of a unit of the drawing."""
POINTS = 72 * INCHES


def frames(film: Film) -> int:
    """How many frames the film has."""
    return round(film.seconds * FRAMES_PER_SECOND) + 1


def write_gif(film: Film, path: Path, on_frame: Callable[[int], None] = lambda done: None) -> None:
    """Draw every frame; ``on_frame`` hears how many are done."""
    drawing = Drawing(film)
    writer = PillowWriter(fps=FRAMES_PER_SECOND)
    count = frames(film)
    with writer.saving(drawing.figure, str(path), DOTS_PER_INCH):
        for number in range(count):
            drawing.show(round(film.span.seconds_long * number / (count - 1)))
            writer.grab_frame()
            on_frame(number + 1)


def spot_at(mark: Mark, moment: float, glide: float, layout: Layout) -> tuple[float, float]:
    """Where a mark is drawn: the mean of where it stood in the time of a glide up to now, as the page has it."""
    begins = max(moment - glide, mark.visits[0].begins)
    if moment <= begins:
        return layout.spot(mark.visits[0])
    lengths = [max(0.0, min(visit.until, moment) - max(visit.begins, begins)) for visit in mark.visits]
    spots = np.array([layout.spot(visit) for visit in mark.visits])
    left, top = np.array(lengths) @ spots / (moment - begins)
    return float(left), float(top)


class Drawing:
    """A figure of the film that shows any moment of it."""

    def __init__(self, film: Film) -> None:
        self._film = film
        high = HEAD_UNITS + HEIGHT * len(film.panels) + FOOT_UNITS
        self.figure = Figure(figsize=(WIDTH * INCHES, high * INCHES), facecolor="white")
        FigureCanvasAgg(self.figure)
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(high, 0))
        axes.set_axis_off()
        _write(axes, EDGE, 22, film.title, 18, fontweight="bold")
        self._clock = _write(axes, EDGE, 48, "", 16)
        self._panels = [
            _Drawn(axes, film, panel, HEAD_UNITS + HEIGHT * number) for number, panel in enumerate(film.panels)
        ]
        _key(axes, film, high - FOOT_UNITS)

    def show(self, moment: int) -> None:
        """Put every mark and number where it is at a moment, in seconds of the span."""
        shown = self._film.span.shown(moment)
        weekday = self._film.language.say(DAY_NAMES[shown.weekday()])
        self._clock.set_text(f"{weekday}, {shown:%Y-%m-%d, %H}:00")
        for panel in self._panels:
            panel.show(moment)


class _Drawn:
    """One panel of the figure, ``top`` units below its upper edge."""

    def __init__(self, axes: Axes, film: Film, panel: Panel, top: float) -> None:
        self._film, self._panel = film, panel
        boxes = film.layout.boxes
        _write(axes, EDGE, top + 24, panel.label, 16, fontweight="bold")
        _write(axes, boxes[-1].left, top + 24, film.language.say("Came to an end"), 16, fontweight="bold")
        for left, middle in arrows(boxes):
            corners = np.array([(left - 8, middle - 6), (left - 1, middle), (left - 8, middle + 6)])
            axes.add_patch(Polygon(corners + np.array([0, top]), color="#8C8C8C", linewidth=0))
        self._numbers = [_box(axes, box, top) for box in boxes]
        self._moving = [_Moving(axes, film, panel, kind, top) for kind in LINES]

    def show(self, moment: int) -> None:
        say = self._film.language.say
        people, prints = (counts_at(self._panel.marks, moment, kind) for kind in LINES)
        for number, here, away in zip(self._numbers, people, prints, strict=True):
            number.set_text(f"{here}   {say('prints: {prints}', prints=away)}" if away else f"{here}")
        for moving in self._moving:
            moving.show(moment)


class _Moving:
    """The marks of one kind in a panel, with the digits in them."""

    def __init__(self, axes: Axes, film: Film, panel: Panel, kind: Kind, top: float) -> None:
        self._layout, self._top, self._kind = film.layout, top, kind
        self._glide = GLIDE_SECONDS * film.span.seconds_long / film.seconds
        self._marks = [mark for mark in panel.marks if mark.kind == kind]
        self._shapes = _circles(axes, film.layout, LINES[kind])
        style: dict[str, Any] = {"ha": "center", "va": "center", "fontweight": "bold", "zorder": 4}
        self._digits = [_write(axes, 0, 0, digit_of(mark, film.layout), 10, **style) for mark in self._marks]

    def show(self, moment: int) -> None:
        spots, fills = [], []
        for mark, digit in zip(self._marks, self._digits, strict=True):
            digit.set_visible(mark.at(moment) is not None)
            if digit.get_visible():
                left, top = spot_at(mark, moment, self._glide, self._layout)
                spots.append((left, top + self._top))
                fills.append(FILLS[mark.level] if self._kind == "person" else "white")
                digit.set_position(spots[-1])
        self._shapes.set_offsets(np.array(spots).reshape(-1, 2))
        self._shapes.set_facecolor(fills)


def _circles(axes: Axes, layout: Layout, line: Any) -> PathCollection:
    wide = 2 * SIZE * layout.pitch * POINTS
    return axes.scatter([], [], s=wide**2, edgecolors=INK, linewidths=0.8, zorder=3, linestyle=line)


def _box(axes: Axes, box: Box, top: float) -> Text:
    """A frame with its title; what is given back takes its number."""
    is_end = box.place >= len(STATIONS)
    axes.add_patch(Rectangle((box.left, top + box.top), box.width, box.height, facecolor="white" if is_end else
                             "#F5F5F5", edgecolor="#D0D0D0" if is_end else "#8C8C8C", linewidth=0.7))  # fmt: skip
    for number, line in enumerate(box.title):
        _write(axes, box.left + 6, top + box.top + 15 + 14 * number, line, 13)
    if is_end:
        return _write(axes, box.right - 6, top + box.top + 15, "0", 13, ha="right", fontweight="bold")
    return _write(axes, box.left + 6, top + box.top + box.head - 8, "0", 13, fontweight="bold")


def _key(axes: Axes, film: Film, top: float) -> None:
    """What a mark is, and that it is one replication."""
    say, layout = film.language.say, film.layout
    texts = [say("one person followed"), say("prints of a person who has left")]
    texts += [say("without conviction") if level == "none" else say("level {level}", level=level) for level in FILLS]
    looks: Sequence[str] = ["white", "white", *FILLS.values()]
    left = EDGE + 10
    for number, (text, fill) in enumerate(zip(texts, looks, strict=True)):
        line = LINES["prints" if number == 1 else "person"]
        _circles(axes, layout, line).set(offsets=[(left, top + 18)], facecolor=fill)
        _write(axes, left + 14, top + 23, text, 13)
        left += 40 + 7.4 * len(text)
    note = say("This is replication {number} alone: what happened once, not what happens on average.",
               number=film.replication)  # fmt: skip
    _write(axes, EDGE, top + 50, f"{note} {say('Most people booked are not followed, and not shown.')}", 13, MUTED)


def _write(axes: Axes, left: float, top: float, text: str, units: float, colour: str = INK, **more: Any) -> Text:
    style = text_style(units * POINTS, colour, **{"va": "baseline", **more})
    return axes.text(left, top, text, **style)
