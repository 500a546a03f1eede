"""Pictures of the documentation that are made from the code; ``python -m tests.docs.pages`` writes them.

Fonts may differ from machine to machine, and with them bytes. So a picture holds in itself what it shows: its
description and every text in it, which are compared.
"""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from simulator.views.figures.flow import flow
from simulator.views.figures.flow_words import flow_in_words
from simulator.views.saving import png_of
from tests.docs.model_parts import example

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def shown(figure: Figure, words: str) -> str:
    """What a picture is told by: its description, then its texts and how many shapes of each kind it has."""
    texts = [text.get_text() for part in (figure, *figure.axes) for text in part.texts]
    kinds = sorted(type(patch).__name__ for axes in figure.axes for patch in axes.patches)
    counted = [f"{kind}: {kinds.count(kind)}" for kind in dict.fromkeys(kinds)]
    return "\n".join([words, *texts, *counted])


def flow_now() -> tuple[Figure, str]:
    scenario = example().scenario
    figure = flow(scenario)
    return figure, shown(figure, flow_in_words(scenario))


def kept(name: str) -> str:
    """What a picture says of itself."""
    with Image.open(IMAGES / name) as image:
        return str(image.info["Description"])


def write_pictures() -> None:
    figure, description = flow_now()
    (IMAGES / "flow.png").write_bytes(png_of(figure, description))
