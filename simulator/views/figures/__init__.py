"""Figures of a run: one function each, which takes the tables of a run and returns a figure."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.figure import Figure

from simulator.runs.tables import RunTables
from simulator.views.figures.costs import costs
from simulator.views.figures.cumulative import cumulative
from simulator.views.figures.detainers_by_month import detainers_by_month
from simulator.views.figures.differences import differences
from simulator.views.figures.endings import endings
from simulator.views.figures.findings import others_of
from simulator.views.figures.holds_by_weekday import holds_by_weekday
from simulator.views.figures.race import race
from simulator.views.figures.tornado import tornado
from simulator.views.figures.waterfall import waterfall
from simulator.views.figures.who_pays import who_pays

FIGURES: dict[str, Callable[[RunTables], Figure]] = {
    "detainers_by_month": detainers_by_month,
    "differences": differences,
    "costs": costs,
    "waterfall": waterfall,
    "who_pays": who_pays,
    "tornado": tornado,
    "cumulative": cumulative,
    "endings": endings,
    "race": race,
    "holds_by_weekday": holds_by_weekday,
}
"""Every figure by its name, in the order in which they are read."""
COMPARISONS = frozenset({"differences", "waterfall", "who_pays", "tornado", "cumulative"})
"""Figures that need a second policy."""


def all_figures(tables: RunTables) -> dict[str, Figure]:
    """Every figure that applies to a run; a run of one policy has no comparisons."""
    comparable = bool(others_of(tables))
    return {name: draw(tables) for name, draw in FIGURES.items() if comparable or name not in COMPARISONS}
