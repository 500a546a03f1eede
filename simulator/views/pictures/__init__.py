"""Figures for pages: drawings that stand inside a page, each with its words and its numbers as texts."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from simulator.runs.tables import RunTables
from simulator.views.figures import COMPARISONS, FIGURES
from simulator.views.figures.findings import others_of
from simulator.views.figures.said import Said, drawn_on_sheet, said_in
from simulator.views.pictures.inline import inline
from simulator.views.pictures.listings import LISTINGS
from simulator.views.pictures.picture import Picture
from simulator.views.saving import drawn_svg

__all__ = ["Picture", "Said", "pictures_of", "said_in", "svg_of"]


def pictures_of(tables: RunTables, names: Sequence[str] | None = None) -> dict[str, Picture]:
    """The figures of a run, or those of these names, in the order in which they are read.

    A run of one policy has no comparisons, be they asked for or not. ValueError for a name that no figure has.
    """
    if unknown := sorted(set(names or ()) - set(FIGURES)):
        raise ValueError(f"no figure is called {', '.join(unknown)}; there are {', '.join(FIGURES)}")
    comparable = bool(others_of(tables))
    asked = [name for name in FIGURES if names is None or name in names]
    return {name: _picture(tables, name) for name in asked if comparable or name not in COMPARISONS}


def svg_of(figure: Figure, name: str) -> str:
    """The body of any figure that was drawn on a sheet, as an element for a page; ``name`` goes before each of its ids.

    Title, subtitle and notes are not in the drawing, for the page says them; they are its name and description.
    """
    drawn = drawn_on_sheet(figure)
    with drawn.without_words():
        return inline(drawn_svg(drawn, name), name, drawn.said, drawn.body)


def _picture(tables: RunTables, name: str) -> Picture:
    figure = FIGURES[name](tables)
    return Picture(name, *said_in(figure), svg_of(figure, name), LISTINGS[name](tables))
