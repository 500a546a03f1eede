"""How a detainer on file puts off the local release: by added days, or by rarer bail and release on recognizance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulator.model.calendar import DAY_SECONDS
from simulator.model.draws import pick, seconds_by_kind
from simulator.scenario.distributions import TimeDistribution
from simulator.scenario.jail import JailResponse
from simulator.scenario.quantities import CHARGE_CLASSES

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

LONGEST_STAY_DAYS = 3_000
"""A stay that a distribution without a maximum makes longer is cut here, so that every booking ends."""


def release_and_case(
    jail: JailResponse, charge_class: Ints, to_state_prison: Flags, uniform: Callable[[str], Floats]
) -> dict[str, NDArray[Any]]:
    """Of each row a detainer's effect on the release, and how long the case lasts beyond it (seconds).

    ``release_ratio`` is what a detainer leaves of releases of the row's kind, 1 for those who are released in another
    way; ``release_luck`` decides whether this one is left. Who goes on to state prison is not released pretrial.
    """
    rows, release = len(charge_class), jail.pretrial_release
    if release is None or jail.stay_effect != "rarer-release":
        columns = np.ones(rows), np.zeros(rows), np.zeros(rows, dtype=np.int64)
        return dict(zip(("release_ratio", "release_luck", "rest_of_case"), columns, strict=True))
    on_bail, on_recognizance = np.array(release.on_bail.by_class()), np.array(release.on_recognizance.by_class())
    ways = np.column_stack([on_bail, on_recognizance, 1 - on_bail - on_recognizance])[charge_class]
    ratios = np.array([release.bail_ratio.value, release.recognizance_ratio.value, 1.0])
    rest = seconds_by_kind(release.rest_of_case.by_class(), charge_class, uniform("rest_of_case"))
    return {
        "release_ratio": np.where(to_state_prison, 1.0, ratios[pick(uniform("release_way"), ways)]),
        "release_luck": uniform("release_luck"),
        "rest_of_case": np.minimum(rest, LONGEST_STAY_DAYS * DAY_SECONDS),
    }


class Stay:
    """The local release of people with a detainer on file."""

    def __init__(self, jail: JailResponse, rows: dict[str, list[Any]]) -> None:
        self._by_release = jail.stay_effect == "rarer-release"
        self._rows = rows
        self._added_seconds: list[float] = [
            getattr(jail.added_days, name).value * DAY_SECONDS for name in CHARGE_CLASSES
        ]

    def released_at(self, row: int, share: float) -> int:
        """When the county lets a person go with a detainer on file; ``share`` is the part of its effect."""
        local_release: int = self._rows["released_at"][row]
        if not self._by_release:
            charge_class: int = self._rows["charge_class"][row]
            return local_release + round(self._added_seconds[charge_class] * share)
        left: float = 1 - (1 - self._rows["release_ratio"][row]) * share
        case_ends: int = local_release + self._rows["rest_of_case"][row]
        return local_release if self._rows["release_luck"][row] < left else case_ends


def longest_days(distributions: Sequence[TimeDistribution]) -> float:
    """The longest time that any of these gives, cut at LONGEST_STAY_DAYS."""
    almost_one = np.array([np.nextafter(1.0, 0.0)])
    longest = max(int(distribution.seconds(almost_one)[0]) for distribution in distributions)
    return min(longest / DAY_SECONDS, float(LONGEST_STAY_DAYS))


def longest_effect_days(jail: JailResponse) -> float:
    """The most days by which a detainer on file can put off a release."""
    if jail.stay_effect == "rarer-release" and jail.pretrial_release:
        return longest_days(jail.pretrial_release.rest_of_case.by_class())
    return max(float(getattr(jail.added_days, name).value) for name in CHARGE_CLASSES)
