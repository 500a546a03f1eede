"""How a detainer on file puts off the local release: by added days, or by rarer bail and release on recognizance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.model.codes import DAY_SECONDS
from simulator.model.kernels.people import LONGEST_STAY
from simulator.scenario.distributions import TimeDistribution
from simulator.scenario.jail import JailResponse
from simulator.scenario.quantities import CHARGE_CLASSES

LONGEST_STAY_DAYS = LONGEST_STAY / DAY_SECONDS


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
    return min(longest / DAY_SECONDS, LONGEST_STAY_DAYS)


def longest_effect_days(jail: JailResponse) -> float:
    """The most days by which a detainer on file can put off a release."""
    if jail.stay_effect == "rarer-release" and jail.pretrial_release:
        return longest_days(jail.pretrial_release.rest_of_case.by_class())
    return max(float(getattr(jail.added_days, name).value) for name in CHARGE_CLASSES)
