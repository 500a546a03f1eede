"""Asking and getting: requests to opt out, and how the federal side answers them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from simulator.scenario.distributions import Duration
from simulator.scenario.quantities import Sourced

Asks = Literal["receive-only", "share", "both"]
Grant = Literal["nothing", "receive-only", "share", "both", "removal"]
GRANTS_MEAN = (
    "nothing; receive-only: the agency no longer receives ICE's answer; share: its prints are no longer passed on; "
    "both; removal: it is taken out of the activation plan, if it is not yet activated."
)


class Answer(Sourced):
    """How a request was answered in fact."""

    given_on: date = Field(description="The day from which the answer holds.")
    grants: Grant = Field(description=GRANTS_MEAN)
    until: date | None = Field(None, description="The first day on which the grant no longer holds.")


class Request(Sourced):
    """An agency, or a state for all its agencies, asks to opt out; nothing changes until an answer grants it."""

    agencies: Literal["all"] | list[str] = Field("all", description="Agencies by name, or all.")
    states: list[str] | None = Field(None, min_length=1, description="Two-letter states, in place of agencies.")
    asked_on: date | None = Field(
        None, title="Day of the request", description="YYYY-MM-DD; the scenario's first day if not given."
    )
    asks: Asks = Field(
        title="What the agency asks to opt out of", description="receive-only, share or both, as under opt_out."
    )
    accepts_less: bool = Field(
        True, title="Takes less than it asked for", description="Whether a grant of less than was asked is taken up."
    )
    answer: Answer | None = Field(None, description="The answer in fact; if none is given, the federal regimes answer.")


class Regime(Sourced):
    """How the federal side answers requests from a day on.

    The regime of the day of asking says how long an answer takes; that of the day of the answer, what it grants.
    """

    label: str = Field(min_length=1)
    begins: date | None = Field(None, description="First day; from ever on if not given.")
    after: Duration = Field(description="From asking to the answer.")
    to_receive_only: Grant = Field(description=f"What is granted to who asks for it: {GRANTS_MEAN}")
    to_share: Grant
    to_both: Grant
    ends_grants: bool = Field(
        False, description="Whether earlier grants of share, both and removal end on the first day."
    )

    @property
    def first_day(self) -> date:
        """The first day; the first of all days if none is given."""
        return self.begins or date.min

    def grant_to(self, asks: Asks) -> Grant:
        """What is granted to who asks for this."""
        grants: dict[Asks, Grant] = {
            "receive-only": self.to_receive_only,
            "share": self.to_share,
            "both": self.to_both,
        }
        return grants[asks]


def regime_on(regimes: list[Regime], day: date) -> Regime | None:
    """The regime in force on a day: of those that have begun, the last; None before the first."""
    begun = [regime for regime in regimes if regime.first_day <= day]
    return max(begun, key=lambda regime: regime.first_day, default=None)
