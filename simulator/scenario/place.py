"""A place: its agencies, the people booked there, the federal side, and how the jail responds."""

from __future__ import annotations

from datetime import date
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field, field_validator

from simulator.scenario.correlations import Correlation
from simulator.scenario.costs import Costs
from simulator.scenario.distributions import Duration
from simulator.scenario.federal import Federal
from simulator.scenario.jail import JailResponse
from simulator.scenario.network import Network
from simulator.scenario.people import People
from simulator.scenario.policies import Policy
from simulator.scenario.quantities import Count, DatedFact, PerYear, Ratio, Share, ShareOfYear, Strict, broken
from simulator.scenario.shares import HourProfile, MonthProfile, WeekProfile
from simulator.scenario.stations import Station, Tours


class Agency(Strict):
    """One booking agency, usually a county jail."""

    label: str = Field(min_length=1, description="The name that plots and pages show.")
    state: str = Field(pattern=r"^[A-Z]{2}$", description="Two-letter state.")
    field_office: str = Field(description="The ICE field office, by its name under field_offices.")
    activated_on: DatedFact = Field(description="When Secure Communities was switched on here.")
    bookings_per_year: PerYear = Field(description="Bookings a year, at the pace of the first simulated day.")
    growth: ShareOfYear | None = Field(None, description="Growth of that pace a year; none if not given.")
    match_share: Share = Field(description="Share of bookings whose prints match an IDENT record.")
    average_daily_population: Count | None = Field(None, description="People in jail on an average day.")
    capacity: Count | None = Field(None, description="Beds in the jail.")
    jail_paid_by: Literal["local", "state"] = "local"
    state_relays_answers: bool = Field(True, description="Whether the state bureau can pass on ICE's answer.")


class Arrivals(Strict):
    """When people are booked."""

    week: WeekProfile
    months: MonthProfile
    day_to_day_variance_ratio: Ratio = Field(
        description="Variance over mean of daily bookings that weekday and month do not explain; 1 is Poisson."
    )


class Stays(Strict):
    """How long the county itself keeps people, by charge class."""

    felony: Duration
    misdemeanor: Duration
    infraction: Duration
    release_hours: HourProfile = Field(description="Hour of release of people who stayed a day or longer.")

    def by_class(self) -> tuple[Duration, Duration, Duration]:
        """In the order of ``CHARGE_CLASSES``."""
        return (self.felony, self.misdemeanor, self.infraction)


class Stations(Strict):
    """The way of the prints, in order."""

    booking_to_prints: Station
    state_bureau: Station
    fbi_search: Station
    ident_search: Station
    lesc: Station = Field(description="ICE's Law Enforcement Support Center.")
    answer_relay: Station = Field(description="From ICE's answer to the agency, through the state bureau.")


class FieldOffice(Strict):
    """One ICE field office: its officers, and its transport."""

    label: str
    decision: Station
    tours: Tours
    preparation: Duration = Field(description="From local release until ICE is ready to collect.")
    ready_at_once: Share = Field(description="Share of people whom ICE is ready to collect at once.")
    brings_forward: Share = Field(description="Share of pick-ups brought forward to the last tour within the hold.")
    comes: Share = Field(description="Share of held people whom ICE collects at all.")


class Scenario(Strict):
    """A place with the policies that hold there: all that a replication needs besides its seed."""

    kind: Literal["place"]
    label: str = Field(min_length=1, description="The name that plots and pages show.")
    about: str = Field(description="What this place file is about, in plain words.")
    merged: bool = Field(
        False, description="Set in the files that a run writes: the periods of overlays then follow those of the place."
    )
    starts: date = Field(description="First day that is simulated.")
    years: int = Field(ge=1, le=30, description="How many years are simulated.")
    timezone: str = Field(description="IANA time zone, for example America/New_York.")
    network: Network | None = Field(None, description="Agencies and field offices from tables, in place of both.")
    agencies: dict[str, Agency] = Field(min_length=1)
    arrivals: Arrivals
    people: People
    stays: Stays
    stations: Stations
    federal: Federal
    field_offices: dict[str, FieldOffice] = Field(min_length=1)
    jail: JailResponse
    policy: Policy = Field(description="As it is: the policy of the place before any overlay.")
    costs: Costs
    correlations: list[Correlation] = Field(
        default_factory=list, description="Which numbers go together in what is not known about them."
    )

    @field_validator("starts")
    @classmethod
    def _starts_in_our_time(cls, starts: date) -> date:
        if not 1990 <= starts.year <= 2100:
            raise broken("a scenario starts in a year from 1990 to 2100")
        return starts

    @field_validator("timezone")
    @classmethod
    def _timezone_exists(cls, name: str) -> str:
        if name not in available_timezones():
            raise broken(f"the IANA time zone list has no {name!r}", "A US example is America/New_York.")
        return name
