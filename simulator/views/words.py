"""Numbers in words and in figures, the same everywhere: on the terminal, in plots, on a page."""

from __future__ import annotations

from collections.abc import Mapping

Entry = Mapping[str, float | None]

MILLION = 1e6


def number(value: float, unit: str = "") -> str:
    """A number to read: thousands separated, no more digits than it deserves, dollars with their sign."""
    size = abs(value)
    text = f"{size:,.0f}" if round(size, 1) >= 10 or size < 0.05 else f"{size:,.1f}"
    sign = "-" if value < 0 and text != "0" else ""
    return f"{sign}${text}" if unit == "USD" else f"{sign}{text}"


def rounded(value: float, unit: str = "") -> str:
    """A number for titles and figures: dollars to three digits, ``$33,800``, ``-$1.05 million``; others in full."""
    if unit != "USD":
        return number(value, unit)
    short = float(f"{value:.3g}")
    millions = abs(short) / MILLION
    if millions < 1:
        return number(short, unit)
    decimals = 2 if millions < 10 else 1 if millions < 100 else 0
    return f"{'-' if short < 0 else ''}${millions:,.{decimals}f} million"


def spread(entry: Entry, unit: str = "") -> str:
    """A mean with its interval: ``120 (95 to 140)``."""
    mean, low, high = entry["mean"], entry["low"], entry["high"]
    if mean is None:
        return "none"
    if low is None or high is None or low == high:
        return rounded(mean, unit)
    least = low if unit == "USD" else max(low, 0.0)  # fewer than none there cannot be
    return f"{rounded(mean, unit)} ({rounded(least, unit)} to {rounded(high, unit)})"


def difference(entry: Entry, unit: str = "") -> str:
    """A difference in words: ``about 120 fewer, between 95 and 140``; says so when the direction is not clear."""
    mean, low, high = entry["mean"], entry["low"], entry["high"]
    if mean is None:
        return "not known"
    if mean == 0 and not low and not high:
        return "no change"
    fewer = "less" if unit == "USD" else "fewer"
    word = "more" if mean > 0 else fewer
    about = f"about {rounded(abs(mean), unit)} {word}"
    if low is None or high is None:
        return about
    if low <= 0 <= high:
        return f"no clear change: between {rounded(-low, unit)} {fewer} and {rounded(high, unit)} more"
    near, far = (rounded(end, unit) for end in sorted((abs(low), abs(high))))
    return about if near == far else f"{about}, between {near} and {far}"
