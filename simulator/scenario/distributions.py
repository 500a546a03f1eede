"""Distributions of times, as a scenario states them: ``low`` and ``high`` bound the centre, not the spread."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from simulator.scenario.quantities import SECONDS_PER_UNIT, Ranged, TimeUnit, broken

Floats: TypeAlias = NDArray[np.float64]

NORMAL_90 = 1.2815515655446004
"""The 90 % quantile of the standard normal distribution."""


class TimeDistribution(Ranged):
    """A distribution of times; each kind says how a uniform number becomes a time."""

    centre_may_be_least: ClassVar[bool] = False
    """Whether the centre may also be the least itself."""

    unit: TimeUnit = Field(description="The unit of every time given here.")

    def quantile(self, uniform: Floats) -> Floats:
        """The times, in the distribution's own unit, at these probabilities (an array of any shape, 0 to 1)."""
        raise NotImplementedError

    def seconds(self, uniform: Floats) -> NDArray[np.int64]:
        """The times at these probabilities in whole seconds."""
        return np.rint(self.quantile(uniform) * SECONDS_PER_UNIT[self.unit]).astype(np.int64)

    def mean_seconds(self) -> float:
        """The mean in seconds, by the midpoint rule over 20,000 quantiles."""
        return float(self.seconds((np.arange(20_000) + 0.5) / 20_000).mean())

    def least_centre(self) -> float:
        """The centre must lie above this, for times to be times."""
        return 0.0

    @model_validator(mode="after")
    def _ends_are_possible_centres(self) -> Self:
        least, at_least = self.least_centre(), self.centre_may_be_least
        if self.low is not None and (self.low < least or (self.low == least < self.centre() and not at_least)):
            raise broken(f"low must be {'at least' if at_least else 'above'} {least:g}, and {self.low:g} is not")
        return self


class Fixed(TimeDistribution):
    """Always the same time."""

    centre_may_be_least = True

    distribution: Literal["fixed"]
    value: float = Field(ge=0, allow_inf_nan=False)

    def centre(self) -> float:
        """The value."""
        return self.value

    def quantile(self, uniform: Floats) -> Floats:
        """The value, whatever the probability."""
        return np.full_like(uniform, self.value)


class Exponential(TimeDistribution):
    """Exponential, by its mean."""

    distribution: Literal["exponential"]
    mean: float = Field(gt=0, allow_inf_nan=False)

    def centre(self) -> float:
        """The mean."""
        return self.mean

    def quantile(self, uniform: Floats) -> Floats:
        """Inverse of the exponential distribution function."""
        return -self.mean * np.log1p(-uniform)


class Lognormal(TimeDistribution):
    """Lognormal, by its median and its 90 % quantile; ``maximum`` cuts the tail."""

    distribution: Literal["lognormal"]
    median: float = Field(gt=0, allow_inf_nan=False)
    p90: float = Field(gt=0, allow_inf_nan=False, description="The time that 90 % stay under.")
    maximum: float | None = Field(None, gt=0, description="No time is longer than this.")

    def centre(self) -> float:
        """The median."""
        return self.median

    def quantile(self, uniform: Floats) -> Floats:
        """Inverse of the lognormal distribution function, cut at the maximum."""
        from scipy.special import ndtri

        sigma = np.log(self.p90 / self.median) / NORMAL_90
        times: Floats = self.median * np.exp(sigma * ndtri(uniform))
        return times if self.maximum is None else np.minimum(times, self.maximum)

    @model_validator(mode="after")
    def _quantiles_are_ordered(self) -> Self:
        if self.p90 <= self.median:
            raise broken(f"p90 must be above the median: {self.p90:g} is not above {self.median:g}")
        if self.maximum is not None and self.maximum < self.p90:
            raise broken(f"maximum must not be below p90: {self.maximum:g} is below {self.p90:g}")
        return self


class Uniform(TimeDistribution):
    """Equally likely anywhere between two times."""

    distribution: Literal["uniform"]
    shortest: float = Field(ge=0, allow_inf_nan=False)
    longest: float = Field(gt=0, allow_inf_nan=False)

    def centre(self) -> float:
        """The mean."""
        return (self.shortest + self.longest) / 2

    def quantile(self, uniform: Floats) -> Floats:
        """Straight line between the two times."""
        return self.shortest + (self.longest - self.shortest) * uniform

    @model_validator(mode="after")
    def _times_are_ordered(self) -> Self:
        if self.longest < self.shortest:
            raise broken(f"longest must not be below shortest: {self.longest:g} is below {self.shortest:g}")
        return self


class Quantiles(TimeDistribution):
    """A table of quantiles, from probability 0 to 1; between two rows the time grows by a constant ratio."""

    distribution: Literal["quantiles"]
    at: dict[float, float] = Field(description="Probability: time. From 0 to 1, both rising.")

    def centre(self) -> float:
        """The median."""
        return float(self.quantile(np.array([0.5]))[0])

    def least_centre(self) -> float:
        """The shortest time, which stays when the median moves."""
        return next(iter(self.at.values()))

    def quantile(self, uniform: Floats) -> Floats:
        """Interpolated in log(1 + time / smallest positive time), so that long tails are not made too long."""
        times = np.array(list(self.at.values()))
        scale = times[times > 0].min()
        logs = np.interp(uniform, np.array(list(self.at)), np.log1p(times / scale))
        times_at: Floats = scale * np.expm1(logs)
        return times_at

    @field_validator("at")
    @classmethod
    def _rows_rise(cls, at: dict[float, float]) -> dict[float, float]:
        probabilities, times = list(at), list(at.values())
        if len(at) < 2 or probabilities[0] != 0 or probabilities[-1] != 1:
            raise broken("the quantile table must run from probability 0 to probability 1")
        if probabilities != sorted(set(probabilities)) or times != sorted(times) or times[0] < 0 or times[-1] <= 0:
            raise broken("probabilities and times of a quantile table must both rise, from times of 0 or more")
        return at


Duration: TypeAlias = Annotated[
    Fixed | Exponential | Lognormal | Uniform | Quantiles, Field(discriminator="distribution")
]
