"""A figure as a page shows it: what it finds, the drawing, and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.views.listing import Listing


@dataclass(frozen=True)
class Picture:
    """One figure of a run.

    ``svg`` stands inside a page as it is: an element ``<svg role="img">`` with the title and the rest of what is said
    as its name and description, scaled by its ``viewBox``, without the words that stand around it on a sheet and
    without any style that a strict page would refuse.
    """

    name: str
    title: str
    subtitle: str
    notes: tuple[str, ...]
    svg: str
    listing: Listing
