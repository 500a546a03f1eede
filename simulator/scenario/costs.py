"""What the ledger needs: prices, working time, and who pays.

The sections that may be left out switch their items off: without ``scaap`` the ledger has no lines for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, Field, field_validator, model_validator

from simulator.scenario.price_level import dollars_for_one, price_index
from simulator.scenario.quantities import (
    Count,
    Days,
    Hours,
    Quantity,
    Share,
    ShareOfYear,
    Strict,
    SuitsPerYear,
    UsDollars,
    UsDollarsPerDay,
    UsDollarsPerHour,
    UsDollarsPerYear,
    Years,
    broken,
)

BedPrice = Literal["short-run", "step", "average"]
Payer = Literal["local", "state", "federal", "person"]
BED_PRICES: tuple[BedPrice, ...] = ("short-run", "step", "average")
PAYERS: tuple[Payer, ...] = ("local", "state", "federal", "person")


def _year_or_as_given(year: object) -> object:
    if year != "as-given" and (isinstance(year, bool) or not isinstance(year, int)):
        raise broken(f"`report_dollars_of` is a year or as-given, not {year!r}")
    return year


ReportYear: TypeAlias = Annotated[int | Literal["as-given"], BeforeValidator(_year_or_as_given)]


class BedDayPrices(Strict):
    """A jail day priced three ways."""

    short_run: UsDollarsPerDay = Field(
        title="One more day in jail", description="Food, medicine, laundry: what one day more costs at once."
    )
    average: UsDollarsPerDay = Field(description="The jail's budget divided by its population: an upper bound.")
    pod_size: Count = Field(description="Beds in one housing pod.")
    pod_cost: UsDollarsPerYear = Field(description="Staff posts of one housing pod for a year.")

    @field_validator("pod_size")
    @classmethod
    def _is_whole(cls, beds: Quantity) -> Quantity:
        if beds.value != int(beds.value) or beds.value < 1:
            raise broken(f"pod_size must be a whole number of 1 or more, and {beds.value:g} is not")
        return beds


class ExtraBookings(Strict):
    """People who would have been cited and released, and are booked because of a detainer."""

    price: UsDollars = Field(description="What one booking costs.")
    share_of_detainers: Share = Field(description="Share of detainers that turn a citation into a booking.")


class Litigation(Strict):
    """Lawsuits about holds: the mean for each hold, and the rare year in which a suit comes."""

    mean_counts: bool = Field(
        description="Whether the mean stands in the ledger, as a line of its own. The tail is told either way."
    )
    mean_per_hold: UsDollars = Field(description="Settlements and verdicts, spread over all holds.")
    suits_per_year: SuitsPerYear = Field(description="Suits a year against a jail that holds people, on average.")
    severity_median: UsDollars = Field(description="Cost of a suit for each person held in its year: the median.")
    severity_p90: UsDollars = Field(description="The same, for the costliest tenth of suits.")

    @model_validator(mode="after")
    def _quantiles_are_ordered(self) -> Self:
        median, p90 = self.severity_median, self.severity_p90
        if min(median.value, median.value if median.low is None else median.low) <= 0 or p90.value <= median.value:
            raise broken("severity_p90 must be above severity_median, and that above 0 at the low end of its range too")
        if (p90.value if p90.low is None else p90.low) < (median.value if median.high is None else median.high):
            raise broken("the ranges of severity_median and severity_p90 must not overlap")
        return self


class Scaap(Strict):
    """The federal program that pays jails a part of what people without status and with convictions cost."""

    share_of_cost: Share = Field(description="Share of the average price of an eligible day that is paid.")
    two_misdemeanors: Share = Field(
        description="Of people at level 3, with misdemeanors alone, the share who have two or more."
    )
    claimed_share: Share = Field(description="Share of the days that SCAAP would pay for that jails claim and prove.")
    years_late: Years = Field(description="How long after the days the payment comes.")


class Reimbursement(Strict):
    """What the federal side pays for holds where a period of the policy says that it agreed to."""

    paid_per: Literal["hold", "day", "cost"] = Field(
        description="So much for a hold or a day, whatever it costs; or all held days at the average price."
    )
    per_hold: UsDollars
    per_day: UsDollarsPerDay


class Penalties(Strict):
    """What a state or the federal side takes from a place for its policy."""

    amount: UsDollars
    probability_per_year: Share = Field(description="How probable it is in a year.")


class Liaison(Strict):
    """Staff of the jail who work with ICE, as under a 287(g) agreement."""

    officers: Count = Field(description="How many, at all times of the year together.")
    cost_per_officer: UsDollarsPerYear

    @field_validator("officers")
    @classmethod
    def _are_officers(cls, officers: Quantity) -> Quantity:
        if officers.unit != "officers":
            raise broken(f"the unit here is 'officers', not {officers.unit!r}")
        return officers


class FederalCustody(Strict):
    """What follows a transfer, on the federal side."""

    bed_day: UsDollarsPerDay = Field(description="One day in ICE's custody.")
    days_per_transfer: Days = Field(description="Days in ICE's custody, of those who go there from jail or arrest.")
    per_arrest_at_large: UsDollars = Field(description="Finding and arresting one person outside of a jail.")
    per_removal: UsDollars = Field(description="Legal work and transport of one removal, without the days.")


class Costs(Strict):
    """Prices and working times of the ledger, in dollars of one year."""

    dollars_of: int = Field(ge=1990, le=2040, description="The year whose dollars all prices are in.")
    report_dollars_of: ReportYear = Field(
        "as-given", description="The year whose dollars results are in; as-given: those of dollars_of."
    )
    headline_bed_price: BedPrice = Field(
        "short-run", description="The price behind local_net_cost_usd; the other two stand beside it."
    )
    jail_real_growth: ShareOfYear | None = Field(
        None,
        description="How much faster than other prices those of jail days and bookings grow, from the second year on.",
    )
    discount_rate: ShareOfYear | None = Field(
        None, description="How much less a dollar counts for each year that it comes later than the first."
    )
    bed_day: BedDayPrices
    staff_hour: UsDollarsPerHour = Field(
        title="One hour of jail staff", description="One hour of jail staff, with benefits and cover."
    )
    paperwork_per_detainer: Hours = Field(
        title="Paperwork for one detainer", description="Staff time for the paperwork of one detainer."
    )
    reading_per_answer: Hours = Field(
        title="Reading one answer of ICE",
        description="Staff time for one ICE answer, only if the agency receives.",
    )
    handover_per_transfer: Hours
    federal_transport_per_transfer: UsDollars
    fingerprinting_per_submission: UsDollars | None = Field(
        None, description="Taking and sending one set of prints, which goes to the FBI in every mode."
    )
    extra_bookings: ExtraBookings | None = None
    litigation: Litigation | None = None
    scaap: Scaap | None = None
    reimbursement: Reimbursement | None = None
    penalties: Penalties | None = None
    opt_out_administration: UsDollars | None = Field(
        None,
        title="Cost of opting out itself",
        description="Cost of the opt-out itself, once, in the first month.",
    )
    liaison: Liaison | None = None
    federal_custody: FederalCustody | None = None
    wage_lost_per_day: UsDollarsPerDay | None = Field(
        None, description="What a person loses in wages for each day more in jail."
    )

    @model_validator(mode="after")
    def _years_are_known(self) -> Self:
        known = price_index()
        for year in (self.dollars_of, self.report_year) if self.report_year != self.dollars_of else ():
            if year not in known:
                rule = f"the price index that converts dollars has the years {min(known)} to {max(known)}, not {year}"
                raise broken(rule, "Leave out report_dollars_of, or choose a year that it has.")
        return self

    @property
    def report_year(self) -> int:
        """The year whose dollars results are in."""
        return self.dollars_of if self.report_dollars_of == "as-given" else self.report_dollars_of

    @property
    def report_dollars(self) -> float:
        """How many dollars of the report's year stand for one of the prices' year."""
        return dollars_for_one(self.report_year, self.dollars_of)


def inputs_of(part: BaseModel, prefix: str = "") -> Iterator[tuple[str, Quantity]]:
    """Every number of the costs with its dotted path below ``costs``, in the order of the model."""
    for name in type(part).model_fields:
        inner = getattr(part, name)
        if isinstance(inner, Quantity):
            yield f"{prefix}{name}", inner
        elif isinstance(inner, BaseModel):
            yield from inputs_of(inner, f"{prefix}{name}.")
