"""The answer in short: for each policy a few sentences, made of the four numbers and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.runs.tables import RunTables
from simulator.views.figures.findings import base_of, listing, others_of
from simulator.views.headline import Direction, HeadlineNumber, headline
from simulator.views.language import Language, Say
from simulator.views.report.content import PolicyAnswer
from simulator.views.words import tells_unknowns

DIRECTIONS: dict[Direction, tuple[str, str]] = {
    "less": ("{what} goes down", "{what} go down"),
    "more": ("{what} goes up", "{what} go up"),
    "none": ("{what} stays as it is", "{what} stay as they are"),
    "not clear": ("for {what} the direction is not clear", "for {what} the direction is not clear"),
}
"""What is said of one number, and of several, in the order in which it is said."""
PLURAL = frozenset({"detainers", "jail_days", "held_wrongly"})
"""Numbers whose label is a plural."""


def answers_of(tables: RunTables, language: Language) -> tuple[PolicyAnswer, ...]:
    """One for each policy; for a run of the place alone, one for the place as it is."""
    policies = others_of(tables) or [base_of(tables)]
    return tuple(_answer(tables, policy, language) for policy in policies)


def reading_of(tables: RunTables, say: Say) -> tuple[str, ...]:
    """How the answer is to be read: what is counted, and what its intervals hold."""
    summary = tables.summary
    held = (
        "Both chance and what is not known about the inputs are in the intervals; doubt about the model itself is not."
        if tells_unknowns(summary)
        else "The intervals hold chance alone. What is not known about the inputs is in none of them, and is mostly "
        "larger."
    )
    compared = (
        "Each policy is compared with the place as it is, on the same people with the same luck."
        if others_of(tables)
        else "No policy is compared."
    )
    return (say("All numbers are per year."), say(compared), say(_intervals(summary["replications"])), say(held))


def _intervals(replications: int) -> str:
    if replications == 1:
        return "The run has one replication, so chance has no interval."
    return "The ends given are those of a 95 % interval of the mean."


def _answer(tables: RunTables, policy: str, language: Language) -> PolicyAnswer:
    numbers = headline(tables, policy, language)
    directions = [] if policy == base_of(tables) else [_directions(numbers, language.say)]
    sentences = (*directions, *(_sentence(number, language.say) for number in numbers))
    return PolicyAnswer(policy, tables.labels.policies[policy], sentences, numbers)


def _sentence(number: HeadlineNumber, say: Say) -> str:
    """``Detainers: about 120 fewer, between 95 and 140.``"""
    return say("{what}: {words}.", what=number.label, words=number.words or number.as_it_is)


def _directions(numbers: Sequence[HeadlineNumber], say: Say) -> str:
    """Which of the numbers go up and which go down, in one sentence."""
    told = "; ".join(_told(numbers, say))
    return f"{told[0].upper()}{told[1:]}."


def _told(numbers: Sequence[HeadlineNumber], say: Say) -> Iterator[str]:
    for direction, (one, several) in DIRECTIONS.items():
        found = [number for number in numbers if number.direction == direction]
        if found:
            plural = len(found) > 1 or found[0].name in PLURAL
            labels = [number.label[0].lower() + number.label[1:] for number in found]
            yield say(several if plural else one, what=listing(labels, say("and")))
