"""How marks look: pale fills under dark digits, so that levels are told apart without colour too."""

from __future__ import annotations

from simulator.views.figures.style import ORANGE, SKY, YELLOW

FILLS = {"1": ORANGE, "2": SKY, "3": YELLOW, "none": "#D9D9D9"}
"""By offence level."""
GLIDE_SECONDS = 0.6
"""How long, at the film's own speed, a mark takes to go from place to place."""
SIZE = 0.43
"""The radius of a mark, as a share of how far marks stand apart."""
