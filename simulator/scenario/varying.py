"""Ranges over which an input is to be varied, as ``--vary path=first:last:count`` says them, read strictly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
from pydantic import BaseModel

from simulator.errors import Fault, ScenarioError
from simulator.scenario.faults import DID_YOU_MEAN, nearest
from simulator.scenario.overlay import SET_SOURCE, has_path, route_of, value_route
from simulator.scenario.phrases import plainly
from simulator.scenario.quantities import Quantity
from simulator.scenario.settings import study_with_settings
from simulator.scenario.study import Case, Study
from simulator.scenario.written import Route, dotted, part_at, parts_of

OPTION = "--vary"
MOST_VALUES = 1_000
MOST_NAMED = 6
SWEEP_FORM = "path=first:last:count, such as costs.bed_day.short_run=5:100:9"
BREAK_EVEN_FORM = "path=first:last, such as costs.bed_day.short_run=5:100"
WHOLE_UNITS = frozenset({"people", "beds", "seats", "officers", "specialists"})
"""What is counted in whole numbers."""
DIGITS = 12
"""Steps are rounded to so many digits, so that 0.1 times 3 is 0.3."""


@dataclass(frozen=True)
class Varied:
    """One number of a scenario at several values, rising.

    ``stated`` is what the scenario says, and ``low`` to ``high`` the range that it finds plausible; None where policies
    do not say the same, or no range is given. ``whole``: only whole numbers can stand here. ``cases``: where it
    is varied; with ``policies_only`` not as it is. ``asked``: as it was written.
    """

    path: str
    what: str
    unit: str
    values: tuple[float, ...]
    stated: float | None
    low: float | None
    high: float | None
    whole: bool
    cases: tuple[str, ...]
    asked: str = ""
    policies_only: bool = False

    @property
    def rounded(self) -> bool:
        """Whether even steps would have led to values that are not whole."""
        return self.whole and bool(np.ptp(np.diff(self.values)) > 0)


@dataclass(frozen=True)
class _Asked:
    text: str
    path: str
    first: float
    last: float
    count: int


def varied(
    study: Study, specifications: Sequence[str], count: int | None = None, *, policies_only: bool = False
) -> tuple[Varied, ...]:
    """The inputs that ``path=first:last:count`` name; with ``count``, ``path=first:last`` at so many values.

    With ``policies_only`` they are varied under the policies alone, and the place as it is keeps what it states.
    ScenarioError with all faults at once: of the form, of paths, and of both ends by the scenario's own rules.
    """
    changing = replace(study, cases=study.cases[policies_only:])
    asked, faults = [], []
    for text in specifications:
        try:
            asked.append(_read(text, count))
        except ValueError as error:
            faults.append(_fault(text, *error.args))
    found = []
    for one in asked:
        try:
            found.append(_varied(changing, one))
        except ValueError as error:
            faults.append(_fault(one.text, *error.args))
    faults += _twice(changing, found)
    faults += [fault for one in found for fault in _beyond(changing, one)]
    if faults:
        raise ScenarioError(faults)
    return tuple(replace(one, policies_only=policies_only) for one in found)


def _fault(text: str, rule: str, fix: str = "") -> Fault:
    path, _, value = text.partition("=")
    return Fault(OPTION, 0, path, value, rule, fix)


def _read(text: str, count: int | None) -> _Asked:
    """What a specification says; ValueError with the rule that it breaks, and what to try."""
    form = SWEEP_FORM if count is None else BREAK_EVEN_FORM
    path, sign, span = text.partition("=")
    parts = [part.strip() for part in span.split(":")]
    if not sign or not path or len(parts) < 2:
        raise ValueError("a range is needed", f"Write {form}.")
    if count is None and len(parts) == 2:
        raise ValueError("how many values is missing", f"Write {path}={span}:11 for 11 values.")
    if count is not None and len(parts) == 3:
        fix = f"Write {path}={parts[0]}:{parts[1]}; the search chooses its own values."
        raise ValueError("only the two ends of the range are needed", fix)
    if len(parts) > 3:
        raise ValueError("these are too many numbers", f"Write {form}.")
    first, last = _number(parts[0]), _number(parts[1])
    if first == last:
        raise ValueError("the two ends are the same, so nothing is varied", "Give two different numbers.")
    if first > last:
        swapped = ":".join([parts[1], parts[0], *parts[2:]])
        raise ValueError("the first end must be below the last", f"Write {path}={swapped}.")
    return _Asked(text, path, first, last, _count(parts[2]) if count is None else count)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        said = f"{text!r} is not a number" if text else "a number is missing"
        raise ValueError(said, "Write numbers plainly, such as 0.25 or 1500.")
    return number


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"how many values must be a whole number, and {text!r} is not", "Write 11, for example.")
    if not 2 <= int(text) <= MOST_VALUES:
        raise ValueError(f"how many values must lie between 2 and {MOST_VALUES:,}, and {int(text):,} does not")
    return int(text)


def _varied(study: Study, asked: _Asked) -> Varied:
    """The input with all that the cases say about it; ValueError with the rule that it breaks, and what to try."""
    having = [case for case in study.cases if has_path(case.tree, asked.path)] or [study.cases[-1]]
    for case in having:
        _single(case, asked.path)
    stated = [_stated(case, asked.path) for case in having]
    whole = all(one.whole for one in stated)
    one = stated[-1] if all(_same(stated[0], other) for other in stated) else replace(stated[-1], **NOT_SAID)
    names = tuple(case.name for case in having)
    return replace(one, path=asked.path, values=_values(asked, whole=whole), whole=whole, cases=names, asked=asked.text)


NOT_SAID: dict[str, Any] = {"stated": None, "low": None, "high": None}


def _same(one: Varied, other: Varied) -> bool:
    return (one.stated, one.low, one.high) == (other.stated, other.low, other.high)


def _single(case: Case, path: str) -> Route:
    """The route of the number at a path; ValueError that says what to name instead if there is no single number."""
    try:
        route = value_route(case.tree, path)
    except ValueError as error:
        inner = _numbers_below(case, path)
        fix = f"Name one of its numbers: {', '.join(inner)}." if inner else _nearest_number(case, path)
        raise ValueError("this is not a single number" if inner else error.args[0], fix) from error
    stated = part_at(case.tree, route)
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        raise ValueError("only a number can be varied, and this is none", "See every number with: describe PLACE.")
    return route


def _nearest_number(case: Case, path: str) -> str:
    """The number whose path ends in the same word, or else the one whose path is closest."""
    known = [dotted(route) for route in _numbers_in(case.tree, ())]
    same = [name for name in known if name.split(".")[-1] == path.split(".")[-1]]
    return DID_YOU_MEAN.format(same[0]) if same else nearest(path, known)


def _numbers_below(case: Case, path: str) -> list[str]:
    """The first paths of single numbers below a path that has several."""
    if not has_path(case.tree, path):
        return []
    part = part_at(case.tree, route_of(case.tree, path))
    found = [dotted(route) for route in _numbers_in(part, ())]
    more = [f"and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
    return [f"{path}.{name}" for name in found[:MOST_NAMED]] + more


def _numbers_in(part: Any, route: Route) -> list[Route]:
    """The routes of single numbers in plain data, that of a number with a unit standing for its value."""
    if isinstance(part, dict) and "value" in part:
        return [route] if _is_number(part["value"]) else []
    keys = parts_of(part)
    if not keys:
        return [route] if _is_number(part) and route[-1] not in ("low", "high", "spread") else []
    return [inner for key in keys.values() for inner in _numbers_in(part[key], (*route, key))]


def _is_number(part: object) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool)


def _stated(case: Case, path: str) -> Varied:
    """What one case says of the number at a path: what it is, its unit, value and range."""
    route = _single(case, path)
    parts = [_model_at(case, route[:depth]) for depth in range(len(route) + 1)]
    value, owner = parts[-1], parts[-2]
    unit = next((part.unit for part in reversed(parts) if isinstance(getattr(part, "unit", None), str)), "")
    whole = isinstance(value, int) or unit in WHOLE_UNITS
    is_owned = isinstance(owner, Quantity) and owner.source != SET_SOURCE
    low, high = (owner.low, owner.high) if is_owned and route[-1] == "value" else (None, None)
    name = _what(case, route[:-1] if route[-1] == "value" else route)
    return Varied(path, name, unit, (), float(value), low, high, whole, (case.name,))


def _model_at(case: Case, route: Route) -> Any:
    part: Any = case.scenario
    for key in route:
        part = getattr(part, str(key)) if isinstance(part, BaseModel) else part[key]
    return part


def _what(case: Case, route: Route) -> str:
    """The description of the field, or else the words of its path."""
    owner = _model_at(case, route[:-1])
    field = getattr(type(owner), "model_fields", {}).get(route[-1])
    return (field.description if field and field.description else plainly(dotted(route).replace(".", ", "))).rstrip(".")


def _values(asked: _Asked, *, whole: bool) -> tuple[float, ...]:
    """Even steps from end to end; where only whole numbers can stand, each rounded, and none twice."""
    steps = np.linspace(asked.first, asked.last, asked.count)
    if not whole:
        return tuple(float(f"{step:.{DIGITS}g}") for step in steps)
    for end in (asked.first, asked.last):
        if end != int(end):
            raise ValueError(f"only whole numbers can stand here, and {end:g} is not one", "Give whole ends.")
    return tuple(dict.fromkeys(float(step) for step in np.round(steps)))


def _twice(study: Study, found: Sequence[Varied]) -> list[Fault]:
    """A fault for each input that is varied a second time, however its path is written."""
    routes = [value_route(next(c for c in study.cases if c.name == one.cases[0]).tree, one.path) for one in found]
    return [
        Fault(OPTION, 0, one.path, "", "this is varied twice", "Leave one out.")
        for position, one in enumerate(found)
        if routes[position] in routes[:position]
    ]


def _beyond(study: Study, one: Varied) -> list[Fault]:
    """What the scenario says against either end of the range."""
    faults: list[Fault] = []
    for end in (one.values[0], one.values[-1]):
        try:
            study_with_settings(study, as_settings({one.path: end}, one))
        except ScenarioError as error:
            faults += [replace(fault, file=OPTION) if fault.file == "--set" else fault for fault in error.faults]
    return faults


def as_settings(values: dict[str, float], *inputs: Varied) -> dict[str, float]:
    """Values by path as they are to be set: whole where only whole numbers can stand."""
    whole = {one.path for one in inputs if one.whole}
    return {path: int(value) if path in whole else value for path, value in values.items()}
