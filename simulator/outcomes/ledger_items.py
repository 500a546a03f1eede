"""The items of the ledger: what each is, and what causes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Cause = Literal["sharing", "detainers", "holding", "opting-out", "anyway"]
"""What a cost comes from, and with what it would go."""
CAUSES: dict[Cause, str] = {
    "sharing": "comes with ICE's answers, which the agency gets because prints are passed on",
    "detainers": "comes with each detainer that ICE lodges, whether or not the jail honors it",
    "holding": "comes with holding people after local release",
    "opting-out": "comes with the opt-out itself",
    "anyway": "is there under every policy, so nothing of it is added",
}
Item = Literal[
    "hold-days",
    "added-pretrial-days",
    "paperwork",
    "answering",
    "handover",
    "extra-bookings",
    "litigation",
    "reimbursement",
    "scaap-added-days",
    "liaison-staff",
    "penalties",
    "opt-out-administration",
    "fingerprinting",
    "scaap-own-days",
    "transport",
    "federal-detention",
    "arrests-at-large",
    "removal",
    "wages-lost-pretrial",
    "wages-lost-on-hold",
]


@dataclass(frozen=True)
class ItemFacts:
    """What an item is, in words, and its cause."""

    meaning: str
    caused_by: Cause


ITEM_FACTS: dict[Item, ItemFacts] = {
    "hold-days": ItemFacts("jail days after local release, on hold for ICE", "holding"),
    "added-pretrial-days": ItemFacts("jail days before local release that a detainer on file added", "detainers"),
    "paperwork": ItemFacts("jail staff time for each detainer", "detainers"),
    "answering": ItemFacts("jail staff time for each of ICE's answers that the agency receives", "sharing"),
    "handover": ItemFacts("jail staff time for each person handed to ICE", "detainers"),
    "extra-bookings": ItemFacts("bookings in place of citations, because of a detainer", "detainers"),
    "litigation": ItemFacts("lawsuits about holds, as a mean for each hold", "holding"),
    "reimbursement": ItemFacts("what the federal side pays for holds under an agreement", "holding"),
    "scaap-added-days": ItemFacts("what SCAAP, a federal program, pays for days that detainers added", "detainers"),
    "liaison-staff": ItemFacts("officers of the jail who work with ICE", "sharing"),
    "penalties": ItemFacts("what a state or the federal side takes for a policy", "opting-out"),
    "opt-out-administration": ItemFacts("the opt-out itself, once", "opting-out"),
    "fingerprinting": ItemFacts("taking and sending prints, which go to the FBI in every mode", "anyway"),
    "scaap-own-days": ItemFacts("what SCAAP pays for the days of the own case of people who could meet ICE", "anyway"),
    "transport": ItemFacts("ICE's transport from the jail", "detainers"),
    "federal-detention": ItemFacts("days in ICE's custody after a transfer or an arrest at large", "detainers"),
    "arrests-at-large": ItemFacts("arrests by ICE of people who left the jail without it", "detainers"),
    "removal": ItemFacts("legal work and transport of removals", "detainers"),
    "wages-lost-pretrial": ItemFacts("wages that people lose on days that detainers added", "detainers"),
    "wages-lost-on-hold": ItemFacts("wages that people lose on days on hold", "holding"),
}
ITEMS: tuple[Item, ...] = tuple(ITEM_FACTS)
ITEM_MEANINGS: dict[Item, str] = {item: facts.meaning for item, facts in ITEM_FACTS.items()}
