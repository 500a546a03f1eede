"""Every number that a run rests on, with its range and its source; numbers that are alike stand in one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from simulator.scenario.phrases import plainly
from simulator.scenario.sources import CHOICE, StatedNumber, numbers_of
from simulator.scenario.study import Study
from simulator.views.figures.unknown_names import NAMES, unknown_name
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


@dataclass(frozen=True)
class _Alike:
    """One number, and whose it is where several owners have exactly the same."""

    stated: StatedNumber
    owners: tuple[str, ...]


def inputs_of_report(study: Study, say: Say) -> Inputs:
    """The numbers of the place in groups, then those that each policy states otherwise."""
    base = numbers_of(study.cases[0])
    assumed = sum(stated.unsourced for stated in base)
    chosen = sum(stated.source == CHOICE for stated in base)
    told = (
        "The place as it is rests on {all} numbers, tables and dates: {sourced} have a published source, {assumed} are "
        "assumed, each for the reason given, and {chosen} are choices of the scenario, such as the years simulated."
    )
    counts = {"all": len(base), "sourced": len(base) - assumed - chosen, "assumed": assumed, "chosen": chosen}
    return Inputs(say(told, **counts), (*_of_place(base, say), *_of_policies(study, say)))


def _of_place(numbers: Sequence[StatedNumber], say: Say) -> Iterator[InputGroup]:
    groups: dict[str, list[StatedNumber]] = {}
    for stated in numbers:
        groups.setdefault(_group(stated), []).append(stated)
    for name, members in groups.items():
        title = say(TITLES[name]) if name in TITLES else plainly(name).capitalize()
        yield _titled(name.replace("_", "-"), title, members, say)


def _of_policies(study: Study, say: Say) -> Iterator[InputGroup]:
    """What a policy states that the place does not state so."""
    base = set(numbers_of(study.cases[0]))
    for case in study.cases[1:]:
        if own := [stated for stated in numbers_of(case) if stated not in base]:
            yield _titled(f"of-{case.name}", say("{policy}: what it states otherwise", policy=case.label), own, say)


def _group(stated: StatedNumber) -> str:
    first = stated.path.partition(".")[0]
    return "span" if first in SPAN else first


def _titled(name: str, title: str, numbers: Sequence[StatedNumber], say: Say) -> InputGroup:
    return InputGroup(name, title, tuple(_told(alike, say) for alike in _alike(numbers)))


def _alike(numbers: Iterable[StatedNumber]) -> list[_Alike]:
    """Numbers that owners have in common, once; in the order in which they are first stated."""
    found: dict[tuple[str, ...], list[StatedNumber]] = {}
    for stated in numbers:
        _, path = _owner(stated.path)
        key = (path, stated.value, stated.range, stated.source, stated.note)
        found.setdefault(key, []).append(stated)
    return [_Alike(members[0], tuple(_owner(it.path)[0] for it in members)) for members in found.values()]


def _owner(path: str) -> tuple[str, str]:
    """Whose number it is, and the rest of its path; nobody's where a place has only one of these."""
    first, *rest = path.split(".")
    return (rest[0], ".".join([first, "*", *rest[1:]])) if first in OWNED and rest else ("", path)


def _told(alike: _Alike, say: Say) -> Input:
    stated, (owner, *others) = alike.stated, alike.owners
    more = say("{owner} and {more} more", owner=plainly(owner), more=len(others)) if others else plainly(owner)
    return Input(
        name=say(_name(stated)),
        owner=more,
        path=_owner(stated.path)[1] if others else stated.path,
        value=stated.value,
        range=stated.range,
        origin=_origin(stated, say),
        assumed=stated.unsourced,
    )


def _name(stated: StatedNumber) -> str:
    """A name that somebody gave it, or what its field says."""
    _, path = _owner(stated.path)
    return unknown_name(stated.path) if path in NAMES or path.startswith("costs.") else stated.what.rstrip(".")


def _origin(stated: StatedNumber, say: Say) -> str:
    source = stated.source.removeprefix("assumed: ").rstrip(".")
    said = source[0].upper() + source[1:]
    return say("{said}. Note: {note}", said=said, note=stated.note) if stated.note else f"{said}."
