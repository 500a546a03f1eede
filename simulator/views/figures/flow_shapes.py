"""The outlines of the flow's steps: each kind has a shape of its own, so that no colour is needed to tell them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle

from simulator.views.figures.flow_steps import Shape
from simulator.views.figures.style import INK, MUTED

GATE_FILL, QUEUE_FILL, STEP_FILL = "#F8DFA8", "#BFE0F5", "#DCDCDC"
BAR_INCHES, BARS = 0.045, 3
"""People who wait, drawn as bars before a staffed queue."""
WAITING_INCHES = 0.26
"""What they take of the width."""


@dataclass(frozen=True)
class Box:
    """Where a step stands, in inches; ``middle`` counts upwards."""

    centre: float
    middle: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """The left edge."""
        return self.centre - self.width / 2

    @property
    def right(self) -> float:
        """The right edge."""
        return self.centre + self.width / 2

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.middle + self.height / 2

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.middle - self.height / 2


def draw_shape(axes: Axes, shape: Shape, box: Box) -> None:
    """Draw the outline of a step."""
    match shape:
        case "delay":
            axes.add_patch(_delay(box))
        case "queue" | "shared-queue":
            _queue(axes, box, shared=shape == "shared-queue")
        case "gate" | "race":
            axes.add_patch(_gate(box, race=shape == "race"))
        case "answer":
            _answer(axes, box)
        case "end":
            axes.add_patch(_end(box))
        case "step":
            axes.add_patch(_rectangle(box, STEP_FILL))


def _rectangle(box: Box, fill: str, line: float = 0.9) -> Rectangle:
    return Rectangle((box.left, box.bottom), box.width, box.height, facecolor=fill, edgecolor=INK, linewidth=line)


def _delay(box: Box) -> Polygon:
    """Straight on the left, round on the right: the sign of a delay in flow charts."""
    radius = box.height / 2
    angles = np.linspace(np.pi / 2, -np.pi / 2, 40)
    bend = 0.55 * radius
    arc = np.column_stack((box.right - bend + bend * np.cos(angles), box.middle + radius * np.sin(angles)))
    corners = np.vstack(([(box.left, box.bottom), (box.left, box.top)], arc))
    return Polygon(corners, closed=True, facecolor="white", edgecolor=INK, linewidth=0.9)


def _queue(axes: Axes, box: Box, *, shared: bool) -> None:
    """A box with people waiting before it; a second frame if most of the queue is of others."""
    axes.add_patch(_rectangle(box, QUEUE_FILL, 1.3))
    for bar in range(BARS):
        left = box.left + 0.04 + 1.7 * bar * BAR_INCHES
        axes.add_patch(Rectangle((left, box.bottom + 0.06), BAR_INCHES, box.height - 0.12, color=INK, linewidth=0))
    if shared:
        apart = 0.045
        frame = Box(box.centre, box.middle, box.width + 2 * apart, box.height + 2 * apart)
        axes.add_patch(Rectangle((frame.left, frame.bottom), frame.width, frame.height, fill=False, edgecolor=INK,
                                 linewidth=0.9))  # fmt: skip


def _gate(box: Box, *, race: bool) -> Polygon:
    """Six corners; the race has a broken line."""
    tip = 0.16
    corners = [(box.left, box.middle), (box.left + tip, box.top), (box.right - tip, box.top),
               (box.right, box.middle), (box.right - tip, box.bottom), (box.left + tip, box.bottom)]  # fmt: skip
    style = {"facecolor": "white", "linestyle": (0, (4, 2))} if race else {"facecolor": GATE_FILL}
    return Polygon(corners, closed=True, edgecolor=INK, linewidth=1.3, **style)


def _answer(axes: Axes, box: Box) -> None:
    """A sheet of paper with a folded corner."""
    fold = 0.13
    page = [(box.left, box.bottom), (box.left, box.top), (box.right - fold, box.top),
            (box.right, box.top - fold), (box.right, box.bottom)]  # fmt: skip
    axes.add_patch(Polygon(page, closed=True, facecolor="white", edgecolor=INK, linewidth=0.9))
    corner = [(box.right - fold, box.top), (box.right - fold, box.top - fold), (box.right, box.top - fold)]
    axes.add_patch(Polygon(corner, closed=True, facecolor=MUTED, edgecolor=INK, linewidth=0.9))


def _end(box: Box) -> FancyBboxPatch:
    radius = box.height / 2
    style = f"round,pad=0,rounding_size={radius}"
    return FancyBboxPatch((box.left, box.bottom), box.width, box.height, boxstyle=style, facecolor=INK, edgecolor=INK)
