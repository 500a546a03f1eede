"""The people whom a detainer rule is about, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.scenario.federal import Warrant
from simulator.scenario.people import Conviction
from simulator.scenario.phrases import listed, number
from simulator.scenario.rules import Condition

CRIMES: dict[Conviction, str] = {
    "misdemeanor": "a misdemeanor",
    "felony": "a felony that is not serious or violent",
    "serious-or-violent": "a serious or violent felony",
    "homicide": "homicide",
}
FELONIES: frozenset[Conviction] = frozenset({"felony", "serious-or-violent", "homicide"})
RECORD = frozenset({"conviction", "convicted_within_years", "released_within_years"})
"""Conditions that make one phrase."""
WARRANT_WORDS: dict[Warrant, str] = {
    "none": "without a warrant",
    "administrative": "with a warrant of an ICE officer",
    "judicial": "with a warrant of a judge",
}
FLAG_WORDS = {
    "pending_charge": ("without another open case", "with another open case"),
    "prior_removal": ("never removed from the country before", "removed from the country before"),
    "prior_order": ("never ordered removed", "ordered removed before"),
    "watch_list": ("on no gang or terror list", "on a gang or terror list"),
    "adult": ("under 18", "18 or older"),
}
"""Conditions that are yes or no: the words for no, and for yes."""


def people_in_words(condition: Condition | None) -> str:
    """Whom a rule is about; nothing if it is about everyone."""
    given = condition.given() if condition else {}
    parts = [_convicted(given)] if RECORD & given.keys() else []
    parts += [_condition(name, value) for name, value in given.items() if name not in RECORD]
    return f"people {', '.join(parts)}" if parts else ""


def _convicted(given: Mapping[str, Any]) -> str:
    """``convicted of homicide in the last 10 years and released from that sentence in the last 5 years``."""
    kinds = given.get("conviction", [])
    crimes = f" of {listed(_crimes(kinds), 'or')}" if _crimes(kinds) else ""
    convicted = f"convicted{crimes}{_within(given.get('convicted_within_years'))}"
    if "released_within_years" in given:
        convicted += f" and released from that sentence{_within(given['released_within_years'])}"
    without = ["without a conviction"] if "none" in kinds else []
    return listed([*without, convicted] if crimes or not without else without, "or")


def _crimes(kinds: Sequence[Conviction]) -> list[str]:
    if set(kinds) >= FELONIES:
        return [CRIMES["misdemeanor"]] * ("misdemeanor" in kinds) + ["a felony"]
    return [CRIMES[kind] for kind in kinds if kind != "none"]


def _within(years: float | None) -> str:
    if years is None:
        return ""
    return " in the last year" if years == 1 else f" in the last {number(years)} years"


def _condition(name: str, value: object) -> str:
    match name, value:
        case "level", list():
            return f"of {listed([f'level {level}' if level != 'none' else 'no level' for level in value], 'or')}"
        case "charge_class", list():
            return f"booked on {listed([f'{_article(word)} {word}' for word in value], 'or')}"
        case "warrant", list():
            return f"whose detainer comes {listed([WARRANT_WORDS[kind] for kind in value], 'or')}"
        case "min_age" | "under_age", _:
            return f"{value} or older" if name == "min_age" else f"under {value}"
        case "reimbursement", _:
            return "where the federal government has agreed in writing to pay for holds"
    return FLAG_WORDS[name][bool(value)]


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
