"""Numbers as a scenario states them: with a unit, and with a source or a reason for assuming them.

A number is ``{value, unit, source}``, with ``low`` and ``high`` where sources disagree, or
``{value, low, high, unit, assumed: why}``. Tables of shares follow the same rule with ``spread``,
the relative uncertainty, in the place of ``low`` and ``high``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

SECONDS_PER_UNIT = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "years": 31_557_600}

ROUNDING = 1e-12
"""What the median of a table may be off by, relatively."""

TimeUnit = Literal["seconds", "minutes", "hours", "days", "years"]


def broken(rule: str, fix: str = "") -> PydanticCustomError:
    """An error whose message is the rule that was broken and what to try."""
    return PydanticCustomError("rule", "{rule}", {"rule": rule, "fix": fix})


WIDER = "Give the range in which most values lie."


class Strict(BaseModel):
    """A frozen model that refuses unknown keys and numbers written as text."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Sourced(Strict):
    """Anything that must say where it comes from: ``source``, or ``assumed`` with the reason."""

    source: str | None = Field(None, min_length=3, description="Where this comes from, for a reader to look up.")
    assumed: str | None = Field(None, min_length=3, description="Why this was assumed, when no source was found.")
    note: str | None = Field(None, description="What a reader should know, for example which sources disagree.")

    @model_validator(mode="after")
    def _names_its_origin(self) -> Self:
        if (self.source is None) == (self.assumed is None):
            raise broken("a number needs either `source` or `assumed`, and not both")
        return self


class Ranged(Sourced):
    """A sourced number with a plausible range; an assumed one must give the range."""

    low: float | None = Field(None, allow_inf_nan=False, description="Low end of the plausible range.")
    high: float | None = Field(None, allow_inf_nan=False, description="High end of the plausible range.")

    def centre(self) -> float:
        """The number that the range surrounds."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _range_holds_the_value(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise broken("`low` and `high` go together", "Give both or neither.")
        if self.low is None or self.high is None:
            if self.assumed is not None:
                raise broken("an assumed number needs a range", "Add `low` and `high`.")
        elif not self.low * (1 - ROUNDING) <= self.centre() <= self.high * (1 + ROUNDING):
            raise broken(f"low <= value <= high does not hold: {self.low:g}, {self.centre():g}, {self.high:g}")
        return self


class Quantity(Ranged):
    """One number with its unit and its source.

    Without ``quantiles``, half of what is thought possible lies below the value and half above, and the ends of the
    range are the least likely.
    """

    value: float = Field(allow_inf_nan=False, description="The central value.")
    unit: str = Field(description="The unit of value, low and high.")
    quantiles: dict[float, float] | None = Field(
        None,
        description="How likely values are, such as by a calibration: probability: value, from 0 to 1, both rising. "
        "low and high then say where most of them lie.",
    )

    def centre(self) -> float:
        """The value itself."""
        return self.value

    @model_validator(mode="after")
    def _quantiles_rise(self) -> Self:
        if self.quantiles is not None:
            probabilities, values = list(self.quantiles), list(self.quantiles.values())
            if self.low is None or self.high is None:
                raise broken("`quantiles` need `low` and `high` beside them", WIDER)
            if len(values) < 2 or probabilities[0] != 0 or probabilities[-1] != 1:
                raise broken("the quantiles must run from probability 0 to probability 1")
            if probabilities != sorted(set(probabilities)) or values != sorted(values):
                raise broken("probabilities and values of quantiles must both rise")
            if not values[0] <= self.low <= self.high <= values[-1]:
                raise broken("`low` and `high` must lie within the quantiles")
            if self.low == self.high:
                raise broken("`low` and `high` are the same, so the quantiles would never be used", WIDER)
        return self

    @property
    def seconds(self) -> int:
        """The value in seconds; only for units of time."""
        return round(self.value * SECONDS_PER_UNIT[self.unit])


@dataclass(frozen=True)
class Limits:
    """What a number may be: its units, of which it has one, and the least and the greatest value in any of them."""

    units: tuple[str, ...]
    least: float
    most: float

    def __call__(self, quantity: Quantity) -> Quantity:
        """The quantity itself, if it is within the limits; the validator of its field."""
        if quantity.unit not in self.units:
            wanted = " or ".join(repr(unit) for unit in self.units)
            raise broken(f"the unit here is {wanted}, not {quantity.unit!r}")
        for number in (quantity.value, quantity.low, quantity.high, *(quantity.quantiles or {}).values()):
            if number is not None and not self.least <= number <= self.most:
                raise self._beyond(number)
        return quantity

    def _beyond(self, number: float) -> PydanticCustomError:
        if self.most == 1:
            fix = f"Write {number / 100:g} for {number:g} percent." if 1 < number <= 100 else ""
            return broken(f"a share lies between 0 and 1, and {number:g} does not", fix)
        side = "below the least" if number < self.least else "above the greatest"
        return broken(f"{number:g} is {side} possible value, {self.least if number < self.least else self.most:g}")


def _checked(units: tuple[str, ...], least: float, most: float) -> Any:
    return AfterValidator(Limits(units, least, most))


Share: TypeAlias = Annotated[Quantity, _checked(("share",), 0, 1)]
TimeSpan: TypeAlias = Annotated[Quantity, _checked(tuple(SECONDS_PER_UNIT), 0, float("inf"))]
Days: TypeAlias = Annotated[Quantity, _checked(("days",), 0, float("inf"))]
Hours: TypeAlias = Annotated[Quantity, _checked(("hours",), 0, float("inf"))]
AgeYears: TypeAlias = Annotated[Quantity, _checked(("years",), 0, 120)]
HoldHours: TypeAlias = Annotated[Quantity, _checked(("hours",), 0, 1_000)]
PerYear: TypeAlias = Annotated[Quantity, _checked(("bookings/year",), 0, 20_000_000)]
ShareOfYear: TypeAlias = Annotated[Quantity, _checked(("share/year",), -0.9, float("inf"))]
PerHour: TypeAlias = Annotated[Quantity, _checked(("queries/hour",), 0, float("inf"))]
Ratio: TypeAlias = Annotated[Quantity, _checked(("ratio",), 1, float("inf"))]
Count: TypeAlias = Annotated[
    Quantity, _checked(("people", "beds", "seats", "officers", "specialists"), 0, float("inf"))
]
UsDollars: TypeAlias = Annotated[Quantity, _checked(("USD",), 0, float("inf"))]
UsDollarsPerDay: TypeAlias = Annotated[Quantity, _checked(("USD/day",), 0, float("inf"))]
UsDollarsPerHour: TypeAlias = Annotated[Quantity, _checked(("USD/hour",), 0, float("inf"))]
UsDollarsPerYear: TypeAlias = Annotated[Quantity, _checked(("USD/year",), 0, float("inf"))]
Years: TypeAlias = Annotated[Quantity, _checked(("years",), 0, 30)]
SuitsPerYear: TypeAlias = Annotated[Quantity, _checked(("suits/year",), 0, 100)]


class DatedFact(Sourced):
    """A date with its source, and the other dates that sources give."""

    value: date = Field(description="The date, as YYYY-MM-DD.")
    earliest: date | None = Field(None, description="The earliest date that a source gives.")
    latest: date | None = Field(None, description="The latest date that a source gives.")

    @model_validator(mode="after")
    def _dates_are_ordered(self) -> Self:
        if self.assumed is not None and (self.earliest is None or self.latest is None):
            raise broken("an assumed date needs a range", "Add `earliest` and `latest`.")
        if (self.earliest or self.value) > self.value or self.value > (self.latest or self.value):
            raise broken("earliest <= value <= latest does not hold")
        return self


ChargeClass = Literal["felony", "misdemeanor", "infraction"]
Level = Literal["1", "2", "3", "none"]
Status = Literal["us-citizen", "lawful", "removable"]
CHARGE_CLASSES: tuple[ChargeClass, ...] = ("felony", "misdemeanor", "infraction")
LEVELS: tuple[Level, ...] = ("1", "2", "3", "none")
STATUSES: tuple[Status, ...] = ("us-citizen", "lawful", "removable")
