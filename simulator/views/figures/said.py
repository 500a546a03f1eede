"""A figure that keeps its words, so that a page can say what the drawing says."""

from __future__ import annotations

from typing import Any, NamedTuple

from matplotlib.figure import Figure


class Said(NamedTuple):
    """The words around the body of a figure, whole: the finding, what is shown, and the notes at its foot."""

    title: str
    subtitle: str
    notes: tuple[str, ...]


class SaidFigure(Figure):
    """A figure with the words that were written on it before they were wrapped."""

    def __init__(self, said: Said, **more: Any) -> None:
        super().__init__(**more)
        self.said = said


def said_in(figure: Figure) -> Said:
    """The words of a figure that was drawn on a sheet; TypeError for any other."""
    if not isinstance(figure, SaidFigure):
        raise TypeError("the figure was not drawn on a sheet, so it keeps no words")
    return figure.said
