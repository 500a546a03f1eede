"""Small panels in rows and columns, each with the label of its policies above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from simulator.views.figures.style import (
    KEY_INCHES,
    LEFT,
    RIGHT,
    SMALL_POINTS,
    Look,
    Sheet,
    line_inches,
    wrapped,
)

AXIS_INCHES, GAP_INCHES = 0.48, 0.2
"""Room for the numbers of an upright axis, and between columns."""


@dataclass(frozen=True)
class Panels:
    """Where panels stand on a sheet; all sizes in inches, ``heads`` the wrapped label of each."""

    heads: list[list[str]]
    columns: int
    width: float
    height: float
    under: float

    @property
    def rows(self) -> int:
        """How many rows of panels there are."""
        return -(-len(self.heads) // self.columns)

    @property
    def _head(self) -> float:
        return max(map(len, self.heads)) * line_inches(SMALL_POINTS) + 0.08

    @property
    def _row(self) -> float:
        return self._head + self.height + self.under

    @property
    def total_height(self) -> float:
        """Height of all rows with their labels and axes."""
        return self.rows * self._row

    def draw(self, sheet: Sheet, position: int, look: Look, *, hollow: bool = False) -> Axes:
        """The axes of one panel, with its label in the look of its policy."""
        row, column = divmod(position, self.columns)
        left = LEFT + AXIS_INCHES + column * (self.width + AXIS_INCHES + GAP_INCHES)
        bottom = (self.rows - 1 - row) * self._row + self.under
        lines = self.heads[position]
        top = bottom + self.height + 0.08 + len(lines) * line_inches(SMALL_POINTS)
        sheet.key(left, top, look, lines, hollow=hollow)
        return sheet.axes(left, bottom, self.width, self.height)


def panels(labels: Sequence[str], columns: int, height: float, under: float) -> Panels:
    """Lay out a panel for each label; ``height`` of its axes, ``under`` the room for what stands under it."""
    width = (RIGHT - LEFT - AXIS_INCHES * columns - GAP_INCHES * (columns - 1)) / columns
    heads = [wrapped(label, width - KEY_INCHES, weight="bold") for label in labels]
    return Panels(heads, columns, width, height, under)
