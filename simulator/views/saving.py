"""Saving figures: the same figure gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

PNG_DOTS_PER_INCH = 160


def save_figures(figures: Mapping[str, Figure], folder: Path) -> list[Path]:
    """Write each figure as SVG and PNG, named by its key."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, figure in figures.items():
        svg, png = folder / f"{name}.svg", folder / f"{name}.png"
        svg.write_bytes(drawn_svg(figure, name))
        figure.savefig(png, dpi=PNG_DOTS_PER_INCH, metadata={"Software": None})
        paths += [svg, png]
    return paths


def drawn_svg(figure: Figure, name: str) -> bytes:
    """A figure as an SVG file; letters are paths, so that it looks the same everywhere."""
    kept = io.BytesIO()
    with rc_context({"svg.hashsalt": name, "svg.fonttype": "path"}):
        figure.savefig(kept, format="svg", metadata={"Date": None})
    return kept.getvalue()


def png_of(figure: Figure, description: str = "") -> bytes:
    """A figure as PNG; its description is kept in the file, for those who do not see it."""
    kept = io.BytesIO()
    metadata = {"Software": None, "Description": description or None}
    figure.savefig(kept, format="png", dpi=PNG_DOTS_PER_INCH, metadata=metadata)
    return kept.getvalue()
