"""How a detainer on file puts off the local release: by added days, or by rarer bail and release on recognizance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulator.model.calendar import DAY_SECONDS
from simulator.model.draws import pick
from simulator.scenario.jail import BailHazards, JailResponse
from simulator.scenario.quantities import CHARGE_CLASSES

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

LONGEST_STAY_DAYS = 3_000
"""A stay that a distribution without a maximum makes longer is cut here, so that every booking ends."""


def pretrial_release(
    bail: BailHazards | None, charge_class: Ints, uniform: Callable[[str], Floats]
) -> dict[str, NDArray[Any]]:
    """Of each row what a detainer leaves of the hazard of its release, and how long the case lasts without it (s)."""
    if bail is None:
        return {"release_factor": np.ones(len(charge_class)), "rest_of_case": np.zeros(len(charge_class), np.int64)}
    on_bail, on_recognizance = np.array(bail.on_bail.by_class()), np.array(bail.on_recognizance.by_class())
    ways = np.column_stack([on_bail, on_recognizance, 1 - on_bail - on_recognizance])[charge_class]
    factors = np.array([bail.bail_factor.value, bail.recognizance_factor.value, 1.0])
    rest, luck = np.zeros(len(charge_class), dtype=np.int64), uniform("rest_of_case")
    for code, name in enumerate(CHARGE_CLASSES):
        chosen = charge_class == code
        rest[chosen] = getattr(bail.rest_of_case, name).seconds(luck[chosen])
    longest = LONGEST_STAY_DAYS * DAY_SECONDS
    return {"release_factor": factors[pick(uniform("release_way"), ways)], "rest_of_case": np.minimum(rest, longest)}


class Stay:
    """The local release of people with a detainer on file."""

    def __init__(self, jail: JailResponse, rows: dict[str, list[Any]]) -> None:
        self._by_hazard = jail.stay_effect == "bail-hazards"
        self._rows = rows
        self._added_seconds: list[float] = [
            getattr(jail.added_days, name).value * DAY_SECONDS for name in CHARGE_CLASSES
        ]

    def released_at(self, row: int, lodged_at: int, share: float) -> int:
        """When the county lets a person go whose detainer was lodged then; ``share`` is the part of the effect."""
        local_release: int = self._rows["released_at"][row]
        if not self._by_hazard:
            charge_class: int = self._rows["charge_class"][row]
            return local_release + round(self._added_seconds[charge_class] * share)
        case_ends: int = local_release + self._rows["rest_of_case"][row]
        factor: float = 1 - (1 - self._rows["release_factor"][row]) * share
        if factor in (0, 1):
            return local_release if factor else case_ends
        return min(lodged_at + round((local_release - lodged_at) / factor), case_ends)


def longest_effect_days(jail: JailResponse) -> float:
    """The most days by which a detainer on file can put off a release."""
    if jail.stay_effect == "bail-hazards" and jail.bail:
        almost_one = np.array([np.nextafter(1.0, 0.0)])
        rest = [getattr(jail.bail.rest_of_case, name).seconds(almost_one)[0] for name in CHARGE_CLASSES]
        return float(min(max(rest) / DAY_SECONDS, LONGEST_STAY_DAYS))
    return max(float(getattr(jail.added_days, name).value) for name in CHARGE_CLASSES)
