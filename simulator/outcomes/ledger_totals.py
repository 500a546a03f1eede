"""Totals of the ledger by payer and bed price, over agencies and months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.outcomes.ledger import JAIL_PAYERS, Line, LinePrice
from simulator.scenario.costs import BED_PRICES, PAYERS, BedPrice, Payer
from simulator.scenario.place import Scenario

Floats = NDArray[np.float64]

NET_NAMES: dict[Payer, str] = {payer: f"{payer}_net_cost" if payer == "local" else f"{payer}_cost" for payer in PAYERS}
"""What the total of a payer is called; the local one is net of what the federal side pays."""
ANYWAY_PAYERS: tuple[Payer, ...] = (*JAIL_PAYERS, "federal")
"""Who pays for items that are there under every policy."""


@dataclass(frozen=True)
class Total:
    """A total by its name: what a payer pays with jail days at a price, the headline price if none is given."""

    name: str
    payer: Payer
    bed_price: BedPrice | None = None
    anyway: bool = False


TOTALS: tuple[Total, ...] = (
    *(Total(f"{name}_usd", payer) for payer, name in NET_NAMES.items()),
    *(
        Total(f"{NET_NAMES[payer]}_{price.replace('-', '_')}_usd", payer, price)
        for payer in JAIL_PAYERS
        for price in BED_PRICES
    ),
    *(Total(f"{payer}_anyway_usd", payer, anyway=True) for payer in ANYWAY_PAYERS),
)
"""Every total that is told."""


class _Sums:
    """Lines summed over agencies and months: one number, or one a replication where the lines are of many."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._sums: dict[tuple[Payer, LinePrice, bool], Floats] = {}
        for line in lines:
            key = line.payer, line.bed_price, line.caused_by == "anyway"
            self._sums[key] = self._sums.get(key, np.zeros(())) + line.amounts.sum(axis=(-2, -1))

    def of(self, payer: Payer, bed_price: BedPrice, *, anyway: bool = False) -> Floats:
        """What a payer pays with jail days at a price: because of a policy, or anyway."""
        nothing = np.zeros(())
        parts = [self._sums.get((payer, price, anyway), nothing) for price in (bed_price, "any")]
        return np.asarray(parts[0] + parts[1])


def total_usd(lines: Iterable[Line], payer: Payer, bed_price: BedPrice) -> float:
    """What a payer pays at a bed price, over all agencies and months, without what would be paid anyway."""
    return float(_Sums(lines).of(payer, bed_price))


def totals(scenario: Scenario, lines: Iterable[Line]) -> dict[str, Floats]:
    """Every one of TOTALS by its name."""
    headline = scenario.costs.headline_bed_price
    sums = _Sums(lines)
    return {it.name: sums.of(it.payer, it.bed_price or headline, anyway=it.anyway) for it in TOTALS}
