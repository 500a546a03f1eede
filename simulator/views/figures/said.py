"""A figure that keeps its words, so that a page can say what the drawing says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from matplotlib.figure import Figure


class Said(NamedTuple):
    """The words around the body of a figure, whole: the finding, what is shown, and the notes at its foot."""

    title: str
    subtitle: str
    notes: tuple[str, ...]


class Body(NamedTuple):
    """Where the body of a figure is, without the words around it: inches from the top, and its height in inches."""

    top: float
    height: float


class SaidFigure(Figure):
    """A figure with the words that were written on it before they were wrapped; they are its first texts."""

    def __init__(self, said: Said, body: Body, **more: Any) -> None:
        super().__init__(**more)
        self.said = said
        self.body = body

    @contextmanager
    def without_words(self) -> Iterator[None]:
        """Title, subtitle and notes are not drawn: a page that shows the drawing says them itself."""
        around = self.texts[: len(self.said)]
        for text in around:
            text.set_visible(False)
        try:
            yield
        finally:
            for text in around:
                text.set_visible(True)


def said_in(figure: Figure) -> Said:
    """The words of a figure that was drawn on a sheet; TypeError for any other."""
    return drawn_on_sheet(figure).said


def drawn_on_sheet(figure: Figure) -> SaidFigure:
    """The same figure, which keeps its words; TypeError for one that was not drawn on a sheet."""
    if not isinstance(figure, SaidFigure):
        raise TypeError("the figure was not drawn on a sheet, so it keeps no words")
    return figure
