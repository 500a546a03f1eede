"""Whom a list of rules leaves to each of them: sets of people as boxes, and what of a box no other box covers.

A box names for each attribute the values that people in it may have; attributes with thresholds (ages, years) have
one value for each stretch between two thresholds of the list. People who cannot exist are boxes too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Any, TypeAlias

from simulator.scenario.federal import WARRANTS
from simulator.scenario.people import ADULT_AGE, CONVICTIONS
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS
from simulator.scenario.rules import DetainerRule

Box: TypeAlias = dict[str, frozenset[Any]]

NAMED: dict[str, tuple[Any, ...]] = {
    "level": LEVELS,
    "charge_class": CHARGE_CLASSES,
    "conviction": CONVICTIONS,
    "warrant": WARRANTS,
    "pending_charge": (True, False),
    "prior_removal": (True, False),
    "prior_order": (True, False),
    "watch_list": (True, False),
    "reimbursement": ("agreed", "not agreed"),
}
YEARS = ("convicted_within_years", "released_within_years")


class Reach:
    """The boxes of a list of rules."""

    def __init__(self, rules: Sequence[DetainerRule]) -> None:
        given: list[dict[str, Any]] = [rule.conditions for rule in rules]
        years = {value for conditions in given for name, value in conditions.items() if name in YEARS}
        ages = {value for conditions in given for name, value in conditions.items() if name in ("min_age", "under_age")}
        self._years: tuple[Any, ...] = (*sorted(years), inf)
        self._ages: tuple[Any, ...] = tuple(sorted({0, ADULT_AGE, *ages}))
        self._everyone: Box = {name: frozenset(values) for name, values in NAMED.items()}
        self._everyone |= dict.fromkeys(YEARS, frozenset(self._years)) | {"age": frozenset(self._ages)}
        self._boxes = [self._box(conditions) for conditions in given]

    def can_exist(self, position: int) -> bool:
        """Whether anybody meets the conditions of a rule."""
        return bool(_left(self._boxes[position], self._nobody()))

    def is_covered(self, position: int, by: Sequence[int]) -> bool:
        """Whether everybody whom a rule is about is taken by these other rules together."""
        return not _left(self._boxes[position], [*self._nobody(), *(self._boxes[other] for other in by)])

    def _box(self, conditions: dict[str, Any]) -> Box:
        box = dict(self._everyone)
        for name, value in conditions.items():
            if name in YEARS:
                box[name] = frozenset(years for years in self._years if years <= value)
            elif name in NAMED:
                box[name] = frozenset(value if isinstance(value, list) else [value])
            else:
                box["age"] &= frozenset(age for age in self._ages if _of_age(age, name, value))
        return box

    def _nobody(self) -> Iterator[Box]:
        """Boxes of people who cannot exist; none of them names an attribute that it does not need."""
        convicted, ever = frozenset(CONVICTIONS) - {"none"}, frozenset(self._years) - {inf}
        yield {"level": frozenset({"none"}), "conviction": convicted}
        yield {"level": frozenset(LEVELS) - {"none"}, "conviction": frozenset({"none"})}
        yield {"prior_removal": frozenset({True}), "prior_order": frozenset({False})}
        for name in YEARS:
            yield {"conviction": frozenset({"none"}), name: ever}
        for years in self._years:  # release never lies before the conviction
            later = frozenset(other for other in self._years if other > years)
            yield {"convicted_within_years": frozenset({years}), "released_within_years": later}


def _of_age(age: int, name: str, value: int | bool) -> bool:
    if name == "adult":
        return (age >= ADULT_AGE) == value
    return age >= value if name == "min_age" else age < value


def _left(box: Box, others: Iterator[Box] | Sequence[Box]) -> list[Box]:
    """What of a box no other box covers, in parts that do not overlap."""
    parts = [box] if all(box.values()) else []
    for other in others:
        parts = [rest for part in parts for rest in _outside(part, other)]
    return parts


def _outside(box: Box, other: Box) -> list[Box]:
    if any(box[name].isdisjoint(values) for name, values in other.items()):
        return [box]
    parts, inside = [], dict(box)
    for name, values in other.items():
        if rest := inside[name] - values:
            parts.append(inside | {name: rest})
        inside[name] &= values
    return parts
