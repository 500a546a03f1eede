"""Where the steps of the flow stand on the page: columns by whose hands they are in, rows in the order of the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.views.figures.flow_shapes import WAITING_INCHES, Box
from simulator.views.figures.flow_steps import Shape, Step
from simulator.views.figures.style import LEFT, RIGHT, SMALL_POINTS, line_inches, wrapped

COLUMNS = (1.33, 3.33, 5.33, 7.14)
"""The middles of the columns: the jail; state bureau and FBI; DHS and ICE; ends."""
BOX_WIDTH, END_WIDTH, END_HEIGHT = 1.64, 1.28, 0.25
ZONE_MARGIN = 0.09
STAY_LEFT, STAY_RIGHT = LEFT + 0.05, LEFT + 0.22
"""The bar of the local stay, along the jail's column."""
GUTTER = 6.3
"""Where lines to the ends turn."""
HEAD_INCHES, START_INCHES, ROW_GAP, FOOT_INCHES = 0.3, 0.32, 0.24, 0.24
PADDING = 0.12
FIRST_ROW_OF_ICE, FIRST_ROW_OF_ICE_ALONE, LAST_ROW = 2, 5, 9
"""Rows at which ICE's part of the page begins, takes over the middle column, and ends."""
PLACES: dict[str, tuple[int, int]] = {
    "booking_to_prints": (0, 0), "state_bureau": (1, 0),
    "first_answer": (0, 1), "fbi_search": (1, 1),
    "share": (1, 2), "ident_search": (2, 2), "no-match": (3, 2),
    "receive": (1, 3), "lesc": (2, 3),
    "second_answer": (0, 4), "answer_relay": (1, 4),
    "access": (0, 5), "other_channel": (1, 5), "decision": (2, 5), "no-action": (3, 5),
    "on_file": (0, 6), "race": (2, 6), "missed": (3, 6),
    "release": (0, 7), "withdrawn": (3, 7), "state-prison": (3, 7),
    "rules": (0, 8), "door": (2, 8), "declined": (3, 8),
    "hold": (0, 9), "preparation": (1, 9), "tours": (2, 9), "transferred": (3, 9),
    "lapsed": (3, 10),
}  # fmt: skip
"""Column and row of each step."""
RAISED = {"withdrawn": 0.27, "state-prison": -0.27}
"""Two ends of one row stand above each other; inches."""
LEAST_HEIGHTS = {7: 0.62, 10: END_HEIGHT}
NARROWER: dict[Shape, float] = {"queue": WAITING_INCHES, "shared-queue": WAITING_INCHES, "gate": 0.26, "race": 0.26,
                                "delay": 0.12}  # fmt: skip
"""What a shape takes from the width of its text, besides the padding; inches."""


@dataclass(frozen=True)
class Placed:
    """A step with its box, and its title and detail in lines."""

    step: Step
    box: Box
    title: tuple[str, ...]
    detail: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """All steps by name, the upper and lower edge of each row, and the height of the body, in inches from below."""

    placed: Mapping[str, Placed]
    rows: Sequence[tuple[float, float]]
    height: float

    def box(self, name: str) -> Box:
        """Where a step stands."""
        return self.placed[name].box


def page_of(steps: Iterable[Step]) -> Page:
    """Give each step its place; rows are as high as their highest step."""
    told = {step.name: (step, *_lines(step)) for step in steps}
    heights = _row_heights({name: _height(step, title, detail) for name, (step, title, detail) in told.items()})
    total = HEAD_INCHES + START_INCHES + sum(heights) + ROW_GAP * (len(heights) - 1) + FOOT_INCHES
    rows, top = [], total - HEAD_INCHES - START_INCHES
    for height in heights:
        rows.append((top, top - height))
        top -= height + ROW_GAP
    placed = {
        name: Placed(step, _box(step, rows, _height(step, title, detail)), title, detail)
        for name, (step, title, detail) in told.items()
    }
    return Page(placed, rows, total)


def _lines(step: Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
    width = (END_WIDTH if step.shape == "end" else BOX_WIDTH - PADDING) - NARROWER.get(step.shape, 0)
    width = width + 0.06 if step.shape == "end" else width
    detail = wrapped(step.detail, width) if step.detail else []
    return tuple(wrapped(step.title, width, SMALL_POINTS, "bold")), tuple(detail)


def _height(step: Step, title: Sequence[str], detail: Sequence[str]) -> float:
    if step.shape == "end":
        return END_HEIGHT
    return (len(title) + len(detail)) * line_inches(SMALL_POINTS) + PADDING


def _row_heights(heights: Mapping[str, float]) -> list[float]:
    count = 1 + max(row for _, row in PLACES.values())
    highest = [max(heights[name] for name, (_, at) in PLACES.items() if at == row) for row in range(count)]
    return [max(height, LEAST_HEIGHTS.get(row, 0)) for row, height in enumerate(highest)]


def _box(step: Step, rows: Sequence[tuple[float, float]], own_height: float) -> Box:
    """As high as its row, but where two ends make that higher than any step."""
    column, row = PLACES[step.name]
    top, bottom = rows[row]
    middle = (top + bottom) / 2 + RAISED.get(step.name, 0)
    width = END_WIDTH if step.shape == "end" else BOX_WIDTH
    alone = step.shape == "end" or row in LEAST_HEIGHTS
    return Box(COLUMNS[column], middle, width, own_height if alone else top - bottom)


assert COLUMNS[-1] + END_WIDTH / 2 <= RIGHT
