"""Who the people are that could meet ICE: what they are booked on, their status, their record, their age."""

from __future__ import annotations

from typing import Literal, Self, TypeAlias

import numpy as np
from pydantic import Field, model_validator

from simulator.scenario.distributions import Duration
from simulator.scenario.quantities import SECONDS_PER_UNIT, AgeYears, Share, Strict, broken
from simulator.scenario.shares import ChargeClassShares, LevelsByClass, StatusShares, Table, check_shares

Conviction: TypeAlias = Literal["none", "misdemeanor", "felony", "serious-or-violent", "homicide"]
CONVICTIONS: tuple[Conviction, ...] = ("none", "misdemeanor", "felony", "serious-or-violent", "homicide")
"""The most serious conviction of a person; of felonies, those that ordinances list and the others."""
ADULT_AGE = 18


class Ages(Strict):
    """Ages at booking."""

    under_18: Share = Field(description="Share of bookings of people under 18.")
    youngest: AgeYears = Field(description="Nobody younger is booked or was convicted; minors have any age from it on.")
    adults: Duration = Field(description="Ages of people of 18 or older.")

    @model_validator(mode="after")
    def _adults_are_adults(self) -> Self:
        youngest = self.adults.seconds(np.zeros(1))[0] / SECONDS_PER_UNIT["years"]
        if youngest < ADULT_AGE:
            fix = "Use a table of quantiles that begins with {0: 18}, in years."
            raise broken(f"adults are 18 years or older, and the youngest here has {youngest:g}", fix)
        if self.youngest.value >= ADULT_AGE:
            raise broken(f"`youngest` is an age of minors, so under 18, and {self.youngest.value:g} is not")
        return self


class ConvictionShares(Strict):
    """The most serious conviction of people who have one."""

    misdemeanor: float
    felony: float = Field(description="A felony that is neither serious or violent nor a homicide.")
    serious_or_violent: float = Field(description="A serious or violent felony, as ordinances list them.")
    homicide: float

    def by_kind(self) -> tuple[float, ...]:
        """In the order of ``CONVICTIONS``; nobody is without one."""
        return (0.0, self.misdemeanor, self.felony, self.serious_or_violent, self.homicide)


class ConvictionsByLevel(Table):
    """The most serious conviction by offence level; no level is no conviction."""

    keeps_sum = "of-each-row"

    level_1: ConvictionShares
    level_2: ConvictionShares
    level_3: ConvictionShares

    def rows(self) -> tuple[tuple[float, ...], ...]:
        """4 levels x 5 convictions, in the orders of ``LEVELS`` and ``CONVICTIONS``."""
        convicted = (self.level_1, self.level_2, self.level_3)
        return (*(shares.by_kind() for shares in convicted), (1.0, 0.0, 0.0, 0.0, 0.0))

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for row in self.rows():
            check_shares(row, total_one=True)
        return self


class TimeServed(Strict):
    """From conviction to release, by the most serious conviction."""

    misdemeanor: Duration
    felony: Duration
    serious_or_violent: Duration
    homicide: Duration


class Record(Strict):
    """What is on file about a person before the booking; local rules ask for it."""

    conviction: ConvictionsByLevel
    since_release: Duration = Field(
        description="From release from the sentence of the most serious conviction to the booking."
    )
    served: TimeServed
    watch_list: Share = Field(description="Share of people on a gang or terror list.")
    pending_charge: Share = Field(description="Share of people with another case open.")
    prior_order: Share = Field(
        description="Among removable people never removed, the share with an order of removal that was not carried out."
    )


class People(Strict):
    """Who the people are that could meet ICE."""

    charge_class: ChargeClassShares
    status_of_matched: StatusShares
    removable_with_ident_record: Share = Field(
        description="Among removable people who are booked, the share with an IDENT record."
    )
    level: LevelsByClass
    prior_removal: Share = Field(description="Among removable people, the share removed before.")
    ages: Ages
    record: Record
