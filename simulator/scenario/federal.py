"""What the federal side does, in the era of a scenario."""

from __future__ import annotations

from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from simulator.scenario.distributions import Duration
from simulator.scenario.quantities import Days, HoldHours, Share, Strict
from simulator.scenario.requests import Regime
from simulator.scenario.shares import RatesByLevel, Table, check_shares

Warrant: TypeAlias = Literal["none", "administrative", "judicial"]
WARRANTS: tuple[Warrant, ...] = ("none", "administrative", "judicial")
"""What comes with a detainer: nothing, a warrant that an ICE officer signed, or one that a judge signed."""


class WarrantShares(Table):
    """What comes with detainers."""

    keeps_sum = "of-all"

    no_warrant: float = Field(description="The form alone.")
    administrative: float = Field(description="A warrant that an ICE officer signed.")
    judicial: float = Field(description="A warrant that a judge signed.")

    def by_warrant(self) -> tuple[float, float, float]:
        """In the order of ``WARRANTS``."""
        return (self.no_warrant, self.administrative, self.judicial)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        check_shares(self.by_warrant(), total_one=True)
        return self


class Form(Strict):
    """The detainer form: how long a hold it asks for, and what comes with it."""

    hold_hours: HoldHours = Field(description="The hold that the form asks for, after local release.")
    exclude_weekends_and_holidays: bool = Field(description="Whether the hold clock stops then, by the form.")
    warrant: WarrantShares


class DetainerDecision(Strict):
    """How often the field office decides to ask for a detainer, by status and level."""

    removable: RatesByLevel
    lawful: Share
    us_citizen: Share


class Withdrawal(Strict):
    """ICE takes some detainers back."""

    removable: Share
    lawful: Share
    us_citizen: Share
    after: Duration


class OtherChannel(Strict):
    """Interviews, rosters, 287(g), manual queries: how ICE finds people without the prints."""

    found: Share = Field(description="Share of removable people in jail that it would find, given time.")
    left_without_access: Share = Field(
        description="Part of them that it still finds where ICE has no access to the jail, as by public rosters."
    )
    after: Duration


class Removal(Strict):
    """What follows custody and leads."""

    after_transfer: Share
    at_large_arrest: Share = Field(description="Share of at-large leads that end in an arrest.")
    after: Duration
    counted_within: Days = Field(description="Removals later than this after booking are not counted.")


class Federal(Strict):
    """What the federal side does, in the era of the scenario."""

    era: str
    detainer: DetainerDecision
    form: Form
    withdrawal: Withdrawal
    other_channel: OtherChannel
    removal: Removal
    regimes: list[Regime] = Field(
        default_factory=list, description="How requests to opt out are answered, by the day of asking."
    )
