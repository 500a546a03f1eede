"""A policy file: an overlay on a place, with a name for people and a source."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from simulator.scenario.policies import Policy
from simulator.scenario.quantities import Strict

Section = dict[str, Any]


class PolicyFile(Strict):
    """What a policy changes; sections other than ``policy`` are checked after they are merged into the place."""

    kind: Literal["policy"]
    label: str = Field(min_length=1, title="Name of the policy", description="The name that plots and pages show.")
    about: str = Field(description="What this policy is, in plain words.")
    source: str | None = Field(None, description="Where the policy's text can be read, if it is a real one.")
    base: str | None = Field(None, description="Another policy file, beside this one, that this one builds on.")
    overlays: list[str] | None = Field(
        None, min_length=1, description="Policy files merged in; no key may be set by two of them, or by this file too."
    )
    policy: Policy | None = Field(None, description="Periods, laid over those of the place.")
    arrivals: Section | None = None
    people: Section | None = None
    stays: Section | None = None
    stations: Section | None = None
    federal: Section | None = None
    field_offices: Section | None = None
    agencies: Section | None = None
    jail: Section | None = None
    costs: Section | None = None
