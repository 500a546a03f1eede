"""Where the stations, the ends and every mark stand in a panel; one panel for each policy, of the same form.

At an end marks may cover each other, for its number stands beside them; at a station they do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from simulator.errors import RunFolderError
from simulator.model.codes import ENDS
from simulator.views.film.marks import Mark, Visit
from simulator.views.film.stations import DECIDED, END_TITLES, ORDER, STATIONS
from simulator.views.language import ENGLISH, Language

WIDTH, HEIGHT = 1200.0, 350.0
"""Of a panel; all lengths are units of the drawing, of which a page shows about one a pixel."""
TOP, LOWER, BOTTOM = 34.0, 236.0, 344.0
"""The upper edge of boxes, that of the box of the other channel, and the lower edge of all."""
COLUMN, GAP, EDGE = 108.0, 9.0, 6.0
MARGIN = 3.0
"""What marks at an end keep from its edges."""
HEAD, LOW_HEAD, LINE = 76.0, 42.0, 14.0
"""Room for the title and the count of a box; the same of the low one; the height of a line."""
LETTERS = 14
"""So many letters of a title go into a line of a column."""
PITCHES = (16.0, 14.0, 12.0, 10.0, 8.0, 6.0, 5.0, 4.0)
"""How far marks stand apart: as far as there is room for all of them."""
DIGIT_PITCH = 12.0
"""Marks that stand closer than this have no room for a digit."""
UPPER = {"IDENT match", "ICE answer", "answer reaches agency"}
BELOW = "found by another channel"
COLUMNS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 2, 6: 5, 7: 6, 8: 7}
"""The column in which a station stands, or begins."""


@dataclass(frozen=True)
class Box:
    """A place of the film: its frame, its title in lines, and the room of its marks, from ``head`` below its top."""

    place: int
    left: float
    top: float
    width: float
    height: float
    title: tuple[str, ...]
    head: float

    @property
    def middle(self) -> float:
        """Of its height."""
        return self.top + self.height / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width


@dataclass(frozen=True)
class Layout:
    """The boxes by place, how far marks stand apart at stations, and how far at each end."""

    boxes: tuple[Box, ...]
    pitch: float
    end_pitches: tuple[float, ...]

    def spot(self, visit: Visit) -> tuple[float, float]:
        """Where a mark stands during a visit."""
        box, pitch = self.boxes[visit.place], self.pitch
        if visit.place >= len(STATIONS):
            far = self.end_pitches[visit.place - len(STATIONS)] * visit.slot
            return box.left + MARGIN + pitch / 2 + far, box.top + box.head
        row, column = divmod(visit.slot, _columns(box, pitch))
        return box.left + (column + 0.5) * pitch + _spare(box, pitch), box.top + box.head + (row + 0.5) * pitch


def layout_of(panels: Sequence[Iterable[Mark]], language: Language = ENGLISH) -> Layout:
    """One layout for all panels; RunFolderError if a station cannot hold all who stand there at a time."""
    boxes = (*_stations(language), *_ends(language))
    most = [0] * len(boxes)
    for visit in (visit for marks in panels for mark in marks for visit in mark.visits):
        most[visit.place] = max(most[visit.place], visit.slot + 1)
    stations, ends = boxes[: len(STATIONS)], boxes[len(STATIONS) :]
    pitch = next((one for one in PITCHES if all(_room(box, one) >= most[box.place] for box in stations)), None)
    if pitch is None:
        raise RunFolderError(
            f"Up to {max(most[: len(STATIONS)]):,} people stand at one station at a time, more than a film can show. "
            "Choose one agency, or a smaller one, with --agency."
        )
    at_ends = (min(pitch, (box.width - pitch - 2 * MARGIN) / max(most[box.place] - 1, 1)) for box in ends)
    return Layout(boxes, pitch, tuple(at_ends))


def digit_of(mark: Mark, layout: Layout) -> str:
    """The level of a mark, if it has one and marks are large enough to hold a digit."""
    return mark.level if mark.level != "none" and layout.pitch >= DIGIT_PITCH else ""


def arrows(boxes: Sequence[Box]) -> list[tuple[float, float]]:
    """The tips of the arrows between the boxes, in the order of the way."""
    upper, below = (TOP + LOWER) / 2, (LOWER + BOTTOM) / 2
    tips = [(box.left, upper) for box in boxes[1 : len(STATIONS)] if box.top == TOP]
    return [*tips, (boxes[ORDER[BELOW]].left, below), (boxes[DECIDED].left, below)]


def _stations(language: Language) -> Iterable[Box]:
    for place, station in enumerate(STATIONS):
        title, left = language.say(station.title), EDGE + COLUMNS[place] * (COLUMN + GAP)
        if station.activity == BELOW:
            yield Box(place, left, LOWER, 3 * COLUMN + 2 * GAP, BOTTOM - LOWER, (title,), LOW_HEAD)
            continue
        bottom = LOWER - GAP if station.activity in UPPER else BOTTOM
        yield Box(place, left, TOP, COLUMN, bottom - TOP, tuple(wrap(title, LETTERS)), HEAD)


def _ends(language: Language) -> Iterable[Box]:
    """Rows of the last column, each as high as a title and a row of marks."""
    left, high = EDGE + 8 * (COLUMN + GAP), (BOTTOM - TOP) / len(ENDS)
    for row, end in enumerate(ENDS):
        title = (language.say(END_TITLES[end]),)
        yield Box(len(STATIONS) + row, left, TOP + row * high, WIDTH - EDGE - left, high, title, 0.73 * high)


def _columns(box: Box, pitch: float) -> int:
    return int(box.width // pitch)


def _spare(box: Box, pitch: float) -> float:
    """What is left of the width, on either side."""
    return (box.width - _columns(box, pitch) * pitch) / 2


def _room(box: Box, pitch: float) -> int:
    """How many marks a station can hold."""
    return _columns(box, pitch) * int((box.height - box.head - 2) // pitch)
