"""Tables of shares, profiles and rates, each with one source."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from simulator.scenario.quantities import Sourced, Strict, broken

SHARE_SUM_TOLERANCE = 0.002


class Table(Sourced):
    """A table of numbers with one source; ``spread`` is its relative uncertainty."""

    keeps_sum: ClassVar[Literal["of-nothing", "of-each-row", "of-all"]] = "of-nothing"
    """Which numbers together stay what they are when each of them is drawn anew."""

    unit: Literal["share"] = Field(description="The unit of every number of the table.")
    spread: float | None = Field(None, gt=0, le=1, description="Relative uncertainty: 0.2 means 20 percent either way.")

    @model_validator(mode="after")
    def _assumed_has_spread(self) -> Self:
        if self.assumed is not None and self.spread is None:
            raise broken("an assumed table needs a range", "Add `spread`, the relative uncertainty.")
        return self


def check_shares(values: tuple[float, ...], *, total_one: bool) -> None:
    """Refuse what lies outside of 0 to 1 and, if asked, shares that do not add up to 1."""
    for value in values:
        if not 0 <= value <= 1:
            fix = f"Write {value / 100:g} for {value:g} percent." if 1 < value <= 100 else ""
            raise broken(f"a share lies between 0 and 1, and {value:g} does not", fix)
    if total_one and abs(sum(values) - 1) > SHARE_SUM_TOLERANCE:
        raise broken(f"these shares must add up to 1, and add up to {sum(values):g}")


def _profile_schema(length: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": length, "maxItems": length})


class HourProfile(Table):
    """Share of the day's events in each hour, from midnight; 24 shares that add up to 1."""

    keeps_sum = "of-all"

    shares: Annotated[list[float], _profile_schema(24)] = Field(description="24 shares, from midnight, adding up to 1.")

    @model_validator(mode="after")
    def _is_a_day(self) -> Self:
        if len(self.shares) != 24:
            raise broken(f"24 shares are needed, one for each hour, not {len(self.shares)}")
        check_shares(tuple(self.shares), total_one=True)
        return self


class WeekProfile(Table):
    """Share of the week's events by weekday (Monday first) and hour; 7 rows of 24 shares that add up to 1."""

    keeps_sum = "of-all"

    shares: Annotated[list[list[float]], WithJsonSchema({"type": "array", "minItems": 7, "maxItems": 7})] = Field(
        description="7 rows, Monday first, of 24 shares; all 168 add up to 1."
    )

    @model_validator(mode="after")
    def _is_a_week(self) -> Self:
        if [len(row) for row in self.shares] != [24] * 7:
            raise broken("7 rows of 24 shares are needed, Monday first")
        check_shares(tuple(share for row in self.shares for share in row), total_one=True)
        return self


class MonthProfile(Table):
    """Bookings per day in each month, relative to the year's mean; 12 factors, January first."""

    keeps_sum = "of-all"

    unit: Literal["ratio"] = Field(description="The unit of every number of the table.")  # type: ignore[assignment]  # a narrower unit than a share
    factors: list[float] = Field(description="12 factors around 1, January first.")

    @model_validator(mode="after")
    def _is_a_year(self) -> Self:
        if len(self.factors) != 12 or min(self.factors) <= 0:
            raise broken("12 factors above 0 are needed, January first")
        return self


class ByLevel(Strict):
    """A number for each offence level."""

    level_1: float
    level_2: float
    level_3: float
    no_level: float

    def by_level(self) -> tuple[float, float, float, float]:
        """In the order of ``LEVELS``."""
        return (self.level_1, self.level_2, self.level_3, self.no_level)


class ByClass(Strict):
    """A number for each charge class."""

    felony: float
    misdemeanor: float
    infraction: float

    def by_class(self) -> tuple[float, float, float]:
        """In the order of ``CHARGE_CLASSES``."""
        return (self.felony, self.misdemeanor, self.infraction)


class ChargeClassShares(ByClass, Table):
    """Which charge classes people are booked on."""

    keeps_sum = "of-all"

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        check_shares(self.by_class(), total_one=True)
        return self


class RatesByClass(ByClass, Table):
    """A share of the people booked on each charge class."""

    @model_validator(mode="after")
    def _are_shares(self) -> Self:
        check_shares(self.by_class(), total_one=False)
        return self


class StatusShares(Table):
    """Immigration and citizenship status of people whose prints match."""

    keeps_sum = "of-all"

    us_citizen: float = Field(description="US citizens.")
    lawful: float = Field(description="Lawfully present and not removable.")
    removable: float = Field(description="Removable under immigration law.")

    def by_status(self) -> tuple[float, float, float]:
        """In the order of ``STATUSES``."""
        return (self.us_citizen, self.lawful, self.removable)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        check_shares(self.by_status(), total_one=True)
        return self


class LevelsByClass(Table):
    """Offence levels of the people booked on each charge class."""

    keeps_sum = "of-each-row"

    felony: ByLevel
    misdemeanor: ByLevel
    infraction: ByLevel

    def rows(self) -> tuple[tuple[float, float, float, float], ...]:
        """3 charge classes x 4 levels."""
        return (self.felony.by_level(), self.misdemeanor.by_level(), self.infraction.by_level())

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for row in self.rows():
            check_shares(row, total_one=True)
        return self


class RatesByLevel(ByLevel, Table):
    """A probability for each offence level."""

    @model_validator(mode="after")
    def _are_shares(self) -> Self:
        check_shares(self.by_level(), total_one=False)
        return self
