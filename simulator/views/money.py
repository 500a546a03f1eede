"""Money in plain sentences: where a difference in cost comes from, what is there anyway, what stands outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from simulator.outcomes.ledger import JAIL_PAYERS
from simulator.outcomes.ledger_items import CAUSES, Cause
from simulator.outcomes.ledger_totals import NET_NAMES
from simulator.runs.tables import RunTables
from simulator.scenario.costs import Payer
from simulator.scenario.phrases import listed
from simulator.views.language import ENGLISH, Say
from simulator.views.words import Entry, ends, rounded, tells_unknowns, undecided

IN_SHORT: dict[Cause, str] = {
    "sharing": "sharing",
    "detainers": "detainers",
    "holding": "holding",
    "opting-out": "the opt-out itself",
}
"""What can make a difference, in a word or three; ``CAUSES`` says more."""
ANYWAY = "What is there anyway"
TO_FBI = f"{ANYWAY}: prints go to the FBI in every mode, so nothing of fingerprinting is added"
Causes = Mapping[Cause, float]


BY_CHANCE = "The intervals below hold chance alone. What is not known about the inputs is in none; it is mostly larger."
BY_DRAWS = (
    "The intervals below tell chance and what is not known about the inputs apart: each of {inputs} numbers, tables and "
    "dates with a range was drawn from it {draws} times, which gives the ends of these intervals to about a tenth of their "
    "width. What has no range, and the model itself, is in neither."
)


def general_words(tables: RunTables) -> tuple[str, ...]:
    """What holds for every policy: the headline price, what each cause is, and what is there anyway."""
    labels = tables.labels
    price = f"Per year, in dollars of {labels.dollars_of}, at the {labels.headline_bed_price} price of a jail day."
    return (price, *(_cause(tables, cause) for cause in IN_SHORT), *_anyway(tables), doubt_words(tables))


def doubt_words(tables: RunTables, say: Say = ENGLISH.say) -> str:
    """What the intervals of a run hold, and what they do not."""
    unknowns = tables.summary["unknowns"]
    if not tells_unknowns(tables.summary):
        return say(BY_CHANCE)
    return say(BY_DRAWS, inputs=unknowns["inputs"], draws=unknowns["draws"])


def policy_words(tables: RunTables, policy: str) -> tuple[str, ...]:
    """How the cost of the jail's side under a policy differs from the place as it is, why, and how surely."""
    differences = tables.summary["differences"][policy]
    words: list[str] = []
    for payer in jail_payers(tables):
        entry = differences[f"{NET_NAMES[payer]}_usd"]
        words += [_total(entry, payer), *_parts(tables, policy, payer), *_how_surely(entry)]
    return (*words, *_changed_anyway(tables, policy), *_outside(tables, policy))


def jail_payers(tables: RunTables) -> tuple[Payer, ...]:
    """Who pays for the jails of this run."""
    paying = set(tables.ledger["payer"].astype(str).unique())
    return tuple(payer for payer in JAIL_PAYERS if payer in paying) or ("local",)


def causes_of(tables: RunTables, policy: str, payer: Payer) -> dict[Cause, float]:
    """What a payer pays in a year by cause, at the headline price: the mean over replications, in USD.

    A cause without a line in the run's ledger is left out.
    """
    lines = tables.ledger
    chosen = lines["bed_price"].isin([tables.labels.headline_bed_price, "any"])
    chosen &= (lines["payer"] == payer) & (lines["policy"] == policy)
    sums = lines[chosen].groupby("caused_by", observed=True)["amount_usd"].sum()
    yearly = sums / (tables.summary["replications"] * tables.summary["years"])
    return {cast(Cause, str(cause)): float(amount) for cause, amount in yearly.items()}


def difference_by_cause(tables: RunTables, policy: str, payer: Payer) -> dict[Cause, float]:
    """The same as a difference to the place as it is; every cause is there, at 0 if nothing differs."""
    with_policy, as_is = causes_of(tables, policy, payer), causes_of(tables, _base(tables), payer)
    return {cause: with_policy.get(cause, 0.0) - as_is.get(cause, 0.0) for cause in CAUSES}


def _base(tables: RunTables) -> str:
    return next(iter(tables.labels.policies))


def _cause(tables: RunTables, cause: Cause) -> str:
    """What a cause is; and whether it comes to nothing for want of a price."""
    lines = tables.ledger
    paid = lines.loc[(lines["caused_by"] == cause) & lines["payer"].isin(JAIL_PAYERS), "amount_usd"].any()
    what = "what the opt-out itself takes, and penalties for it" if cause == "opting-out" else f"what {CAUSES[cause]}"
    nothing = "; nothing in this run, for its items are switched off or come to nothing"
    return f"With {IN_SHORT[cause]}: {what}{'' if paid else nothing}."


def _total(entry: Entry, payer: Payer) -> str:
    words = f"{payer.capitalize()} cost: {_more_or_less(entry['mean'] or 0.0, 'the same as it is', 'than as it is')}"
    found = ends(entry)
    unclear = found is not None and undecided(*found)
    return f"{words}, but its direction is not clear." if unclear else f"{words}."


def _parts(tables: RunTables, policy: str, payer: Payer) -> Iterator[str]:
    parts = difference_by_cause(tables, policy, payer)
    said = [f"{_more_or_less(parts[cause], '')} with {IN_SHORT[cause]}" for cause in IN_SHORT if _counts(parts[cause])]
    none = [name for cause, name in IN_SHORT.items() if not _counts(parts[cause])]
    if none:
        said.append(f"nothing with {listed(none, 'or')}")
    if len(none) < len(IN_SHORT):
        yield f"Of that, {'; '.join(said)}."


def _how_surely(entry: Entry) -> Iterator[str]:
    """The three intervals: chance, what is not known about the inputs, and both."""
    if entry["low"] is None and entry["mean"]:
        yield "By chance alone: one replication says nothing about it."
    said: dict[str, list[str]] = {}
    for low, high, why in (
        (entry["low"], entry["high"], "by chance alone"),
        (entry.get("unknowns_low"), entry.get("unknowns_high"), "by what is not known about the inputs"),
        (entry.get("both_low"), entry.get("both_high"), "by both"),
    ):
        if low is not None and high is not None and (_counts(low) or _counts(high)):
            said.setdefault(_between(low, high), []).append(why)
    for found, reasons in said.items():
        words = ", and ".join(reasons)
        yield f"{words[0].upper()}{words[1:]}: {found}."


def _anyway(tables: RunTables) -> Iterator[str]:
    """What is paid under every policy, as it is in the place as it is."""
    for payer in jail_payers(tables):
        yearly = _anyway_items(tables, _base(tables), payer)
        prints = yearly.get("fingerprinting", 0.0)
        if not _counts(prints):
            yield f"{TO_FBI}; this run has no price for it."
        else:
            yield f"{TO_FBI}; the {_side(payer)} pays about {rounded(prints, 'USD')} for it, in no total."
        if _counts(paid := -yearly.get("scaap-own-days", 0.0)):
            days = "for days of the local case itself"
            yield f"{ANYWAY}: the {_side(payer)} gets about {rounded(paid, 'USD')} from SCAAP {days}, in no total."


def _anyway_items(tables: RunTables, policy: str, payer: Payer) -> dict[str, float]:
    lines = tables.ledger
    chosen = (lines["policy"] == policy) & (lines["payer"] == payer) & (lines["caused_by"] == "anyway")
    sums = lines[chosen].groupby("item", observed=True)["amount_usd"].sum()
    times = tables.summary["replications"] * tables.summary["years"]
    return {str(item): float(amount) / times for item, amount in sums.items()}


def _changed_anyway(tables: RunTables, policy: str) -> Iterator[str]:
    """A policy that sets other numbers, such as bookings, can move what no mode and no rule moves."""
    for payer in jail_payers(tables):
        moved = difference_by_cause(tables, policy, payer)["anyway"]
        if _counts(moved):
            why = "because this policy sets other numbers too; it is in no total"
            yield f"{ANYWAY} comes to {_more_or_less(moved, '')} for the {_side(payer)}, {why}."


def _outside(tables: RunTables, policy: str) -> Iterator[str]:
    """What the federal side and the people themselves pay, which is no part of what the jail's side pays."""
    said = {
        "federal": f"the federal side pays {_more_or_less(_mean(tables, policy, 'federal'), 'the same')}",
        "person": f"the people themselves lose {_more_or_less(_mean(tables, policy, 'person'), 'the same')} in wages",
    }
    paying = set(tables.ledger.loc[tables.ledger["amount_usd"] != 0, "payer"].astype(str))
    if known := [words for payer, words in said.items() if payer in paying]:
        yield f"Outside of the {listed(jail_payers(tables))} cost: {', and '.join(known)}."


def _mean(tables: RunTables, policy: str, payer: Payer) -> float:
    return float(tables.summary["differences"][policy][f"{NET_NAMES[payer]}_usd"]["mean"])


def _side(payer: Payer) -> str:
    return "county" if payer == "local" else payer


def _counts(amount: float) -> bool:
    """Whether an amount is anything but nothing once it is written down."""
    return rounded(amount, "USD") != "$0"


def _more_or_less(amount: float, nothing: str, than: str = "") -> str:
    if not _counts(amount):
        return nothing
    return f"about {rounded(abs(amount), 'USD')} {'more' if amount > 0 else 'less'} {than}".rstrip()


def _between(low: float, high: float) -> str:
    """Both ends of an interval of a difference; says so if they do not have one sign."""
    if undecided(low, high):
        ends = f"between {rounded(-low, 'USD')} less and {rounded(high, 'USD')} more"
        return f"{ends}, so its direction is not clear"
    near, far = (rounded(end, "USD") for end in sorted((abs(low), abs(high))))
    word = "more" if high > 0 else "less"
    return f"{near} {word}" if near == far else f"between {near} and {far} {word}"
