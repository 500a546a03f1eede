"""Detainer rules as an ordinance states them: whom a rule is about, and what the jail does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.scenario.federal import Warrant
from simulator.scenario.people import Conviction
from simulator.scenario.quantities import ChargeClass, HoldHours, Level, Sourced, Strict

Action = Literal["honor", "decline", "notify"]


class Condition(Strict):
    """Who a rule is about; a person must meet every condition that is given."""

    level: list[Level] | None = Field(
        None, min_length=1, title="Offence level", description="Offence levels: '1', '2', '3', none."
    )
    charge_class: list[ChargeClass] | None = Field(
        None,
        min_length=1,
        title="Charge at booking",
        description="The class of the most serious charge that the person is booked on.",
    )
    conviction: list[Conviction] | None = Field(
        None,
        min_length=1,
        title="Earlier conviction",
        description="The person's most serious conviction before the booking.",
    )
    convicted_within_years: float | None = Field(
        None, gt=0, allow_inf_nan=False, description="That conviction is not longer ago. Only with conviction."
    )
    released_within_years: float | None = Field(
        None,
        gt=0,
        allow_inf_nan=False,
        description="Release from its sentence is not longer ago. Only with conviction.",
    )
    pending_charge: bool | None = Field(None, description="Whether another case against the person is open.")
    prior_removal: bool | None = Field(
        None, title="Removed before", description="Whether the person was removed from the country before."
    )
    prior_order: bool | None = Field(
        None, description="Whether there is, or was, an order of removal; carried out or not."
    )
    watch_list: bool | None = Field(None, description="Whether the person is on a gang or terror list.")
    adult: bool | None = Field(None, title="18 or older", description="Whether the person is 18 or older.")
    min_age: int | None = Field(None, ge=1, le=120, description="The person has this age or more.")
    under_age: int | None = Field(None, ge=1, le=120, description="The person is younger than this.")
    warrant: list[Warrant] | None = Field(
        None, min_length=1, title="Warrant", description="What comes with the detainer."
    )
    reimbursement: Literal["agreed"] | None = Field(
        None,
        title="Only where holds are paid for",
        description="agreed: only where the federal government has agreed in writing to pay for holds.",
    )

    def given(self) -> dict[str, object]:
        """The conditions that are given, by name."""
        return self.model_dump(exclude_none=True)


class DetainerRule(Sourced):
    """What the jail does when ICE asks it to hold a person whom the conditions describe."""

    when: Condition | None = Field(None, description="Who; nothing means everyone.")
    then: Action = Field(
        title="What the jail does with these detainers",
        description="honor: hold for ICE; notify: only tell ICE when; decline: neither.",
    )
    hold_hours: HoldHours | None = Field(
        None,
        title="Longest hold",
        description="The longest hold after local release; as the federal form asks, if not given. Only with honor.",
    )
    exclude_weekends_and_holidays: bool | None = Field(
        None,
        title="Weekends and holidays do not count",
        description="Whether the hold clock stops then. Only with a longest hold (hold_hours).",
    )

    @property
    def conditions(self) -> dict[str, object]:
        """The conditions that are given, by name; none if the rule is about everyone."""
        return self.when.given() if self.when else {}
