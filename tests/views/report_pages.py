"""A small run on disk, its report, and the report read back: as a tree of HTML, and its numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import floor, log10
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from tinyhtml5.parser import HTMLParser

from simulator.api import compare, keep, load

PLACE = Path(__file__).parents[1] / "scenario" / "small-place.yaml"
POLICIES = ("opt-out-of-sharing", "decline-all-detainers")
NUMBER = re.compile(r"(?P<sign>-?)(?P<dollars>\$?)(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<million> million)?")
TAG = re.compile(r"^\{[^}]*\}")
MEASURES = {
    "detainers": ("detainers", 1.0),
    "jail_days": ("beds", 365.25),
    "local_cost": ("local_net_cost_usd", 1.0),
    "held_wrongly": ("citizens_held", 1.0),
}
"""Of each of the four: the measure of the summary, and what it is multiplied with; a year of beds has 365.25 days."""
Numbers = list[tuple[str, float]]
"""Numbers as they were written, and what they say."""


def make_run(folder: Path, *policies: str, replications: int = 4, draws: int = 20) -> Path:
    """A comparison of the small place, kept in a folder without its figures, which no report reads."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("simulator.views.figures.all_figures", lambda tables: {})
        command = f"python run_sim.py compare {PLACE.stem} --set costs.staff_hour=31 --out {folder}"
        study = load(str(PLACE), policies, ["costs.staff_hour=31"])
        made = compare(study, replications=replications, draws=draws, seed=5, folder=folder, command=command)
        return keep(made)


def tree_of(html: str) -> Element:
    """The page as a browser reads it, with plain names of elements; AssertionError if it had to guess."""
    parser = HTMLParser()
    root: Element = parser.parse(html)
    assert parser.errors == []
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = TAG.sub("", element.tag)
    return root


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def with_class(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if name in element.get("class", "").split())


def numbers_in(text: str) -> Numbers:
    found: Numbers = []
    for written in NUMBER.finditer(text):
        value = float(written["digits"].replace(",", "")) * (1e6 if written["million"] else 1)
        found.append((written[0], -value if written["sign"] else value))
    return found


def stands_for(written: str, value: float, known: float) -> bool:
    """Whether a number as written is ``known``, rounded: dollars to three digits, all to the last that is written."""
    decimals = len(written.partition(" ")[0].partition(".")[2])
    step = 10.0**-decimals * (1e6 if "million" in written else 1)
    if "$" in written and abs(value) >= 1_000:
        step = max(step, 10.0 ** (floor(log10(abs(value))) - 2))
    on_the_grid = abs(value / step - round(value / step)) < 1e-6
    return on_the_grid and abs(value - known) <= step / 2 * (1 + 1e-9)


def assert_level(text: str, entry: Mapping[str, Any], times: float) -> None:
    """``120 (95 to 140)`` is what the summary has of a policy; where its interval is a point, the mean alone."""
    low, high = widest(entry)
    known = [entry["mean"], max(low, 0.0) if "$" not in text else low, high]
    _assert_same(text, [value * times for value in known] if low != high else [entry["mean"] * times])


def assert_difference(text: str, entry: Mapping[str, Any], times: float) -> None:
    """A difference in words is what the summary has, with its direction."""
    low, high = widest(entry)
    if not any((entry["mean"], low, high)):
        assert text == "no change"
    elif low <= 0 <= high:
        assert re.fullmatch(r"no clear change: between .+ (fewer|less) and .+ more", text), text
        _assert_same(text, [-low * times, high * times])
    else:
        assert re.match(r"(about|under) \S+( million)? more" if low > 0 else r"(about|under) .+ (fewer|less)", text), (
            text
        )
        ends = sorted((abs(low) * times, abs(high) * times))
        _assert_same(text, [abs(entry["mean"]) * times, *ends])


def widest(entry: Mapping[str, Any]) -> tuple[float, float]:
    """The interval of chance and what is not known together, if there is one, or of chance."""
    if entry.get("both_low") is not None:
        return entry["both_low"], entry["both_high"]
    return entry["low"], entry["high"]


def _assert_same(text: str, known: list[float]) -> None:
    written = numbers_in(text)
    assert len(written) == len(known), (text, known)
    for (shown, value), number in zip(written, known, strict=True):
        assert stands_for(shown, value, number), (text, shown, number)
