"""Which numbers of a place are fitted, which others are drawn beside them, and how scores become levels.

A score is a level (0 to 1) as a standard normal number, so that what is thought of every number beforehand is the same
bell, without ends that a proposal could cross. Where the scenario says that numbers go together, scores are mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from simulator.errors import Fault, ScenarioError
from simulator.experiments.calibration.targets import Targets
from simulator.scenario.correlations import matrix_of
from simulator.scenario.drawing import at_levels
from simulator.scenario.faults import nearest
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import Quantity
from simulator.scenario.sources import leaves_of
from simulator.scenario.unknowns import Unknown, unknowns_of
from simulator.scenario.written import dotted

Floats = NDArray[np.float64]
Others = Literal["drawn", "stated"]
"""What becomes of numbers with a range that are not fitted."""

MOST = 8
"""How many numbers are fitted unless more are named: counts by month tell no more apart."""
BOOKINGS = "agencies.{agency}.bookings_per_year"
MATCHES = "agencies.{agency}.match_share"
OF_BOOKINGS = ("bookings", "submissions", "fbi_answers", "ended_no_match")
"""Measures that follow from how many people are booked, whatever their prints match."""
WITHOUT_RECORD = ("people.removable_with_ident_record", "federal.other_channel.found")
"""How many removable people there are whose prints match nothing, and how many of them ICE finds all the same."""
ALSO: dict[str, tuple[str, ...]] = {
    "found_by_interview": WITHOUT_RECORD,
    "decisions": WITHOUT_RECORD,
    "detainers": WITHOUT_RECORD,
    "transferred": (*WITHOUT_RECORD, "field_offices.{office}.comes"),
    "ended_transferred": (*WITHOUT_RECORD, "field_offices.{office}.comes"),
    "lapsed": ("field_offices.{office}.comes",),
    "ended_lapsed": ("field_offices.{office}.comes",),
    "withdrawn": ("federal.withdrawal.removable",),
    "ended_withdrawn": ("federal.withdrawal.removable",),
    "state_prison": ("jail.felonies_to_state_prison",),
    "ended_state_prison": ("jail.felonies_to_state_prison",),
    "added_pretrial_days": ("jail.added_days.felony", "jail.added_days.misdemeanor"),
    "removed": ("federal.removal.after_transfer",),
    "arrested_at_large": ("federal.removal.at_large_arrest",),
    "citizens_with_detainer": ("federal.detainer.us_citizen",),
}
"""What else each measure tells of; all but those of bookings tell of matches too."""


@dataclass(frozen=True)
class Inputs:
    """The numbers that are fitted, in order, with what was stated of them, and the other unknowns that are drawn."""

    fitted: tuple[Unknown, ...]
    stated: tuple[Quantity, ...]
    others: tuple[Unknown, ...]
    mixing: Floats

    @cached_property
    def columns(self) -> list[str]:
        """The path of each score: those fitted, then those of the others, a table's once for each entry."""
        return [unknown.path for unknown in (*self.fitted, *self.others) for _ in range(unknown.columns)]

    def levels(self, scores: Floats) -> Floats:
        """Levels of scores (draws x columns), mixed as the scenario says."""
        return np.asarray(ndtr(scores @ self.mixing.T))

    def points(self, scores: Floats) -> list[dict[str, tuple[float, ...]]]:
        """The levels of each draw by path, as a scenario is drawn by."""
        levels = self.levels(scores)
        starts = np.cumsum([0, *(unknown.columns for unknown in (*self.fitted, *self.others))])
        places = [
            (unknown.path, slice(start, start + unknown.columns))
            for unknown, start in zip((*self.fitted, *self.others), starts, strict=False)
        ]
        return [{path: tuple(row[place]) for path, place in places} for row in levels]

    def values(self, scores: Floats) -> Floats:
        """The values of those fitted (draws x fitted) at scores (draws x columns)."""
        levels = self.levels(scores)
        return np.column_stack(
            [
                [at_levels(stated, [level]).value for level in levels[:, place]]
                for place, stated in enumerate(self.stated)
            ]
        )


def inputs_of(scenario: Scenario, targets: Targets, named: Sequence[str], others: Others) -> Inputs:
    """The numbers to fit: those named, or those that the targets tell of; ScenarioError if one cannot be fitted."""
    singles = _singles(scenario)
    paths = list(named) if named else [path for path in told_of(scenario, targets) if path in singles]
    if faults := _faults(paths, singles, scenario, is_named=bool(named)):
        raise ScenarioError(faults)
    unknowns = {unknown.path: unknown for unknown in unknowns_of(scenario)}
    fitted = tuple(unknowns[path] for path in paths)
    drawn = [unknown for path, unknown in unknowns.items() if path not in paths and not path.startswith("costs.")]
    beside = tuple(drawn) if others == "drawn" else ()
    return Inputs(fitted, tuple(singles[path] for path in paths), beside, _mixing(scenario, (*fitted, *beside)))


def told_of(scenario: Scenario, targets: Targets) -> list[str]:
    """The paths of the numbers that the measures of the targets tell most of, each once."""
    paths: dict[str, None] = {}
    for series in targets.series:
        for name, agency in scenario.agencies.items():
            if series.agency in ("", name):
                templates = [BOOKINGS] if series.measure in OF_BOOKINGS else [BOOKINGS, MATCHES]
                filled = {"agency": name, "office": agency.field_office}
                paths |= {path.format(**filled): None for path in (*templates, *ALSO.get(series.measure, ()))}
    return list(paths)


def _singles(scenario: Scenario) -> dict[str, Quantity]:
    """The single numbers with a range; only they can be written back with the likelihood of their values."""
    unknowns = {unknown.path for unknown in unknowns_of(scenario)}
    leaves = ((dotted(leaf.route), leaf.stated) for leaf in leaves_of(scenario))
    return {path: stated for path, stated in leaves if path in unknowns and isinstance(stated, Quantity)}


def _faults(paths: Sequence[str], singles: Mapping[str, Any], scenario: Scenario, *, is_named: bool) -> list[Fault]:
    if not paths:
        rule = "none of the numbers that these targets tell of is a single number with a range"
        return [Fault("--fit", 0, "", "", rule, "Name what to fit with --fit PATH; `describe` lists all numbers.")]
    if not is_named and len(paths) > MOST:
        rule = f"these targets tell of {len(paths)} numbers, more than monthly counts can tell apart"
        return [Fault("--fit", 0, "", "", rule, f"Name up to {MOST} of them with --fit, such as {paths[0]}.")]
    twice = [Fault("--fit", 0, path, "", "this is named twice", "") for path in paths if paths.count(path) > 1]
    stated = {dotted(leaf.route) for leaf in leaves_of(scenario)}
    return [*twice, *(_fault(path, singles, stated) for path in dict.fromkeys(paths) if path not in singles)] + [
        Fault("--fit", 0, path, "", "a price changes no count, so no count tells of it", "")
        for path in paths
        if path in singles and path.startswith("costs.")
    ]


def _fault(path: str, singles: Mapping[str, Any], stated: Iterable[str]) -> Fault:
    if path not in stated:
        return Fault("--fit", 0, path, "", "the scenario has no such path", nearest(path, singles))
    rule = "this is no single number with a range, so its range cannot be narrowed"
    return Fault("--fit", 0, path, "", rule, "Give it `low` and `high` in the place file if it is a single number.")


def _mixing(scenario: Scenario, unknowns: Sequence[Unknown]) -> Floats:
    """What scores are multiplied by, so that numbers go together as stated: columns x columns, lower triangular."""
    starts = np.cumsum([0, *(unknown.columns for unknown in unknowns)])
    place = {unknown.path: int(start) for unknown, start in zip(unknowns, starts, strict=False)}
    matrix = np.eye(int(starts[-1]))
    known = [one for one in scenario.correlations if set(one.between) <= place.keys()]
    paths, correlated = matrix_of(known)
    rows = [place[path] for path in paths]
    matrix[np.ix_(rows, rows)] = correlated
    return np.asarray(np.linalg.cholesky(matrix))
