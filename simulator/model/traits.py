"""What a jail's rule may ask about a person: the traits of one row of draws."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Traits:
    """One person as rules see them; codes are positions in LEVELS, CHARGE_CLASSES, CONVICTIONS and WARRANTS.

    Years are infinite for people without a conviction; ``age`` is in whole years.
    """

    level: int
    charge_class: int
    conviction: int
    years_since_conviction: float
    years_since_release: float
    pending_charge: bool
    prior_removal: bool
    prior_order: bool
    watch_list: bool
    age: int
    warrant: int


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Traits))
"""Traits are columns of Bookings, by the same names."""
