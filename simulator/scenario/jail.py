"""How the jail responds once a detainer is on file."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from simulator.scenario.distributions import Duration
from simulator.scenario.quantities import Days, Share, Strict, broken
from simulator.scenario.shares import RatesByClass

StayEffect = Literal["added-days", "rarer-release"]


class AddedDays(Strict):
    """How much a detainer on file lengthens the local stay (bail, plea), by charge class."""

    felony: Days
    misdemeanor: Days
    infraction: Days
    share_when_declined: Share = Field(
        description="The part of the effect on the stay, of either kind, that is left when the jail neither holds nor "
        "tells ICE of the release."
    )


class RestOfCase(Strict):
    """How much longer the case itself would keep somebody who is not released pretrial, by charge class."""

    felony: Duration
    misdemeanor: Duration
    infraction: Duration

    def by_class(self) -> tuple[Duration, Duration, Duration]:
        """In the order of ``CHARGE_CLASSES``."""
        return (self.felony, self.misdemeanor, self.infraction)


class PretrialRelease(Strict):
    """Bail and release on recognizance come more rarely while a detainer is on file.

    A ratio says how many such releases are left of those without a detainer. Whoever loses the release stays until the
    case ends.
    """

    on_bail: RatesByClass = Field(description="Share of people whom the county would release on bail.")
    on_recognizance: RatesByClass = Field(description="Share of people whom it would release on recognizance.")
    bail_ratio: Share = Field(description="With a detainer on file, releases on bail for one without.")
    recognizance_ratio: Share = Field(description="The same of releases on recognizance.")
    rest_of_case: RestOfCase

    @model_validator(mode="after")
    def _ways_are_parts_of_one(self) -> Self:
        both = [a + b for a, b in zip(self.on_bail.by_class(), self.on_recognizance.by_class(), strict=True)]
        if max(both) > 1:
            raise broken(f"on_bail and on_recognizance together are more than everybody: {max(both):g}")
        return self


class JailResponse(Strict):
    """What happens in the jail once a detainer is on file."""

    stay_effect: StayEffect = Field(
        "added-days",
        description="How a detainer on file lengthens the local stay: added-days, by days for each charge class; "
        "rarer-release, by rarer bail and release on recognizance. One or the other, never both.",
    )
    added_days: AddedDays
    pretrial_release: PretrialRelease | None = Field(None, description="Needed for stay_effect: rarer-release.")
    custody_at_door_if_declined: Share = Field(description="ICE still takes the person at release.")
    custody_at_door_if_notified: Share
    felonies_to_state_prison: Share = Field(description="Felony bookings with a detainer that go to state prison.")

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.stay_effect == "rarer-release" and self.pretrial_release is None:
            fix = "Add `pretrial_release`, or take added-days."
            raise broken("stay_effect: rarer-release needs the inputs of `pretrial_release`", fix)
        return self
