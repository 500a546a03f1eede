"""The four numbers that are read first: detainers, jail days, local cost, people held wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulator.outcomes.ledger import DAYS_PER_YEAR
from simulator.runs.tables import RunTables
from simulator.views.figures.findings import STATE, base_of, jail_side, no_change, not_clear
from simulator.views.language import ENGLISH, Language, Say
from simulator.views.words import Entry, difference, spread

Direction = Literal["more", "less", "none", "not clear"]


@dataclass(frozen=True)
class HeadlineNumber:
    """One of the four, a year, as texts that can be shown.

    ``measure`` is its name in the summary and ``times`` what it is multiplied with; ``meaning`` says what it includes
    and leaves out, ``under`` is the number under the policy, and ``words`` tells the difference with its interval. For
    the place as it is, ``words`` is empty and ``under`` the same as ``as_it_is``.
    """

    name: str
    label: str
    unit: str
    meaning: str
    measure: str
    times: float
    as_it_is: str
    under: str
    words: str
    direction: Direction


def headline(tables: RunTables, policy: str | None = None, language: Language = ENGLISH) -> tuple[HeadlineNumber, ...]:
    """The four numbers of a policy by its name, beside those of the place as it is."""
    return tuple(_told(tables, policy or base_of(tables), asked, language.say) for asked in _asked(tables))


@dataclass(frozen=True)
class _Asked:
    """A number and its English texts; ``times`` turns the measure into it."""

    name: str
    measure: str
    unit: str
    label: str
    meaning: str
    times: float = 1.0


DETAINERS = _Asked("detainers", "detainers", "people", "Detainers", "Detainers lodged while the person was in jail.")
JAIL_DAYS = _Asked(
    "jail_days",
    "beds",
    "days",
    "Jail days",
    "Days on hold after local release, and days before it that a detainer on file added. No other day in jail is in "
    "it.",
    DAYS_PER_YEAR,
)
"""Beds are these two kinds of days on an average day; so the days of a year, with their interval, are 365 times it."""
LOCAL_COST = _Asked(
    "local_cost",
    "local_net_cost_usd",
    "USD",
    "Local cost",
    "What the county side pays for these jail days, with paperwork, answers and transport, less what the federal side "
    "pays back. Lawsuits and what an opt-out itself costs are in it only if the scenario switches them on.",
)
STATE_COST = _Asked(
    "state_cost",
    STATE.measure,
    "USD",
    "State cost",
    "What the state pays for these jail days and the work around them; the county side pays nothing here.",
)
HELD_WRONGLY = _Asked(
    "held_wrongly",
    "citizens_held",
    "people",
    "People held wrongly",
    "US citizens held for ICE past local release. Others who may have been held wrongly are not counted. Where no "
    "prints are shared it is none by construction: the other channel of the model finds removable people only.",
)


def _asked(tables: RunTables) -> tuple[_Asked, ...]:
    cost = STATE_COST if jail_side(tables) is STATE else LOCAL_COST
    return DETAINERS, JAIL_DAYS, cost, HELD_WRONGLY


def _told(tables: RunTables, policy: str, asked: _Asked, say: Say) -> HeadlineNumber:
    policies, differences = tables.summary["policies"], tables.summary["differences"]
    as_it_is, under = (_entry(policies[name], asked) for name in (base_of(tables), policy))
    moved = _entry(differences[policy], asked) if policy in differences else None
    return HeadlineNumber(
        asked.name,
        say(asked.label),
        asked.unit,
        say(asked.meaning),
        asked.measure,
        asked.times,
        spread(as_it_is, asked.unit, say),
        spread(under, asked.unit, say),
        difference(moved, asked.unit, say) if moved else "",
        _direction(moved) if moved else "none",
    )


def _entry(measures: Mapping[str, Entry], asked: _Asked) -> dict[str, Any]:
    """The entry of a measure, its ends multiplied; a share stays what it is."""
    scaled = {key: value and value * asked.times for key, value in measures[asked.measure].items()}
    return scaled | {key: value for key, value in measures[asked.measure].items() if key.endswith("_share")}


def _direction(entry: Entry) -> Direction:
    mean = entry["mean"]
    if mean is None or not_clear(entry):
        return "not clear"
    return "none" if no_change(entry) else "more" if mean > 0 else "less"
