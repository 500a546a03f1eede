"""The unknowns of a scenario: every number, table, distribution and date that it gives a range, by its path.

``drawn`` puts other values in their places. A choice, such as the discount rate, is no unknown: nobody could know it
better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from simulator.errors import Fault
from simulator.scenario.drawing import Levels, at_levels, columns_of
from simulator.scenario.feasibility import people_are_not_more_than_bookings, shared_queues_can_end
from simulator.scenario.network import UNITS, ColumnFact
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import Ranged
from simulator.scenario.sources import leaves_of, route_in_words
from simulator.scenario.study import Study
from simulator.scenario.written import Origin, Route, Written, dotted

CHOICES: tuple[Route, ...] = (("costs", "discount_rate"),)
"""Numbers that somebody chooses, and nobody could know better."""
NOWHERE = Written({}, {(): Origin("", 0, 0, ())})
WHO_IS_MATCHED = (
    "network.facts.match_share",
    "people.status_of_matched",
    "people.removable_with_ident_record",
)
"""What says, with the match share of an agency, how many people are followed."""
KEPT = 32
"""Scenarios whose unknowns are remembered."""
LevelsByPath = Mapping[str, Levels]


@dataclass(frozen=True)
class Unknown:
    """Something with a range; ``low``, ``value`` and ``high`` are its ends and centre, of single numbers alone.

    ``columns``: how many levels it takes to draw it: one for a number, one for each entry of a table.
    """

    path: str
    what: str
    unit: str
    columns: int
    low: float | None = None
    value: float | None = None
    high: float | None = None


def unknowns_of(scenario: Scenario) -> tuple[Unknown, ...]:
    """Every unknown of a scenario, in the order of the model."""
    return tuple(_unknown(route, description, stated) for route, (description, stated) in _unsure(scenario).items())


def unknowns_of_study(study: Study) -> tuple[Unknown, ...]:
    """The unknowns of all cases by their paths; the first case that has one says what it is."""
    found: dict[str, Unknown] = {}
    for case in study.cases:
        for unknown in unknowns_of(case.scenario):
            found.setdefault(unknown.path, unknown)
    return tuple(found.values())


def drawn(scenario: Scenario, levels: LevelsByPath) -> Scenario:
    """The scenario with each unknown named in ``levels`` at its levels, and all else as stated.

    Values that cannot be true together, such as a shared queue whose staff could never keep up, are moved towards the
    stated ones, by half and half again, until they can; the others stay.
    """
    unsure = _unsure(scenario)
    while True:
        made = _with_levels(scenario, unsure, levels)
        together = {path for fault in _faults(made) for path in _at_fault(fault.field, levels)}
        moving = {path for path in together if any(level != 0.5 for level in levels[path])}
        if not moving:
            return made
        levels = {**levels, **{path: [0.5 + (level - 0.5) / 2 for level in levels[path]] for path in moving}}


def true_together(scenario: Scenario, levels: LevelsByPath) -> bool:
    """Whether the values at these levels can be true together, so that ``drawn`` moves none of them."""
    return possible(_with_levels(scenario, _unsure(scenario), levels))


def possible(scenario: Scenario) -> bool:
    """Whether what was drawn can be true together."""
    return not _faults(scenario)


def _faults(scenario: Scenario) -> list[Fault]:
    checks = (shared_queues_can_end, people_are_not_more_than_bookings)
    return [fault for check in checks for fault in check(scenario, NOWHERE)]


def _at_fault(field: str, levels: LevelsByPath) -> list[str]:
    """The paths whose values cannot be true together: of a station, or of who is matched."""
    if field.startswith("stations.") or ".decision." in field:
        station = field.rpartition(".")[0]
        return [path for path in levels if path.startswith(f"{station}.")]
    return [path for path in levels if path in (field, *WHO_IS_MATCHED)]


@dataclass(frozen=True, eq=False)
class _Same:
    """A scenario that is the same only as itself: comparing its content takes longer than looking through it."""

    scenario: Scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.scenario is other.scenario


def _unsure(scenario: Scenario) -> dict[Route, tuple[str | None, Any]]:
    return _unsure_of(_Same(scenario))


@lru_cache(KEPT)
def _unsure_of(same: _Same) -> dict[Route, tuple[str | None, Any]]:
    return {
        leaf.route: (leaf.description, leaf.stated)
        for leaf in leaves_of(same.scenario)
        if columns_of(leaf.stated) and leaf.route not in CHOICES
    }


def _unknown(route: Route, description: str | None, stated: Any) -> Unknown:
    what = (description or route_in_words(route)).removesuffix(".")
    unit = getattr(stated, "unit", UNITS.get(str(route[-1]), ""))
    ends = (stated.low, stated.centre(), stated.high) if isinstance(stated, Ranged) else (None, None, None)
    return Unknown(dotted(route), what, unit, columns_of(stated), *ends)


def _with_levels(scenario: Scenario, unsure: Mapping[Route, tuple[str | None, Any]], levels: LevelsByPath) -> Scenario:
    parts = {
        route: at_levels(stated, levels[dotted(route)]) if not isinstance(stated, ColumnFact) else stated
        for route, (_, stated) in unsure.items()
        if dotted(route) in levels
    }
    made: Scenario = _with_parts(scenario, parts | _of_columns(scenario, levels))
    return made


def _of_columns(scenario: Scenario, levels: LevelsByPath) -> dict[Route, Any]:
    """Agencies of a table: what is unsure about a column is unsure in the same way in each row."""
    parts: dict[Route, Any] = {}
    for column in scenario.network.facts if scenario.network else ():
        level = levels.get(f"network.facts.{column}")
        for name, agency in scenario.agencies.items() if level else ():
            stated = getattr(agency, column, None)
            if columns_of(stated):
                parts["agencies", name, column] = at_levels(stated, level or ())
    return parts


def _with_parts(part: Any, parts: Mapping[Route, Any]) -> Any:
    """A model, mapping or list with other parts at some routes."""
    if () in parts:
        return parts[()]
    heads: dict[Any, dict[Route, Any]] = {}
    for (head, *rest), new in parts.items():
        heads.setdefault(head, {})[tuple(rest)] = new
    changed = {head: _with_parts(_inner(part, head), inner) for head, inner in heads.items()}
    if isinstance(part, BaseModel):
        return part.model_copy(update=changed)
    if isinstance(part, dict):
        return part | changed
    return [changed.get(position, one) for position, one in enumerate(part)]


def _inner(part: Any, head: Any) -> Any:
    return getattr(part, head) if isinstance(part, BaseModel) else part[head]
