"""The ledger of a run read back: dollars a year by payer and item, without what is paid under every policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.outcomes.ledger import JAIL_PAYERS
from simulator.runs.tables import RunTables
from simulator.scenario.costs import PAYERS, BedPrice, Payer

ANYWAY = "anyway"
"""The cause of lines that are in no total."""

Floats = NDArray[np.float64]
Line = tuple[str, str, str, str]
"""Policy, payer, item, and bed price of the ledger."""


@dataclass(frozen=True)
class Bills:
    """Dollars a year by line, one amount a replication; ``anyway`` holds the lines that are in no total."""

    amounts: dict[Line, Floats]
    anyway: dict[Line, Floats]
    replications: int

    @property
    def payers(self) -> list[Payer]:
        """Who pays for anything that the ledger counts, even if it comes to nothing."""
        return [payer for payer in PAYERS if any(line[1] == payer for line in self.amounts)]

    @property
    def jail_payers(self) -> list[Payer]:
        """Who pays for the jail: local, state, or both where agencies differ."""
        return [payer for payer in self.payers if payer in JAIL_PAYERS]

    def items(self, payers: Sequence[Payer]) -> list[str]:
        """The items that these payers pay or are paid for, under any policy."""
        return list(dict.fromkeys(item for _, payer, item, _ in self.amounts if payer in payers))

    def of(self, policy: str, payers: Sequence[Payer], price: BedPrice, item: str | None = None) -> Floats:
        """What these payers pay with jail days at a price; of one item, or of all."""
        return self._sum(self.amounts, policy, payers, price, item)

    def anyway_of(self, policy: str, payers: Sequence[Payer], price: BedPrice, item: str) -> Floats:
        """What these payers pay of an item that is there under every policy."""
        return self._sum(self.anyway, policy, payers, price, item)

    def _sum(
        self, lines: dict[Line, Floats], policy: str, payers: Sequence[Payer], price: BedPrice, item: str | None
    ) -> Floats:
        chosen = [
            amounts
            for (name, payer, kind, bed_price), amounts in lines.items()
            if name == policy and payer in payers and bed_price in (price, "any") and item in (None, kind)
        ]
        return np.asarray(np.sum([np.zeros(self.replications), *chosen], axis=0))


def bills_of(tables: RunTables) -> Bills:
    """The bills of a run: sums over agencies and months, divided by the years."""
    keys = ["policy", "payer", "item", "bed_price"]
    anyway = tables.ledger["caused_by"] == ANYWAY
    found: list[dict[Line, Floats]] = []
    for lines in (tables.ledger[~anyway], tables.ledger[anyway]):
        sums = lines.groupby([*keys, "replication"], observed=True)["amount_usd"].sum().unstack("replication")
        found.append(dict(zip(sums.index, sums.to_numpy(float) / tables.summary["years"], strict=True)))
    return Bills(found[0], found[1], tables.ledger["replication"].nunique())
