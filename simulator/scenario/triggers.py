"""Triggers: an agency opts out when a number has passed a threshold, and back in when it has fallen again."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from simulator.scenario.quantities import Sourced, broken
from simulator.scenario.requests import Asks

TriggerMeasure = Literal[
    "matches",
    "answers_seen",
    "detainers",
    "honored",
    "transferred",
    "citizens_with_detainer",
    "hold_days",
    "added_pretrial_days",
    "running_cost_usd",
]
TRIGGER_MEASURES: dict[TriggerMeasure, str] = {
    "matches": "prints that match an IDENT record",
    "answers_seen": "ICE's answers that reach the agency",
    "detainers": "detainers lodged",
    "honored": "people held for ICE after local release",
    "transferred": "people who go from the jail to ICE",
    "citizens_with_detainer": "US citizens with a detainer lodged",
    "hold_days": "jail days on hold after local release",
    "added_pretrial_days": "jail days before local release that a detainer on file added",
    "running_cost_usd": "cost of these jail days and of staff time, at the headline price of a jail day",
}
"""What a trigger may watch, with its meaning; each counts when it happens, not in the month of booking."""


class Trigger(Sourced):
    """Looked at on the first day of each month, over the whole months before it."""

    agencies: Literal["all"] | list[str] = Field("all", description="Each agency watches its own numbers.")
    opt_out: Asks = Field(description="What the agency opts out of: receive-only, share or both.")
    measure: TriggerMeasure = Field(description="What is added up, as it happens.")
    over_months: int = Field(ge=1, le=36, description="How many whole months are added up.")
    above: float = Field(ge=0, allow_inf_nan=False, description="Opt out when the sum is above this.")
    back_below: float | None = Field(
        None, ge=0, allow_inf_nan=False, description="Opt back in when the sum is below this; never if not given."
    )
    not_before: date | None = Field(None, description="No change before this day.")

    @model_validator(mode="after")
    def _thresholds_are_apart(self) -> Self:
        if self.back_below is not None and self.back_below > self.above:
            rule = f"back_below must not be above `above`: {self.back_below:g} is above {self.above:g}"
            raise broken(rule, "Between the two thresholds nothing changes, so that the mode does not flap.")
        return self
