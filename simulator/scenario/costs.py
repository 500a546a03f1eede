"""What the ledger needs: prices, working time, and who pays."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from simulator.scenario.quantities import (
    Count,
    Hours,
    Quantity,
    Strict,
    UsDollars,
    UsDollarsPerDay,
    UsDollarsPerHour,
    UsDollarsPerYear,
    broken,
)

BedPrice = Literal["short-run", "step", "average"]
Payer = Literal["local", "state", "federal", "person"]
BED_PRICES: tuple[BedPrice, ...] = ("short-run", "step", "average")
PAYERS: tuple[Payer, ...] = ("local", "state", "federal", "person")


class BedDayPrices(Strict):
    """A jail day priced three ways."""

    short_run: UsDollarsPerDay = Field(description="Food, medicine, laundry: what one day more costs at once.")
    average: UsDollarsPerDay = Field(description="The jail's budget divided by its population: an upper bound.")
    pod_size: Count = Field(description="Beds in one housing pod.")
    pod_cost: UsDollarsPerYear = Field(description="Staff posts of one housing pod for a year.")

    @field_validator("pod_size")
    @classmethod
    def _is_whole(cls, beds: Quantity) -> Quantity:
        if beds.value != int(beds.value) or beds.value < 1:
            raise broken(f"pod_size must be a whole number of 1 or more, and {beds.value:g} is not")
        return beds


class Costs(Strict):
    """Prices and working times of the ledger, in dollars of one year."""

    dollars_of: int = Field(ge=1990, le=2040, description="The year whose dollars all prices are in.")
    headline_bed_price: BedPrice = Field(
        "short-run", description="The price behind local_net_cost_usd; the other two stand beside it."
    )
    bed_day: BedDayPrices
    staff_hour: UsDollarsPerHour = Field(description="One hour of jail staff, with benefits and cover.")
    paperwork_per_detainer: Hours
    reading_per_answer: Hours = Field(description="Staff time for one ICE answer, only if the agency receives.")
    handover_per_transfer: Hours
    federal_transport_per_transfer: UsDollars
