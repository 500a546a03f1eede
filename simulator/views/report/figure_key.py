"""What the colours and marks of all figures mean, in words: for print without colour, and for the ear."""

from __future__ import annotations

from simulator.runs.tables import RunTables
from simulator.views.figures.style import LOOKS
from simulator.views.language import Say
from simulator.views.stress_des.content import Points

LOOKS_IN_WORDS = (
    "black, circles",
    "blue, squares",
    "vermilion, triangles",
    "green, diamonds",
    "purple, triangles upside down",
    "orange, plus signs",
    "sky blue, crosses",
    "grey, stars",
)
"""In the order of LOOKS."""
TITLE = (
    "Where a figure tells policies apart by colour and mark, each has the same in every figure. Any other colour is "
    "named in its figure. The colours are those of Okabe and Ito, which people with colour-blindness tell apart; marks "
    "and hatches say the same in print without colour."
)


def key_of(tables: RunTables, say: Say) -> Points:
    """A line for each policy."""
    labels = tables.labels.policies.values()
    looks = (LOOKS_IN_WORDS[position % len(LOOKS)] for position, _ in enumerate(labels))
    lines = (say("{policy}: {look}", policy=label, look=say(look)) for label, look in zip(labels, looks, strict=True))
    return Points(tuple(lines), say(TITLE))
