"""A calibration in words: inputs by name, what was learnt about each, and how well the held-out months fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.experiments.calibration.doubts import STILL_WIDE
from simulator.scenario.phrases import amount, plainly

DIGITS = 3
NAMED = ("agencies", "field_offices")
"""Sections whose entries have names, which stand last."""


def short_name(path: str) -> str:
    """A path as a name: ``bookings per year, arlington``, ``other channel, found``."""
    section, *parts = path.split(".")
    if section in NAMED:
        parts = [*parts[1:], parts[0]]
    return ", ".join(plainly(part) for part in parts)


def value_in_words(value: float, unit: str) -> str:
    """A value with its unit, to three digits: ``6,280 bookings/year``, ``8.53 %``."""
    return amount(float(f"{value:.{DIGITS}g}"), unit)


def fitted_in_words(entry: Mapping[str, Any]) -> str:
    """What an input of the summary is now: ``6,280 bookings/year (90 %: 6,050 to 6,480)``."""
    after, unit = entry["after"], entry["unit"]
    return f"{value_in_words(after['median'], unit)} (90 %: {_span(after['low_90'], after['high_90'], unit)})"


def stated_in_words(entry: Mapping[str, Any]) -> str:
    """What it was, with its whole range: ``7,000 bookings/year (5,480 to 9,000)``."""
    before, unit = entry["before"], entry["unit"]
    return f"{value_in_words(before['value'], unit)} ({_span(before['low'], before['high'], unit)})"


def _span(low: float, high: float, unit: str) -> str:
    first, last = (value_in_words(value, unit).split(" ")[0] for value in (low, high))
    return f"{first} to {last}{' %' if unit.startswith('share') else ''}"


def learnt(entry: Mapping[str, Any]) -> str:
    """How much closer an input is known: ``0.27 of its spread left``."""
    ratio = entry["spread_after_over_before"]
    return "next to nothing learnt" if ratio > STILL_WIDE else f"{ratio:.2g} of its spread left"


def fit_finding(summary: Mapping[str, Any]) -> str:
    """How many held-out counts lie within the band; of the fitted ones if none was held out."""
    found = summary["held_out"]
    which = "held-out" if found["values"] else "fitted"
    found = found if found["values"] else summary["fitted_months"]
    every = "all" if found["within_90"] == found["values"] else f"{found['within_90']} of"
    return f"{every} {found['values']} {which} counts lie within the 90 % band of the fitted place"


def learnt_finding(summary: Mapping[str, Any]) -> str:
    """Which input the counts tell most about, and about how many they tell next to nothing."""
    entries = sorted(summary["inputs"], key=lambda entry: float(entry["spread_after_over_before"]))
    best, untold = entries[0], [entry for entry in entries if entry["spread_after_over_before"] > STILL_WIDE]
    if len(untold) == len(entries):
        return "the counts tell next to nothing about what was fitted"
    told = f"the counts tell most about {short_name(best['path'])} ({learnt(best)})"
    return told + (f"; next to nothing about {len(untold)} of {len(entries)} inputs" if untold else "")
