"""How many replications were enough, or what a run still lacks: in words, and for the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from simulator.experiments.precision import MOST, PRECISE, Found, Precision, Stop, needed_for

BUDGETS = {MOST: "the most allowed", "time": "when the time allowed was over", "interrupt": "by the user"}
"""How each budget that can end a run is told of."""
INPUTS = "What is not known about the inputs stays as wide as it is."
MILLION = 1_000_000
Names = Mapping[str, str]
"""What policies and measures are called, where it is not by their own names."""


def in_words(stop: Stop, precision: Precision, names: Names | None = None) -> str:
    """One or two sentences for the terminal."""
    called = names or {}
    share = percent(precision.share)
    if stop.reason == PRECISE:
        return (
            f"Enough replications: after {stop.replications:,}, chance alone leaves each number watched unsure by "
            f"{share} of the place as it is or less{_lasted(stop)}. {_widest(stop, called)} {INPUTS}"
        )
    ended = f"stopped at {stop.replications:,}, {BUDGETS.get(stop.reason, stop.reason)}"
    lacking = [found for found in stop.found if not found.within]
    if not lacking:
        return (
            f"Perhaps enough replications: {ended}. Chance alone leaves each number watched unsure by {share} of the "
            f"place as it is or less, but more replications were to confirm it. {_widest(stop, called)} {INPUTS}"
        )
    told = "; ".join(_lack(found, stop, precision, called) for found in lacking)
    return (
        f"Not enough replications: {ended}. Of {_count(len(stop.found), 'number')} watched, chance alone leaves "
        f"{len(lacking)} unsure by more than {share} of the place as it is: {told}."
    )


def for_manifest(stop: Stop, precision: Precision) -> dict[str, Any]:
    """What was asked for, what ended the run, and how well each difference is known; all of it fit for JSON."""
    return {
        "asked": asked_of(precision),
        "stopped_by": stop.reason,
        "replications_used": stop.replications,
        "confirmed_at": stop.confirmed_at,
        "differences": [asdict(found) for found in stop.found],
    }


def asked_of(precision: Precision) -> dict[str, Any]:
    """What was asked for, fit for JSON."""
    return asdict(precision) | {"measures": list(precision.measures)}


def percent(share: float) -> str:
    """A share as it is read: ``2 %``, ``1.84 %``, ``230 %``."""
    text = f"{100 * share:.3g}" if share < 10 else f"{100 * share:,.0f}"
    return f"{text} %"


def _lasted(stop: Stop) -> str:
    further = (stop.confirmed_at or stop.replications) - stop.replications
    return f", and stays so for {further:,} more" if further else ""


def _widest(stop: Stop, names: Names) -> str:
    widest = stop.found[0]
    if not widest.share:
        return "None of them varies."
    return f"The widest is {_called(widest, names)}: {percent(widest.share)}."


def _lack(found: Found, stop: Stop, precision: Precision, names: Names) -> str:
    """Why a difference is not known well enough, and what would help."""
    called = _called(found, names)
    if found.known < precision.least:
        replications = _count(stop.replications, "replication")
        return f"{called}, which exists in {f'only {found.known} of {replications}' if found.known else 'none'}"
    if found.share is None:
        return f"{called}, which is no share of the place as it is while the mean there is 0"
    needed = needed_for(found, stop.replications, precision.share) or 0
    return f"{called}, {percent(found.share)} ({_about(needed)} replications would do)"


def _about(number: int) -> str:
    """Upwards to two digits, for it is a guess."""
    step = int(10 ** max(len(str(number)) - 2, 0))
    return f"about {-(-number // step) * step:,}" if number <= MILLION else "more than a million"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _called(found: Found, names: Names) -> str:
    return f"{names.get(found.measure, found.measure)} of {names.get(found.policy, found.policy)}"
