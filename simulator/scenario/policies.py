"""Policies as a scenario states them: dated periods of opt-out mode, activation and detainer rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from simulator.scenario.quantities import ChargeClass, HoldHours, Level, Sourced, Strict, broken

OptOut = Literal["none", "receive-only", "share", "both"]
Mode = Literal["full", "opt-out-of-receiving", "opt-out-of-sharing", "opt-out-of-both", "not-activated"]
Action = Literal["honor", "decline", "notify"]

MODE_OF_OPT_OUT: dict[OptOut, Mode] = {
    "none": "full",
    "receive-only": "opt-out-of-receiving",
    "share": "opt-out-of-sharing",
    "both": "opt-out-of-both",
}

BOTH_READINGS = (
    "Two readings exist: `receive-only` means that the agency opts out of receiving ICE's answer only "
    "(its prints still go on to DHS); `share` means that it opts out of having its prints passed on "
    "(it would still receive). Choose none, receive-only, share or both"
)


def _known_opt_out(value: object) -> object:
    if not isinstance(value, str) or value not in MODE_OF_OPT_OUT:
        raise broken(f"`opt_out` is none, receive-only, share or both, not {value!r}", f"{BOTH_READINGS}.")
    return value


OptOutRule: TypeAlias = Annotated[OptOut, BeforeValidator(_known_opt_out)]


class Condition(Strict):
    """Who a rule is about; a person must meet every condition that is given."""

    level: list[Level] | None = Field(None, min_length=1, description="Offence levels: '1', '2', '3', none.")
    charge_class: list[ChargeClass] | None = Field(None, min_length=1)
    prior_removal: bool | None = Field(None, description="Whether the person was removed from the country before.")
    adult: bool | None = Field(None, description="Whether the person is 18 or older.")


class DetainerRule(Sourced):
    """What the jail does when ICE asks it to hold a person whom the conditions describe."""

    when: Condition | None = Field(None, description="Who; nothing means everyone.")
    then: Action = Field(description="honor: hold for ICE; notify: only tell ICE when; decline: neither.")
    hold_hours: HoldHours | None = Field(None, description="The longest hold after local release. Only with honor.")
    exclude_weekends_and_holidays: bool | None = Field(None, description="Whether the hold clock stops then.")


class Period(Strict):
    """From a day on, what an agency, a state or everybody does; keys that are not given stay as they were."""

    agencies: Literal["all"] | list[str] = Field("all", description="Agencies by name, or all.")
    states: list[str] | None = Field(None, min_length=1, description="Two-letter states, in place of agencies.")
    begins: date | None = Field(None, description="First day, YYYY-MM-DD; the scenario's first day if not given.")
    opt_out: OptOutRule | None = Field(
        None,
        description="none; receive-only: out of receiving ICE's answer only; share: out of having prints passed on "
        "to DHS; both: out of either.",
    )
    ice_access: bool | None = Field(
        None,
        description="Whether ICE may come into the jail to interview people and see its rosters; yes if never said.",
    )
    in_activation_plan: bool | None = Field(None, description="false: removed from the plan, so never activated.")
    detainer_rules: list[DetainerRule] | None = Field(None, min_length=1, description="First match wins.")


class Policy(Strict):
    """What an overlay changes about sharing, receiving and detainers."""

    periods: list[Period] = Field(min_length=1)
