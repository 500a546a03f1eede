"""The titles and notes of figures: what the numbers say, in words, for any place and any policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.runs.tables import RunTables
from simulator.scenario.costs import Payer
from simulator.views.words import Entry, ends, number, rounded, undecided

SMALLEST = 1e-9
"""A difference below this is rounding in sums, not a change."""
LEAST_SHOWN = 0.1
"""Numbers that would read as zero are said to be under this."""


@dataclass(frozen=True)
class Side:
    """Who pays for the jail, what that cost is called in a sentence, and its measure."""

    payer: Payer
    noun: str
    measure: str


LOCAL = Side("local", "local cost", "local_net_cost_usd")
STATE = Side("state", "state cost", "state_cost_usd")


def jail_side(tables: RunTables) -> Side:
    """The local side; the state where it alone pays for jails, in all agencies."""
    policies = tables.summary["policies"].values()
    local, state = (any(entries[side.measure]["mean"] for entries in policies) for side in (LOCAL, STATE))
    return STATE if state and not local else LOCAL


def base_of(tables: RunTables) -> str:
    """The policy that others are compared with: the place as it is."""
    return next(iter(tables.labels.policies))


def others_of(tables: RunTables) -> list[str]:
    """All policies but the base; none for a run of one policy."""
    return list(tables.labels.policies)[1:]


def chosen_policy(tables: RunTables, policy: str | None) -> str | None:
    """The policy that was asked for, if any; raises ValueError if the run does not have it."""
    if policy is not None and policy not in tables.labels.policies:
        raise ValueError(f"the run has no policy {policy!r}; it has {', '.join(tables.labels.policies)}")
    return policy


def compared_policy(tables: RunTables, policy: str | None, *measures: str) -> str:
    """The policy that was asked for, or the one that changes these measures most, or else the first.

    Raises ValueError for a policy that the run does not have or that is the base, and for a run of the base alone.
    """
    others = others_of(tables)
    if not others:
        raise ValueError("the figure compares policies, and this run has only the place as it is")
    asked = chosen_policy(tables, policy)
    if asked == base_of(tables):
        raise ValueError(f"the figure compares a policy with {asked!r}; choose one of {', '.join(others)}")
    return asked or largest_change(tables, measures) or others[0]


def no_change(entry: Entry) -> bool:
    """Whether a difference is exactly zero, in every replication and every draw."""
    return all(abs(entry.get(end) or 0.0) < SMALLEST for end in ("mean", "low", "high", "both_low", "both_high"))


def not_clear(entry: Entry) -> bool:
    """Whether the widest interval of a difference holds zero, so that its direction is not certain."""
    found = ends(entry)
    return found is not None and undecided(*found)


def largest_change(tables: RunTables, measures: Sequence[str]) -> str | None:
    """The policy that changes these measures most, each as a share of its largest change; None if none changes any."""
    differences = tables.summary["differences"]
    sizes = {
        policy: [0.0 if no_change(entries[name]) else abs(entries[name]["mean"] or 0.0) for name in measures]
        for policy, entries in differences.items()
    }
    most = [max(column, default=0.0) for column in zip(*sizes.values(), strict=True)]
    shares = {
        policy: sum(size / top for size, top in zip(row, most, strict=True) if top) for policy, row in sizes.items()
    }
    found = max(shares, key=lambda policy: shares[policy], default=None)
    return found if found is not None and shares[found] > 0 else None


def any_change(tables: RunTables, measures: Sequence[str]) -> bool:
    """Whether a policy differs from the base in any of these measures, in any replication."""
    differences = tables.summary["differences"].values()
    return any(not no_change(entries[name]) for entries in differences for name in measures)


def changes_at_all(tables: RunTables, measures: Sequence[str]) -> str:
    """The verb after "no policy": differences that come to zero on average only are no clear change."""
    return "clearly changes" if any_change(tables, measures) else "changes"


def count(value: float, unit: str = "") -> str:
    """A number of zero or more to read; one that is not zero never reads as zero."""
    text = rounded(value, unit)
    return f"under {number(LEAST_SHOWN, unit)}" if value and text == number(0, unit) else text


def about(text: str) -> str:
    """Marks a number as a rounded mean: ``about 168 fewer``."""
    return text if text.startswith("under") else f"about {text}"


def step(entry: Entry, unit: str = "") -> str:
    """Size and direction of a difference: ``168 fewer``, ``$68,700 less``."""
    mean = entry["mean"] or 0.0
    return f"{count(abs(mean), unit)} {'more' if mean > 0 else 'less' if unit == 'USD' else 'fewer'}"


def change(entry: Entry, noun: str, unit: str = "") -> str:
    """A difference a year in words: ``about 168 fewer detainers a year``; says so when its direction is not certain."""
    if no_change(entry):
        return f"no change in {noun}"
    if not_clear(entry):
        return f"no clear change in {noun}" + (f" ({about(step(entry, unit))} a year)" if entry["mean"] else "")
    return f"{about(step(entry, unit))} {noun} a year"


def same_as(tables: RunTables, policy: str) -> str:
    """The label of a policy, joined with those of policies that differ from the base by exactly the same numbers."""
    differences = tables.summary["differences"]
    same = [name for name in differences if differences[name] == differences[policy]]
    return names(tables, same)


def listing(parts: Sequence[str], last: str) -> str:
    """``a``, ``a and b``, ``a, b and c``, with ``last`` as the word before the last."""
    return f" {last} ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def finding(tables: RunTables, measure: str, noun: str, policy: str | None = None, unit: str = "") -> str:
    """The title of a figure about one number: its change under a policy, or its level if there is no other policy.

    Without a policy, that of the largest change.
    """
    place, labels = tables.labels.place, tables.labels.policies
    level = tables.summary["policies"][base_of(tables)][measure]["mean"] or 0.0
    as_it_is = f"{about(count(level, unit))} {'of ' * (unit == 'USD')}{noun} a year" if level else f"no {noun}"
    if not others_of(tables):
        return f"{labels[base_of(tables)]}: {as_it_is} in {place}"
    chosen = policy or largest_change(tables, [measure])
    if chosen is not None:
        entry = tables.summary["differences"][chosen][measure]
        return f"{same_as(tables, chosen)}: {change(entry, noun, unit)} in {place}"
    if not level and not any_change(tables, [measure]):
        return f"No {noun} in {place} under any policy"
    thing = noun if unit == "USD" else f"the number of {noun}"
    return f"No policy {changes_at_all(tables, [measure])} {thing} in {place}: {as_it_is}"


def duration(hours: float) -> str:
    """A time to read, in the unit that suits it."""
    if hours < 1:
        return f"{number(hours * 60)} minutes"
    return f"{number(hours)} hours" if hours < 48 else f"{number(hours / 24)} days"


def intervals_note(tables: RunTables, marks: str, *, alone: bool = True) -> str:
    """What the interval marks are; ``marks`` names them as drawn. ``alone``: no others are in the figure."""
    summary = tables.summary
    if summary["replications"] == 1:
        return "One replication was run, so there are no intervals of chance."
    years = summary["years"]
    over = f"{summary['replications']:,} simulated years"
    if years > 1:
        over = f"{summary['replications']:,} replications of {years} simulated years"
    wider = " What is not known about the inputs is wider: see the figure of differences."
    note = f"{marks}: 95 % interval of the mean over {over}; chance alone, not doubt about the inputs."
    return f"{note}{wider * (alone and bool(summary['unknowns']['draws']))}"


def replications_together(tables: RunTables) -> str:
    """Over how many replications people are counted together."""
    replications = tables.summary["replications"]
    return "one replication" if replications == 1 else f"all {replications:,} replications together"


def agencies_note(tables: RunTables) -> str:
    """Whose bookings are in the figure."""
    agencies = tables.replications["agency"].nunique()
    return f"All {agencies} agencies together." if agencies > 1 else ""


def notes(*parts: str) -> list[str]:
    """The notes of a figure, as one paragraph."""
    return [" ".join(part for part in parts if part)]


def alike(values: Mapping[str, NDArray[np.float64]]) -> list[list[str]]:
    """Policies in groups of exactly the same values, in the order of their first members."""
    groups: list[list[str]] = []
    for policy, array in values.items():
        same = next((group for group in groups if np.array_equal(values[group[0]], array)), None)
        if same is None:
            groups.append([policy])
        else:
            same.append(policy)
    return groups


def groups_note(groups: Sequence[Sequence[str]], what: str) -> str:
    """What the sign between two labels means, where there is one."""
    return f"Policies joined by = coincide in {what}." if any(len(group) > 1 for group in groups) else ""


def dollars_note(tables: RunTables) -> str:
    """Whose dollars they are, and the price of a jail day behind them."""
    return f"Dollars of {tables.labels.dollars_of}, with a jail day at the {tables.labels.headline_bed_price} price."


def names(tables: RunTables, group: Sequence[str]) -> str:
    """One label for policies that coincide: ``As is = Opt out of receiving``."""
    return " = ".join(tables.labels.policies[policy] for policy in group)
