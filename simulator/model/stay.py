"""How a detainer on file puts off the local release: by added days, or by rarer bail and release on recognizance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulator.model.calendar import DAY_SECONDS
from simulator.model.draws import pick
from simulator.scenario.jail import JailResponse, PretrialRelease
from simulator.scenario.quantities import CHARGE_CLASSES

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

LONGEST_STAY_DAYS = 3_000
"""A stay that a distribution without a maximum makes longer is cut here, so that every booking ends."""


def release_and_case(
    release: PretrialRelease | None, charge_class: Ints, to_state_prison: Flags, uniform: Callable[[str], Floats]
) -> dict[str, NDArray[Any]]:
    """Of each row a detainer's effect on the release, and how long the case lasts beyond it (seconds).

    ``release_ratio`` is what a detainer leaves of releases of the row's kind, 1 for those who are released in another
    way; ``release_luck`` decides whether this one is left. Who goes on to state prison is not released pretrial.
    """
    rows = len(charge_class)
    if release is None:
        columns = np.ones(rows), np.zeros(rows), np.zeros(rows, dtype=np.int64)
        return dict(zip(("release_ratio", "release_luck", "rest_of_case"), columns, strict=True))
    on_bail, on_recognizance = np.array(release.on_bail.by_class()), np.array(release.on_recognizance.by_class())
    ways = np.column_stack([on_bail, on_recognizance, 1 - on_bail - on_recognizance])[charge_class]
    ratios = np.array([release.bail_ratio.value, release.recognizance_ratio.value, 1.0])
    rest, luck = np.zeros(rows, dtype=np.int64), uniform("rest_of_case")
    for code, name in enumerate(CHARGE_CLASSES):
        chosen = charge_class == code
        rest[chosen] = getattr(release.rest_of_case, name).seconds(luck[chosen])
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


def longest_effect_days(jail: JailResponse) -> float:
    """The most days by which a detainer on file can put off a release."""
    if jail.stay_effect == "rarer-release" and jail.pretrial_release:
        almost_one = np.array([np.nextafter(1.0, 0.0)])
        rest = [getattr(jail.pretrial_release.rest_of_case, name).seconds(almost_one)[0] for name in CHARGE_CLASSES]
        return float(min(max(rest) / DAY_SECONDS, LONGEST_STAY_DAYS))
    return max(float(getattr(jail.added_days, name).value) for name in CHARGE_CLASSES)
