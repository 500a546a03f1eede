"""Stations as a scenario states them: a delay, a staffed queue, or a queue that mostly serves others."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from simulator.scenario.distributions import Duration
from simulator.scenario.quantities import Count, PerHour, Share, Sourced, Strict, broken

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEKDAYS: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Delay(Strict):
    """Everyone passes after a time; nobody waits for anybody else."""

    kind: Literal["delay"]
    time: Duration


class Shift(Sourced):
    """People on duty on some weekdays, from one hour to another (24 is midnight)."""

    weekdays: list[Weekday] = Field(min_length=1)
    from_hour: int = Field(ge=0, le=23)
    to_hour: int = Field(ge=1, le=24)
    on_duty: Count = Field(description="How many serve at the same time.")

    @model_validator(mode="after")
    def _hours_are_ordered(self) -> Self:
        if self.to_hour <= self.from_hour:
            raise broken(
                f"to_hour must be after from_hour: {self.to_hour} is not after {self.from_hour}",
                "Write a night shift as two shifts that meet at 24 and 0.",
            )
        if self.on_duty.value != int(self.on_duty.value):
            raise broken(f"on_duty must be a whole number, and {self.on_duty.value:g} is not")
        return self


class Background(Strict):
    """Work from outside the scenario that the same people do."""

    arrivals: PerHour
    level_1_share: Share = Field(description="The share that is served first.")


class Queue(Strict):
    """A staffed queue: shifts by hour of week; level 1 first if so said; who has begun is finished."""

    kind: Literal["queue"]
    service: Duration
    shifts: list[Shift] = Field(min_length=1, description="Shifts; those that overlap add up.")
    level_first: bool = Field(True, description="Serve level 1 first, then 2, 3, none; otherwise in order of arrival.")
    background: Background | None = None


class SharedQueue(Strict):
    """A round-the-clock queue that mostly serves others, so many that this scenario's own load does not count.

    The wait is drawn from the stationary M/M/c wait of the background load with two classes, level 1 first.
    """

    kind: Literal["shared-queue"]
    service: Duration
    on_duty: Count
    background: Background

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.on_duty.value != int(self.on_duty.value) or self.on_duty.value < 1:
            raise broken(f"on_duty must be a whole number of 1 or more, and {self.on_duty.value:g} is not")
        return self


Station: TypeAlias = Annotated[Delay | Queue | SharedQueue, Field(discriminator="kind")]


class Tours(Sourced):
    """When ICE's transport calls at the jails of a field office, and how many people it can take."""

    weekdays: list[Weekday] = Field(min_length=1)
    hours: list[int] = Field(min_length=1, description="Hours of the day at which a tour calls, 0 to 23.")
    seats: Count = Field(description="Seats for the jails of this scenario on one tour.")
    on_federal_holidays: bool = False

    @model_validator(mode="after")
    def _hours_exist(self) -> Self:
        if sorted(set(self.hours)) != self.hours or not all(0 <= hour <= 23 for hour in self.hours):
            raise broken("tour hours must be different hours from 0 to 23, in rising order")
        if self.seats.value != int(self.seats.value):
            raise broken(f"seats must be a whole number, and {self.seats.value:g} is not")
        return self
