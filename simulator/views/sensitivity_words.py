"""What a result hangs on, in plain words: the same on the terminal and in titles of figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.runs.sensitivities import SensitivityTables
from simulator.scenario.phrases import plainly
from simulator.views.figures.findings import LOCAL, SMALLEST, STATE, count
from simulator.views.figures.input_names import amount_in_words, stated_in_words
from simulator.views.figures.tornado import between
from simulator.views.figures.unknown_names import unknown_name
from simulator.views.words import rounded

TOLD = 5
"""How many are told in sentences."""
CLEARLY_MORE = 0.05
"""A total share that is larger than the first-order share by this, and by its interval, is told apart from it."""

Row = Mapping[str, Any]


def noun_of(tables: SensitivityTables) -> str:
    """What the measure is called in a sentence: ``local cost``, ``hold days``."""
    sides = {side.measure: side.noun for side in (LOCAL, STATE)}
    measure = tables.summary["measure"]
    return sides.get(measure, plainly(measure.removesuffix("_usd")))


def result_in_words(tables: SensitivityTables, value: float) -> str:
    """A result: ``$27,000 less local cost``, or ``$52,000 of local cost`` where there is no policy."""
    unit, noun = tables.summary["unit"], noun_of(tables)
    if tables.summary["policy"] is None:
        return f"{rounded(value, unit)} {'of ' * (unit == 'USD')}{noun}"
    if abs(value) < SMALLEST:
        return f"no change in {noun}"
    return f"{count(abs(value), unit)} {'more' if value > 0 else 'less' if unit == 'USD' else 'fewer'} {noun}"


def from_to(tables: SensitivityTables, low: float, high: float) -> str:
    """From one result to another: ``between $11,000 and $62,100 less local cost``."""
    unit, noun = tables.summary["unit"], noun_of(tables)
    if tables.summary["policy"] is not None:
        return between(low, high, noun, unit)
    return f"between {rounded(low, unit)} and {rounded(high, unit)} {'of ' * (unit == 'USD')}{noun}"


def where(tables: SensitivityTables) -> str:
    """Policy and place: ``Opt out of sharing in Arlington County``."""
    summary = tables.summary
    return f"{summary['policy_label'] or 'As it is'} in {summary['place']}"


def name_of(tables: SensitivityTables, path: str) -> str:
    """An unknown in words, with its agency or office where the place has several."""
    owners = {tuple(known.split(".")[:2]) for known in tables.table["path"] if known.startswith("agencies.")}
    return unknown_name(path, several=len(owners) > 1)


def range_in_words(row: Row) -> str:
    """``10 to 90 days``; what is no single number says what it is."""
    if row["low"] is None:
        kind = "a date" if row["numbers"] == 1 and not row["unit"] else "in each row of a table"
        return kind if row["numbers"] == 1 else f"{row['numbers']} numbers together"
    low = amount_in_words(row["low"], plain_unit(row["unit"]))
    return f"{low} to {stated_in_words(row['high'], plain_unit(row['unit']))}"


def range_and_value(row: Row) -> str:
    """``10 to 90 days; stated 45``."""
    stated = "" if row["value"] is None else f"; stated {amount_in_words(row['value'], plain_unit(row['unit']))}"
    return f"{range_in_words(row)}{stated}"


def plain_unit(unit: str) -> str:
    """A ratio has no unit to name."""
    return unit.replace("ratio", "")


def percent(share: float) -> str:
    """``41 %``; an estimate a little below none is none, and one above all is all."""
    return f"{100 * min(max(share, 0.0), 1.0):.0f} %"


def give_or_take(share: float, half: float) -> str:
    """A share with its interval: ``41 ± 8 %``."""
    return f"{100 * share:.0f} ± {100 * half:.0f} %".replace("-0 ±", "0 ±")


def unsure(tables: SensitivityTables) -> list[str]:
    """How far the result is unsure, and of how many things, in sentences."""
    summary = tables.summary
    stated = f"As stated: {result_in_words(tables, summary['stated'])} a year."
    if summary["spread"] is None:
        return [stated, f"None of {summary['unknowns']} unknowns moves it."]
    spread = summary["spread"]
    drawn = from_to(tables, spread["low"], spread["high"])
    return [stated, f"With all {summary['unknowns']} unknowns drawn: {drawn} a year, in 95 % of draws."]


def top_words(tables: SensitivityTables) -> list[str]:
    """A sentence or two for each of the five that explain most."""
    return [_told(tables, row) for row in tables.summary["ranked"][:TOLD]]


def _told(tables: SensitivityTables, row: Row) -> str:
    total, half, first = row["total"], row["total_conf"], row["first"]
    share = f"explains about {percent(total)} of what is unsure"
    share += f" ({percent(total - half)} to {percent(total + half)}"
    apart = total - first > CLEARLY_MORE and first + row["first_conf"] < total
    share += f"; by itself {percent(first)})" if apart else ")"
    name = f"{row['rank']}. {name_of(tables, row['path'])} ({range_and_value(row)})"
    return f"{name}: {share}. {_ends(tables, row)}"


def _ends(tables: SensitivityTables, row: Row) -> str:
    low, high = row["difference_at_low"], row["difference_at_high"]
    if row["numbers"] > 1:
        return f"Drawn alone: {from_to(tables, low, high)} a year."
    at_low, at_high = (result_in_words(tables, end) for end in (low, high))
    short = at_high.removesuffix(noun_of(tables)).removesuffix("in ").removesuffix("of ").rstrip()
    return f"Alone at its low end: {at_low} a year; at its high end: {short}."


def rest_words(tables: SensitivityTables) -> list[str]:
    """What all others come to, and what luck does to the shares."""
    others, spread = tables.summary["others"], tables.summary["spread"]
    words = []
    if others:
        share = give_or_take(others["total"], others["total_conf"])
        words.append(f"All other {others['count']} unknowns, drawn together, explain {share}.")
    if spread and spread["luck_share"] is not None:
        number = tables.summary["replications"]
        words.append(
            f"The luck of {number} replications is {percent(spread['luck_share'])} of what is unsure here. All points "
            "share it, so take the order and the shares from here, and the level from compare."
        )
    if tables.summary["moved_share"]:
        share = percent(tables.summary["moved_share"])
        words.append(
            f"At about {share} of the points, values could not be true together, as where staff would never keep up; "
            "all were moved towards what is stated there, so that those of queues are given too large a share."
        )
    if spread:
        words.append("Shares can add up to more than 100 %: what two numbers do together counts for both.")
    return words
