"""Numbers in words and in figures, the same everywhere: on the terminal, in plots, on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.experiments.unknowns import LEAST_DRAWS
from simulator.views.language import ENGLISH, Say

Entry = Mapping[str, float | None]

MILLION = 1e6


def ends(entry: Entry) -> tuple[float, float] | None:
    """The widest 95 % interval that a number has: of chance and what is not known, or of chance alone; None if none."""
    for low, high in ((entry.get("both_low"), entry.get("both_high")), (entry["low"], entry["high"])):
        if low is not None and high is not None:
            return low, high
    return None


def tells_unknowns(summary: Mapping[str, Any]) -> bool:
    """Whether a run has intervals of what is not known; one that was stopped may have too few draws for them."""
    return bool(summary["unknowns"]["draws"] >= LEAST_DRAWS)


def undecided(low: float, high: float) -> bool:
    """Whether an interval of a difference holds zero, be it at its end, so that the direction is not clear."""
    return low <= 0 <= high and low < high


def number(value: float, unit: str = "") -> str:
    """A number to read: thousands separated, no more digits than it deserves, dollars with their sign."""
    size = abs(value)
    text = f"{size:,.0f}" if round(size, 1) >= 10 or size < 0.05 else f"{size:,.1f}"
    sign = "-" if value < 0 and text != "0" else ""
    return f"{sign}${text}" if unit == "USD" else f"{sign}{text}"


def rounded(value: float, unit: str = "", say: Say = ENGLISH.say) -> str:
    """A number for titles and figures: dollars to three digits, ``$33,800``, ``-$1.05 million``; others in full."""
    if unit != "USD":
        return number(value, unit)
    short = float(f"{value:.3g}")
    millions = abs(short) / MILLION
    if millions < 1:
        return number(short, unit)
    decimals = 2 if millions < 10 else 1 if millions < 100 else 0
    return say("{amount} million", amount=f"{'-' if short < 0 else ''}${millions:,.{decimals}f}")


def spread(entry: Entry, unit: str = "", say: Say = ENGLISH.say) -> str:
    """A mean with its interval: ``120 (95 to 140)``."""
    mean, found = entry["mean"], ends(entry)
    if mean is None:
        return say("none")
    if found is None or found[0] == found[1]:
        return rounded(mean, unit, say)
    low, high = found
    least = low if unit == "USD" else max(low, 0.0)  # fewer than none there cannot be
    said = {"mean": mean, "low": least, "high": high}
    return say("{mean} ({low} to {high})", **{name: rounded(value, unit, say) for name, value in said.items()})


def sized(value: float, unit: str = "", say: Say = ENGLISH.say) -> str:
    """``about 120``; a number that is not zero never reads as zero: ``under 0.1``."""
    text = rounded(abs(value), unit, say)
    if value and text == number(0, unit):
        return say("under {size}", size=number(0.1, unit))
    return say("about {size}", size=text)


def difference(entry: Entry, unit: str = "", say: Say = ENGLISH.say) -> str:
    """A difference in words: ``about 120 fewer, between 95 and 140``; says so when the direction is not clear."""
    mean, found = entry["mean"], ends(entry)
    if mean is None:
        return say("not known")
    if mean == 0 and not any(found or ()):
        return say("no change")
    fewer = "{size} less" if unit == "USD" else "{size} fewer"
    about = say("{size} more" if mean > 0 else fewer, size=sized(mean, unit, say))
    if found is None:
        return about
    low, high = found
    if undecided(low, high):
        less, more = say(fewer, size=rounded(-low, unit, say)), say("{size} more", size=rounded(high, unit, say))
        return say("no clear change: between {less} and {more}", less=less, more=more)
    near, far = (rounded(size, unit, say) for size in sorted((abs(low), abs(high))))
    return about if near == far else say("{about}, between {near} and {far}", about=about, near=near, far=far)
