"""The items of the ledger in figures: their names, their fills, and which of them are too small to stand alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.views.figures.findings import listing
from simulator.views.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, SKY, VERMILION, YELLOW

Fill = dict[str, Any]

EDGE: Fill = {"edgecolor": INK, "linewidth": 0.5}
ITEM_FILLS: dict[str, Fill] = {
    "hold-days": {"facecolor": BLUE, "hatch": ""},
    "added-pretrial-days": {"facecolor": SKY, "hatch": "////"},
    "paperwork": {"facecolor": ORANGE, "hatch": ""},
    "answering": {"facecolor": VERMILION, "hatch": "...."},
    "handover": {"facecolor": GREEN, "hatch": "\\\\\\\\"},
    "extra-bookings": {"facecolor": YELLOW, "hatch": "----"},
    "litigation": {"facecolor": PURPLE, "hatch": ""},
    "liaison-staff": {"facecolor": "#777777", "hatch": "xxxx"},
    "penalties": {"facecolor": INK, "hatch": ""},
    "opt-out-administration": {"facecolor": YELLOW, "hatch": ""},
    "reimbursement": {"facecolor": "white", "hatch": "||||"},
    "scaap-added-days": {"facecolor": "white", "hatch": "////"},
}
"""By item of the jail's side, in the order in which bars stack; what the side is paid is white."""
OTHER = "other"
OTHER_FILL: Fill = {"facecolor": "#DDDDDD", "hatch": ""}
ITEM_NAMES = {
    "scaap-added-days": "SCAAP for added days",
    "scaap-own-days": "SCAAP for other days",
    "opt-out-administration": "administration of the opt-out",
    "federal-detention": "days in ICE's custody",
    "removal": "removals",
    OTHER: "other items",
}
"""Names that are not the item's own words."""
SMALL_SHARE = 0.02
"""Items under this share of the largest bar stand together, if there are two or more."""
MOST_ITEMS = 8
"""So many stand alone at most, and one more if it would be the only one left."""


@dataclass(frozen=True)
class Grouped:
    """Items that stand alone, and those that stand together."""

    alone: list[str]
    together: list[str]

    @property
    def named(self) -> dict[str, list[str]]:
        """The items behind each part of a bar."""
        parts = {item: [item] for item in self.alone}
        return parts | {OTHER: self.together} if self.together else parts

    @property
    def note(self) -> str:
        """What stands together, in a sentence."""
        names = [item_name(item) for item in self.together]
        return f"Other items: {listing(names, 'and')}." if names else ""


def item_name(item: str) -> str:
    """An item in words, as in the middle of a sentence."""
    return ITEM_NAMES.get(item, item.replace("-", " "))


def heading_of(item: str) -> str:
    """An item in words, as a label."""
    name = item_name(item)
    return name[0].upper() + name[1:]


def federal_note(items: Sequence[str]) -> str:
    """What the federal side pays for, among it what it pays to jails."""
    return f"Federal cost: {listing([item_name(item) for item in items], 'and')}." if items else ""


def item_fill(item: str) -> Fill:
    """How a part of a bar is filled."""
    return ITEM_FILLS.get(item, OTHER_FILL)


def grouped(amounts: Mapping[str, Sequence[float]]) -> Grouped:
    """Which items stand alone; ``amounts``: by item, one amount for each bar. Items of nothing are left out."""
    sizes = {item: max(map(abs, row)) for item, row in amounts.items()}
    known = sorted((item for item in sizes if sizes[item] > 0), key=_order)
    bars = [sum(map(abs, column)) for column in zip(*amounts.values(), strict=True)]
    least = SMALL_SHARE * max(bars, default=0.0)
    ranked = sorted((item for item in known if item in ITEM_FILLS), key=lambda item: -sizes[item])
    large = {item for item in ranked[:MOST_ITEMS] if sizes[item] >= least}
    small = [item for item in known if item not in large]
    if len(small) == 1 and small[0] in ITEM_FILLS:
        large, small = {*large, *small}, []
    return Grouped([item for item in known if item in large], small)


def _order(item: str) -> int:
    return list(ITEM_FILLS).index(item) if item in ITEM_FILLS else len(ITEM_FILLS)
