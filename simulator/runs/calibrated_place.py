"""The place file that a calibration gives back: the place it began with, and what was fitted as distributions."""

from __future__ import annotations

import os
from copy import deepcopy
from datetime import date
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from simulator.experiments.calibration.doubts import rank_correlations
from simulator.experiments.calibration.fitting import Calibration
from simulator.scenario.correlations import Correlation, matrix_of
from simulator.scenario.overlay import LEAF_KEYS
from simulator.scenario.places import SCENARIOS
from simulator.scenario.quantities import Quantity
from simulator.scenario.sources import leaves_of
from simulator.scenario.study import place_text
from simulator.scenario.wording import in_words, range_in_words
from simulator.scenario.written import Route, dotted, part_at

PROBABILITIES = (0.0, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 1.0)
"""At which the draws are written; 0 and 1 are the least and the greatest of them."""
LOW, MEDIAN, HIGH = 0.025, 0.5, 0.975
DIGITS = 5
LEAST_CORRELATION = 0.1
"""Rank correlations under this are left out: chance makes some."""
SHRINK = 0.95


def calibrated_place(calibration: Calibration, on: date, folder: Path) -> str:
    """The text of a place file that stands in ``folder``, with the day ``on`` in its sources.

    It builds on the place that was fitted; if more was set there, it holds all of it.
    """
    case, is_set = calibration.study.cases[0], calibration.asked.is_set
    based = {"kind": "place", "base": _base(calibration.asked.place, folder)}
    tree: dict[str, Any] = deepcopy(case.tree) if is_set else based
    source = f"calibrated to {calibration.targets.name} on {on.isoformat()}"
    routes = {dotted(leaf.route): leaf.route for leaf in leaves_of(case.scenario)}
    tree["label"] = f"{case.label}, calibrated"
    for place, (unknown, stated) in enumerate(zip(calibration.inputs.fitted, calibration.inputs.stated, strict=True)):
        number = _number(calibration.after[:, place], stated, source)
        _put(tree, case.tree, routes[unknown.path], number)
    correlations = _correlations(calibration, source)
    if correlations or case.scenario.correlations:  # an empty list takes the place of what was stated
        tree["correlations"] = [_written(one) for one in correlations]
    return _heading(calibration, source) + (place_text(tree) if is_set else _text(tree))


def _heading(calibration: Calibration, source: str) -> str:
    fitted, label = len(calibration.inputs.fitted), " ".join(calibration.study.cases[0].label.split())
    return f"# {label}, with {fitted} number{'s' * (fitted > 1)} {source}.\n"


def _text(tree: dict[str, Any]) -> str:
    yaml, text = YAML(), StringIO()
    yaml.width = 110
    yaml.representer.ignore_aliases = lambda _: True
    yaml.dump(tree, text)
    return text.getvalue()


def _base(place: Path, folder: Path) -> str:
    """How a file in ``folder`` names the place: a shipped one by its name, others by their path from there."""
    if place.parent == SCENARIOS / "places":
        return place.stem
    return Path(os.path.relpath(place, os.path.realpath(folder))).as_posix()


def _number(values: Any, stated: Quantity, source: str) -> dict[str, Any]:
    """Draws as a number with its quantiles; half of the draws lie under its value."""
    at = {p: _short(float(np.quantile(values, p))) for p in PROBABILITIES}
    before = stated.source or f"assumed: {stated.assumed}"
    note = f"Before: {in_words(stated)}, {range_in_words(stated)}. {before}"
    return {
        "value": at[MEDIAN],
        "low": at[LOW],
        "high": at[HIGH],
        "unit": stated.unit,
        "quantiles": at,
        "source": source,
        "note": " ".join(note.split()),
    }


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _put(tree: dict[str, Any], merged: Any, route: Route, number: dict[str, Any]) -> None:
    """Set a number; what an overlay replaces whole, such as a list or a station, is taken over whole around it."""
    lengths = range(1, len(route) + 1)
    whole = next(length for length in lengths if _is_replaced_whole(part_at(merged, route[:length])))
    node: Any = tree
    for length in range(1, len(route)):
        if length == whole and not _has(node, route[length - 1]):
            node[route[length - 1]] = deepcopy(part_at(merged, route[:length]))
        elif length < whole:
            node.setdefault(route[length - 1], {})
        node = node[route[length - 1]]
    node[route[-1]] = number


def _has(node: Any, key: Any) -> bool:
    return isinstance(node, list) or key in node


def _is_replaced_whole(part: Any) -> bool:
    return not isinstance(part, dict) or not LEAF_KEYS.isdisjoint(part)


def _correlations(calibration: Calibration, source: str) -> list[Correlation]:
    """The ranks of what was fitted, and of what the place says goes together with it; others stay as they are."""
    paths = [unknown.path for unknown in calibration.inputs.fitted]
    stated = {frozenset(one.between): one for one in calibration.study.cases[0].scenario.correlations}
    columns = calibration.inputs.columns
    pairs = dict.fromkeys(frozenset(pair) for pair in combinations(paths, 2))
    pairs |= {pair: None for pair in stated if pair & set(paths) and pair <= set(columns)}
    ranks = rank_correlations(calibration.normal)
    found = []
    for pair in pairs:
        between = sorted(pair, key=columns.index)
        rank = float(np.clip(ranks[columns.index(between[0]), columns.index(between[1])], -0.99, 0.99))
        if abs(rank) >= LEAST_CORRELATION:
            found.append(Correlation(between=between, rank=round(rank, 3), source=source))
    return _possible([*(one for pair, one in stated.items() if pair not in pairs), *found])


def _possible(correlations: list[Correlation]) -> list[Correlation]:
    """The same a little weaker, until all can hold at once: each is rounded, and chance is in it."""
    while correlations and np.linalg.eigvalsh(matrix_of(correlations)[1]).min() <= 0:
        correlations = [one.model_copy(update={"rank": round(one.rank * SHRINK, 3)}) for one in correlations]
    return correlations


def _written(one: Correlation) -> dict[str, Any]:
    return one.model_dump(exclude_none=True)
