"""Policies as a scenario states them: dated periods of opt-out mode, activation and detainer rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from simulator.scenario.quantities import Strict, broken
from simulator.scenario.requests import Request
from simulator.scenario.rules import DetainerRule
from simulator.scenario.triggers import Trigger

OptOut = Literal["none", "receive-only", "share", "both"]
Mode = Literal["full", "opt-out-of-receiving", "opt-out-of-sharing", "opt-out-of-both", "not-activated"]

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


class Period(Strict):
    """From a day on, what an agency, a state or everybody does; keys that are not given stay as they were."""

    agencies: Literal["all"] | list[str] = Field("all", description="Agencies by name, or all.")
    states: list[str] | None = Field(None, min_length=1, description="Two-letter states, in place of agencies.")
    begins: date | None = Field(
        None,
        title="First day of the policy",
        description="First day, YYYY-MM-DD; the scenario's first day if not given.",
    )
    opt_out: OptOutRule | None = Field(
        None,
        title="What the agency opts out of",
        description="none; receive-only: out of receiving ICE's answer only; share: out of having prints passed on "
        "to DHS; both: out of either.",
    )
    ice_access: bool | None = Field(
        None,
        title="ICE may come into the jail",
        description="Whether ICE may come into the jail to interview people and see its rosters; yes if never said.",
    )
    in_activation_plan: bool | None = Field(
        None,
        title="Stays in the activation plan",
        description="Whether the agency stays in the plan; if not, it is never activated.",
    )
    detainer_rules: list[DetainerRule] | None = Field(None, min_length=1, description="First match wins.")
    reimbursement_agreement: bool | None = Field(
        None,
        title="Federal agreement to pay for holds",
        description="Whether the federal government has agreed in writing to pay for holds; no if never said.",
    )
    agencies_may: Literal["hold-less", "hold-more"] | None = Field(
        None,
        description="Only with states and detainer_rules. hold-less (if not given): the state's rules are the most "
        "that an agency may do for ICE; hold-more: they are the least.",
    )


class Policy(Strict):
    """What an overlay changes about sharing, receiving and detainers."""

    periods: list[Period] = Field(default_factory=list, description="What holds from which day on.")
    requests: list[Request] = Field(default_factory=list, description="Who asked to opt out, and when.")
    triggers: list[Trigger] = Field(default_factory=list, description="When an agency opts out by its own numbers.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.periods or self.requests or self.triggers):
            raise broken("a policy needs periods, requests or triggers")
        return self
