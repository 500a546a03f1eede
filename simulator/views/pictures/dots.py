"""Dots of a hatch, written short: matplotlib draws each as a circle of eight curves, a thousand of them in a tile."""

from __future__ import annotations

import math
import re
from xml.etree.ElementTree import Element

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
CURVES, CLOSE = 8, 1e-4
"""How many curves make a circle, and how far, in points, a place that was rounded may be off."""


def short_dots(root: Element) -> None:
    """Circles that are filled and edged in one colour become points, drawn by a round pen of the same width."""
    for pattern in root.iter("pattern"):
        for path in pattern.iter("path"):
            found = _dots(path)
            if found is not None:
                radius, places = found
                width = float(path.attrib["stroke-width"]) + 2 * radius
                path.attrib |= {
                    "d": "".join(f"M{x:g} {y:g}h0" for x, y in places),
                    "fill": "none",
                    "stroke-width": f"{width:g}",
                    "stroke-linecap": "round",
                }


def _dots(path: Element) -> tuple[float, list[tuple[float, float]]] | None:
    """Radius and centres of a path that is nothing but equal circles."""
    if path.get("fill") != path.get("stroke") or "stroke-width" not in path.attrib:
        return None
    circles = [_circle(part) for part in re.split("[zZ]", path.attrib["d"]) if part]
    found = [circle for circle in circles if circle is not None]
    if not found or len(found) < len(circles):
        return None
    radius = found[0][0]
    same = all(abs(one[0] - radius) < CLOSE for one in found)
    return (radius, [(round(x, 4), round(y, 4)) for _, x, y in found]) if same else None


def _circle(part: str) -> tuple[float, float, float] | None:
    """Radius and centre of a circle of curves: the ends of all curves lie as far from their mean."""
    numbers = [float(number) for number in NUMBER.findall(part)]
    if re.sub(r"[^A-Za-z]", "", part) != "M" + "C" * CURVES or len(numbers) != 2 + 6 * CURVES:
        return None
    xs, ys = numbers[6::6], numbers[7::6]
    x, y = sum(xs) / CURVES, sum(ys) / CURVES
    distances = [math.dist((x, y), place) for place in zip(xs, ys, strict=True)]
    return (distances[0], x, y) if max(distances) - min(distances) < CLOSE else None
