"""An axis of months."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from simulator.views.figures.style import text_inches

FULL_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH_NAMES = tuple(name[:3] for name in FULL_NAMES)
MONTHS_BETWEEN_TICKS = (1, 2, 3, 6, 12, 24, 60, 120)


def month_ticks(axes: Axes, months: Sequence[str], width: float) -> None:
    """Ticks as close as the labels allow; the year stands under the first month that is labelled in it."""
    room = width / (text_inches("2000") + 0.12)
    step = next((step for step in MONTHS_BETWEEN_TICKS if len(months) / step <= room), MONTHS_BETWEEN_TICKS[-1])
    places = range(0, len(months), step)
    labels, said = [], ""
    for place in places:
        year, month = months[place].split("-")
        labels.append(MONTH_NAMES[int(month) - 1] + (f"\n{year}" if year != said else ""))
        said = year
    axes.set_xticks(list(places), labels)
    axes.set_xlim(-0.6, len(months) - 0.4)


def month_in_words(month: str) -> str:
    """``YYYY-MM`` as ``September 2011``."""
    year, number = month.split("-")
    return f"{FULL_NAMES[int(number) - 1]} {year}"
