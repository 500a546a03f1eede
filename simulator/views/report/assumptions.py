"""Every number that a run rests on, with its range and its source; numbers that are alike stand in one row.

Titles are said in the language of the report; the numbers themselves are told as the scenario tells them, in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from simulator.scenario.phrases import plainly
from simulator.scenario.place import Scenario
from simulator.scenario.sources import CHOICE, StatedNumber, numbers_of, route_in_words
from simulator.scenario.study import Study
from simulator.views.figures.findings import listing
from simulator.views.figures.unknown_names import unknown_name
from simulator.views.language import Say
from simulator.views.report.content import Input, InputGroup, Inputs

TITLES = {
    "span": "What is simulated",
    "agencies": "The agencies",
    "network": "The agencies",
    "arrivals": "When people are booked",
    "people": "Who is booked",
    "stays": "How long people stay",
    "stations": "The way of the prints",
    "federal": "What ICE does",
    "field_offices": "ICE's field offices",
    "jail": "The jail",
    "policy": "The policy in force",
    "costs": "Prices and working times",
}
SPAN = frozenset({"starts", "years"})
OWNED = frozenset({"agencies", "field_offices"})
"""What a place may have many of, each with the same numbers."""

COLUMN = "network: facts: "
"""What is stated of a column of a table of agencies begins so."""
Labels: TypeAlias = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class _Alike:
    """One number, its path without its owner, and whose it is where several owners have exactly the same."""

    stated: StatedNumber
    path: str
    owners: tuple[str, ...]


def inputs_of_report(study: Study, say: Say) -> Inputs:
    """The numbers of the place in groups, then those that each policy states otherwise."""
    base = numbers_of(study.cases[0])
    assumed = sum(stated.unsourced for stated in base)
    chosen = sum(stated.source == CHOICE for stated in base)
    told = (
        "The place as it is rests on {all} numbers, tables and dates: {sourced} have a source, {assumed} are "
        "assumed, each for the reason given, and {chosen} are choices of the scenario, such as the years simulated."
    )
    counts = {"all": len(base), "sourced": len(base) - assumed - chosen, "assumed": assumed, "chosen": chosen}
    labels = _labels(study.cases[0].scenario)
    return Inputs(say(told, **counts), (*_of_place(base, labels, say), *_of_policies(study, labels, say)))


def _labels(scenario: Scenario) -> Labels:
    """What agencies and field offices are called, by their keys."""
    return {
        "agencies": {key: agency.label for key, agency in scenario.agencies.items()},
        "field_offices": {key: office.label for key, office in scenario.field_offices.items()},
    }


def _of_place(numbers: Sequence[StatedNumber], labels: Labels, say: Say) -> Iterator[InputGroup]:
    groups: dict[str, list[StatedNumber]] = {}
    for stated in numbers:
        groups.setdefault(_group(stated), []).append(stated)
    for name, members in groups.items():
        title = say(TITLES[name]) if name in TITLES else plainly(name).capitalize()
        yield _titled(name.replace("_", "-"), title, members, labels)


def _of_policies(study: Study, labels: Labels, say: Say) -> Iterator[InputGroup]:
    """What a policy states that the place does not state so."""
    base = set(numbers_of(study.cases[0]))
    for case in study.cases[1:]:
        if own := [stated for stated in numbers_of(case) if stated not in base]:
            yield _titled(f"of-{case.name}", say("{policy}: what it states otherwise", policy=case.label), own, labels)


def _group(stated: StatedNumber) -> str:
    first = stated.path.partition(".")[0]
    return "span" if first in SPAN else first


def _titled(name: str, title: str, numbers: Sequence[StatedNumber], labels: Labels) -> InputGroup:
    return InputGroup(name, title, tuple(_told(alike, labels) for alike in _alike(numbers)))


def _alike(numbers: Iterable[StatedNumber]) -> list[_Alike]:
    """Numbers that owners have in common, once; the same number of different owners one after the other."""
    found: dict[str, dict[tuple[str, ...], list[StatedNumber]]] = {}
    for stated in numbers:
        _, path = _owner(stated.path)
        key = (stated.value, stated.range, stated.source, stated.note)
        found.setdefault(path, {}).setdefault(key, []).append(stated)
    return [
        _Alike(members[0], path, tuple(_owner(it.path)[0] for it in members))
        for path, known in found.items()
        for members in known.values()
    ]


def _owner(path: str) -> tuple[str, str]:
    """Whose number it is, and the rest of its path; nobody's where a place has only one of these."""
    first, *rest = path.split(".")
    return (rest[0], ".".join([first, "*", *rest[1:]])) if first in OWNED and rest else ("", path)


def _told(alike: _Alike, labels: Labels) -> Input:
    stated = alike.stated
    return Input(
        name=_name(alike),
        owner=_owners(alike, labels),
        path=alike.path if len(alike.owners) > 1 else stated.path,
        value=stated.value,
        range=stated.range,
        origin=_origin(stated),
        assumed=stated.unsourced,
    )


def _owners(alike: _Alike, labels: Labels) -> str:
    """By their names, or in sum if it is all that the place has."""
    known = labels.get(alike.path.partition(".")[0], {})
    if 1 < len(alike.owners) == len(known):
        return f"all {len(known):,}"
    return listing([known.get(owner, owner) for owner in alike.owners], "and")


def _name(alike: _Alike) -> str:
    """A name that somebody gave it, or what its field says, or the words of its path without its owner."""
    stated, first = alike.stated, alike.path.partition(".")[0]
    named = unknown_name(stated.path)
    if named != route_in_words(tuple(stated.path.split("."))):
        return named
    words = stated.what.removeprefix(f"{plainly(first)}: {plainly(alike.owners[0])}: ").removeprefix(COLUMN).rstrip(".")
    return words[0].upper() + words[1:]


def _origin(stated: StatedNumber) -> str:
    source = stated.source.removeprefix("assumed: ").rstrip(".")
    said = source[0].upper() + source[1:]
    return f"{said}. Note: {stated.note}" if stated.note else f"{said}."
